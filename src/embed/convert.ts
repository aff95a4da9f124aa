// Values between TypeScript and Python. Invariant: what converts both ways converts by value (None, bool, int, float,
// str, bytes, list, dict, set); everything else crosses as a PythonObject, which converts back to the very same object.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyFloat, PyInt, PyList, PyStr, PyTuple } from '../objects/shapes.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException, runtimeError } from '../objects/exceptions/raise.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { native } from '../objects/native.ts';
import { type Pending, Wait } from '../objects/protocol/pending.ts';
import { PySet, newSet } from '../objects/set.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';

/** What crosses the border by value. */
export type JsValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly JsValue[]
  | ReadonlyMap<JsValue, JsValue>
  | ReadonlySet<JsValue>
  | { readonly [key: string]: JsValue }
  | PythonObject
  | ((...args: never[]) => unknown);

/** A Python object without a TypeScript counterpart, or kept by reference. */
export class PythonObject {
  constructor(
    /** The object itself; only the library looks inside. */
    readonly value: PyValue,
    private readonly owner: {
      getAttribute(o: PythonObject, name: string): unknown;
      callObject(o: PythonObject, args: readonly unknown[]): Promise<unknown>;
      show(o: PythonObject): string;
    },
  ) {}
  /** `obj.name`, converted. */
  get(name: string): unknown {
    return this.owner.getAttribute(this, name);
  }
  /** `obj(...args)`, converted. */
  call(...args: unknown[]): Promise<unknown> {
    return this.owner.callObject(this, args);
  }
  /** repr(obj). */
  toString(): string {
    return this.owner.show(this);
  }
}

/** The Python value for a TypeScript one. Integers become int, other numbers float; functions become callables. */
export function toPython(v: unknown): PyValue {
  switch (typeof v) {
    case 'undefined':
      return None;
    case 'boolean':
      return v;
    case 'number':
      return Number.isSafeInteger(v) && !Object.is(v, -0) ? v : new PyFloat(v);
    case 'bigint':
      return v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v;
    case 'string':
      return fromJS(v);
    case 'function':
      return toCallable(v as (...args: unknown[]) => unknown);
    case 'symbol':
      throw new TypeError('a symbol has no Python counterpart');
  }
  if (v === null) return None;
  if (v instanceof PythonObject) return v.value;
  if (v instanceof PyObject) return v;
  if (v instanceof Uint8Array) return new PyBytes(v.slice());
  if (v instanceof ArrayBuffer) return new PyBytes(new Uint8Array(v.slice(0)));
  if (Array.isArray(v)) return new PyList(v.map(toPython));
  if (v instanceof Map) {
    const d = new PyDict();
    for (const [k, x] of v) d.set(toPython(k), toPython(x));
    return d;
  }
  if (v instanceof Set) {
    const s = newSet();
    for (const x of v) s.add(toPython(x));
    return s;
  }
  const d = new PyDict();
  for (const [k, x] of Object.entries(v as object)) d.set(fromJS(k), toPython(x));
  return d;
}

/** A TypeScript function as a Python callable. A promise it returns is awaited; what it throws becomes RuntimeError. */
function toCallable(f: (...args: unknown[]) => unknown): PyValue {
  return native(`${/^[A-Za-z_]\w*$/.test(f.name) ? f.name : 'function'}(*args)`, ((
    args: PyValue[],
  ): PyValue | Pending => {
    let r: unknown;
    try {
      r = f(...args.map((a) => toJs(a)));
    } catch (e) {
      throw fromError(e);
    }
    if (!(r instanceof Promise)) return toPython(r);
    const promise = r;
    return new Wait((wake, fail) => {
      promise.then(
        (x) => wake(toPython(x)),
        (e) => fail(fromError(e)),
      );
    });
  }) as (args: never) => PyValue | Pending);
}

/** A JavaScript error as a Python exception. */
function fromError(e: unknown): PyBaseException {
  if (e instanceof PyBaseException) return e;
  if (e instanceof Error) {
    const kind = e instanceof TypeError ? 'TypeError' : e instanceof RangeError ? 'ValueError' : 'RuntimeError';
    return newException(exceptionTypes[kind], fromJS(e.message));
  }
  return runtimeError(String(e));
}

let wrapObject: (v: PyValue) => unknown = (v) => v;
/** interpreter.ts makes PythonObjects that know their interpreter. */
export function setWrap(f: (v: PyValue) => unknown): void {
  wrapObject = f;
}

/** The TypeScript value for a Python one. Dicts with str keys become plain objects, others Maps. */
export function toJs(v: PyValue): unknown {
  switch (typeof v) {
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'string':
      return v;
  }
  if (v === None) return null;
  if (v instanceof PyFloat) return v.v;
  if (v instanceof PyInt) return v.v;
  if (v instanceof PyStr) return v.s;
  if (v instanceof PyBytes) return v.b.slice();
  if (v instanceof PyByteArray) return v.b.slice(0, v.len);
  if (v instanceof PyList || (v instanceof PyTuple && v.cls.name === 'tuple')) return v.items.map(toJs);
  if (v instanceof PyDict && v.cls.name === 'dict') {
    const entries = [...v.entries()];
    if (entries.every(([k]) => isStr(k)))
      return Object.fromEntries(entries.map(([k, x]) => [toJS(k as string | PyStr), toJs(x)]));
    return new Map(entries.map(([k, x]) => [toJs(k), toJs(x)]));
  }
  if (v instanceof PySet) return new Set([...v.values()].map(toJs));
  return wrapObject(v);
}
