// OSError's own behaviour: the subclass chosen by errno, file names, text. Invariant: `args` keeps two elements when a
// file name was given, and whatever was passed otherwise.

import { None, type PyValue } from '../object.ts';
import type { PyDict } from '../dict/storage.ts';
import { defineType } from '../native.ts';
import { PyTuple } from '../shapes.ts';
import { type PyType, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { intValue, index } from '../protocol/operators.ts';
import { repr, str, strR } from '../protocol/text.ts';
import { attributesOf } from '../protocol/attribute.ts';
import type { Pending } from '../protocol/pending.ts';
import { fromJS } from '../str/text.ts';
import { exceptionTypes, type PyOSError } from './hierarchy.ts';
import { attributeError, typeError } from './raise.ts';
import { osErrorType } from './os-error.ts';
import { field } from './simple.ts';
import { newBaseException } from './base.ts';
import { tpName } from '../type/layout.ts';

const OSError = exceptionTypes.OSError;

/** A subclass with an `__init__` of its own (and OSError's `__new__`) is filled in by `__init__`, not by `__new__`. */
function filledByInit(t: PyType): boolean {
  return t.slot(SLOT.__init__) !== osInit && t.slot(SLOT.__new__) === osNew;
}

function fill(e: PyOSError, args: PyValue[]): void {
  e.args = new PyTuple(args);
  if (args.length < 2 || args.length > 5) return;
  e.errno = args[0];
  e.strerror = args[1];
  const filename = args[2];
  if (filename === undefined || filename === None) return;
  if (e.cls === exceptionTypes.BlockingIOError && intLike(filename)) {
    e.charactersWritten = Number(index(filename));
    return;
  }
  e.filename = filename;
  if (args[4] !== undefined && args[4] !== None) e.filename2 = args[4];
  e.args = new PyTuple(args.slice(0, 2));
}
function intLike(v: PyValue): boolean {
  return typeOf(v).slot(SLOT.__index__) !== null;
}

defineType(OSError, {
  new: [
    '(*args, **kwargs)',
    (t: PyType, args: PyValue[], kw: PyDict) => {
      if (filledByInit(t)) return newBaseException(t, []);
      if (kw.size > 0) throw typeError(`${tpName(t)}() takes no keyword arguments`);
      if (t === OSError && args.length >= 2 && args.length <= 5) {
        const n = intValue(args[0]);
        if (typeof n === 'number') t = osErrorType(n);
      }
      const e = newBaseException(t, args) as PyOSError; // OSError's shape
      fill(e, args);
      return e;
    },
  ],
  methods: {
    '__init__(*args, **kwargs)': (self: PyOSError, args: PyValue[], kw: PyDict) => {
      if (!filledByInit(self.cls)) return;
      if (kw.size > 0) throw typeError(`${tpName(self.cls)}() takes no keyword arguments`);
      fill(self, args);
    },
    '__str__()': (self: PyOSError) => {
      const shown = (v: PyValue | undefined): string => (v === undefined ? 'None' : str(v));
      if (self.filename !== undefined) {
        const second = self.filename2 !== undefined ? ` -> ${repr(self.filename2)}` : '';
        return fromJS(`[Errno ${shown(self.errno)}] ${shown(self.strerror)}: ${repr(self.filename)}${second}`);
      }
      if (self.errno !== undefined && self.strerror !== undefined)
        return fromJS(`[Errno ${shown(self.errno)}] ${shown(self.strerror)}`);
      const a = self.args.items;
      return a.length === 0 ? '' : ((a.length === 1 ? strR(a[0]) : strR(self.args)) as PyValue | Pending);
    },
    '__reduce__()': (self: PyOSError) => {
      let args = self.args;
      if (args.items.length === 2 && self.filename !== undefined) {
        args = new PyTuple(
          self.filename2 !== undefined
            ? [...args.items, self.filename, None, self.filename2]
            : [...args.items, self.filename],
        );
      }
      const state = attributesOf(self);
      return new PyTuple(state.size > 0 ? [self.cls, args, state] : [self.cls, args]);
    },
  },
  getset: {
    errno: field<PyOSError>(
      (e) => e.errno,
      (e, v) => {
        e.errno = v;
      },
    ),
    strerror: field<PyOSError>(
      (e) => e.strerror,
      (e, v) => {
        e.strerror = v;
      },
    ),
    filename: field<PyOSError>(
      (e) => e.filename,
      (e, v) => {
        e.filename = v;
      },
    ),
    filename2: field<PyOSError>(
      (e) => e.filename2,
      (e, v) => {
        e.filename2 = v;
      },
    ),
    characters_written: [
      (e: PyOSError) => {
        if (e.charactersWritten === -1) throw attributeError('characters_written', e, 'characters_written');
        return e.charactersWritten;
      },
      (e: PyOSError, v) => {
        if (v === undefined) {
          if (e.charactersWritten === -1) throw attributeError('characters_written', e, 'characters_written');
          e.charactersWritten = -1;
        } else e.charactersWritten = Number(index(v));
      },
    ],
  },
});
const osInit = OSError.ns.getStr('__init__');
const osNew = OSError.ns.getStr('__new__');
