// The encoded form of a code object, as CPython stores it: co_code with inline caches, EXTENDED_ARG and NOT_TAKEN,
// co_linetable and co_exceptiontable; and the way back. Invariant: decode(encode(code)) is the same code.
// It knows nothing of run-time objects.

import type { Code, CodeBody, ExceptionEntry } from './code.ts';
import * as op from './opcodes.ts';

/** The three byte strings of a code object. */
export interface Encoded {
  readonly code: Uint8Array;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;
}

const JUMPS: Uint8Array = (() => {
  const t = new Uint8Array(256);
  for (const o of op.hasjump) if (o < 256) t[o] = 1;
  return t;
})();

const isConditional = (o: number): boolean => o >= op.POP_JUMP_IF_FALSE && o <= op.POP_JUMP_IF_TRUE;
const isBackward = (o: number): boolean =>
  o === op.JUMP_BACKWARD || o === op.JUMP_BACKWARD_NO_INTERRUPT || o === op.END_ASYNC_FOR;

/** Number of code units (EXTENDED_ARGs and the instruction) an argument takes. */
function argUnits(arg: number): number {
  return arg > 0xffffff ? 4 : arg > 0xffff ? 3 : arg > 0xff ? 2 : 1;
}

interface Layout {
  /** Per instruction: first unit (its EXTENDED_ARG if any) and the unit of its opcode. Both have an entry for the end. */
  readonly starts: Int32Array;
  readonly ops: Int32Array;
  readonly args: Int32Array;
  /** 1: NOT_TAKEN belongs to the instruction's end; 2: it stands before the instruction (async for). */
  readonly notTaken: Uint8Array;
  readonly length: number;
}

const layouts = new WeakMap<Code, Layout>();

function layoutOf(code: Code): Layout {
  let l = layouts.get(code);
  if (l === undefined) layouts.set(code, (l = layOut(code.instrs)));
  return l;
}

function layOut(instrs: Int32Array): Layout {
  const n = instrs.length;
  const starts = new Int32Array(n + 1);
  const ops = new Int32Array(n + 1);
  const args = new Int32Array(n);
  const notTaken = new Uint8Array(n + 1);
  const units = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const o = instrs[i] & 0xff;
    const arg = instrs[i] >>> 8;
    args[i] = JUMPS[o] !== 0 ? 0 : arg;
    units[i] = argUnits(args[i]);
    if (isConditional(o)) notTaken[i] |= 1;
    else if (o === op.END_SEND && arg === 1) {
      notTaken[i + 1] |= 2; // of an async for
      args[i] = 0;
    }
  }
  // Jump arguments need EXTENDED_ARG when far: grow until nothing changes.
  for (;;) {
    let at = 0;
    for (let i = 0; i < n; i++) {
      if ((notTaken[i] & 2) !== 0) at++;
      starts[i] = at;
      ops[i] = at + units[i] - 1;
      at += units[i] + op.cacheEntries[instrs[i] & 0xff] + (notTaken[i] & 1);
    }
    starts[n] = ops[n] = at;
    let changed = false;
    for (let i = 0; i < n; i++) {
      const o = instrs[i] & 0xff;
      if (JUMPS[o] === 0) continue;
      const target = instrs[i] >>> 8;
      if (o === op.END_ASYNC_FOR && target === 0) continue;
      // A jump to the instruction behind an async for's NOT_TAKEN cannot exist, but one past it may.
      const end = ops[i] + 1 + op.cacheEntries[o];
      const distance = isBackward(o) ? end - starts[target] : starts[target] - end;
      args[i] = distance < 0 ? 0 : distance;
      const size = argUnits(args[i]);
      if (size > units[i]) {
        units[i] = size;
        changed = true;
      }
    }
    if (!changed) return { starts, ops, args, notTaken, length: at };
  }
}

/** Byte offset of every instruction (what f_lasti and tb_lasti count), and of the end. */
export function offsets(code: Code): Int32Array {
  return layoutOf(code).ops.map((u) => u * 2);
}

/** The bytes of a code object. */
export function encode(code: Code): Encoded {
  const layout = layoutOf(code);
  const { starts, ops, args, notTaken } = layout;
  const bytes = new Uint8Array(layout.length * 2);
  const { instrs } = code;
  for (let i = 0; i < instrs.length; i++) {
    const o = instrs[i] & 0xff;
    if ((notTaken[i] & 2) !== 0) bytes[starts[i] * 2 - 2] = op.NOT_TAKEN;
    let shift = (ops[i] - starts[i]) * 8;
    for (let u = starts[i]; u < ops[i]; u++, shift -= 8) {
      bytes[u * 2] = op.EXTENDED_ARG;
      bytes[u * 2 + 1] = (args[i] >>> shift) & 0xff;
    }
    bytes[ops[i] * 2] = o;
    bytes[ops[i] * 2 + 1] = args[i] & 0xff;
    if ((notTaken[i] & 1) !== 0) bytes[(ops[i] + 1 + op.cacheEntries[o]) * 2] = op.NOT_TAKEN;
  }
  return { code: bytes, linetable: encodePositions(code, layout), exceptiontable: encodeExceptions(code, layout) };
}

class Bytes {
  private buffer = new Uint8Array(256);
  private length = 0;
  push(b: number): void {
    if (this.length === this.buffer.length) {
      const bigger = new Uint8Array(this.length * 2);
      bigger.set(this.buffer);
      this.buffer = bigger;
    }
    this.buffer[this.length++] = b;
  }
  varint(v: number): void {
    while (v >= 64) {
      this.push(0x40 | (v & 63));
      v >>>= 6;
    }
    this.push(v);
  }
  signedVarint(v: number): void {
    this.varint(v < 0 ? (-v << 1) | 1 : v << 1);
  }
  done(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

function encodePositions(code: Code, { starts, ops, notTaken, length }: Layout): Uint8Array {
  const out = new Bytes();
  const p = code.positions;
  let line = code.firstlineno;
  const entry = (at: number, size: number): void => {
    const lineno = p[at];
    const endLine = p[at + 1];
    const col = p[at + 2];
    const endCol = p[at + 3];
    while (size > 0) {
      const n = Math.min(size, 8);
      size -= n;
      const first = (kind: number): void => out.push(0x80 | (kind << 3) | (n - 1));
      if (lineno < 0) {
        first(15);
        continue;
      }
      const delta = lineno - line;
      line = lineno;
      if (col < 0 || endCol < 0) {
        if (endLine === lineno || endLine < 0) {
          first(13);
          out.signedVarint(delta);
          continue;
        }
      } else if (endLine === lineno) {
        if (delta === 0 && col < 80 && endCol - col < 16 && endCol >= col) {
          first(col >> 3);
          out.push(((col & 7) << 4) | (endCol - col));
          continue;
        }
        if (delta >= 0 && delta < 3 && col < 128 && endCol < 128) {
          first(10 + delta);
          out.push(col);
          out.push(endCol);
          continue;
        }
      }
      first(14);
      out.signedVarint(delta);
      out.varint(Math.max(endLine - lineno, 0));
      out.varint(col + 1);
      out.varint(endCol + 1);
    }
  };
  let run = -1;
  let runStart = 0;
  const n = code.instrs.length;
  for (let i = 0; i < n; i++) {
    const at = 4 * i;
    // The NOT_TAKEN of an async for has the position of the instructions before it.
    const from = (notTaken[i] & 2) !== 0 && run < 0 ? starts[i] - 1 : starts[i];
    if (
      run >= 0 &&
      p[at] === p[run] &&
      p[at + 1] === p[run + 1] &&
      p[at + 2] === p[run + 2] &&
      p[at + 3] === p[run + 3]
    ) {
      continue;
    }
    if (run >= 0) entry(run, from - runStart);
    run = at;
    runStart = run === 0 ? 0 : from;
  }
  if (run >= 0) entry(run, length - runStart);
  void ops;
  return out.done();
}

function encodeExceptions(code: Code, { starts, notTaken }: Layout): Uint8Array {
  const out = new Bytes();
  const put = (v: number, mark: number): void => {
    let shift = 24;
    while (shift > 0 && v >>> shift === 0) shift -= 6;
    for (; shift > 0; shift -= 6) {
      out.push(((v >>> shift) & 63) | 0x40 | mark);
      mark = 0;
    }
    out.push((v & 63) | mark);
  };
  for (const e of code.exceptionTable) {
    // An async for's NOT_TAKEN stands outside of the region that ends before it, inside of the one that starts there.
    const at = (i: number): number => ((notTaken[i] & 2) !== 0 ? starts[i] - 1 : starts[i]);
    put(at(e.start), 0x80);
    put(at(e.end) - at(e.start), 0);
    put(starts[e.target], 0);
    put((e.depth << 1) | (e.lasti ? 1 : 0), 0);
  }
  return out.done();
}

/** Thrown when bytes are no code; `decode`'s caller makes a ValueError of it. */
export class BytecodeError extends Error {}

/** Instructions, positions and exception table of encoded code. */
export function decode(
  encoded: Encoded,
  firstlineno: number,
): Pick<CodeBody, 'instrs' | 'exceptionTable'> & { readonly positions: Int32Array } {
  const bytes = encoded.code;
  if (bytes.length % 2 !== 0) throw new BytecodeError('code: co_code is malformed');
  const units = bytes.length >> 1;
  const perUnit = decodePositions(encoded.linetable, units, firstlineno);
  // Which instruction each unit belongs to; caches, EXTENDED_ARG and NOT_TAKEN lead to the next one.
  const indexOf = new Int32Array(units + 1);
  const opcodes: number[] = [];
  const args: number[] = [];
  const ends: number[] = [];
  const where: number[] = [];
  let arg = 0;
  let pending = 0;
  for (let u = 0; u < units; ) {
    const o = bytes[u * 2];
    arg = (arg << 8) | bytes[u * 2 + 1];
    indexOf[u] = opcodes.length;
    if (o === op.EXTENDED_ARG) {
      u++;
      pending++;
      continue;
    }
    pending = 0;
    if (o === op.NOT_TAKEN || o === op.CACHE) {
      if (o === op.NOT_TAKEN && opcodes[opcodes.length - 1] === op.END_SEND) args[opcodes.length - 1] = 1;
      arg = 0;
      u++;
      continue;
    }
    const size = 1 + op.cacheEntries[o];
    for (let k = 1; k < size && u + k <= units; k++) indexOf[u + k] = opcodes.length + 1;
    opcodes.push(o);
    args.push(arg);
    where.push(u);
    u += size;
    ends.push(u);
    arg = 0;
  }
  if (pending > 0) throw new BytecodeError('code: co_code is malformed');
  const n = opcodes.length;
  indexOf[units] = n;
  const instrs = new Int32Array(n);
  const positions = new Int32Array(n * 4);
  for (let i = 0; i < n; i++) {
    const o = opcodes[i];
    let a = args[i];
    if (JUMPS[o] !== 0 && !(o === op.END_ASYNC_FOR && a === 0)) {
      const target = isBackward(o) ? ends[i] - a : ends[i] + a;
      if (target < 0 || target > units) throw new BytecodeError('code: jump out of range');
      a = indexOf[target];
    }
    instrs[i] = o | (a << 8);
    positions.set(perUnit.subarray(where[i] * 4, where[i] * 4 + 4), i * 4);
  }
  const exceptionTable: ExceptionEntry[] = [];
  const table = encoded.exceptiontable;
  let at = 0;
  const read = (): number => {
    let b = table[at++] & 0x7f;
    let v = b & 63;
    while ((b & 0x40) !== 0 && at < table.length) {
      b = table[at++];
      v = (v << 6) | (b & 63);
    }
    return v;
  };
  const clamp = (u: number): number => indexOf[Math.min(u, units)];
  while (at < table.length) {
    const start = read();
    const size = read();
    const target = read();
    const depth = read();
    exceptionTable.push({
      start: clamp(start),
      end: clamp(start + size),
      target: clamp(target),
      depth: depth >> 1,
      lasti: (depth & 1) !== 0,
    });
  }
  return { instrs, positions, exceptionTable };
}

function decodePositions(table: Uint8Array, units: number, firstlineno: number): Int32Array {
  const out = new Int32Array(units * 4).fill(-1);
  let line = firstlineno;
  let at = 0;
  let u = 0;
  const varint = (): number => {
    let b = table[at++] ?? 0;
    let v = b & 63;
    let shift = 0;
    while ((b & 0x40) !== 0 && at < table.length) {
      b = table[at++];
      shift += 6;
      v |= (b & 63) << shift;
    }
    return v;
  };
  const signed = (): number => {
    const v = varint();
    return (v & 1) !== 0 ? -(v >>> 1) : v >>> 1;
  };
  while (at < table.length && u < units) {
    const first = table[at++];
    const kind = (first >> 3) & 15;
    let count = (first & 7) + 1;
    let row = [-1, -1, -1, -1];
    if (kind === 14) {
      line += signed();
      const end = line + varint();
      const col = varint() - 1;
      row = [line, end, col, varint() - 1];
    } else if (kind === 13) {
      line += signed();
      row = [line, line, -1, -1];
    } else if (kind >= 10 && kind <= 12) {
      line += kind - 10;
      const col = table[at++];
      row = [line, line, col, table[at++]];
    } else if (kind < 10) {
      const b = table[at++];
      const col = (kind << 3) | (b >> 4);
      row = [line, line, col, col + (b & 15)];
    }
    while (count-- > 0 && u < units) out.set(row, u++ * 4);
  }
  return out;
}
