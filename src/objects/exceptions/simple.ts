// The built-in exceptions with a field or two: StopIteration, SystemExit, KeyError, ImportError, NameError,
// AttributeError. Invariant: a field that was not given is None to Python and undefined here.

import { None, type PyValue } from '../object.ts';
import type { PyDict } from '../dict/storage.ts';
import { defineType } from '../native.ts';
import { PyTuple } from '../shapes.ts';
import { typeOf } from '../type.ts';
import { attributesOf } from '../protocol/attribute.ts';
import { reprR, strR } from '../protocol/text.ts';
import type { Pending } from '../protocol/pending.ts';
import { isStr, toJS } from '../str/text.ts';
import {
  exceptionTypes,
  type PyAttributeError,
  type PyBaseException,
  type PyImportError,
  type PyNameError,
  type PyStopIteration,
  type PySystemExit,
} from './hierarchy.ts';
import { typeError } from './raise.ts';
import { noKeywords } from './base.ts';
import { tpName } from '../type/layout.ts';

/** A read-write field that is None while unset. */
export function field<T>(read: (e: T) => PyValue | undefined, write: (e: T, v: PyValue | undefined) => void) {
  return [(e: T) => read(e) ?? None, write] as const;
}

/** Takes the named keywords out of `kw`; TypeError for any other. */
export function takeKeywords(self: PyBaseException, kw: PyDict, names: readonly string[]): (PyValue | undefined)[] {
  const out = names.map((n) => kw.getStr(n));
  for (const [k] of kw.entries()) {
    const name = isStr(k) ? toJS(k) : '';
    if (!names.includes(name))
      throw typeError(`${tpName(typeOf(self))}() got an unexpected keyword argument '${name}'`);
  }
  return out;
}

defineType(exceptionTypes.StopIteration, {
  methods: {
    '__init__(*args, **kwargs)': (self: PyStopIteration, args: PyValue[], kw: PyDict) => {
      noKeywords(self, kw);
      self.args = new PyTuple(args);
      self.value = args[0];
    },
  },
  getset: {
    value: field<PyStopIteration>(
      (e) => e.value,
      (e, v) => {
        e.value = v;
      },
    ),
  },
});

defineType(exceptionTypes.SystemExit, {
  methods: {
    '__init__(*args, **kwargs)': (self: PySystemExit, args: PyValue[], kw: PyDict) => {
      noKeywords(self, kw);
      self.args = new PyTuple(args);
      self.code = args.length === 0 ? undefined : args.length === 1 ? args[0] : self.args;
    },
  },
  getset: {
    code: field<PySystemExit>(
      (e) => e.code,
      (e, v) => {
        e.code = v;
      },
    ),
  },
});

defineType(exceptionTypes.KeyError, {
  methods: {
    '__str__()': (self: PyBaseException) => {
      const a = self.args.items;
      if (a.length === 1) return reprR(a[0]) as PyValue | Pending;
      return a.length === 0 ? '' : (strR(self.args) as PyValue | Pending);
    },
  },
});

defineType(exceptionTypes.ImportError, {
  methods: {
    '__init__(*args, **kwargs)': (self: PyImportError, args: PyValue[], kw: PyDict) => {
      const [name, path, nameFrom] = takeKeywords(self, kw, ['name', 'path', 'name_from']);
      self.args = new PyTuple(args);
      self.name = name;
      self.path = path;
      self.nameFrom = nameFrom;
      self.msg = args.length === 1 ? args[0] : undefined;
    },
    '__str__()': (self: PyImportError) => {
      if (self.msg !== undefined && typeof self.msg === 'string') return self.msg;
      if (self.msg !== undefined && isStr(self.msg)) return self.msg;
      const a = self.args.items;
      return a.length === 0 ? '' : ((a.length === 1 ? strR(a[0]) : strR(self.args)) as PyValue | Pending);
    },
    '__reduce__()': (self: PyImportError) => {
      const state = attributesOf(self);
      if (self.name !== undefined) state.setStr('name', self.name);
      if (self.path !== undefined) state.setStr('path', self.path);
      if (self.nameFrom !== undefined) state.setStr('name_from', self.nameFrom);
      return new PyTuple(state.size > 0 ? [self.cls, self.args, state] : [self.cls, self.args]);
    },
  },
  getset: {
    msg: field<PyImportError>(
      (e) => e.msg,
      (e, v) => {
        e.msg = v;
      },
    ),
    name: field<PyImportError>(
      (e) => e.name,
      (e, v) => {
        e.name = v;
      },
    ),
    path: field<PyImportError>(
      (e) => e.path,
      (e, v) => {
        e.path = v;
      },
    ),
    name_from: field<PyImportError>(
      (e) => e.nameFrom,
      (e, v) => {
        e.nameFrom = v;
      },
    ),
  },
});

defineType(exceptionTypes.NameError, {
  methods: {
    '__init__(*args, **kwargs)': (self: PyNameError, args: PyValue[], kw: PyDict) => {
      const [name] = takeKeywords(self, kw, ['name']);
      self.args = new PyTuple(args);
      self.name = name;
    },
  },
  getset: {
    name: field<PyNameError>(
      (e) => e.name,
      (e, v) => {
        e.name = v;
      },
    ),
  },
});

function attributeState(self: PyAttributeError): PyDict {
  const state = attributesOf(self);
  if (self.name !== undefined) state.setStr('name', self.name);
  state.setStr('args', self.args);
  return state;
}
defineType(exceptionTypes.AttributeError, {
  methods: {
    '__init__(*args, **kwargs)': (self: PyAttributeError, args: PyValue[], kw: PyDict) => {
      const [name, obj] = takeKeywords(self, kw, ['name', 'obj']);
      self.args = new PyTuple(args);
      self.name = name;
      self.obj = obj;
    },
    '__getstate__()': attributeState,
    '__reduce__()': (self: PyAttributeError) => new PyTuple([self.cls, self.args, attributeState(self)]),
  },
  getset: {
    name: field<PyAttributeError>(
      (e) => e.name,
      (e, v) => {
        e.name = v;
      },
    ),
    obj: field<PyAttributeError>(
      (e) => e.obj,
      (e, v) => {
        e.obj = v;
      },
    ),
  },
});
