// functools.partial with placeholders. Invariant: `args` never ends with Placeholder; `holes` counts those inside.

import { unlisted } from '../../objects/memory/tracking.ts';
import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType, splitKeywords } from '../../objects/native.ts';
import { PyMethod, PyTuple, type PyStr } from '../../objects/shapes.ts';
import {
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_WEAKREF,
  dictType,
  tupleType,
} from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { attributesOf, dictOf, getattrR } from '../../objects/protocol/attribute.ts';
import { callR, isCallable } from '../../objects/protocol/call.ts';
import type { KwNames, NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { reprEnter, reprLeave, reprR, strR } from '../../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { copyDict, mergeDict } from '../../objects/dict/dict.ts';
import { genericAlias } from '../../objects/genericalias.ts';
import { makeDictGetSet } from '../../objects/type/new.ts';

export class PyPlaceholder extends PyObject {}
export const placeholderType = makeBuiltinType('_PlaceholderType', PyPlaceholder, { module: 'functools' });
/** functools.Placeholder */
export const Placeholder = new PyPlaceholder();
defineType(placeholderType, {
  doc: 'The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.',
  new: [
    '(*args, **kwargs)',
    (_cls: PyType, args: PyValue[], kw: PyDict) => {
      if (args.length > 0 || kw.size > 0) throw typeError('PlaceholderType takes no arguments');
      return Placeholder;
    },
  ],
  methods: { '__repr__()': () => 'Placeholder', '__reduce__()': () => 'Placeholder' },
});

export class PyPartial extends PyObject {
  func: PyValue = None;
  args: PyTuple = new PyTuple([]);
  keywords: PyDict = new PyDict();
  holes = 0;
}
export const partialType = makeBuiltinType('partial', PyPartial, {
  module: 'functools',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});
unlisted.add(partialType);

const countHoles = (args: readonly PyValue[]): number => {
  let n = 0;
  for (const v of args) if (v === Placeholder) n++;
  return n;
};

function newPartial(cls: PyType, args: PyValue[], kw: PyDict): PyValue {
  if (args.length === 0) throw typeError("type 'partial' takes at least one argument");
  let func = args[0];
  if (!isCallable(func)) throw typeError('the first argument must be callable');
  let rest = args.slice(1);
  if (rest.length > 0 && rest[rest.length - 1] === Placeholder)
    throw typeError('trailing Placeholders are not allowed');
  for (const [, v] of kw.entries())
    if (v === Placeholder) throw typeError('Placeholder cannot be passed as a keyword argument');
  let keywords = copyDict(kw);
  if (func instanceof PyPartial && cls === partialType && func.cls === partialType && attributesOf(func).size === 0) {
    // A partial of a partial is one partial.
    const inner = func;
    const merged = inner.args.items.slice();
    let next = 0;
    if (rest.length > 0)
      for (let i = 0; i < merged.length && next < rest.length; i++)
        if (merged[i] === Placeholder) merged[i] = rest[next++];
    rest = merged.concat(rest.slice(next));
    const all = copyDict(inner.keywords);
    mergeDict(all, keywords);
    keywords = all;
    func = inner.func;
  }
  const p = new cls.ctor() as PyPartial; // partial's shape
  p.func = func;
  p.args = new PyTuple(rest);
  p.keywords = keywords;
  p.holes = countHoles(rest);
  return p;
}

/** The call with the stored arguments put before (and into) the given ones. */
function callPartial(self: PyPartial, given: PyValue[], kwnames: KwNames): Resumable {
  // `given` starts with self.
  const nkw = kwnames === null ? 0 : kwnames.length;
  const npos = given.length - nkw;
  let positional: PyValue[];
  if (self.holes === 0) {
    positional = self.args.items.slice();
    for (let i = 1; i < npos; i++) positional.push(given[i]);
  } else {
    if (npos - 1 < self.holes) {
      throw typeError(
        `missing positional arguments in 'partial' call; expected at least ${self.holes}, got ${npos - 1}`,
      );
    }
    let next = 1;
    positional = self.args.items.map((v) => (v === Placeholder ? given[next++] : v));
    for (; next < npos; next++) positional.push(given[next]);
  }
  if (self.keywords.size === 0) {
    if (nkw === 0) return callR(self.func, positional);
    for (let i = npos; i < given.length; i++) positional.push(given[i]);
    return callR(self.func, positional, kwnames);
  }
  const names: string[] = [];
  for (const [k, v] of self.keywords.entries()) {
    if (!isStr(k)) throw typeError('keywords must be strings');
    names.push(toJS(k));
    positional.push(v);
  }
  const base = positional.length - names.length;
  for (let i = 0; i < nkw; i++) {
    const at = names.indexOf(kwnames![i]); // nkw > 0
    if (at >= 0) positional[base + at] = given[npos + i];
    else {
      names.push(kwnames![i]);
      positional.push(given[npos + i]);
    }
  }
  return callR(self.func, positional, names);
}

function* repr(self: PyPartial): NativeGenerator<PyValue> {
  if (!reprEnter(self)) return '...';
  try {
    const parts: string[] = [];
    const show = function* (v: PyValue): NativeGenerator<string> {
      const s: string | PyStr = yield reprR(v);
      return toJS(s);
    };
    parts.push(yield* show(self.func));
    for (const v of self.args.items) parts.push(yield* show(v));
    for (const [k, v] of [...self.keywords.entries()]) {
      const name = isStr(k) ? toJS(k) : toJS((yield strR(k)) as string | PyStr); // str() gives a str
      parts.push(`${name}=${yield* show(v)}`);
    }
    const module = (yield getattrR(self.cls, '__module__')) as PyValue;
    const qualname = (yield getattrR(self.cls, '__qualname__')) as PyValue;
    const prefix = isStr(module) ? `${toJS(module)}.` : '';
    return fromJS(`${prefix}${isStr(qualname) ? toJS(qualname) : self.cls.name}(${parts.join(', ')})`);
  } finally {
    reprLeave(self);
  }
}

function* setState(self: PyPartial, state: PyValue): NativeGenerator {
  const bad = typeError('invalid partial state');
  if (!(state instanceof PyTuple)) throw typeError('argument to __setstate__ must be a tuple');
  if (state.items.length !== 4) throw typeError(`expected 4 items in state, got ${state.items.length}`);
  const [func, args, kw, namespace] = state.items;
  if (!isCallable(func) || !(args instanceof PyTuple)) throw bad;
  if (kw !== None && !(kw instanceof PyDict)) throw bad;
  if (namespace !== None && !(namespace instanceof PyDict)) throw bad;
  if (args.items.length > 0 && args.items[args.items.length - 1] === Placeholder)
    throw typeError('trailing Placeholders are not allowed');
  self.func = func;
  self.args = args.cls === tupleType ? args : new PyTuple(args.items);
  self.keywords = kw instanceof PyDict ? (kw.cls === dictType ? kw : copyDict(kw)) : new PyDict();
  self.holes = countHoles(args.items);
  if (namespace instanceof PyDict) {
    dictOf(self);
    self.dict = namespace;
  } else dictOf(self)?.clear();
  return undefined;
}

defineType(partialType, {
  doc: 'Create a new function with partial application of the given arguments and keywords.',
  new: ['(*args, **keywords)', newPartial],
  members: { func: 'func', args: 'args', keywords: 'keywords' },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  methods: {
    '__call__(*args, **kwargs)': (self: PyPartial, args: PyValue[], kw: PyDict) => {
      const names: string[] = [];
      const all = [self as PyValue, ...args];
      for (const [k, v] of kw.entries()) {
        names.push(isStr(k) ? toJS(k) : '');
        all.push(v);
      }
      return callPartial(self, all, names);
    },
    '__get__(instance, owner=None, /)': (self: PyPartial, obj: PyValue) =>
      obj === None ? self : new PyMethod(self, obj),
    '__repr__()': repr,
    '__reduce__()': (self: PyPartial) => {
      const d = attributesOf(self);
      return new PyTuple([
        self.cls,
        new PyTuple([self.func]),
        new PyTuple([self.func, self.args, self.keywords.size === 0 ? None : self.keywords, d.size === 0 ? None : d]),
      ]);
    },
    '__setstate__(state, /)': setState,
  },
  vectors: {
    __call__: (args, kwnames) => callPartial(args[0] as PyPartial, args, kwnames), // self was checked
    __new__: (args, kwnames) => newPartial(args[0] as PyType, ...splitKeywords(args, kwnames)),
  },
});
partialType.ns.setStr('__dict__', makeDictGetSet(partialType));
