// Frames, on the heap: Python frames, the frames of resumable natives, and the entry where an evaluation loop was
// started. Invariant: `back` links form the thread's stack; a frame that is not running holds everything it needs to
// go on (pc, sp, regs). It may not know the evaluation loop.

import { PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import type { PyCode, PyFunction } from './shapes.ts';
import { makeBuiltinType, type PyType } from './type.ts';
import type { DrivenGenerator } from './protocol/pending.ts';
import type { PyGenerator } from './generator.ts';

/** What a Python frame does with the value it is waiting for. */
export const MODE_PUSH = 0;
/** Drop it (STORE_ATTR, STORE_SUBSCR, DELETE_*). */
export const MODE_DISCARD = 1;
/** FOR_ITER: undefined ends the loop. */
export const MODE_ITER = 2;
/** `__init__` called by a class call: must be None; the instance is already on the stack. */
export const MODE_INIT = 3;
/** SEND: undefined means the sub-iterator returned `thread.sendResult`. */
export const MODE_SEND = 4;

/** LOAD_ATTR with the method bit: push it and a NULL above. */
export const MODE_METHOD = 5;

/** Put down at a backward jump: the jump is made when the frame goes on; until then `pc` is the jump's. */
export const MODE_JUMP = 6;

/** Between two instructions: what the last one dropped is finalised (vm/memory), nothing is in the middle. */
export const MODE_SETTLE = 7;

/** UNPACK_SEQUENCE, UNPACK_EX: the value is an array; push its items, the first on top. */
export const MODE_UNPACK = 8;

/** Anything on a thread's stack. */
export type Activation = PyFrame | NativeFrame | EntryFrame;

export class PyFrame extends PyObject {
  back: Activation | null = null;
  /** Index of the instruction being executed (its successor runs on resumption); -1 before the first. */
  pc = -1;
  /** First free slot of `regs`. */
  sp: number;
  mode = MODE_PUSH;
  depth = 0;
  /** The namespace of module and class bodies (`f_locals`); null for optimised code. */
  locals: PyValue | null = null;
  /** The generator-like object this frame belongs to. */
  generator: PyGenerator | null = null;
  trace: PyValue | null = null;
  traceLines = true;
  traceOpcodes = false;
  /** Set once Python code has got hold of this frame object. */
  lastTraced = -1;
  constructor(
    readonly code: PyCode,
    readonly globals: PyDict,
    readonly builtins: PyDict,
    readonly func: PyFunction | null,
    /** Fast locals, cells and free variables, then the value stack. */
    readonly regs: (PyValue | undefined)[],
  ) {
    super();
    this.sp = code.nlocalsplus;
  }
}

/** A resumable native in flight: its JavaScript generator. */
export class NativeFrame {
  readonly depth: number;
  /** How many natives stand directly upon each other up to here: what CPython's C stack would bound. */
  readonly nesting: number;
  /** What the undermost of them stands on. */
  readonly base: PyFrame | EntryFrame;
  /** What has gone in and out of it, while somebody wants to know (vm/memory): its own variables cannot be seen. */
  held: Set<PyObject> | null = null;
  /** The type it was called for: an instance that comes out is new (vm/memory). */
  makes: PyType | null = null;
  constructor(
    readonly generator: DrivenGenerator,
    readonly back: Activation,
    /** Its result is that of a call: undefined becomes None. */
    readonly isCall: boolean,
  ) {
    this.depth = back.depth;
    const upon = back instanceof NativeFrame;
    this.nesting = upon ? back.nesting + 1 : 0;
    this.base = upon ? back.base : back;
  }
}

/** Where an evaluation loop was entered from JavaScript: the loop ends when a value arrives here. */
export class EntryFrame {
  value: unknown = undefined;
  exception: PyObject | null = null;
  /** Entered from compiled code (src/jit): when that is put down, its frame takes this entry's place. */
  compiled = false;
  /** The native that entered it. */
  native: NativeFrame | null = null;
  /** What took this entry's place. */
  forward: PyFrame | NativeFrame | EntryFrame | null = null;
  constructor(
    public back: Activation | null,
    public depth: number,
    /** False for nested loops, which cannot hand control back to the host. */
    readonly canSuspend: boolean,
  ) {}
}

/** The nearest Python frame at or below an activation. */
export function pythonFrame(a: Activation | null): PyFrame | null {
  while (a !== null && !(a instanceof PyFrame)) a = a.back;
  return a;
}

/** One entry of a traceback; methods are in traceback.ts. `lasti` is an instruction index (bytes when shown). */
export class PyTraceback extends PyObject {
  constructor(
    public next: PyTraceback | null,
    readonly frame: PyFrame,
    readonly lasti: number,
    /** -1: computed from lasti when asked. */
    public lineno: number = -1,
  ) {
    super();
  }
}

export const frameType = makeBuiltinType('frame', PyFrame);
export const tracebackType = makeBuiltinType('traceback', PyTraceback);

/** The source line of an instruction, or -1. */
export function lineOf(code: PyCode, pc: number): number {
  return pc < 0 ? code.code.firstlineno : code.code.positions[pc * 4];
}
