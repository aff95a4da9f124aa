// Names, globals, cells and the containers' display instructions. Invariant: as in run.ts, what Python may look at is
// written back before anything that can look.

import { push } from '../../objects/capacity.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { None, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { setitemR } from '../../objects/protocol/operators.ts';
import { PyCell, PyList, PyTuple } from '../../objects/shapes.ts';
import { dictType, listType, tupleType } from '../../objects/type.ts';
import { type GlobalCache, loadGlobal } from '../global-cache.ts';
import type { Instruction } from '../instruction.ts';
import { discard } from '../leave.ts';
import { unboundLocal } from '../names.ts';
import type { ThreadState } from '../thread.ts';
import { outOfLine } from './out-of-line.ts';

type Regs = (PyValue | undefined)[];

/** LOAD_DEREF. */
export function loadDeref(_ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  const v = (regs[ins.arg] as PyCell).v; // the compiler's cells
  if (v === undefined) {
    frame.pc = ins.pc;
    throw unboundLocal(frame.code, ins.arg);
  }
  regs[ins.sp] = v;
  return ins.next;
}

/** STORE_DEREF. */
export function storeDeref(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  (regs[ins.arg] as PyCell).v = regs[ins.sp - 1]; // as above
  return ins.next;
}

/** COPY_FREE_VARS. */
export function copyFreeVars(_ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  const closure = frame.func!.closure!; // code with free variables runs in a function with a closure
  const n = ins.arg;
  const base = frame.code.nlocalsplus - n;
  for (let i = 0; i < n; i++) regs[base + i] = closure[i];
  return ins.next;
}

/** MAKE_CELL. */
export function makeCell(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  regs[ins.arg] = new PyCell(regs[ins.arg]);
  return ins.next;
}

/** LOAD_FAST_AND_CLEAR. */
export function loadFastAndClear(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  regs[ins.sp] = regs[ins.arg];
  regs[ins.arg] = undefined;
  return ins.next;
}

/** LOAD_GLOBAL, with the index of the entry in the globals or builtins as its cache. */
export function loadGlobalHandler(_ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  const c = ins.cache as GlobalCache | undefined; // only set here
  let v: PyValue | undefined;
  if (c !== undefined && c.dict === frame.globals && c.version === c.dict.keysVersion) {
    const b = c.builtins;
    if (b === null) v = c.dict.vals[c.index];
    else if (c.builtinsVersion === b.keysVersion) v = b.vals[c.index];
  }
  if (v === undefined) {
    frame.pc = ins.pc;
    v = loadGlobal(frame, ins.pc, frame.code.code.names[ins.arg >> 1]);
    ins.cache = frame.code.caches[ins.pc];
  }
  const sp = ins.sp;
  regs[sp] = v;
  if ((ins.arg & 1) !== 0) regs[sp + 1] = undefined;
  return ins.next;
}

/** LOAD_NAME in a namespace that is a dict. */
export function loadName(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const ns = frame.locals;
  if (ns instanceof PyDict && ns.cls === dictType) {
    const v = ns.getStr(frame.code.code.names[ins.arg]);
    if (v !== undefined) {
      regs[ins.sp] = v;
      return ins.next;
    }
  }
  return outOfLine(ts, frame, ins, regs);
}

/** STORE_SUBSCR. [value, container, key] */
export function storeSubscr(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 3;
  const v = regs[at]!; // the compiler pushed three values
  const o = regs[at + 1]!;
  const key = regs[at + 2]!;
  if (typeof key === 'number') {
    if (o instanceof PyList && o.cls === listType) {
      const items = o.items;
      const i = key < 0 ? key + items.length : key;
      if (i >= 0 && i < items.length) {
        items[i] = v;
        return ins.next;
      }
    }
  } else if (typeof key === 'string' && o instanceof PyDict && o.cls === dictType) {
    o.setStr(key, v);
    return ins.next;
  }
  frame.pc = ins.pc;
  frame.sp = at;
  if (o instanceof PyDict && o.cls === dictType) {
    o.set(key, v);
    return ins.next;
  }
  return discard(ts, frame, ins, setitemR(o, key, v), at);
}

/** LIST_APPEND. */
export function listAppend(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  const at = ins.sp - 1;
  push((regs[at - ins.arg] as PyList).items, regs[at]!); // a comprehension's list
  return ins.next;
}

/** BUILD_TUPLE. */
export function buildTuple(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  const base = ins.sp - ins.arg;
  const items: PyValue[] = [];
  for (let i = base; i < ins.sp; i++) items.push(regs[i]!); // pushed values
  regs[base] = new PyTuple(items);
  return ins.next;
}

/** BUILD_LIST. */
export function buildList(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction {
  const base = ins.sp - ins.arg;
  const items: PyValue[] = [];
  for (let i = base; i < ins.sp; i++) items.push(regs[i]!); // pushed values
  regs[base] = new PyList(items);
  return ins.next;
}

/** UNPACK_SEQUENCE of a list or tuple. */
export function unpackSequence(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 1;
  const v = regs[at];
  if ((v instanceof PyTuple && v.cls === tupleType) || (v instanceof PyList && v.cls === listType)) {
    const items = v.items;
    const n = ins.arg;
    if (items.length === n) {
      for (let i = 0; i < n; i++) regs[at + i] = items[n - 1 - i];
      return ins.next;
    }
  }
  return outOfLine(ts, frame, ins, regs);
}

/** A slice bound as an index into `n` items, or -1 where the protocol must decide. */
function bound(v: PyValue | undefined, n: number, absent: number): number {
  if (typeof v === 'number') return v < 0 ? Math.max(0, v + n) : Math.min(v, n);
  return v === None ? absent : -1;
}

/** BINARY_SLICE of a list, tuple or str. [o, start, stop] */
export function binarySlice(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 3;
  const o = regs[at];
  let n = -1;
  if (typeof o === 'string') n = o.length;
  else if (o instanceof PyList && o.cls === listType) n = o.items.length;
  else if (o instanceof PyTuple && o.cls === tupleType) n = o.items.length;
  if (n >= 0) {
    const start = bound(regs[at + 1], n, 0);
    const stop = bound(regs[at + 2], n, n);
    if (start >= 0 && stop >= 0) {
      if (typeof o === 'string') regs[at] = start < stop ? o.slice(start, stop) : '';
      else if (o instanceof PyList) regs[at] = new PyList(o.items.slice(start, stop));
      else if (stop - start < n) regs[at] = new PyTuple((o as PyTuple).items.slice(start, stop)); // the third case above
      return ins.next;
    }
  }
  return outOfLine(ts, frame, ins, regs);
}
