// Loops and generators: GET_ITER, FOR_ITER, YIELD_VALUE, SEND. Invariant: FOR_ITER leaves the iterator in register `a` and
// puts the value into `d`, so that the STORE_FAST after it can be fused in; `target` is behind the loop.

import { MODE_ITER, MODE_SEND, type PyFrame } from '../../objects/frame.ts';
import {
  asyncGeneratorType,
  GEN_CLOSED,
  GEN_CREATED,
  GEN_RUNNING,
  GEN_SUSPENDED,
  generatorType,
  PyGenerator,
} from '../../objects/generator.ts';
import { PyListIterator } from '../../objects/list.ts';
import { None, type PyObject, type PyValue } from '../../objects/object.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { isPending, type Pending } from '../../objects/protocol/pending.ts';
import { makeRangeIterator, PyRange, PyRangeIterator, rangeType } from '../../objects/range.ts';
import { PyList } from '../../objects/shapes.ts';
import { listType, TYPE_HEAP } from '../../objects/type.ts';
import { resumeGenerator, yielded } from '../drive.ts';
import type { Instruction } from '../instruction.ts';
import { push, wait } from '../leave.ts';
import { outOfLine } from './out-of-line.ts';
import type { ThreadState } from '../thread.ts';

type Regs = (PyValue | undefined)[];

/** GET_ITER. */
export function getIter(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 1;
  const v = regs[at]!; // the compiler pushed a value
  if (v instanceof PyRange && v.cls === rangeType) {
    regs[at] = makeRangeIterator(v);
    return ins.next;
  }
  if (v instanceof PyList && v.cls === listType) {
    regs[at] = new PyListIterator(v);
    return ins.next;
  }
  if (v instanceof PyGenerator && v.cls === generatorType) return ins.next;
  frame.pc = ins.pc;
  frame.sp = at;
  return push(ts, frame, ins, iterR(v), at);
}

/** FOR_ITER over a range; others go on to the general form. */
export function forIterRange(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const it = regs[ins.a];
  if (it instanceof PyRangeIterator) {
    const left = it.left;
    const target = ins.target; // read before the test: V8 optimises the loop before its first end is seen
    if (left <= 0) return target;
    it.left = left - 1;
    const v = it.value;
    it.value = v + it.step;
    regs[ins.d] = v;
    return ins.next;
  }
  ins.run = forIter;
  return forIter(ts, frame, ins, regs);
}

/** FOR_ITER. */
export function forIter(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const it = regs[ins.a] as PyObject; // GET_ITER made sure
  if (it instanceof PyRangeIterator) {
    ins.run = forIterRange;
    return forIterRange(ts, frame, ins, regs);
  }
  if (it instanceof PyGenerator) {
    if (it.state < GEN_RUNNING) {
      if (ins.plain !== null) return ins.plain;
      frame.pc = ins.pc;
      frame.sp = ins.sp;
      frame.mode = MODE_ITER;
      ts.next = resumeGenerator(ts, it, None, frame);
      return null;
    }
    if (it.state === GEN_CLOSED) return ins.target;
  }
  const t = it.cls;
  const step = t.iternext as ((self: PyObject) => PyValue | undefined | Pending) | undefined; // the type's own shape
  frame.pc = ins.pc;
  frame.sp = ins.sp;
  const v = step !== undefined && (t.flags & TYPE_HEAP) === 0 ? step(it) : nextR(it);
  if (v === undefined) return ins.target;
  if (isPending(v)) {
    // The value arrives on the stack: a fused instruction goes on with its second part.
    frame.mode = MODE_ITER;
    return wait(ts, frame, v);
  }
  regs[ins.d] = v;
  return ins.next;
}

/** YIELD_VALUE. */
export function yieldValue(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): null {
  const at = ins.sp - 1;
  const v = regs[at]!; // the compiler pushed a value
  frame.sp = at;
  frame.pc = ins.pc;
  ts.next = yielded(ts, frame, frame.generator!, v); // only generators yield
  return null;
}

/** SEND. [receiver, value]; a generator or coroutine that can go on does so at once, the rest is out of line. */
export function send(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 1;
  const receiver = regs[at - 1];
  const v = regs[at]!; // the compiler pushed a value
  if (receiver instanceof PyGenerator && receiver.cls !== asyncGeneratorType) {
    if (receiver.state === GEN_SUSPENDED || (receiver.state === GEN_CREATED && v === None)) {
      frame.pc = ins.pc;
      frame.sp = at;
      frame.mode = MODE_SEND;
      ts.next = resumeGenerator(ts, receiver, v, frame);
      return null;
    }
  }
  return outOfLine(ts, frame, ins, regs);
}
