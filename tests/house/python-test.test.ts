// The reader of the test programs' comments: what it finds, what it does not take for a directive.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge, parsePythonTest } from '../../scripts/lib/python-test.ts';

const parse = (source: string) => parsePythonTest('/t/x.py', source);
const result = { stdout: '', stderr: '', exit: 0, milliseconds: 1 };

describe('directives', () => {
  test('expect, at the end of a line and alone', () => {
    const found = parse('print(1)  # expect: 1\n# expect:\n# expect:  two  \nprint("# no: 3")\n');
    assert.deepEqual(found.stdout, ['1', '', ' two  ']);
    assert.equal(found.exit, 0);
  });
  test('the rest', () => {
    const found = parse(
      '# expect-error: ValueError: x\n# args: a b\n# flags: -O\n# stdin: l1\n# stdin: l2\n# env: A=b=c\n# requires: 3.14\n# skip-mode: suspend why\n',
    );
    assert.equal(found.lastError, 'ValueError: x');
    assert.equal(found.exit, 1);
    assert.deepEqual(found.args, ['a', 'b']);
    assert.deepEqual(found.flags, ['-O']);
    assert.equal(found.stdin, 'l1\nl2\n');
    assert.deepEqual(found.env, { A: 'b=c' });
    assert.equal(found.requires, '3.14');
    assert.ok(found.skippedModes.has('suspend'));
  });
  test('line separators of Unicode are part of a line', () => {
    assert.deepEqual(parse('# expect: a\u2028b\n').stdout, ['a\u2028b']);
  });
});

describe('judging', () => {
  test('stdout must match line by line', () => {
    const found = parse('# expect: a\n# expect: b\n');
    assert.equal(judge(found, { ...result, stdout: 'a\nb\n' }), undefined);
    assert.match(judge(found, { ...result, stdout: 'a\n' }) ?? '', /stdout line 2/);
    assert.match(judge(found, { ...result, stdout: 'a\nb\nc\n' }) ?? '', /stdout line 3/);
  });
  test('the exit code, a time-out, unexpected stderr', () => {
    assert.match(judge(parse('# exit: 3\n'), result) ?? '', /exit code 0, expected 3/);
    assert.match(judge(parse(''), { ...result, exit: undefined }) ?? '', /timed out/);
    assert.match(judge(parse(''), { ...result, stderr: 'oops\n' }) ?? '', /wrote to stderr/);
  });
  test('FILE stands for the path in stderr', () => {
    const found = parse('# expect-stderr: in FILE\n# exit: 1\n');
    assert.equal(judge(found, { ...result, stderr: 'in /t/x.py\n', exit: 1 }), undefined);
  });
});
