// Iteration: iter(), next(), and consuming iterables from native code. Invariant: at the JS level the end of an
// iterator is `undefined`, not StopIteration; StopIteration only exists where Python code sees it.

import { push } from '../capacity.ts';
import { None, NotImplemented, type PyValue } from '../object.ts';
import { PyList, PyTuple } from '../shapes.ts';
import { TYPE_HEAP, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { PyNative } from '../native.ts';
import { isException, overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { isPending, Raise, sync, type Pending, type Resumable, thenR } from './pending.ts';
import { callUnboundR } from './call.ts';
import { lengthR } from './operators.ts';

let sequenceIterator: (seq: PyValue) => PyValue = () => None;
/** iterators.ts registers the iterator over `__getitem__`. */
export function setSequenceIterator(f: (seq: PyValue) => PyValue): void {
  sequenceIterator = f;
}

/** iter(v). Resumable. */
export function iterR(v: PyValue): Resumable {
  const t = typeOf(v);
  const f = t.slot(SLOT.__iter__);
  if (f === null || f === None) {
    if (f === null && t.slot(SLOT.__getitem__) !== null && t.name !== 'dict') return sequenceIterator(v);
    throw typeError(`'${t.tpName}' object is not iterable`);
  }
  return thenR(callUnboundR(f, v, []), checkIterator);
}
/** What `__iter__` gave. */
export function checkIterator(it: PyValue): PyValue {
  if (isIterator(it)) return it;
  throw typeError(`iter() returned non-iterator of type '${typeOf(it).tpName}'`);
}
export function isIterator(it: PyValue): boolean {
  const t = typeOf(it);
  if (t.iternext !== undefined && (t.flags & TYPE_HEAP) === 0) return true;
  const f = t.slot(SLOT.__next__);
  return f !== null && f !== None;
}
export function iter(v: PyValue): PyValue {
  return sync(iterR(v));
}

/** The iterator's next value, undefined at the end. Resumable; StopIteration of Python iterators is swallowed. */
export function nextR(it: PyValue): Resumable<PyValue | undefined> {
  const t = typeOf(it);
  const step = t.iternext;
  if (step !== undefined && ((t.flags & TYPE_HEAP) === 0 || t.slot(SLOT.__next__) instanceof PyNative)) {
    return (step as (self: PyValue) => Resumable<PyValue | undefined>)(it); // the shape is the type's own
  }
  const f = t.slot(SLOT.__next__);
  if (f === null || f === None) throw typeError(`'${t.tpName}' object is not an iterator`);
  return guarded(callUnboundR, f, it);
}
function guarded(c: typeof callUnboundR, f: PyValue, it: PyValue): Resumable<PyValue | undefined> {
  try {
    const r = c(f, it, []);
    if (!isPending(r)) return r;
    // Compiled code has raised it.
    if (r instanceof Raise) return isException(r.exception, 'StopIteration') ? undefined : r;
    return untilStop(r);
  } catch (e) {
    if (isException(e, 'StopIteration')) return undefined;
    throw e;
  }
}
/** The value of a `__next__`, undefined once StopIteration comes out of it. */
export function* untilStop(p: Pending): Generator<unknown, PyValue | undefined, PyValue> {
  try {
    return yield p;
  } catch (e) {
    if (isException(e, 'StopIteration')) return undefined;
    throw e;
  }
}
export function next(it: PyValue): PyValue | undefined {
  return sync(nextR(it));
}

/** The values left of a built-in iterator that needs no Python code for them, as a JS array; undefined for all others. */
export function restOf(it: PyValue): PyValue[] | undefined {
  if (typeof it !== 'object' || (it.cls.flags & TYPE_HEAP) !== 0) return undefined;
  return it.cls.rest?.(it as never); // the shape is the type's own
}

/** The step of a built-in iterator, to be asked for once where many follow; nextR for all others. */
export function stepOf(it: PyValue): (it: PyValue) => Resumable<PyValue | undefined> {
  const t = typeOf(it);
  if ((t.flags & TYPE_HEAP) !== 0 || t.iternext === undefined) return nextR;
  return t.iternext as (self: PyValue) => Resumable<PyValue | undefined>; // as in nextR
}

/** All values of an iterable as a JS array of its own. Resumable. */
export function collectR(iterable: PyValue): Resumable<PyValue[]> {
  if (typeof iterable === 'object' && (iterable.cls.flags & TYPE_HEAP) === 0) {
    if (iterable instanceof PyList || iterable instanceof PyTuple) return iterable.items.slice();
  }
  const it = iterR(iterable);
  if (isPending(it)) return collectSlow(it, [], undefined);
  const rest = restOf(it);
  if (rest !== undefined) return rest;
  const out: PyValue[] = [];
  const step = stepOf(it);
  for (;;) {
    const v = step(it);
    if (v === undefined) return out;
    if (isPending(v)) return collectSlow(it, out, v);
    push(out, v);
  }
}
function* collectSlow(
  it: PyValue | Pending,
  out: PyValue[],
  first: Pending | undefined,
): Generator<unknown, PyValue[], never> {
  if (isPending(it)) it = (yield it) as PyValue;
  if (first !== undefined) {
    const v: PyValue | undefined = yield first;
    if (v === undefined) return out;
    push(out, v);
  }
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return out;
    push(out, v);
  }
}
/** All values of an iterable, now. */
export function collect(iterable: PyValue): PyValue[] {
  return sync(collectR(iterable));
}

/** operator.length_hint(v, fallback) (PEP 424). Resumable. */
export function* lengthHintR<T>(v: PyValue, fallback: T): Generator<unknown, number | bigint | T, never> {
  const t = typeOf(v);
  if (t.slot(SLOT.__len__) !== null) {
    try {
      return (yield lengthR(v)) as number;
    } catch (e) {
      if (!isException(e, 'TypeError')) throw e;
    }
  }
  const f = t.slot(SLOT.__length_hint__);
  if (f === null || f === None) return fallback;
  let hint: PyValue;
  try {
    hint = yield callUnboundR(f, v, []);
  } catch (e) {
    if (isException(e, 'TypeError')) return fallback;
    throw e;
  }
  if (hint === NotImplemented) return fallback;
  if (typeof hint !== 'number' && typeof hint !== 'bigint') {
    throw typeError(`__length_hint__ must be an integer, not ${typeOf(hint).tpName}`);
  }
  if (hint < 0) throw valueError('__length_hint__() should return >= 0');
  if (hint > 9223372036854775807n) throw overflowError('Python int too large to convert to C ssize_t');
  return hint;
}

/**
 * What consumes an iterable into a list asks its length first. We have no use for the answer; but `__len__` and
 * `__length_hint__` written in Python may print or raise. undefined when there is nothing of the kind. Resumable.
 */
export function askLengthR(v: PyValue): Pending | undefined {
  const t = typeOf(v);
  if ((t.flags & TYPE_HEAP) === 0) return undefined;
  const isPython = (f: PyValue | null): boolean => f !== null && !(f instanceof PyNative);
  if (!isPython(t.slot(SLOT.__len__)) && !isPython(t.slot(SLOT.__length_hint__))) return undefined;
  return lengthHintR(v, 0);
}

/** collectR as the list constructor does it: iter(), the length hint, the values. Resumable. */
export function collectListR(iterable: PyValue): Resumable<PyValue[]> {
  const t = typeOf(iterable);
  if ((t.flags & TYPE_HEAP) === 0 || askLengthR(iterable) === undefined) return collectR(iterable);
  return (function* (): Generator<unknown, PyValue[], never> {
    const it: PyValue = yield iterR(iterable);
    yield askLengthR(iterable);
    return yield* collectSlow(it, [], undefined);
  })();
}
