// The names compiled code calls through `rt`: runtime.ts, and the arithmetic that is too long to write in place.
// Invariant: int results are canonical (a number when safe, never -0).

import type { PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { advance } from '../objects/dict/iterators.ts';
import { extendR } from '../objects/list.ts';
import { PyFloat, PyFunction, type PyList } from '../objects/shapes.ts';
import { isPending } from '../objects/protocol/pending.ts';
import { PyBuiltinFunction, PyClassMethodDescriptor, PyNative } from '../objects/native.ts';
import { bindDescriptorR, hasGenericGetattribute } from '../objects/protocol/attribute.ts';
import { getitemR, lengthR, unaryR } from '../objects/protocol/operators.ts';
import { formatR } from '../objects/protocol/text.ts';
import { storeVariable, dictType, floatType, type PyType, TYPE_HAS_DICT, typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { nameError } from '../objects/exceptions/raise.ts';
import { fromJS } from '../objects/str/text.ts';
import { getitem } from '../objects/protocol/operators.ts';
import { makeFunction } from '../vm/cold.ts';
import type { AttrBag } from '../objects/object.ts';
import * as generators from './generators.ts';
import * as items from './items.ts';
import * as runtime from './runtime.ts';
import type { Meta } from './runtime.ts';

const { binary, drive, fin } = runtime;
const int = (v: PyValue | undefined): number => v as number; // results of int operators on ints that cannot overflow

/** The double an int or a float stands for; undefined for everything else. */
function double(v: PyValue): number | undefined {
  return typeof v === 'number' ? v : typeof v === 'object' && v.cls === floatType ? (v as PyFloat).v : undefined; // its class says so
}
/** Whether one of two numbers is a float: then so is the result. */
const isMixed = (a: PyValue, b: PyValue): boolean => typeof a !== 'number' || typeof b !== 'number';

/** What a method call needs: a function on the class that no attribute of the instance hides; undefined otherwise. */
function method(o: PyValue, name: string, key: string): PyValue | undefined {
  const t = typeOf(o);
  const d = t.lookup(name);
  if (
    d === undefined ||
    !(
      d instanceof PyFunction ||
      (d instanceof PyNative && !(d instanceof PyClassMethodDescriptor) && !(d instanceof PyBuiltinFunction))
    ) ||
    !hasGenericGetattribute(t)
  )
    return undefined;
  if (
    (t.flags & TYPE_HAS_DICT) !== 0 &&
    typeof o === 'object' &&
    (o.dict !== undefined || (o as AttrBag)[key] !== undefined)
  )
    return undefined;
  return d;
}

export const helpers = {
  ...runtime,
  ...generators,
  ...items,
  makeFunction,
  advance,
  pow2: Array.from({ length: 53 }, (_, i) => 2 ** i),
  add(a: PyValue, b: PyValue, inplace: boolean, s: number): PyValue | undefined {
    const x = double(a);
    const y = double(b);
    if (x !== undefined && y !== undefined && isMixed(a, b)) return new PyFloat(x + y);
    return binary(a, b, inplace ? 13 : 0, s);
  },
  sub(a: PyValue, b: PyValue, inplace: boolean, s: number): PyValue | undefined {
    const x = double(a);
    const y = double(b);
    if (x !== undefined && y !== undefined && isMixed(a, b)) return new PyFloat(x - y);
    return binary(a, b, inplace ? 23 : 10, s);
  },
  mul(a: PyValue, b: PyValue, inplace: boolean, s: number): PyValue | undefined {
    const x = double(a);
    const y = double(b);
    if (x !== undefined && y !== undefined && isMixed(a, b)) return new PyFloat(x * y);
    return binary(a, b, inplace ? 18 : 5, s);
  },
  floatMod(a: number, b: number): number {
    const m = a % b;
    if (m !== 0) return m < 0 !== b < 0 ? m + b : m;
    return b < 0 ? -0 : 0;
  },
  floatFloorDiv(a: number, b: number): number {
    let m = a % b;
    let d = (a - m) / b;
    if (m !== 0) {
      if (b < 0 !== m < 0) {
        m += b;
        d -= 1;
      }
    }
    if (d === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
    const f = Math.floor(d);
    return d - f > 0.5 ? f + 1 : f;
  },
  intMod(a: number, b: number): number {
    // V8 calls out of line for a modulus of doubles; a division and a multiplication are exact here.
    if (b > 0 && b <= 4503599627370496 && a <= 4503599627370496 && a >= -4503599627370496) {
      const r = a - Math.floor(a / b) * b;
      return r < 0 ? r + b : r >= b ? r - b : r + 0;
    }
    const m = a % b;
    return (m !== 0 && m < 0 !== b < 0 ? m + b : m) + 0;
  },
  intFloorDiv(a: number, b: number): number {
    if (a > 4503599627370496 || a < -4503599627370496) {
      const m = a % b;
      return (a - (m !== 0 && m < 0 !== b < 0 ? m + b : m)) / b + 0;
    }
    return Math.floor(a / b) + 0;
  },
  bitAnd: (a: number, b: number): number => int(binary(a, b, 1, 0)),
  bitOr: (a: number, b: number): number => int(binary(a, b, 7, 0)),
  bitXor: (a: number, b: number): number => int(binary(a, b, 12, 0)),
  shiftRight: (a: number, b: number): number => int(binary(a, b, 9, 0)),
  getitem: (o: PyValue, key: PyValue, s: number): PyValue | undefined => fin(getitemR(o, key), s),
  negative: (v: PyValue, s: number): PyValue | undefined => fin(unaryR(v, SLOT.__neg__, '-'), s),
  len: (v: PyValue, s: number): PyValue | undefined => fin(lengthR(v), s),
  extend(list: PyList, v: PyValue, s: number): void {
    const r = extendR(list, v);
    if (isPending(r)) drive(r, null, s);
  },
  format: (v: PyValue, s: number): PyValue | undefined => fin(formatR(v, ''), s),
  method,
  storeVariable,
  /** A method as a value; natives and functions bind without running anything. */
  bind: (f: PyValue, self: PyValue, t: PyType): PyValue => bindDescriptorR(f, self, t) as PyValue,
  loadName(globals: PyDict, builtins: PyDict, name: string): PyValue {
    const v = globals.cls === dictType ? globals.getStr(name) : getitem(globals, fromJS(name));
    if (v !== undefined) return v;
    const b = builtins.getStr(name);
    if (b === undefined) throw nameError(`name '${name}' is not defined`, fromJS(name));
    return b;
  },
  missed(m: Meta, loop: number): undefined {
    m.owner.missed(loop);
    return undefined;
  },
};
