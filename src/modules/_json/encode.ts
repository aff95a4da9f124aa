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
import { Output } from './output.ts';

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

/** Writes a str as JSON. */
function text(e: PyEncoder, out: Output, v: string | PyStr): void {
  if (e.quote === quoteAscii) return out.putQuoted(toJS(v));
  if (e.quote !== null) return out.put(e.quote(toJS(v)));
  const r = call(e.encoder, [v]);
  if (!isStr(r)) throw typeError(`encoder() must return a string, not ${typeOf(r).name}`);
  out.put(toJS(r));
}

function float(e: PyEncoder, v: number): string {
  if (Number.isFinite(v)) return floatRepr(v);
  if (!e.allowNaN) throw valueError(`Out of range float values are not JSON compliant: ${floatRepr(v)}`);
  return v !== v ? 'NaN' : v > 0 ? 'Infinity' : '-Infinity';
}

/** The key of an object member as a str, or undefined when it is to be left out. */
function keyText(e: PyEncoder, k: PyValue): string | PyStr | undefined {
  if (isStr(k)) return k;
  if (k instanceof PyFloat) return float(e, k.v);
  if (k === true) return 'true';
  if (k === false) return 'false';
  if (k === None) return 'null';
  if (typeof k === 'number' || typeof k === 'bigint') return intToString(k);
  if (k instanceof PyInt) return intToString(k.v);
  if (e.skipKeys) return undefined;
  throw typeError(`keys must be str, int, float, bool or None, not ${typeOf(k).name}`);
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

function encodeObject(e: PyEncoder, out: Output, d: PyDict, level: number): void {
  if (d.size === 0) return out.put('{}');
  enter(e, d);
  const separator = e.indent === null ? e.itemSeparator : e.itemSeparator + '\n' + e.indent.repeat(level + 1);
  let first = true;
  const member = (k: PyValue, v: PyValue): void => {
    const name = keyText(e, k);
    if (name === undefined) return;
    if (!first) out.put(separator);
    else out.put(e.indent === null ? '{' : '{\n' + e.indent.repeat(level + 1));
    first = false;
    text(e, out, name);
    out.put(e.keySeparator);
    try {
      encode(e, out, v, level + 1);
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
  if (first) return out.put('{}');
  if (e.indent !== null) out.put('\n' + e.indent.repeat(level));
  out.put('}');
}

function encodeArray(e: PyEncoder, out: Output, seq: PyList | PyTuple, level: number): void {
  const items = seq.cls === listType || seq.cls === tupleType ? seq.items : collect(seq);
  if (items.length === 0) return out.put('[]');
  enter(e, seq);
  const separator = e.indent === null ? e.itemSeparator : e.itemSeparator + '\n' + e.indent.repeat(level + 1);
  out.put(e.indent === null ? '[' : '[\n' + e.indent.repeat(level + 1));
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.put(separator);
    try {
      encode(e, out, items[i], level + 1);
    } catch (error) {
      note(error, () => `when serializing ${typeOf(seq).name} item ${i}`);
    }
  }
  leave(e, seq);
  if (e.indent !== null) out.put('\n' + e.indent.repeat(level));
  out.put(']');
}

function encode(e: PyEncoder, out: Output, v: PyValue, level: number): void {
  switch (typeof v) {
    case 'string':
      return text(e, out, v);
    case 'number':
      return out.put(String(v));
    case 'bigint':
      return out.put(intToString(v));
    case 'boolean':
      return out.put(v ? 'true' : 'false');
  }
  if (v === None) return out.put('null');
  if (v instanceof PyStr) return text(e, out, v);
  if (v instanceof PyFloat) return out.put(float(e, v.v));
  if (v instanceof PyInt) return out.put(intToString(v.v));
  if (v instanceof PyDict) return encodeObject(e, out, v, level);
  if (v instanceof PyList || v instanceof PyTuple) return encodeArray(e, out, v, level);
  enter(e, v);
  const r = call(e.fallback, [v]);
  try {
    encode(e, out, r, level);
  } catch (error) {
    note(error, () => `when serializing ${typeOf(v).name} object`);
  }
  leave(e, v);
}

/** The JSON text of a value. */
function encodeText(e: PyEncoder, v: PyValue, level: number): string {
  const out = new Output();
  try {
    encode(e, out, v, level);
  } catch (error) {
    out.abandon();
    throw error;
  }
  return out.take();
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
      new PyTuple([fromJS(encodeText(e, v, Number(index(level))))]),
  },
});
