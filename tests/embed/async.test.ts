// Promises in Python, coroutines and generators in TypeScript, and what ends them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpreter, PythonAwaitable, PythonError, PythonObject } from '../../src/index.ts';

const later = <T>(value: T, ms = 10): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), ms));
const isError = (type: string, message?: RegExp) => (e: unknown) => {
  assert.ok(e instanceof PythonError, String(e));
  assert.equal(e.type, type, e.traceback);
  if (message !== undefined) assert.match(e.message, message);
  return true;
};

test('a promise is awaited in a coroutine', async () => {
  await using py = new Interpreter();
  let running = 0;
  let most = 0;
  py.set('fetch', async (x: number, ms: number) => {
    most = Math.max(most, ++running);
    await later(x, ms);
    running--;
    return x * 2;
  });
  await py.exec(`
import asyncio
async def one(x): return await fetch(x, 100)
async def main():
    return await asyncio.gather(*(one(x) for x in range(10)))`);
  assert.deepEqual(await py.eval('main()'), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  assert.equal(most, 10, 'they waited together');
  assert.deepEqual(await py.call('main'), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  await py.exec('r = asyncio.run(main())');
  assert.deepEqual(py.get('r'), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
});

test('a promise in plain code: result, exception, done, timeout; other threads run on', async () => {
  await using py = new Interpreter();
  py.set('start', () => later('value', 100));
  py.set('never', new Promise(() => undefined));
  await py.exec(`
import threading, time
n = 0
def count():
    global n
    for i in range(5): time.sleep(0.005); n += 1
t = threading.Thread(target=count); t.start()
p = start(); before = p.done(); v = p.result(); after = p.done(); e = p.exception(); counted = n
try: never.result(timeout=0.02)
except TimeoutError as x: message = str(x)
t.join()`);
  assert.deepEqual(
    ['before', 'v', 'after', 'e', 'message'].map((name) => py.get(name)),
    [false, 'value', true, null, 'the promise is not settled'],
  );
  assert.ok((py.get('counted') as number) > 0);
});

test('a rejection is an exception with the message and the stack, and comes back with its cause', async () => {
  await using py = new Interpreter();
  class HttpError extends Error {
    override name = 'HttpError';
    status = 404;
  }
  const error = new HttpError('not found', { cause: new TypeError('deep') });
  py.set('fetch', () => Promise.reject(error));
  py.set('broken', () => {
    throw error;
  });
  await py.exec(`
async def main():
    try: await fetch()
    except RuntimeError as e: return str(e), "HttpError" in e.__notes__[0], type(e.__cause__).__name__, str(e.__cause__)
async def leaves(): await fetch()
def thrown(): broken()`);
  assert.deepEqual(await py.eval('main()'), ['not found', true, 'TypeError', 'deep']);
  for (const source of ['leaves()', 'thrown()', 'fetch().result()']) {
    await assert.rejects(
      py.eval(source),
      (e) => isError('RuntimeError', /not found/)(e) && (e as Error).cause === error,
    );
  }
});

test('a Python exception that goes through TypeScript is itself again', async () => {
  await using py = new Interpreter();
  py.set('through', (f: PythonObject) => f.call());
  await py.exec(`
class Mine(Exception): pass
mine = Mine("a", 1)
def f(): raise mine
async def main():
    try: await through(f)
    except Mine as e: return e is mine and e.args == ("a", 1)
def plain():
    try: through(f).result()
    except Mine as e: return e is mine`);
  assert.equal(await py.eval('main()'), true);
  assert.equal(await py.eval('plain()'), true);
});

test('the host may use the interpreter while Python waits for it', async () => {
  await using py = new Interpreter();
  py.set('ask', async (x: number) => (await py.eval(`${x} + base`)) as number);
  await py.exec(`
base = 100
async def main(): return await ask(1)
def plain(): return ask(2).result()`);
  assert.equal(await py.eval('main()'), 101);
  assert.equal(await py.eval('plain()'), 102);
});

test('coroutines run together; a proxy of one is awaited', async () => {
  await using py = new Interpreter();
  await py.exec(`
import asyncio
queue = asyncio.Queue()
async def get(): return await queue.get()
async def put(x): await queue.put(x)
async def value(): return 7
c = value()`);
  const [got] = await Promise.all([py.eval('get()'), py.eval('put("item")')]);
  assert.equal(got, 'item');
  const c = py.get('c');
  assert.ok(c instanceof PythonAwaitable);
  assert.equal(await c, 7);
  assert.equal(await c, 7);
});

test('asynchronous generators and iterables, both ways', async () => {
  let warnings = '';
  await using py = new Interpreter({ stderr: (text) => void (warnings += text) });
  await py.exec(`
import asyncio
closed = []
async def ticks(n):
    try:
        for i in range(n):
            await asyncio.sleep(0.001)
            yield i
    finally: closed.append("async")
def squares(n):
    try:
        for i in range(n): yield i * i
    finally: closed.append("sync")
async def fails():
    yield 1
    raise ValueError("in the middle")
async def collect(source): return [x async for x in source]
class Bag:
    def __iter__(self): return iter("abc")`);
  const ticks = await py.call('ticks', 3);
  assert.ok(ticks instanceof PythonObject);
  const seen: unknown[] = [];
  const squares: unknown[] = [];
  for await (const x of ticks) seen.push(x);
  assert.deepEqual(seen, [0, 1, 2]);
  for await (const x of (await py.call('ticks', 100)) as PythonObject) if (x === 1) break;
  for (const x of (await py.call('squares', 100)) as PythonObject) if (x === 4) break;
  for await (const x of (await py.call('squares', 4)) as PythonObject) squares.push(x);
  assert.deepEqual(squares, [0, 1, 4, 9]);
  assert.deepEqual(py.get('closed'), ['async', 'async', 'sync', 'sync']);
  assert.deepEqual([...((await py.call('Bag')) as PythonObject)], ['a', 'b', 'c']);
  await assert.rejects(
    async () => {
      for await (const x of (await py.call('fails')) as PythonObject) assert.equal(x, 1);
    },
    isError('ValueError', /in the middle/),
  );

  async function* source(): AsyncGenerator<number> {
    for (let i = 0; i < 3; i++) yield await later(i, 1);
  }
  assert.deepEqual(await py.call('collect', source()), [0, 1, 2]);
  function* plain(): Generator<number> {
    yield* [1, 2];
  }
  assert.deepEqual(await py.call('list', plain()), [1, 2]);
  assert.deepEqual(await py.call('collect', new Blob(['xy']).stream()), [new Uint8Array([120, 121])]);
  assert.equal(warnings, '', 'a coroutine that waits for its turn is not forgotten');
});

test('a signal cancels a coroutine and interrupts plain code; the cause is its reason', async () => {
  await using py = new Interpreter();
  await py.exec(`
import asyncio, time
log = []
async def main():
    begun()
    try: await asyncio.sleep(60)
    except asyncio.CancelledError: log.append("cancelled"); raise`);
  const why = new Error('enough');
  let controller = new AbortController();
  const abort = (): AbortSignal => {
    controller = new AbortController();
    return controller.signal;
  };
  py.set('begun', () => void setTimeout(() => controller.abort(why), 20));
  const ended = (type: string) => (e: unknown) => isError(type)(e) && (e as Error).cause === why;
  await assert.rejects(py.eval('main()', { signal: abort() }), ended('CancelledError'));
  assert.deepEqual(py.get('log'), ['cancelled']);
  await assert.rejects(py.exec('begun()\ntime.sleep(60)', { signal: abort() }), ended('KeyboardInterrupt'));
  await assert.rejects(py.exec('begun()\nwhile True: pass', { signal: abort() }), ended('KeyboardInterrupt'));
  py.set('never', new Promise(() => undefined));
  await assert.rejects(py.exec('begun()\nnever.result()', { signal: abort() }), ended('KeyboardInterrupt'));
  const first = py.exec('begun(); time.sleep(0.1)');
  await assert.rejects(py.exec('x = 1', { signal: abort() }), why);
  await first;
  assert.equal(py.get('x'), undefined, 'it never began');
});

test('timeouts: plain code, coroutines that wait, compute or do not let go; the others live', async () => {
  await using py = new Interpreter();
  await py.exec(`
import asyncio
async def sleeps(n=60): await asyncio.sleep(n); return "slept"
async def computes():
    while True: pass
async def clings():
    while True:
        try: await asyncio.sleep(60)
        except asyncio.CancelledError: pass
async def hash_of():
    class H:
        def __hash__(self):
            while True: pass
    hash(H())`);
  const timeout = 100;
  await assert.rejects(py.exec('while True: pass', { timeout }), isError('TimeoutError', /time limit of 100 ms/));
  const other = py.eval('sleeps(0.3)');
  await assert.rejects(py.eval('sleeps()', { timeout }), isError('TimeoutError', /time limit of 100 ms/));
  assert.equal(await other, 'slept');
  await assert.rejects(py.eval('computes()', { timeout }), isError('TimeoutError'));
  await assert.rejects(py.eval('clings()', { timeout }), isError('TimeoutError'));
  await assert.rejects(py.eval('hash_of()', { timeout }), isError('TimeoutError'));
  assert.equal(await py.eval('sleeps(0.01)'), 'slept');
});

test('synchronous code with a limit of time', () => {
  using py = new Interpreter();
  for (const source of ['while True: pass', 'import time; time.sleep(60)', 'sum(x for x in iter(int, 1))']) {
    const start = Date.now();
    assert.throws(() => py.execSync(source, { timeout: 50 }), isError('TimeoutError'), source);
    assert.ok(Date.now() - start < 30_000, source);
  }
  assert.throws(() => py.evalSync('[x for x in iter(int, 1)]', { timeout: 50 }), isError('TimeoutError'));
  assert.equal(py.evalSync('6 * 7', { timeout: 50 }), 42);
  py.set('p', later(1));
  assert.throws(() => py.execSync('p.result()'), isError('RuntimeError', /cannot wait here/));
});

test('closing rejects what runs; disposing lets coroutines end', async () => {
  const py = new Interpreter();
  const running = assert.rejects(py.exec('while True: pass'), /the interpreter is closed/);
  const queued = assert.rejects(py.exec('x = 1'), /the interpreter is closed/);
  await later(0, 30);
  py.close();
  await Promise.all([running, queued]);
  await assert.rejects(py.exec('x = 1'), /the interpreter is closed/);

  let out = '';
  const other = new Interpreter({ stdout: (t) => (out += t) });
  await other.exec(`
import asyncio
async def main():
    try: await asyncio.sleep(60)
    finally: print("cleaned up")`);
  const main = assert.rejects(other.eval('main()'), isError('CancelledError'));
  await later(0, 30);
  await other[Symbol.asyncDispose]();
  await main;
  assert.equal(out, 'cleaned up\n');
});

test('what JavaScript holds is alive in Python, and goes when it lets go', async () => {
  await using py = new Interpreter();
  await py.exec(`
gone = []
class Thing:
    def __del__(self): gone.append(1)
def make(): return Thing()`);
  let thing: unknown = await py.eval('make()');
  await py.exec('import gc; gc.collect()');
  assert.deepEqual(py.get('gone'), []);
  py.set('thing', thing);
  assert.equal(py.get('thing'), thing, 'one proxy an object');
  assert.equal(await py.eval('type(thing).__name__'), 'Thing');
  await py.exec('del thing');
  thing = null;
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) return;
  for (let i = 0; i < 20 && (py.get('gone') as unknown[]).length === 0; i++) {
    collect();
    await later(0);
    await py.exec('gc.collect()');
  }
  assert.deepEqual(py.get('gone'), [1]);
});

test('a function is itself again', async () => {
  await using py = new Interpreter();
  const f = (x: number): number => x + 1;
  const p = later(1);
  py.set('f', f);
  py.set('p', p);
  assert.equal(py.get('f'), f);
  assert.equal(py.get('p'), p);
});
