// Instructions that tell of the references they drop and make, while the end of some object can be noticed. Invariant: an
// instruction does exactly what it does otherwise (its own handler runs); around it operands, overwritten values and new
// holders are looked at, and where it has ended, objects that nothing refers to any more are finalised before the next
// instruction begins. While nothing is watched none of this is in the code that runs.

import * as op from '../../compile/opcodes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import type { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { MODE_INIT, MODE_PUSH, MODE_SETTLE, NativeFrame, PyFrame, type PyTraceback } from '../../objects/frame.ts';
import { PyGenerator } from '../../objects/generator.ts';
import {
  absorb,
  absorbIfCheap,
  born,
  drop,
  escaped,
  forget,
  holds,
  isAnchor,
  isHeld,
  LOCAL,
  memory,
  removed,
  setSwitchOn,
  stored,
  UNKNOWN,
  unlisted,
} from '../../objects/memory/tracking.ts';
import { traverse } from '../../objects/memory/traverse.ts';
import { PyBoundNative, PyNative } from '../../objects/native.ts';
import type { AttrBag, PyObject, PyValue } from '../../objects/object.ts';
import type { NativeGenerator, Pending } from '../../objects/protocol/pending.ts';
import { wantFrames } from '../../objects/protocol/settle.ts';
import { PyCell, type PyCode, PyFunction, PyList, PyMethod, PySlice, PyTuple } from '../../objects/shapes.ts';
import { setType } from '../../objects/set.ts';
import { dictType, listType, PyType, TYPE_HEAP, tupleType } from '../../objects/type.ts';
import { begin } from '../drive.ts';
import {
  HANDLER,
  Instruction,
  instructions,
  JUMP,
  JUMP_BACKWARD,
  LOAD_CONST,
  LOAD_FAST,
  LOAD_FAST_LOAD_FAST,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  PUSH_NULL,
  RESUME,
} from '../instruction.ts';
import { emptyStack, tellJit } from '../jit-hook.ts';
import { reinstrument } from '../monitoring/monitor.ts';
import type { ThreadState } from '../thread.ts';
import { borrowed } from './frames.ts';
import { popped } from './operands.ts';

type Regs = (PyValue | undefined)[];
type Around = (ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs) => Instruction | null;

/** What an instrumented instruction knows. */
export class Drops {
  /** Lowest register it takes. */
  readonly low: number;
  /** Of its operands, those that are only borrowed (bits from `low` on). */
  readonly borrowed: number;
  constructor(
    /** The instruction as it is otherwise. */
    readonly inner: Instruction,
    readonly kind: number,
    readonly run: Instruction['run'],
    code: PyCode,
    readonly around: Around,
  ) {
    this.low = inner.sp - popped(inner.opcode, inner.arg);
    let bits = 0;
    for (let i = this.low; i < inner.sp && i - this.low < 31; i++) {
      if (borrowed(code, inner.pc, i)) bits |= 1 << (i - this.low);
    }
    this.borrowed = bits;
  }
}

/** Finds which candidates are dead; null, or what finalises them. */
let look: (ts: ThreadState) => Pending | null = () => null;
/** runtime/memory. */
export function setLook(f: typeof look): void {
  look = f;
}

/** Frames whose objects Python code has got hold of: they keep their locals. */
const exposed = new WeakSet<PyFrame>();

// ------------------------------------------------------------------------------------------------------------- settling

/** Code that has dropped something whose end matters: it stays in tier 0. */
const cooled = new WeakSet<PyCode>();
function cool(code: PyCode): void {
  if (cooled.has(code)) return;
  cooled.add(code);
  for (const ins of instructions(code)) {
    if (ins.kind === RESUME || ins.kind === JUMP_BACKWARD) ins.heat = -1_000_000_000;
  }
}

/** The instruction has ended and `n` is next: finalises first what has ended with it. */
function settle(ts: ThreadState, frame: PyFrame, n: Instruction): Instruction | null {
  const next = n.plain ?? n;
  frame.pc = next.pc - 1;
  frame.sp = next.sp;
  frame.mode = MODE_SETTLE;
  cool(frame.code);
  if (ts.entry!.compiled) emptyStack(frame, looking(ts), false); // a loop runs
  const p = look(ts);
  if (p === null) {
    frame.mode = MODE_PUSH;
    return n;
  }
  ts.next = begin(ts, p, frame);
  return null;
}

/** The look, once compiled code is off JavaScript's stack. */
function* looking(ts: ThreadState): NativeGenerator<undefined> {
  const p = look(ts);
  if (p !== null) yield p;
  return undefined;
}

/** The same where the instruction led to another frame that goes on (a return, a yield). */
function settleAt(ts: ThreadState, frame: PyFrame): void {
  if (ts.raise !== null || frame.mode !== MODE_PUSH) return;
  frame.mode = MODE_SETTLE;
  if (ts.entry!.compiled) emptyStack(frame, looking(ts), true); // a loop runs
  const p = look(ts);
  if (p === null) {
    frame.mode = MODE_PUSH;
    return;
  }
  ts.next = begin(ts, p, frame);
}

// --------------------------------------------------------------------------------------------------- around instructions

/** Operands that are dropped when the instruction is done: collected before, told after. */
const taken: PyObject[][] = [];
let depth = 0;

function take(d: Drops, regs: Regs): PyObject[] | null {
  let list: PyObject[] | null = null;
  const { sp } = d.inner;
  for (let i = d.low; i < sp; i++) {
    const v = regs[i];
    if (typeof v !== 'object') continue;
    // A namespace at large: what it holds may be copied.
    if (v instanceof PyDict && memory.anchors.has(v)) memory.epoch++;
    if (v.tracking !== undefined) {
      if (list === null) {
        list = taken[depth] ??= [];
        list.length = 0;
      }
      list.push(v);
    }
  }
  return list;
}

function dropOwned(d: Drops, list: readonly PyObject[], regs: Regs): void {
  if (d.borrowed === 0) {
    for (let i = list.length - 1; i >= 0; i--) lost(list[i]);
    return;
  }
  for (let k = list.length - 1; k >= 0; k--) {
    const v = list[k];
    // Only dropped by this instruction if some operand that was not borrowed was it.
    let isBorrowed = false;
    for (let i = d.low; i < d.inner.sp; i++) {
      if (regs[i] === v && (d.borrowed & (1 << (i - d.low))) !== 0) isBorrowed = true;
    }
    if (!isBorrowed) lost(v);
  }
}

function run(ts: ThreadState, frame: PyFrame, inner: Instruction, regs: Regs): Instruction | null {
  depth++;
  try {
    return inner.run(ts, frame, inner, regs);
  } finally {
    depth--;
  }
}

/** Takes operands, and leaves what a native or protocol gave. */
function generic(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const list = take(d, regs);
  const { inner } = d;
  if (list === null) {
    const n = inner.run(ts, frame, inner, regs);
    return n !== null && memory.candidates.length > 0 ? settle(ts, frame, n) : n;
  }
  const operands = list.slice();
  const n = run(ts, frame, inner, regs);
  return finished(ts, frame, d, regs, operands, n);
}

/** Slices, sums and `*args`: a built-in container that comes out is new, or was an operand. */
function making(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const a = regs[d.low];
  const b = regs[d.low + 1];
  if (!(b instanceof PySlice) && !makesContainer(d.inner)) return generic(ts, frame, d, regs);
  const n = generic(ts, frame, d, regs);
  const v = regs[d.low];
  if (n === null || typeof v !== 'object' || v === a || v === b || !CONTAINERS.has(v.cls)) return n;
  if (v.tracking === undefined) born(v);
  else if (memory.compiled === 0) v.tracking.known = LOCAL;
  return n;
}

/** LOAD_ATTR: who holds what it gave is known where nobody has told of it. */
function loading(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const o = regs[d.low];
  const n = generic(ts, frame, d, regs);
  if (n === null || typeof o !== 'object') return n;
  const v = regs[d.low];
  if (typeof v !== 'object' || v === o || isAnchor(o)) return n;
  const t = v.tracking;
  if (t?.interesting === true && t.known === UNKNOWN && t.holders?.has(o) !== true && holds(o, v)) stored(o, v);
  return n;
}

/** An instruction with interesting operands is done, or waits for a native. */
function finished(
  ts: ThreadState,
  frame: PyFrame,
  d: Drops,
  regs: Regs,
  operands: PyObject[],
  n: Instruction | null,
): Instruction | null {
  if (d.inner.opcode === op.GET_ITER) for (const v of operands) forget(v);
  if (n === null) {
    if (ts.next !== frame) {
      keepForNative(ts, frame, operands);
      return null;
    }
    for (let i = d.low; i < frame.sp; i++) result(regs[i], operands);
    for (let i = operands.length - 1; i >= 0; i--) drop(operands[i]);
    settleAt(ts, frame);
    return null;
  }
  const top = (n.plain ?? n).sp;
  for (let i = d.low; i < top; i++) result(regs[i], operands);
  dropOwned(d, operands, regs);
  return memory.candidates.length > 0 ? settle(ts, frame, n) : n;
}

const CONTAINERS = new Set<PyType>([listType, tupleType, dictType, setType]);
/** Of built-in containers such an instruction makes a new one (and so does a slice). */
function makesContainer(by: Instruction): boolean {
  switch (by.opcode) {
    case op.BINARY_SLICE:
      return true;
    case op.BINARY_OP:
      return by.arg !== op.NB_SUBSCR;
    case op.CALL_INTRINSIC_1:
      return by.arg === op.INTRINSIC_LIST_TO_TUPLE;
    default:
      return false;
  }
}

/** What came out of an instruction whose operands are interesting may hold them. */
function result(v: PyValue | undefined, operands: readonly PyObject[]): void {
  if (typeof v !== 'object') return;
  if (v instanceof PyFrame) exposed.add(v);
  if (v.tracking?.interesting === true || isAnchor(v)) return;
  if (v instanceof PyMethod || v instanceof PyBoundNative) {
    born(v);
    stored(v, v.self);
    if (v instanceof PyMethod) stored(v, v.func);
    return;
  }
  const plain = operands.some((o) => o.tracking?.interesting === true);
  if (plain && !(v instanceof PyFunction) && !(v instanceof PyNative)) {
    // Iterators are made by the instruction: nobody else has them yet.
    if (v.cls.iternext !== undefined && !(v instanceof PyGenerator) && v.tracking === undefined) born(v);
    absorb(v);
  }
}

function objects(regs: Regs, from: number, to: number): PyObject[] {
  const out: PyObject[] = [];
  for (let i = from; i < to; i++) {
    const v = regs[i];
    if (typeof v === 'object' && !isAnchor(v)) out.push(v);
  }
  return out;
}

/** The operands of an instruction that waits for a native are dropped when that has ended. */
function keepForNative(ts: ThreadState, frame: PyFrame, operands: readonly PyObject[], callee?: PyValue): void {
  for (let a = ts.waiting !== null ? ts.waiting.activation : ts.next; a !== null && a !== frame; a = a.back!) {
    if (a instanceof NativeFrame && a.back === frame) {
      a.held ??= new Set();
      for (let i = operands.length - 1; i >= 0; i--) a.held.add(operands[i]);
      if (callee instanceof PyType) a.makes = callee;
      return;
    }
  }
}

/** A reference to `v` is gone. */
function lost(v: PyValue | undefined): void {
  if (typeof v !== 'object') return;
  const t = v.tracking;
  if (t?.interesting !== true) {
    // It may lead to something interesting without anybody having told so; that matters if this was the last reference.
    if (!memory.dirty || memory.watched.size === 0 || (t !== undefined && isHeld(t, v)) || !absorbIfCheap(v)) return;
  }
  drop(v);
}

/** Something may have been dropped that a look is worth. */
function worth(v: PyValue | undefined): boolean {
  return typeof v === 'object' && (v.tracking !== undefined || memory.dirty);
}

function storeFast(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const old = regs[inner.a];
  regs[inner.a] = regs[inner.sp - 1];
  if (worth(old)) lost(old);
  return memory.candidates.length > 0 ? settle(ts, frame, inner.next) : inner.next;
}

function storeFastLoadFast(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const at = inner.sp - 1;
  const old = regs[inner.a];
  regs[inner.a] = regs[at];
  regs[at] = regs[inner.b];
  if (worth(old)) lost(old);
  return memory.candidates.length > 0 ? settle(ts, frame, inner.next) : inner.next;
}

function storeFastStoreFast(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const { sp } = inner;
  const first = regs[inner.a];
  const second = regs[inner.b];
  regs[inner.a] = regs[sp - 1];
  regs[inner.b] = regs[sp - 2];
  if (worth(first)) lost(first);
  if (worth(second)) lost(second);
  return memory.candidates.length > 0 ? settle(ts, frame, inner.next) : inner.next;
}

function popTop(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const v = regs[inner.sp - 1];
  regs[inner.sp - 1] = undefined;
  if (worth(v)) lost(v);
  return memory.candidates.length > 0 ? settle(ts, frame, inner.next) : inner.next;
}

/** Instructions that store `regs[value]`: `where` finds the container and what it holds there now. */
function storing(
  value: (inner: Instruction) => number,
  where: (frame: PyFrame, inner: Instruction, regs: Regs) => PyValue | undefined,
  old: (frame: PyFrame, inner: Instruction, regs: Regs) => PyValue | undefined,
): Around {
  return (ts, frame, d, regs) => {
    const { inner } = d;
    const before = old(frame, inner, regs);
    const at = value(inner);
    const v = at >= 0 ? regs[at] : undefined;
    const c = where(frame, inner, regs);
    // A slice is replaced, or a key that only a method of its own can find.
    const gone =
      typeof c === 'object' && c.tracking?.interesting === true && dropsUnseen(inner, c, regs) ? interesting(c) : null;
    const list = take(d, regs);
    const operands = list === null ? null : list.slice();
    const n = run(ts, frame, inner, regs);
    if (typeof c === 'object') {
      if (n === null && ts.next !== frame) {
        // A method of Python code, or a native that goes on, does the storing.
        if (operands !== null) keepForNative(ts, frame, operands);
        return null;
      }
      if (inner.opcode === op.STORE_SLICE) absorb(c, 0);
      if (inner.opcode === op.STORE_SUBSCR && operands !== null) {
        for (const k of operands) if (k !== c && k !== v) stored(c, k, 1);
      }
      if (typeof v === 'object' && v.tracking !== undefined) {
        stored(c, v, 1);
        if (c.dict !== undefined) stored(c.dict, v, 1);
      }
      if (c.tracking !== undefined && !(c instanceof PyDict) && c.cls.flags & TYPE_HEAP) {
        // A setter may have put it elsewhere: a slot, a descriptor's own place.
        if (typeof v === 'object' && v.tracking?.interesting === true && !holds(c, v)) escaped(v);
      }
    }
    if (typeof before === 'object' && before.tracking !== undefined && typeof c === 'object') {
      removed(c, before);
      if (c.dict !== undefined) removed(c.dict, before);
    }
    if (worth(before)) lost(before);
    if (gone !== null) for (let i = gone.length - 1; i >= 0; i--) drop(gone[i]);
    if (operands !== null) dropOwned(d, operands, regs);
    if (n === null) {
      if (memory.candidates.length > 0) settleAt(ts, frame);
      return null;
    }
    return memory.candidates.length > 0 ? settle(ts, frame, n) : n;
  };
}

/** A store that may drop something which is not found by its key. */
function dropsUnseen(inner: Instruction, c: PyObject, regs: Regs): boolean {
  if (inner.opcode === op.STORE_SLICE) return true;
  if (inner.opcode !== op.STORE_SUBSCR && inner.opcode !== op.DELETE_SUBSCR) return false;
  return !(c instanceof PyDict) && !(c instanceof PyList && typeof regs[inner.sp - 1] === 'number');
}

const attribute = (frame: PyFrame, inner: Instruction, regs: Regs): PyValue | undefined => {
  const o = regs[inner.sp - 1];
  if (typeof o !== 'object') return undefined;
  const name = frame.code.code.names[inner.arg];
  if (o instanceof PyType) return o.ns.getStr(name);
  if (o.dict !== undefined) return o.dict.getStr(name);
  return (o as AttrBag)[`$${name}`] ?? (o as AttrBag)[`%${name}`];
};
const item = (o: PyValue | undefined, k: PyValue | undefined): PyValue | undefined => {
  if (o instanceof PyList) return typeof k === 'number' ? o.items[k < 0 ? k + o.items.length : k] : undefined;
  if (o instanceof PyDict && (typeof k === 'string' || typeof k === 'number')) return o.get(k);
  if (o instanceof PyDict && k !== undefined && o.cls === dictType) {
    const i = o.keys.indexOf(k);
    return i < 0 ? undefined : o.vals[i];
  }
  return undefined;
};
const namespace = (frame: PyFrame): PyDict | undefined => {
  const ns = frame.locals ?? frame.globals;
  if (!(ns instanceof PyDict)) return undefined;
  if (ns === frame.globals) memory.anchors.add(ns);
  return ns;
};
const globals = (frame: PyFrame): PyDict => {
  memory.anchors.add(frame.globals);
  return frame.globals;
};
const nameOf = (frame: PyFrame, inner: Instruction): string => frame.code.code.names[inner.arg];

/** LIST_APPEND, SET_ADD, MAP_ADD, LIST_EXTEND, SET_UPDATE, DICT_UPDATE: into a container further down. */
function adding(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const list = take(d, regs);
  const operands = list === null ? [] : list.slice();
  const c = regs[d.low - inner.arg];
  const n = run(ts, frame, inner, regs);
  if (n === null && ts.next !== frame) {
    keepForNative(ts, frame, typeof c === 'object' ? [c, ...objects(regs, d.low, inner.sp)] : operands);
    return null;
  }
  if (typeof c === 'object') into(c, operands, inner.opcode === op.LIST_APPEND || inner.opcode === op.SET_ADD);
  for (const v of operands) drop(v);
  if (n === null) {
    settleAt(ts, frame);
    return null;
  }
  return memory.candidates.length > 0 ? settle(ts, frame, n) : n;
}

/** `c` has got the operands, or what they hold. */
function into(c: PyObject, operands: readonly PyObject[], direct: boolean): void {
  for (const v of operands) {
    if (v === c) continue;
    if (!direct && v.tracking?.interesting === true) childrenInto(c, v);
    stored(c, v, direct ? 1 : undefined);
  }
}

function childrenInto(c: PyObject, v: PyObject): void {
  let left = 64;
  traverse(v, (x) => {
    if (typeof x !== 'object' || x.tracking?.interesting !== true || x === c) return;
    if (left-- > 0) stored(c, x);
  });
  if (left < 0) memory.epoch++;
}

/** BUILD_*: a fresh container of its operands. */
function building(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const list = take(d, regs);
  const operands = list === null ? null : list.slice();
  const n = run(ts, frame, d.inner, regs);
  const c = regs[d.low];
  if (typeof c === 'object' && (operands !== null || !(c instanceof PyTuple))) {
    born(c);
    if (operands !== null) for (const v of operands) stored(c, v, 1);
  }
  return n;
}

/** Iterators that make a tuple each time. */
const PAIRING = new Set(['dict_itemiterator', 'dict_reverseitemiterator', 'enumerate', 'zip']);

/** FOR_ITER: an iterator that has ended lets go of what it went through. */
function iterating(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const it = regs[inner.sp - 1];
  if (typeof it !== 'object' || it.tracking?.interesting !== true || it instanceof PyGenerator) {
    return inner.run(ts, frame, inner, regs);
  }
  const before = interesting(it);
  const n = run(ts, frame, inner, regs);
  for (const v of before) drop(v);
  if (n === null) return null;
  if (n !== inner.target) {
    const v = regs[inner.sp];
    // The iterator has just made it.
    if (v instanceof PyTuple && PAIRING.has(it.cls.name)) born(v);
    result(v, [it]);
  }
  return memory.candidates.length > 0 ? settle(ts, frame, n) : n;
}

function makeCell(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const n = d.inner.run(ts, frame, d.inner, regs);
  const c = regs[d.inner.arg];
  if (c instanceof PyCell && c.v !== undefined) {
    born(c);
    stored(c, c.v);
  }
  return n;
}

function setFunctionAttribute(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const value = regs[d.low];
  const n = run(ts, frame, d.inner, regs);
  const f = regs[d.low];
  if (f instanceof PyFunction) {
    born(f);
    for (const c of f.closure ?? []) stored(f, c);
    for (const v of f.defaults ?? []) stored(f, v);
    if (f.kwdefaults !== null) stored(f, f.kwdefaults);
    if (f.annotate !== null) stored(f, f.annotate);
    if (typeof value === 'object') drop(value);
  }
  return n !== null && memory.candidates.length > 0 ? settle(ts, frame, n) : n;
}

function makeFunction(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const n = run(ts, frame, d.inner, regs);
  born(regs[d.low]);
  return n;
}

/** Methods that keep nothing but their argument in `self`, and give nothing but what `self` held. */
const PLAIN: { readonly [type: string]: readonly string[] } = {
  list: ['append', 'insert', 'pop', 'index', 'count', 'remove', 'reverse', 'clear'],
  dict: ['get', 'pop', 'setdefault', 'clear', '__contains__', '__getitem__'],
  set: ['add', 'discard', 'remove', 'pop', 'clear', '__contains__'],
  deque: ['append', 'appendleft', 'pop', 'popleft', 'clear'],
};
/** Of these, the ones that may drop what they do not give back. */
const CLEARS = new Set(['clear', 'remove', 'discard']);
/** Functions that keep nothing and give nothing of their arguments. */
const LOOKING = new Set([
  'len',
  'isinstance',
  'issubclass',
  'id',
  'hash',
  'repr',
  'callable',
  'hasattr',
  'print',
  'getrefcount',
  'getsizeof',
  'is_tracked',
  'is_finalized',
  'getweakrefcount',
  'collect',
  'str',
  'sum',
]);

function calling(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const { inner } = d;
  const list = take(d, regs);
  const callee = regs[d.low];
  let f = callee;
  let self = regs[d.low + 1];
  if (f instanceof PyBoundNative) {
    self = f.self;
    f = f.native;
  }
  if (list === null) {
    const n = inner.run(ts, frame, inner, regs);
    if (n === null && ts.next !== frame && !(f instanceof PyFunction) && frame.mode !== MODE_INIT) {
      keepForNative(ts, frame, objects(regs, d.low, inner.sp), f);
    }
    if (f instanceof PyType && (f.flags & TYPE_HEAP) !== 0) newInstance(frame, n, regs, d.low, f);
    else if (n !== null && typeof regs[d.low] === 'object') {
      const v = regs[d.low];
      if (v instanceof PyFrame) exposed.add(v);
      else if (typeof v === 'object' && f instanceof PyType && unlisted.has(f) && v.cls === f) born(v);
    }
    return n !== null && memory.candidates.length > 0 ? settle(ts, frame, n) : n;
  }
  const operands = list.slice();
  const sizes = f instanceof PyNative && typeof self === 'object' && self.tracking?.interesting === true;
  const before = sizes ? interestingChildren(self as PyObject, f as PyNative) : null;
  const n = run(ts, frame, inner, regs);
  if (n === null) {
    if (frame.mode === MODE_INIT) born(regs[d.low]);
    const next = ts.next;
    if (next !== null && next !== frame && next.back === frame && next.pc < 0) {
      packed(next);
      // The arguments are the callee's now; the callable itself was this frame's.
      if (f !== undefined && typeof f === 'object') drop(f);
      return null;
    }
    if (next !== frame) {
      keepForNative(ts, frame, objects(regs, d.low, inner.sp), f);
      return null;
    }
    for (const v of operands) drop(v);
    afterNative(callee, f, self, operands, before, regs[frame.sp - 1]);
    if (memory.candidates.length > 0) settleAt(ts, frame);
    return null;
  }
  if (f instanceof PyType && (f.flags & TYPE_HEAP) !== 0) newInstance(frame, n, regs, d.low, f);
  afterNative(callee, f, self, operands, before, regs[d.low]);
  dropOwned(d, operands, regs);
  return memory.candidates.length > 0 ? settle(ts, frame, n) : n;
}

/** A call of a class: its new instance is nowhere else. */
function newInstance(frame: PyFrame, n: Instruction | null, regs: Regs, at: number, cls: PyType): void {
  if (n === null && frame.mode !== MODE_INIT) return;
  const v = regs[at];
  if (typeof v === 'object' && v.cls === cls) born(v);
}

/** `*args` and `**kwargs` of a callee hold what they were made of. */
function packed(callee: PyFrame): void {
  const c = callee.code.code;
  if ((c.flags & 0x0c) === 0) return;
  const n = c.argcount + c.kwonlyargcount;
  for (let i = n; i < n + 2 && i < callee.code.nlocalsplus; i++) {
    const v = callee.regs[i];
    if (!(v instanceof PyTuple || v instanceof PyDict) || v.tracking !== undefined) continue;
    born(v);
    if (!absorb(v, 0)) v.tracking = undefined;
  }
}

function interesting(c: PyObject): PyObject[] {
  const out: PyObject[] = c.tracking?.children != null ? [...c.tracking.children] : [];
  traverse(c, (x) => {
    if (typeof x === 'object' && x.tracking?.interesting === true) out.push(x);
  });
  return out;
}

/** The interesting things `self` holds, where the method may drop some without giving them back. */
function interestingChildren(self: PyObject, f: PyNative): PyObject[] | null {
  if (LOOKING.has(f.name)) return null;
  const plain = PLAIN[self.cls.name];
  if (plain?.includes(f.name) === true && !CLEARS.has(f.name)) return null;
  return interesting(self);
}

/** A native has run on interesting operands: who may hold them now, and what is dropped. */
function afterNative(
  callee: PyValue | undefined,
  f: PyValue | undefined,
  self: PyValue | undefined,
  operands: readonly PyObject[],
  before: readonly PyObject[] | null,
  out: PyValue | undefined,
): void {
  if (before !== null) for (const x of before) drop(x);
  const native = f instanceof PyNative ? f : null;
  if (native !== null && LOOKING.has(native.name)) return;
  if (native?.keeps === true) {
    for (const v of operands) if (v !== f) keepForEver(v);
    return;
  }
  if (native !== null && typeof self === 'object' && PLAIN[self.cls.name]?.includes(native.name) === true) {
    // `self` itself is an operand once, but for a bound method: more than that it is given to itself.
    let own = operands.includes(self) && callee === f ? 1 : 0;
    for (const v of operands) if (v !== f && v !== callee && (v !== self || own-- <= 0)) stored(self, v, 1);
    if (native.name.startsWith('pop')) removed(self, out);
    return;
  }
  if (f instanceof PyFunction || f instanceof PyMethod) return;
  for (const v of operands) {
    if (v === f || v.tracking === undefined) continue;
    forget(v);
    if (typeof self === 'object' && self !== v && !isAnchor(self)) into(self, [v], false);
    for (const c of operands) if (c !== v && c !== f && c !== self) stored(c, v);
  }
  if (typeof out !== 'object' || operands.includes(out)) return;
  if (f instanceof PyType && unlisted.has(f) && out.cls === f) born(out);
  result(out, operands);
}

function keepForEver(v: PyObject): void {
  const t = v.tracking;
  if (t !== undefined) t.rooted = LOCAL;
}

function returning(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  let list: PyObject[] | null = null;
  const { sp } = d.inner;
  for (let i = 0; i < sp; i++) {
    const v = regs[i];
    if (typeof v === 'object' && v.tracking !== undefined) (list ??= []).push(v);
  }
  if (frame.func?.tracking !== undefined) (list ??= []).push(frame.func);
  if (frame.locals instanceof PyDict && frame.locals.tracking !== undefined) (list ??= []).push(frame.locals);
  const out = regs[sp - 1];
  const back = frame.back;
  const n = d.inner.run(ts, frame, d.inner, regs);
  if (list !== null) {
    if (exposed.has(frame)) for (const v of list) stored(frame, v);
    if (!(back instanceof PyFrame)) escaped(out);
    for (let i = list.length - 1; i >= 0; i--) lost(list[i]);
  }
  if (memory.candidates.length > 0) cool(frame.code);
  if (memory.candidates.length > 0 && ts.next !== null && n === null) settleAt(ts, ts.next);
  return n;
}

function yielding(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const g = frame.generator!; // only generators yield
  for (let i = 0; i < d.low; i++) {
    const v = regs[i];
    if (typeof v === 'object' && v.tracking !== undefined) stored(g, v);
  }
  const { back } = frame;
  const v = regs[d.low];
  const n = d.inner.run(ts, frame, d.inner, regs);
  if (!(back instanceof PyFrame)) escaped(v);
  return n;
}

function makingGenerator(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const n = d.inner.run(ts, frame, d.inner, regs);
  const g = frame.generator;
  if (g !== null) {
    born(g);
    for (let i = 0; i < frame.code.nlocalsplus; i++) stored(g, regs[i]);
    if (frame.func !== null) stored(g, frame.func);
  }
  return n;
}

/** POP_EXCEPT: what was handled before is handled again, and what was handled now is dropped. */
function popExcept(ts: ThreadState, frame: PyFrame, d: Drops, regs: Regs): Instruction | null {
  const e = ts.excInfo.exception;
  const n = d.inner.run(ts, frame, d.inner, regs);
  if (e?.tracking !== undefined) drop(e);
  return n !== null && memory.candidates.length > 0 ? settle(ts, frame, n) : n;
}

const none = (): undefined => undefined;
const top = (inner: Instruction): number => inner.sp - 1;
const cell = (_f: PyFrame, inner: Instruction, regs: Regs): PyValue | undefined => regs[inner.arg];
const cellValue = (_f: PyFrame, inner: Instruction, regs: Regs): PyValue | undefined => (regs[inner.arg] as PyCell).v;
const nameValue = (f: PyFrame, inner: Instruction): PyValue | undefined => namespace(f)?.getStr(nameOf(f, inner));
const globalValue = (f: PyFrame, inner: Instruction): PyValue | undefined => globals(f).getStr(nameOf(f, inner));
const nothing = (): number => -1;

const AROUND = new Map<number, Around>([
  [op.STORE_FAST, storeFast],
  [op.STORE_FAST_LOAD_FAST, storeFastLoadFast],
  [op.STORE_FAST_STORE_FAST, storeFastStoreFast],
  [op.POP_TOP, popTop],
  [op.POP_ITER, popTop],
  [op.END_FOR, popTop],
  [op.DELETE_FAST, storing(nothing, none, (_f, inner, regs) => regs[inner.arg])],
  [op.STORE_DEREF, storing(top, cell, cellValue)],
  [op.DELETE_DEREF, storing(nothing, cell, cellValue)],
  [op.STORE_NAME, storing(top, namespace, nameValue)],
  [op.DELETE_NAME, storing(nothing, namespace, nameValue)],
  [op.STORE_GLOBAL, storing(top, globals, globalValue)],
  [op.DELETE_GLOBAL, storing(nothing, globals, globalValue)],
  [
    op.STORE_ATTR,
    storing(
      (i) => i.sp - 2,
      (_f, i, regs) => regs[i.sp - 1],
      attribute,
    ),
  ],
  [op.DELETE_ATTR, storing(nothing, (_f, i, regs) => regs[i.sp - 1], attribute)],
  [
    op.STORE_SUBSCR,
    storing(
      (i) => i.sp - 3,
      (_f, i, regs) => regs[i.sp - 2],
      (_f, i, regs) => item(regs[i.sp - 2], regs[i.sp - 1]),
    ),
  ],
  [
    op.STORE_SLICE,
    storing(
      () => -1,
      (_f, i, regs) => regs[i.sp - 3],
      none,
    ),
  ],
  [
    op.DELETE_SUBSCR,
    storing(
      nothing,
      (_f, i, regs) => regs[i.sp - 2],
      (_f, i, regs) => item(regs[i.sp - 2], regs[i.sp - 1]),
    ),
  ],
  [op.LOAD_ATTR, loading],
  [op.BINARY_OP, making],
  [op.BINARY_SLICE, making],
  [op.CALL_INTRINSIC_1, making],
  [op.LIST_APPEND, adding],
  [op.SET_ADD, adding],
  [op.MAP_ADD, adding],
  [op.LIST_EXTEND, adding],
  [op.SET_UPDATE, adding],
  [op.DICT_UPDATE, adding],
  [op.DICT_MERGE, adding],
  [op.BUILD_LIST, building],
  [op.BUILD_TUPLE, building],
  [op.BUILD_SET, building],
  [op.BUILD_MAP, building],
  [op.BUILD_SLICE, building],
  [op.FOR_ITER, iterating],
  [op.MAKE_CELL, makeCell],
  [op.MAKE_FUNCTION, makeFunction],
  [op.SET_FUNCTION_ATTRIBUTE, setFunctionAttribute],
  [op.CALL, calling],
  [op.CALL_KW, calling],
  [op.CALL_FUNCTION_EX, calling],
  [op.RETURN_VALUE, returning],
  [op.YIELD_VALUE, yielding],
  [op.RETURN_GENERATOR, makingGenerator],
  [op.POP_EXCEPT, popExcept],
]);
const UNTOUCHED = new Set([
  RESUME,
  JUMP,
  JUMP_BACKWARD,
  LOAD_FAST,
  LOAD_FAST_LOAD_FAST,
  LOAD_CONST,
  PUSH_NULL,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_TRUE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
]);

function telling(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const d = ins.monitor as Drops; // instrumentDrops() set it
  return d.around(ts, frame, d, regs);
}

function asParts(_ts: ThreadState, _frame: PyFrame, ins: Instruction): Instruction {
  return (ins.monitor as Drops).inner; // as above
}

/** Makes an instruction tell of drops. */
export function tellDrops(code: PyCode, ins: Instruction): void {
  const inner = ins.plain ?? duplicate(ins);
  const around = AROUND.get(inner.opcode) ?? generic;
  const quiet = around === generic && (UNTOUCHED.has(inner.kind) || popped(inner.opcode, inner.arg) === 0);
  if (quiet && ins.plain === null) return;
  if (inner.kind !== HANDLER && around === generic && !quiet) return;
  ins.monitor = new Drops(inner, ins.kind, ins.run, code, around);
  ins.kind = HANDLER;
  ins.run = quiet ? asParts : telling;
}

/** The same instruction once more. */
export function duplicate(ins: Instruction): Instruction {
  const s = new Instruction(ins.kind, ins.run, ins.opcode, ins.arg, ins.pc, ins.sp);
  s.a = ins.a;
  s.b = ins.b;
  s.d = ins.d;
  s.value = ins.value;
  s.cache = ins.cache;
  s.known = ins.known;
  s.next = ins.next;
  s.target = ins.target;
  s.heat = ins.heat;
  return s;
}

/** Instructions tell of drops from now on. */
export function beginTelling(): void {
  memory.on = true;
  wantFrames(true);
  reinstrument();
  if (memory.wasOn) return;
  memory.wasOn = true;
  tellJit();
}
setSwitchOn(beginTelling);
/** Nothing is watched any more, and nothing is tracked: instructions are again as they were. */
export function switchOff(): void {
  memory.on = false;
  wantFrames(false);
  memory.candidates.length = 0;
  reinstrument();
}

/** An exception leaves `frame`, or is caught there: its traceback holds the frame from now on. */
export function unwinding(frame: PyFrame, e: PyBaseException): void {
  const tb = e.traceback as PyTraceback | null;
  const n = frame.code.nlocalsplus;
  let any = false;
  for (let i = 0; i < n; i++) {
    const v = frame.regs[i];
    if (typeof v === 'object' && v.tracking?.interesting === true) {
      stored(frame, v);
      any = true;
    }
  }
  for (let i = n; i < frame.regs.length; i++) {
    const v = frame.regs[i];
    if (typeof v === 'object' && v.tracking?.interesting === true && v !== e) drop(v);
  }
  if (any) {
    if (frame.tracking?.known === UNKNOWN && !exposed.has(frame)) frame.tracking.known = LOCAL;
    exposed.add(frame);
  }
  if (tb === null || tb.next === null) born(e);
  if (e.context?.tracking !== undefined) stored(e, e.context);
  if (e.cause?.tracking !== undefined) stored(e, e.cause);
  if (tb === null || (frame.tracking?.interesting !== true && tb.next?.tracking?.interesting !== true)) return;
  born(tb);
  stored(tb, frame);
  if (tb.next !== null) stored(tb, tb.next);
  stored(e, tb);
}
