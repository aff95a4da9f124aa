// sum, min, max, pow, divmod, round, abs and the text forms of ints (bin, oct, hex). Invariant: ints stay canonical;
// sums of floats are compensated (Neumaier), as CPython's have been since 3.12.

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyComplex, PyFloat } from '../../objects/shapes.ts';
import { complexType, floatType, typeOf } from '../../objects/type.ts';
import { SLOT } from '../../objects/slots.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callR, callUnboundR } from '../../objects/protocol/call.ts';
import { itemsOf } from '../../objects/iterator.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { binaryR, compareR, GT, indexR, LT, OPERATOR, truthR, unaryR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from '../../objects/protocol/pending.ts';
import { isStr } from '../../objects/str/text.ts';

function canonical(v: bigint): number | bigint {
  return v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v;
}

/** sum(iterable, start). */
export function sum(iterable: PyValue, start: PyValue): Resumable {
  const items = itemsOf(iterable);
  return (
    (items !== undefined && typeof start === 'number' ? sumOfInts(items, start) : undefined) ?? sumR(iterable, start)
  );
}

/** The sum of small ints; undefined when there is anything else. */
function sumOfInts(items: readonly PyValue[], start: number): number | undefined {
  let total = start;
  for (const v of items) {
    if (typeof v !== 'number') return undefined;
    total += v;
    if (!Number.isSafeInteger(total)) return undefined;
  }
  return total;
}

function* sumR(iterable: PyValue, start: PyValue): NativeGenerator<PyValue> {
  if (isStr(start)) throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (start instanceof PyBytes) throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if (start instanceof PyByteArray) throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]");
  const it = (yield iterR(iterable)) as PyValue;
  let total: PyValue = typeof start === 'boolean' ? (start ? 1 : 0) : start;
  let pendingItem: PyValue | undefined;
  let summed = false;
  const step = nextR;
  // Ints.
  if (typeof total === 'number' || typeof total === 'bigint') {
    for (;;) {
      let v = step(it);
      if (isPending(v)) v = (yield v) as PyValue | undefined;
      if (v === undefined) return summed ? total : start;
      summed = true;
      if (typeof v === 'boolean') v = v ? 1 : 0;
      if (typeof v === 'number' && typeof total === 'number') {
        const s: number = total + v;
        total = Number.isSafeInteger(s) ? s : canonical(BigInt(total) + BigInt(v));
      } else if (typeof v === 'bigint' || typeof v === 'number') total = canonical(BigInt(total as number) + BigInt(v));
      else {
        pendingItem = v;
        break;
      }
    }
  }
  // Floats (and ints among them); then complex numbers.
  if (pendingItem === undefined || typeOf(pendingItem) === floatType || typeOf(pendingItem) === complexType) {
    let re: number | null = null;
    let im: number | null = null;
    if (total instanceof PyFloat && total.cls === floatType) re = total.v;
    else if (total instanceof PyComplex && total.cls === complexType) {
      re = total.re;
      im = total.im;
    } else if (pendingItem !== undefined && (typeof total === 'number' || typeof total === 'bigint'))
      re = Number(total);
    if (re !== null) {
      let cre = 0;
      let cim = 0;
      for (;;) {
        let v: PyValue | undefined;
        if (pendingItem !== undefined) {
          v = pendingItem;
          pendingItem = undefined;
        } else {
          const r = step(it);
          v = isPending(r) ? ((yield r) as PyValue | undefined) : r;
        }
        let x: number;
        let y: number | null = null;
        if (v === undefined) {
          const fre = cre !== 0 && Number.isFinite(cre) ? re + cre : re;
          if (im === null) return new PyFloat(fre);
          return new PyComplex(fre, cim !== 0 && Number.isFinite(cim) ? im + cim : im);
        }
        if (v instanceof PyFloat) x = v.v;
        else if (typeof v === 'number' || typeof v === 'boolean') x = Number(v);
        else if (typeof v === 'bigint') x = Number(v);
        else if (v instanceof PyComplex && v.cls === complexType) {
          x = v.re;
          y = v.im;
          if (im === null) im = 0;
        } else {
          const fre: number = cre !== 0 && Number.isFinite(cre) ? re + cre : re;
          total = im === null ? new PyFloat(fre) : new PyComplex(fre, im + cim);
          pendingItem = v;
          break;
        }
        const t: number = re + x;
        cre += Math.abs(re) >= Math.abs(x) ? re - t + x : x - t + re;
        re = t;
        if (y !== null && im !== null) {
          const u: number = im + y;
          cim += Math.abs(im) >= Math.abs(y) ? im - u + y : y - u + im;
          im = u;
        }
      }
    }
  }
  for (;;) {
    let v: PyValue | undefined;
    if (pendingItem !== undefined) {
      v = pendingItem;
      pendingItem = undefined;
    } else {
      const r = step(it);
      v = isPending(r) ? ((yield r) as PyValue | undefined) : r;
    }
    if (v === undefined) return total;
    total = (yield binaryR(total, v, OPERATOR.add)) as PyValue;
  }
}

/** min(…) and max(…): without a generator while the comparisons need no Python code. */
export function minMax(
  name: 'min' | 'max',
  args: PyValue[],
  key: PyValue | undefined,
  fallback: PyValue | undefined,
): Resumable {
  if (args.length > 1 && fallback === undefined && (key === undefined || key === None)) {
    const o = name === 'min' ? LT : GT;
    let best = args[0];
    let i = 1;
    for (; i < args.length; i++) {
      const a = args[i];
      const r =
        typeof a === 'number' && typeof best === 'number' ? (o === LT ? a < best : a > best) : compareR(a, best, o);
      if (r === true) best = a;
      else if (r !== false) break;
    }
    if (i === args.length) return best;
  }
  return minMaxSlow(name, args, key, fallback);
}
function* minMaxSlow(
  name: 'min' | 'max',
  args: PyValue[],
  key: PyValue | undefined,
  fallback: PyValue | undefined,
): NativeGenerator<PyValue> {
  if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
  if (args.length > 1 && fallback !== undefined) {
    throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  const o = name === 'min' ? LT : GT;
  if (key === None) key = undefined;
  let best: PyValue | undefined;
  let bestKey: PyValue | undefined;
  const it = args.length === 1 ? ((yield iterR(args[0])) as PyValue) : null;
  for (let i = 0; ; i++) {
    let v: PyValue | undefined;
    if (it === null) v = args[i];
    else {
      const r = nextR(it);
      v = isPending(r) ? ((yield r) as PyValue | undefined) : r;
    }
    if (v === undefined) break;
    const k: PyValue = key === undefined ? v : ((yield callR(key, [v])) as PyValue);
    if (bestKey === undefined) {
      best = v;
      bestKey = k;
      continue;
    }
    let r: unknown = compareR(k, bestKey, o);
    if (typeof r !== 'boolean') {
      const c = (yield r) as PyValue;
      r = yield truthR(c);
    }
    if (r === true) {
      best = v;
      bestKey = k;
    }
  }
  if (best === undefined) {
    if (fallback !== undefined) return fallback;
    throw valueError(`${name}() iterable argument is empty`);
  }
  return best;
}

/** pow(base, exp, mod). */
export function powR(base: PyValue, exp: PyValue, mod: PyValue): Resumable {
  if (mod === None) return binaryR(base, exp, OPERATOR.pow);
  return (function* (): NativeGenerator<PyValue> {
    const f = typeOf(base).slot(SLOT.__pow__);
    if (f !== null && f !== None) {
      const r = (yield callUnboundR(f, base, [exp, mod])) as PyValue;
      if (r !== NotImplemented) return r;
    }
    const g = typeOf(exp).slot(SLOT.__rpow__);
    if (g !== null && g !== None && typeOf(exp) !== typeOf(base)) {
      const r = (yield callUnboundR(g, exp, [base, mod])) as PyValue;
      if (r !== NotImplemented) return r;
    }
    throw typeError(
      `unsupported operand type(s) for ** or pow(): '${typeOf(base).name}', '${typeOf(exp).name}', '${typeOf(mod).name}'`,
    );
  })();
}

/** round(number, ndigits). */
export function roundR(v: PyValue, ndigits: PyValue): Resumable {
  const f = typeOf(v).slot(SLOT.__round__);
  if (f === null || f === None) throw typeError(`type ${typeOf(v).name} doesn't define __round__ method`);
  return callUnboundR(f, v, ndigits === None ? [] : [ndigits]);
}

/** abs(v) */
export const absR = (v: PyValue): Resumable => unaryR(v, SLOT.__abs__, 'abs()');

/** bin, oct, hex. */
export function radixText(v: PyValue, radix: number, prefix: string): PyValue | Pending {
  const r = indexR(v);
  return isPending(r) ? radixLater(r, radix, prefix) : radixDigits(r, radix, prefix);
}
function* radixLater(p: Pending, radix: number, prefix: string): NativeGenerator<PyValue> {
  const n: number | bigint = yield p;
  return radixDigits(n, radix, prefix);
}
function radixDigits(n: number | bigint, radix: number, prefix: string): PyValue {
  const neg = n < 0;
  return (neg ? '-' : '') + prefix + (neg ? -n : n).toString(radix);
}

export type { PyDict };
