// _json's encoder: Python values → JSON text. Invariant: the text is built as one JavaScript string; Python code runs
// only for `default`, foreign string encoders and mappings that are not plain dicts.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType, PyNative } from '../../objects/native.ts';
import { PyFloat, PyInt, PyList, PyTuple, PyStr } from '../../objects/shapes.ts';
import { dictType, listType, makeBuiltinType, type PyType, tupleType, typeOf } from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { call, callMethod } from '../../objects/protocol/call.ts';
import { collect } from '../../objects/protocol/iteration.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { repr } from '../../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { floatRepr } from '../../objects/algorithms/float-text.ts';
import { intToString } from '../../objects/algorithms/int-text.ts';

const SHORT: { readonly [c: string]: string } = {
  '\\': '\\\\',
  '"': '\\"',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
// eslint-disable-next-line no-control-regex -- control characters are what must be escaped
const NEEDS_ASCII = /[^ !#-[\]-~]/;
const EACH_ASCII = /[^ !#-[\]-~]/g;
const NEEDS = /[\x00-\x1f\\"]/;
const EACH = /[\x00-\x1f\\"]/g;

const escape = (c: string): string => SHORT[c] ?? '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');

/** A JSON string of ASCII characters only. */
export function quoteAscii(s: string): string {
  return NEEDS_ASCII.test(s) ? `"${s.replace(EACH_ASCII, escape)}"` : `"${s}"`;
}
/** A JSON string that keeps non-ASCII characters. */
export function quote(s: string): string {
  return NEEDS.test(s) ? `"${s.replace(EACH, escape)}"` : `"${s}"`;
}

export class PyEncoder extends PyObject {
  markers: PyDict | null = null;
  /** Containers being encoded: what `markers` is for. */
  active: Set<PyObject> = new Set();
  fallback: PyValue = None;
  encoder: PyValue = None;
  /** How strings are quoted without calling `encoder`; null when it must be called. */
  quote: ((s: string) => string) | null = null;
  indent: string | null = null;
  keySeparator = '';
  itemSeparator = '';
  sortKeys = false;
  skipKeys = false;
  allowNaN = true;
}
export const encoderType = makeBuiltinType('Encoder', PyEncoder, { module: '_json' });

function text(e: PyEncoder, v: string | PyStr): string {
  if (e.quote !== null) return e.quote(toJS(v));
  const r = call(e.encoder, [v]);
  if (!isStr(r)) throw typeError(`encoder() must return a string, not ${typeOf(r).name}`);
  return toJS(r);
}

function float(e: PyEncoder, v: number): string {
  if (Number.isFinite(v)) return floatRepr(v);
  if (!e.allowNaN) throw valueError(`Out of range float values are not JSON compliant: ${floatRepr(v)}`);
  return v !== v ? 'NaN' : v > 0 ? 'Infinity' : '-Infinity';
}

/** The key of an object member as text, or undefined when it is to be left out. */
function keyText(e: PyEncoder, k: PyValue): string | undefined {
  if (isStr(k)) return text(e, k);
  let s: string;
  if (k instanceof PyFloat) s = float(e, k.v);
  else if (k === true) s = 'true';
  else if (k === false) s = 'false';
  else if (k === None) s = 'null';
  else if (typeof k === 'number' || typeof k === 'bigint') s = intToString(k);
  else if (k instanceof PyInt) s = intToString(k.v);
  else if (e.skipKeys) return undefined;
  else throw typeError(`keys must be str, int, float, bool or None, not ${typeOf(k).name}`);
  return text(e, s);
}

/** Puts a note about the place on an exception that passes through. */
function note(error: unknown, message: () => string): never {
  if (error instanceof PyBaseException) callMethod(error, 'add_note', [fromJS(message())]);
  throw error;
}

function enter(e: PyEncoder, v: PyObject): void {
  if (e.markers === null) return;
  if (e.active.has(v)) throw valueError('Circular reference detected');
  e.active.add(v);
}
function leave(e: PyEncoder, v: PyObject): void {
  if (e.markers !== null) e.active.delete(v);
}

function members(e: PyEncoder, d: PyDict): [PyValue, PyValue][] {
  const items =
    d.cls === dictType
      ? [...d.entries()].map(([k, v]) => new PyTuple([k, v]) as PyValue)
      : collect(callMethod(d, 'items', []));
  const list = new PyList(items);
  if (e.sortKeys) callMethod(list, 'sort', []);
  return list.items.map((p) => {
    if (!(p instanceof PyTuple) || p.items.length !== 2) throw valueError('items must return 2-tuples');
    return [p.items[0], p.items[1]];
  });
}

function encodeObject(e: PyEncoder, d: PyDict, level: number): string {
  if (d.size === 0) return '{}';
  enter(e, d);
  const separator = e.indent === null ? e.itemSeparator : e.itemSeparator + '\n' + e.indent.repeat(level + 1);
  let out = e.indent === null ? '{' : '{\n' + e.indent.repeat(level + 1);
  let first = true;
  const member = (k: PyValue, v: PyValue): void => {
    const name = keyText(e, k);
    if (name === undefined) return;
    if (first) first = false;
    else out += separator;
    out += name + e.keySeparator;
    try {
      out += encode(e, v, level + 1);
    } catch (error) {
      note(error, () => `when serializing ${typeOf(d).name} item ${repr(k)}`);
    }
  };
  if (d.cls === dictType && !e.sortKeys) {
    for (let i = 0; i < d.keys.length; i++) {
      const v = d.vals[i];
      if (v !== undefined) member(d.keys[i], v);
    }
  } else for (const [k, v] of members(e, d)) member(k, v);
  leave(e, d);
  if (e.indent !== null && !first) out += '\n' + e.indent.repeat(level);
  else if (e.indent !== null) return '{}';
  return out + '}';
}

function encodeArray(e: PyEncoder, seq: PyList | PyTuple, level: number): string {
  const items = seq.cls === listType || seq.cls === tupleType ? seq.items : collect(seq);
  if (items.length === 0) return '[]';
  enter(e, seq);
  const separator = e.indent === null ? e.itemSeparator : e.itemSeparator + '\n' + e.indent.repeat(level + 1);
  let out = e.indent === null ? '[' : '[\n' + e.indent.repeat(level + 1);
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out += separator;
    try {
      out += encode(e, items[i], level + 1);
    } catch (error) {
      note(error, () => `when serializing ${typeOf(seq).name} item ${i}`);
    }
  }
  leave(e, seq);
  if (e.indent !== null) out += '\n' + e.indent.repeat(level);
  return out + ']';
}

function encode(e: PyEncoder, v: PyValue, level: number): string {
  switch (typeof v) {
    case 'string':
      return text(e, v);
    case 'number':
      return String(v);
    case 'bigint':
      return intToString(v);
    case 'boolean':
      return v ? 'true' : 'false';
  }
  if (v === None) return 'null';
  if (v instanceof PyStr) return text(e, v);
  if (v instanceof PyFloat) return float(e, v.v);
  if (v instanceof PyInt) return intToString(v.v);
  if (v instanceof PyDict) return encodeObject(e, v, level);
  if (v instanceof PyList || v instanceof PyTuple) return encodeArray(e, v, level);
  enter(e, v);
  const r = call(e.fallback, [v]);
  let out: string;
  try {
    out = encode(e, r, level);
  } catch (error) {
    note(error, () => `when serializing ${typeOf(v).name} object`);
  }
  leave(e, v);
  return out;
}

defineType(encoderType, {
  doc: 'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
  new: [
    '(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
    (
      _cls: PyType,
      markers: PyValue,
      fallback: PyValue,
      encoder: PyValue,
      indent: PyValue,
      keySeparator: PyValue,
      itemSeparator: PyValue,
      sortKeys: PyValue,
      skipKeys: PyValue,
      allowNaN: PyValue,
    ) => {
      if (markers !== None && !(markers instanceof PyDict)) {
        throw typeError(`make_encoder() argument 1 must be dict or None, not ${typeOf(markers).name}`);
      }
      if (indent !== None && !isStr(indent)) {
        throw typeError(`make_encoder() argument 4 must be str or None, not ${typeOf(indent).name}`);
      }
      if (!isStr(keySeparator))
        throw typeError(`make_encoder() argument 5 must be str, not ${typeOf(keySeparator).name}`);
      if (!isStr(itemSeparator))
        throw typeError(`make_encoder() argument 6 must be str, not ${typeOf(itemSeparator).name}`);
      const e = new PyEncoder();
      e.markers = markers instanceof PyDict ? markers : null;
      e.fallback = fallback;
      e.encoder = encoder;
      if (encoder instanceof PyNative && encoder.module === '_json') {
        e.quote =
          encoder.name === 'encode_basestring_ascii' ? quoteAscii : encoder.name === 'encode_basestring' ? quote : null;
      }
      e.indent = isStr(indent) ? toJS(indent) : null;
      e.keySeparator = toJS(keySeparator);
      e.itemSeparator = toJS(itemSeparator);
      e.sortKeys = truth(sortKeys);
      e.skipKeys = truth(skipKeys);
      e.allowNaN = truth(allowNaN);
      return e;
    },
  ],
  getset: {
    markers: [(e: PyEncoder) => e.markers ?? None],
    default: [(e: PyEncoder) => e.fallback],
    encoder: [(e: PyEncoder) => e.encoder],
    indent: [(e: PyEncoder) => (e.indent === null ? None : fromJS(e.indent))],
    key_separator: [(e: PyEncoder) => fromJS(e.keySeparator)],
    item_separator: [(e: PyEncoder) => fromJS(e.itemSeparator)],
    sort_keys: [(e: PyEncoder) => e.sortKeys],
    skipkeys: [(e: PyEncoder) => e.skipKeys],
  },
  methods: {
    '__call__(obj, _current_indent_level)': (e: PyEncoder, v: PyValue, level: PyValue) =>
      new PyTuple([fromJS(encode(e, v, Number(index(level))))]),
  },
});
