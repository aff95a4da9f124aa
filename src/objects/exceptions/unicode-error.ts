// UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError: fields and text. Invariant: `start` and `end` are kept
// as given and shown as given.

import { None, type PyValue } from '../object.ts';
import type { PyDict } from '../dict/storage.ts';
import { defineType } from '../native.ts';
import { PyByteArray, PyBytes, PyTuple } from '../shapes.ts';
import { typeOf } from '../type.ts';
import { callR } from '../protocol/call.ts';
import { ssize } from '../protocol/operators.ts';
import { str } from '../protocol/text.ts';
import type { NativeGenerator } from '../protocol/pending.ts';
import { fromJS, isStr, strLength, toPoints } from '../str/text.ts';
import { bytesType } from '../type.ts';
import { exceptionTypes, type PyUnicodeError } from './hierarchy.ts';
import { newException, typeError } from './raise.ts';
import { noKeywords } from './base.ts';

type Kind = 'Encode' | 'Decode' | 'Translate';

function needStr(v: PyValue, position: number): PyValue {
  if (!isStr(v)) throw typeError(`argument ${position} must be str, not ${typeOf(v).name}`);
  return v;
}

function initOf(kind: Kind) {
  return function* (self: PyUnicodeError, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
    noKeywords(self, kw);
    self.args = new PyTuple(args);
    const want = kind === 'Translate' ? 4 : 5;
    if (args.length !== want) throw typeError(`function takes exactly ${want} arguments (${args.length} given)`);
    const a = args.slice();
    if (kind !== 'Translate') self.encoding = needStr(a.shift()!, 1); // length was checked
    const shift = kind === 'Translate' ? 0 : 1;
    const [object, start, end, reason] = a;
    if (kind === 'Decode') {
      if (object instanceof PyBytes) self.object = object;
      else if (object instanceof PyByteArray) self.object = new PyBytes(object.b.slice(0, object.len));
      else if (typeof object === 'object' && typeOf(object).lookup('__buffer__') !== undefined) {
        self.object = (yield callR(bytesType, [object])) as PyValue;
      } else throw typeError(`a bytes-like object is required, not '${typeOf(object).name}'`);
    } else self.object = needStr(object, shift + 1);
    self.start = ssize(start);
    self.end = ssize(end);
    self.reason = needStr(reason, shift + 4);
    return None;
  };
}

/** Escape of one code point as the messages show it. */
function escaped(c: number): string {
  if (c <= 0xff) return '\\x' + c.toString(16).padStart(2, '0');
  if (c <= 0xffff) return '\\u' + c.toString(16).padStart(4, '0');
  return '\\U' + c.toString(16).padStart(8, '0');
}

function textOf(kind: Kind) {
  return (self: PyUnicodeError): PyValue => {
    const object = self.object;
    if (object === undefined) return '';
    const reason = str(self.reason ?? None);
    const codec = kind === 'Translate' ? '' : `'${str(self.encoding ?? None)}' codec `;
    const size = object instanceof PyBytes ? object.b.length : isStr(object) ? strLength(object) : 0;
    const { start, end } = self;
    const verb = kind === 'Encode' ? "can't encode" : kind === 'Decode' ? "can't decode" : "can't translate";
    if (start >= 0 && start < size && end === start + 1) {
      const what =
        object instanceof PyBytes
          ? `byte 0x${object.b[start].toString(16).padStart(2, '0')}`
          : isStr(object)
            ? `character '${escaped(toPoints(object)[start])}'`
            : '';
      return fromJS(`${codec}${verb} ${what} in position ${start}: ${reason}`);
    }
    return fromJS(
      `${codec}${verb} ${kind === 'Decode' ? 'bytes' : 'characters'} in position ${start}-${end - 1}: ${reason}`,
    );
  };
}
for (const kind of ['Encode', 'Decode', 'Translate'] as const) {
  const t = exceptionTypes[`Unicode${kind}Error`];
  defineType(t, {
    methods: { '__init__(*args, **kwargs)': initOf(kind), '__str__()': textOf(kind) },
    getset: {
      encoding: [(e: PyUnicodeError) => e.encoding ?? None, setField('encoding')],
      object: [(e: PyUnicodeError) => e.object ?? None, setField('object')],
      reason: [(e: PyUnicodeError) => e.reason ?? None, setField('reason')],
      start: [(e: PyUnicodeError) => e.start, setPosition('start')],
      end: [(e: PyUnicodeError) => e.end, setPosition('end')],
    },
  });
}
function setField(name: 'encoding' | 'object' | 'reason') {
  return (e: PyUnicodeError, v: PyValue | undefined): void => {
    e[name] = v;
  };
}
function setPosition(name: 'start' | 'end') {
  return (e: PyUnicodeError, v: PyValue | undefined): void => {
    if (v === undefined) throw typeError("can't delete numeric/char attribute");
    e[name] = ssize(v);
  };
}

/** UnicodeDecodeError for codecs written in TypeScript. */
export function unicodeDecodeError(
  encoding: string,
  object: Uint8Array,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError {
  const bytes = new PyBytes(object);
  const e = newException(exceptionTypes.UnicodeDecodeError, encoding, bytes, start, end, reason) as PyUnicodeError; // its shape
  return withFields(e, encoding, bytes, start, end, reason);
}
/** UnicodeEncodeError for codecs written in TypeScript. */
export function unicodeEncodeError(
  encoding: string,
  object: PyValue,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError {
  const e = newException(exceptionTypes.UnicodeEncodeError, encoding, object, start, end, reason) as PyUnicodeError; // its shape
  return withFields(e, encoding, object, start, end, reason);
}
/** UnicodeTranslateError for codecs written in TypeScript. */
export function unicodeTranslateError(object: PyValue, start: number, end: number, reason: string): PyUnicodeError {
  const e = newException(exceptionTypes.UnicodeTranslateError, object, start, end, reason) as PyUnicodeError; // its shape
  return withFields(e, undefined, object, start, end, reason);
}
function withFields(
  e: PyUnicodeError,
  encoding: string | undefined,
  object: PyValue,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError {
  e.encoding = encoding;
  e.object = object;
  e.start = start;
  e.end = end;
  e.reason = reason;
  return e;
}
