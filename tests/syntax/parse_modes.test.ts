// The start rules, incomplete input, deep nesting, long chains, encodings and warnings of the parser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mode, ParseOptions } from '../../src/syntax/parse.ts';
import { PythonSyntaxError, parse } from '../../src/syntax/parse.ts';
import { tokenizeSource } from '../../src/syntax/tokenize.ts';

/** `ok`, or the kind and message of the error. */
function outcome(source: string | Uint8Array, mode: Mode = 'exec', options: ParseOptions = {}): string {
  try {
    parse(source, '<test>', mode, options);
    return 'ok';
  } catch (e) {
    assert.ok(e instanceof PythonSyntaxError, String(e));
    return `${e.kind}: ${e.msg}`;
  }
}

const interactive: ParseOptions = { allowIncomplete: true, dontImplyDedent: true };

test('interactive input is one statement', () => {
  assert.equal(outcome('x = 1', 'single'), 'ok');
  assert.equal(outcome('a; b  # c\n\n', 'single'), 'ok');
  assert.equal(outcome('a\nb', 'single'), 'SyntaxError: multiple statements found while compiling a single statement');
  assert.equal(outcome('if 1:\n  pass', 'single'), 'ok');
});

test('incomplete input is told apart', () => {
  const incomplete = '_IncompleteInputError: incomplete input';
  for (const source of ['if 1:', 'if 1:\n  pass', '(1,', "'''a", 'def f():', '@d', 'try:\n  1', 'x = \\\n']) {
    assert.equal(outcome(source, 'single', interactive), incomplete, source);
  }
  assert.equal(outcome('1 +\n', 'single', interactive), 'SyntaxError: invalid syntax');
  assert.equal(
    outcome("f'{a b}'\n", 'single', interactive),
    'SyntaxError: invalid syntax. Perhaps you forgot a comma?',
  );
});

test('function types', () => {
  assert.equal(outcome('(int, *a, **b) -> c\n', 'func_type'), 'ok');
  assert.equal(outcome('(**a, *b) -> c', 'func_type'), 'SyntaxError: invalid syntax');
});

test('type comments', () => {
  const tree = parse('x = 1  # type: int\ny = 2  # type: ignore[z]\n', '<test>', 'exec', { typeComments: true });
  assert.ok(tree.node === 'Module' && tree.body[0].node === 'Assign');
  assert.equal(tree.body[0].type_comment, 'int');
  assert.deepEqual(tree.type_ignores, [{ node: 'TypeIgnore', lineno: 2, tag: '[z]' }]);
});

test('long chains parse, however long', () => {
  const n = 20_000;
  const sources = [
    `1${'+1'.repeat(n)}`,
    `a${'.b'.repeat(n)}`,
    `a${'()'.repeat(n)}`,
    `${'-'.repeat(n)}1`,
    `${'not '.repeat(n)}1`,
    `${'1 if 1 else '.repeat(n)}1`,
    `if 1: pass\n${'elif 1: pass\n'.repeat(n)}`,
    `${'x = '.repeat(n)}1`,
    `a${'<b'.repeat(n)}`,
  ];
  for (const source of sources) assert.equal(outcome(source), 'ok', source.slice(0, 20));
});

test('deep nesting ends in an error of its own', () => {
  assert.equal(outcome('('.repeat(200) + ')'.repeat(200)), 'ok');
  assert.equal(outcome('('.repeat(201)), 'SyntaxError: too many nested parentheses');
  assert.equal(
    outcome(`${'['.repeat(200)}1 1${']'.repeat(200)}`),
    'SyntaxError: invalid syntax. Perhaps you forgot a comma?',
  );
  const blocks = Array.from({ length: 101 }, (_, i) => `${' '.repeat(i)}if 1:\n`).join('');
  assert.equal(outcome(blocks), 'IndentationError: too many levels of indentation');
  assert.equal(
    outcome(`${'lambda: '.repeat(100_000)}1`),
    'MemoryError: Parser stack overflowed - Python source too complex to compile',
  );
});

const bytes = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0));

test('coding cookies', () => {
  assert.equal(outcome(bytes('# coding: latin-1\nx = "\xe9"\n')), 'ok');
  assert.equal(outcome(bytes('\xef\xbb\xbfx = 1\n')), 'ok');
  assert.equal(outcome(bytes('# coding: nonsense\n')), 'SyntaxError: unknown encoding: nonsense');
  assert.equal(
    outcome(bytes('x = "\xe9"\n')),
    "SyntaxError: Non-UTF-8 code starting with '\\xe9' on line 1, but no encoding declared; " +
      'see https://peps.python.org/pep-0263/ for details',
  );
  assert.equal(outcome(bytes('x\0')), 'SyntaxError: source code string cannot contain null bytes');
});

test('warnings come once a literal', () => {
  const warnings: string[] = [];
  parse("match('\\d\\e')\n1if 2else 3\n", '<test>', 'exec', {
    onWarning: (c, m, line) => warnings.push(`${line} ${c} ${m}`),
  });
  assert.deepEqual(warnings.sort(), [
    '1 SyntaxWarning "\\d" is an invalid escape sequence. Such sequences will not work in the future. ' +
      'Did you mean "\\\\d"? A raw string is also an option.',
    '2 SyntaxWarning invalid decimal literal',
    '2 SyntaxWarning invalid decimal literal',
  ]);
});

test('tokens for tokenize.py', () => {
  const rows = [...tokenizeSource("if x:  # c\n  f'{é!r}'\n", true)].map(
    (t) => `${t.type} ${JSON.stringify(t.string)} ${t.start.join(',')}-${t.end.join(',')}`,
  );
  assert.deepEqual(rows, [
    '1 "if" 1,0-1,2',
    '1 "x" 1,3-1,4',
    '55 ":" 1,4-1,5',
    '65 "# c" 1,7-1,10',
    '4 "\\n" 1,10-1,11',
    '5 "  " 2,0-2,2',
    `59 "f'" 2,2-2,4`,
    '55 "{" 2,4-2,5',
    '1 "é" 2,5-2,6',
    '55 "!" 2,6-2,7',
    '1 "r" 2,7-2,8',
    '55 "}" 2,8-2,9',
    `61 "'" 2,9-2,10`,
    '4 "\\n" 2,10-2,11',
    '6 "" 3,0-3,0',
    '0 "" 3,0-3,0',
  ]);
});
