// A program that has the package installed. tests/embed/package.test.ts compiles it with strict settings against the packed
// package and runs it; the lines that must be refused show that the types are there and are not `any`.

import assert from 'node:assert/strict';
import {
  type CallOptions,
  type FileAccess,
  Interpreter,
  type InterpreterOptions,
  type JsValue,
  type Permissions,
  PythonAwaitable,
  PythonError,
  PythonObject,
  type RunOptions,
  type SyncOptions,
  type ThreadGilStats,
} from 'typhon';

const files: FileAccess = { read: ['/usr/share'] };
const permissions: Permissions = { files, env: { LANG: 'C' }, network: false };
let output = '';
const options: InterpreterOptions = {
  ...permissions,
  stdout: (text) => {
    output += text.toUpperCase();
  },
  limits: { time: 30_000, memory: 2 ** 28 },
};
const run: RunOptions = { signal: new AbortController().signal, timeout: 30_000, filename: 'order.py' };
const sync: SyncOptions = { timeout: 30_000 };

await using py = new Interpreter(options);
const order: JsValue = { tea: 2, cake: [1, 2n, null], made: new Uint8Array(2) };
py.set('order', order);
await py.exec('print("tea", order["tea"])', run);
py.execSync('x = 20', sync);
const value: unknown = await py.eval('x + 1');
assert.equal(value, 21);
assert.equal(output, 'TEA 2\n');

await py.exec('async def later(n): return n + 1');
const called: CallOptions = { timeout: 30_000 };
assert.equal(await py.callWith(called, 'later', 41), 42);

const json: PythonObject = await py.import('json');
const dumps = json.get('dumps');
assert.ok(dumps instanceof PythonObject);
assert.equal(await dumps.call([1, 2]), '[1, 2]');
await py.exec('waiting = [later(1)]');
const [awaitable] = py.get('waiting') as PythonObject[];
assert.ok(awaitable instanceof PythonAwaitable);
assert.equal(await awaitable, 2);

try {
  await py.eval('1 / 0');
  assert.fail('it must raise');
} catch (e) {
  if (!(e instanceof PythonError)) throw e;
  const text: string = e.traceback;
  assert.equal(e.type, 'ZeroDivisionError');
  assert.match(text, /division by zero/);
}
const stats: ThreadGilStats[] = py.gilStats();
const held: number = stats[0].heldMs;
assert.ok(held > 0);

// What nobody runs: the compiler must refuse each of these.
export function refused(): void {
  // @ts-expect-error: there is no such option
  new Interpreter({ netwrok: true });
  // @ts-expect-error: a source is a string
  void py.exec(1);
  // @ts-expect-error: a value of Python is unknown until somebody has looked
  py.execSync(py.get('x'));
  // @ts-expect-error: the engine is not to be reached
  void py.state.modules;
  // @ts-expect-error: nor are the exports that the library does not have
  void ({} as import('typhon').Scheduler);
}
console.log('consumer: all good');
