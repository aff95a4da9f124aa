// Awaiting: GET_AWAITABLE, SEND to any iterator, GET_AITER and GET_ANEXT.

import { None, type PyValue } from '../objects/object.ts';
import { PyCode } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { CO_ITERABLE_COROUTINE } from '../compile/code.ts';
import { codeOf, delegate, PyAsyncGenerator, PyCoroutine, PyGenerator, sendR } from '../objects/generator.ts';
import { PyAsyncGenAwaitable } from '../objects/async-generator.ts';
import type { PyStopIteration } from '../objects/exceptions/hierarchy.ts';
import { isException, runtimeError, typeError } from '../objects/exceptions/raise.ts';
import { isPending, Raise, type Resumable, thenR, tryR } from '../objects/protocol/pending.ts';
import { callMethodR, callUnboundR } from '../objects/protocol/call.ts';
import { isIterator } from '../objects/protocol/iteration.ts';
import type { PyFrame } from '../objects/frame.ts';
import { callForGenerator } from './new-generator.ts';
import type { ThreadState } from './thread.ts';

function isAwaitableGenerator(v: PyValue): boolean {
  if (!(v instanceof PyGenerator) || v instanceof PyAsyncGenerator) return false;
  const code = codeOf(v); // a finished one is still awaitable
  return code instanceof PyCode && (code.code.flags & CO_ITERABLE_COROUTINE) !== 0;
}

/**
 * The iterator to drive for `await v`; `where` says which construct asks (1: __aenter__, 2: __aexit__). With the frame
 * that asks, an `__await__` that is a generator function needs no evaluation loop.
 */
export function getAwaitableR(v: PyValue, where: number, ts?: ThreadState, frame?: PyFrame): Resumable {
  if (v instanceof PyCoroutine) {
    if (delegate(v) !== undefined) throw runtimeError('coroutine is being awaited already');
    return v;
  }
  if (isAwaitableGenerator(v)) return v;
  const t = typeOf(v);
  const f = t.slot(SLOT.__await__);
  if (f === null) {
    if (where === 1)
      throw typeError(`'async with' received an object from __aenter__ that does not implement __await__: ${t.tpName}`);
    if (where === 2)
      throw typeError(`'async with' received an object from __aexit__ that does not implement __await__: ${t.tpName}`);
    throw typeError(`'${t.tpName}' object can't be awaited`);
  }
  const check = (it: PyValue): PyValue => {
    if (it instanceof PyCoroutine || isAwaitableGenerator(it)) throw typeError('__await__() returned a coroutine');
    if (!isIterator(it)) throw typeError(`__await__() returned non-iterator of type '${typeOf(it).tpName}'`);
    return it;
  };
  const made = ts !== undefined && frame !== undefined ? callForGenerator(ts, f, v, frame) : undefined;
  if (made !== undefined) return check(made);
  const r = callUnboundR(f, v, []);
  if (!isPending(r)) return check(r);
  return (function* (): Generator<unknown, PyValue, PyValue> {
    return check(yield r);
  })();
}

/** One step of `receiver` with value `v`: the yielded value, or undefined with `ts.sendResult` set. Resumable. */
export function sendToR(ts: ThreadState, receiver: PyValue, v: PyValue): Resumable<PyValue | undefined> {
  if (receiver instanceof PyGenerator && !(receiver instanceof PyAsyncGenerator)) {
    const r = sendR(receiver, v);
    if (r === undefined) ts.sendResult = receiver.result ?? None;
    return r;
  }
  if (receiver instanceof PyAsyncGenAwaitable) {
    const r = receiver.step(v);
    if (isPending(r)) return r instanceof Raise ? r : finishing(ts, r, () => receiver.result);
    if (r === undefined) ts.sendResult = receiver.result;
    return r;
  }
  const t = typeOf(receiver);
  if (t.send !== undefined) {
    return (t.send as (self: PyValue, v: PyValue) => Resumable<PyValue | undefined>)(receiver, v); // its own shape
  }
  const step = t.slot(SLOT.__next__);
  if (v === None && t.iternext !== undefined && (t.flags & 1) === 0) {
    ts.sendResult = None;
    return (t.iternext as (self: PyValue) => Resumable<PyValue | undefined>)(receiver); // its own shape
  }
  return steps(
    ts,
    v === None && step !== null ? callUnboundLater(step, receiver) : () => callMethodR(receiver, 'send', [v]),
  );
}
function callUnboundLater(f: PyValue, self: PyValue): () => Resumable {
  return () => callUnboundR(f, self, []);
}
function* steps(ts: ThreadState, f: () => Resumable): Generator<unknown, PyValue | undefined, PyValue> {
  try {
    return yield f();
  } catch (e) {
    if (!isException(e, 'StopIteration')) throw e;
    ts.sendResult = (e as PyStopIteration).value ?? None;
    return undefined;
  }
}
function* finishing(
  ts: ThreadState,
  r: Resumable<PyValue | undefined>,
  result: () => PyValue,
): Generator<unknown, PyValue | undefined, PyValue> {
  const v = (isPending(r) ? yield r : r) as PyValue | undefined;
  if (v === undefined) ts.sendResult = result();
  return v;
}

/** The asynchronous iterator of `async for`. */
export function getAiter(v: PyValue): Resumable {
  const t = typeOf(v);
  const f = t.slot(SLOT.__aiter__);
  if (f === null) throw typeError(`'async for' requires an object with __aiter__ method, got ${t.tpName}`);
  const check = (it: PyValue): PyValue => {
    if (typeOf(it).slot(SLOT.__anext__) === null) {
      throw typeError(
        `'async for' received an object from __aiter__ that does not implement __anext__: ${typeOf(it).tpName}`,
      );
    }
    return it;
  };
  const r = callUnboundR(f, v, []);
  if (!isPending(r)) return check(r);
  return (function* (): Generator<unknown, PyValue, PyValue> {
    return check(yield r);
  })();
}

/** The awaitable of the iterator's next value. */
export function getAnext(it: PyValue, ts: ThreadState, frame: PyFrame): Resumable {
  const t = typeOf(it);
  const f = t.slot(SLOT.__anext__);
  if (f === null) throw typeError(`'async for' requires an iterator with __anext__ method, got ${t.tpName}`);
  const r: Resumable = callForGenerator(ts, f, it, frame) ?? callUnboundR(f, it, []);
  return isPending(r) ? thenR(r, anextAwaitableR) : anextAwaitableR(r);
}
/** What to await for what `__anext__` gave: what async def and asynchronous generators give is awaited as it is. */
export function anextAwaitableR(a: PyValue): Resumable {
  if (a instanceof PyAsyncGenAwaitable || a instanceof PyCoroutine) return a;
  return tryR(
    () => getAwaitableR(a, 0),
    (v) => v,
    (e) => {
      if (!isException(e, 'BaseException')) throw e;
      const wrapped = typeError(`'async for' received an invalid object from __anext__: ${typeOf(a).tpName}`);
      wrapped.cause = e;
      throw wrapped;
    },
  );
}
