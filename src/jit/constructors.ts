// Calls of built-in types in compiled code: conversions that JavaScript can do at once, and the rest without the way
// through `type.__call__`. Invariant: only exact built-in types come here, so the kind of what is made is known.

import type { PyType } from '../objects/type.ts';
import { TYPE_ABSTRACT, TYPE_HEAP, typeType } from '../objects/type.ts';
import { stackAt, truthCondition } from './arithmetic.ts';
import type { Emitter } from './emitter.ts';
import * as k from './kinds.ts';

/** What a call of each type gives. */
const MADE: { readonly [name: string]: number } = {
  list: k.LIST,
  tuple: k.TUPLE,
  dict: k.DICT,
  float: k.FLOAT,
  int: k.INT | k.BIG,
  set: k.OTHER,
  frozenset: k.OTHER,
  enumerate: k.OTHER,
  zip: k.OTHER,
  map: k.OTHER,
  filter: k.OTHER,
  reversed: k.OTHER,
  range: k.OTHER,
};

/** Pops the callee, the NULL and the arguments. */
function drop(e: Emitter, nargs: number): void {
  for (let i = 0; i < nargs + 2; i++) e.pop();
}

/** A built-in type called with positional arguments; false: the generic call must do it. */
export function construct(e: Emitter, t: PyType, nargs: number): boolean {
  if ((t.flags & (TYPE_HEAP | TYPE_ABSTRACT)) !== 0 || t.module !== 'builtins' || t.cls !== typeType) return false;
  if (e.seen()?.generic === true) return false;
  if (nargs === 1 && convert(e, t)) return true;
  const base = e.state.stack.length - nargs;
  for (let i = 0; i < nargs; i++) e.tag(e.state.stack[base + i]);
  const args = e.state.stack.slice(base).map((v) => v.tag!); // tag() gave each one
  drop(e, nargs);
  if (nargs === 0 && t.name === 'list') {
    e.pushTag(`new ${e.c(e.PyList)}([])`, k.LIST);
    return true;
  }
  e.risky();
  e.clobber();
  e.pushCall(`rt.make(${e.c(t)}, [${args.join(', ')}], s)`, t === typeType ? k.ANY : (MADE[t.name] ?? k.ANY));
  return true;
}

/** One argument of a known kind. */
function convert(e: Emitter, t: PyType): boolean {
  const v = stackAt(e, 1);
  if (v.range !== undefined || v.parts !== undefined) return false;
  if (t === typeType) {
    const tag = e.tag(v);
    drop(e, 1);
    e.pushTag(`rt.typeOf(${tag})`, k.OTHER);
    return true;
  }
  switch (t.name) {
    case 'str':
      if (v.bits === k.STR) {
        drop(e, 1);
        e.push(v);
        return true;
      }
      if (v.bits === k.INT) {
        drop(e, 1);
        e.pushTag(`'' + ${v.tag}`, k.STR);
        return true;
      }
      return false;
    case 'int':
      if (v.bits === k.INT) {
        drop(e, 1);
        e.push(v);
        return true;
      }
      if (v.dbl !== null) {
        e.guard(`!(Math.abs(${v.dbl}) <= 9007199254740991)`, 'int() of a float out of range');
        drop(e, 1);
        e.pushTag(`Math.trunc(${v.dbl}) + 0`, k.INT);
        return true;
      }
      return false;
    case 'float':
      if (v.bits === k.INT) {
        drop(e, 1);
        e.pushDbl(v.tag!); // an int has a tag
        return true;
      }
      if (v.bits === k.FLOAT) {
        drop(e, 1);
        e.push(v);
        return true;
      }
      return false;
    case 'bool': {
      drop(e, 1);
      e.push(v);
      e.pushTag(truthCondition(e), k.BOOL);
      return true;
    }
  }
  return false;
}
