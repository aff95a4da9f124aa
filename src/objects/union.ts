// typing.Union (types.UnionType): `int | str`, Union[int, str]. Invariant: flat, without duplicates, at least two
// members unless made by hand; equality ignores order.

import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyTuple, type PyStr } from './shapes.ts';
import { makeBuiltinType, noneType, PyType, TYPE_WEAKREF, typeOf } from './type.ts';
import { isException, typeError } from './exceptions/raise.ts';
import { callR } from './protocol/call.ts';
import { binaryR, equalR, hashR, OPERATOR } from './protocol/operators.ts';
import { sync, type NativeGenerator, type Resumable } from './protocol/pending.ts';
import { reprR } from './protocol/text.ts';
import { fromJS, toJS } from './str/text.ts';
import { importAttrR } from './hooks.ts';
import { hashFrozenSet } from './algorithms/hash.ts';
import { setMakeUnion } from './type/attributes.ts';
import { isinstanceR, issubclassR } from './type/isinstance.ts';
import { makeParameters, PyGenericAlias, substitute, typeRepr } from './genericalias.ts';

export class PyUnion extends PyObject {
  parameters: PyTuple | null = null;
  constructor(public args: PyTuple) {
    super();
  }
}
export const unionType = makeBuiltinType('Union', PyUnion, { module: 'typing', flags: TYPE_WEAKREF });

const isTypeAlias = (v: PyValue): boolean => typeOf(v).name === 'TypeAliasType';

function isUnionable(v: PyValue): boolean {
  return v === None || v instanceof PyType || v instanceof PyGenericAlias || v instanceof PyUnion || isTypeAlias(v);
}

/** The members of several operands: unions opened, None as NoneType, duplicates left out. */
function* flatten(values: readonly PyValue[]): NativeGenerator<PyValue[]> {
  const out: PyValue[] = [];
  const add = function* (v: PyValue): NativeGenerator<void> {
    for (const o of out) {
      if (o === v) return;
      if (o instanceof PyType && v instanceof PyType && o.cls === v.cls) continue;
      if (o instanceof PyGenericAlias !== v instanceof PyGenericAlias) continue;
      const same: boolean = yield equalR(o, v);
      if (same) return;
    }
    out.push(v);
  };
  for (const v of values) {
    if (v instanceof PyUnion) for (const a of v.args.items) yield* add(a);
    else yield* add(v === None ? noneType : v);
  }
  return out;
}

/** The union of the values, or their only member. Resumable. */
export function* makeUnion(values: readonly PyValue[]): NativeGenerator<PyValue> {
  const members = yield* flatten(values);
  return members.length === 1 ? members[0] : new PyUnion(new PyTuple(members));
}

setMakeUnion((a, b) => {
  if (!isUnionable(a) || !isUnionable(b)) return NotImplemented;
  return sync<PyValue>(makeUnion([a, b]));
});

/** Union[items], with typing's check of each. */
function* classGetItem(_cls: PyType, item: PyValue): NativeGenerator<PyValue> {
  const items = item instanceof PyTuple ? item.items : [item];
  if (items.length === 0) throw typeError('Cannot take a Union of no types.');
  const checked: PyValue[] = [];
  for (const v of items) {
    if (isUnionable(v)) {
      checked.push(v);
      continue;
    }
    const check: PyValue = yield* importAttrR('typing', '_type_check') as NativeGenerator<PyValue>;
    const r: PyValue = yield callR(check, [v, 'Union[arg, ...]: each arg must be a type.']);
    checked.push(r);
  }
  return yield* makeUnion(checked);
}

function* unionRepr(self: PyUnion): NativeGenerator<PyValue> {
  const parts: string[] = [];
  for (const a of self.args.items) parts.push(yield* typeRepr(a));
  return fromJS(parts.join(' | '));
}

function* sameUnion(self: PyUnion, other: PyUnion): NativeGenerator<PyValue> {
  const a = self.args.items;
  const b = other.args.items.slice();
  if (a.length !== b.length) return false;
  for (const v of a) {
    let found = -1;
    for (let i = 0; i < b.length && found < 0; i++) {
      const same: boolean = yield equalR(v, b[i]);
      if (same) found = i;
    }
    if (found < 0) return false;
    b.splice(found, 1);
  }
  return true;
}

function* hashUnion(self: PyUnion): NativeGenerator<PyValue> {
  const hashes: (number | bigint)[] = [];
  for (const v of self.args.items) {
    try {
      hashes.push(yield hashR(v));
    } catch (e) {
      if (!isException(e, 'TypeError')) throw e;
      throw typeError(
        `union contains ${self.args.items.length === 1 ? 'an ' : ''}unhashable element${self.args.items.length === 1 ? '' : 's'}`,
      );
    }
  }
  return hashFrozenSet(hashes);
}

function parametersR(self: PyUnion): Resumable<PyTuple> {
  if (self.parameters !== null) return self.parameters;
  return (function* (): NativeGenerator<PyTuple> {
    return (self.parameters = new PyTuple(yield* makeParameters(self.args.items)));
  })();
}

function* check(
  self: PyUnion,
  v: PyValue,
  each: (v: PyValue, t: PyValue) => Resumable<boolean>,
  what: string,
): NativeGenerator<PyValue> {
  for (const a of self.args.items) {
    if (a instanceof PyGenericAlias) throw typeError(`${what} argument 2 cannot be a parameterized generic`);
    if (!(a instanceof PyType)) throw typeError(`${what} argument 2 cannot be a parameterized generic`);
  }
  for (const a of self.args.items) {
    const yes: boolean = yield each(v, a);
    if (yes) return true;
  }
  return false;
}

defineType(unionType, {
  doc: 'Represent a union type\n\nE.g. for int | str',
  members: { __args__: 'args' },
  getset: {
    __parameters__: [parametersR],
    __origin__: [() => unionType],
    __name__: [() => 'Union'],
    __qualname__: [() => 'Union'],
  },
  classMethods: { '__class_getitem__(object, /)': classGetItem },
  methods: {
    '__repr__()': unionRepr,
    '__eq__(value, /)': (self: PyUnion, other: PyValue): Resumable =>
      other instanceof PyUnion ? sameUnion(self, other) : NotImplemented,
    *'__ne__(value, /)'(self: PyUnion, other: PyValue): NativeGenerator<PyValue> {
      if (!(other instanceof PyUnion)) return NotImplemented;
      const same = yield* sameUnion(self, other);
      return same !== true;
    },
    '__hash__()': hashUnion,
    '__or__(value, /)': (self: PyValue, other: PyValue) => orNative(self, other),
    '__ror__(value, /)': (self: PyValue, other: PyValue) => orNative(other, self),
    *'__getitem__(key, /)'(self: PyUnion, item: PyValue): NativeGenerator<PyValue> {
      const params: PyTuple = yield parametersR(self);
      const args = yield* substitute(self, self.args.items, params.items, item);
      let r: PyValue = args[0];
      for (let i = 1; i < args.length; i++) r = yield binaryR(r, args[i], OPERATOR.or);
      return r;
    },
    '__instancecheck__(cls, /)': (self: PyUnion, v: PyValue) => check(self, v, isinstanceR, 'isinstance()'),
    '__subclasscheck__(cls, /)': (self: PyUnion, v: PyValue) => {
      if (!(v instanceof PyType)) throw typeError('issubclass() arg 1 must be a class');
      return check(self, v, issubclassR, 'issubclass()');
    },
    *'__mro_entries__(bases, /)'(self: PyUnion): NativeGenerator<PyValue> {
      const s: string | PyStr = yield reprR(self);
      throw typeError(`Cannot subclass ${toJS(s)}`);
    },
    *'__reduce__()'(self: PyUnion): NativeGenerator<PyValue> {
      const f: PyValue = yield* importAttrR('operator', 'getitem') as NativeGenerator<PyValue>;
      return new PyTuple([f, new PyTuple([unionType, self.args])]);
    },
  },
});

function orNative(a: PyValue, b: PyValue): Resumable {
  if (!isUnionable(a) || !isUnionable(b)) return NotImplemented;
  return makeUnion([a, b]);
}
