// The embedding API: values across the border, errors, output, asynchronous functions, interruption.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpreter, PythonError, PythonObject } from '../../src/index.ts';

test('expressions give TypeScript values', async () => {
  const py = new Interpreter();
  assert.equal(await py.eval('1 + 2'), 3);
  assert.equal(await py.eval('2 ** 100'), 2n ** 100n);
  assert.equal(await py.eval('1.5 * 2'), 3);
  assert.equal(await py.eval('"a" + "b"'), 'ab');
  assert.equal(await py.eval('None'), null);
  assert.deepEqual(await py.eval('[1, "x", (True, None)]'), [1, 'x', [true, null]]);
  assert.deepEqual(await py.eval('{"a": 1, "b": [2]}'), { a: 1, b: [2] });
  assert.deepEqual(await py.eval('{1: "x"}'), new Map([[1, 'x']]));
  assert.deepEqual(await py.eval('{1, 2}'), new Set([1, 2]));
  assert.deepEqual(await py.eval('b"ab"'), new Uint8Array([97, 98]));
});

test('variables and calls go both ways', async () => {
  const py = new Interpreter();
  py.set('n', 20);
  py.set('add', (a: number, b: number) => a + b);
  await py.exec('def f(x, y=2): return add(x, y) * n');
  assert.equal(await py.call('f', 1), 60);
  assert.equal(py.get('n'), 20);
  const f = py.get('f');
  assert.ok(f instanceof PythonObject);
  assert.equal(await f.call(1, 4), 100);
});

test('waiting for a promise leaves the event loop alive', async () => {
  const py = new Interpreter();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  py.set('fetch', (x: number) => new Promise((resolve) => setTimeout(() => resolve(x * 2), 300)));
  await py.exec('r = fetch(21).result()');
  clearInterval(timer);
  assert.equal(py.get('r'), 42);
  assert.ok(ticks >= 5, `the event loop ran only ${ticks} times`);
});

test('a busy program leaves the event loop alive and can be aborted', async () => {
  const py = new Interpreter();
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  await assert.rejects(
    py.exec('while True: pass', { signal: abort.signal }),
    (e: unknown) => e instanceof PythonError && e.type === 'KeyboardInterrupt',
  );
  assert.equal(await py.eval('1'), 1);
});

test('output is captured', async () => {
  let out = '';
  const py = new Interpreter({ stdout: (t) => (out += t) });
  await py.exec('print("hello", 3)');
  assert.equal(out, 'hello 3\n');
});

test('exceptions carry type, message and traceback', async () => {
  const py = new Interpreter();
  await assert.rejects(py.exec('def g():\n  raise ValueError("bad")\ng()'), (e: unknown) => {
    assert.ok(e instanceof PythonError);
    assert.equal(e.type, 'ValueError');
    assert.equal(e.message, 'ValueError: bad');
    assert.match(e.traceback, /in g/);
    return true;
  });
  await assert.rejects(py.exec('x ='), (e: unknown) => e instanceof PythonError && e.type === 'SyntaxError');
});

test('interpreters share nothing', async () => {
  const a = new Interpreter();
  const b = new Interpreter();
  await a.exec('import sys; sys.flag = True; x = 1');
  assert.equal(await b.eval('hasattr(__import__("sys"), "flag")'), false);
  assert.equal(b.get('x'), undefined);
});
