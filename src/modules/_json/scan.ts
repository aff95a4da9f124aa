// _json's scanner: JSON text → Python values. Invariant: works on the UTF-16 form of the text; positions handed out are
// in code points (`Text` converts); StopIteration(position) means "no value here", as json.decoder expects.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyFloat, PyList, PyTuple, type PyStr } from '../../objects/shapes.ts';
import { floatType, intType, makeBuiltinType, type PyType, typeOf } from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { stopIteration, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { call } from '../../objects/protocol/call.ts';
import { index, truthR } from '../../objects/protocol/operators.ts';
import { sync, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, strLength, toJS } from '../../objects/str/text.ts';
import { importAttrR } from '../../objects/hooks.ts';
import { parseFloat as parseDouble } from '../../objects/algorithms/float-text.ts';

/** A str with conversion between UTF-16 offsets and code point positions. */
export class Text {
  readonly s: string;
  private readonly astral: boolean;
  constructor(readonly value: string | PyStr) {
    this.s = toJS(value);
    this.astral = typeof value !== 'string' && value.points !== null;
  }
  /** UTF-16 offset of a code point position. */
  offset(point: number): number {
    if (!this.astral) return point;
    let i = 0;
    for (; point > 0 && i < this.s.length; point--) i += this.s.codePointAt(i)! > 0xffff ? 2 : 1;
    return i + point;
  }
  /** Code point position of a UTF-16 offset. */
  point(offset: number): number {
    if (!this.astral) return offset;
    let n = 0;
    for (let i = 0; i < offset; n++) i += (this.s.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
    return n;
  }
}

function decodeError(message: string, text: Text, at: number): never {
  const cls = sync<PyValue>(importAttrR('json.decoder', 'JSONDecodeError'));
  throw call(cls, [message, text.value, text.point(at)]) as unknown as Error; // an exception instance
}

const ESCAPES: { readonly [c: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Whether the last string had an escape for a code unit: only then can it have surrogates that the text has not. */
let escaped = false;
/** Where the last value read by `readString` or a scanner ended (UTF-16). */
let ended = 0;

function hex4(text: Text, at: number): number {
  const digits = text.s.slice(at, at + 4);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) decodeError('Invalid \\uXXXX escape', text, at - 1);
  return Number.parseInt(digits, 16);
}

/** Reads a string from after its opening quote; sets `ended`. The result is UTF-16. */
export function readString(text: Text, start: number, strict: boolean): string {
  const s = text.s;
  const begin = start - 1;
  let out = '';
  let i = start;
  escaped = false;
  for (;;) {
    const from = i;
    let c = 0;
    for (; i < s.length; i++) {
      c = s.charCodeAt(i);
      if (c === 34 || c === 92) break;
      if (c < 32 && strict) decodeError('Invalid control character at', text, i);
    }
    if (i >= s.length) decodeError('Unterminated string starting at', text, begin);
    if (c === 34) {
      ended = i + 1;
      return out === '' ? s.slice(from, i) : out + s.slice(from, i);
    }
    out += s.slice(from, i);
    i++;
    if (i >= s.length) decodeError('Unterminated string starting at', text, begin);
    const e = s[i];
    if (e !== 'u') {
      const v = ESCAPES[e];
      if (v === undefined) decodeError('Invalid \\escape', text, i - 1);
      out += v;
      i++;
      continue;
    }
    out += String.fromCharCode(hex4(text, i + 1));
    escaped = true;
    i += 5;
  }
}

export class PyScanner extends PyObject {
  strict = true;
  objectHook: PyValue = None;
  objectPairsHook: PyValue = None;
  parseFloat: PyValue = None;
  parseInt: PyValue = None;
  parseConstant: PyValue = None;
}
export const scannerType = makeBuiltinType('Scanner', PyScanner, { module: '_json' });

/** One run of the scanner over a text. */
class Run {
  readonly s: string;
  /** The items of the open containers: what becomes an array then has just its length. */
  private readonly items: PyValue[] = [];
  private readonly names: PyValue[] = [];
  /** The text has no surrogates. */
  private readonly plain: boolean;
  /** Keys seen: equal keys become one string. */
  private readonly memo = new Map<string, PyValue>();
  private readonly plainFloat: boolean;
  private readonly plainInt: boolean;
  constructor(
    readonly scanner: PyScanner,
    readonly text: Text,
  ) {
    this.s = text.s;
    this.plain = typeof text.value === 'string';
    this.plainFloat = scanner.parseFloat === floatType;
    this.plainInt = scanner.parseInt === intType;
  }

  private nothing(at: number): never {
    throw stopIteration(this.text.point(at));
  }

  /** The str just read. */
  private str(s: string): PyValue {
    return this.plain && !escaped ? s : fromJS(s);
  }

  value(i: number): PyValue {
    const s = this.s;
    switch (s.charCodeAt(i)) {
      case 34:
        return this.str(readString(this.text, i + 1, this.scanner.strict));
      case 123:
        return this.object(i + 1);
      case 91:
        return this.array(i + 1);
      case 110:
        if (s.startsWith('null', i)) return this.done(i + 4, None);
        break;
      case 116:
        if (s.startsWith('true', i)) return this.done(i + 4, true);
        break;
      case 102:
        if (s.startsWith('false', i)) return this.done(i + 5, false);
        break;
      case 78:
        if (s.startsWith('NaN', i)) return this.constant('NaN', i);
        break;
      case 73:
        if (s.startsWith('Infinity', i)) return this.constant('Infinity', i);
        break;
      case 45:
        if (s.startsWith('-Infinity', i)) return this.constant('-Infinity', i);
        break;
    }
    return this.number(i);
  }

  private done(end: number, v: PyValue): PyValue {
    ended = end;
    return v;
  }

  private constant(name: string, i: number): PyValue {
    const v = call(this.scanner.parseConstant, [name]);
    ended = i + name.length;
    return v;
  }

  private number(start: number): PyValue {
    const s = this.s;
    let i = start;
    let c = s.charCodeAt(i);
    if (c === 45) c = s.charCodeAt(++i);
    if (c >= 49 && c <= 57) {
      do c = s.charCodeAt(++i);
      while (c >= 48 && c <= 57);
    } else if (c === 48) c = s.charCodeAt(++i);
    else this.nothing(start);
    let isFloat = false;
    if (c === 46) {
      const d = s.charCodeAt(i + 1);
      if (d >= 48 && d <= 57) {
        isFloat = true;
        i++;
        do c = s.charCodeAt(++i);
        while (c >= 48 && c <= 57);
      }
    }
    if (c === 101 || c === 69) {
      let j = i + 1;
      const sign = s.charCodeAt(j);
      if (sign === 43 || sign === 45) j++;
      let d = s.charCodeAt(j);
      if (d >= 48 && d <= 57) {
        isFloat = true;
        do d = s.charCodeAt(++j);
        while (d >= 48 && d <= 57);
        i = j;
      }
    }
    const digits = s.slice(start, i);
    let v: PyValue;
    if (isFloat) v = this.plainFloat ? new PyFloat(parseDouble(digits) ?? 0) : call(this.scanner.parseFloat, [digits]);
    else if (this.plainInt && digits.length < 16) v = Number(digits) + 0;
    else v = call(this.scanner.parseInt, [digits]);
    ended = i;
    return v;
  }

  private space(i: number): number {
    const s = this.s;
    for (;;) {
      const c = s.charCodeAt(i);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return i;
      i++;
    }
  }

  private array(i: number): PyValue {
    const { s, items } = this;
    const base = items.length;
    i = this.space(i);
    if (s.charCodeAt(i) !== 93) {
      for (;;) {
        items.push(this.value(i));
        i = this.space(ended);
        const c = s.charCodeAt(i);
        if (c === 93) break;
        if (c !== 44) decodeError("Expecting ',' delimiter", this.text, i);
        const comma = i;
        i = this.space(i + 1);
        if (s.charCodeAt(i) === 93) decodeError('Illegal trailing comma before end of array', this.text, comma);
      }
    }
    ended = i + 1;
    const list = new PyList(items.slice(base));
    items.length = base;
    return list;
  }

  private key(raw: string): PyValue {
    let k = this.memo.get(raw);
    if (k === undefined) this.memo.set(raw, (k = this.str(raw)));
    return k;
  }

  private object(i: number): PyValue {
    const { s, scanner, items, names } = this;
    const base = items.length;
    const first = names.length;
    i = this.space(i);
    if (s.charCodeAt(i) !== 125) {
      for (;;) {
        if (s.charCodeAt(i) !== 34) decodeError('Expecting property name enclosed in double quotes', this.text, i);
        const k = this.key(readString(this.text, i + 1, scanner.strict));
        i = this.space(ended);
        if (s.charCodeAt(i) !== 58) decodeError("Expecting ':' delimiter", this.text, i);
        names.push(k);
        items.push(this.value(this.space(i + 1)));
        i = this.space(ended);
        const c = s.charCodeAt(i);
        if (c === 125) break;
        if (c !== 44) decodeError("Expecting ',' delimiter", this.text, i);
        const comma = i;
        i = this.space(i + 1);
        if (s.charCodeAt(i) === 125) decodeError('Illegal trailing comma before end of object', this.text, comma);
      }
    }
    const end = i + 1;
    const keys = names.slice(first);
    const values = items.slice(base);
    names.length = first;
    items.length = base;
    let r: PyValue;
    if (scanner.objectPairsHook !== None)
      r = call(scanner.objectPairsHook, [new PyList(keys.map((k, j) => new PyTuple([k, values[j]])))]);
    else {
      const d = PyDict.ofItems(keys, values);
      r = scanner.objectHook === None ? d : call(scanner.objectHook, [d]);
    }
    ended = end;
    return r;
  }
}

function scan(self: PyScanner, value: PyValue, at: PyValue): PyValue {
  if (!isStr(value)) throw typeError(`first argument must be a string, not ${typeOf(value).name}`);
  const start = Number(index(at));
  if (start < 0) throw valueError('idx cannot be negative');
  if (start >= strLength(value)) throw stopIteration(start);
  const text = new Text(value);
  const v = new Run(self, text).value(text.offset(start));
  return new PyTuple([v, text.point(ended)]);
}

defineType(scannerType, {
  doc: 'JSON scanner object',
  new: [
    '(context)',
    function* (_cls: PyType, context: PyValue): NativeGenerator<PyValue> {
      const s = new PyScanner();
      s.strict = (yield truthR((yield getattrR(context, 'strict')) as PyValue)) as boolean;
      s.objectHook = (yield getattrR(context, 'object_hook')) as PyValue;
      s.objectPairsHook = (yield getattrR(context, 'object_pairs_hook')) as PyValue;
      s.parseFloat = (yield getattrR(context, 'parse_float')) as PyValue;
      s.parseInt = (yield getattrR(context, 'parse_int')) as PyValue;
      s.parseConstant = (yield getattrR(context, 'parse_constant')) as PyValue;
      return s;
    },
  ],
  members: {
    strict: 'strict',
    object_hook: 'objectHook',
    object_pairs_hook: 'objectPairsHook',
    parse_float: 'parseFloat',
    parse_int: 'parseInt',
    parse_constant: 'parseConstant',
  },
  methods: { '__call__(string, idx)': scan },
});

/** scanstring(string, end, strict=True) → (str, end). */
export function scanString(value: PyValue, end: PyValue, strict: PyValue): PyValue {
  if (!isStr(value)) throw typeError(`first argument must be a string, not ${typeOf(value).name}`);
  const at = Number(index(end));
  if (at < 0 || at > strLength(value)) throw valueError('end is out of bounds');
  const text = new Text(value);
  const s = readString(text, text.offset(at), sync<boolean>(truthR(strict)));
  return new PyTuple([fromJS(s), text.point(ended)]);
}
