// The code object's neutral form: what the compiler produces and every later stage reads.
// Invariant: immutable once built; jump arguments are absolute instruction indices; no EXTENDED_ARG, CACHE or
// NOT_TAKEN instruction is stored (bytecode.ts puts them in when `co_code` is asked for).
// It knows nothing of run-time objects.

import type { Constant } from '../syntax/constant.ts';

/** One row of the exception table: instruction indices [start, end), the handler's index, the stack depth to cut
 *  back to, and whether the index of the raising instruction is pushed below the exception. */
export interface ExceptionEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  readonly lasti: boolean;
}

export const CO_OPTIMIZED = 0x0001;
export const CO_NEWLOCALS = 0x0002;
export const CO_VARARGS = 0x0004;
export const CO_VARKEYWORDS = 0x0008;
export const CO_NESTED = 0x0010;
export const CO_GENERATOR = 0x0020;
export const CO_COROUTINE = 0x0080;
export const CO_ITERABLE_COROUTINE = 0x0100;
export const CO_ASYNC_GENERATOR = 0x0200;
export const CO_HAS_DOCSTRING = 0x4000000;
export const CO_METHOD = 0x8000000;

/** What a slot of `localsplus` is (bits as CPython's pycore_code.h). */
export const FAST_LOCAL = 0x20;
export const FAST_CELL = 0x40;
export const FAST_FREE = 0x80;
export const FAST_HIDDEN = 0x10;

/** Positions as they were read: most are never asked for. */
export interface EncodedPositions {
  decode(): Int32Array;
}

/** What is known of a code object as soon as it is there. */
export interface CodeHeader {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly flags: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
}

/** What only code that runs (or is looked at) needs. */
export interface CodeBody {
  /** Instruction i is `instrs[i] & 0xff` (opcode) with argument `instrs[i] >>> 8`. A jump's argument is the index where
   *  execution goes on; but FOR_ITER's names its END_FOR, which is stepped over, and END_ASYNC_FOR's its SEND (no jump).
   *  END_SEND's argument is 1 where a NOT_TAKEN follows in co_code (async for). */
  readonly instrs: Int32Array;
  /** Four numbers an instruction: line, end line, column, end column (UTF-8 bytes); -1 where unknown. */
  readonly positions: Int32Array | EncodedPositions;
  readonly exceptionTable: readonly ExceptionEntry[];
  readonly consts: readonly (Constant | Code)[];
  readonly names: readonly string[];
  /** Locals (arguments first), then cells that are not arguments, then free variables, as in CPython. */
  readonly localsplusNames: readonly string[];
  readonly localsplusKinds: Uint8Array;
}

/** A body as it was read: most functions of a program are never called. */
export interface EncodedBody {
  /** The length of `localsplusNames`. */
  readonly nlocalsplus: number;
  /** The first constant, where the flags say that it is the docstring. */
  readonly docstring: Constant | Code | undefined;
  decode(): CodeBody;
}

/** A compiled block: module, class body, function, lambda, comprehension, annotation scope. */
export class Code {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly flags: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly nlocalsplus: number;
  private readonly encoded: EncodedBody | null;
  private decoded: CodeBody | null;
  private where: Int32Array | null = null;

  constructor(f: CodeHeader, body: CodeBody | EncodedBody) {
    this.name = f.name;
    this.qualname = f.qualname;
    this.filename = f.filename;
    this.firstlineno = f.firstlineno;
    this.flags = f.flags;
    this.argcount = f.argcount;
    this.posonlyargcount = f.posonlyargcount;
    this.kwonlyargcount = f.kwonlyargcount;
    this.stacksize = f.stacksize;
    if ('decode' in body) {
      this.nlocalsplus = body.nlocalsplus;
      this.encoded = body;
      this.decoded = null;
    } else {
      this.nlocalsplus = body.localsplusNames.length;
      this.encoded = null;
      this.decoded = body;
    }
  }

  /** All that is in it. Damaged bytes throw RangeError or TypeError. */
  get body(): CodeBody {
    return (this.decoded ??= this.encoded!.decode()); // one of the two is there
  }
  get instrs(): Int32Array {
    return this.body.instrs;
  }
  get exceptionTable(): readonly ExceptionEntry[] {
    return this.body.exceptionTable;
  }
  get consts(): readonly (Constant | Code)[] {
    return this.body.consts;
  }
  get names(): readonly string[] {
    return this.body.names;
  }
  get localsplusNames(): readonly string[] {
    return this.body.localsplusNames;
  }
  get localsplusKinds(): Uint8Array {
    return this.body.localsplusKinds;
  }
  get positions(): Int32Array {
    if (this.where === null) {
      const { positions } = this.body;
      this.where = positions instanceof Int32Array ? positions : positions.decode();
    }
    return this.where;
  }
  /** The docstring, without decoding what need not be. */
  get docstring(): Constant | Code | undefined {
    if ((this.flags & CO_HAS_DOCSTRING) === 0) return undefined;
    return this.decoded === null ? this.encoded!.docstring : this.decoded.consts[0]; // as in `body`
  }
}
