// Generators and coroutines in compiled code: YIELD_VALUE, SEND, GET_AWAITABLE. Invariant: a function compiled for a
// generator runs from one RESUME to the next yield; between the two everything is in the frame, as tier 0 has it.

import { MODE_DISCARD, MODE_SEND } from '../objects/frame.ts';
import { GEN_SUSPENDED } from '../objects/generator.ts';
import * as op from '../compile/opcodes.ts';
import type { Emitter } from './emitter.ts';
import * as k from './kinds.ts';
import type { Val } from './kinds.ts';

/** Locals this graph may write: the others are in the frame as they were. */
function written(e: Emitter): Set<number> {
  const known = e.written;
  if (known !== null) return known;
  const out = new Set<number>();
  const { instrs } = e.code.code;
  for (const b of e.graph.order) {
    for (let pc = b.start; pc < b.end; pc++) {
      const arg = instrs[pc] >>> 8;
      switch (instrs[pc] & 255) {
        case op.STORE_FAST:
        case op.DELETE_FAST:
        case op.LOAD_FAST_AND_CLEAR:
        case op.MAKE_CELL:
          out.add(arg);
          break;
        case op.STORE_FAST_LOAD_FAST:
          out.add(arg >> 4);
          break;
        case op.STORE_FAST_STORE_FAST:
          out.add(arg >> 4);
          out.add(arg & 15);
          break;
      }
    }
  }
  e.written = out;
  return out;
}

/** YIELD_VALUE: the frame gets what this function changed, its caller the value; the generator's state tells it apart from a result. */
export function yieldValue(e: Emitter): void {
  const value = e.tag(e.top());
  e.pop();
  if (!e.final) return;
  const at = written(e);
  const store = (v: Val, i: number): void => {
    if (v.range !== undefined) {
      const { value: next, stop, step } = v.range;
      e.emit(`rt.putRange(R, ${i}, ${next}, ${stop}, ${step});`);
    } else if (v.bits === k.UNDEF) e.emit(`R[${i}] = undefined;`);
    else e.emit(`R[${i}] = ${v.tag ?? `new PyFloat(${v.dbl})`};`);
  };
  e.state.locals.forEach((v, i) => {
    if (at.has(i)) store(v, i);
  });
  const base = e.code.nlocalsplus;
  const { stack } = e.state;
  stack.forEach((v, i) => store(v, base + i));
  e.emit(`fr.sp = ${base + stack.length}; fr.pc = ${e.pc}; fr.generator.state = ${GEN_SUSPENDED}; return ${value};`);
}

/** SEND: [receiver, value] becomes [receiver, what it yields], or at `target` [receiver, what it returned]. */
export function send(e: Emitter, target: number, edge: (target: number) => void): void {
  const { pc } = e;
  const value = e.tag(e.top());
  e.pop();
  const receiver = e.tag(e.top());
  const q = e.v(`q${e.state.stack.length}`);
  e.risky(MODE_SEND);
  e.clobber();
  e.emit(`${q} = rt.send(${receiver}, ${value}, s);`);
  const saved = e.clone(e.state);
  e.emit(`if (${q} === undefined) {`);
  e.calls = true;
  e.emit('if (S.raise !== null) break D;');
  e.pushTag('rt.sent()', k.ANY);
  e.tellOf(e.top());
  edge(target);
  e.emit('}');
  e.state = saved;
  e.pc = pc;
  e.pushTag(q, k.ANY);
  e.tellOf(e.top());
  edge(pc + 1);
}

/** `async for`: the asynchronous iterator, the awaitable of its next value, and the end of the loop. */
export function asyncFor(e: Emitter, opcode: number): void {
  if (opcode === op.END_ASYNC_FOR) {
    const exc = e.tag(e.pop());
    e.pop();
    e.risky(MODE_DISCARD);
    e.emit(`if (!rt.endsAsyncFor(${exc})) { ${e.v('raised')} = rt.reraise(${exc}, -1); break D; }`);
    return;
  }
  const v = e.tag(e.top());
  if (opcode === op.GET_AITER) e.pop();
  e.risky();
  e.clobber();
  e.pushCall(`rt.${opcode === op.GET_AITER ? 'aiter' : 'anext'}(${v}, s)`, k.OTHER);
}

/** GET_AWAITABLE. */
export function getAwaitable(e: Emitter, where: number): void {
  const v = e.tag(e.top());
  e.pop();
  e.risky();
  e.clobber();
  e.pushCall(`rt.awaitable(${v}, ${where}, s)`, k.OTHER);
}
