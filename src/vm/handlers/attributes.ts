// LOAD_ATTR and STORE_ATTR with their inline caches (attribute-cache.ts). Invariant: the cache says what the type says;
// a guess that fails falls back to the protocol, never to a wrong answer. The object is in register `a`, the result
// goes to `d` (and NULL or self above it), so that LOAD_FAST can be fused in.

import type { PyFrame } from '../../objects/frame.ts';
import type { PyGetSet } from '../../objects/native.ts';
import { type AttrBag, None, type PyObject, type PyValue } from '../../objects/object.ts';
import { PyFunction, PyMethod, type PyTuple } from '../../objects/shapes.ts';
import type { PyTupleGetter } from '../../objects/tuplegetter.ts';
import { PyType, typeOf } from '../../objects/type.ts';
import {
  ATTR_CLASS,
  ATTR_CLASSMETHOD,
  ATTR_FIELD,
  ATTR_GETSET,
  ATTR_ITEM,
  ATTR_METHOD,
  ATTR_PROPERTY,
  ATTR_SLOT,
  type AttributeCache,
  loadAttribute,
  loadMethod,
  storeAttribute,
  type StoreCache,
} from '../attribute-cache.ts';
import { ClassSite } from '../class-site.ts';
import { pushFrame } from '../drive.ts';
import { enterFunction } from '../function-call.ts';
import type { Handler, Instruction } from '../instruction.ts';
import { discard, push, wait } from '../leave.ts';
import type { ThreadState } from '../thread.ts';

type Regs = (PyValue | undefined)[];

/** How many types an instruction remembers. */
const KNOWN = 6;

/**
 * LOAD_ATTR before its cache is filled, and whenever the cache does not hold: other types seen here are tried, then the
 * protocol. The current cache has been tried already.
 */
export function loadAttr(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  // Fused with the LOAD_FAST before it: it shares the caches of the instruction itself, which fills them.
  const own = ins.plain === null ? ins : ins.plain.next;
  const o = regs[ins.a];
  if (o !== undefined) {
    const t = typeof o === 'object' ? o.cls : typeOf(o);
    const current = ins.cache;
    for (let c = own.known as AttributeCache | null; c !== null; c = c.older) {
      if (c.type === t && c !== current && c.version === t.version) {
        ins.cache = c;
        return (ins.run = handlerOf(c, ins.arg))(ts, frame, ins, regs);
      }
    }
  }
  if (ins.plain !== null) return ins.plain;
  return loadAttrSlowly(ts, frame, ins, regs);
}

/** Of the class that was seen last. */
function loadAttrOfClass(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a] as PyType; // anything else has another version, or none
  const site = ins.cache as ClassSite; // loadAttrSlowly() set it
  if (o.version === site.version && o.cls.version === site.meta) {
    const d = ins.d;
    regs[d] = site.ns!.vals[site.at]; // a site that has learnt
    if ((ins.arg & 1) !== 0) regs[d + 1] = site.bound ? o : undefined;
    return ins.next;
  }
  return loadAttr(ts, frame, ins, regs);
}

function loadAttrSlowly(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 1;
  if (regs[at] instanceof PyType) {
    const site = ins.cache instanceof ClassSite ? ins.cache : new ClassSite();
    if (site.learn(regs[at], frame.code.code.names[ins.arg >> 1], (ins.arg & 1) !== 0)) {
      ins.cache = site;
      ins.run = loadAttrOfClass;
      return loadAttrOfClass(ts, frame, ins, regs);
    }
  }
  const o = regs[at]!; // the compiler pushed a value
  const pc = ins.pc;
  const caches = frame.code.caches;
  const before = caches[pc];
  frame.pc = pc;
  if ((ins.arg & 1) !== 0) {
    frame.sp = ins.sp;
    const r = loadMethod(frame, o, ins.arg >> 1, pc);
    if (caches[pc] !== before) remember(ins, caches[pc] as AttributeCache); // what fill() put there
    return r === undefined ? ins.next : wait(ts, frame, r);
  }
  frame.sp = at;
  const r = loadAttribute(frame, o, ins.arg >> 1, pc);
  if (caches[pc] !== before) remember(ins, caches[pc] as AttributeCache); // as above
  return push(ts, frame, ins, r, at);
}

/** Takes a new cache, in front of those that still hold. */
function remember(ins: Instruction, cache: AttributeCache): void {
  let n = 1;
  let last = cache;
  for (let c = ins.known as AttributeCache | null; c !== null && n < KNOWN; c = c.older) {
    if (c.type === cache.type || c.version !== c.type.version) continue;
    last = last.older = c;
    n++;
  }
  last.older = null;
  ins.known = ins.cache = cache;
  ins.run = handlerOf(cache, ins.arg);
}

function handlerOf(c: AttributeCache, arg: number): Handler {
  switch (c.kind) {
    case ATTR_FIELD:
      return loadAttrField;
    case ATTR_METHOD:
      return (arg & 1) !== 0 ? loadAttrMethod : loadAttrBound;
    case ATTR_SLOT:
      return loadAttrSlot;
    case ATTR_CLASS:
      return loadAttrClass;
    case ATTR_CLASSMETHOD:
      return (arg & 1) !== 0 ? loadAttrClassMethod : loadAttr;
    case ATTR_PROPERTY:
      return loadAttrProperty;
    case ATTR_GETSET:
      return loadAttrGetSet;
    case ATTR_ITEM:
      return loadAttrItem;
    default:
      return loadAttr;
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

function loadAttrClassMethod(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (typeof o === 'object' && o.cls === c.type && c.version === c.type.version && unshadowed(o, c)) {
    const d = ins.d;
    regs[d + 1] = c.type;
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
  if (typeof o === 'object' && o.cls === c.type && c.version === c.type.version) {
    // What the class has may be a default that instances replace.
    let v: PyValue | undefined;
    if (c.shadow) v = o.dict === undefined ? (o as AttrBag)[c.key] : o.dict.getStr(frame.code.code.names[ins.arg >> 1]);
    const d = ins.d;
    regs[d] = v ?? c.value ?? c.ns!.vals[c.index]; // either has it
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

function loadAttrGetSet(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (
    ins.plain === null &&
    (ins.arg & 1) === 0 &&
    o !== undefined &&
    typeOf(o) === c.type &&
    c.version === c.type.version
  ) {
    frame.pc = ins.pc;
    frame.sp = ins.sp - 1;
    const r = (c.value as PyGetSet).get(o as never); // its owner was looked at when the cache was made
    return push(ts, frame, ins, r === undefined ? None : r, ins.sp - 1);
  }
  return loadAttr(ts, frame, ins, regs);
}

function loadAttrItem(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const o = regs[ins.a];
  const c = ins.cache as AttributeCache; // specialise() set it
  if (typeof o === 'object' && o.cls === c.type && c.version === c.type.version) {
    const v = (o as PyTuple).items[(c.value as PyTupleGetter).index]; // the cache is for tuples
    if (v !== undefined) {
      const d = ins.d;
      regs[d] = v;
      if ((ins.arg & 1) !== 0) regs[d + 1] = undefined;
      return ins.next;
    }
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
  return storeAttrSlowly(ts, frame, ins, regs);
}

function storeAttrSlowly(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 2;
  const o = regs[at + 1]!; // as above
  if (typeof o === 'object' && o.dict === undefined) {
    const t = o.cls;
    for (let c = ins.known as StoreCache | null; c !== null; c = c.older) {
      if (c.type === t && c.version === t.version) {
        ins.cache = c;
        (o as AttrBag)[c.key] = regs[at];
        return ins.next;
      }
    }
  }
  frame.pc = ins.pc;
  frame.sp = at;
  const caches = frame.code.caches;
  const before = caches[ins.pc];
  const r = storeAttribute(frame, o, regs[at]!, ins.arg, ins.pc);
  const made = caches[ins.pc] as StoreCache | undefined; // only storeAttribute() sets it
  if (made !== undefined && made !== before) {
    let n = 1;
    let last = made;
    for (let c = ins.known as StoreCache | null; c !== null && n < KNOWN; c = c.older) {
      if (c.type === made.type || c.version !== c.type.version) continue;
      last = last.older = c;
      n++;
    }
    last.older = null;
    ins.known = ins.cache = made;
  }
  return discard(ts, frame, ins, r, at);
}
