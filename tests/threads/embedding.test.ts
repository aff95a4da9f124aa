// Python threads inside a TypeScript program: the host's event loop keeps its turns, and an abort ends any wait.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpreter, PythonError } from '../../src/index.ts';

test('an abort ends a sleep, a lock, a join and a queue', async () => {
  const py = new Interpreter();
  await py.exec('import queue, threading, time\nlock = threading.Lock(); lock.acquire()');
  for (const code of [
    'time.sleep(60)',
    'lock.acquire()',
    'queue.Queue().get()',
    't = threading.Thread(target=time.sleep, args=(60,), daemon=True); t.start(); t.join()',
  ]) {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 30);
    await assert.rejects(
      py.exec(code, { signal: abort.signal }),
      (e: unknown) => e instanceof PythonError && e.type === 'KeyboardInterrupt',
      code,
    );
  }
  assert.equal(await py.eval('lock.locked()'), true);
  py.close();
});

test('busy threads leave the event loop its turns', async () => {
  const py = new Interpreter();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  await py.exec(`
import threading, time
def spin():
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        pass
threads = [threading.Thread(target=spin) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
`);
  clearInterval(timer);
  assert.ok(ticks >= 5, `${ticks} ticks`);
  py.close();
});

test('daemon threads go on between two calls; counters tell of every thread', async () => {
  const py = new Interpreter();
  await py.exec(`
import threading, time
n = 0
def count():
    global n
    while True:
        n += 1
        time.sleep(0.001)
threading.Thread(target=count, daemon=True, name='counter').start()
`);
  const before = (await py.eval('n')) as number; // an int
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.ok(((await py.eval('n')) as number) > before); // an int
  const stats = py.gilStats();
  assert.equal(stats.length, 2);
  assert.equal(stats[1].name, 'counter');
  assert.ok(stats[1].acquisitions > 1 && stats[1].waits > 1 && stats[1].heldMs > 0);
  py.close();
});
