// _io.StringIO: a text stream over memory. Invariant: while `points` is null the text is `text` followed by `tail` (what
// was appended since), all without surrogates, so that positions are indices; else `points[0..len)` is the text.

import { None, type PyObject, type PyValue } from '../../objects/object.ts';
import { type PyStr, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { attributesOf, instanceSet } from '../../objects/protocol/attribute.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { newException, stopIteration, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { fromJS, fromPoints, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { cInt, cSize } from '../support/arguments.ts';
import { closedError, makeIOType, PyTextIOBase, sizeArg, textIOBaseType } from './base.ts';
import { type LineEnds, lineEnd, Newlines } from './newlines.ts';

export class PyStringIO extends PyTextIOBase {
  text = '';
  tail: string[] = [];
  tailLength = 0;
  points: Uint32Array | null = null;
  len = 0;
  pos = 0;
  closed = false;
  ready = false;
  ends: LineEnds = { readtranslate: false, readuniversal: false, readnl: '\n' };
  writenl: string | null = null;
  newlines: Newlines | null = null;
  newline: PyValue = '\n';
}
export const stringIOType = makeIOType('StringIO', PyStringIO, textIOBaseType);

function open(self: PyStringIO): void {
  if (!self.ready) throw valueError('I/O operation on uninitialized object');
  if (self.closed) throw closedError();
}

/** Joins what was appended. */
function realize(self: PyStringIO): void {
  if (self.tailLength > 0) {
    self.text += self.tail.join('');
    self.tail = [];
    self.tailLength = 0;
  }
}
function toPointsMode(self: PyStringIO): void {
  if (self.points !== null) return;
  realize(self);
  self.points = toPoints(self.text);
  self.len = self.text.length;
  self.text = '';
}
const length = (self: PyStringIO): number => (self.points !== null ? self.len : self.text.length + self.tailLength);

export function stringIOWrite(self: PyStringIO, v: string | PyStr): number {
  open(self);
  const given = typeof v === 'string' ? v.length : toPoints(v).length;
  let s: string | PyStr = typeof v === 'string' ? v : fromJS(toJS(v));
  if (self.newlines !== null || self.writenl !== null) {
    let t = toJS(s);
    if (self.newlines !== null) t = self.newlines.decode(t, true);
    if (self.writenl !== null) t = t.replaceAll('\n', self.writenl);
    s = fromJS(t);
  }
  put(self, s);
  return given;
}

function put(self: PyStringIO, s: string | PyStr): void {
  if (s === '') return;
  if (typeof s !== 'string') toPointsMode(self);
  if (self.points === null && typeof s === 'string') {
    const n = self.text.length + self.tailLength;
    if (self.pos === n) {
      self.tail.push(s);
      self.tailLength += s.length;
    } else {
      realize(self);
      const t = self.pos > n ? self.text + '\0'.repeat(self.pos - n) : self.text;
      self.text = t.slice(0, self.pos) + s + t.slice(self.pos + s.length);
    }
    self.pos += s.length;
    return;
  }
  const add = toPoints(s);
  const end = self.pos + add.length;
  let p = self.points!;
  if (end > p.length) {
    const grown = new Uint32Array(Math.max(end, p.length + (p.length >> 1), 64));
    grown.set(p.subarray(0, self.len));
    self.points = p = grown;
  }
  if (self.pos > self.len) p.fill(0, self.len, self.pos);
  p.set(add, self.pos);
  self.pos = end;
  if (end > self.len) self.len = end;
}

function slice(self: PyStringIO, from: number, to: number): string | PyStr {
  if (self.points !== null) return fromPoints(self.points.slice(from, to));
  realize(self);
  return self.text.slice(from, to);
}

export function stringIOValue(self: PyStringIO): string | PyStr {
  return slice(self, 0, length(self));
}

function readline(self: PyStringIO, limit: number): string | PyStr {
  const n = length(self);
  if (self.pos >= n) return '';
  let end: number;
  if (self.points === null) {
    realize(self);
    end = lineEnd(self.text, self.pos, self.ends);
  } else {
    // Each point as one code unit: only \r and \n matter.
    let from = self.pos;
    end = -1;
    while (end < 0 && from < n) {
      const part = self.points.subarray(from, Math.min(n, from + 4096));
      const text = String.fromCharCode(...part.map((c) => (c > 0xffff ? 0xfffd : c)));
      const e = lineEnd(text, 0, self.ends);
      if (e >= 0 && !(e === part.length && from + e < n && text.endsWith('\r'))) end = from + e;
      else if (from + part.length >= n) break;
      else from += part.length - 1;
    }
  }
  if (end < 0) end = n;
  if (limit >= 0 && end > self.pos + limit) end = self.pos + limit;
  const out = slice(self, self.pos, end);
  self.pos = end;
  return out;
}

function setNewline(self: PyStringIO, newline: PyValue): void {
  if (newline !== None && !isStr(newline)) throw typeError(`newline must be str or None, not ${typeOf(newline).name}`);
  const nl = newline === None ? null : toJS(newline as string); // isStr
  if (nl !== null && nl !== '' && nl !== '\n' && nl !== '\r' && nl !== '\r\n') {
    throw valueError(`illegal newline value: ${"'" + nl + "'"}`);
  }
  self.newline = newline;
  self.ends = {
    readuniversal: nl === null || nl === '',
    readtranslate: nl === null,
    readnl: nl === null || nl === '' ? '\n' : nl,
  };
  self.writenl = nl === '\r' || nl === '\r\n' ? nl : null;
  self.newlines = self.ends.readuniversal ? new Newlines(self.ends.readtranslate) : null;
}

function clear(self: PyStringIO): void {
  self.text = '';
  self.tail = [];
  self.tailLength = 0;
  self.points = null;
  self.len = 0;
  self.pos = 0;
}

function able(self: PyStringIO): boolean {
  open(self);
  return true;
}

defineType(stringIOType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    "__init__(initial_value='', newline=?)": (self: PyStringIO, initial: PyValue, newline: PyValue = '\n') => {
      self.ready = false;
      setNewline(self, newline);
      if (initial !== None && !isStr(initial))
        throw typeError(`initial_value must be str or None, not ${typeOf(initial).name}`);
      clear(self);
      self.ready = true;
      self.closed = false;
      if (initial !== None && initial !== '') {
        stringIOWrite(self, initial as string); // isStr
        self.pos = 0;
      }
    },
    'read(size=-1, /)': (self: PyStringIO, size: PyValue) => {
      open(self);
      const n = sizeArg(size);
      const total = length(self);
      const end = n < 0 ? total : Math.min(total, self.pos + n);
      if (end <= self.pos) return '';
      const out = slice(self, self.pos, end);
      self.pos = end;
      return out;
    },
    'readline(size=-1, /)': (self: PyStringIO, size: PyValue) => {
      open(self);
      return readline(self, sizeArg(size));
    },
    'write(s, /)': (self: PyStringIO, s: PyValue) => {
      if (!isStr(s)) throw typeError(`string argument expected, got '${typeOf(s).name}'`);
      return stringIOWrite(self, s);
    },
    'getvalue()': (self: PyStringIO) => {
      open(self);
      return stringIOValue(self);
    },
    'tell()': (self: PyStringIO) => {
      open(self);
      return self.pos;
    },
    'seek(pos, whence=0, /)': (self: PyStringIO, posValue: PyValue, whenceValue: PyValue) => {
      open(self);
      const pos = cSize(posValue);
      const whence = cInt(whenceValue);
      if (whence < 0 || whence > 2) throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`);
      if (pos < 0 && whence === 0) throw valueError(`Negative seek position ${pos}`);
      if (whence !== 0 && pos !== 0) throw newException(exceptionTypes.OSError, "Can't do nonzero cur-relative seeks");
      if (whence === 0) self.pos = pos;
      else if (whence === 2) self.pos = length(self);
      return self.pos;
    },
    'truncate(pos=None, /)': (self: PyStringIO, size: PyValue) => {
      open(self);
      const n = size === None ? self.pos : cSize(size);
      if (n < 0) throw valueError(`Negative size value ${n}`);
      if (n < length(self)) {
        if (self.points === null) {
          realize(self);
          self.text = self.text.slice(0, n);
        } else {
          self.points = self.points.slice(0, n);
          self.len = n;
        }
      }
      return n;
    },
    'close()': (self: PyStringIO) => {
      self.closed = true;
      clear(self);
    },
    'readable()': able,
    'writable()': able,
    'seekable()': able,
    '__next__(/)': (self: PyStringIO) => {
      open(self);
      const l = readline(self, -1);
      if (l === '') throw stopIteration();
      return l;
    },
    '__getstate__()': (self: PyStringIO) => {
      open(self);
      const attributes = attributesOf(self);
      return new PyTuple([stringIOValue(self), self.newline, self.pos, attributes.size === 0 ? None : attributes]);
    },
    '__setstate__(state, /)': (self: PyStringIO, state: PyValue) => {
      if (self.closed) throw closedError();
      if (!(state instanceof PyTuple) || state.items.length < 4) {
        throw typeError(`${typeOf(self).name}.__setstate__ argument should be 4-tuple, got ${typeOf(state).name}`);
      }
      const [value, newline, pos, attributes] = state.items;
      if (value !== None && !isStr(value))
        throw typeError(`initial_value must be str or None, not ${typeOf(value).name}`);
      setNewline(self, newline);
      clear(self);
      self.ready = true;
      self.closed = false;
      if (isStr(value)) put(self, value);
      if (typeof pos !== 'number') throw typeError(`third item of state must be an integer, got ${typeOf(pos).name}`);
      if (pos < 0) throw valueError('position value cannot be negative');
      self.pos = pos;
      if (attributes !== None) {
        if (!(attributes instanceof PyDict))
          throw typeError(`fourth item of state should be a dict, got a ${typeOf(attributes).name}`);
        for (const [k, v] of attributes.entries()) if (isStr(k)) instanceSet(self, toJS(k), v);
      }
    },
  },
  getset: {
    closed: [
      (self: PyStringIO) => {
        if (!self.ready) throw valueError('I/O operation on uninitialized object');
        return self.closed;
      },
    ],
    line_buffering: [
      (self: PyStringIO) => {
        open(self);
        return false;
      },
    ],
    newlines: [
      (self: PyStringIO) => {
        open(self);
        return self.newlines === null ? None : self.newlines.newlines;
      },
    ],
  },
  iternext: (self: PyStringIO) => {
    open(self);
    if (self.cls !== stringIOType && self.cls.lookup('readline') !== stringIOType.lookup('readline'))
      return nextBySubclass(self);
    const l = readline(self, -1);
    return l === '' ? undefined : l;
  },
});

function* nextBySubclass(self: PyObject): NativeGenerator<PyValue | undefined> {
  const line = (yield callMethodR(self, 'readline')) as PyValue;
  if (!isStr(line))
    throw newException(
      exceptionTypes.OSError,
      `readline() should have returned a str object, not '${typeOf(line).name}'`,
    );
  return line === '' ? undefined : line;
}
