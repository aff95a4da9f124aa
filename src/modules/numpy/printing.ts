// Arrays as text. Invariant: the same characters as NumPy's repr and str, line breaks and padding included. Knows the
// elements' own texts from scalars.

import {
  call,
  interpreter,
  isStr,
  None,
  PyBytes,
  PyDict,
  PyFloat,
  type PyValue,
  repr,
  str,
  toJS,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import type { PyDType } from './dtype.ts';
import { ndarrayType, product, type PyNDArray, shapeText, viewWith, slotsOf } from './array.ts';
import { positional, scientific } from './float-text.ts';
import { readItem, readNumber, readScalar } from './scalars.ts';
import { momentText, NAT } from './datetime.ts';
import { fromHalf } from './half.ts';

export interface PrintOptions {
  edgeitems: number;
  threshold: number;
  floatmode: string;
  precision: number;
  suppress: boolean;
  linewidth: number;
  nanstr: string;
  infstr: string;
  sign: string;
  formatter: PyDict | null;
}
const DEFAULTS: PrintOptions = {
  edgeitems: 3,
  threshold: 1000,
  floatmode: 'maxprec',
  precision: 8,
  suppress: false,
  linewidth: 75,
  nanstr: 'nan',
  infstr: 'inf',
  sign: '-',
  formatter: null,
};
/** The options of the running interpreter. */
export function printOptions(): PrintOptions {
  const state = interpreter().moduleState;
  let o = state.get('numpy.printoptions') as PrintOptions | undefined; // only set here
  if (o === undefined) {
    o = { ...DEFAULTS };
    state.set('numpy.printoptions', o);
  }
  return o;
}
export function setPrintOptions(o: PrintOptions): void {
  interpreter().moduleState.set('numpy.printoptions', o);
}

type Format = (slot: number) => string;

function exponentLimit(d: PyDType): number {
  return d === dt.float64 ? 1e8 : d === dt.float32 ? 1e6 : 1e3;
}

/** How the floats of one array are written, after a look at all that will be shown. */
function floatFormat(values: readonly number[], d: PyDType, o: PrintOptions, sign: string): (x: number) => string {
  const finite = values.filter(Number.isFinite);
  let max = 0;
  let min = Infinity;
  for (const x of finite) {
    const a = Math.abs(x);
    if (a === 0) continue;
    if (a > max) max = a;
    if (a < min) min = a;
  }
  const exp = max > 0 && (max >= exponentLimit(d) || (!o.suppress && (min < 0.0001 || max / min > 1000)));
  let padLeft = 0;
  let padRight = 0;
  let trim = '.';
  let expDigits = -1;
  let unique = true;
  let minDigits: number | undefined;
  let precision: number | undefined = o.floatmode === 'unique' ? undefined : o.precision;
  const plus = sign === '+';
  const fixed = o.floatmode === 'fixed';
  if (finite.length > 0) {
    const first = { precision, unique: !fixed, trim: fixed ? 'k' : '.', sign: plus };
    unique = !fixed;
    const parts = finite.map((x) => {
      const s = exp ? scientific(x, d, first) : positional(x, d, first);
      const e = s.indexOf('e');
      const mantissa = e < 0 ? s : s.slice(0, e);
      const point = mantissa.indexOf('.');
      return [
        point < 0 ? mantissa.length : point,
        point < 0 ? 0 : mantissa.length - point - 1,
        e < 0 ? 0 : s.length - e - 1,
      ];
    });
    padLeft = Math.max(...parts.map((p) => p[0]));
    const frac = Math.max(...parts.map((p) => p[1]));
    if (exp) {
      expDigits = Math.max(...parts.map((p) => p[2])) - 1;
      trim = 'k';
      precision = frac;
      minDigits = frac;
      padRight = expDigits + 2 + frac;
    } else {
      padRight = frac;
      if (fixed || o.floatmode === 'maxprec_equal') {
        precision = frac;
        minDigits = frac;
        trim = 'k';
      } else {
        trim = '.';
        minDigits = 0;
      }
    }
  }
  if (sign === ' ' && !finite.some((x) => x < 0 || Object.is(x, -0))) padLeft++;
  if (finite.length !== values.length) {
    const negative = sign !== '-' || values.some((x) => x === -Infinity) ? 1 : 0;
    const offset = padRight + 1;
    padLeft = Math.max(padLeft, o.nanstr.length - offset, o.infstr.length + negative - offset);
  }
  return (x) => {
    if (!Number.isFinite(x)) {
      const text = x !== x ? (plus ? '+' : '') + o.nanstr : (x < 0 ? '-' : plus ? '+' : '') + o.infstr;
      return text.padStart(padLeft + padRight + 1);
    }
    if (exp) return scientific(x, d, { precision, minDigits, unique, trim, sign: plus, padLeft, expDigits });
    return positional(x, d, { precision, minDigits, unique, trim, sign: plus, padLeft, padRight });
  };
}

function realOf(a: PyNDArray, slot: number): number {
  return a.dtype === dt.float16 ? fromHalf(Number(a.data[slot])) : Number(a.data[slot]);
}

/** What a user's `formatter` says of a kind of elements. */
function custom(a: PyNDArray, o: PrintOptions): Format | undefined {
  const f = o.formatter;
  if (f === null) return undefined;
  const names: { [kind: string]: string[] } = {
    b: ['bool'],
    i: ['int', 'int_kind'],
    u: ['int', 'int_kind'],
    f: ['float', 'float_kind'],
    c: ['complexfloat', 'complex_kind'],
    M: ['datetime'],
    m: ['timedelta'],
    O: ['object'],
    U: ['numpystr', 'str_kind'],
    S: ['numpystr', 'str_kind'],
  };
  for (const name of [...names[a.dtype.kind], 'all']) {
    const g = f.getStr(name);
    if (g !== undefined && g !== None) return (slot) => str(call(g, [readScalar(a, slot)]));
  }
  return undefined;
}

/** The format of an array's elements; `shown` has those that will be printed. */
function formatOf(a: PyNDArray, shown: readonly number[], o: PrintOptions): Format {
  const own = custom(a, o);
  if (own !== undefined) return own;
  const d = a.dtype;
  switch (d.kind) {
    case 'b': {
      const yes = a.ndim > 0 ? ' True' : 'True';
      return (slot) => (a.data[slot] !== 0 ? yes : 'False');
    }
    case 'i':
    case 'u': {
      let width = 0;
      const { sign } = o;
      const anyNegative = shown.some((s) => a.data[s] < 0);
      for (const s of shown) {
        const text = String(readNumber(a, s));
        width = Math.max(width, text.length);
      }
      let max: number | bigint = -Infinity;
      for (const s of shown) if (a.data[s] > max) max = a.data[s];
      const plus = sign === '+' || (sign === ' ' && !anyNegative) ? sign : '';
      if (plus !== '' && max >= 0) width = Math.max(width, String(max).length + 1);
      return (slot) => {
        const v = readNumber(a, slot);
        return `${v >= 0 ? plus : ''}${v}`.padStart(width);
      };
    }
    case 'f': {
      const f = floatFormat(
        shown.map((s) => realOf(a, s)),
        d,
        o,
        o.sign,
      );
      return (slot) => f(realOf(a, slot));
    }
    case 'c': {
      const part = d === dt.complex64 ? dt.float32 : dt.float64;
      const re = floatFormat(
        shown.map((s) => Number(a.data[s])),
        part,
        o,
        o.sign,
      );
      const im = floatFormat(
        shown.map((s) => Number(a.data[s + 1])),
        part,
        o,
        '+',
      );
      return (slot) => {
        const i = im(Number(a.data[slot + 1]));
        const end = i.trimEnd().length;
        return `${re(Number(a.data[slot]))}${i.slice(0, end)}j${i.slice(end)}`;
      };
    }
    case 'M':
    case 'm': {
      const text = (v: bigint): string => (d.kind === 'M' ? `'${momentText(v, d)}'` : String(v));
      let width = 0;
      for (const s of shown) {
        const v = a.data[s] as bigint; // the store of datetimes
        width = Math.max(width, v === NAT ? 5 : text(v).length);
      }
      return (slot) => {
        const v = a.data[slot] as bigint; // as above
        return (v === NAT ? "'NaT'" : text(v)).padStart(width);
      };
    }
    case 'O':
      return (slot) => {
        const v = readItem(a, slot);
        return isArray(v) && v.ndim > 0 ? `list(${str(v)})`.replace(/^list\((.*)\)$/s, '$1') : repr(v);
      };
    default:
      return (slot) => repr(readItem(a, slot));
  }
}
const isArray = (v: PyValue): v is PyNDArray => typeof v === 'object' && v.cls === ndarrayType;

/** The slots that are shown of a large array: the edges of each dimension. */
function edges(a: PyNDArray, n: number): PyNDArray[] {
  let parts = [a];
  for (let d = 0; d < a.ndim; d++) {
    if (a.shape[d] <= 2 * n) continue;
    parts = parts.flatMap((p) => {
      const shape = [...p.shape];
      shape[d] = n;
      return [
        viewWith(p, shape, p.strides, p.offset),
        viewWith(p, shape, p.strides, p.offset + (p.shape[d] - n) * p.strides[d]),
      ];
    });
  }
  return parts;
}

/** np.array2string without looking at globals. */
export function arrayText(a: PyNDArray, o: PrintOptions, separator: string, prefix: string): string {
  if (product(a.shape) === 0) return '[]';
  const summarize = product(a.shape) > o.threshold;
  const shown: number[] = [];
  for (const part of summarize ? edges(a, o.edgeitems) : [a]) for (const s of slotsOf(part)) shown.push(s);
  const format = formatOf(a, shown, o);
  const nd = a.ndim;
  const tail = separator.trimEnd();
  const recurse = (axis: number, at: number, indent: string, width: number): string => {
    const left = nd - axis;
    if (left === 0) return format(at);
    const inner = `${indent} `;
    const innerWidth = width - 1;
    const n = a.shape[axis];
    const step = a.strides[axis];
    const cut = summarize && 2 * o.edgeitems < n;
    const leading = cut ? o.edgeitems : 0;
    const trailing = cut ? o.edgeitems : n;
    let s = '';
    if (left === 1) {
      const room = width - Math.max(tail.length, 1);
      let line = indent;
      const put = (word: string): void => {
        const lines = word.split('\n');
        if (lines.length === 1) {
          if (line.length + word.length > room && line.length > indent.length) {
            s += `${line.trimEnd()}\n`;
            line = indent;
          }
          line += word;
          return;
        }
        const longest = Math.max(...lines.map((l) => l.length));
        let hang = indent;
        if (line.length + longest > room && line.length > indent.length) {
          s += `${line.trimEnd()}\n`;
          line = indent + lines[0];
        } else {
          hang = ' '.repeat(line.length);
          line += lines[0];
        }
        for (const l of lines.slice(1)) {
          s += `${line.trimEnd()}\n`;
          line = hang + l;
        }
        line += ' '.repeat(longest - lines[lines.length - 1].length);
      };
      for (let i = 0; i < leading; i++) {
        put(recurse(axis + 1, at + i * step, inner, innerWidth));
        line += separator;
      }
      if (cut) {
        put('...');
        line += separator;
      }
      for (let i = trailing; i > 1; i--) {
        put(recurse(axis + 1, at + (n - i) * step, inner, innerWidth));
        line += separator;
      }
      put(recurse(axis + 1, at + (n - 1) * step, inner, innerWidth));
      s += line;
    } else {
      const sep = tail + '\n'.repeat(left - 1);
      for (let i = 0; i < leading; i++) s += indent + recurse(axis + 1, at + i * step, inner, innerWidth) + sep;
      if (cut) s += `${indent}...${sep}`;
      for (let i = trailing; i > 1; i--) s += indent + recurse(axis + 1, at + (n - i) * step, inner, innerWidth) + sep;
      s += indent + recurse(axis + 1, at + (n - 1) * step, inner, innerWidth);
    }
    return `[${s.slice(indent.length)}]`;
  };
  return recurse(0, a.offset, ` ${' '.repeat(prefix.length)}`, o.linewidth);
}

/** How `dtype=` shows in a repr. */
function shortDType(d: PyDType): string {
  if (d.kind === 'U' || d.kind === 'S') return `'${d.str}'`;
  return /^[a-z][a-z0-9]*$/i.test(d.name) ? d.name : `'${d.name}'`;
}

/** repr() of an array. */
export function reprOf(a: PyNDArray, o: PrintOptions = printOptions()): string {
  const name = a.cls === ndarrayType ? 'array' : a.cls.name;
  const prefix = `${name}(`;
  const text = arrayText(a, { ...o, linewidth: o.linewidth - 1 }, ', ', prefix);
  const extras: string[] = [];
  const size = product(a.shape);
  if ((size === 0 && !(a.ndim === 1 && a.shape[0] === 0)) || size > o.threshold)
    extras.push(`shape=${shapeText(a.shape)}`);
  const implied = a.dtype === dt.int64 || a.dtype === dt.float64 || a.dtype === dt.complex128 || a.dtype === dt.bool_;
  if (!implied || size === 0) extras.push(`dtype=${shortDType(a.dtype)}`);
  if (extras.length === 0) return `${prefix}${text})`;
  const head = `${prefix}${text},`;
  const extra = `${extras.join(', ')})`;
  const last = head.length - (head.lastIndexOf('\n') + 1);
  const gap = last + extra.length + 1 > o.linewidth ? `\n${' '.repeat(prefix.length)}` : ' ';
  return head + gap + extra;
}

/** str() of an array. */
export function strOf(a: PyNDArray, o: PrintOptions = printOptions()): string {
  if (a.ndim === 0) {
    const v = a.dtype.kind === 'O' ? readItem(a, a.offset) : readScalar(a, a.offset);
    return v instanceof PyBytes ? repr(v) : str(v);
  }
  return arrayText(a, o, ' ', '');
}

/** Options with what a call overrides; `given` by parameter name. */
export function withOptions(base: PrintOptions, given: { readonly [name: string]: PyValue | undefined }): PrintOptions {
  const o = { ...base };
  const number = (name: string): number | undefined => {
    const v = given[name];
    if (v === undefined || v === None) return undefined;
    const n = Number(v instanceof PyFloat ? v.v : v);
    return n;
  };
  o.precision = number('precision') ?? o.precision;
  o.threshold = number('threshold') ?? o.threshold;
  o.edgeitems = number('edgeitems') ?? o.edgeitems;
  o.linewidth = number('linewidth') ?? o.linewidth;
  const text = (name: string): string | undefined => {
    const v = given[name];
    return v !== undefined && isStr(v) ? toJS(v) : undefined;
  };
  o.nanstr = text('nanstr') ?? o.nanstr;
  o.infstr = text('infstr') ?? o.infstr;
  const sign = text('sign');
  if (sign !== undefined && !['-', '+', ' '].includes(sign))
    throw valueError("sign option must be one of ' ', '+', or '-'");
  o.sign = sign ?? o.sign;
  const mode = text('floatmode');
  if (mode !== undefined && !['fixed', 'unique', 'maxprec', 'maxprec_equal'].includes(mode))
    throw valueError("floatmode option must be one of 'fixed', 'unique', 'maxprec', 'maxprec_equal'");
  o.floatmode = mode ?? o.floatmode;
  const { suppress, formatter } = given;
  if (suppress !== undefined && suppress !== None) o.suppress = suppress === true || suppress === 1;
  if (formatter !== undefined) o.formatter = formatter instanceof PyDict ? formatter : null;
  return o;
}
