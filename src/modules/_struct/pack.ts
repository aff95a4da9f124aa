/**
 * The formats of `struct`: parsing them, sizes and alignment, numbers to bytes and back.
 * Knows no run-time object; conversions from Python values and the calls are in _struct.ts.
 */

/** A refusal: struct.error (or OverflowError) with this text. */
export class StructError extends Error {
  override name = 'StructError';
  readonly overflow: boolean;
  constructor(message: string, overflow = false) {
    super(message);
    this.overflow = overflow;
  }
}

/** What a format character stands for. */
export type Kind =
  | 'pad'
  | 'int'
  | 'bool'
  | 'char'
  | 'bytes'
  | 'pascal'
  | 'half'
  | 'float'
  | 'double'
  | 'complex'
  | 'pointer';

/** One run of equal items. */
export interface Item {
  readonly code: string;
  readonly kind: Kind;
  /** Bytes of one item (of the whole text for bytes and pascal). */
  readonly size: number;
  readonly offset: number;
  /** Values this run takes (1 for bytes and pascal). */
  readonly count: number;
  readonly signed: boolean;
}

/** A parsed format. */
export interface Format {
  readonly text: string;
  readonly items: readonly Item[];
  /** Values in all. */
  readonly length: number;
  /** Bytes in all; beyond the safe range only approximately, see bigSize. */
  readonly size: number;
  readonly bigSize: bigint;
  readonly little: boolean;
  /** Native formats do not check that a float fits `f`. */
  readonly native: boolean;
}

interface Type {
  readonly kind: Kind;
  /** Native size and alignment, and standard size (0: there is none). */
  readonly native: number;
  readonly align: number;
  readonly standard: number;
  readonly signed: boolean;
}

const t = (kind: Kind, native: number, align: number, standard: number, signed = false): Type => ({
  kind,
  native,
  align,
  standard,
  signed,
});

/** Sizes of a 64-bit Unix. */
const TYPES: { readonly [code: string]: Type } = {
  x: t('pad', 1, 1, 1),
  b: t('int', 1, 1, 1, true),
  B: t('int', 1, 1, 1),
  c: t('char', 1, 1, 1),
  s: t('bytes', 1, 1, 1),
  p: t('pascal', 1, 1, 1),
  '?': t('bool', 1, 1, 1),
  h: t('int', 2, 2, 2, true),
  H: t('int', 2, 2, 2),
  i: t('int', 4, 4, 4, true),
  I: t('int', 4, 4, 4),
  l: t('int', 8, 8, 4, true),
  L: t('int', 8, 8, 4),
  q: t('int', 8, 8, 8, true),
  Q: t('int', 8, 8, 8),
  n: t('int', 8, 8, 0, true),
  N: t('int', 8, 8, 0),
  P: t('pointer', 8, 8, 0),
  e: t('half', 2, 2, 2),
  f: t('float', 4, 4, 4),
  d: t('double', 8, 8, 8),
  F: t('complex', 8, 4, 8),
  D: t('complex', 16, 8, 16),
};

const MAX = 9223372036854775807n;

/** Parses a format text. */
export function parseFormat(text: string): Format {
  let i = 0;
  let native = true;
  let aligned = true;
  let little = true;
  switch (text[0]) {
    case '@':
      i = 1;
      break;
    case '=':
      native = aligned = false;
      i = 1;
      break;
    case '<':
      native = aligned = false;
      i = 1;
      break;
    case '>':
    case '!':
      native = aligned = little = false;
      i = 1;
      break;
  }
  const items: Item[] = [];
  let size = 0n;
  let length = 0;
  while (i < text.length) {
    let c = text[i++];
    if (c === ' ' || (c >= '\t' && c <= '\r')) continue;
    let count = 1n;
    if (c >= '0' && c <= '9') {
      const from = i - 1;
      while (i < text.length && text[i] >= '0' && text[i] <= '9') i++;
      count = BigInt(text.slice(from, i));
      if (count > MAX) throw new StructError('total struct size too long');
      if (i >= text.length) throw new StructError('repeat count given without format specifier');
      c = text[i++];
    }
    const type = Object.hasOwn(TYPES, c) ? TYPES[c] : undefined;
    const itemSize = type === undefined ? 0 : native ? type.native : type.standard;
    if (type === undefined || itemSize === 0) throw new StructError('bad char in struct format');
    if (aligned && type.align > 1) {
      const a = BigInt(type.align);
      size = ((size + a - 1n) / a) * a;
    }
    const offset = Number(size);
    size += count * BigInt(itemSize);
    if (size > MAX) throw new StructError('total struct size too long');
    const n = Number(count);
    switch (type.kind) {
      case 'pad':
        break;
      case 'bytes':
      case 'pascal':
        items.push({ code: c, kind: type.kind, size: n, offset, count: 1, signed: false });
        length++;
        break;
      default:
        if (n > 0) items.push({ code: c, kind: type.kind, size: itemSize, offset, count: n, signed: type.signed });
        length += n;
    }
  }
  return { text, items, length, size: Number(size), bigSize: size, little, native };
}

const UNSIGNED_TOP = [1, 2 ** 8, 2 ** 16, 2 ** 24, 2 ** 32];
const SIGNED_TOP = [0, 2 ** 7, 2 ** 15, 2 ** 23, 2 ** 31];

/** Writes an int of 1, 2, 4 or 8 bytes, or says which range it must be in. */
export function writeInt(view: DataView, at: number, item: Item, v: number | bigint, little: boolean): void {
  const { size, signed } = item;
  if (size < 8) {
    const top = (signed ? SIGNED_TOP : UNSIGNED_TOP)[size];
    const low = signed ? -top : 0;
    if (v < low || v >= top) throw new StructError(`'${item.code}' format requires ${low} <= number <= ${top - 1}`);
    const n = Number(v);
    if (size === 1) view.setUint8(at, n);
    else if (size === 2) view.setUint16(at, n, little);
    else view.setUint32(at, n, little);
    return;
  }
  const b = BigInt(v);
  const top = 1n << (signed ? 63n : 64n);
  const low = signed ? -top : 0n;
  if (b < low || b >= top) throw new StructError(`'${item.code}' format requires ${low} <= number <= ${top - 1n}`);
  view.setBigUint64(at, BigInt.asUintN(64, b), little);
}

/** Reads an int, canonical. */
export function readInt(view: DataView, at: number, size: number, signed: boolean, little: boolean): number | bigint {
  switch (size) {
    case 1:
      return signed ? view.getInt8(at) : view.getUint8(at);
    case 2:
      return signed ? view.getInt16(at, little) : view.getUint16(at, little);
    case 4:
      return signed ? view.getInt32(at, little) : view.getUint32(at, little);
    default: {
      const low = view.getUint32(little ? at : at + 4, little);
      const high = signed ? view.getInt32(little ? at + 4 : at, little) : view.getUint32(little ? at + 4 : at, little);
      const v = high * 4294967296 + low;
      if (Number.isSafeInteger(v)) return v;
      return signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
    }
  }
}

/** Writes a pointer: any int between -2^63 and 2^64-1. */
export function writePointer(view: DataView, at: number, v: number | bigint, little: boolean): void {
  const b = BigInt(v);
  if (b < -(1n << 63n) || b >= 1n << 64n) throw new StructError('int too large to convert');
  view.setBigUint64(at, BigInt.asUintN(64, b), little);
}

const WORDS = new DataView(new ArrayBuffer(8));

/** The bits of the half-precision float nearest to v (ties to even). */
export function halfBits(v: number): number {
  const sign = v < 0 || Object.is(v, -0) ? 0x8000 : 0;
  const a = Math.abs(v);
  if (v !== v) {
    // The top of the payload survives, as the quiet NaN CPython makes of it.
    WORDS.setFloat64(0, v);
    return ((WORDS.getUint32(0) >>> 16) & 0x8000) | 0x7e00;
  }
  if (a === Infinity) return sign | 0x7c00;
  if (a >= 65520) throw new StructError('float too large to pack with e format', true);
  if (a < 2 ** -14) return sign | roundEven(a * 2 ** 24);
  let exponent = Math.floor(Math.log2(a));
  if (2 ** exponent > a) exponent--;
  const fraction = roundEven((a / 2 ** exponent - 1) * 1024);
  // A carry out of the fraction goes into the exponent by itself.
  return sign | (((exponent + 15) << 10) + fraction);
}

function roundEven(x: number): number {
  const f = Math.floor(x);
  const d = x - f;
  return d > 0.5 || (d === 0.5 && f % 2 === 1) ? f + 1 : f;
}

/** The value of half-precision bits. */
export function halfValue(bits: number): number {
  const sign = (bits & 0x8000) !== 0 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes a single-precision float; standard formats refuse what is too large. */
export function writeFloat(view: DataView, at: number, v: number, little: boolean, check: boolean): void {
  view.setFloat32(at, v, little);
  if (check && Number.isFinite(v) && !Number.isFinite(view.getFloat32(at, little))) {
    throw new StructError('float too large to pack with f format', true);
  }
}
