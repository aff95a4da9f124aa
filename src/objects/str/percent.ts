// The `%` operator of str. Invariant: arguments are fetched and converted in order, so the first fault is CPython's.

import type { PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { PyFloat, PyTuple, type PyStr } from '../shapes.ts';
import { typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { getitemR, indexR, intValue } from '../protocol/operators.ts';
import { reprR, strR } from '../protocol/text.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { floatOfR } from '../float.ts';
import { decimal, intOfR } from '../int.ts';
import {
  type PrintfLayout,
  type PrintfPiece,
  printfPieces,
  type PrintfSpec,
  printfFloat,
  printfInt,
  printfText,
} from '../algorithms/printf.ts';
import { ascii } from './format.ts';
import { fromJS, fromPoints, isStr, strLength, toJS, toPoints } from './text.ts';

/** Fetches the arguments of a `%` format. */
export class PercentArguments {
  private at = 0;
  private readonly tuple: readonly PyValue[] | null;
  private used = false;
  /** `taken` of them were fetched already. */
  constructor(
    readonly args: PyValue,
    taken = 0,
  ) {
    this.tuple = args instanceof PyTuple ? args.items : null;
    this.at = taken;
    this.used = taken > 0;
  }
  next(): PyValue {
    if (this.tuple !== null) {
      if (this.at >= this.tuple.length) throw typeError('not enough arguments for format string');
      return this.tuple[this.at++];
    }
    if (this.used) throw typeError('not enough arguments for format string');
    this.used = true;
    return this.args;
  }
  get isMapping(): boolean {
    return this.tuple === null && !isStr(this.args) && typeOf(this.args).slot(SLOT.__getitem__) !== null;
  }
  finish(usedMapping: boolean, kind: string): void {
    if (usedMapping) return;
    const left = this.tuple !== null ? this.at < this.tuple.length : !this.used && !this.isMapping;
    if (left) throw typeError(`not all arguments converted during ${kind} formatting`);
  }
}

/** `s % args`. Resumable. */
export function percentR(s: string | PyStr, args: PyValue): Resumable {
  const pieces = printfPieces(toJS(s));
  return quickFormat(pieces, args, typeof s === 'string');
}

/**
 * The result at once while every argument is a plain value in a tuple (or the one argument itself); the first that is
 * not is left, with what comes after it, to `format`. Nothing is shown twice: `__str__` may have had an effect.
 */
function quickFormat(pieces: readonly PrintfPiece[], args: PyValue, plain: boolean): Resumable {
  const values = args instanceof PyTuple ? args.items : null;
  if (values === null && typeof args === 'object' && !(args instanceof PyFloat)) return format(pieces, args);
  let out = '';
  let used = 0;
  for (let i = 0; i < pieces.length; i++) {
    const p = pieces[i];
    if (typeof p === 'string') {
      out += p;
      continue;
    }
    const { width, precision } = p;
    if (p.key !== undefined || p.error !== undefined || width === '*' || precision === '*')
      return format(pieces, args, i, out, used);
    const v: PyValue | undefined = values === null ? (used === 0 ? args : undefined) : values[used];
    if (v === undefined) return format(pieces, args, i, out, used);
    switch (p.code) {
      case 's':
      case 'r': {
        const text = p.code === 's' ? strR(v) : reprR(v);
        if (typeof text !== 'string') return format(pieces, args, i, out, used, text);
        if (width < 0 && precision < 0) out += text;
        else {
          const cut = precision >= 0 && text.length > precision ? text.slice(0, precision) : text;
          if (width <= cut.length) out += cut;
          else out += p.left ? cut.padEnd(width) : cut.padStart(width);
        }
        break;
      }
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X': {
        if (typeof v !== 'number') return format(pieces, args, i, out, used);
        if (width < 0 && precision < 0 && p.code === 'd' && !p.plus && !p.space) out += v;
        else out += printfInt(v, p.code, p as PrintfLayout); // no star in it
        break;
      }
      case 'e':
      case 'f':
      case 'g': {
        if (!(v instanceof PyFloat) && typeof v !== 'number') return format(pieces, args, i, out, used);
        out += printfFloat(typeof v === 'number' ? v : v.v, p.code, p as PrintfLayout); // no star in it
        break;
      }
      default:
        return format(pieces, args, i, out, used);
    }
    used++;
  }
  if (used !== (values === null ? 1 : values.length)) return format(pieces, args, pieces.length, out, used);
  // Text without surrogates in a format without them: so is the result.
  return plain ? out : fromJS(out);
}

function* star(a: PercentArguments, n: number | '*'): NativeGenerator<number> {
  if (n !== '*') return n;
  const v = a.next();
  const i = intValue(v);
  if (i === undefined) throw typeError('* wants int');
  if (typeof i === 'bigint' || Math.abs(i) > 2147483647)
    throw overflowError('Python int too large to convert to C ssize_t');
  return i;
}

/** Width and precision with their stars filled in. */
export function* layoutOf(p: PrintfSpec, a: PercentArguments): NativeGenerator<PrintfLayout> {
  let width: number = yield star(a, p.width);
  let left = p.left;
  if (p.width === '*' && width < 0) {
    left = true;
    width = -width;
  }
  let precision: number = yield star(a, p.precision);
  if (p.precision === '*' && precision < 0) precision = 0;
  return { left, plus: p.plus, space: p.space, alt: p.alt, zero: p.zero, width, precision };
}

/** The int of a %d-like argument; ValueError when it has too many decimal digits to be shown. */
export function* intArgument(v: PyValue, code: string): NativeGenerator<number | bigint> {
  const i = yield* toInt(v, code);
  if (typeof i === 'bigint' && (code === 'd' || code === 'i' || code === 'u')) decimal(i);
  return i;
}
function* toInt(v: PyValue, code: string): Generator<unknown, number | bigint, never> {
  const i = intValue(v);
  if (i !== undefined) return i;
  const t = typeOf(v);
  if (code === 'x' || code === 'X' || code === 'o') {
    if (t.slot(SLOT.__index__) === null) throw typeError(`%${code} format: an integer is required, not ${t.name}`);
    return yield indexR(v);
  }
  if (isStr(v) || (!(v instanceof PyFloat) && t.slot(SLOT.__int__) === null && t.slot(SLOT.__index__) === null)) {
    throw typeError(`%${code} format: a real number is required, not ${t.name}`);
  }
  if (t.slot(SLOT.__int__) === null && t.slot(SLOT.__index__) === null)
    throw typeError(`%${code} format: a real number is required, not ${t.name}`);
  return yield intOfR(v);
}
export function* floatArgument(v: PyValue): NativeGenerator<number> {
  if (isStr(v)) throw typeError(`must be real number, not ${typeOf(v).name}`);
  const t = typeOf(v);
  if (t.slot(SLOT.__float__) === null && t.slot(SLOT.__index__) === null)
    throw typeError(`must be real number, not ${t.name}`);
  return yield floatOfR(v);
}

/** From piece `from` on: `out` is the text before it, of `taken` arguments, `shown` what showing its argument gave. */
function* format(
  pieces: readonly PrintfPiece[],
  args: PyValue,
  from = 0,
  out = '',
  taken = 0,
  shown: Resumable | undefined = undefined,
): NativeGenerator<PyValue> {
  const a = new PercentArguments(args, taken);
  let usedMapping = false;
  for (let i = from; i < pieces.length; i++) {
    const p = pieces[i];
    if (typeof p === 'string') {
      out += p;
      continue;
    }
    let value: PyValue | undefined;
    if (p.key !== undefined) {
      if (!a.isMapping && !(args instanceof PyDict)) throw typeError('format requires a mapping');
      if (p.error !== undefined) throw valueError(p.error);
      value = yield getitemR(args, fromJS(p.key));
      usedMapping = true;
    }
    if (p.error !== undefined) throw valueError(p.error);
    const layout: PrintfLayout = yield layoutOf(p, a);
    const v = value ?? a.next();
    switch (p.code) {
      case 's':
      case 'r':
      case 'a': {
        const r0 = i === from && shown !== undefined ? shown : p.code === 's' ? strR(v) : reprR(v);
        let r: PyValue = isPending(r0) ? yield r0 : r0;
        if (p.code === 'a') r = ascii(r);
        const str = r as string | PyStr; // strR and reprR give text
        if (layout.precision >= 0 && strLength(str) > layout.precision)
          r = fromPoints(toPoints(str).slice(0, layout.precision));
        out += printfText(
          toJS(r as string | PyStr),
          layout.precision >= 0 ? { ...layout, precision: -1 } : layout,
          strLength(r as string | PyStr),
        );
        break;
      }
      case 'c': {
        let ch: string;
        if (isStr(v)) {
          if (strLength(v) !== 1)
            throw typeError(`%c requires an int or a unicode character, not a string of length ${strLength(v)}`);
          ch = toJS(v);
        } else {
          if (intValue(v) === undefined && typeOf(v).slot(SLOT.__index__) === null)
            throw typeError(`%c requires an int or a unicode character, not ${typeOf(v).name}`);
          const c: number | bigint = yield indexR(v);
          if (c < 0 || c > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
          ch = String.fromCodePoint(Number(c));
        }
        out += printfText(ch, { ...layout, precision: -1 }, 1);
        break;
      }
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X': {
        const n: number | bigint = yield intArgument(v, p.code);
        out += printfInt(n, p.code, layout);
        break;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': {
        const x: number = yield floatArgument(v);
        out += printfFloat(x, p.code, layout);
        break;
      }
      default: {
        const c = p.code.codePointAt(0) ?? 0;
        throw valueError(
          `unsupported format character '${c > 31 && c < 127 ? p.code : '?'}' (0x${c.toString(16)}) at index ${p.index}`,
        );
      }
    }
  }
  a.finish(usedMapping, 'string');
  return fromJS(out);
}
