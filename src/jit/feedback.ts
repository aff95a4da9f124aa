// Type feedback: what tier 0 saw at the instructions whose JavaScript depends on it. Sampling gives
// tier 0 instructions that look at their operands the first time, for a few rounds. Invariant: sampling never runs
// Python code and changes nothing a program can see. Kinds only ever grow, so repeated compilation ends.

import type { AttrBag, PyObject, PyValue } from '../objects/object.ts';
import type { PyFrame } from '../objects/frame.ts';
import { type PyCell, PyFunction, PyList, PyMethod, PyTuple } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyEnumerate } from '../objects/enumerate.ts';
import { PyItemsIterator } from '../objects/iterator.ts';
import { type PyType, typeOf } from '../objects/type.ts';
import { PyZip } from '../objects/zip.ts';
import { HANDLER, prepare } from '../vm/instruction.ts';
import type { PyTupleGetter } from '../objects/tuplegetter.ts';
import { ATTR_CLASS, ATTR_FIELD, ATTR_ITEM, ATTR_SLOT, type AttributeCache } from '../vm/attribute-cache.ts';
import * as op from '../compile/opcodes.ts';
import { FLOAT, INT, kindOf, NUMBER, OTHER, UNDEF } from './kinds.ts';
import type { JitCode } from './record.ts';

/** What was seen at one instruction. */
export class Seen {
  /** Kinds of the operands (left, right; of a call: the first argument, the callee) and of the result or item. */
  a = 0;
  b = 0;
  r = 0;
  /** The one callee, or null when there were several. */
  target: PyValue | null | undefined = undefined;
  /** The object had the attribute itself, whatever its class has. */
  own = false;
  /** The callee was a bound method of `target`. */
  bound = false;
  /** The class of the object, null when there were several. Of an operand: where it is of no kind of its own. */
  cls: PyType | null | undefined = undefined;
  /** The class of the right operand, or of what is called, where it is of no kind of its own; null when there were several. */
  right: PyType | null | undefined = undefined;
  /** The classes of the object, as long as they are few. */
  classes: PyType[] = [];
  /** The classes of the iterators within an iterator (enumerate, zip); null where there were several. */
  inner: (PyType | null)[] | null = null;
  /** Kinds of the items of an unpacked sequence. */
  items: number[] | null = null;
  /** What was assumed here was wrong too often: nothing is assumed any more. */
  generic = false;
}

export class Feedback {
  readonly at: (Seen | undefined)[] = [];
  /** Kinds of the arguments. */
  readonly args: number[] = [];
  get(pc: number): Seen | undefined {
    return this.at[pc];
  }
  make(pc: number): Seen {
    return (this.at[pc] ??= new Seen());
  }
  /** A number that had always been a float was an int: others will be, and one compilation must do for all of them. */
  mixNumbers(): void {
    const mixed = (bits: number): number => ((bits & NUMBER) === FLOAT ? bits | INT : bits);
    for (const seen of this.at) {
      if (seen === undefined) continue;
      seen.a = mixed(seen.a);
      seen.b = mixed(seen.b);
      seen.r = mixed(seen.r);
    }
    for (let i = 0; i < this.args.length; i++) this.args[i] = mixed(this.args[i]);
  }
}

const SAMPLED = new Set<number>([
  op.BINARY_OP,
  op.COMPARE_OP,
  op.LOAD_ATTR,
  op.STORE_ATTR,
  op.LOAD_SPECIAL,
  op.STORE_SUBSCR,
  op.CALL,
  op.CALL_KW,
  op.FOR_ITER,
  op.UNPACK_SEQUENCE,
  op.TO_BOOL,
  op.UNARY_NEGATIVE,
  op.UNARY_INVERT,
  op.LOAD_DEREF,
  op.CONTAINS_OP,
  op.BINARY_SLICE,
  op.GET_ITER,
  op.FORMAT_SIMPLE,
  op.LIST_APPEND,
]);

/** How often an instruction is looked at in one round: the first item of a list is not like the others. */
const LOOKS = 6;

/** Puts tier 0 on instructions of which every interesting one is seen a few times more. */
export function arm(h: JitCode): void {
  h.feedback ??= new Feedback();
  h.rounds++;
  prepare(h.code, (ins) => {
    if (!SAMPLED.has(ins.opcode)) return;
    const { run, kind } = ins;
    ins.kind = HANDLER;
    let looks = 0;
    ins.run = (ts, frame, self, regs) => {
      if (++looks >= LOOKS) {
        self.run = run; // `self` stands for `ins` while somebody listens (vm/monitoring)
        self.kind = kind;
      }
      see(h.feedback!, frame, ins.pc, ins.sp);
      return run(ts, frame, self, regs);
    };
  });
}

/** Back to instructions as tier 0 likes them. */
export function disarm(h: JitCode): void {
  h.code.prepared = null;
}

const oneClass = (before: PyType | null | undefined, v: PyValue): PyType | null => {
  const t = typeOf(v);
  return before === undefined || before === t ? t : null;
};
/** An operand, or the left one of two. */
function seeLeft(f: Seen, v: PyValue): void {
  const kind = kindOf(v);
  f.a |= kind;
  if (kind === OTHER) f.cls = oneClass(f.cls, v);
}
function seeRight(f: Seen, v: PyValue): void {
  const kind = kindOf(v);
  f.b |= kind;
  if (kind === OTHER) f.right = oneClass(f.right, v);
}

/** What the operands on the stack say about instruction `pc`. */
export function see(fb: Feedback, frame: PyFrame, pc: number, sp: number): void {
  const code = frame.code;
  const ins = code.code.instrs[pc];
  const arg = ins >>> 8;
  const regs = frame.regs;
  const opcode = ins & 255;
  const f = fb.make(pc);
  switch (opcode) {
    case op.BINARY_OP: {
      const a = regs[sp - 2]!;
      const b = regs[sp - 1]!;
      seeLeft(f, a);
      seeRight(f, b);
      if (arg === 26) {
        let v: PyValue | undefined;
        if (typeof b === 'number' && (a instanceof PyList || a instanceof PyTuple))
          v = a.items[b < 0 ? b + a.items.length : b];
        else if (a instanceof PyDict && typeof b === 'string') v = a.getStr(b);
        else if (a instanceof PyDict && typeof b === 'number') v = a.get(b);
        if (v !== undefined) f.r |= kindOf(v);
        else f.r |= OTHER;
      }
      return;
    }
    case op.COMPARE_OP:
    case op.CONTAINS_OP:
    case op.STORE_SUBSCR: // of three: the key and the container
      seeLeft(f, regs[sp - 2]!);
      seeRight(f, regs[sp - 1]!);
      return;
    case op.BINARY_SLICE:
      f.a |= kindOf(regs[sp - 3]);
      return;
    case op.LOAD_ATTR: {
      const o = regs[sp - 1]!;
      f.a |= kindOf(o);
      const t = typeOf(o);
      f.cls = f.cls === undefined || f.cls === t ? t : null;
      if (f.classes.length < 8 && !f.classes.includes(t)) f.classes.push(t);
      const c = code.caches[pc] as AttributeCache | undefined;
      if (c !== undefined && c.type === t && c.kind === ATTR_ITEM)
        f.r |= kindOf((o as PyTuple).items[(c.value as PyTupleGetter).index]) & ~UNDEF; // the cache is for tuples
      else if (
        c !== undefined &&
        c.type === t &&
        (c.kind === ATTR_FIELD || c.kind === ATTR_SLOT || c.kind === ATTR_CLASS)
      ) {
        const own = (o as AttrBag)[c.key] ?? (o as PyObject).dict?.getStr(code.code.names[arg >> 1]); // a cache is made for objects
        if (own !== undefined) f.own = true;
        const v = own ?? c.value ?? c.ns?.vals[c.index];
        f.r |= v === undefined ? OTHER : kindOf(v);
      }
      return;
    }
    case op.STORE_ATTR:
    case op.LOAD_SPECIAL: {
      const t = typeOf(regs[sp - 1]!);
      f.cls = f.cls === undefined || f.cls === t ? t : null;
      if (f.classes.length < 8 && !f.classes.includes(t)) f.classes.push(t);
      return;
    }
    case op.CALL:
    case op.CALL_KW: {
      const at = opcode === op.CALL ? sp - arg - 2 : sp - arg - 3;
      let c: PyValue = regs[at]!;
      seeRight(f, c);
      if (arg > 0) seeLeft(f, regs[at + 2]!);
      let bound = false;
      if (c instanceof PyMethod && regs[at + 1] === undefined) {
        c = c.func;
        bound = true;
      }
      // Closures made again and again share their code.
      if (f.target === undefined) f.target = c;
      else if (
        f.target !== c &&
        !(f.target instanceof PyFunction && c instanceof PyFunction && f.target.code === c.code)
      )
        f.target = null;
      if (f.target !== null && f.r !== 0 && f.bound !== bound) f.target = null;
      f.bound = bound;
      f.r = 1;
      return;
    }
    case op.FOR_ITER: {
      const it = regs[sp - 1]!;
      const t = typeOf(it);
      f.cls = f.cls === undefined || f.cls === t ? t : null;
      if (it instanceof PyItemsIterator && it.seq !== null) {
        const v = (it.seq as PyList | PyTuple).items[it.index];
        if (v !== undefined) f.r |= kindOf(v);
      } else f.r |= OTHER;
      const inner = it instanceof PyEnumerate ? [it.it] : it instanceof PyZip ? it.its : null;
      if (inner !== null) {
        const before = f.inner;
        f.inner = inner.map((x, i) => (before === null || before[i] === typeOf(x) ? typeOf(x) : null));
      }
      return;
    }
    case op.UNPACK_SEQUENCE: {
      const v = regs[sp - 1]!;
      f.a |= kindOf(v);
      if (v instanceof PyTuple || v instanceof PyList) {
        f.items ??= [];
        for (let i = 0; i < v.items.length && i < arg; i++) f.items[i] = (f.items[i] ?? 0) | kindOf(v.items[i]);
      }
      return;
    }
    case op.LOAD_DEREF:
      f.r |= kindOf((regs[arg] as PyCell).v) & ~UNDEF;
      return;
    default:
      seeLeft(f, regs[sp - 1]!);
  }
}
