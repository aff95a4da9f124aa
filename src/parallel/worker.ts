// A worker thread that runs one interpreter after the other: answers what it is asked to run, and gets ready again when one
// has ended. Invariant: one request at a time runs in `__main__` (whoever asks has the right, registry.enter); every
// request is answered, unless the thread itself ends.

import { None, type PyValue } from '../objects/object.ts';
import { type PyCode, PyList, type PyModule, PyTuple } from '../objects/shapes.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { isPending, type NativeGenerator } from '../objects/protocol/pending.ts';
import { str } from '../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { installJit } from '../jit/jit.ts';
import { compileToCode, executeCode, functionOf } from '../runtime/execute.ts';
import type { RuntimeInterpreter } from '../runtime/interpreter.ts';
import { setThread } from '../vm/thread.ts';
import { host } from '../runtime/host.ts';
import { startInterpreter } from '../modules/startup.ts';
import { flushStreams } from '../modules/uncaught.ts';
import { Agent, ANSWER, END, RUN, setAgent } from './agent.ts';
import { decodeR, encode, encodeR } from './data.ts';
import { endOfInterpreter } from './ending.ts';
import { exceptionInfoR } from './exception-info.ts';
import type { WorkerOrders } from './pool.ts';
import { RENEWING, SERVES } from './registry.ts';

/** How a request ended: with a value, with an exception there, or with a value that cannot come back. */
export const RETURNED = 0;
export const RAISED = 1;
export const NOT_SHAREABLE = 2;

/** When the garbage of starting goes (the bundle's text as read, its code cache), in milliseconds: before pool.ts trims. */
const TIDY_AFTER = 500;

/** Serves interpreters until the thread is ended. */
export function serve(orders: WorkerOrders): void {
  const agent = new Agent(orders.memory, orders.slot, orders.channel, orders.known);
  setAgent(agent);
  // Every thread has a JIT of its own; before the first interpreter, whose builtins it has to know.
  if (orders.jit !== null)
    installJit(
      orders.jit,
      (text) => void process.stderr.write(text),
      () => '',
    );
  let i = newInterpreter(agent, orders);

  /** With nothing else to do it waits without its event loop for a while: that wakes up faster. */
  const rest = (): void => {
    if (i.scheduler.threads.size <= 1) agent.rest(0, Number.POSITIVE_INFINITY);
  };
  agent.onLetter = (kind, sender, token, bytes) => {
    if (kind !== RUN && kind !== END) return;
    const work = kind === RUN ? run(i, bytes) : end(i);
    i.scheduler.start(i.mainThread, work, (x) => {
      let answer: Uint8Array;
      try {
        answer = x.result() as Uint8Array; // what both give
      } catch (e) {
        answer = encode(new PyTuple([NOT_SHAREABLE, fromJS(e instanceof PyBaseException ? textOf(e) : String(e))]));
      }
      if (kind === END) {
        i.scheduler.close();
        const id = agent.registry.get(agent.slot, SERVES) - 1;
        endOfInterpreter(agent, id, agent.slot);
        agent.send(sender, ANSWER, token, answer);
        // From here on it can be given to the next interpreter, whose requests wait until this is done.
        agent.registry.remove(id, RENEWING);
        i = newInterpreter(agent, orders);
        agent.registry.renewed(agent.slot);
        // The old interpreter's some 20 MB: V8 would let many of them gather.
        setImmediate(() => host().process.collectGarbage());
        return;
      }
      agent.registry.leave(agent.registry.get(agent.slot, SERVES) - 1);
      agent.send(sender, ANSWER, token, answer);
      setImmediate(rest);
    });
  };
  setTimeout(() => host().process.collectGarbage(), TIDY_AFTER).unref();
  // Something has to keep the thread alive; the bell does not.
  setInterval(() => undefined, 0x7fffffff);
  agent.begin();
}

function newInterpreter(agent: Agent, orders: WorkerOrders): RuntimeInterpreter {
  const i = startInterpreter(structuredClone(orders.config));
  const path = i.sysGet('path');
  // After `site`, which makes what it finds there absolute.
  if (orders.pathZero !== null && path instanceof PyList) path.items.unshift(fromJS(orders.pathZero));
  i.scheduler.onIdle = (waits, due) => agent.rest(waits, due);
  setThread(i.mainThread);
  return i;
}

/** Runs a request and gives the answer's bytes. */
function* run(i: RuntimeInterpreter, bytes: Uint8Array): NativeGenerator<Uint8Array> {
  let status = RETURNED;
  let value: PyValue = None;
  try {
    const request = (yield* decodeR(bytes)) as PyTuple; // what `request` makes
    value = yield* perform(i, request.items);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    status = RAISED;
    value = yield* exceptionInfoR(e);
  }
  yield flushStreams(i);
  try {
    return yield* encodeR(new PyTuple([status, value]));
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    return encode(new PyTuple([NOT_SHAREABLE, fromJS(textOf(e))]));
  }
}
function textOf(e: PyBaseException): string {
  const s = str(e);
  return isStr(s) ? toJS(s) : '';
}

/** Requests: ('exec', code, names) and ('call', function, args, kwargs), names and kwargs as pairs. */
function* perform(i: RuntimeInterpreter, [what, subject, ...rest]: PyValue[]): NativeGenerator<PyValue> {
  const main = (i.modules.getStr('__main__') as PyModule).dict; // start-up made it
  if (what === 'call') {
    const names: string[] = [];
    const args = [...(rest[0] as PyTuple).items];
    for (const pair of (rest[1] as PyTuple).items) {
      const [name, value] = (pair as PyTuple).items;
      names.push(name as string); // an identifier
      args.push(value);
    }
    return yield callR(subject, args, names.length > 0 ? names : null);
  }
  for (const pair of (rest[0] as PyTuple).items) {
    const [name, value] = (pair as PyTuple).items;
    main.setStr(name as string, value); // checked by the sender
  }
  if (subject === None) return None;
  if (isStr(subject)) {
    const p = executeCode(compileToCode(toJS(subject), '<script>', 'exec'), main);
    if (isPending(p)) yield p;
    return None;
  }
  yield callR(functionOf(subject as PyCode, main), []);
  return None;
}

/** Ends an interpreter as the end of a program does. */
function* end(i: RuntimeInterpreter): NativeGenerator<Uint8Array> {
  for (const [name, method] of [
    ['threading', '_shutdown'],
    ['atexit', '_run_exitfuncs'],
  ] as const) {
    const module = i.modules.getStr(name);
    if (module === undefined) continue;
    try {
      yield callMethodR(module, method, []);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
    }
  }
  i.finalizing = true;
  yield flushStreams(i);
  return encode(new PyTuple([RETURNED, None]));
}
