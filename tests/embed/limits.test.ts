// Limits of an embedded interpreter: time, memory, output. Code that does not want to end is ended.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpreter, type InterpreterOptions, PythonError } from '../../src/index.ts';

async function failure(options: InterpreterOptions, source: string): Promise<PythonError> {
  const py = new Interpreter(options);
  try {
    await py.exec(source);
  } catch (e) {
    assert.ok(e instanceof PythonError);
    assert.equal(await py.eval('1 + 1'), 2, 'the interpreter goes on');
    return e;
  }
  throw new Error('nothing was raised');
}

const limits = { time: 100 };
test('time: computing, waiting, swallowing exceptions, inside a native', async () => {
  assert.equal(
    (await failure({ limits }, 'while True: pass')).message,
    'TimeoutError: the time limit of 100 ms is reached',
  );
  assert.equal((await failure({ limits }, 'import time; time.sleep(60)')).type, 'TimeoutError');
  assert.equal(
    (await failure({ limits }, 'import threading; threading.Lock().acquire(); threading.Event().wait()')).type,
    'TimeoutError',
  );
  // It ends itself after having been told three times; it is told nowhere but in its loops.
  const py = new Interpreter({ limits });
  await py.exec('try:\n  while True: pass\nexcept BaseException: pass\n'.repeat(3));
  assert.equal(
    (await failure({ limits }, 'class H:\n  def __hash__(self):\n    while True: pass\nhash(H())')).type,
    'TimeoutError',
  );
});

test('code that catches everything is dropped', async () => {
  const source = 'while True:\n  try:\n    while True: pass\n  except BaseException: pass';
  assert.equal((await failure({ limits }, source)).type, 'TimeoutError');
  assert.equal((await failure({ limits }, source.replace('pass', 'import time; time.sleep(9)'))).type, 'TimeoutError');
});

test('memory', async () => {
  const e = await failure({ limits: { memory: 200e6 } }, 'x = []\nwhile True: x.append(bytes(10000))');
  assert.equal(e.type, 'MemoryError');
});

test('output', async () => {
  let out = '';
  const stdout = (text: string): void => void (out += text);
  const e = await failure({ stdout, limits: { output: 1000 } }, 'while True: print("spam")');
  assert.equal(e.type, 'OSError');
  assert.ok(out.length <= 1000 && out.length > 900);
});
