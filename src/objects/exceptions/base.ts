// BaseException's behaviour: args, traceback, cause and context, notes, pickling. Invariant: `args` is always a tuple;
// fields special to a class are set by its `__init__` (see the other files here), never by `__new__`, but for OSError.

import { None, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { defineType } from '../native.ts';
import { PyList, PyTuple } from '../shapes.ts';
import type { PyType } from '../type.ts';
import { typeOf } from '../type.ts';
import { attributesOf, dictOf, instanceGet, instanceSet, setattrR } from '../protocol/attribute.ts';
import { attributeName } from '../protocol/attribute.ts';
import { collectR } from '../protocol/iteration.ts';
import { reprR, strR } from '../protocol/text.ts';
import type { NativeGenerator, Pending } from '../protocol/pending.ts';
import { fromJS, isStr, toJS } from '../str/text.ts';
import { exceptionTypes, PyBaseException } from './hierarchy.ts';
import { PyTraceback } from '../frame.ts';
import { typeError } from './raise.ts';
import { registerExceptionNew } from '../type/call.ts';
import { tpName } from '../type/layout.ts';

/** Appends to `e.__notes__` (BaseException.add_note without Python code). */
export function addNote(e: PyBaseException, note: PyValue): void {
  const notes = instanceGet(e, '__notes__');
  if (notes instanceof PyList) notes.items.push(note);
  else instanceSet(e, '__notes__', new PyList([note]));
}

/** Throws TypeError when a class that takes no keyword arguments got some. */
export function noKeywords(self: PyValue, kw: PyDict): void {
  if (kw.size > 0) throw typeError(`${tpName(typeOf(self))}() takes no keyword arguments`);
}

/** A new exception of class `t` with `args`: what BaseException.__new__ does. */
export function newBaseException(t: PyType, args: PyValue[]): PyBaseException {
  const e = new t.ctor() as PyBaseException; // exception types have exception shapes
  e.args = new PyTuple(args);
  return e;
}

/** The attributes as `__reduce__` passes them on, or null when there are none. */
export function stateOf(self: PyBaseException): PyDict | null {
  const d = attributesOf(self);
  return d.size > 0 ? d : null;
}

defineType(exceptionTypes.BaseException, {
  doc: 'Common base class for all exceptions.',
  new: ['(*args, **kwargs)', (t: PyType, args: PyValue[]) => newBaseException(t, args)],
  vectors: {
    __init__: (args, kwnames) => {
      const self = args[0] as PyBaseException; // checked by callNative
      if (kwnames !== null && kwnames.length > 0) throw typeError(`${tpName(self.cls)}() takes no keyword arguments`);
      self.args = new PyTuple(args.slice(1));
      return None;
    },
  },
  methods: {
    '__init__(*args, **kwargs)': (self: PyBaseException, args: PyValue[], kw: PyDict) => {
      noKeywords(self, kw);
      self.args = new PyTuple(args);
    },
    '__str__()': (self: PyBaseException) => {
      const a = self.args.items;
      if (a.length === 0) return '';
      return (a.length === 1 ? strR(a[0]) : strR(self.args)) as PyValue | Pending;
    },
    '__repr__()': (self: PyBaseException) => {
      const a = self.args.items;
      const name = self.cls.name;
      if (a.length === 0) return fromJS(`${name}()`);
      return (function* (): NativeGenerator<PyValue> {
        const r = (yield reprR(a.length === 1 ? a[0] : self.args)) as PyValue;
        const text = isStr(r) ? toJS(r) : '';
        return fromJS(a.length === 1 ? `${name}(${text})` : `${name}${text}`);
      })();
    },
    '__reduce__()': (self: PyBaseException) => {
      const state = stateOf(self);
      return new PyTuple(state === null ? [self.cls, self.args] : [self.cls, self.args, state]);
    },
    '__setstate__(state, /)': function* (self: PyBaseException, state: PyValue): NativeGenerator<PyValue> {
      if (state === None) return None;
      if (!(state instanceof PyDict)) throw typeError('state is not a dictionary');
      for (const [k, v] of [...state.entries()]) yield setattrR(self, attributeName(k), v);
      return None;
    },
    'with_traceback(object, /)': (self: PyBaseException, tb: PyValue) => {
      setTraceback(self, tb);
      return self;
    },
    'add_note(object, /)': (self: PyBaseException, note: PyValue) => {
      if (!isStr(note)) throw typeError(`add_note() argument must be str, not ${typeOf(note).tpName}`);
      const notes = instanceGet(self, '__notes__');
      if (notes !== undefined && !(notes instanceof PyList))
        throw typeError('Cannot add note: __notes__ is not a list');
      addNote(self, note);
    },
  },
  getset: {
    args: [
      (e: PyBaseException) => e.args,
      (e: PyBaseException, v) => {
        if (v === undefined) throw typeError('args may not be deleted');
        if (v instanceof PyTuple) {
          e.args = v;
          return undefined;
        }
        return (function* (): Generator<unknown, void, never> {
          const items: PyValue[] = yield collectR(v);
          e.args = new PyTuple(items);
        })();
      },
    ],
    __traceback__: [
      (e: PyBaseException) => e.traceback ?? None,
      (e: PyBaseException, v) => {
        if (v === undefined) throw typeError('__traceback__ may not be deleted');
        setTraceback(e, v);
      },
    ],
    __context__: [
      (e: PyBaseException) => e.context ?? None,
      (e: PyBaseException, v) => {
        e.context = linked(v, '__context__', 'context');
      },
    ],
    __cause__: [
      (e: PyBaseException) => e.cause ?? None,
      (e: PyBaseException, v) => {
        e.cause = linked(v, '__cause__', 'cause');
        e.suppressContext = true;
      },
    ],
    __suppress_context__: [
      (e: PyBaseException) => e.suppressContext,
      (e: PyBaseException, v) => {
        if (typeof v !== 'boolean') throw typeError('attribute value type must be bool');
        e.suppressContext = v;
      },
    ],
    __dict__: [
      (e: PyBaseException) => dictOf(e)!, // every exception has attributes
      (e: PyBaseException, v) => {
        if (v === undefined) throw typeError('cannot delete __dict__');
        if (!(v instanceof PyDict)) throw typeError(`__dict__ must be set to a dictionary, not a '${typeOf(v).name}'`);
        dictOf(e);
        e.dict = v;
      },
    ],
  },
});

registerExceptionNew(
  exceptionTypes.BaseException.ns.getStr('__new__'),
  exceptionTypes.BaseException.ns.getStr('__init__'),
);

function setTraceback(e: PyBaseException, tb: PyValue): void {
  if (tb === None) e.traceback = null;
  else if (tb instanceof PyTraceback) e.traceback = tb;
  else throw typeError('__traceback__ must be a traceback or None');
}

function linked(v: PyValue | undefined, name: string, what: string): PyBaseException | null {
  if (v === undefined) throw typeError(`${name} may not be deleted`);
  if (v === None) return null;
  if (!(v instanceof PyBaseException)) throw typeError(`exception ${what} must be None or derive from BaseException`);
  return v;
}
