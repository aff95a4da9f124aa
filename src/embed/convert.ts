// Values between TypeScript and Python. Invariant: what converts both ways converts by value (None, bool, int, float,
// str, bytes, list, dict, set); everything else crosses as a proxy, which converts back to the very same object.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyFloat, PyInt, PyList, PyStr, PyTuple } from '../objects/shapes.ts';
import { native } from '../objects/native.ts';
import { PySet, newSet } from '../objects/set.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { fromError } from './errors.ts';
import { PythonObject } from './python-object.ts';
import { PyJSAsyncIterator, PyJSIterator, PyJSPromise, setToPython } from './promise.ts';

/** JavaScript's functions by the Python callables made of them, and the other way round. */
const functions = new WeakMap<PyObject, (...args: unknown[]) => unknown>();
const callables = new WeakMap<(...args: unknown[]) => unknown, PyObject>();

function isObjectWith<K extends PropertyKey>(v: object, key: K): v is { [P in K]: (...args: unknown[]) => unknown } {
  return typeof (v as { [P in K]?: unknown })[key] === 'function'; // asked, not assumed
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
  if (v instanceof PythonObject) return PythonObject.valueOf(v) as PyValue; // interpreters put nothing else in
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
  if (v instanceof Error) return fromError(v);
  const o: object = v as object; // the last of typeof's kinds
  if (isObjectWith(o, 'then')) return new PyJSPromise(o as unknown as PromiseLike<unknown>); // what `then` means
  if (isObjectWith(o, Symbol.asyncIterator)) return new PyJSAsyncIterator(o as unknown as AsyncIterable<unknown>);
  if (isObjectWith(o, Symbol.iterator)) return new PyJSIterator(o as unknown as Iterable<unknown>);
  const d = new PyDict();
  for (const [k, x] of Object.entries(o)) d.set(fromJS(k), toPython(x));
  return d;
}
setToPython(toPython);

/** A TypeScript function as a Python callable. A promise it returns is an awaitable; what it throws is raised. */
function toCallable(f: (...args: unknown[]) => unknown): PyValue {
  const known = callables.get(f);
  if (known !== undefined) return known;
  const callable = native(`${/^[A-Za-z_]\w*$/.test(f.name) ? f.name : 'function'}(*args)`, ((
    args: PyValue[],
  ): PyValue => {
    try {
      return toPython(f(...args.map((a) => toJs(a))));
    } catch (e) {
      throw fromError(e);
    }
  }) as (args: never) => PyValue);
  functions.set(callable, f);
  callables.set(f, callable);
  return callable;
}

let wrapObject: (v: PyObject) => unknown = (v) => v;
/** interpreter.ts makes PythonObjects that know their interpreter. */
export function setWrap(f: (v: PyObject) => unknown): void {
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
  if (v instanceof PyJSPromise) return v.promise;
  if (v instanceof PyJSIterator || v instanceof PyJSAsyncIterator) return v.source;
  return functions.get(v) ?? wrapObject(v);
}
