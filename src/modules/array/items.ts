// Items of array.array: type codes to Python values and back, and the machine formats of pickles. Invariant: memory is
// little-endian with the sizes of 64-bit Linux; conversion errors are those of CPython's setters.

import type { PyValue } from '../../objects/object.ts';
import { PyFloat } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { overflowError, typeError } from '../../objects/exceptions/raise.ts';
import { index } from '../../objects/protocol/operators.ts';
import { sync } from '../../objects/protocol/pending.ts';
import { realR } from '../../objects/float.ts';
import { fromPoints, isStr, strLength, toPoints } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';

export const TYPECODES = 'bBuwhHiIlLqQfd';
const SIZES = [1, 1, 4, 4, 2, 2, 4, 4, 8, 8, 8, 8, 4, 8];
export const sizeOf = (code: string): number => SIZES[TYPECODES.indexOf(code)];
export const isText = (code: string): boolean => code === 'u' || code === 'w';

/** The item at a byte position. */
export function readItem(v: DataView, at: number, code: string, little = true): PyValue {
  switch (code) {
    case 'b':
      return v.getInt8(at);
    case 'B':
      return v.getUint8(at);
    case 'h':
      return v.getInt16(at, little);
    case 'H':
      return v.getUint16(at, little);
    case 'i':
      return v.getInt32(at, little);
    case 'I':
      return v.getUint32(at, little);
    case 'l':
    case 'q':
      return intNormalize(v.getBigInt64(at, little));
    case 'L':
    case 'Q':
      return intNormalize(v.getBigUint64(at, little));
    case 'f':
      return new PyFloat(v.getFloat32(at, little));
    case 'd':
      return new PyFloat(v.getFloat64(at, little));
    default:
      return fromPoints(Uint32Array.of(v.getUint32(at, little)));
  }
}

const NAMES: { readonly [code: string]: readonly [low: number, high: number, name: string] } = {
  b: [-128, 127, 'signed char'],
  B: [0, 255, 'unsigned byte integer'],
  h: [-32768, 32767, 'signed short integer'],
  H: [0, 65535, 'unsigned short'],
  i: [-2147483648, 2147483647, 'signed integer'],
};

/** A converted value: a number for small and float types, a bigint for 64 bits. */
export function convert(code: string, v: PyValue): number | bigint {
  if (code === 'd' || code === 'f') return v instanceof PyFloat ? v.v : sync(realR(v));
  if (isText(code)) {
    if (!isStr(v)) throw typeError(`array item must be a unicode character, not ${typeOf(v).name}`);
    const n = strLength(v);
    if (n !== 1) throw typeError(`array item must be a string of length 1, not ${n}`);
    return toPoints(v)[0];
  }
  const n = index(v);
  const small = NAMES[code];
  if (small !== undefined) {
    if (n < small[0]) throw overflowError(`${small[2]} is less than minimum`);
    if (n > small[1]) throw overflowError(`${small[2]} is greater than maximum`);
    return Number(n);
  }
  switch (code) {
    case 'I':
      if (n < 0) throw overflowError("can't convert negative value to unsigned int");
      if (n > 18446744073709551615n) throw overflowError('Python int too large to convert to C unsigned long');
      if (n > 4294967295) throw overflowError('unsigned int is greater than maximum');
      return Number(n);
    case 'l':
      if (n > 9223372036854775807n || n < -9223372036854775808n)
        throw overflowError('Python int too large to convert to C long');
      return BigInt(n);
    case 'q':
      if (n > 9223372036854775807n || n < -9223372036854775808n) throw overflowError('int too big to convert');
      return BigInt(n);
    case 'L':
      if (n < 0) throw overflowError("can't convert negative value to unsigned int");
      if (n > 18446744073709551615n) throw overflowError('Python int too large to convert to C unsigned long');
      return BigInt(n);
    default:
      if (n < 0) throw overflowError("can't convert negative int to unsigned");
      if (n > 18446744073709551615n) throw overflowError('int too big to convert');
      return BigInt(n);
  }
}

/** Writes what `convert` gave. */
export function store(v: DataView, at: number, code: string, x: number | bigint): void {
  switch (sizeOf(code)) {
    case 1:
      v.setUint8(at, Number(x));
      return;
    case 2:
      v.setUint16(at, Number(x), true);
      return;
    case 4:
      if (code === 'f') v.setFloat32(at, Number(x), true);
      else v.setUint32(at, Number(x), true);
      return;
    default:
      if (code === 'd') v.setFloat64(at, Number(x), true);
      else v.setBigUint64(at, BigInt.asUintN(64, BigInt(x)), true);
  }
}

/** Number of the machine format a type code has here (`_array_reconstructor`'s argument). */
export function machineFormat(code: string): number {
  switch (code) {
    case 'B':
      return 0;
    case 'b':
      return 1;
    case 'H':
      return 2;
    case 'h':
      return 4;
    case 'I':
      return 6;
    case 'i':
      return 8;
    case 'L':
    case 'Q':
      return 10;
    case 'l':
    case 'q':
      return 12;
    case 'f':
      return 14;
    case 'd':
      return 16;
    default:
      return 20;
  }
}
/** Type codes to read the machine formats with, two formats (little, big) a code from number 2 on. */
export const FORMAT_CODES = [
  'B',
  'b',
  'H',
  'H',
  'h',
  'h',
  'I',
  'I',
  'i',
  'i',
  'Q',
  'Q',
  'q',
  'q',
  'f',
  'f',
  'd',
  'd',
  '16',
  '16',
  'w',
  'w',
];
