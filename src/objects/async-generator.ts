// What `asend`, `athrow` and `aclose` of asynchronous generators return (PEP 525): awaitables that drive the
// generator one step. Invariant: a value wrapped in AsyncGenWrapped is a yield to the consumer (it ends the
// awaitable); any other yielded value belongs to the event loop and passes through.

import { None, PyObject, type PyValue } from './object.ts';
import { makeBuiltinType } from './type.ts';
import { defineType } from './native.ts';
import {
  asyncGeneratorType,
  GEN_CLOSED,
  GEN_CREATED,
  normaliseThrow,
  warnSignatureR,
  type PyAsyncGenerator,
  sendR,
  throwR,
} from './generator.ts';
import { exceptionTypes, type PyBaseException, type PyStopIteration } from './exceptions/hierarchy.ts';
import { isException, newException, runtimeError } from './exceptions/raise.ts';
import { thenR } from './iterator.ts';
import { callR } from './protocol/call.ts';
import { isPending, type NativeGenerator, Raise, type Resumable } from './protocol/pending.ts';
import { PyTuple } from './shapes.ts';

/** A value on its way to the consumer of an async generator. Never visible to Python code. */
export class AsyncGenWrapped extends PyObject {
  constructor(readonly value: PyValue) {
    super();
  }
}
makeBuiltinType('async_generator_wrapped_value', AsyncGenWrapped);

const NEW = 0;
const ITERATING = 1;
const CLOSED = 2;

/** The first-iteration and finaliser hooks of sys.set_asyncgen_hooks; the VM gives them. */
let hooks: () => { firstIter: PyValue | null; finalizer: PyValue | null } = () => ({
  firstIter: null,
  finalizer: null,
});
export function setAsyncGenHooks(f: typeof hooks): void {
  hooks = f;
}

export class PyAsyncGenAwaitable extends PyObject {
  state = NEW;
  result: PyValue = None;
  constructor(
    readonly generator: PyAsyncGenerator,
    readonly kind: 'asend' | 'athrow' | 'aclose' | 'anext',
    readonly argument: readonly PyValue[],
  ) {
    super();
  }

  /** One step: a value for the event loop, or undefined when done (`result`). */
  step(sent: PyValue): Resumable<PyValue | undefined> {
    const g = this.generator;
    const asks = this.kind === 'asend' || this.kind === 'anext';
    if (this.state === NEW) {
      if (!asks || g.runningAsync || !g.hooksInited || g.state === GEN_CLOSED) return this.begin(sent);
      this.state = ITERATING;
      g.runningAsync = true;
      if (sent === None) sent = this.argument[0] ?? None;
    } else if (this.state === CLOSED || !asks) return this.begin(sent);
    // The generator may give its value at once: then no JavaScript generator has to wait for it.
    let r: Resumable<PyValue | undefined>;
    try {
      r = sendR(g, sent);
    } catch (e) {
      throw this.failed(e);
    }
    if (!isPending(r)) return this.given(r);
    if (!(r instanceof Raise)) return this.drive(r);
    this.failed(r.exception);
    return r;
  }

  private *begin(sent: PyValue): NativeGenerator<PyValue | undefined> {
    const g = this.generator;
    if (this.state === CLOSED) throw runtimeError(`cannot reuse already awaited ${this.label()}`);
    if (this.state === NEW) {
      if (g.runningAsync) {
        this.state = CLOSED;
        const what = this.kind === 'athrow' ? 'athrow()' : this.kind === 'aclose' ? 'aclose()' : 'anext()'; // of asend() too
        throw runtimeError(`${what}: asynchronous generator is already running`);
      }
      if (!g.hooksInited) {
        g.hooksInited = true;
        const h = hooks();
        g.finalizer = h.finalizer;
        if (h.firstIter !== null && h.firstIter !== None) yield callR(h.firstIter, [g]);
      }
      if (this.kind === 'aclose' || this.kind === 'athrow') {
        if (g.closed || g.state === GEN_CLOSED) {
          this.state = CLOSED;
          if (this.kind === 'aclose') return undefined;
          throw newException(exceptionTypes.StopAsyncIteration);
        }
        if (sent !== None) throw runtimeError("can't send non-None value to a just-started coroutine");
        this.state = ITERATING;
        g.runningAsync = true;
        if (this.kind === 'aclose') {
          g.closed = true;
          if (g.state === GEN_CREATED) {
            g.runningAsync = false;
            this.state = CLOSED;
            g.state = GEN_CLOSED;
            g.frame = null;
            return undefined;
          }
          return yield this.drive(throwR(g, newException(exceptionTypes.GeneratorExit)));
        }
        const e: PyBaseException = yield normaliseThrow(this.argument[0], this.argument[1], this.argument[2]);
        return yield this.drive(throwR(g, e));
      }
      this.state = ITERATING;
      g.runningAsync = true;
      if (g.state === GEN_CLOSED) {
        this.finish();
        throw newException(exceptionTypes.StopAsyncIteration);
      }
      const value = sent === None ? (this.argument[0] ?? None) : sent;
      return yield this.drive(sendR(g, value));
    }
    return yield this.drive(sendR(g, sent));
  }

  *raise(type: PyValue, value: PyValue | undefined, tb: PyValue | undefined): NativeGenerator<PyValue | undefined> {
    const g = this.generator;
    if (this.state === CLOSED) throw runtimeError(`cannot reuse already awaited ${this.label()}`);
    const e: PyBaseException = yield normaliseThrow(type, value, tb);
    if (this.state === NEW) {
      if (g.runningAsync) {
        this.state = CLOSED;
        throw runtimeError(
          `${this.kind === 'asend' ? 'anext' : this.kind}(): asynchronous generator is already running`,
        );
      }
      this.state = ITERATING;
      g.runningAsync = true;
    }
    return yield this.drive(throwR(g, e));
  }

  private *drive(r: unknown): NativeGenerator<PyValue | undefined> {
    let v: PyValue | undefined;
    try {
      v = (yield r) as PyValue | undefined;
    } catch (e) {
      if (this.kind === 'aclose' && (isException(e, 'StopAsyncIteration') || isException(e, 'GeneratorExit'))) {
        this.finish();
        return undefined;
      }
      throw this.failed(e);
    }
    const given = this.given(v);
    return isPending(given) ? ((yield given) as PyValue | undefined) : given;
  }

  /** The generator raised `e`. */
  private failed(e: unknown): unknown {
    this.finish();
    if (isException(e, 'StopAsyncIteration') || isException(e, 'GeneratorExit')) this.generator.closed = true;
    return e;
  }
  /** The generator yielded `v`, or has returned (undefined). */
  private given(v: PyValue | undefined): Resumable<PyValue | undefined> {
    if (v === undefined) {
      this.finish();
      this.generator.closed = true;
      return this.kind === 'aclose' ? undefined : new Raise(newException(exceptionTypes.StopAsyncIteration));
    }
    if (v instanceof AsyncGenWrapped) {
      this.finish();
      if (this.kind === 'aclose') throw runtimeError('async generator ignored GeneratorExit');
      this.result = v.value;
      return undefined;
    }
    return v;
  }

  private finish(): void {
    this.state = CLOSED;
    this.generator.runningAsync = false;
  }
  private label(): string {
    return this.kind === 'asend' || this.kind === 'anext' ? '__anext__()/asend()' : 'aclose()/athrow()';
  }
}

export const asyncGenAwaitableType = makeBuiltinType('async_generator_asend', PyAsyncGenAwaitable);

function* stepOrStop(a: PyAsyncGenAwaitable, r: unknown): NativeGenerator<PyValue> {
  const v: PyValue | undefined = yield r;
  if (v !== undefined) return v;
  const e = newException(exceptionTypes.StopIteration, a.result) as PyStopIteration; // its shape
  e.value = a.result;
  if (a.result === None) e.args = new PyTuple([]);
  throw e;
}

defineType(asyncGenAwaitableType, {
  methods: {
    '__await__()': (a: PyAsyncGenAwaitable) => a,
    '__iter__()': (a: PyAsyncGenAwaitable) => a,
    '__next__()': (a: PyAsyncGenAwaitable) => stepOrStop(a, a.step(None)),
    'send(value, /)': (a: PyAsyncGenAwaitable, v: PyValue) => stepOrStop(a, a.step(v)),
    'throw(type, value=?, traceback=?, /)': (
      a: PyAsyncGenAwaitable,
      t: PyValue,
      v: PyValue | undefined,
      tb: PyValue | undefined,
    ) =>
      stepOrStop(
        a,
        thenR(warnSignatureR('throw', v, tb), () => a.raise(t, v, tb)),
      ),
    'close()': function* (a: PyAsyncGenAwaitable): NativeGenerator<PyValue> {
      if (a.state === CLOSED) return None;
      if (a.state === NEW) {
        a.state = CLOSED;
        return None;
      }
      try {
        const v: PyValue | undefined = yield a.raise(exceptionTypes.GeneratorExit, undefined, undefined);
        if (v !== undefined) throw runtimeError('coroutine ignored GeneratorExit');
      } catch (e) {
        if (
          !isException(e, 'GeneratorExit') &&
          !isException(e, 'StopIteration') &&
          !isException(e, 'StopAsyncIteration')
        )
          throw e;
      }
      return None;
    },
  },
});

defineType(asyncGeneratorType, {
  methods: {
    '__anext__()': (g: PyAsyncGenerator) => new PyAsyncGenAwaitable(g, 'anext', []),
    'asend(value, /)': (g: PyAsyncGenerator, v: PyValue) => new PyAsyncGenAwaitable(g, 'asend', [v]),
    'athrow(type, value=?, traceback=?, /)': (
      g: PyAsyncGenerator,
      t: PyValue,
      v: PyValue | undefined,
      tb: PyValue | undefined,
    ) => thenR(warnSignatureR('athrow', v, tb), () => new PyAsyncGenAwaitable(g, 'athrow', [t, v ?? None, tb ?? None])),
    'aclose()': (g: PyAsyncGenerator) => new PyAsyncGenAwaitable(g, 'aclose', []),
  },
});
