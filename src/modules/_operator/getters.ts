// operator.itemgetter, attrgetter and methodcaller. Invariant: immutable; one look-up alone needs no generator.

import { PyObject, type PyValue } from '../../objects/object.ts';
import { defineType, splitKeywords } from '../../objects/native.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType } from '../../objects/type.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { getitemR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { repr } from '../../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { importAttrR } from '../../objects/hooks.ts';
import { joinKeywords } from '../../objects/type/call.ts';

function one(name: string, args: PyValue[], kwnames: readonly string[] | null): PyValue {
  if (kwnames !== null && kwnames.length > 0) throw typeError(`${name}() takes no keyword arguments`);
  if (args.length !== 2) throw typeError(`${name} expected 1 argument, got ${args.length - 1}`);
  return args[1];
}

export class PyItemGetter extends PyObject {
  items: PyValue[] = [];
}
export const itemGetterType = makeBuiltinType('itemgetter', PyItemGetter, { module: 'operator' });

function* severalItems(obj: PyValue, keys: PyValue[]): NativeGenerator<PyValue> {
  const out: PyValue[] = [];
  for (const k of keys) {
    let v = getitemR(obj, k);
    if (isPending(v)) v = (yield v) as PyValue;
    out.push(v);
  }
  return new PyTuple(out);
}
function getItems(self: PyItemGetter, obj: PyValue): Resumable {
  const keys = self.items;
  if (keys.length === 1) {
    const k = keys[0];
    if (typeof k === 'number' && k >= 0 && obj instanceof PyTuple && (obj.cls.flags & 1) === 0) {
      const v = obj.items[k];
      if (v !== undefined) return v;
    }
    return getitemR(obj, k);
  }
  return severalItems(obj, keys);
}
defineType(itemGetterType, {
  doc:
    'Return a callable object that fetches the given item(s) from its operand.\n\nAfter f = itemgetter(2), the call f(r) returns r[2].\n' +
    'After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])',
  new: [
    '(item, /, *items)',
    (_cls: PyType, item: PyValue, items: PyValue[]) => {
      const g = new PyItemGetter();
      g.items = [item, ...items];
      return g;
    },
  ],
  methods: {
    '__call__(obj, /)': getItems,
    '__repr__()': (self: PyItemGetter) => fromJS(`operator.itemgetter(${self.items.map(repr).join(', ')})`),
    '__reduce__()': (self: PyItemGetter) => new PyTuple([self.cls, new PyTuple(self.items)]),
  },
  vectors: {
    __call__: (args, kwnames) => getItems(args[0] as PyItemGetter, one('itemgetter', args, kwnames)), // self was checked
    __new__: (args, kwnames) => {
      const [items, kw] = splitKeywords(args, kwnames);
      if (kw.size > 0) throw typeError('itemgetter() takes no keyword arguments');
      if (items.length === 0) throw typeError('itemgetter expected at least 1 argument, got 0');
      const g = new PyItemGetter();
      g.items = items;
      return g;
    },
  },
});

export class PyAttrGetter extends PyObject {
  names: string[] = [];
  paths: string[][] = [];
}
export const attrGetterType = makeBuiltinType('attrgetter', PyAttrGetter, { module: 'operator' });

function* follow(obj: PyValue, path: string[]): NativeGenerator<PyValue> {
  for (const name of path) {
    let v = getattrR(obj, name);
    if (isPending(v)) v = (yield v) as PyValue;
    obj = v;
  }
  return obj;
}
function* severalAttributes(obj: PyValue, paths: string[][]): NativeGenerator<PyValue> {
  const out: PyValue[] = [];
  for (const p of paths) out.push(yield* follow(obj, p));
  return new PyTuple(out);
}
function getAttributes(self: PyAttrGetter, obj: PyValue): Resumable {
  const paths = self.paths;
  if (paths.length !== 1) return severalAttributes(obj, paths);
  return paths[0].length === 1 ? getattrR(obj, paths[0][0]) : follow(obj, paths[0]);
}
defineType(attrGetterType, {
  doc:
    "Return a callable object that fetches the given attribute(s) from its operand.\n\nAfter f = attrgetter('name'), the call f(r) returns r.name.\n" +
    "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n" +
    "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
  new: [
    '(attr, /, *attrs)',
    (_cls: PyType, attr: PyValue, attrs: PyValue[]) => {
      const g = new PyAttrGetter();
      for (const a of [attr, ...attrs]) {
        if (!isStr(a)) throw typeError('attribute name must be a string');
        g.names.push(toJS(a));
        g.paths.push(toJS(a).split('.'));
      }
      return g;
    },
  ],
  methods: {
    '__call__(obj, /)': getAttributes,
    '__repr__()': (self: PyAttrGetter) =>
      fromJS(`operator.attrgetter(${self.names.map((n) => repr(fromJS(n))).join(', ')})`),
    '__reduce__()': (self: PyAttrGetter) => new PyTuple([self.cls, new PyTuple(self.names.map(fromJS))]),
  },
  vectors: { __call__: (args, kwnames) => getAttributes(args[0] as PyAttrGetter, one('attrgetter', args, kwnames)) }, // self was checked
});

export class PyMethodCaller extends PyObject {
  name = '';
  args: PyValue[] = [];
  kwargs: PyDict | null = null;
}
export const methodCallerType = makeBuiltinType('methodcaller', PyMethodCaller, { module: 'operator' });

function callIt(self: PyMethodCaller, obj: PyValue): Resumable {
  if (self.kwargs === null) return callMethodR(obj, self.name, self.args);
  const [values, names] = joinKeywords(self.args, self.kwargs);
  return callMethodR(obj, self.name, values, names);
}
defineType(methodCallerType, {
  doc:
    "Return a callable object that calls the given method on its operand.\n\nAfter f = methodcaller('name'), the call f(r) returns r.name().\n" +
    "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
  new: [
    '(name, /, *args, **kwargs)',
    (_cls: PyType, name: PyValue, args: PyValue[], kw: PyDict) => {
      if (!isStr(name)) throw typeError('method name must be a string');
      const c = new PyMethodCaller();
      c.name = toJS(name);
      c.args = args;
      c.kwargs = kw.size === 0 ? null : kw;
      return c;
    },
  ],
  methods: {
    '__call__(obj, /)': callIt,
    '__repr__()': (self: PyMethodCaller) => {
      const parts = [repr(fromJS(self.name)), ...self.args.map(repr)];
      if (self.kwargs !== null)
        for (const [k, v] of self.kwargs.entries()) parts.push(`${isStr(k) ? toJS(k) : repr(k)}=${repr(v)}`);
      return fromJS(`operator.methodcaller(${parts.join(', ')})`);
    },
    *'__reduce__()'(self: PyMethodCaller): NativeGenerator<PyValue> {
      const args = new PyTuple([fromJS(self.name), ...self.args]);
      if (self.kwargs === null) return new PyTuple([self.cls, args]);
      const partial = (yield* importAttrR('functools', 'partial')) as PyValue;
      const [values, names] = joinKeywords([self.cls, fromJS(self.name)], self.kwargs);
      const made = (yield callR(partial, values, names)) as PyValue;
      return new PyTuple([made, new PyTuple(self.args)]);
    },
  },
  vectors: { __call__: (args, kwnames) => callIt(args[0] as PyMethodCaller, one('methodcaller', args, kwnames)) }, // self was checked
});
