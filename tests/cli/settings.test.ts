// Options and PYTHON* variables that set something: what they do, and what a wrong value is answered with.
// As in command.test.ts, each case is also true of CPython (TYPHON_TEST_PYTHON).

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { type Finished, run, TYPHON } from '../../scripts/lib/process.ts';

const command = process.env.TYPHON_TEST_PYTHON === undefined ? TYPHON : [process.env.TYPHON_TEST_PYTHON];
const folder = mkdtempSync(path.join(tmpdir(), 'typhon-settings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function python(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
): Promise<Finished> {
  const base = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', LANG: 'C.UTF-8' };
  return run([...command, ...args], { cwd: folder, env: { ...base, ...env }, stdin });
}
async function stdout(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  return (await python(args, env)).stdout;
}
async function stderr(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  return (await python(args, env)).stderr;
}

describe('settings', { concurrency: 2 }, () => {
  test('-b tells of bytes compared with text, -bb makes it an error', async () => {
    const text = await stderr(['-b', '-c', 'b"a" == "a"; str(b"x"); bytearray() == ""']);
    assert.match(text, /BytesWarning: Comparison between bytes and string/);
    assert.match(text, /BytesWarning: str\(\) on a bytes instance/);
    assert.match(text, /BytesWarning: Comparison between bytearray and string/);
    assert.match(await stderr(['-bb', '-c', 'b"a" == 1']), /\nBytesWarning: Comparison between bytes and int\n$/);
    assert.equal(await stderr(['-c', 'b"a" == "a"; str(b"x")']), '');
  });
  test('-x skips the first line, which keeps its number', async () => {
    writeFileSync(path.join(folder, 'first.py'), 'not python at all\n1 / 0\n');
    assert.match(await stderr(['-x', 'first.py']), /line 2, in <module>\n {4}1 \/ 0\n {4}~~\^~~\nZeroDivisionError/);
  });
  test('-X no_debug_ranges and PYTHONNODEBUGRANGES: no carets', async () => {
    writeFileSync(path.join(folder, 'divide.py'), 'x = 1 + (1 / 0)\n');
    assert.match(await stderr(['divide.py']), /\^/);
    assert.doesNotMatch(await stderr(['-X', 'no_debug_ranges', 'divide.py']), /\^/);
    assert.doesNotMatch(await stderr(['divide.py'], { PYTHONNODEBUGRANGES: '1' }), /\^/);
  });
  test('the lines of a -c program stand in its tracebacks', async () => {
    const text = await stderr(['-c', 'def f():\n    return 1 / 0\nf()']);
    assert.match(text, /line 3, in <module>\n {4}f\(\)\n {4}~\^\^\n.*line 2, in f\n {4}return 1 \/ 0\n/);
  });
  test('-i after a program has no banner', async () => {
    const result = await python(['-i', '-c', 'x = 5'], {}, 'print(x)\n');
    assert.equal(result.stdout, '5\n');
    assert.doesNotMatch(result.stderr, /copyright/);
  });
  test('warnings: what -W makes an error is raised where it was given', async () => {
    const text = await stderr(['-W', 'error', '-c', 'import warnings; warnings.warn("x")']);
    assert.equal(text.match(/File/g)?.length, 1);
    assert.match(text, /\nUserWarning: x\n$/);
  });
  test('PYTHONIOENCODING names a codec', async () => {
    assert.equal(
      await stdout(['-c', 'import sys; print(sys.stdout.encoding)'], { PYTHONIOENCODING: 'latin-1' }),
      'iso8859-1\n',
    );
  });
  test('the number of processors', async () => {
    const program = 'import os; print(os.cpu_count())';
    assert.equal(await stdout(['-X', 'cpu_count=7', '-c', program]), '7\n');
    assert.equal(await stdout(['-c', program], { PYTHON_CPU_COUNT: '3' }), '3\n');
  });
  test('UTF-8 mode follows option, variable and locale', async () => {
    const program = 'import sys; print(sys.flags.utf8_mode)';
    assert.equal(await stdout(['-c', program]), '0\n');
    assert.equal(await stdout(['-X', 'utf8', '-c', program]), '1\n');
    assert.equal(await stdout(['-c', program], { PYTHONUTF8: '1' }), '1\n');
    assert.equal(await stdout(['-c', program], { LC_ALL: 'C' }), '1\n');
  });
  test('what cannot be read is a fatal error', async () => {
    const cases: readonly (readonly [args: readonly string[], env: Readonly<Record<string, string>>, text: string])[] =
      [
        [[], { PYTHONHASHSEED: 'x' }, 'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]'],
        [
          ['-X', 'int_max_str_digits=3'],
          {},
          '-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.',
        ],
        [['-X', 'utf8=3'], {}, 'invalid -X utf8 option value'],
        [['-X', 'cpu_count=0'], {}, 'n is missing or an invalid number, n must be greater than 0'],
      ];
    for (const [args, env, text] of cases) {
      const result = await python([...args, '-c', 'print(1)'], env);
      assert.equal(result.exit, 1);
      assert.equal(result.stdout, '');
      assert.ok(result.stderr.startsWith('Fatal Python error: ') && result.stderr.includes(text), result.stderr);
    }
  });
  test('modules that are there from the start are not hidden by files of the program', async () => {
    for (const name of ['codecs', 'io', 'encodings']) writeFileSync(path.join(folder, `${name}.py`), 'hidden = True\n');
    writeFileSync(
      path.join(folder, 'uses.py'),
      'import codecs, io, encodings\nprint(hasattr(io, "hidden"), codecs.lookup("utf8").name)\n',
    );
    assert.equal(await stdout(['uses.py']), 'False utf-8\n');
  });
});
