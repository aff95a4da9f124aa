// Generators, coroutines and async generators: one shape around a suspended frame. Invariant: `state` says who may
// resume it; while suspended `frame` is complete, once closed it is null. Running it is the evaluation loop's work
// (a `Resume` Pending); everything else is here.

import { None, PyObject, type PyValue } from './object.ts';
import { makeBuiltinType, typeOf, TYPE_WEAKREF } from './type.ts';
import { defineType } from './native.ts';
import type { PyFrame } from './frame.ts';
import { Raise, Resume, resumeR, type NativeGenerator, type Resumable, thenR } from './protocol/pending.ts';
import { exceptionTypes, PyBaseException, type PyStopIteration } from './exceptions/hierarchy.ts';
import { isException, newException, runtimeError, stopIteration, typeError, valueError } from './exceptions/raise.ts';
import { hooks } from './hooks.ts';
import { callR } from './protocol/call.ts';
import { lookupAttrR } from './protocol/attribute.ts';
import { PyType } from './type.ts';
import { fromJS, isStr } from './str/text.ts';
import { idHex } from './identity.ts';
import { PyTuple } from './shapes.ts';

export const GEN_CREATED = 0;
export const GEN_SUSPENDED = 1;
export const GEN_RUNNING = 2;
export const GEN_CLOSED = 3;

/** The exception being handled by a frame chain (CPython's _PyErr_StackItem): generators have one of their own. */
export class ExcInfo {
  exception: PyBaseException | null = null;
  previous: ExcInfo | null = null;
}

export class PyGenerator extends PyObject {
  state = GEN_CREATED;
  frame: PyFrame | null;
  code: PyObject | null = null;
  /** The return value, for whoever resumed it last. */
  result: PyValue | undefined = undefined;
  readonly excInfo = new ExcInfo();
  name: PyValue;
  qualname: PyValue;
  /** The object being awaited or iterated by `yield from` is found from the frame; see generator attributes. */
  origin: PyValue = None;
  constructor(frame: PyFrame, name: PyValue, qualname: PyValue) {
    super();
    this.frame = frame;
    this.result = 0; // V8 must know the field as one for values of all kinds from the first instance on
    this.result = undefined;
    this.name = name;
    this.qualname = qualname;
  }
}
export class PyCoroutine extends PyGenerator {}
export class PyAsyncGenerator extends PyGenerator {
  hooksInited = false;
  finalizer: PyValue | null = null;
  closed = false;
  runningAsync = false;
}

const FLAGS = { flags: TYPE_WEAKREF };
export const generatorType = makeBuiltinType('generator', PyGenerator, FLAGS);
export const coroutineType = makeBuiltinType('coroutine', PyCoroutine, FLAGS);
export const asyncGeneratorType = makeBuiltinType('async_generator', PyAsyncGenerator, FLAGS);
// The JS shapes share code, the Python types do not: coroutine is not a subclass of generator.

function kindOf(g: PyGenerator): string {
  return g instanceof PyAsyncGenerator ? 'async generator' : g instanceof PyCoroutine ? 'coroutine' : 'generator';
}

/** Checks that `g` may be resumed with a value; throws CPython's errors. Returns false when it is exhausted. */
export function checkResumable(g: PyGenerator, value: PyValue): boolean {
  if (g.state === GEN_RUNNING) throw valueError(`${kindOf(g)} already executing`);
  if (g.state === GEN_CLOSED) {
    if (g instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine');
    return false;
  }
  if (g.state === GEN_CREATED && value !== None)
    throw typeError(`can't send non-None value to a just-started ${kindOf(g)}`);
  return true;
}

/** One step with a value: the yielded value, or undefined when it returned (`g.result`). */
export function sendR(g: PyGenerator, value: PyValue): Resumable<PyValue | undefined> {
  if (!checkResumable(g, value)) {
    g.result = None;
    return undefined;
  }
  return resumeR(g, value);
}

function send(g: PyGenerator, value: PyValue): Resumable {
  return thenR(sendR(g, value), (v) => {
    if (v !== undefined) return v;
    return new Raise(g.result === None || g.result === undefined ? stopIteration() : stopIterationWith(g.result));
  });
}

/** StopIteration(value) where value may be a tuple or an exception: never unpacked. */
export function stopIterationWith(value: PyValue): PyBaseException {
  const e = newException(exceptionTypes.StopIteration, value) as PyStopIteration; // its shape
  e.value = value;
  return e;
}

/** The warning for throw() and athrow() with more than the exception. Resumable. */
export function warnSignatureR(name: string, value: PyValue | undefined, tb: PyValue | undefined): Resumable {
  if (value === undefined && tb === undefined) return None;
  return hooks.warnR(
    exceptionTypes.DeprecationWarning,
    `the (type, exc, tb) signature of ${name}() is deprecated, use the single-arg signature instead.`,
  );
}

/** Normalises the arguments of throw(type[, value[, tb]]) to an exception instance. */
export function* normaliseThrow(
  type: PyValue,
  value: PyValue | undefined,
  tb: PyValue | undefined,
): NativeGenerator<PyBaseException> {
  if (tb !== undefined && tb !== None && typeOf(tb).name !== 'traceback')
    throw typeError('throw() third argument must be a traceback object');
  let e: PyValue;
  if (type instanceof PyBaseException) {
    if (value !== undefined && value !== None) throw typeError('instance exception may not have a separate value');
    e = type;
  } else if (type instanceof PyType && type.isSubtype(exceptionTypes.BaseException)) {
    try {
      if (value === undefined || value === None) e = yield callR(type, []);
      else if (value instanceof PyBaseException && value.cls.isSubtype(type)) e = value;
      else if (value instanceof PyTuple) e = yield callR(type, value.items);
      else e = yield callR(type, [value]);
    } catch (error) {
      // What goes wrong while the exception is made is what the generator gets to see.
      if (!(error instanceof PyBaseException)) throw error;
      e = error;
    }
  } else
    throw typeError(`exceptions must be classes or instances deriving from BaseException, not ${typeOf(type).name}`);
  if (!(e instanceof PyBaseException)) {
    return newException(
      exceptionTypes.TypeError,
      `calling ${reprName(type)} should have returned an instance of BaseException, not ${reprName(typeOf(e))}`,
    ) as PyBaseException; // its shape
  }
  if (tb !== undefined && tb !== None) e.traceback = tb as PyObject; // checked above
  return e;
}
function reprName(t: PyValue): string {
  return t instanceof PyType ? `<class '${t.name}'>` : '<class>';
}

/** The iterator a suspended generator is delegating to (`yield from`, `await`), or undefined. */
export function delegate(g: PyGenerator): PyValue | undefined {
  const f = g.frame;
  if (f === null || g.state !== GEN_SUSPENDED || !isDelegating(f)) return undefined;
  return f.regs[f.sp - 1];
}
let isDelegating: (f: PyFrame) => boolean = () => false;
/** The evaluation loop knows which instructions delegate (YIELD_VALUE right after SEND). */
export function setIsDelegating(f: (frame: PyFrame) => boolean): void {
  isDelegating = f;
}
let finishDelegation: (f: PyFrame) => void = () => {};
/** Moves a frame whose `yield from` ended inside throw() past the delegation; the result is sent to it next. */
export function setFinishDelegation(f: (frame: PyFrame) => void): void {
  finishDelegation = f;
}

/** One step by raising `e` inside: the yielded value, or undefined when it returned (`g.result`). */
export function* throwR(g: PyGenerator, e: PyBaseException): NativeGenerator<PyValue | undefined> {
  if (g.state === GEN_RUNNING) throw valueError(`${kindOf(g)} already executing`);
  const sub = delegate(g);
  if (sub !== undefined) {
    const before = g.state;
    if (isException(e, 'GeneratorExit')) {
      g.state = GEN_RUNNING;
      try {
        yield closeSubR(sub);
      } catch (inner) {
        g.state = before;
        if (inner instanceof PyBaseException) return yield new Resume(g, None, inner);
        throw inner;
      }
      g.state = before;
      return yield new Resume(g, None, e);
    }
    let v: PyValue | undefined;
    g.state = GEN_RUNNING;
    try {
      if (sub instanceof PyGenerator && !(sub instanceof PyAsyncGenerator)) {
        v = yield throwR(sub, e);
        if (v === undefined) {
          g.state = before;
          finishDelegation(g.frame!);
          return yield new Resume(g, sub.result ?? None);
        }
      } else {
        const m: PyValue | undefined = yield lookupAttrR(sub, 'throw');
        if (m === undefined) {
          g.state = before;
          return yield new Resume(g, None, e);
        }
        v = yield callR(m, [e]);
      }
    } catch (inner) {
      g.state = before;
      if (isException(inner, 'StopIteration')) {
        finishDelegation(g.frame!);
        return yield new Resume(g, (inner as PyStopIteration).value ?? None);
      }
      if (inner instanceof PyBaseException) return yield new Resume(g, None, inner);
      throw inner;
    }
    g.state = before;
    return v;
  }
  if (g.state === GEN_CLOSED) {
    if (g instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine');
    throw e;
  }
  return yield new Resume(g, None, e);
}

function* closeSubR(sub: PyValue): NativeGenerator<PyValue> {
  if (sub instanceof PyGenerator && !(sub instanceof PyAsyncGenerator)) return yield close(sub);
  const m: PyValue | undefined = yield lookupAttrR(sub, 'close');
  if (m !== undefined) yield callR(m, []);
  return None;
}

/** generator.close(): None or the value returned at GeneratorExit (3.13+). */
export function* close(g: PyGenerator): NativeGenerator<PyValue> {
  if (g.state === GEN_CLOSED) return None;
  if (g.state === GEN_CREATED) {
    finish(g);
    return None;
  }
  if (g.state === GEN_RUNNING) throw valueError(`${kindOf(g)} already executing`);
  let v: PyValue | undefined;
  try {
    v = yield throwR(g, newException(exceptionTypes.GeneratorExit));
  } catch (e) {
    if (isException(e, 'GeneratorExit')) return None;
    if (isException(e, 'StopIteration')) return (e as PyStopIteration).value ?? None;
    throw e;
  }
  if (v !== undefined) throw runtimeError(`${kindOf(g)} ignored GeneratorExit`);
  return g.result ?? None;
}

/** Marks as closed and lets the frame go. */
export function finish(g: PyGenerator): void {
  g.state = GEN_CLOSED;
  g.frame = null;
}

function* throwMethod(
  g: PyGenerator,
  type: PyValue,
  value: PyValue | undefined,
  tb: PyValue | undefined,
): NativeGenerator<PyValue> {
  yield warnSignatureR('throw', value, tb);
  const e: PyBaseException = yield normaliseThrow(type, value, tb);
  const v: PyValue | undefined = yield throwR(g, e);
  if (v !== undefined) return v;
  throw g.result === None || g.result === undefined ? stopIteration() : stopIterationWith(g.result);
}

function nameSetters(): {
  [name: string]: readonly [(g: PyGenerator) => PyValue, (g: PyGenerator, v: PyValue | undefined) => void];
} {
  return {
    __name__: [
      (g) => g.name,
      (g, v) => {
        if (v === undefined || !isStr(v)) throw typeError('__name__ must be set to a string object');
        g.name = v;
      },
    ],
    __qualname__: [
      (g) => g.qualname,
      (g, v) => {
        if (v === undefined || !isStr(v)) throw typeError('__qualname__ must be set to a string object');
        g.qualname = v;
      },
    ],
  };
}
function prefixed(p: string): { [name: string]: readonly [(g: PyGenerator) => PyValue] } {
  return {
    [`${p}_frame`]: [(g) => g.frame ?? None],
    [`${p}_running`]: [(g) => g.state === GEN_RUNNING || (g instanceof PyAsyncGenerator && g.runningAsync)],
    [`${p}_suspended`]: [(g) => g.state === GEN_SUSPENDED],
    [`${p}_code`]: [(g) => g.code ?? None],
    [p === 'gi' ? 'gi_yieldfrom' : p === 'cr' ? 'cr_await' : 'ag_await']: [(g) => delegate(g) ?? None],
  };
}
/** The code a generator runs or ran. */
export function codeOf(g: PyGenerator): PyObject | undefined {
  return g.code ?? undefined;
}
/** gi_code outlives the frame. */
export function rememberCode(g: PyGenerator, code: PyObject): void {
  g.code = code;
}
const genRepr = (kind: string) => (g: PyGenerator) =>
  fromJS(
    `<${kind} object ${isStr(g.qualname) ? (typeof g.qualname === 'string' ? g.qualname : g.qualname.s) : ''} at ${idHex(g)}>`,
  );

defineType(generatorType, {
  methods: {
    '__iter__()': (g: PyGenerator) => g,
    '__next__()': (g: PyGenerator) => send(g, None),
    'send(value, /)': (g: PyGenerator, v: PyValue) => send(g, v),
    'throw(type, value=?, traceback=?, /)': throwMethod,
    'close()': close,
    '__repr__()': genRepr('generator'),
    '__del__()': () => None,
  },
  getset: { ...nameSetters(), ...prefixed('gi') },
  classMethods: { '__class_getitem__(item, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  iternext: (g: PyGenerator) => sendR(g, None),
});

let genericAlias: (cls: PyValue, item: PyValue) => PyValue = () => None;
export function setGeneratorAlias(f: (cls: PyValue, item: PyValue) => PyValue): void {
  genericAlias = f;
}

/** The iterator that `coroutine.__await__()` gives. */
export class PyCoroutineWrapper extends PyObject {
  constructor(readonly coroutine: PyCoroutine) {
    super();
  }
}
export const coroutineWrapperType = makeBuiltinType('coroutine_wrapper', PyCoroutineWrapper);
defineType(coroutineWrapperType, {
  methods: {
    '__iter__()': (w: PyCoroutineWrapper) => w,
    '__next__()': (w: PyCoroutineWrapper) => send(w.coroutine, None),
    'send(value, /)': (w: PyCoroutineWrapper, v: PyValue) => send(w.coroutine, v),
    'throw(type, value=?, traceback=?, /)': (
      w: PyCoroutineWrapper,
      t: PyValue,
      v: PyValue | undefined,
      tb: PyValue | undefined,
    ) => throwMethod(w.coroutine, t, v, tb),
    'close()': (w: PyCoroutineWrapper) => close(w.coroutine),
  },
});

defineType(coroutineType, {
  methods: {
    '__await__()': (g: PyCoroutine) => new PyCoroutineWrapper(g),
    'send(value, /)': (g: PyGenerator, v: PyValue) => send(g, v),
    'throw(type, value=?, traceback=?, /)': throwMethod,
    'close()': close,
    '__repr__()': genRepr('coroutine'),
    '__del__()': () => None,
  },
  getset: { ...nameSetters(), ...prefixed('cr'), cr_origin: [(g: PyCoroutine) => g.origin] },
  classMethods: { '__class_getitem__(item, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
});

defineType(asyncGeneratorType, {
  methods: { '__aiter__()': (g: PyAsyncGenerator) => g, '__repr__()': genRepr('async_generator') },
  getset: { ...nameSetters(), ...prefixed('ag') },
  classMethods: { '__class_getitem__(item, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
});
