// collections.defaultdict and _count_elements. Invariant: only `__missing__` calls the factory.

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyList, PyTuple, type PyStr } from '../../objects/shapes.ts';
import {
  dictType,
  intType,
  listType,
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_MATCH_MAPPING,
  TYPE_MATCH_SELF,
} from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { keyError, typeError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR, isCallable } from '../../objects/protocol/call.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { add, binaryR, OPERATOR, setitemR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { reprEnter, reprLeave, reprR } from '../../objects/protocol/text.ts';
import { SLOT } from '../../objects/slots.ts';
import { fromJS, toJS } from '../../objects/str/text.ts';
import { reprDict, updateFromR } from '../../objects/dict/dict.ts';
import { forEachR } from '../../objects/iterator.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { PySet, setType } from '../../objects/set.ts';
import { genericAlias } from '../../objects/genericalias.ts';

export class PyDefaultDict extends PyDict {
  factory: PyValue = None;
}
export const defaultDictType = makeBuiltinType('defaultdict', PyDefaultDict, {
  module: 'collections',
  bases: [dictType],
  flags: TYPE_BASETYPE | TYPE_MATCH_MAPPING | TYPE_MATCH_SELF,
});

/** What the usual factories make, without a call. */
function plainValue(factory: PyValue): PyValue | undefined {
  if (factory === listType) return new PyList([]);
  if (factory === intType) return 0;
  if (factory === setType) return new PySet();
  if (factory === dictType) return new PyDict();
  return undefined;
}

function missing(self: PyDefaultDict, key: PyValue): Resumable {
  if (self.factory === None) throw keyError(key);
  const plain = plainValue(self.factory);
  if (plain !== undefined && self.cls === defaultDictType) {
    self.set(key, plain);
    return plain;
  }
  return (function* (): NativeGenerator<PyValue> {
    const v = (yield callR(self.factory, [])) as PyValue;
    yield setitemR(self, key, v);
    return v;
  })();
}

function copy(self: PyDefaultDict): Resumable {
  return callR(self.cls, [self.factory, self]);
}

function* union(self: PyDefaultDict, left: PyDict, right: PyDict): NativeGenerator<PyValue> {
  const out = (yield callR(self.cls, [self.factory, left])) as PyDict;
  yield updateFromR(out, right);
  return out;
}

defineType(defaultDictType, {
  doc:
    'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n' +
    'The default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\n' +
    'A defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\n' +
    'passed to the dict constructor, including keyword arguments.',
  writableMembers: { default_factory: 'factory' },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  methods: {
    *'__init__(*args, **kwargs)'(self: PyDefaultDict, args: PyValue[], kw: PyDict): NativeGenerator {
      const factory = args.length > 0 ? args[0] : None;
      if (factory !== None && !isCallable(factory)) throw typeError('first argument must be callable or None');
      self.factory = factory;
      if (args.length > 2) throw typeError(`dict expected at most 1 argument, got ${args.length - 1}`);
      if (args.length === 2) yield updateFromR(self, args[1]);
      yield updateFromR(self, kw);
      return undefined;
    },
    '__missing__(key, /)': missing,
    'copy()': copy,
    '__copy__()': copy,
    *'__reduce__()'(self: PyDefaultDict): NativeGenerator<PyValue> {
      const items: PyValue = yield callMethodR(self, 'items', []);
      const it: PyValue = yield iterR(items);
      return new PyTuple([self.cls, new PyTuple(self.factory === None ? [] : [self.factory]), None, None, it]);
    },
    *'__repr__()'(self: PyDefaultDict): NativeGenerator<PyValue> {
      const base: string | PyStr = yield reprDict(self);
      let factory = '...';
      if (reprEnter(self)) {
        try {
          const s: string | PyStr = yield reprR(self.factory);
          factory = toJS(s);
        } finally {
          reprLeave(self);
        }
      }
      return fromJS(`${self.cls.name}(${factory}, ${toJS(base)})`);
    },
    '__or__(value, /)': (self: PyDefaultDict, other: PyValue) =>
      other instanceof PyDict ? union(self, self, other) : NotImplemented,
    '__ror__(value, /)': (self: PyDefaultDict, other: PyValue) =>
      other instanceof PyDict ? union(self, other, self) : NotImplemented,
  },
});

/** Counts the values of an iterable into a mapping (Counter's inner loop). Resumable. */
export function countElementsR(mapping: PyValue, iterable: PyValue): Resumable<undefined> {
  if (
    mapping instanceof PyDict &&
    mapping.cls.lookup('get') === dictType.lookup('get') &&
    mapping.cls.slot(SLOT.__setitem__) === dictType.slot(SLOT.__setitem__)
  ) {
    return forEachR(iterable, (v) => {
      const i = mapping.find(v);
      if (i < 0) mapping.set(v, 1);
      else {
        const n = mapping.vals[i]!; // i is live
        const more = typeof n === 'number' && n < Number.MAX_SAFE_INTEGER ? n + 1 : add(n, 1);
        if (mapping.keys[i] === v) mapping.vals[i] = more;
        else mapping.set(v, more);
      }
    });
  }
  return countSlow(mapping, iterable);
}
function* countSlow(mapping: PyValue, iterable: PyValue): NativeGenerator<undefined> {
  const get: PyValue = yield getattrR(mapping, 'get');
  const it: PyValue = yield iterR(iterable);
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return undefined;
    const old: PyValue = yield callR(get, [v, 0]);
    const more: PyValue = yield binaryR(old, 1, OPERATOR.add);
    yield setitemR(mapping, v, more);
  }
}
