// Loops and unpacking in compiled code: ranges as two variables, lists and tuples by index, everything else through
// its iterator's JavaScript step. Invariant: an iterator object's own state is always right when Python code can run.

import { MODE_ITER, MODE_UNPACK } from '../objects/frame.ts';
import { listIteratorType, PyListIterator } from '../objects/list.ts';
import { rangeIteratorType } from '../objects/range.ts';
import { PyTupleIterator, tupleIteratorType } from '../objects/tuple.ts';
import { enumerateType } from '../objects/enumerate.ts';
import { type PyType, TYPE_HEAP } from '../objects/type.ts';
import { zipType } from '../objects/zip.ts';
import * as op from '../compile/opcodes.ts';
import type { Seen } from './feedback.ts';
import * as k from './kinds.ts';
import type { Part } from './kinds.ts';
import { Emitter } from './emitter.ts';
import { likely } from './arithmetic.ts';
import { iteration, pythonNext } from './operators.ts';

export function getIter(e: Emitter): void {
  const v = e.top();
  const seen = e.seen();
  const kind = seen?.generic === true ? (k.isSingle(v.bits) ? v.bits : 0) : likely(v, seen?.a);
  if (kind === k.LIST || kind === k.TUPLE) {
    e.expect(v, kind, 'iterates over something else');
    e.pop();
    e.pushTag(
      `new ${e.c(kind === k.LIST ? PyListIterator : PyTupleIterator)}(${v.tag})`,
      k.OTHER,
      kind === k.LIST ? listIteratorType : tupleIteratorType,
    );
    return;
  }
  if (iteration(e)) return;
  const t = e.tag(v);
  e.pop();
  e.risky();
  e.clobber();
  e.pushCall(`rt.iter(${t}, s)`, k.OTHER);
}

export function forIter(e: Emitter, arg: number, edge: (target: number) => void): void {
  const pc = e.pc;
  const it = e.top();
  const seen = e.seen();
  const exhausted = arg + 1;
  const split = (): void => {
    // The state after the test: the exhausted side first, without the item.
    const saved = e.clone(e.state);
    edge(exhausted);
    e.emit('}');
    e.state = saved;
    e.pc = pc;
  };
  if (it.range !== undefined) {
    const { value, stop, step } = it.range;
    e.emit(`if (${value} ${step > 0 ? '>=' : '<='} ${stop}) {`);
    split();
    e.pushTag(value, k.INT);
    e.emit(`${value} += ${step};`);
    edge(pc + 1);
    return;
  }
  const cls = it.cls ?? (seen?.generic === true ? null : seen?.cls);
  if (cls === listIteratorType || cls === tupleIteratorType) {
    if (it.cls === undefined) {
      e.guard(`${it.tag}.cls !== ${e.c(cls)}`, 'another iterator');
    }
    const q = e.v(`q${e.state.stack.length}`);
    e.emit(`${q} = ${it.tag}.seq === null ? undefined : ${it.tag}.seq.items[${it.tag}.index];`);
    e.emit(`if (${q} === undefined) { ${it.tag}.seq = null;`);
    split();
    e.emit(`${it.tag}.index++;`);
    e.pushTag(q, k.ANY);
    e.assume(seen?.r ?? 0, 'item of another kind');
    e.tellOf(e.top());
    edge(pc + 1);
    return;
  }
  if (cls === rangeIteratorType) {
    // One that others may have too.
    if (it.cls === undefined) e.guard(`${it.tag}.cls !== ${e.c(cls)}`, 'another iterator');
    e.emit(`if (${it.tag}.left <= 0) {`);
    split();
    const q = e.v(`q${e.state.stack.length}`);
    e.emit(`${it.tag}.left--; ${q} = ${it.tag}.value; ${it.tag}.value = ${q} + ${it.tag}.step;`);
    e.pushTag(q, k.INT);
    edge(pc + 1);
    return;
  }
  const q = e.v(`q${e.state.stack.length}`);
  if (cls === enumerateType || cls === zipType) {
    const parts = together(e, cls, q);
    if (parts !== null) {
      e.emit(`if (${q} === undefined) {`);
      split();
      pushTuple(e, parts);
      edge(pc + 1);
      return;
    }
  }
  const step = isLeaf(cls) && cls.iternext;
  if (step) {
    if (it.cls === undefined) e.guard(`${it.tag}.cls !== ${e.c(cls)}`, 'another iterator');
    e.risky(MODE_ITER);
    if (cls.name === 'dict_itemiterator' && unpacksNext(e, 2)) {
      const names = [0, 1].map((i) => e.v(`p${pc}_${i}`));
      e.emit(`${q} = rt.advance(${it.tag});`);
      e.emit(`if (${q} < 0) {`);
      split();
      e.emit(`${names[0]} = ${it.tag}.d.keys[${q}]; ${names[1]} = ${it.tag}.d.vals[${q}];`);
      pushTuple(
        e,
        names.map((name) => ({ name, bits: k.ANY })),
      );
    } else {
      e.emit(`${q} = ${e.c(step)}(${it.tag});`);
      e.emit(`if (${q} === undefined) {`);
      split();
      e.pushTag(q, k.ANY);
      e.tellOf(e.top());
    }
    edge(pc + 1);
    return;
  }
  const next = cls === null || cls === undefined ? null : pythonNext(e, cls, it);
  e.risky(MODE_ITER);
  e.clobber();
  if (next !== null) {
    e.emit(`try { ${q} = ${next}; if (${q} === undefined && !rt.isStop()) break D; }`);
    e.emit(`catch (e) { ${q} = rt.goOnNext(e, s); }`);
  } else e.emit(`${q} = rt.next(${it.tag}, s);`);
  e.emit(`if (${q} === undefined) {`);
  e.calls = true;
  e.emit('if (S.raise !== null) break D;');
  split();
  e.pushTag(q, k.ANY);
  e.tellOf(e.top());
  edge(pc + 1);
}

/** Built-in iterators whose step never runs Python code. */
const LEAVES = new Set([
  'list_iterator',
  'tuple_iterator',
  'range_iterator',
  'str_iterator',
  'bytes_iterator',
  'bytearray_iterator',
  'dict_keyiterator',
  'dict_valueiterator',
  'dict_itemiterator',
  'set_iterator',
  'list_reverseiterator',
]);
function isLeaf(t: PyType | null | undefined): t is PyType {
  return t !== null && t !== undefined && (t.flags & TYPE_HEAP) === 0 && LEAVES.has(t.name);
}

/** Whether the loop begins by unpacking `n` items. */
function unpacksNext(e: Emitter, n: number): boolean {
  return e.code.code.instrs[e.pc + 1] === (op.UNPACK_SEQUENCE | (n << 8)) && !e.telling;
}

/** Pushes what an iterator gives: the tuple, or only its items where they are all that is wanted. */
function pushTuple(e: Emitter, parts: readonly Part[]): void {
  if (unpacksNext(e, parts.length)) e.push({ bits: k.TUPLE, tag: null, dbl: null, parts });
  else e.pushTag(`new ${e.c(e.PyTuple)}([${parts.map((p) => p.name).join(', ')}])`, k.TUPLE);
}

/** One step of enumerate or zip over iterators that need no Python code: `q` is undefined at the end. Null: others. */
function together(e: Emitter, cls: PyType, q: string): Part[] | null {
  const it = e.top();
  const seen = e.seen();
  const inner = seen?.generic === true ? null : seen?.inner;
  if (inner === null || inner === undefined || inner.length === 0 || !inner.every(isLeaf)) return null;
  if (it.cls === undefined) e.guard(`${it.tag}.cls !== ${e.c(cls)}`, 'another iterator');
  const at = inner.map((_, i) => e.v(`i${e.pc}_${i}`));
  const parts = inner.map((_, i) => e.v(`p${e.pc}_${i}`));
  if (cls === enumerateType) {
    const count = e.v(`n${e.pc}`);
    e.guard(`typeof ${it.tag}.count !== 'number' || ${it.tag}.count === 9007199254740991`, 'large count');
    e.emit(`${at[0]} = ${it.tag}.it;`);
    e.guard(`${at[0]}.cls !== ${e.c(inner[0])}`, 'another iterator');
    e.risky(MODE_ITER);
    e.emit(`${q} = ${leafStep(e, inner[0], at[0], parts[0])};`);
    e.emit(`if (${q} !== undefined) { ${parts[0]} = ${q}; ${count} = ${it.tag}.count++; }`);
    return [
      { name: count, bits: k.INT },
      { name: parts[0], bits: itemKind(inner[0]) },
    ];
  }
  e.guard(`${it.tag}.strict || ${it.tag}.its.length !== ${inner.length}`, 'another zip');
  at.forEach((name, i) => e.emit(`${name} = ${it.tag}.its[${i}];`));
  e.guard(at.map((name, i) => `${name}.cls !== ${e.c(inner[i])}`).join(' || '), 'another iterator');
  e.risky(MODE_ITER);
  const steps = at.map((name, i) => `(${parts[i]} = ${leafStep(e, inner[i], name, parts[i])}) === undefined`);
  e.emit(`${q} = ${steps.join(' || ')} ? undefined : 0;`);
  return parts.map((name, i) => ({ name, bits: itemKind(inner[i]) }));
}
function itemKind(t: PyType): number {
  return t.name === 'range_iterator' ? k.INT : t.name === 'str_iterator' ? k.STR | k.OTHER : k.ANY;
}
/** The expression of a step; `t` may be used for its value. */
function leafStep(e: Emitter, type: PyType, it: string, t: string): string {
  if (type === listIteratorType || type === tupleIteratorType)
    return `${it}.seq === null || (${t} = ${it}.seq.items[${it}.index]) === undefined ? (${it}.seq = null, undefined) : (${it}.index++, ${t})`;
  return `${e.c(type.iternext)}(${it})`;
}

export function unpackSequence(e: Emitter, n: number): void {
  const seen = e.seen();
  const v = e.top();
  if (v.parts !== undefined) {
    // It has just been put together by FOR_ITER, for this.
    e.pop();
    for (let i = n - 1; i >= 0; i--) e.push({ bits: v.parts[i].bits, tag: v.parts[i].name, dbl: null });
    itemKinds(e, seen, n);
    return;
  }
  const kind = seen?.generic === true ? (k.isSingle(v.bits) ? v.bits : 0) : likely(v, seen?.a);
  if (kind === k.LIST || kind === k.TUPLE) {
    e.expect(v, kind, 'unpacks something else');
    e.emit(`{ const a = ${v.tag}.items;`);
    e.guard(`a.length !== ${n}`, 'unpacks another number');
    e.pop();
    const base = e.state.stack.length;
    for (let i = n - 1; i >= 0; i--) {
      const name = e.stackTag(base + (n - 1 - i));
      e.rescue(name);
      e.emit(`${name} = a[${i}];`);
      e.push({ bits: k.ANY, tag: name, dbl: null });
    }
    e.emit('}');
    itemKinds(e, seen, n);
    return;
  }
  unpackAny(e, n, -1);
  itemKinds(e, seen, n);
}

/** Unpacks whatever it is out of line: a namedtuple, an iterator. */
export function unpackAny(e: Emitter, before: number, after: number): void {
  const t = e.tag(e.top());
  e.pop();
  e.risky(MODE_UNPACK);
  e.clobber();
  const q = e.v(`q${e.state.stack.length}`);
  e.emit(`${q} = rt.unpack(${t}, ${before}, ${after}, s);`);
  e.leaveRaised(q);
  const base = e.state.stack.length;
  const n = after < 0 ? before : before + 1 + after;
  for (let i = n - 1; i >= 0; i--) {
    const name = e.stackTag(base + (n - 1 - i));
    e.rescue(name);
    e.emit(`${name} = ${q}[${i}];`);
    e.push({ bits: i === before ? k.LIST : k.ANY, tag: name, dbl: null });
  }
  for (let i = base; i < base + n; i++) e.tellOf(e.state.stack[i]);
}

/** The kinds seen of `n` items just unpacked. Only once all are there can the code be left after the instruction. */
function itemKinds(e: Emitter, seen: Seen | undefined, n: number): void {
  if (seen === undefined || seen.generic || seen.items === null) return;
  const base = e.state.stack.length - n;
  for (let i = n - 1; i >= 0; i--) {
    const at = base + (n - 1 - i);
    const bits = seen.items[i] ?? 0;
    const x = e.state.stack[at];
    if (!Emitter.testable(bits) || x.bits === bits) continue;
    e.guardAfter(e.notKind(x.tag!, bits), 'item of another kind'); // items have tagged forms
    if (bits === k.FLOAT) {
      const d = e.stackDbl(at);
      e.rescue(d);
      e.emit(`${d} = ${x.tag}.v;`);
      e.state.stack[at] = { ...x, bits, dbl: d };
    } else e.state.stack[at] = { ...x, bits };
  }
}
