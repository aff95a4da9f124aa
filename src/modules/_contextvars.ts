// _contextvars: ContextVar, Context, Token. Invariant: a context's map is shared by its copies until one of them is
// written to; every thread has a stack of entered contexts, the innermost of which is current.

import { None, NotImplemented, PyObject, type PyValue } from '../objects/object.ts';
import { defineType } from '../objects/native.ts';
import { PyTuple, type PyStr } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_WEAKREF, TYPE_MATCH_MAPPING } from '../objects/type.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { keyError, newException, runtimeError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { callR } from '../objects/protocol/call.ts';
import { EQ, equalR, NE } from '../objects/protocol/operators.ts';
import { iterR } from '../objects/protocol/iteration.ts';
import {
  finallyR,
  isPending,
  type KwNames,
  type NativeGenerator,
  type Resumable,
} from '../objects/protocol/pending.ts';
import { repr, reprR } from '../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { idHex } from '../objects/identity.ts';
import { joinKeywords } from '../objects/type/call.ts';
import { comparisons } from '../objects/sequence.ts';
import { thenR } from '../objects/iterator.ts';
import { genericAlias } from '../objects/genericalias.ts';
import { thread, type ThreadState } from '../vm/thread.ts';
import { defineModule } from '../runtime/modules.ts';

export class PyContext extends PyObject {
  map: Map<PyContextVar, PyValue> = new Map();
  /** The map also belongs to another context: copy before writing. */
  shared = false;
  previous: PyContext | null = null;
  entered = false;

  own(): Map<PyContextVar, PyValue> {
    if (this.shared) {
      this.map = new Map(this.map);
      this.shared = false;
    }
    return this.map;
  }
}
export class PyContextVar extends PyObject {
  constructor(
    readonly name: PyValue,
    readonly fallback: PyValue | undefined,
  ) {
    super();
  }
}
export class PyToken extends PyObject {
  used = false;
  constructor(
    readonly context: PyContext,
    readonly variable: PyContextVar,
    readonly old: PyValue | undefined,
  ) {
    super();
  }
}
class PyMissing extends PyObject {}

export const contextType = makeBuiltinType('Context', PyContext, {
  module: '_contextvars',
  flags: TYPE_WEAKREF | TYPE_MATCH_MAPPING,
});
export const contextVarType = makeBuiltinType('ContextVar', PyContextVar, {
  module: '_contextvars',
  flags: TYPE_WEAKREF,
});
export const tokenType = makeBuiltinType('Token', PyToken, { module: '_contextvars' });
const missingType = makeBuiltinType('Token.MISSING', PyMissing);
defineType(missingType, { methods: { '__repr__()': () => '<Token.MISSING>' } });
const MISSING = new PyMissing();

/** The running thread's current context. */
export function currentContext(): PyContext {
  return (thread().context ?? firstContext(thread())) as PyContext; // nothing else is put there
}
function firstContext(ts: ThreadState): PyContext {
  const c = new PyContext();
  c.entered = true;
  ts.context = c;
  return c;
}
/** A copy that shares the map until either is written to. */
export function copyContext(from: PyContext): PyContext {
  const c = new PyContext();
  c.map = from.map;
  c.shared = from.shared = true;
  return c;
}
/** Makes `c` the current context of the running thread. */
export function enterContext(c: PyContext): void {
  if (c.entered) throw runtimeError(`cannot enter context: ${repr(c)} is already entered`);
  c.previous = currentContext();
  c.entered = true;
  thread().context = c;
}
/** Goes back to the context before `c`. */
export function exitContext(c: PyContext): void {
  if (!c.entered) throw runtimeError(`cannot exit context: ${repr(c)} has not been entered`);
  if (currentContext() !== c)
    throw runtimeError(`cannot exit context: thread state references a different context object`);
  if (c.previous !== null) thread().context = c.previous;
  c.previous = null;
  c.entered = false;
}

function needVar(v: PyValue): PyContextVar {
  if (v instanceof PyContextVar) return v;
  throw typeError(`a ContextVar key was expected, got ${repr(v)}`);
}
const asDict = (c: PyContext): PyDict => {
  const d = new PyDict();
  for (const [k, v] of c.map) d.set(k, v);
  return d;
};

/** Context.run: `args` as they came, the context first. */
function runIn(args: PyValue[], kwnames: KwNames): Resumable {
  const self = args[0] as PyContext; // a method of this type
  if (args.length - (kwnames?.length ?? 0) < 2) throw typeError('run() missing 1 required positional argument');
  enterContext(self);
  let r: Resumable;
  try {
    r = callR(args[1], args.slice(2), kwnames);
  } catch (e) {
    exitContext(self);
    throw e;
  }
  if (!isPending(r)) {
    exitContext(self);
    return r;
  }
  const pending = r;
  return finallyR(
    () => pending,
    () => exitContext(self),
  );
}

function* sameContext(a: PyContext, b: PyContext): NativeGenerator<boolean> {
  if (a.map === b.map) return true;
  if (a.map.size !== b.map.size) return false;
  for (const [k, v] of a.map) {
    const w = b.map.get(k);
    if (w === undefined) return false;
    if (!((yield equalR(v, w)) as boolean)) return false;
  }
  return true;
}

const iterOf = (items: PyValue[]): Resumable => iterR(new PyTuple(items));

defineType(contextType, {
  new: [
    '(*args, **kwargs)',
    (_cls: PyType, args: PyValue[], kw: PyDict) => {
      if (args.length > 0 || kw.size > 0) throw typeError('Context() does not accept any arguments');
      return new PyContext();
    },
  ],
  attrs: { __hash__: None },
  vectors: { run: runIn },
  methods: {
    'run(*args, **kwargs)': (self: PyContext, args: PyValue[], kw: PyDict) =>
      runIn(...joinKeywords([self, ...args], kw)),
    'copy()': copyContext,
    'get(key, default=None, /)': (self: PyContext, key: PyValue, fallback: PyValue) =>
      self.map.get(needVar(key)) ?? fallback,
    '__getitem__(key, /)': (self: PyContext, key: PyValue) => {
      const v = self.map.get(needVar(key));
      if (v === undefined) throw keyError(key);
      return v;
    },
    '__contains__(key, /)': (self: PyContext, key: PyValue) => self.map.has(needVar(key)),
    '__len__()': (self: PyContext) => self.map.size,
    '__iter__()': (self: PyContext) => iterR(asDict(self)),
    'keys()': (self: PyContext) => iterOf([...self.map.keys()]),
    'values()': (self: PyContext) => iterOf([...self.map.values()]),
    'items()': (self: PyContext) => iterOf([...self.map].map(([k, v]) => new PyTuple([k, v]))),
    ...comparisons<PyContext>((self, other, op): Resumable => {
      if (!(other instanceof PyContext) || (op !== EQ && op !== NE)) return NotImplemented;
      return thenR(sameContext(self, other) as Resumable<boolean>, (same) => (op === EQ ? same : !same));
    }),
  },
});

function reset(self: PyContextVar, token: PyValue): void {
  if (!(token instanceof PyToken)) throw typeError(`expected an instance of Token, got ${repr(token)}`);
  if (token.used) throw runtimeError(`${repr(token)} has already been used once`);
  if (token.variable !== self) throw valueError(`${repr(token)} was created by a different ContextVar`);
  const c = currentContext();
  if (token.context !== c) throw valueError(`${repr(token)} was created in a different Context`);
  token.used = true;
  if (token.old === undefined) c.own().delete(self);
  else c.own().set(self, token.old);
}

defineType(contextVarType, {
  new: [
    '(name, /, *, default=?)',
    (_cls: PyType, name: PyValue, fallback: PyValue | undefined) => {
      if (!isStr(name)) throw typeError('context variable name must be a str');
      return new PyContextVar(name, fallback);
    },
  ],
  members: { name: 'name' },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  methods: {
    'get(default=?, /)': (self: PyContextVar, fallback: PyValue | undefined) => {
      const v = currentContext().map.get(self) ?? fallback ?? self.fallback;
      if (v === undefined) throw newException(exceptionTypes.LookupError, self);
      return v;
    },
    'set(value, /)': (self: PyContextVar, value: PyValue) => {
      const c = currentContext();
      const token = new PyToken(c, self, c.map.get(self));
      c.own().set(self, value);
      return token;
    },
    'reset(token, /)': reset,
    *'__repr__()'(self: PyContextVar): NativeGenerator<PyValue> {
      const name: string | PyStr = yield reprR(self.name);
      if (self.fallback === undefined) return fromJS(`<ContextVar name=${toJS(name)} at ${idHex(self)}>`);
      const d: string | PyStr = yield reprR(self.fallback);
      return fromJS(`<ContextVar name=${toJS(name)} default=${toJS(d)} at ${idHex(self)}>`);
    },
  },
});

defineType(tokenType, {
  new: [
    '(*args, **kwargs)',
    () => {
      throw runtimeError('Tokens can only be created by ContextVars');
    },
  ],
  attrs: { MISSING, __hash__: None },
  getset: {
    var: [(self: PyToken) => self.variable],
    old_value: [(self: PyToken) => self.old ?? MISSING],
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  methods: {
    '__repr__()': (self: PyToken) =>
      fromJS(`<Token${self.used ? ' used' : ''} var=${repr(self.variable)} at ${idHex(self)}>`),
    '__enter__()': (self: PyToken) => self,
    '__exit__(type, value, traceback, /)': (self: PyToken) => reset(self.variable, self),
  },
});

defineModule('_contextvars', (m) => {
  m.type(contextType);
  m.type(contextVarType);
  m.type(tokenType);
  m.func('copy_context()', () => copyContext(currentContext()));
});
