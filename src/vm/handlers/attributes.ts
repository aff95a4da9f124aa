// LOAD_ATTR and STORE_ATTR with their inline caches (attribute-cache.ts). Invariant: the cache says what the type says;
// a guess that fails falls back to the protocol, never to a wrong answer. The object is in register `a`, the result
// goes to `d` (and NULL or self above it), so that LOAD_FAST can be fused in.

import type { PyFrame } from '../../objects/frame.ts';
import type { AttrBag, PyObject, PyValue } from '../../objects/object.ts';
import { PyFunction, PyMethod } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import {
  ATTR_CLASS,
  ATTR_FIELD,
  ATTR_METHOD,
  ATTR_PROPERTY,
  ATTR_SLOT,
  type AttributeCache,
  loadAttribute,
  loadMethod,
  storeAttribute,
  type StoreCache,
} from '../attribute-cache.ts';
import { pushFrame } from '../drive.ts';
import { enterFunction } from '../function-call.ts';
import type { Instruction } from '../instruction.ts';
import { discard, push, wait } from '../leave.ts';
import type { ThreadState } from '../thread.ts';

type Regs = (PyValue | undefined)[];

/** LOAD_ATTR before its cache is filled, and whenever the cache does not hold. */
export function loadAttr(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  if (ins.plain !== null) {
    // Fused with the LOAD_FAST before it: it borrows the cache of the instruction itself, which fills it.
    const own = ins.plain.next;
    ins.cache = own.cache;
    ins.run = own.run;
    return ins.plain;
  }
  const at = ins.sp - 1;
  const o = regs[at]!; // the compiler pushed a value
  const pc = ins.pc;
  frame.pc = pc;
  if ((ins.arg & 1) !== 0) {
    frame.sp = ins.sp;
    const r = loadMethod(frame, o, ins.arg >> 1, pc);
    specialise(ins, frame);
    return r === undefined ? ins.next : wait(ts, frame, r);
  }
  frame.sp = at;
  const r = loadAttribute(frame, o, ins.arg >> 1, pc);
  specialise(ins, frame);
  return push(ts, frame, ins, r, at);
}

/** Takes the cache that attribute-cache.ts made for this instruction. */
function specialise(ins: Instruction, frame: PyFrame): void {
  const c = frame.code.caches[ins.pc] as AttributeCache | undefined; // what fill() puts there
  if (c === undefined || c === ins.cache) return;
  ins.cache = c;
  switch (c.kind) {
    case ATTR_FIELD:
      ins.run = loadAttrField;
      break;
    case ATTR_METHOD:
      ins.run = (ins.arg & 1) !== 0 ? loadAttrMethod : loadAttrBound;
      break;
    case ATTR_SLOT:
      ins.run = loadAttrSlot;
      break;
    case ATTR_CLASS:
      ins.run = loadAttrClass;
      break;
    case ATTR_PROPERTY:
      ins.run = loadAttrProperty;
      break;
  }
}

function loadAttrField(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (typeof o === 'object' && o.cls === c.type && c.version === c.type.version) {
    const v = o.dict === undefined ? (o as AttrBag)[c.key] : o.dict.getStr(frame.code.code.names[ins.arg >> 1]);
    if (v !== undefined) {
      const d = ins.d;
      regs[d] = v;
      if ((ins.arg & 1) !== 0) regs[d + 1] = undefined;
      return ins.next;
    }
  }
  return loadAttr(ts, frame, ins, regs);
}

function loadAttrSlot(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (typeof o === 'object' && o.cls === c.type && c.version === c.type.version) {
    const v = (o as AttrBag)[c.key];
    if (v !== undefined) {
      const d = ins.d;
      regs[d] = v;
      if ((ins.arg & 1) !== 0) regs[d + 1] = undefined;
      return ins.next;
    }
  }
  return loadAttr(ts, frame, ins, regs);
}

/** No attribute of the instance's own hides what the class has. */
function unshadowed(o: PyObject, c: AttributeCache): boolean {
  return !c.shadow || (o.dict === undefined && (o as AttrBag)[c.key] === undefined);
}

function loadAttrMethod(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (
    o !== undefined &&
    (typeof o === 'object' ? o.cls : typeOf(o)) === c.type &&
    c.version === c.type.version &&
    unshadowed(o as PyObject, c) // a primitive's type has no instance attributes
  ) {
    const d = ins.d;
    regs[d + 1] = o;
    regs[d] = c.value;
    return ins.next;
  }
  return loadAttr(ts, frame, ins, regs);
}

function loadAttrBound(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a]!;
  const c = ins.cache as AttributeCache; // specialise() set it
  if (
    typeof o === 'object' &&
    o.cls === c.type &&
    c.version === c.type.version &&
    c.value instanceof PyFunction &&
    unshadowed(o, c)
  ) {
    regs[ins.d] = new PyMethod(c.value, o);
    return ins.next;
  }
  return loadAttr(ts, frame, ins, regs);
}

function loadAttrClass(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (typeof o === 'object' && o.cls === c.type && c.version === c.type.version && unshadowed(o, c)) {
    const d = ins.d;
    regs[d] = c.value;
    if ((ins.arg & 1) !== 0) regs[d + 1] = undefined;
    return ins.next;
  }
  return loadAttr(ts, frame, ins, regs);
}

function loadAttrProperty(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (
    ins.plain === null &&
    (ins.arg & 1) === 0 &&
    typeof o === 'object' &&
    o.cls === c.type &&
    c.version === c.type.version
  ) {
    const f = enterFunction(c.value as PyFunction, [o], null); // fill() checked
    frame.pc = ins.pc;
    frame.sp = ins.sp - 1;
    ts.next = pushFrame(ts, f, frame);
    return null;
  }
  return loadAttr(ts, frame, ins, regs);
}

/** STORE_ATTR. */
export function storeAttr(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 2;
  const o = regs[at + 1]!; // the compiler pushed two values
  const c = ins.cache as StoreCache | undefined; // only set here
  if (
    c !== undefined &&
    typeof o === 'object' &&
    o.cls === c.type &&
    c.version === c.type.version &&
    o.dict === undefined
  ) {
    (o as AttrBag)[c.key] = regs[at];
    return ins.next;
  }
  frame.pc = ins.pc;
  frame.sp = at;
  const r = storeAttribute(frame, o, regs[at]!, ins.arg, ins.pc);
  ins.cache = frame.code.caches[ins.pc];
  return discard(ts, frame, ins, r, at);
}
