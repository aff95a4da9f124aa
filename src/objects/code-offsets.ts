// From instruction indices to the byte offsets Python code sees (`tb_lasti`, `f_lasti`, `co_positions`). Invariant:
// agrees with compile/bytecode.ts, which puts EXTENDED_ARG and CACHE entries in; the table of a code is made once.

import type { Code } from '../compile/code.ts';

const tables = new WeakMap<Code, Int32Array>();
let makeTable: (code: Code) => Int32Array = (code) => Int32Array.from(code.instrs, (_v, i) => i * 2);
/** bytecode.ts's layout, registered where it is known: offset of each instruction in bytes. */
export function setOffsetTable(f: (code: Code) => Int32Array): void {
  makeTable = f;
}

/** Byte offset of instruction `i`. */
export function byteOffset(code: Code, i: number): number {
  let t = tables.get(code);
  if (t === undefined) tables.set(code, (t = makeTable(code)));
  return t[i] ?? i * 2;
}

/** The instruction that covers a byte offset. */
export function instructionAt(code: Code, offset: number): number {
  let t = tables.get(code);
  if (t === undefined) tables.set(code, (t = makeTable(code)));
  let lo = 0;
  let hi = t.length - 1;
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1;
    if (t[mid] <= offset) lo = mid;
    else hi = mid - 1;
  }
  return lo;
}
