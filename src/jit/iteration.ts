// Loops and unpacking in compiled code: ranges as two variables, lists and tuples by index, everything else through
// its iterator's JavaScript step. Invariant: an iterator object's own state is always right when Python code can run.

import { MODE_ITER } from '../objects/frame.ts';
import { listIteratorType, PyListIterator } from '../objects/list.ts';
import { rangeIteratorType } from '../objects/range.ts';
import { PyTupleIterator, tupleIteratorType } from '../objects/tuple.ts';
import * as k from './kinds.ts';
import { Emitter } from './emitter.ts';
import { likely } from './arithmetic.ts';

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
  const t = e.tag(v);
  e.pop();
  e.risky();
  e.clobber();
  e.pushTag(`rt.iter(${t}, s)`, k.OTHER);
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
  e.risky(MODE_ITER);
  e.clobber();
  e.emit(`${q} = rt.next(${it.tag}, s);`);
  e.emit(`if (${q} === undefined) {`);
  split();
  e.pushTag(q, k.ANY);
  e.tellOf(e.top());
  edge(pc + 1);
}

/** False when tier 0 must do it. */
export function unpackSequence(e: Emitter, n: number): boolean {
  const seen = e.seen();
  const v = e.top();
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
    // Only once all are there can the code be left after the instruction.
    if (seen?.generic !== true && seen?.items != null) {
      for (let i = n - 1; i >= 0; i--) {
        const at = base + (n - 1 - i);
        const bits = seen.items[i] ?? 0;
        if (!Emitter.testable(bits)) continue;
        const x = e.state.stack[at];
        e.guardAfter(e.notKind(x.tag!, bits), 'item of another kind');
        if (bits === k.FLOAT) {
          const d = e.stackDbl(at);
          e.emit(`${d} = ${x.tag}.v;`);
          e.state.stack[at] = { ...x, bits, dbl: d };
        } else e.state.stack[at] = { ...x, bits };
      }
    }
    return true;
  }
  // Anything else: tier 0 unpacks (its iterator may suspend between items).
  return false;
}
