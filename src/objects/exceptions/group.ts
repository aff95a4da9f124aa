// BaseExceptionGroup and ExceptionGroup (PEP 654): making, deriving, splitting. Invariant: `exceptions` is a non-empty
// tuple of exceptions; an ExceptionGroup holds no BaseException that is not an Exception.

import { None, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { defineType } from '../native.ts';
import { PyList, PyTuple } from '../shapes.ts';
import { PyType, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { lookupAttrR, setattrR } from '../protocol/attribute.ts';
import { callMethodR, callR, isCallable } from '../protocol/call.ts';
import { collectR } from '../protocol/iteration.ts';
import { genericAlias, truthR } from '../protocol/operators.ts';
import { str } from '../protocol/text.ts';
import type { NativeGenerator } from '../protocol/pending.ts';
import { fromJS, isStr } from '../str/text.ts';
import { exceptionTypes, PyBaseException, PyBaseExceptionGroup } from './hierarchy.ts';
import { typeError, valueError } from './raise.ts';
import { newBaseException, noKeywords } from './base.ts';
import { tpName } from '../type/layout.ts';

const BaseGroup = exceptionTypes.BaseExceptionGroup;
const Group = exceptionTypes.ExceptionGroup;

/** PySequence_Check: has `__getitem__` and is no dict. */
function isSequence(v: PyValue): boolean {
  return !(v instanceof PyDict) && typeOf(v).slot(SLOT.__getitem__) !== null;
}

function* newGroup(t: PyType, args: PyValue[]): NativeGenerator<PyValue> {
  if (args.length !== 2)
    throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${args.length} given)`);
  const [message, excs] = args;
  if (!isStr(message))
    throw typeError(`BaseExceptionGroup.__new__() argument 1 must be str, not ${typeOf(message).name}`);
  if (!isSequence(excs)) throw typeError('second argument (exceptions) must be a sequence');
  const items = (yield collectR(excs)) as PyValue[];
  if (items.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence');
  let nested = false;
  items.forEach((e, i) => {
    if (!(e instanceof PyBaseException))
      throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
    if (!e.cls.isSubtype(exceptionTypes.Exception)) nested = true;
  });
  if (t === BaseGroup) {
    if (!nested) t = Group;
  } else if (t === Group) {
    if (nested) throw typeError('Cannot nest BaseExceptions in an ExceptionGroup');
  } else if (nested && t.isSubtype(exceptionTypes.Exception)) {
    throw typeError(`Cannot nest BaseExceptions in '${tpName(t)}'`);
  }
  const e = newBaseException(t, args) as PyBaseExceptionGroup; // its shape
  e.message = message;
  e.exceptions = new PyTuple(items);
  return e;
}

type Matcher = (e: PyBaseException) => Generator<unknown, boolean, never>;

/** What split() and subgroup() match with: an exception class, a tuple of them, or a predicate. */
function matcher(by: PyValue): Matcher {
  const isExceptionClass = (c: PyValue): c is PyType =>
    c instanceof PyType && c.isSubtype(exceptionTypes.BaseException);
  if (isExceptionClass(by)) {
    return function* (e) {
      return e.cls.isSubtype(by);
    };
  }
  if (by instanceof PyTuple && by.items.every(isExceptionClass)) {
    return function* (e) {
      return by.items.some((c) => e.cls.isSubtype(c as PyType)); // every one was checked
    };
  }
  if (isCallable(by) && !(by instanceof PyType)) {
    return function* (e): Generator<unknown, boolean, never> {
      const r = (yield callR(by, [e])) as PyValue;
      return yield truthR(r);
    };
  }
  throw typeError('expected an exception type, a tuple of exception types, or a callable (other than a class)');
}

/** A group like `g` of some of its exceptions: null when there are none. */
export function* subsetOf(
  g: PyBaseExceptionGroup,
  excs: PyValue[],
): Generator<unknown, PyBaseExceptionGroup | null, never> {
  if (excs.length === 0) return null;
  const d = (yield callMethodR(g, 'derive', [new PyList(excs)])) as PyValue;
  if (!(d instanceof PyBaseExceptionGroup)) throw typeError('derive must return an instance of BaseExceptionGroup');
  d.traceback = g.traceback;
  d.context = g.context;
  d.cause = g.cause;
  d.suppressContext = g.suppressContext;
  const notes = (yield lookupAttrR(g, '__notes__')) as PyValue | undefined;
  if (
    notes !== undefined &&
    typeOf(notes).slot(SLOT.__getitem__) !== null &&
    typeOf(notes).slot(SLOT.__len__) !== null
  ) {
    const copy = (yield collectR(notes)) as PyValue[];
    yield setattrR(d, '__notes__', new PyList(copy));
  }
  return d;
}

function* split(
  e: PyBaseException,
  match: Matcher,
  wantRest: boolean,
): Generator<unknown, [PyBaseException | null, PyBaseException | null], never> {
  if (yield* match(e)) return [e, null];
  if (!(e instanceof PyBaseExceptionGroup)) return [null, wantRest ? e : null];
  const yes: PyValue[] = [];
  const no: PyValue[] = [];
  for (const c of e.exceptions.items) {
    const [m, r] = yield* split(c as PyBaseException, match, wantRest); // a group holds exceptions
    if (m !== null) yes.push(m);
    if (r !== null) no.push(r);
  }
  return [yield* subsetOf(e, yes), wantRest ? yield* subsetOf(e, no) : null];
}

defineType(BaseGroup, {
  doc: 'A combination of multiple unrelated exceptions.',
  new: ['(*args, **kwargs)', newGroup],
  methods: {
    '__init__(*args, **kwargs)': (self: PyBaseExceptionGroup, args: PyValue[], kw: PyDict) => {
      noKeywords(self, kw);
      self.args = new PyTuple(args);
    },
    '__str__()': (self: PyBaseExceptionGroup) => {
      const n = self.exceptions.items.length;
      return fromJS(`${str(self.message)} (${n} sub-exception${n === 1 ? '' : 's'})`);
    },
    'derive(excs, /)': (self: PyBaseExceptionGroup, excs: PyValue) => callR(BaseGroup, [self.message, excs]),
    'split(matcher_value, /)': function* (self: PyBaseExceptionGroup, by: PyValue): NativeGenerator<PyValue> {
      const [m, r] = yield* split(self, matcher(by), true);
      return new PyTuple([m ?? None, r ?? None]);
    },
    'subgroup(matcher_value, /)': function* (self: PyBaseExceptionGroup, by: PyValue): NativeGenerator<PyValue> {
      const [m] = yield* split(self, matcher(by), false);
      return m ?? None;
    },
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, args: PyValue) => genericAlias(cls, args) },
  members: { message: 'message', exceptions: 'exceptions' },
});
