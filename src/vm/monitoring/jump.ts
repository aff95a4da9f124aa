// `frame.f_lineno = line` from a trace function. Invariant: as CPython's frame_lineno_set: a jump is only made to an
// instruction that begins the line and whose stack is what the frame has, after dropping plain values on top.

import * as op from '../../compile/opcodes.ts';
import { hooks } from '../../objects/hooks.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { valueError } from '../../objects/exceptions/raise.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { None } from '../../objects/object.ts';
import type { PyCode } from '../../objects/shapes.ts';
import { sync } from '../../objects/protocol/pending.ts';
import { thread } from '../thread.ts';
import { now, traceOpcodes } from './legacy.ts';
import { firstTraceable, lineStarts } from './line-starts.ts';
import { jumped } from './monitor.ts';

// What a stack position holds, one character each; a stack is a string, its bottom first.
const ITERATOR = 'i';
const EXCEPT = 'e';
const OBJECT = 'o';
const NULL = 'n';
const LASTI = 'l';

/** The kinds of values on the stack before each instruction; undefined where control never comes. */
function markStacks(code: PyCode): (string | undefined)[] {
  const { instrs, exceptionTable } = code.code;
  const stacks = new Array<string | undefined>(instrs.length).fill(undefined);
  const work: number[] = [];
  const reach = (i: number, s: string): void => {
    if (i < instrs.length && stacks[i] === undefined) {
      stacks[i] = s;
      work.push(i);
    }
  };
  reach(0, '');
  for (;;) {
    while (work.length > 0) step(instrs, work.pop()!, stacks, reach);
    // Handlers of what has been reached.
    let more = false;
    for (const h of exceptionTable) {
      if (stacks[h.target] !== undefined) continue;
      let base: string | undefined;
      for (let i = h.start; i < h.end && base === undefined; i++) base = stacks[i];
      if (base === undefined) continue;
      reach(h.target, base.slice(0, h.depth) + (h.lasti ? LASTI : '') + EXCEPT);
      more = true;
    }
    if (!more) return stacks;
  }
}

function step(
  instrs: Int32Array,
  i: number,
  stacks: (string | undefined)[],
  reach: (i: number, s: string) => void,
): void {
  const o = instrs[i] & 255;
  const arg = instrs[i] >>> 8;
  const s = stacks[i]!; // it was reached
  const drop = (n: number): string => s.slice(0, Math.max(0, s.length - n));
  switch (o) {
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
      reach(arg, drop(1));
      reach(i + 1, drop(1));
      return;
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
      reach(arg, s);
      return;
    case op.SEND:
      reach(arg, s);
      reach(i + 1, s);
      return;
    case op.FOR_ITER:
      reach(arg + 1, s);
      reach(i + 1, s + OBJECT);
      return;
    case op.GET_ITER:
    case op.GET_AITER:
      reach(i + 1, drop(1) + ITERATOR);
      return;
    case op.PUSH_EXC_INFO:
      reach(i + 1, drop(1) + EXCEPT + EXCEPT);
      return;
    case op.RETURN_VALUE:
    case op.RAISE_VARARGS:
    case op.RERAISE:
      return;
    case op.PUSH_NULL:
      reach(i + 1, s + NULL);
      return;
    case op.LOAD_GLOBAL:
      reach(i + 1, s + OBJECT + ((arg & 1) !== 0 ? NULL : ''));
      return;
    case op.LOAD_ATTR:
      reach(i + 1, drop(1) + OBJECT + ((arg & 1) !== 0 ? NULL : ''));
      return;
    case op.COPY:
      reach(i + 1, s + s[s.length - arg]);
      return;
    case op.SWAP: {
      const a = s.split('');
      const top = a.length - 1;
      [a[top], a[a.length - arg]] = [a[a.length - arg], a[top]];
      reach(i + 1, a.join(''));
      return;
    }
    default: {
      const effect = op.stackEffect(o, arg, false);
      reach(i + 1, effect <= 0 ? drop(-effect) : s + OBJECT.repeat(effect));
    }
  }
}

/** Whether a frame whose stack is `from` may go where it is to be `to`. */
function compatible(from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined || to.length > from.length) return false;
  for (let i = 0; i < to.length; i++) {
    const a = from[i];
    const b = to[i];
    if (b === OBJECT ? a === NULL : a !== b) return false;
  }
  return true;
}

function explain(to: string | undefined): string {
  const top = to === undefined ? '' : to[to.length - 1];
  if (to === undefined) return "can't jump into the middle of a block";
  if (top === EXCEPT) return "can't jump into an 'except' block as there's no exception";
  if (top === LASTI) return "can't jump into a re-raising block as there's no location";
  if (top === ITERATOR) return "can't jump into the body of a for loop";
  return 'incompatible stacks';
}

function jumpToLine(frame: PyFrame, line: number): void {
  if (frame.trace === null) throw valueError(`f_lineno can only be set by a trace function`);
  const doing = now.frame === frame ? now.event : '';
  if (doing === 'call') throw valueError("can't jump from the 'call' trace event of a new frame");
  if (doing === 'exception' || doing === 'return') {
    throw valueError(`can only jump from a 'line' trace event`);
  }
  if (doing === '') throw valueError('f_lineno can only be set in a trace function');
  const code = frame.code;
  const c = code.code;
  if (line < c.firstlineno) throw valueError(`line ${line} comes before the current code block`);
  const stacks = markStacks(code);
  const starts = lineStarts(c);
  const first = firstTraceable(c);
  // The line itself, or the first one after it that has code.
  let target = -1;
  for (let i = first; i < starts.length; i++) {
    const l = c.positions[i * 4];
    if (starts[i] === 1 && l >= line && (target < 0 || l < target)) target = l;
  }
  if (target < 0) throw valueError(`line ${line} comes after the current code block`);
  const from = stacks[frame.pc];
  let to = -1;
  let reason: string | undefined;
  for (let i = first; i < starts.length; i++) {
    if (starts[i] !== 1 || c.positions[i * 4] !== target) continue;
    if (compatible(from, stacks[i])) {
      if (to < 0 || (stacks[i]?.length ?? 0) > (stacks[to]?.length ?? 0)) to = i;
    } else if (stacks[i] !== undefined) reason ??= explain(stacks[i]);
    else reason ??= 'unreachable';
  }
  if (to < 0)
    throw valueError(reason === 'unreachable' ? "can't jump to unreachable code" : (reason ?? 'no such line'));
  // Unbound locals are bound to None, as the compiler may have proved them bound where the frame goes.
  let unbound = 0;
  for (let i = 0; i < code.nlocalsplus; i++) {
    if (frame.regs[i] === undefined && (c.localsplusKinds[i] & 0xc0) === 0) unbound++;
  }
  if (unbound > 0) {
    const s = unbound === 1 ? '' : 's';
    sync(hooks.warnR(exceptionTypes.RuntimeWarning, `assigning None to ${unbound} unbound local${s}`, 1));
    for (let i = 0; i < code.nlocalsplus; i++) {
      if (frame.regs[i] === undefined && (c.localsplusKinds[i] & 0xc0) === 0) frame.regs[i] = None;
    }
  }
  // Exceptions being handled that the target does not handle are forgotten.
  const ts = thread();
  const keep = stacks[to]!.length; // compatible() made sure
  for (let h = from!.length - 1; h >= keep; h--) {
    if (from![h] === EXCEPT) {
      const v = frame.regs[code.nlocalsplus + h];
      if (h > 0 && from![h - 1] === EXCEPT) continue;
      ts.excInfo.exception = v === None || v === undefined ? null : (v as typeof ts.excInfo.exception);
    }
  }
  frame.sp = code.nlocalsplus + keep;
  frame.pc = to;
  jumped.to = to;
}

hooks.jumpToLine = (frame, line) => jumpToLine(frame as PyFrame, line); // only frames have f_lineno
hooks.traceOpcodes = (frame, on) => traceOpcodes(frame as PyFrame, on); // as above
