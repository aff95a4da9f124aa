// Containers in compiled code: displays, the items of comprehensions, slices, membership, starred unpacking; functions
// that are made, and methods found through super(). Invariant: what may call Python is a site of its own, with its
// operands popped; false leaves the instruction to whoever asked.

import { MODE_DISCARD } from '../objects/frame.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { PySlice } from '../objects/shapes.ts';
import { PyType, TYPE_HEAP, tupleType } from '../objects/type.ts';
import * as op from '../compile/opcodes.ts';
import { unpackAny } from './iteration.ts';
import { likely, stackAt } from './arithmetic.ts';
import type { Emitter } from './emitter.ts';
import { SuperCache } from './items.ts';
import * as k from './kinds.ts';
import { containment } from './operators.ts';

/** The `n` operands on top, popped: their tagged forms, the lowest first. */
function take(e: Emitter, n: number): string[] {
  const base = e.state.stack.length - n;
  for (let i = 0; i < n; i++) e.tag(e.state.stack[base + i]);
  const out = e.state.stack.slice(base).map((v) => v.tag!); // tag() gave each one
  for (let i = 0; i < n; i++) e.pop();
  return out;
}

/** An instruction on containers; false: it is none, or has no form of its own. */
export function display(e: Emitter, opcode: number, arg: number): boolean {
  switch (opcode) {
    case op.BUILD_MAP: {
      const items = take(e, 2 * arg);
      if (arg > 0) e.risky();
      if (arg > 0) e.clobber();
      e.pushTag(arg === 0 ? `new ${e.c(PyDict)}()` : `rt.newDict([${items.join(', ')}])`, k.DICT);
      return true;
    }
    case op.BUILD_SET: {
      const items = take(e, arg);
      e.risky();
      e.clobber();
      e.pushTag(`rt.newSet([${items.join(', ')}])`, k.OTHER);
      return true;
    }
    case op.SET_ADD: {
      const v = e.tag(e.top());
      const set = stackAt(e, arg + 1).tag;
      e.pop();
      e.risky(MODE_DISCARD);
      e.clobber();
      e.emit(`${set}.add(${v});`);
      return true;
    }
    case op.MAP_ADD: {
      const dict = stackAt(e, arg + 2).tag;
      const [key, v] = take(e, 2);
      e.risky(MODE_DISCARD);
      e.clobber();
      e.emit(`${dict}.set(${key}, ${v});`);
      return true;
    }
    case op.BINARY_SLICE: {
      const kind = likely(stackAt(e, 3), e.seen()?.generic === true ? undefined : e.seen()?.a);
      if (kind === k.STR || kind === k.LIST) e.expect(stackAt(e, 3), kind, 'slice of something else');
      const [o, start, stop] = take(e, 3);
      e.risky();
      e.clobber();
      e.pushCall(`rt.slice(${o}, ${start}, ${stop}, s)`, kind === k.STR || kind === k.LIST ? kind : k.ANY);
      return true;
    }
    case op.STORE_SLICE: {
      const [v, o, start, stop] = take(e, 4);
      e.risky(MODE_DISCARD);
      e.clobber();
      e.emit(`rt.storeSlice(${v}, ${o}, ${start}, ${stop}, s);`);
      return true;
    }
    case op.BUILD_SLICE: {
      const parts = take(e, arg);
      e.pushTag(`new ${e.c(PySlice)}(${[...parts, ...(arg === 3 ? [] : ['None'])].join(', ')})`, k.OTHER);
      return true;
    }
    case op.DELETE_SUBSCR: {
      const [o, key] = take(e, 2);
      e.risky(MODE_DISCARD);
      e.clobber();
      e.emit(`rt.delitem(${o}, ${key}, s);`);
      return true;
    }
    case op.UNARY_INVERT: {
      const v = e.top();
      const kind = e.seen()?.generic === true ? (k.isSingle(v.bits) ? v.bits : 0) : likely(v, e.seen()?.a);
      if (kind === k.INT) {
        e.expect(v, k.INT, 'not an int');
        e.guard(`${v.tag} === 9007199254740991`, 'int overflow');
        e.pop();
        e.pushTag(`-1 - ${v.tag}`, k.INT);
        return true;
      }
      const [t] = take(e, 1);
      e.risky();
      e.clobber();
      e.pushCall(`rt.invert(${t}, s)`, k.ANY);
      return true;
    }
    case op.CONTAINS_OP: {
      if (containment(e, arg)) return true;
      const [v, c] = take(e, 2);
      e.risky();
      e.clobber();
      e.pushTag(`${arg === 1 ? '!' : ''}rt.contains(${c}, ${v}, s)`, k.BOOL);
      return true;
    }
    case op.LOAD_COMMON_CONSTANT: {
      const known = [exceptionTypes.AssertionError, exceptionTypes.NotImplementedError, tupleType][arg];
      if (known === undefined) return false;
      e.push(e.konst(known));
      return true;
    }
    case op.MAKE_FUNCTION: {
      const [code] = take(e, 1);
      e.pushTag(`rt.makeFunction(${code}, fn)`, k.OTHER);
      return true;
    }
    case op.SET_FUNCTION_ATTRIBUTE: {
      if (arg !== 8) return false;
      const [cells, f] = take(e, 2);
      e.pushTag(`rt.withClosure(${f}, ${cells})`, k.OTHER);
      return true;
    }
    case op.UNPACK_EX:
      unpackStarred(e, arg & 255, arg >> 8);
      return true;
    case op.LOAD_SUPER_ATTR:
      return (arg & 1) !== 0 && superMethod(e, e.code.code.names[arg >> 2]);
  }
  return false;
}

/** `a, *b, c = …`. */
function unpackStarred(e: Emitter, before: number, after: number): void {
  const v = e.top();
  const seen = e.seen();
  const kind = seen?.generic === true ? (k.isSingle(v.bits) ? v.bits : 0) : likely(v, seen?.a);
  if (kind !== k.LIST && kind !== k.TUPLE) {
    unpackAny(e, before, after);
    return;
  }
  e.expect(v, kind, 'unpacks something else');
  e.emit(`{ const a = ${v.tag}.items;`);
  e.guard(`a.length < ${before + after}`, 'unpacks another number');
  e.pop();
  const base = e.state.stack.length;
  const items: string[] = [];
  for (let i = 0; i < before; i++) items.push(`a[${i}]`);
  items.push(`new ${e.c(e.PyList)}(a.slice(${before}, a.length - ${after}))`);
  for (let i = after; i > 0; i--) items.push(`a[a.length - ${i}]`);
  // The first ends on top.
  items.reverse().forEach((item, i) => {
    const name = e.stackTag(base + i);
    e.rescue(name);
    e.emit(`${name} = ${item};`);
    e.push({ bits: i === after ? k.LIST : k.ANY, tag: name, dbl: null });
  });
  e.emit('}');
}

/** `super().name(…)` with the builtin: the function and self, kept by the class of self. */
function superMethod(e: Emitter, name: string): boolean {
  const sup = stackAt(e, 3).konst;
  if (!(sup instanceof PyType) || sup.name !== 'super' || (sup.flags & TYPE_HEAP) !== 0) return false;
  if (e.seen()?.generic === true) return false;
  const self = e.tag(e.top());
  const start = e.tag(stackAt(e, 2));
  const f = e.v(`m${e.state.stack.length}_${e.pc}`);
  e.emit(`${f} = rt.superMethod(${e.c(new SuperCache(name))}, ${start}, ${self});`);
  e.guard(`${f} === undefined`, `super().${name} is no plain method`);
  const v = e.pop();
  e.pop();
  e.pop();
  e.push({ bits: k.OTHER, tag: f, dbl: null });
  e.push(v);
  return true;
}
