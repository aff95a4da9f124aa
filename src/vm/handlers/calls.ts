// CALL and RETURN_VALUE. Invariant: a Python function's frame is pushed, never run from here; a native runs at once,
// and what it leaves to Python code (a Pending) is begun with the frame waiting for the result at `base`.

import { EntryFrame, MODE_INIT, MODE_PUSH, MODE_SEND, PyFrame, type Activation } from '../../objects/frame.ts';
import { None, type PyValue } from '../../objects/object.ts';
import { callNative, PyNative } from '../../objects/native.ts';
import { callR } from '../../objects/protocol/call.ts';
import { AsCall, isPending } from '../../objects/protocol/pending.ts';
import { recursionError } from '../../objects/exceptions/raise.ts';
import { PyFunction, PyMethod, type PyTuple } from '../../objects/shapes.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { SLOT } from '../../objects/slots.ts';
import { PyType, TYPE_ABSTRACT, TYPE_HEAP, typeOf, typeType } from '../../objects/type.ts';
import { plainNew } from '../cold.ts';
import { accept, begin, deliver, pushFrame, retireGenerator } from '../drive.ts';
import { enterFunction } from '../function-call.ts';
import type { Instruction } from '../instruction.ts';
import { putDown } from '../jit-hook.ts';
import { push } from '../leave.ts';
import { makesGenerator, newGenerator } from '../new-generator.ts';
import type { ThreadState } from '../thread.ts';

type Regs = (PyValue | undefined)[];

/** CALL. [f, self or NULL, args…] */
export function call(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const sp = ins.sp;
  const base = sp - ins.arg - 2;
  let nargs = ins.arg;
  let f = regs[base]!; // a callable
  let first = base + 2;
  if (regs[base + 1] !== undefined) {
    nargs++;
    first--;
  } else if (f instanceof PyMethod) {
    regs[base + 1] = f.self;
    f = f.func;
    nargs++;
    first--;
  }
  frame.pc = ins.pc;
  if (f instanceof PyFunction) {
    const code = f.code;
    let callee: PyFrame;
    if (code.simpleArgs === nargs) {
      const n = code.nlocalsplus + code.code.stacksize;
      const r: Regs = new Array<PyValue | undefined>(n);
      for (let i = 0; i < nargs; i++) r[i] = regs[first + i];
      for (let i = nargs; i < n; i++) r[i] = undefined;
      callee = new PyFrame(code, f.globals, f.builtins, f, r);
    } else callee = enterFunction(f, regs.slice(first, sp) as PyValue[], null); // arguments are bound
    if (code.makesGenerator ?? makesGenerator(code)) {
      regs[base] = newGenerator(ts, callee, frame);
      return ins.next;
    }
    frame.sp = base;
    if (frame.depth >= ts.interpreter.recursionLimit) throw recursionError('maximum recursion depth exceeded');
    callee.back = frame;
    callee.depth = frame.depth + 1;
    ts.frame = ts.next = callee;
    return null;
  }
  frame.sp = sp;
  let r: unknown;
  if (f instanceof PyNative) {
    if (nargs < f.framesBelow && ts.entry!.compiled) putDown(frame, ins.pc - 1);
    if (
      nargs <= 3 &&
      f.simple &&
      f.arity === nargs &&
      f.vector === undefined &&
      (!f.hasSelf || (f.owner !== null && nargs > 0 && typeOf(regs[first]!) === f.owner))
    ) {
      if (nargs === 1) r = f.raw(regs[first]);
      else if (nargs === 2) r = f.raw(regs[first], regs[first + 1]);
      else if (nargs === 0) r = f.raw();
      else r = f.raw(regs[first], regs[first + 1], regs[first + 2]);
    } else r = callNative(f, regs.slice(first, sp) as PyValue[], null); // as above
  } else if (
    f instanceof PyType &&
    f.cls === typeType &&
    (f.flags & (TYPE_HEAP | TYPE_ABSTRACT)) === TYPE_HEAP &&
    f.slot(SLOT.__new__) === plainNew() &&
    f.slot(SLOT.__init__) instanceof PyFunction
  ) {
    return instantiate(ts, frame, f, base, first);
  } else r = callR(f, regs.slice(first, sp) as PyValue[], null); // as above
  if (r === undefined) r = None;
  else if (isPending(r)) {
    frame.sp = base;
    ts.next = begin(ts, new AsCall(r), frame);
    return null;
  }
  regs[base] = r as PyValue; // not undefined, not Pending
  return ins.next;
}

/** CALL_KW. [f, self or NULL, args…, keyword values…, names tuple] */
export function callKw(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const sp = ins.sp - 1;
  const base = sp - ins.arg - 2;
  let kwnames = ins.cache as string[] | undefined; // only set here: the names are a constant
  if (kwnames === undefined) {
    kwnames = (regs[sp] as PyTuple).items.map((n) => (isStr(n) ? toJS(n) : '?'));
    ins.cache = kwnames;
  }
  let f = regs[base]!; // a callable
  let first = base + 2;
  if (regs[base + 1] !== undefined) first--;
  else if (f instanceof PyMethod) {
    regs[base + 1] = f.self;
    f = f.func;
    first--;
  }
  const args = regs.slice(first, sp) as PyValue[]; // arguments are bound
  frame.pc = ins.pc;
  frame.sp = base;
  if (f instanceof PyFunction) {
    const callee = enterFunction(f, args, kwnames);
    if (makesGenerator(f.code)) {
      regs[base] = newGenerator(ts, callee, frame);
      return ins.next;
    }
    ts.next = pushFrame(ts, callee, frame);
    return null;
  }
  return push(ts, frame, ins, callR(f, args, kwnames), base);
}

/** A class with a Python `__init__` and object's `__new__`: the instance waits on the stack while `__init__` runs. */
function instantiate(ts: ThreadState, frame: PyFrame, cls: PyType, base: number, first: number): null {
  const self = new cls.ctor();
  const args = frame.regs.slice(first - 1, frame.sp) as PyValue[]; // self and the arguments
  args[0] = self;
  const callee = enterFunction(cls.slot(SLOT.__init__) as PyFunction, args, null); // call() checked
  frame.regs[base] = self;
  frame.sp = base + 1;
  frame.mode = MODE_INIT;
  try {
    ts.next = pushFrame(ts, callee, frame);
  } catch (e) {
    frame.mode = MODE_PUSH;
    throw e;
  }
  return null;
}

/** RETURN_VALUE. */
export function returnValue(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): null {
  const v = regs[ins.sp - 1]!; // the compiler pushed a value
  const back: Activation = frame.back!; // a running frame has one
  const g = frame.generator;
  if (g === null) {
    if (back instanceof PyFrame) {
      if (back.mode === MODE_PUSH) {
        back.regs[back.sp++] = v;
        ts.frame = ts.next = back;
        return null;
      }
      accept(ts, back, v);
      ts.next = back;
      return null;
    }
    ts.next = deliver(ts, back, v, null);
    return null;
  }
  g.result = v;
  retireGenerator(ts, g);
  frame.back = null;
  if (back instanceof PyFrame) {
    if (back.mode === MODE_SEND) ts.sendResult = v;
    accept(ts, back, undefined);
    ts.next = back;
    return null;
  }
  // Where compiled code started this loop, a SEND may be what waits.
  if (back instanceof EntryFrame && back.forward !== null) ts.sendResult = v;
  ts.next = deliver(ts, back, undefined, null);
  return null;
}
