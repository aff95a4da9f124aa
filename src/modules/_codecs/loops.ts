// The loops every codec here shares: decode or encode step by step, asking the error handler where a step fails.
// Invariant: a step either takes input, or names the bad part and why, or says that the input ends too early.

import type { PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr } from '../../objects/shapes.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { decodeError, encodeError, onDecodeError, onEncodeError } from '../../objects/codecs/codecs.ts';
import { fromPoints, isStr, toPoints } from '../../objects/str/text.ts';

/** What is wrong: up to where, and the reason. */
export type Bad = readonly [end: number, reason: string];
/** Where to go on, what is wrong, or null: more input is needed. */
export type Step = number | Bad | null;

/** Decodes; the text and how much input was used. */
export function* decodeLoop(
  encoding: string,
  b: Uint8Array,
  errors: string,
  start: number,
  step: (i: number, out: number[]) => Step,
): NativeGenerator<[string | PyStr, number]> {
  const out: number[] = [];
  let i = start;
  while (i < b.length) {
    const r = step(i, out);
    if (typeof r === 'number') {
      i = r;
      continue;
    }
    if (r === null) break;
    const [text, at] = (yield* onDecodeError(errors, decodeError(encoding, b, i, r[0], r[1]), b.length)) as [
      PyValue,
      number,
    ];
    if (isStr(text)) for (const c of toPoints(text)) out.push(c);
    i = at;
  }
  return [fromPoints(Uint32Array.from(out)), i];
}

/** Encodes; `step` also encodes the text an error handler gives. */
export function* encodeLoop(
  encoding: string,
  s: string | PyStr,
  errors: string,
  out: number[],
  step: (p: Uint32Array, i: number, out: number[]) => number | Bad,
): NativeGenerator<Uint8Array> {
  const p = toPoints(s);
  for (let i = 0; i < p.length; ) {
    const r = step(p, i, out);
    if (typeof r === 'number') {
      i = r;
      continue;
    }
    const e = encodeError(encoding, s, i, r[0], r[1]);
    const [text, at] = (yield* onEncodeError(errors, e, p.length)) as [PyValue, number];
    if (text instanceof PyBytes) out.push(...text.b);
    else if (isStr(text)) {
      const q = toPoints(text);
      for (let k = 0; k < q.length; ) {
        const x = step(q, k, out);
        if (typeof x !== 'number') throw e;
        k = x;
      }
    }
    i = at;
  }
  return Uint8Array.from(out);
}
