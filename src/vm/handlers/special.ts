// LOAD_SPECIAL: the methods of the `with` statement. Invariant: what is found on the class is left as (method, self), as
// LOAD_ATTR leaves it; anything that needs binding, and the errors, are cold.ts's.

import type { PyFrame } from '../../objects/frame.ts';
import type { PyValue } from '../../objects/object.ts';
import { PyFunction } from '../../objects/shapes.ts';
import { PyNative } from '../../objects/native.ts';
import { SLOT } from '../../objects/slots.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import type { Instruction } from '../instruction.ts';
import type { ThreadState } from '../thread.ts';
import { outOfLine } from './out-of-line.ts';

/** The slot that an argument of LOAD_SPECIAL names. */
export const SPECIAL_SLOTS: readonly number[] = [SLOT.__enter__, SLOT.__exit__, SLOT.__aenter__, SLOT.__aexit__];

/** The special method of a class that is called with the object first and needs no binding; else null. */
export function plainSpecial(t: PyType, arg: number): PyFunction | PyNative | null {
  const m = t.slot(SPECIAL_SLOTS[arg]);
  return m instanceof PyFunction || (m instanceof PyNative && m.hasSelf && m.owner !== null) ? m : null;
}

/** LOAD_SPECIAL. [object] */
export function loadSpecial(
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  regs: (PyValue | undefined)[],
): Instruction | null {
  const sp = ins.sp;
  const o = regs[sp - 1]!; // the compiler pushed a value
  const m = plainSpecial(typeOf(o), ins.arg);
  if (m === null) return outOfLine(ts, frame, ins, regs);
  regs[sp - 1] = m;
  regs[sp] = o;
  return ins.next;
}
