// repr(), str(), format() of any value from native code. Invariant: results are Python str values; the type of what a
// method gave is checked with CPython's messages; recursive reprs are cut by `reprEnter`.

import type { PyObject, PyValue } from '../object.ts';
import type { PyStr } from '../shapes.ts';
import { strType, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { typeError } from '../exceptions/raise.ts';
import { isStr, toJS } from '../str/text.ts';
import { isPending, sync, type Resumable, thenR } from './pending.ts';
import { callUnboundR } from './call.ts';

function checked(r: Resumable, what: string): Resumable<string | PyStr> {
  return isPending(r) ? thenR(r as Resumable, (v) => check(v, what)) : check(r, what);
}
function check(v: PyValue, what: string): string | PyStr {
  if (isStr(v)) return v;
  throw typeError(`${what} returned non-string (type ${typeOf(v).tpName})`);
}

/** repr(v). Resumable. */
export function reprR(v: PyValue): Resumable<string | PyStr> {
  const f = typeOf(v).slot(SLOT.__repr__);
  if (f === null) return `<${typeOf(v).name} object>`;
  return checked(callUnboundR(f, v, []), '__repr__');
}
/** str(v). Resumable. */
export function strR(v: PyValue): Resumable<string | PyStr> {
  if (typeof v === 'string' || (isStr(v) && v.cls === strType)) return v;
  const f = typeOf(v).slot(SLOT.__str__);
  if (f === null) return reprR(v);
  return checked(callUnboundR(f, v, []), '__str__');
}
/** format(v, spec). Resumable. */
export function formatR(v: PyValue, spec: PyValue): Resumable<string | PyStr> {
  if (spec === '') {
    if (typeof v === 'string') return v;
    if (typeof v === 'number') return String(v);
  }
  const f = typeOf(v).slot(SLOT.__format__);
  if (f === null) throw typeError(`unsupported format string passed to ${typeOf(v).tpName}.__format__`);
  const r = callUnboundR(f, v, [spec]);
  return thenR(r, checkFormat);
}
function checkFormat(v: PyValue): string | PyStr {
  if (isStr(v)) return v;
  throw typeError(`__format__ must return a str, not ${typeOf(v).tpName}`);
}

/** repr as a UTF-16 JS string, now (for messages and leaf reprs). */
export function repr(v: PyValue): string {
  return toJS(sync(reprR(v)));
}
export function str(v: PyValue): string {
  return toJS(sync(strR(v)));
}

const active: PyObject[] = [];
/** Enters the repr of a container; false when it is already being shown (print `[...]`). Pair with reprLeave. */
export function reprEnter(o: PyObject): boolean {
  if (active.includes(o)) return false;
  active.push(o);
  return true;
}
export function reprLeave(o: PyObject): void {
  const i = active.lastIndexOf(o);
  if (i >= 0) active.splice(i, 1);
}
