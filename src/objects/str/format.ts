// str.format(): splitting the format text into literals and replacement fields, looking the fields up, formatting them.
// Invariant: the grammar is string_format.h's, shared with `_string` (formatter_parser, formatter_field_name_split).

import type { PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import type { PyStr } from '../shapes.ts';
import { typeOf } from '../type.ts';
import { indexError, keyError, valueError } from '../exceptions/raise.ts';
import { getattrR } from '../protocol/attribute.ts';
import { getitemR } from '../protocol/operators.ts';
import { formatR, reprR, strR } from '../protocol/text.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { fromJS, isStr, toJS } from './text.ts';

/** One piece: literal text, then (unless null) a field with its format spec and conversion. */
export interface FormatPiece {
  readonly literal: string;
  readonly field: string | null;
  readonly spec: string;
  readonly conversion: string | null;
}

/** Splits a format text (UTF-16). Throws ValueError as CPython does. */
export function parseFormat(text: string): FormatPiece[] {
  const out: FormatPiece[] = [];
  let at = 0;
  const n = text.length;
  while (at < n) {
    let literal = '';
    let open = false;
    while (at < n) {
      const c = text[at++];
      if (c === '{' || c === '}') {
        if (at < n && text[at] === c) {
          literal += c;
          at++;
          continue;
        }
        if (c === '}') throw valueError("Single '}' encountered in format string");
        if (at >= n) throw valueError("Single '{' encountered in format string");
        open = true;
        break;
      }
      literal += c;
    }
    if (!open) {
      out.push({ literal, field: null, spec: '', conversion: null });
      break;
    }
    // The field name: up to ':' or '!' outside brackets; nested braces count.
    let depth = 1;
    const start = at;
    let bracket = false;
    while (at < n) {
      const c = text[at];
      if (c === '[') bracket = true;
      else if (c === ']') bracket = false;
      else if (!bracket && c === '{') throw valueError("unexpected '{' in field name");
      else if (!bracket && (c === '}' || c === ':' || c === '!')) break;
      at++;
    }
    if (at >= n) throw valueError("expected '}' before end of string");
    const field = text.slice(start, at);
    let conversion: string | null = null;
    let spec = '';
    if (text[at] === '!') {
      at++;
      if (at >= n) throw valueError('end of string while looking for conversion specifier');
      if (text[at] === '}') throw valueError("unmatched '{' in format spec");
      conversion = String.fromCodePoint(text.codePointAt(at)!);
      at += conversion.length;
      if (at >= n) throw valueError("unmatched '{' in format spec");
      if (text[at] !== ':' && text[at] !== '}') throw valueError("expected ':' after conversion specifier");
    }
    if (text[at] === ':') {
      at++;
      const from = at;
      while (at < n) {
        const c = text[at];
        if (c === '{') depth++;
        else if (c === '}' && --depth === 0) break;
        at++;
      }
      if (at >= n) throw valueError("unmatched '{' in format spec");
      spec = text.slice(from, at);
    }
    at++;
    out.push({ literal, field, spec, conversion });
  }
  return out;
}

/** One step of a replacement field after its first name: an attribute, or a key in brackets. */
export type FieldStep = [attribute: boolean, key: string | number];

/**
 * `a.b[0]` → 'a' and the steps [true, 'b'], [false, 0]. The steps are split one at a time, so that an error in a later
 * one comes after what the earlier ones do.
 */
export function splitField(name: string): { first: string | number; rest: Generator<FieldStep, void> } {
  const first = /^[^.[]*/.exec(name)![0];
  return { first: toNumber(first), rest: fieldSteps(name, first.length) };
}
function* fieldSteps(name: string, start: number): Generator<FieldStep, void> {
  let at = start;
  while (at < name.length) {
    if (name[at] === '.') {
      const k = /^[^.[]*/.exec(name.slice(at + 1))![0];
      if (k === '') throw valueError('Empty attribute in format string');
      yield [true, k];
      at += 1 + k.length;
    } else if (name[at] === '[') {
      const end = name.indexOf(']', at);
      if (end < 0) throw valueError("Missing ']' in format string");
      const k = name.slice(at + 1, end);
      if (k === '') throw valueError('Empty attribute in format string');
      yield [false, toNumber(k)];
      at = end + 1;
      if (at < name.length && name[at] !== '.' && name[at] !== '[')
        throw valueError("Only '.' or '[' may follow ']' in format field specifier");
    } else throw valueError("Only '.' or '[' may follow ']' in format field specifier");
  }
}
function toNumber(s: string): string | number {
  if (!/^\d+$/.test(s)) return s;
  const n = Number(s);
  if (!Number.isSafeInteger(n)) throw valueError('Too many decimal digits in format string');
  return n;
}

interface Numbering {
  next: number;
  mode: 'none' | 'auto' | 'manual';
}

/** s.format(*args, **kwargs); format_map when args is null. Resumable. */
export function formatMethodR(s: string | PyStr, args: readonly PyValue[] | null, kwargs: PyValue): Resumable {
  const text = toJS(s);
  return quickRender(text, args, kwargs);
}

/** A piece with what does not depend on the arguments. */
interface ReadyPiece extends FormatPiece {
  /** Its field: automatic, a plain name, a number; or anything else. */
  readonly kind: 'auto' | 'name' | 'number' | 'other';
  readonly number: number;
  readonly nested: boolean;
  readonly specText: string | PyStr;
}
function ready(p: FormatPiece): ReadyPiece {
  const f = p.field ?? '';
  const kind = f === '' ? 'auto' : /^[A-Za-z_]\w*$/.test(f) ? 'name' : /^\d{1,9}$/.test(f) ? 'number' : 'other';
  const nested = p.spec.includes('{') || p.spec.includes('}');
  return { ...p, kind, number: kind === 'number' ? Number(f) : -1, nested, specText: fromJS(p.spec) };
}

const parsed = new Map<string, readonly ReadyPiece[]>();
const PARSED_MAX = 500;

/** The pieces of a format text. Programs have few formats and use them often: they are remembered. */
function piecesOf(text: string): readonly ReadyPiece[] {
  let pieces = parsed.get(text);
  if (pieces === undefined) {
    pieces = parseFormat(text).map(ready);
    if (parsed.size >= PARSED_MAX) parsed.clear();
    if (text.length < 1000) parsed.set(text, pieces);
  }
  return pieces;
}

/** A field whose value is known, and what formatting it gave so far. */
interface Started {
  readonly value: PyValue;
  readonly converted?: Resumable;
  readonly formatted?: Resumable;
}

/**
 * The result at once while the fields are plain names and numbers and no value has to wait; the first that is not is
 * left, with what comes after it, to `render`. Nothing is formatted twice: `__format__` may have had an effect.
 */
function quickRender(text: string, args: readonly PyValue[] | null, kwargs: PyValue): Resumable {
  const numbering: Numbering = { next: 0, mode: 'none' };
  if (args === null || !(kwargs instanceof PyDict)) return render(text, args, kwargs, 2, numbering);
  const pieces = piecesOf(text);
  let out = '';
  for (let i = 0; i < pieces.length; i++) {
    const p = pieces[i];
    const { field } = p;
    if (field === null) {
      out += p.literal;
      continue;
    }
    let v: PyValue | undefined;
    if (p.nested) v = undefined;
    else if (p.kind === 'name') v = kwargs.getStr(field);
    else if (p.kind === 'auto') v = numbering.mode === 'manual' ? undefined : args[numbering.next];
    else if (p.kind === 'number') v = numbering.mode === 'auto' ? undefined : args[p.number];
    if (v === undefined || (p.conversion !== null && p.conversion !== 'r' && p.conversion !== 's'))
      return render(text, args, kwargs, 2, numbering, i, out);
    if (p.kind === 'auto') {
      numbering.mode = 'auto';
      numbering.next++;
    } else if (p.kind === 'number') numbering.mode = 'manual';
    if (p.conversion !== null) {
      const converted = p.conversion === 'r' ? reprR(v) : strR(v);
      if (typeof converted !== 'string')
        return render(text, args, kwargs, 2, numbering, i, out, { value: v, converted });
      v = converted;
    }
    const formatted = formatR(v, p.specText);
    if (isPending(formatted)) return render(text, args, kwargs, 2, numbering, i, out, { value: v, formatted });
    out += p.literal + toJS(formatted);
  }
  return fromJS(out);
}

/** From piece `from` on: `out` is the text before it, `started` what is known of its field. */
function* render(
  text: string,
  args: readonly PyValue[] | null,
  kwargs: PyValue,
  depth: number,
  numbering: Numbering,
  from = 0,
  out = '',
  started: Started | undefined = undefined,
): NativeGenerator<PyValue> {
  if (depth <= 0) throw valueError('Max string recursion exceeded');
  const pieces = piecesOf(text);
  for (let i = from; i < pieces.length; i++) {
    const p = pieces[i];
    out += p.literal;
    if (p.field === null) continue;
    const known = i === from ? started : undefined;
    if (known?.formatted !== undefined) {
      const r: string | PyStr = yield known.formatted;
      out += toJS(r);
      continue;
    }
    let v: PyValue = known !== undefined ? known.value : yield lookUp(p.field, args, kwargs, numbering);
    if (known?.converted !== undefined) v = yield known.converted;
    else if (p.conversion !== null) {
      if (p.conversion === 'r') v = yield reprR(v);
      else if (p.conversion === 's') v = yield strR(v);
      else if (p.conversion === 'a') v = ascii(yield reprR(v));
      else {
        const c = p.conversion;
        throw valueError(
          c > ' ' && c < '\x7f'
            ? `Unknown conversion specifier ${c}`
            : `Unknown conversion specifier \\x${c.codePointAt(0)!.toString(16)}`,
        );
      }
    }
    const spec: PyValue = p.nested ? yield render(p.spec, args, kwargs, depth - 1, numbering) : p.specText;
    const r: string | PyStr = yield formatR(v, spec);
    out += toJS(r);
  }
  return fromJS(out);
}

/** Non-ASCII characters of a repr escaped. */
export function ascii(v: PyValue): PyValue {
  let out = '';
  for (const ch of isStr(v) ? toJS(v) : '') {
    const c = ch.codePointAt(0)!;
    out +=
      c < 128
        ? ch
        : c < 256
          ? `\\x${c.toString(16).padStart(2, '0')}`
          : c < 65536
            ? `\\u${c.toString(16).padStart(4, '0')}`
            : `\\U${c.toString(16).padStart(8, '0')}`;
  }
  return out;
}

function* lookUp(
  field: string,
  args: readonly PyValue[] | null,
  kwargs: PyValue,
  numbering: Numbering,
): NativeGenerator<PyValue> {
  const { first, rest } = splitField(field);
  let key = first;
  if (key === '') {
    if (numbering.mode === 'manual')
      throw valueError('cannot switch from manual field specification to automatic field numbering');
    numbering.mode = 'auto';
    key = numbering.next++;
  } else if (typeof key === 'number') {
    if (numbering.mode === 'auto')
      throw valueError('cannot switch from automatic field numbering to manual field specification');
    numbering.mode = 'manual';
  }
  let v: PyValue;
  if (typeof key === 'number') {
    if (args === null) throw valueError('Format string contains positional fields');
    if (key >= args.length) throw indexError(`Replacement index ${key} out of range for positional args tuple`);
    v = args[key];
  } else {
    const k = fromJS(key);
    if (kwargs instanceof PyDict && typeOf(kwargs).name === 'dict') {
      const found = kwargs.get(k);
      if (found === undefined) throw keyError(k);
      v = found;
    } else v = yield getitemR(kwargs, k);
  }
  for (const [attribute, name] of rest) {
    v = attribute ? yield getattrR(v, String(name)) : yield getitemR(v, typeof name === 'number' ? name : fromJS(name));
  }
  return v;
}
