// _asyncio.Task: a future that drives a coroutine. Invariant: while it is not done, either `waiter` is set and its
// callback will wake the task, or a step is scheduled, or the step is being executed.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType, parseSignature, PyBoundNative, PyBuiltinFunction } from '../../objects/native.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, typeOf } from '../../objects/type.ts';
import { isException, runtimeError, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes, PyBaseException, type PyStopIteration } from '../../objects/exceptions/hierarchy.ts';
import { coroutineType, generatorType, type PyGenerator, sendR, throwR } from '../../objects/generator.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { HAS_DEL, unwatch } from '../../objects/memory/tracking.ts';
import { finalizableMade } from '../../objects/memory/watching.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { getattrR, lookupAttrR, setattrR } from '../../objects/protocol/attribute.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import {
  finallyR,
  isPending,
  type NativeGenerator,
  type Pending,
  Raise,
  type Resumable,
  tryR,
} from '../../objects/protocol/pending.ts';
import { thenR } from '../../objects/iterator.ts';
import { reprR, strR } from '../../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { copyContext, currentContext, enterContext, exitContext, PyContext } from '../_contextvars.ts';
import {
  addAwaitedBy,
  addCallbackR,
  cancelFutureR,
  cannotDelete,
  discardAwaitedBy,
  futureType,
  initialiseR,
  loopOf,
  makeCancelled,
  PyFuture,
  raisedBy,
  setException,
  setResultR,
  tellNeverRetrieved,
} from './future.ts';
import { enterTaskR, leaveTaskR, swapTaskR } from './running-loop.ts';
import { callSoonR } from './soon.ts';
import { invalidState, libraryR, state } from './state.ts';

export class PyTask extends PyFuture {
  coroutine: PyValue = None;
  /** A number stands for `Task-N`: most names are never asked for. */
  name: PyValue = None;
  context: PyValue = None;
  waiter: PyValue = None;
  mustCancel = false;
  logDestroyPending = true;
  cancelRequests = 0;
  /** What stands for it among the interpreter's tasks. */
  registered: WeakRef<PyTask> | PyTask | null = null;

  override finished(): void {
    unregister(this);
    unwatch(this, HAS_DEL);
  }
}
export const taskType = makeBuiltinType('Task', PyTask, {
  module: '_asyncio',
  bases: [futureType],
  flags: TYPE_BASETYPE,
});

/** _register_task. */
export function register(task: PyTask): undefined {
  if (task.registered !== null) return;
  task.registered = new WeakRef(task);
  state().tasks.add(task.registered);
}
/** _unregister_task. */
export function unregister(task: PyTask): void {
  if (task.registered === null) return;
  state().tasks.delete(task.registered);
  task.registered = null;
}
/** The registered tasks of `loop` that are not done. */
export function pendingTasks(loop: PyValue): PyTask[] {
  const { tasks } = state();
  const found: PyTask[] = [];
  for (const entry of tasks) {
    const task = (entry instanceof WeakRef ? entry.deref() : entry) as PyTask | undefined; // only tasks are added
    if (task === undefined) tasks.delete(entry);
    else if (task.loop === loop && task.state === 'PENDING') found.push(task);
  }
  return found;
}

/** The callback of a step: what `call_soon` gets. */
class PyTaskStep extends PyObject {
  constructor(
    readonly task: PyTask,
    readonly exception: PyBaseException | null,
  ) {
    super();
  }
}
const taskStepType = makeBuiltinType('TaskStepMethWrapper', PyTaskStep, { module: '_asyncio' });
defineType(taskStepType, {
  getset: { __self__: [(self: PyTaskStep) => self.task] },
  methods: { '__call__(*args, **kwargs)': (self: PyTaskStep) => step(self.task, self.exception) },
  vectors: {
    __call__: (args, kwnames) => {
      if (kwnames !== null && kwnames.length > 0) throw typeError('function takes no keyword arguments');
      if (args.length > 1) throw typeError('function takes no positional arguments');
      const self = args[0] as PyTaskStep; // a method of this type
      return step(self.task, self.exception);
    },
  },
});
/** The callback of what the task waits for. */
const wakeupSignature = parseSignature('task_wakeup(future, /)');
const wakeupNative = new PyBuiltinFunction(
  'task_wakeup',
  wakeupSignature.params,
  wakeup,
  true,
  wakeupSignature.signature,
);
wakeupNative.owner = taskType;

const scheduleStepR = (self: PyTask, e: PyBaseException | null): Resumable =>
  callSoonR(loopOf(self), new PyTaskStep(self, e), [], self.context);

/** A future or task whose methods nobody can have overridden. */
const isExact = (v: PyValue): v is PyFuture => v instanceof PyFuture && (v.cls === taskType || v.cls === futureType);

function wakeup(self: PyTask, f: PyValue): Resumable {
  discardAwaitedBy(f, self);
  if (isExact(f) && f.state === 'FINISHED') return step(self, raisedBy(f));
  return tryR(
    () => callMethodR(f, 'result'),
    () => step(self, null),
    (e) => step(self, pythonError(e)),
  );
}
/** What was raised; what is no Python exception is a defect of ours, and goes on. */
function pythonError(e: unknown): PyBaseException {
  if (e instanceof PyBaseException) return e;
  throw e;
}
const isCancelledR = (e: PyBaseException): Resumable<boolean> =>
  thenR(libraryR('asyncio.exceptions', 'CancelledError'), (type: PyValue) => e.cls.isSubtype(type as PyType)); // its class

/** One step, as the loop's current task. It makes no closures while nothing has to wait. */
function step(self: PyTask, e: PyBaseException | null): Resumable {
  const loop = loopOf(self);
  const refused = enterTaskR(loop, self);
  if (refused !== None) return refused;
  let r: Resumable;
  try {
    r = run(self, e);
  } catch (thrown) {
    return thenR(leaveTaskR(loop, self), () => {
      throw thrown;
    });
  }
  return isPending(r) ? leaveAfter(loop, self, r) : leaveTaskR(loop, self);
}
const leaveAfter = (loop: PyValue, self: PyTask, r: Pending): Resumable =>
  thenR(
    finallyR(
      () => r,
      () => leaveTaskR(loop, self),
    ),
    () => None,
  );
/** Goes on with the coroutine, or raises `e` in it. */
function run(self: PyTask, e: PyBaseException | null): Resumable {
  if (self.state !== 'PENDING') return alreadyDone(self, e);
  if (self.mustCancel) return thenR(cancelling(self, e), (raised: PyBaseException) => goOn(self, raised));
  return goOn(self, e);
}
function* alreadyDone(self: PyTask, e: PyBaseException | null): NativeGenerator<PyValue> {
  const [task, given] = [(yield reprR(self)) as string, (yield reprR(e ?? None)) as string];
  return (yield invalidState(`__step(): already done: ${toJS(task)} ${toJS(given)}`)) as never; // it raises
}
/** What is raised in a task that was told to cancel itself. */
function* cancelling(self: PyTask, e: PyBaseException | null): NativeGenerator<PyBaseException> {
  if (e === null || !((yield isCancelledR(e)) as boolean)) e = (yield makeCancelled(self)) as PyBaseException; // to be raised
  self.mustCancel = false;
  return e;
}
function goOn(self: PyTask, e: PyBaseException | null): Resumable {
  self.waiter = None;
  let v: Resumable<PyValue | undefined>;
  try {
    v = sendTo(self, e);
  } catch (thrown) {
    return failed(self, pythonError(thrown));
  }
  if (!isPending(v)) return stepped(self, v);
  if (v instanceof Raise) return failed(self, pythonError(v.exception));
  const pending = v;
  return tryR(
    () => pending,
    (yielded: PyValue | undefined) => stepped(self, yielded),
    (thrown) => failed(self, pythonError(thrown)),
  );
}
const stepped = (self: PyTask, yielded: PyValue | undefined): Resumable =>
  yielded !== undefined ? awaitR(self, yielded) : returned(self);
/** A step of the coroutine: what it yields, or undefined when it has returned `self.value`. */
function sendTo(self: PyTask, e: PyBaseException | null): Resumable<PyValue | undefined> {
  const c = self.coroutine;
  const { cls } = c as PyObject; // _coro is an object: iscoroutine has said so
  if (cls === coroutineType || cls === generatorType) {
    const g = c as PyGenerator; // their shape
    const r = e === null ? sendR(g, None) : throwR(g, e);
    const over = (v: PyValue | undefined): PyValue | undefined => {
      if (v === undefined) self.value = g.result ?? None;
      return v;
    };
    return isPending(r) ? (r instanceof Raise ? r : thenR(r, over)) : over(r);
  }
  return tryR(
    () => (e === null ? callMethodR(c, 'send', [None]) : callMethodR(c, 'throw', [e])),
    (v: PyValue): PyValue | undefined => v,
    (stop) => {
      if (!isException(stop, 'StopIteration')) throw stop;
      self.value = (stop as PyStopIteration).value ?? None; // what the name says
      return undefined;
    },
  );
}
/** The coroutine is over. */
function returned(self: PyTask): Resumable {
  const { value } = self;
  self.value = None;
  if (!self.mustCancel) return setResultR(self, value);
  // It was cancelled right before it ended.
  self.mustCancel = false;
  return cancelFutureR(self, self.cancelMessage);
}
function* failed(self: PyTask, e: PyBaseException): NativeGenerator<PyValue> {
  if ((yield isCancelledR(e)) as boolean) {
    self.cancelledException = e;
    return (yield cancelFutureR(self, None)) as PyValue; // None
  }
  yield setException(self, e);
  if (e.cls.isSubtype(exceptionTypes.KeyboardInterrupt) || e.cls.isSubtype(exceptionTypes.SystemExit)) throw e;
  return None;
}

/** The coroutine has yielded `v`: the task waits for it. Resumable. */
function awaitR(self: PyTask, v: PyValue): Resumable {
  if (v === None) return scheduleStepR(self, null);
  if (v === self) return refuse(self, 'Task cannot await on itself: {}', self);
  if (!isExact(v)) return awaitOther(self, v);
  if (v.loop !== self.loop) return refuse(self, ANOTHER_LOOP, self, v);
  if (!v.blocking) return refuse(self, NOT_BLOCKING, self, v);
  addAwaitedBy(v, self);
  v.blocking = false;
  self.waiter = v;
  const r = addCallbackR(v, new PyBoundNative(wakeupNative, self), self.context);
  return self.mustCancel || r !== None ? added(self, r) : None;
}
const ANOTHER_LOOP = 'Task {} got Future {} attached to a different loop';
const NOT_BLOCKING = 'yield was used instead of yield from in task {} with {}';

/** The rest of waiting: the callback is added by `r`, and the task may have been cancelled meanwhile. */
function* added(self: PyTask, r: Resumable): NativeGenerator<PyValue> {
  yield r;
  if (!self.mustCancel) return None;
  const done: PyValue = yield callMethodR(self.waiter, 'cancel', [self.cancelMessage], ['msg']);
  if ((yield truthR(done)) as boolean) self.mustCancel = false;
  return None;
}
/** Waits for what only resembles a future, or is none. */
function* awaitOther(self: PyTask, v: PyValue): NativeGenerator<PyValue> {
  const blocking = (yield lookupAttrR(v, '_asyncio_future_blocking')) as PyValue | undefined;
  if (blocking === undefined || blocking === None) {
    const text =
      typeOf(v) === generatorType
        ? 'yield was used instead of yield from for generator in task {} with {}'
        : 'Task got bad yield: {}';
    return (yield typeOf(v) === generatorType ? refuse(self, text, self, v) : refuse(self, text, v)) as PyValue;
  }
  const isBlocking = (yield truthR(blocking)) as boolean;
  const getLoop = (yield lookupAttrR(v, 'get_loop')) as PyValue | undefined;
  const loop: PyValue = yield getLoop !== undefined ? callR(getLoop, []) : getattrR(v, '_loop');
  if (loop !== self.loop) return (yield refuse(self, ANOTHER_LOOP, self, v)) as PyValue;
  if (!isBlocking) return (yield refuse(self, NOT_BLOCKING, self, v)) as PyValue;
  addAwaitedBy(v, self);
  yield setattrR(v, '_asyncio_future_blocking', false);
  const wake = new PyBoundNative(wakeupNative, self);
  yield callMethodR(v, 'add_done_callback', [wake, self.context], ['context']);
  self.waiter = v;
  return (yield added(self, None)) as PyValue;
}
/** The next step raises RuntimeError of a text with `{}` for each value. */
function* refuse(self: PyTask, text: string, ...values: PyValue[]): NativeGenerator<PyValue> {
  for (const v of values) {
    const shown = (yield reprR(v)) as string;
    text = text.replace('{}', () => toJS(shown));
  }
  return (yield scheduleStepR(self, runtimeError(text))) as PyValue;
}

/** The first step, made by the constructor. */
function* start(self: PyTask): NativeGenerator<undefined> {
  const loop = loopOf(self);
  const before: PyValue = yield swapTaskR(loop, self);
  const { context } = self;
  try {
    if (!(context instanceof PyContext)) throw typeError('an instance of Context was expected');
    enterContext(context);
    // Until the step is over it is registered strongly: most such tasks are done by then.
    self.registered = self;
    state().tasks.add(self);
    try {
      yield run(self, null);
    } finally {
      exitContext(context);
      unregister(self);
      if (self.state === 'PENDING') register(self);
      else self.coroutine = None;
    }
  } finally {
    yield swapTaskR(loop, before);
  }
  return undefined;
}

function init(
  self: PyTask,
  coroutine: PyValue,
  loop: PyValue,
  name: PyValue,
  context: PyValue,
  eagerStart: PyValue,
): Resumable<undefined> {
  return thenR(initialiseR(self, loop), () => {
    self.waiter = None;
    self.mustCancel = false;
    self.logDestroyPending = true;
    self.cancelRequests = 0;
    self.context = context;
    self.coroutine = coroutine;
    self.name = name;
    if (typeOf(coroutine) === coroutineType && (name === None || isStr(name)) && eagerStart === false)
      return begin(self);
    return thenR(checked(self, coroutine, eagerStart), (eager: boolean) => (eager ? start(self) : begin(self)));
  });
}
/** What is not as usual about a new task: whether it starts at once. */
function* checked(self: PyTask, coroutine: PyValue, eagerStart: PyValue): NativeGenerator<boolean> {
  if (typeOf(coroutine) !== coroutineType) {
    const is: PyValue = yield libraryR('asyncio.coroutines', 'iscoroutine');
    if (!((yield truthR((yield callR(is, [coroutine])) as PyValue)) as boolean)) {
      self.logDestroyPending = false;
      self.coroutine = None;
      throw typeError(`a coroutine was expected, got ${toJS((yield reprR(coroutine)) as string)}`);
    }
  }
  if (self.name !== None && !isStr(self.name)) self.name = (yield strR(self.name)) as PyValue; // a str
  if (!((yield truthR(eagerStart)) as boolean)) return false;
  settle(self);
  return (yield truthR((yield callMethodR(loopOf(self), 'is_running')) as PyValue)) as boolean;
}
/** Its own context and a name, if none were given. */
function settle(self: PyTask): void {
  if (self.context === None) self.context = copyContext(currentContext());
  if (self.name === None) self.name = ++state().named;
}
/** The first step will be the loop's. Resumable. */
function begin(self: PyTask): Resumable<undefined> {
  settle(self);
  return thenR(scheduleStepR(self, null), () => register(self));
}
function cancel(self: PyTask, msg: PyValue): Resumable {
  loopOf(self);
  self.logTraceback = false;
  if (self.state !== 'PENDING') return false;
  self.cancelRequests++;
  return self.waiter !== None ? cancelWaiter(self, msg) : cancelNextStep(self, msg);
}
function* cancelWaiter(self: PyTask, msg: PyValue): NativeGenerator<PyValue> {
  const done: PyValue = yield callMethodR(self.waiter, 'cancel', [msg], ['msg']);
  return ((yield truthR(done)) as boolean) ? true : cancelNextStep(self, msg);
}
function cancelNextStep(self: PyTask, msg: PyValue): PyValue {
  self.mustCancel = true;
  self.cancelMessage = msg;
  return true;
}
function* base(f: string, args: PyValue[]): NativeGenerator<PyValue> {
  return (yield callR((yield libraryR('asyncio.base_tasks', f)) as PyValue, args)) as PyValue; // a call's value
}
/** Task.__del__: tells of a task that nobody can finish any more. */
function* destroyed(self: PyTask): NativeGenerator<undefined> {
  if (self.state === 'PENDING' && self.logDestroyPending && self.loop !== null) {
    const context = new PyDict();
    context.setStr('task', self);
    context.setStr('message', fromJS('Task was destroyed but it is pending!'));
    if (self.sourceTraceback !== None) context.setStr('source_traceback', self.sourceTraceback);
    yield callMethodR(self.loop, 'call_exception_handler', [context]);
  }
  yield* tellNeverRetrieved(self);
  unregister(self);
  return undefined;
}

function newTask(cls: PyType): PyTask {
  const task = new cls.ctor() as PyTask; // the type's shape
  finalizableMade(task);
  return task;
}

defineType(taskType, {
  doc: 'A future that runs a coroutine: a step of it at a time, each called by the event loop.',
  new: ['(*args, **kwargs)', newTask],
  vectors: { __new__: ([cls]) => newTask(cls as PyType) }, // it was checked
  getset: {
    _coro: [(self: PyTask) => self.coroutine],
    _fut_waiter: [(self: PyTask) => self.waiter],
    _must_cancel: [(self: PyTask) => self.mustCancel],
    _log_destroy_pending: [
      (self: PyTask) => self.logDestroyPending,
      (self: PyTask, v: PyValue | undefined) =>
        thenR(truthR(v ?? cannotDelete()), (yes: boolean) => {
          self.logDestroyPending = yes;
          return None;
        }) as Pending, // or None, which is nothing to a setter
    ],
  },
  methods: {
    '__init__(coro, *, loop=None, name=None, context=None, eager_start=False)': init,
    '__repr__()': (self: PyTask) => base('_task_repr', [self]),
    '__del__()': destroyed,
    'get_coro()': (self: PyTask) => self.coroutine,
    'get_context()': (self: PyTask) => self.context,
    'get_name()': (self: PyTask) => (typeof self.name === 'number' ? `Task-${self.name}` : self.name),
    *'set_name(value, /)'(self: PyTask, value: PyValue): NativeGenerator<undefined> {
      self.name = isStr(value) ? value : ((yield strR(value)) as PyValue); // a str
      return undefined;
    },
    'set_result(result, /)': () => {
      throw runtimeError('Task does not support set_result operation');
    },
    'set_exception(exception, /)': () => {
      throw runtimeError('Task does not support set_exception operation');
    },
    'get_stack(*, limit=None)': (self: PyTask, limit: PyValue) => base('_task_get_stack', [self, limit]),
    'print_stack(*, limit=None, file=None)': (self: PyTask, limit: PyValue, file: PyValue) =>
      base('_task_print_stack', [self, limit, file]),
    'cancel(msg=None)': cancel,
    'cancelling()': (self: PyTask) => self.cancelRequests,
    'uncancel()': (self: PyTask) => {
      if (self.cancelRequests > 0 && --self.cancelRequests === 0) self.mustCancel = false;
      return self.cancelRequests;
    },
  },
});
