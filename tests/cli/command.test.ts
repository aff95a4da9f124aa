// The command line: options, exit codes, standard streams, PYTHON* variables. Each case is also true of CPython:
// TYPHON_TEST_PYTHON=/path/to/python3 npm test -- --unit tests/cli runs them there (3.13's texts are the same).

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { type Finished, run, TYPHON } from '../../scripts/lib/process.ts';

const command = process.env.TYPHON_TEST_PYTHON === undefined ? TYPHON : [process.env.TYPHON_TEST_PYTHON];
const folder = mkdtempSync(path.join(tmpdir(), 'typhon-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

async function python(options: Case): Promise<Finished> {
  for (const [name, text] of Object.entries(options.files ?? {})) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', PYTHONUTF8: '1', ...options.env };
  return run([...command, ...options.args], { cwd: folder, env, stdin: options.stdin ?? '' });
}

/** stdout, with exit code 0 and nothing on stderr. */
async function output(options: Case): Promise<string> {
  const result = await python(options);
  assert.equal(result.stderr, '');
  assert.equal(result.exit, 0);
  return result.stdout;
}

describe('where the program comes from', { concurrency: 2 }, () => {
  test('-c and its arguments', async () => {
    assert.equal(
      await output({ args: ['-c', 'import sys; print(sys.argv, __name__)', 'a', '-x'] }),
      "['-c', 'a', '-x'] __main__\n",
    );
  });
  test('a file', async () => {
    const files = { 'prog.py': 'import sys\nprint(sys.argv, __file__, sys.path[0] != "")\n' };
    assert.equal(await output({ args: ['prog.py', '1'], files }), `['prog.py', '1'] ${folder}/prog.py True\n`);
  });
  test('a folder with __main__.py', async () => {
    const files = { 'app/__main__.py': 'import helper\nprint(helper.x, __name__)\n', 'app/helper.py': 'x = 5\n' };
    assert.equal(await output({ args: ['app'], files }), '5 __main__\n');
  });
  test('-m runs a module, a package, a submodule', async () => {
    const files = {
      'pkg/__init__.py': 'print("init")\n',
      'pkg/__main__.py': 'import sys\nprint("main", __package__, len(sys.argv))\n',
      'pkg/sub.py': 'print(__name__, __spec__.name)\n',
    };
    assert.equal(await output({ args: ['-m', 'pkg', 'arg'], files }), 'init\nmain pkg 2\n');
    assert.equal(await output({ args: ['-m', 'pkg.sub'], files }), 'init\n__main__ pkg.sub\n');
  });
  test('standard input, with and without -', async () => {
    assert.equal(await output({ args: [], stdin: 'print(1)\nprint(__name__)\n' }), '1\n__main__\n');
    assert.equal(await output({ args: ['-', 'x'], stdin: 'import sys; print(sys.argv)' }), "['-', 'x']\n");
  });
  test('what is not there', async () => {
    const file = await python({ args: ['nothing.py'] });
    assert.equal(file.exit, 2);
    assert.match(file.stderr, /can't open file '.*nothing\.py': \[Errno 2\] No such file or directory\n$/);
    const module = await python({ args: ['-m', 'no_such_module'] });
    assert.equal(module.exit, 1);
    assert.match(module.stderr, /No module named no_such_module\n$/);
  });
});

describe('exit codes', { concurrency: 2 }, () => {
  const codes: readonly (readonly [string, number, string])[] = [
    ['raise SystemExit', 0, ''],
    ['raise SystemExit(7)', 7, ''],
    ['raise SystemExit(-1)', 255, ''],
    ['raise SystemExit("bye")', 1, 'bye\n'],
    ['import os; os._exit(9)', 9, ''],
    ['import sys\ntry:\n  sys.exit(3)\nfinally:\n  pass', 3, ''],
  ];
  for (const [source, exit, stderr] of codes) {
    test(source.replaceAll('\n', ' '), async () => {
      const result = await python({ args: ['-c', source] });
      assert.equal(result.exit, exit);
      assert.equal(result.stderr, stderr);
    });
  }
  test('an uncaught error', async () => {
    const result = await python({ args: ['-c', '1/0'] });
    assert.equal(result.exit, 1);
    assert.match(result.stderr, /^Traceback \(most recent call last\):\n {2}File "<string>", line 1, in <module>\n/);
    assert.match(result.stderr, /\nZeroDivisionError: division by zero\n$/);
  });
});

describe('options', { concurrency: 2 }, () => {
  test('-V and --version', async () => {
    assert.match(await output({ args: ['-V'] }), /^Python 3\.\d+\.\d+/);
    assert.match(await output({ args: ['--version'] }), /^Python 3\.\d+\.\d+/);
  });
  test('-h', async () => {
    assert.match(await output({ args: ['-h'] }), /^usage: /);
  });
  test('an unknown option', async () => {
    const result = await python({ args: ['-Z'] });
    assert.equal(result.exit, 2);
    assert.match(result.stderr, /^[Uu]nknown option: -Z\n/);
  });
  test('flags show in sys.flags', async () => {
    const source =
      'import sys; f = sys.flags; print(f.optimize, f.no_site, f.isolated, f.ignore_environment, f.no_user_site, f.quiet, f.dont_write_bytecode, f.verbose, __debug__)';
    assert.equal(await output({ args: ['-c', source] }), '0 0 0 0 0 0 0 0 True\n');
    assert.equal(await output({ args: ['-OSEsqB', '-c', source] }), '1 1 0 1 1 1 1 0 False\n');
    assert.equal(await output({ args: ['-OO', '-I', '-c', source] }), '2 0 1 1 1 0 0 0 False\n');
  });
  test('-OO drops docstrings', async () => {
    assert.equal(await output({ args: ['-OO', '-c', 'def f():\n  "doc"\nprint(f.__doc__)'] }), 'None\n');
  });
  test('-W', async () => {
    const source = 'import warnings; warnings.warn("w", DeprecationWarning); print("on")';
    const shown = await python({ args: ['-W', 'always', '-c', source] });
    assert.match(shown.stderr, /DeprecationWarning: w/);
    const error = await python({ args: ['-Werror', '-c', source] });
    assert.equal(error.exit, 1);
    assert.equal(await output({ args: ['-Wignore', '-c', source] }), 'on\n');
  });
  test('-X', async () => {
    const source = 'import sys; print(sys._xoptions, sys.flags.utf8_mode)';
    assert.equal(await output({ args: ['-X', 'utf8', '-Xmine=1', '-c', source] }), "{'utf8': True, 'mine': '1'} 1\n");
  });
  test('-i goes on at a prompt after the program', async () => {
    const result = await python({ args: ['-i', '-c', 'x = 5'], stdin: 'print(x + 1)\n' });
    assert.equal(result.stdout, '6\n');
    assert.equal(result.exit, 0);
  });
  test('-u is unbuffered', async () => {
    assert.equal(
      await output({ args: ['-u', '-c', 'import sys, os; sys.stdout.write("a"); os.write(1, b"b"); print("c")'] }),
      'abc\n',
    );
  });
  test('without -u output is buffered when it is not a terminal', async () => {
    assert.equal(
      await output({ args: ['-c', 'import sys, os; sys.stdout.write("a"); os.write(1, b"b"); print("c")'] }),
      'bac\n',
    );
  });
  test('options end at the program', async () => {
    assert.equal(await output({ args: ['-c', 'import sys; print(sys.argv[1:])', '-c', '-V'] }), "['-c', '-V']\n");
  });
});

describe('environment', { concurrency: 2 }, () => {
  test('PYTHONPATH', async () => {
    const files = { 'elsewhere/mine.py': 'x = "mine"\n' };
    const args = ['-c', 'import mine; print(mine.x)'];
    assert.equal(await output({ args, files, env: { PYTHONPATH: path.join(folder, 'elsewhere') } }), 'mine\n');
  });
  test('PYTHONOPTIMIZE, PYTHONDONTWRITEBYTECODE, PYTHONUNBUFFERED, and -E against them', async () => {
    const args = ['-c', 'import sys; print(sys.flags.optimize, sys.dont_write_bytecode)'];
    const env = { PYTHONOPTIMIZE: '2', PYTHONDONTWRITEBYTECODE: '1' };
    assert.equal(await output({ args, env }), '2 True\n');
    assert.equal(await output({ args: ['-E', ...args], env }), '0 False\n');
  });
  test('PYTHONWARNINGS and PYTHONIOENCODING', async () => {
    const env = { PYTHONWARNINGS: 'ignore', PYTHONIOENCODING: 'latin-1:replace' };
    const args = ['-c', 'import sys, warnings; warnings.warn("x"); print(sys.stdout.encoding, sys.stdout.errors)'];
    assert.match(await output({ args, env }), /^(iso8859-1|latin-1) replace\n$/);
  });
  test('PYTHONHASHSEED=0 is accepted', async () => {
    assert.equal(
      await output({ args: ['-c', 'print(hash("a") == hash("a"))'], env: { PYTHONHASHSEED: '0' } }),
      'True\n',
    );
  });
});

describe('the interactive loop on a pipe', { concurrency: 2 }, () => {
  // A prompt asked for on a pipe is the plain one, with prompts on stderr.
  test('expressions print, errors go on, blocks end at an empty line', async () => {
    const stdin = [
      'x = 1',
      'for i in range(2):',
      '  i + x',
      '',
      '"end"',
      '# nothing',
      '1/0',
      'x = = 2',
      '(1,',
      '2)',
      '@staticmethod',
      'def f():',
      '  pass',
      '',
      'f.__name__',
    ].join('\n');
    const result = await python({ args: ['-i', '-q'], stdin });
    assert.equal(result.stdout, "1\n2\n'end'\n(1, 2)\n'f'\n");
    assert.equal(
      result.stderr,
      `>>> >>> ... ... >>> >>> >>> Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
    1/0
    ~^~
ZeroDivisionError: division by zero
>>>   File "<stdin>", line 1
    x = = 2
        ^
SyntaxError: invalid syntax
>>> ... >>> ... ... ... >>> >>> \n`,
    );
    assert.equal(result.exit, 0);
  });
  test('-i keeps the namespace of the program; SystemExit leaves with its code', async () => {
    const result = await python({ args: ['-i', '-q', '-c', 'x = 42'], stdin: 'x\nraise SystemExit(3)\n' });
    assert.equal(result.stdout, '42\n');
    assert.equal(result.exit, 3);
  });
});

describe('standard streams', { concurrency: 2 }, () => {
  test('stdin is read by input(), by iteration, to the end', async () => {
    const source =
      'import sys\nprint(input())\nprint([line for line in sys.stdin])\ntry:\n  input()\nexcept EOFError as e:\n  print(e)';
    assert.equal(
      await output({ args: ['-c', source], stdin: 'é one\ntwo\nthree' }),
      "é one\n['two\\n', 'three']\nEOF when reading a line\n",
    );
  });
  test('text is UTF-8 and output that cannot be encoded is an error', async () => {
    assert.equal(await output({ args: ['-c', 'print("é🐍")'] }), 'é🐍\n');
    const result = await python({ args: ['-c', 'print("\\ud800")'] });
    assert.match(
      result.stderr,
      /UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed\n$/,
    );
  });
  test('much output arrives whole', async () => {
    const text = await output({ args: ['-c', 'for i in range(100000): print(i)'] });
    assert.equal(text.length, 588_890);
  });
});
