// _asyncio.Future. Invariant: a future leaves 'PENDING' once, and hands its callbacks to its loop's call_soon then. It
// knows nothing of tasks.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, PyType, TYPE_BASETYPE, TYPE_HAS_DICT, TYPE_WEAKREF } from '../../objects/type.ts';
import { PyList, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { newFrozenSet } from '../../objects/set.ts';
import { attributeError, runtimeError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { HAS_DEL, unwatch } from '../../objects/memory/tracking.ts';
import { finalizableMade } from '../../objects/memory/watching.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { equalR, truthR } from '../../objects/protocol/operators.ts';
import type { NativeGenerator, Pending, Resumable } from '../../objects/protocol/pending.ts';
import { thenR } from '../../objects/iterator.ts';
import { fromJS } from '../../objects/str/text.ts';
import { genericAlias } from '../../objects/genericalias.ts';
import { copyContext, currentContext } from '../_contextvars.ts';
import { currentLoopR } from './running-loop.ts';
import { callSoonR, debugR } from './soon.ts';
import { invalidState, libraryR } from './state.ts';

export type FutureState = 'PENDING' | 'CANCELLED' | 'FINISHED';

export class PyFuture extends PyObject {
  state: FutureState = 'PENDING';
  /** Null until __init__ has run. */
  loop: PyValue | null = null;
  value: PyValue = None;
  exception: PyBaseException | null = null;
  exceptionTraceback: PyBaseException['traceback'] = null;
  sourceTraceback: PyValue = None;
  cancelMessage: PyValue = None;
  cancelledException: PyValue = None;
  callbacks: [f: PyValue, context: PyValue][] = [];
  /** It has an exception that nobody has asked for. */
  logTraceback = false;
  /** It was yielded by its iterator, and no task has taken it up yet. */
  blocking = false;
  awaitedBy: Set<PyValue> | null = null;

  /** It has left 'PENDING'. */
  finished(): void {
    // Tasks are unregistered then.
  }
}
export const futureType = makeBuiltinType('Future', PyFuture, {
  module: '_asyncio',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});

/** The loop of an initialised future. */
export function loopOf(f: PyFuture): PyValue {
  if (f.loop === null) throw runtimeError('Future object is not initialized.');
  return f.loop;
}

/** Future.__init__; Task.__init__ begins with it. Resumable. */
export function initialiseR(self: PyFuture, loop: PyValue): Resumable<undefined> {
  self.state = 'PENDING';
  self.value = None;
  self.exception = self.exceptionTraceback = self.awaitedBy = null;
  self.callbacks = [];
  self.logTraceback = self.blocking = false;
  self.cancelMessage = self.cancelledException = self.sourceTraceback = None;
  self.loop = null;
  if (loop !== None) return belongTo(self, loop);
  return thenR(currentLoopR(), (current: PyValue) => belongTo(self, current));
}
function belongTo(self: PyFuture, loop: PyValue): Resumable<undefined> {
  self.loop = loop;
  return thenR(debugR(loop), (debug: PyValue) =>
    thenR(truthR(debug), (yes: boolean) => (yes ? noteOrigin(self) : undefined)),
  );
}
function* noteOrigin(self: PyFuture): NativeGenerator<undefined> {
  const extract: PyValue = yield libraryR('traceback', 'extract_stack');
  self.sourceTraceback = (yield callR(extract, [])) as PyValue; // a call's value
  return undefined;
}
/** The future has an outcome: hands the callbacks to the loop. Resumable. */
function scheduleR(self: PyFuture): Resumable {
  self.finished();
  const { callbacks } = self;
  if (callbacks.length === 0) return None;
  self.callbacks = [];
  if (callbacks.length > 1) return scheduleAll(self, callbacks);
  const [f, context] = callbacks[0];
  return callSoonR(loopOf(self), f, [self], context);
}
function* scheduleAll(self: PyFuture, callbacks: PyFuture['callbacks']): NativeGenerator<PyValue> {
  for (const [f, context] of callbacks) yield callSoonR(loopOf(self), f, [self], context);
  return None;
}
/** The CancelledError of a cancelled future; forgets the saved one. */
export function* makeCancelled(self: PyFuture): NativeGenerator<PyValue> {
  const saved = self.cancelledException;
  self.cancelledException = None;
  if (saved !== None) return saved;
  const type: PyValue = yield libraryR('asyncio.exceptions', 'CancelledError');
  return (yield callR(type, self.cancelMessage === None ? [] : [self.cancelMessage])) as PyValue; // a call's value
}
/** Future.cancel. */
export function cancelFutureR(self: PyFuture, message: PyValue): Resumable {
  noteRetrieved(self);
  if (self.state !== 'PENDING') return false;
  self.state = 'CANCELLED';
  self.cancelMessage = message;
  return thenR(scheduleR(self), () => true);
}
/** Future.set_result. */
export function setResultR(self: PyFuture, value: PyValue): Resumable {
  if (self.state !== 'PENDING') return invalidState('invalid state');
  self.value = value;
  self.state = 'FINISHED';
  return thenR(scheduleR(self), () => None);
}
/** Future.set_exception. */
export function* setException(self: PyFuture, given: PyValue): NativeGenerator<PyValue> {
  if (self.state !== 'PENDING') yield invalidState('invalid state');
  let e = given;
  if (given instanceof PyType && given.isSubtype(exceptionTypes.BaseException)) {
    e = yield callR(given, []);
    // The call may have given it an outcome.
    if (self.state !== 'PENDING') yield invalidState('invalid state');
  }
  if (!(e instanceof PyBaseException)) throw typeError('invalid exception object');
  if (e.cls.isSubtype(exceptionTypes.StopIteration)) {
    const wrapped = runtimeError('StopIteration interacts badly with generators and cannot be raised into a Future');
    wrapped.cause = wrapped.context = e;
    self.exception = wrapped;
  } else self.exception = e;
  self.exceptionTraceback = self.exception.traceback;
  self.state = 'FINISHED';
  yield scheduleR(self);
  self.logTraceback = true;
  finalizableMade(self);
  return None;
}
/** Somebody has seen the outcome, or does not want it: nothing is left to tell. */
function noteRetrieved(self: PyFuture): void {
  if (!self.logTraceback) return;
  self.logTraceback = false;
  unwatch(self, HAS_DEL);
}
/** The exception that a finished future's result raises; null: it has a value. */
export function raisedBy(self: PyFuture): PyBaseException | null {
  noteRetrieved(self);
  if (self.exception === null) return null;
  self.exception.traceback = self.exceptionTraceback;
  self.exceptionTraceback = null;
  return self.exception;
}
/** Future.result. */
export function resultR(self: PyFuture): Resumable {
  if (self.state !== 'FINISHED') return noResult(self, 'Result is not set.');
  const e = raisedBy(self);
  if (e !== null) throw e;
  return self.value;
}
function* noResult(self: PyFuture, text: string): NativeGenerator<never> {
  if (self.state === 'CANCELLED') throw (yield makeCancelled(self)) as PyValue;
  return (yield invalidState(self.loop === null ? 'Future object is not initialized.' : text)) as never; // it raises
}
/** Adds a callback whose context is given. Resumable. */
export function addCallbackR(self: PyFuture, f: PyValue, context: PyValue): Resumable {
  if (self.state !== 'PENDING') {
    return thenR(callSoonR(loopOf(self), f, [self], context), () => None);
  }
  self.callbacks.push([f, context]);
  return None;
}
function* removeCallback(self: PyFuture, f: PyValue): NativeGenerator<number> {
  loopOf(self);
  // Comparing runs code that may add and remove others.
  const removed = new Set<PyFuture['callbacks'][number]>();
  for (const entry of self.callbacks.slice()) if ((yield equalR(entry[0], f)) as boolean) removed.add(entry);
  if (removed.size > 0) self.callbacks = self.callbacks.filter((entry) => !removed.has(entry));
  return removed.size;
}
/** Future.__del__: tells of an exception that nobody has asked for. */
export function* tellNeverRetrieved(self: PyFuture): NativeGenerator<undefined> {
  if (!self.logTraceback || self.exception === null) return undefined;
  self.logTraceback = false;
  const context = new PyDict();
  context.setStr('message', fromJS(`${self.cls.name} exception was never retrieved`));
  context.setStr('exception', self.exception);
  context.setStr('future', self);
  if (self.sourceTraceback !== None) context.setStr('source_traceback', self.sourceTraceback);
  yield callMethodR(loopOf(self), 'call_exception_handler', [context]);
  return undefined;
}

/** future_add_to_awaited_by: records that `waiter` awaits `f`, for call graphs. */
export function addAwaitedBy(f: PyValue, waiter: PyValue): void {
  if (f instanceof PyFuture && waiter instanceof PyFuture) (f.awaitedBy ??= new Set()).add(waiter);
}
/** future_discard_from_awaited_by. */
export function discardAwaitedBy(f: PyValue, waiter: PyValue): void {
  if (f instanceof PyFuture && waiter instanceof PyFuture && f.awaitedBy !== null) {
    f.awaitedBy.delete(waiter);
    if (f.awaitedBy.size === 0) f.awaitedBy = null;
  }
}

/** A getter of an initialised future. */
const alive =
  (get: (self: PyFuture) => PyValue) =>
  (self: PyFuture): PyValue => {
    loopOf(self);
    return get(self);
  };
/** What a setter does for `del`. */
export const cannotDelete = (): never => {
  throw attributeError('cannot delete attribute');
};
const noValue = (): PyValue => None;
/** A setter of a flag. */
const flag =
  (set: (self: PyFuture, v: boolean) => void) =>
  (self: PyFuture, v: PyValue | undefined): Pending =>
    thenR(
      thenR(truthR(v ?? cannotDelete()), (yes: boolean) => set(self, yes)),
      noValue,
    ) as Pending; // or None, which is nothing to a setter

const newFuture = (cls: PyType): PyFuture => new cls.ctor() as PyFuture; // the type's shape

defineType(futureType, {
  doc: `A value that is not there yet: what a coroutine awaits until somebody calls set_result() or set_exception().

It resembles concurrent.futures.Future, but result() and exception() never wait, its callbacks are called by the event
loop, and wait() and as_completed() of concurrent.futures do not take it.`,
  new: ['(*args, **kwargs)', newFuture],
  vectors: { __new__: ([cls]) => newFuture(cls as PyType) }, // it was checked
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  getset: {
    _state: [alive((self) => self.state)],
    _loop: [(self: PyFuture) => self.loop ?? None],
    _result: [alive((self) => self.value)],
    _exception: [alive((self) => self.exception ?? None)],
    _source_traceback: [(self: PyFuture) => self.sourceTraceback],
    _callbacks: [
      alive(({ callbacks }) =>
        callbacks.length === 0 ? None : new PyList(callbacks.map((entry) => new PyTuple([...entry]))),
      ),
    ],
    _cancel_message: [
      (self: PyFuture) => self.cancelMessage,
      (self: PyFuture, v: PyValue | undefined) => {
        self.cancelMessage = v ?? cannotDelete();
      },
    ],
    _asyncio_future_blocking: [
      (self: PyFuture) => self.blocking,
      flag((self, v) => {
        self.blocking = v;
      }),
    ],
    _asyncio_awaited_by: [(self: PyFuture) => (self.awaitedBy === null ? None : newFrozenSet(self.awaitedBy))],
    _log_traceback: [
      alive((self) => self.logTraceback),
      flag((self, v) => {
        if (v) throw valueError('_log_traceback can only be set to False');
        noteRetrieved(self);
      }),
    ],
  },
  methods: {
    '__init__(*, loop=None)': initialiseR,
    *'__repr__()'(self: PyFuture): NativeGenerator<PyValue> {
      loopOf(self);
      const f: PyValue = yield libraryR('asyncio.base_futures', '_future_repr');
      return (yield callR(f, [self])) as PyValue; // a call's value
    },
    '__del__()': tellNeverRetrieved,
    'get_loop()': loopOf,
    'cancel(msg=None)': (self: PyFuture, msg: PyValue) => {
      loopOf(self);
      return cancelFutureR(self, msg);
    },
    'cancelled()': (self: PyFuture) => self.state === 'CANCELLED',
    'done()': (self: PyFuture) => self.state !== 'PENDING',
    'result()': resultR,
    'exception()': (self: PyFuture): Resumable => {
      if (self.state !== 'FINISHED') return noResult(self, 'Exception is not set.');
      noteRetrieved(self);
      return self.exception ?? None;
    },
    'add_done_callback(fn, /, *, context=?)': (self: PyFuture, f: PyValue, context: PyValue | undefined) => {
      if (self.loop === null) throw runtimeError('uninitialized Future object');
      return addCallbackR(self, f, context ?? copyContext(currentContext()));
    },
    'remove_done_callback(fn, /)': removeCallback,
    'set_result(result, /)': (self: PyFuture, value: PyValue) => {
      loopOf(self);
      return setResultR(self, value);
    },
    'set_exception(exception, /)': (self: PyFuture, e: PyValue) => {
      loopOf(self);
      return setException(self, e);
    },
    '_make_cancelled_error()': makeCancelled,
  },
});
