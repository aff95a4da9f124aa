// Tier 0: the evaluation loop. Invariant: a Python-to-Python call never recurses in JavaScript — it switches `frame`;
// natives that call back are heap frames too (drive.ts). Local variables mirror the running frame (`regs`, `sp`, `pc`);
// they are written back (`frame.pc`, `frame.sp`) before anything that may look at or leave the frame.
// Hot instructions are inline here so that V8 keeps this one function optimised (below its size limit: 60 KB of its
// bytecode); everything else is in cold-*.ts.

import { None, type PyObject, type AttrBag, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import {
  type EntryFrame,
  MODE_DISCARD,
  MODE_INIT,
  MODE_ITER,
  MODE_JUMP,
  MODE_PUSH,
  MODE_SEND,
  PyFrame,
  PyTraceback,
  type Activation,
} from '../objects/frame.ts';
import { PyCell, PyFloat, PyFunction, PyList, PyMethod, PyTuple } from '../objects/shapes.ts';
import { PyNative } from '../objects/native.ts';
import { callNative } from '../objects/native.ts';
import {
  floatType,
  listType,
  dictType,
  tupleType,
  PyType,
  TYPE_HEAP,
  typeOf,
  typeType,
  TYPE_ABSTRACT,
} from '../objects/type.ts';
import { AsCall, isPending, type Pending } from '../objects/protocol/pending.ts';
import { GEN_CLOSED, GEN_RUNNING, GEN_SUSPENDED, PyGenerator } from '../objects/generator.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { BINARY_OPERATORS, binaryR, compareR, truthR, getitemR, setitemR } from '../objects/protocol/operators.ts';
import { iterR, nextR } from '../objects/protocol/iteration.ts';
import { SLOT } from '../objects/slots.ts';
import type { ThreadState } from './thread.ts';
import { accept, begin, deliver, pushFrame, raised, resumeGenerator, retireGenerator } from './drive.ts';
import { enterFunction } from './function-call.ts';
import { cold, RERAISED } from './cold.ts';
import {
  type AttributeCache,
  ATTR_FIELD,
  ATTR_METHOD,
  ATTR_SLOT,
  ATTR_PROPERTY,
  ATTR_CLASS,
  loadAttribute,
  loadMethod,
  storeAttribute,
  type StoreCache,
} from './attribute-cache.ts';
import { type GlobalCache, loadGlobal } from './global-cache.ts';
import { callR } from '../objects/protocol/call.ts';
import { recursionError } from '../objects/exceptions/raise.ts';
import { intMul, intAdd, intSub } from '../objects/algorithms/int-text.ts';
import { unboundLocal } from './names.ts';
import { plainNew } from './cold.ts';
import * as op from '../compile/opcodes.ts';

/** How `run` came back: the entry has its result; the thread waits; its time slice is over. */
export const DONE = 0;
export const WAITING = 1;
export const SLICE = 2;

const MAX = Number.MAX_SAFE_INTEGER;

/** Runs `frame` (on top of `entry`) until the entry has a result or the thread stops. */
export function run(ts: ThreadState, frame: PyFrame, entry: EntryFrame): number {
  let fuel = ts.fuel;
  for (;;) {
    let regs = frame.regs;
    let sp = frame.sp;
    let pc = frame.pc;
    let code = frame.code;
    let instrs = code.code.instrs;
    let next: PyFrame | null;
    try {
      if (ts.raise !== null) {
        const e = ts.raise!;
        ts.raise = null;
        next = unwind(ts, frame, pc, e, true);
        if (next === null) return ended(ts);
        frame = next;
        continue;
      }
      execute: for (;;) {
        const ins = instrs[++pc];
        const arg = ins >>> 8;
        switch (ins & 255) {
          case op.RESUME:
            if (--fuel < 0) {
              frame.pc = pc;
              frame.sp = sp;
              if (ts.breaker(entry)) {
                ts.sliceFrame = frame;
                return SLICE;
              }
              fuel = ts.fuel;
            }
            continue;
          case op.NOP:
          case op.NOT_TAKEN:
            continue;
          case op.LOAD_FAST:
          case op.LOAD_FAST_BORROW: {
            const v = regs[arg];
            if (v === undefined) throw unboundLocal(code, arg);
            regs[sp++] = v;
            continue;
          }
          case op.LOAD_FAST_CHECK: {
            const v = regs[arg];
            if (v === undefined) throw unboundLocal(code, arg);
            regs[sp++] = v;
            continue;
          }
          case op.LOAD_FAST_LOAD_FAST:
          case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW: {
            const a = regs[arg >> 4];
            const b = regs[arg & 15];
            if (a === undefined) throw unboundLocal(code, arg >> 4);
            if (b === undefined) throw unboundLocal(code, arg & 15);
            regs[sp++] = a;
            regs[sp++] = b;
            continue;
          }
          case op.STORE_FAST:
            regs[arg] = regs[--sp];
            continue;
          case op.STORE_FAST_LOAD_FAST:
            regs[arg >> 4] = regs[sp - 1];
            regs[sp - 1] = regs[arg & 15];
            continue;
          case op.STORE_FAST_STORE_FAST:
            regs[arg >> 4] = regs[--sp];
            regs[arg & 15] = regs[--sp];
            continue;
          case op.LOAD_FAST_AND_CLEAR:
            regs[sp++] = regs[arg];
            regs[arg] = undefined;
            continue;
          case op.LOAD_CONST:
            regs[sp++] = code.consts[arg];
            continue;
          case op.LOAD_SMALL_INT:
            regs[sp++] = arg;
            continue;
          case op.POP_TOP:
          case op.END_FOR:
          case op.POP_ITER:
            regs[--sp] = undefined;
            continue;
          case op.PUSH_NULL:
            regs[sp++] = undefined;
            continue;
          case op.COPY:
            regs[sp] = regs[sp - arg];
            sp++;
            continue;
          case op.SWAP: {
            const t = regs[sp - 1];
            regs[sp - 1] = regs[sp - arg];
            regs[sp - arg] = t;
            continue;
          }
          case op.LOAD_DEREF: {
            const v = (regs[arg] as PyCell).v;
            if (v === undefined) throw unboundLocal(code, arg);
            regs[sp++] = v;
            continue;
          }
          case op.STORE_DEREF:
            (regs[arg] as PyCell).v = regs[--sp];
            continue;
          case op.COPY_FREE_VARS: {
            const closure = frame.func!.closure!;
            const base = code.nlocalsplus - arg;
            for (let i = 0; i < arg; i++) regs[base + i] = closure[i];
            continue;
          }
          case op.MAKE_CELL:
            regs[arg] = new PyCell(regs[arg]);
            continue;

          case op.LOAD_GLOBAL: {
            const c = code.caches[pc] as GlobalCache | undefined;
            let v: PyValue | undefined;
            if (c !== undefined && c.dict === frame.globals && c.version === c.dict.keysVersion) {
              if (c.builtins === null) v = c.dict.vals[c.index];
              else if (c.builtinsVersion === c.builtins.keysVersion) v = c.builtins.vals[c.index];
            }
            if (v === undefined) {
              frame.pc = pc;
              v = loadGlobal(frame, pc, code.code.names[arg >> 1]);
            }
            regs[sp++] = v;
            if ((arg & 1) !== 0) regs[sp++] = undefined;
            continue;
          }

          case op.LOAD_ATTR: {
            const o = regs[sp - 1]!;
            const c = code.caches[pc] as AttributeCache | undefined;
            if (c !== undefined) {
              const t = typeof o === 'object' ? o.cls : typeOf(o);
              if (c.type === t && c.version === t.version) {
                if (c.kind === ATTR_FIELD) {
                  const ob = o as PyObject;
                  const v = ob.dict === undefined ? (ob as AttrBag)[c.key] : ob.dict.getStr(code.code.names[arg >> 1]);
                  if (v !== undefined) {
                    regs[sp - 1] = v;
                    if ((arg & 1) !== 0) regs[sp++] = undefined;
                    continue;
                  }
                } else if (c.kind === ATTR_METHOD) {
                  if (!c.shadow || ((o as PyObject).dict === undefined && (o as AttrBag)[c.key] === undefined)) {
                    if ((arg & 1) !== 0) {
                      regs[sp - 1] = c.value;
                      regs[sp++] = o;
                      continue;
                    }
                    if (c.value instanceof PyFunction) {
                      regs[sp - 1] = new PyMethod(c.value, o);
                      continue;
                    }
                  }
                } else if (c.kind === ATTR_SLOT) {
                  const v = (o as AttrBag)[c.key];
                  if (v !== undefined) {
                    regs[sp - 1] = v;
                    if ((arg & 1) !== 0) regs[sp++] = undefined;
                    continue;
                  }
                } else if (c.kind === ATTR_CLASS) {
                  if (!c.shadow || ((o as PyObject).dict === undefined && (o as AttrBag)[c.key] === undefined)) {
                    regs[sp - 1] = c.value;
                    if ((arg & 1) !== 0) regs[sp++] = undefined;
                    continue;
                  }
                } else if (c.kind === ATTR_PROPERTY && (arg & 1) === 0) {
                  const f = enterFunction(c.value as PyFunction, [o], null);
                  frame.pc = pc;
                  frame.sp = sp - 1;
                  frame = pushFrame(ts, f, frame);
                  break execute;
                }
              }
            }
            frame.pc = pc;
            if ((arg & 1) !== 0) {
              frame.sp = sp;
              const r = loadMethod(frame, o, arg >> 1, pc);
              if (r === undefined) {
                sp = frame.sp;
                continue;
              }
              next = begin(ts, r, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            frame.sp = sp - 1;
            const r = loadAttribute(frame, o, arg >> 1, pc);
            if (isPending(r)) {
              next = begin(ts, r, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            regs[sp - 1] = r;
            continue;
          }
          case op.STORE_ATTR: {
            const o = regs[sp - 1]!;
            const c = code.caches[pc] as StoreCache | undefined;
            if (
              c !== undefined &&
              typeof o === 'object' &&
              o.cls === c.type &&
              c.version === c.type.version &&
              o.dict === undefined
            ) {
              (o as AttrBag)[c.key] = regs[sp - 2];
              sp -= 2;
              continue;
            }
            sp -= 2;
            frame.pc = pc;
            frame.sp = sp;
            const r = storeAttribute(frame, o, regs[sp]!, arg, pc);
            if (isPending(r)) {
              frame.mode = MODE_DISCARD;
              next = begin(ts, r, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            continue;
          }

          case op.BINARY_OP: {
            const b = regs[--sp]!;
            const a = regs[sp - 1]!;
            let r: PyValue | Pending;
            if (typeof a === 'number' && typeof b === 'number') {
              switch (arg) {
                case 0:
                case 13: {
                  const x = a + b;
                  regs[sp - 1] = x <= MAX && x >= -MAX ? x : intAdd(a, b);
                  continue;
                }
                case 10:
                case 23: {
                  const x = a - b;
                  regs[sp - 1] = x <= MAX && x >= -MAX ? x : intSub(a, b);
                  continue;
                }
                case 5:
                case 18: {
                  const x = a * b;
                  regs[sp - 1] = x <= MAX && x >= -MAX ? x + 0 : intMul(a, b);
                  continue;
                }
                case 6:
                case 19:
                  if (b > 0 && a >= 0) {
                    regs[sp - 1] = a % b;
                    continue;
                  }
                  if (b !== 0) {
                    const m = a % b;
                    regs[sp - 1] = (m !== 0 && m < 0 !== b < 0 ? m + b : m) + 0;
                    continue;
                  }
                  break;
                case 2:
                case 15:
                  if (b !== 0) {
                    const q = a / b;
                    // Below 2^53 the double quotient is only exact to rounding: correct by the remainder.
                    let f = Math.floor(q);
                    if (a > 4503599627370496 || a < -4503599627370496) {
                      const m = a % b;
                      f = (a - (m !== 0 && m < 0 !== b < 0 ? m + b : m)) / b;
                    }
                    regs[sp - 1] = f + 0;
                    continue;
                  }
                  break;
                case 1:
                case 14:
                  if ((a | 0) === a && (b | 0) === b) {
                    regs[sp - 1] = a & b;
                    continue;
                  }
                  break;
                case 7:
                case 20:
                  if ((a | 0) === a && (b | 0) === b) {
                    regs[sp - 1] = a | b;
                    continue;
                  }
                  break;
                case 12:
                case 25:
                  if ((a | 0) === a && (b | 0) === b) {
                    regs[sp - 1] = a ^ b;
                    continue;
                  }
                  break;
                case 3:
                case 16:
                  if (b >= 0 && b < 22 && a <= 2147483647 && a >= -2147483648) {
                    regs[sp - 1] = a * (1 << b) + 0;
                    continue;
                  }
                  break;
                case 9:
                case 22:
                  if (b >= 0 && b < 32 && (a | 0) === a) {
                    regs[sp - 1] = a >> b;
                    continue;
                  }
                  break;
                case 11:
                case 24:
                  if (b !== 0) {
                    regs[sp - 1] = new PyFloat(a / b);
                    continue;
                  }
                  break;
              }
            } else if (arg === 26) {
              if (typeof b === 'number') {
                if (a instanceof PyList && a.cls === listType) {
                  const items = a.items;
                  const v = items[b < 0 ? b + items.length : b];
                  if (v !== undefined) {
                    regs[sp - 1] = v;
                    continue;
                  }
                } else if (a instanceof PyTuple && a.cls === tupleType) {
                  const items = a.items;
                  const v = items[b < 0 ? b + items.length : b];
                  if (v !== undefined) {
                    regs[sp - 1] = v;
                    continue;
                  }
                } else if (typeof a === 'string') {
                  const i = b < 0 ? b + a.length : b;
                  if (i >= 0 && i < a.length) {
                    regs[sp - 1] = a[i];
                    continue;
                  }
                }
              }
              if (a instanceof PyDict && a.cls === dictType) {
                const v = typeof b === 'string' ? a.getStr(b) : a.get(b);
                if (v !== undefined) {
                  regs[sp - 1] = v;
                  continue;
                }
              }
              frame.pc = pc;
              r = getitemR(a, b);
              if (isPending(r)) {
                frame.sp = sp - 1;
                next = begin(ts, r, frame);
                if (next === null) return ended(ts);
                frame = next;
                break execute;
              }
              regs[sp - 1] = r;
              continue;
            } else if (a instanceof PyFloat && a.cls === floatType) {
              let y: number | undefined;
              if (b instanceof PyFloat && b.cls === floatType) y = b.v;
              else if (typeof b === 'number') y = b;
              if (y !== undefined) {
                switch (arg) {
                  case 0:
                  case 13:
                    regs[sp - 1] = new PyFloat(a.v + y);
                    continue;
                  case 10:
                  case 23:
                    regs[sp - 1] = new PyFloat(a.v - y);
                    continue;
                  case 5:
                  case 18:
                    regs[sp - 1] = new PyFloat(a.v * y);
                    continue;
                  case 11:
                  case 24:
                    if (y !== 0) {
                      regs[sp - 1] = new PyFloat(a.v / y);
                      continue;
                    }
                }
              }
            } else if (typeof a === 'number' && b instanceof PyFloat && b.cls === floatType) {
              switch (arg) {
                case 0:
                case 13:
                  regs[sp - 1] = new PyFloat(a + b.v);
                  continue;
                case 10:
                case 23:
                  regs[sp - 1] = new PyFloat(a - b.v);
                  continue;
                case 5:
                case 18:
                  regs[sp - 1] = new PyFloat(a * b.v);
                  continue;
              }
            } else if (typeof a === 'string' && typeof b === 'string' && (arg === 0 || arg === 13)) {
              regs[sp - 1] = a + b;
              continue;
            }
            frame.pc = pc;
            r =
              arg === 26
                ? getitemR(a, b)
                : arg < 13
                  ? binaryR(a, b, BINARY_OPERATORS[arg], false)
                  : binaryR(a, b, BINARY_OPERATORS[arg - 13], true);
            if (isPending(r)) {
              frame.sp = sp - 1;
              next = begin(ts, r, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            regs[sp - 1] = r;
            continue;
          }

          case op.COMPARE_OP: {
            const b = regs[--sp]!;
            const a = regs[sp - 1]!;
            let x: number | string;
            let y: number | string;
            if (typeof a === 'number' && typeof b === 'number') {
              x = a;
              y = b;
            } else if (typeof a === 'string' && typeof b === 'string') {
              x = a;
              y = b;
            } else if (
              a instanceof PyFloat &&
              a.cls === floatType &&
              (b instanceof PyFloat ? b.cls === floatType : typeof b === 'number')
            ) {
              x = a.v;
              y = typeof b === 'number' ? b : (b as PyFloat).v;
            } else {
              frame.pc = pc;
              let r: PyValue | Pending = compareR(a, b, arg >> 5);
              if ((arg & 16) !== 0 && typeof r !== 'boolean') r = isPending(r) ? truthOf(r) : truthR(r);
              if (isPending(r)) {
                frame.sp = sp - 1;
                next = begin(ts, r, frame);
                if (next === null) return ended(ts);
                frame = next;
                break execute;
              }
              regs[sp - 1] = r;
              continue;
            }
            switch (arg >> 5) {
              case 0:
                regs[sp - 1] = x < y;
                continue;
              case 1:
                regs[sp - 1] = x <= y;
                continue;
              case 2:
                regs[sp - 1] = x === y;
                continue;
              case 3:
                regs[sp - 1] = x !== y;
                continue;
              case 4:
                regs[sp - 1] = x > y;
                continue;
              default:
                regs[sp - 1] = x >= y;
                continue;
            }
          }
          case op.IS_OP: {
            const b = regs[--sp];
            regs[sp - 1] = (regs[sp - 1] === b) !== (arg === 1);
            continue;
          }
          case op.TO_BOOL: {
            const v = regs[sp - 1]!;
            if (typeof v === 'boolean') continue;
            const r = truthR(v);
            if (typeof r === 'boolean') {
              regs[sp - 1] = r;
              continue;
            }
            frame.pc = pc;
            frame.sp = sp - 1;
            next = begin(ts, r, frame);
            if (next === null) return ended(ts);
            frame = next;
            break execute;
          }
          case op.UNARY_NOT:
            regs[sp - 1] = regs[sp - 1] === false;
            continue;
          case op.POP_JUMP_IF_FALSE:
            if (regs[--sp] === false) pc = arg - 1;
            continue;
          case op.POP_JUMP_IF_TRUE:
            if (regs[--sp] === true) pc = arg - 1;
            continue;
          case op.POP_JUMP_IF_NONE:
            if (regs[--sp] === None) pc = arg - 1;
            continue;
          case op.POP_JUMP_IF_NOT_NONE:
            if (regs[--sp] !== None) pc = arg - 1;
            continue;
          case op.JUMP_FORWARD:
          case op.JUMP_BACKWARD_NO_INTERRUPT:
            pc = arg - 1;
            continue;
          case op.JUMP_BACKWARD:
            if (--fuel < 0) {
              frame.pc = pc;
              frame.sp = sp;
              if (ts.breaker(entry)) {
                frame.mode = MODE_JUMP;
                ts.sliceFrame = frame;
                return SLICE;
              }
              fuel = ts.fuel;
            }
            pc = arg - 1;
            continue;

          case op.STORE_SUBSCR: {
            // value, container, key
            const key = regs[sp - 1]!;
            const o = regs[sp - 2]!;
            const v = regs[sp - 3]!;
            sp -= 3;
            if (o instanceof PyList && o.cls === listType && typeof key === 'number') {
              const items = o.items;
              const i = key < 0 ? key + items.length : key;
              if (i >= 0 && i < items.length) {
                items[i] = v;
                continue;
              }
            } else if (o instanceof PyDict && o.cls === dictType) {
              if (typeof key === 'string') o.setStr(key, v);
              else {
                frame.pc = pc;
                o.set(key, v);
              }
              continue;
            }
            frame.pc = pc;
            frame.sp = sp;
            const r = setitemR(o, key, v);
            if (isPending(r)) {
              frame.mode = MODE_DISCARD;
              next = begin(ts, r, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            continue;
          }

          case op.GET_ITER: {
            frame.pc = pc;
            const r = iterR(regs[sp - 1]!);
            if (isPending(r)) {
              frame.sp = sp - 1;
              next = begin(ts, r, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            regs[sp - 1] = r;
            continue;
          }
          case op.FOR_ITER: {
            const it = regs[sp - 1] as PyObject;
            if (it instanceof PyGenerator) {
              if (it.state < GEN_RUNNING) {
                frame.pc = pc;
                frame.sp = sp;
                frame.mode = MODE_ITER;
                frame = resumeGenerator(ts, it, None, frame);
                break execute;
              }
              if (it.state === GEN_CLOSED) {
                pc = arg;
                continue;
              }
            }
            const t = it.cls;
            const step = t.iternext as ((self: PyObject) => PyValue | undefined | Pending) | undefined;
            frame.pc = pc;
            const v = step !== undefined && (t.flags & TYPE_HEAP) === 0 ? step(it) : nextR(it);
            if (v === undefined) {
              pc = arg; // jumps to END_FOR and over it
              continue;
            }
            if (isPending(v)) {
              frame.sp = sp;
              frame.mode = MODE_ITER;
              next = begin(ts, v, frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            regs[sp++] = v;
            continue;
          }
          case op.LIST_APPEND:
            (regs[sp - 1 - arg] as PyList).items.push(regs[sp - 1]!);
            sp--;
            continue;
          case op.BUILD_TUPLE: {
            sp -= arg;
            const items = new Array<PyValue>(arg);
            for (let i = 0; i < arg; i++) items[i] = regs[sp + i]!;
            regs[sp++] = new PyTuple(items);
            continue;
          }
          case op.BUILD_LIST: {
            sp -= arg;
            const items: PyValue[] = [];
            for (let i = 0; i < arg; i++) items.push(regs[sp + i]!);
            regs[sp++] = new PyList(items);
            continue;
          }
          case op.UNPACK_SEQUENCE: {
            const v = regs[sp - 1];
            if ((v instanceof PyTuple && v.cls === tupleType) || (v instanceof PyList && v.cls === listType)) {
              const items = v.items;
              if (items.length === arg) {
                sp--;
                for (let i = arg - 1; i >= 0; i--) regs[sp++] = items[i];
                continue;
              }
            }
            break;
          }

          case op.CALL: {
            let nargs = arg;
            const base = sp - nargs - 2;
            let f = regs[base]!;
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
            if (f instanceof PyFunction) {
              const fcode = f.code;
              let callee: PyFrame;
              if (fcode.simpleArgs === nargs) {
                const n = fcode.nlocalsplus + fcode.code.stacksize;
                const r = new Array<PyValue | undefined>(n);
                for (let i = 0; i < nargs; i++) r[i] = regs[first + i];
                for (let i = nargs; i < n; i++) r[i] = undefined;
                callee = new PyFrame(fcode, f.globals, f.builtins, f, r);
              } else callee = enterFunction(f, regs.slice(first, sp) as PyValue[], null);
              frame.pc = pc;
              frame.sp = base;
              if (frame.depth >= ts.interpreter.recursionLimit)
                throw recursionError('maximum recursion depth exceeded');
              callee.back = frame;
              callee.depth = frame.depth + 1;
              ts.frame = frame = callee;
              regs = callee.regs;
              sp = callee.sp;
              pc = -1;
              code = fcode;
              instrs = fcode.code.instrs;
              continue;
            }
            frame.pc = pc;
            let r: unknown;
            if (f instanceof PyNative) {
              if (nargs <= 3 && f.simple && f.arity === nargs && f.owner === null) {
                frame.sp = sp;
                if (nargs === 1) r = f.raw(regs[first]);
                else if (nargs === 2) r = f.raw(regs[first], regs[first + 1]);
                else if (nargs === 0) r = f.raw();
                else r = f.raw(regs[first], regs[first + 1], regs[first + 2]);
              } else r = callNative(f, regs.slice(first, sp) as PyValue[], null);
            } else if (
              f instanceof PyType &&
              f.cls === typeType &&
              (f.flags & (TYPE_HEAP | TYPE_ABSTRACT)) === TYPE_HEAP &&
              f.slot(SLOT.__new__) === plainNew()
            ) {
              const init = f.slot(SLOT.__init__);
              if (init instanceof PyFunction) {
                const self = new f.ctor();
                const args = regs.slice(first - 1, sp) as PyValue[];
                args[0] = self;
                const callee = enterFunction(init, args, null);
                regs[base] = self;
                frame.sp = base + 1;
                frame.mode = MODE_INIT;
                try {
                  frame = pushFrame(ts, callee, frame);
                } catch (e) {
                  frame.mode = MODE_PUSH;
                  throw e;
                }
                break execute;
              }
              r = callR(f, regs.slice(first, sp) as PyValue[], null);
            } else r = callR(f, regs.slice(first, sp) as PyValue[], null);
            sp = base;
            if (r === undefined) r = None;
            else if (isPending(r)) {
              frame.sp = sp;
              next = begin(ts, asCall(r), frame);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            regs[sp++] = r as PyValue; // not undefined, not Pending
            continue;
          }
          case op.RETURN_VALUE: {
            const v = regs[sp - 1]!;
            const back: Activation = frame.back!;
            const g = frame.generator;
            if (g !== null) {
              g.result = v;
              retireGenerator(ts, g);
              frame.back = null;
              if (back instanceof PyFrame) {
                if (back.mode === MODE_SEND) ts.sendResult = v;
                accept(ts, back, undefined);
                frame = back;
                break execute;
              }
              next = deliver(ts, back, undefined, null);
              if (next === null) return ended(ts);
              frame = next;
              break execute;
            }
            if (back instanceof PyFrame) {
              if (back.mode === MODE_PUSH) {
                ts.frame = frame = back;
                regs = back.regs;
                sp = back.sp;
                pc = back.pc;
                code = back.code;
                instrs = code.code.instrs;
                regs[sp++] = v;
                continue;
              }
              accept(ts, back, v);
              frame = back;
              break execute;
            }
            next = deliver(ts, back, v, null);
            if (next === null) return ended(ts);
            frame = next;
            break execute;
          }
          case op.YIELD_VALUE: {
            const v = regs[--sp]!;
            const g = frame.generator!;
            frame.sp = sp;
            frame.pc = pc;
            g.state = GEN_SUSPENDED;
            ts.excInfo = g.excInfo.previous!;
            g.excInfo.previous = null;
            const back: Activation = frame.back!;
            frame.back = null;
            if (back instanceof PyFrame) {
              back.mode = MODE_PUSH;
              ts.frame = frame = back;
              regs = back.regs;
              sp = back.sp;
              pc = back.pc;
              code = back.code;
              instrs = code.code.instrs;
              regs[sp++] = v;
              continue;
            }
            next = deliver(ts, back, v, null);
            if (next === null) return ended(ts);
            frame = next;
            break execute;
          }
        }
        // Everything else: out of line.
        frame.pc = pc;
        frame.sp = sp;
        const r = cold(ts, frame, ins & 255, arg);
        if (r === undefined) {
          sp = frame.sp;
          pc = frame.pc;
          continue;
        }
        if (r === RERAISED) {
          const e = ts.raise!;
          ts.raise = null;
          next = unwind(ts, frame, pc, e, false);
        } else if (r === null || r instanceof PyFrame) next = r;
        else next = begin(ts, r, frame);
        if (next === null) return ended(ts);
        frame = next;
        break;
      }
    } catch (e) {
      const exc = raised(ts, e);
      // pc is the raising instruction's: natives never move it.
      next = unwind(ts, frame, pc, exc, true);
      if (next === null) return ended(ts);
      frame = next;
    }
  }
}

/** The loop leaves to JavaScript: the entry has its result, the thread waits, or was put down between instructions. */
function ended(ts: ThreadState): number {
  return ts.waiting !== null ? WAITING : ts.sliceFrame !== null ? SLICE : DONE;
}

/** Pendings from natives called by CALL: a generator's undefined means None. */
function asCall(p: Pending): Pending {
  return new AsCall(p);
}

function* truthOf(r: Pending): Generator<unknown, boolean, never> {
  const v: PyValue = yield r;
  return yield truthR(v);
}

/**
 * Raises `e` at instruction `pc` of `frame`: the frame whose handler catches it (ready to run), or null when it leaves
 * through the entry or a native goes to wait.
 */
function unwind(
  ts: ThreadState,
  start: PyFrame,
  at: number,
  e: PyBaseException,
  addTraceback: boolean,
): PyFrame | null {
  let frame = start;
  let pc = at;
  for (;;) {
    if (addTraceback) e.traceback = new PyTraceback(e.traceback as PyTraceback | null, frame, pc);
    addTraceback = true;
    const table = frame.code.code.exceptionTable;
    for (let i = 0; i < table.length; i++) {
      const h = table[i];
      if (h.start <= pc && pc < h.end) {
        const regs = frame.regs;
        let sp = frame.code.nlocalsplus + h.depth;
        if (h.lasti) regs[sp++] = pc;
        regs[sp++] = e;
        frame.sp = sp;
        frame.pc = h.target - 1;
        frame.mode = MODE_PUSH;
        ts.frame = frame;
        return frame;
      }
    }
    const back: Activation = frame.back!;
    frame.pc = pc;
    if (frame.generator !== null) {
      retireGenerator(ts, frame.generator);
      frame.back = null;
    }
    if (back instanceof PyFrame) {
      back.mode = MODE_PUSH;
      frame = back;
      pc = back.pc;
      ts.frame = back;
      continue;
    }
    const next = deliver(ts, back, undefined, e);
    if (next === null) return null;
    const again = ts.raise;
    if (again === null) return next;
    e = again;
    ts.raise = null;
    frame = next;
    pc = next.pc;
  }
}
