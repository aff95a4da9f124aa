// Ancillary data: C's struct cmsghdr and Python's (level, type, data) tuples. Invariant: sizes and alignment are those of a
// 64-bit Linux (headers of 16 bytes, everything aligned to 8).

import type { PyValue } from '../../objects/object.ts';
import { PyBytes, PyList, PyTuple } from '../../objects/shapes.ts';
import { newException, overflowError, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { collect } from '../../objects/protocol/iteration.ts';
import { bytesLike, cInt } from '../support/arguments.ts';

const HEADER = 16;
const align = (n: number): number => (n + 7) & ~7;
const MAX = 0x7fffffff;

/** CMSG_LEN and CMSG_SPACE. */
export function controlLength(n: number): number {
  if (n < 0 || n > MAX - HEADER) throw overflowError('CMSG_LEN() argument out of range');
  return HEADER + n;
}
export function controlSpace(n: number): number {
  if (n < 0 || n > MAX - HEADER - 8) throw overflowError('CMSG_SPACE() argument out of range');
  return HEADER + align(n);
}

export function packControl(items: readonly PyValue[]): Uint8Array {
  const parsed = items.map((item) => {
    let fields: PyValue[] = [];
    try {
      fields = collect(item);
    } catch {
      // Said below.
    }
    if (fields.length !== 3) throw typeError('[sendmsg() ancillary data items must be 3-tuples');
    return { level: cInt(fields[0]), type: cInt(fields[1]), data: bytesLike(fields[2]) };
  });
  const out = new Uint8Array(parsed.reduce((n, p) => n + HEADER + align(p.data.length), 0));
  if (out.length > MAX) throw newException(exceptionTypes.OSError, 'ancillary data too large');
  const v = new DataView(out.buffer);
  let at = 0;
  for (const { level, type, data } of parsed) {
    v.setBigUint64(at, BigInt(HEADER + data.length), true);
    v.setInt32(at + 8, level, true);
    v.setInt32(at + 12, type, true);
    out.set(data, at + HEADER);
    at += HEADER + align(data.length);
  }
  return out;
}

export function parseControl(b: Uint8Array): PyList {
  const out: PyValue[] = [];
  const v = new DataView(b.buffer, b.byteOffset, b.byteLength);
  for (let at = 0; at + HEADER <= b.length; ) {
    const length = Number(v.getBigUint64(at, true));
    if (length < HEADER) break;
    const end = Math.min(at + length, b.length);
    out.push(
      new PyTuple([v.getInt32(at + 8, true), v.getInt32(at + 12, true), new PyBytes(b.slice(at + HEADER, end))]),
    );
    at += align(length);
  }
  return new PyList(out);
}
