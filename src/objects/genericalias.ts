// types.GenericAlias: `list[int]`, substitution of type parameters, `*tuple[int]`. Invariant: attribute access goes to
// `__origin__` but for the alias's own names. The substitution protocol (`__typing_subst__` and friends) is shared
// with union.ts.

import { NotImplemented, Ellipsis, None, PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyList, PyTuple, type PyStr } from './shapes.ts';
import { makeBuiltinType, noneType, PyType, TYPE_BASETYPE, TYPE_WEAKREF, tupleType, typeOf } from './type.ts';
import type { PyDict } from './dict/storage.ts';
import { isException, typeError } from './exceptions/raise.ts';
import { attributeName, genericGetR, getattrR, lookupAttrR, missingAttribute, setattrR } from './protocol/attribute.ts';
import { callR } from './protocol/call.ts';
import { collectR } from './protocol/iteration.ts';
import { EQ, equalR, getitemR, compareR, hashR, setMakeGenericAlias } from './protocol/operators.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { reprR } from './protocol/text.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { joinKeywords } from './type/call.ts';
import { unionOr } from './type/attributes.ts';
import { builtin, defineIterator } from './iterator.ts';

export class PyGenericAlias extends PyObject {
  origin: PyValue = None;
  args: PyTuple = new PyTuple([]);
  parameters: PyTuple | null = null;
  starred = false;
}
export const genericAliasType = makeBuiltinType('GenericAlias', PyGenericAlias, {
  module: 'types',
  flags: TYPE_BASETYPE | TYPE_WEAKREF,
});

/** `origin[args]`; a tuple of args is taken as several. */
export function genericAlias(origin: PyValue, args: PyValue): PyGenericAlias {
  const a = new PyGenericAlias();
  a.origin = origin;
  a.args = args instanceof PyTuple ? args : new PyTuple([args]);
  return a;
}
setMakeGenericAlias(genericAlias);

// -------------------------------------------------------------------------------------------------- type parameters

/** The type parameters in `args`, each once, in order of appearance. */
export function* makeParameters(args: readonly PyValue[]): NativeGenerator<PyValue[]> {
  const out: PyValue[] = [];
  const add = function* (p: PyValue): NativeGenerator<void> {
    for (const o of out) if (o === p || ((yield equalR(o, p)) as boolean)) return;
    out.push(p);
  };
  for (const arg of args) {
    if (arg instanceof PyType) continue;
    if (arg instanceof PyTuple || arg instanceof PyList) {
      for (const p of yield* makeParameters(arg.items)) yield* add(p);
      continue;
    }
    const subst = (yield lookupAttrR(arg, '__typing_subst__')) as PyValue | undefined;
    if (subst !== undefined) {
      yield* add(arg);
      continue;
    }
    const inner = (yield lookupAttrR(arg, '__parameters__')) as PyValue | undefined;
    if (inner instanceof PyTuple) for (const p of inner.items) yield* add(p);
  }
  return out;
}

/** The parts of the item in `alias[item]`, with unpacked tuples opened. */
function* unpackArgs(item: PyValue): NativeGenerator<PyValue[]> {
  const items = item instanceof PyTuple ? item.items : [item];
  const out: PyValue[] = [];
  for (const v of items) {
    if (!(v instanceof PyType)) {
      const sub = (yield lookupAttrR(v, '__typing_unpacked_tuple_args__')) as PyValue | undefined;
      if (sub instanceof PyTuple && (sub.items.length === 0 || sub.items[sub.items.length - 1] !== Ellipsis)) {
        out.push(...sub.items);
        continue;
      }
    }
    out.push(v);
  }
  return out;
}

/** `obj` with its own parameters replaced. */
function* substituteIn(obj: PyValue, params: readonly PyValue[], items: readonly PyValue[]): NativeGenerator<PyValue> {
  const sub = (yield lookupAttrR(obj, '__parameters__')) as PyValue | undefined;
  if (!(sub instanceof PyTuple) || sub.items.length === 0) return obj;
  const args: PyValue[] = [];
  for (const p of sub.items) {
    const i = params.indexOf(p);
    if (i < 0) {
      args.push(p);
      continue;
    }
    const v = items[i];
    // A TypeVarTuple stands for any number of arguments.
    if (typeOf(params[i]).lookup('__iter__') !== undefined && v instanceof PyTuple) args.push(...v.items);
    else args.push(v);
  }
  return yield getitemR(obj, new PyTuple(args));
}

/** The arguments of `self[item]` with the parameters replaced; TypeError when they do not fit. */
export function* substitute(
  self: PyValue,
  args: readonly PyValue[],
  params: readonly PyValue[],
  item: PyValue,
): NativeGenerator<PyValue[]> {
  if (params.length === 0) {
    const s: string | PyStr = yield reprR(self);
    throw typeError(`${toJS(s)} is not a generic class`);
  }
  let items = yield* unpackArgs(item);
  for (const p of params) {
    const prepare = (yield lookupAttrR(p, '__typing_prepare_subst__')) as PyValue | undefined;
    if (prepare !== undefined && prepare !== None) {
      const r = (yield callR(prepare, [self, new PyTuple(items)])) as PyValue;
      items = r instanceof PyTuple ? r.items : [r];
    }
  }
  if (items.length !== params.length) {
    const s: string | PyStr = yield reprR(self);
    throw typeError(
      `Too ${items.length > params.length ? 'many' : 'few'} arguments for ${toJS(s)}; actual ${items.length}, expected ${params.length}`,
    );
  }
  return yield* replaceIn(args, params, items);
}

function* replaceIn(
  args: readonly PyValue[],
  params: readonly PyValue[],
  items: readonly PyValue[],
): NativeGenerator<PyValue[]> {
  const out: PyValue[] = [];
  for (const arg of args) {
    if (arg instanceof PyType) {
      out.push(arg);
      continue;
    }
    if (arg instanceof PyTuple || arg instanceof PyList) {
      const inner = yield* replaceIn(arg.items, params, items);
      out.push(arg instanceof PyTuple ? new PyTuple(inner) : new PyList(inner));
      continue;
    }
    const unpack = (yield lookupAttrR(arg, '__typing_is_unpacked_typevartuple__')) as PyValue | undefined;
    const subst = (yield lookupAttrR(arg, '__typing_subst__')) as PyValue | undefined;
    let v: PyValue;
    if (subst !== undefined) {
      const i = params.indexOf(arg);
      v = yield callR(subst, [items[i]]);
    } else v = yield* substituteIn(arg, params, items);
    if (unpack === true) {
      if (!(v instanceof PyTuple))
        throw typeError(
          `expected __typing_subst__ of ${typeOf(arg).name} objects to return a tuple, not ${typeOf(v).name}`,
        );
      out.push(...v.items);
    } else out.push(v);
  }
  return out;
}

/** A type as annotations show it: `int`, `a.B`, `...`, `None`. Resumable. */
export function* typeRepr(v: PyValue): NativeGenerator<string> {
  if (v === Ellipsis) return '...';
  if (v === noneType) return 'None';
  const origin = (yield lookupAttrR(v, '__origin__')) as PyValue | undefined;
  if (origin !== undefined) {
    const args = (yield lookupAttrR(v, '__args__')) as PyValue | undefined;
    if (args !== undefined) {
      const s: string | PyStr = yield reprR(v);
      return toJS(s);
    }
  }
  const qualname = (yield lookupAttrR(v, '__qualname__')) as PyValue | undefined;
  if (qualname !== undefined && isStr(qualname)) {
    const module = (yield lookupAttrR(v, '__module__')) as PyValue | undefined;
    if (module !== undefined && module !== None && isStr(module)) {
      return toJS(module) === 'builtins' ? toJS(qualname) : `${toJS(module)}.${toJS(qualname)}`;
    }
  }
  const s: string | PyStr = yield reprR(v);
  return toJS(s);
}

// -------------------------------------------------------------------------------------------------------------- alias

/** Names that are the alias's own; all others are the origin's. */
const OWN = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__bases__',
  '__copy__',
  '__deepcopy__',
]);

function getAttribute(self: PyGenericAlias, nameValue: PyValue): Resumable {
  const name = attributeName(nameValue);
  if (!OWN.has(name)) return getattrR(self.origin, name);
  const r = genericGetR(self, name);
  if (r === undefined) throw missingAttribute(self, name);
  return r as Resumable; // undefined was handled
}

function parametersR(self: PyGenericAlias): Resumable<PyTuple> {
  if (self.parameters !== null) return self.parameters;
  return (function* (): NativeGenerator<PyTuple> {
    return (self.parameters = new PyTuple(yield* makeParameters(self.args.items)));
  })();
}

function* aliasRepr(self: PyGenericAlias): NativeGenerator<PyValue> {
  const parts: string[] = [];
  for (const a of self.args.items) {
    if (a instanceof PyList) {
      const inner: string[] = [];
      for (const v of a.items) inner.push(yield* typeRepr(v));
      parts.push(`[${inner.join(', ')}]`);
    } else parts.push(yield* typeRepr(a));
  }
  const origin = yield* typeRepr(self.origin);
  return fromJS(`${self.starred ? '*' : ''}${origin}[${parts.length === 0 ? '()' : parts.join(', ')}]`);
}

function* call(self: PyGenericAlias, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  const [values, names] = joinKeywords(args, kw);
  const obj: PyValue = yield callR(self.origin, values, names);
  try {
    yield setattrR(obj, '__orig_class__', self);
  } catch (e) {
    if (!isException(e, 'AttributeError') && !isException(e, 'TypeError')) throw e;
  }
  return obj;
}

function sameAlias(self: PyGenericAlias, other: PyValue): Resumable {
  if (!(other instanceof PyGenericAlias)) return NotImplemented;
  if (self.starred !== other.starred) return false;
  return (function* (): NativeGenerator<PyValue> {
    const same: boolean = yield equalR(self.origin, other.origin);
    return same ? yield compareR(self.args, other.args, EQ) : false;
  })();
}

defineType(genericAliasType, {
  doc: 'Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
  new: [
    '(origin, args, /)',
    (cls: PyType, origin: PyValue, args: PyValue) => {
      const a = new cls.ctor() as PyGenericAlias; // a subclass has its shape
      a.origin = origin;
      a.args = args instanceof PyTuple ? args : new PyTuple([args]);
      return a;
    },
  ],
  members: { __origin__: 'origin', __args__: 'args' },
  getset: {
    __parameters__: [parametersR],
    __unpacked__: [(self: PyGenericAlias) => self.starred],
    __typing_unpacked_tuple_args__: [
      (self: PyGenericAlias) => (self.starred && self.origin === tupleType ? self.args : None),
    ],
  },
  methods: {
    '__repr__()': aliasRepr,
    '__getattribute__(name, /)': getAttribute,
    '__call__(*args, **kwargs)': call,
    '__eq__(value, /)': sameAlias,
    *'__ne__(value, /)'(self: PyGenericAlias, other: PyValue): NativeGenerator<PyValue> {
      const r: PyValue = yield sameAlias(self, other);
      return r === NotImplemented ? r : r !== true;
    },
    *'__hash__()'(self: PyGenericAlias): NativeGenerator<PyValue> {
      const a: number | bigint = yield hashR(self.origin);
      const b: number | bigint = yield hashR(self.args);
      return typeof a === 'number' &&
        typeof b === 'number' &&
        Number.isSafeInteger(a) &&
        Number.isSafeInteger(b) &&
        Math.abs(a) < 2 ** 31 &&
        Math.abs(b) < 2 ** 31
        ? a ^ b
        : Number(BigInt.asIntN(52, BigInt(a) ^ BigInt(b)));
    },
    *'__getitem__(key, /)'(self: PyGenericAlias, item: PyValue): NativeGenerator<PyValue> {
      const params: PyTuple = yield parametersR(self);
      const r = genericAlias(self.origin, new PyTuple(yield* substitute(self, self.args.items, params.items, item)));
      r.starred = self.starred;
      return r;
    },
    '__or__(value, /)': (self: PyValue, other: PyValue) => unionOr(self, other),
    '__ror__(value, /)': (self: PyValue, other: PyValue) => unionOr(other, self),
    '__iter__()': (self: PyGenericAlias) => new PyGenericAliasIterator(self),
    '__mro_entries__(bases, /)': (self: PyGenericAlias) => new PyTuple([self.origin]),
    '__instancecheck__(cls, /)': () => {
      throw typeError('isinstance() argument 2 cannot be a parameterized generic');
    },
    '__subclasscheck__(cls, /)': () => {
      throw typeError('issubclass() argument 2 cannot be a parameterized generic');
    },
    '__reduce__()': (self: PyGenericAlias) => {
      if (self.starred) {
        const plain = genericAlias(self.origin, self.args);
        return new PyTuple([builtin('next'), new PyTuple([new PyGenericAliasIterator(plain)])]);
      }
      return new PyTuple([genericAliasType, new PyTuple([self.origin, self.args])]);
    },
    *'__dir__()'(self: PyGenericAlias): NativeGenerator<PyValue> {
      const dir: PyValue = yield callR(builtin('dir'), [self.origin]);
      const names: PyValue[] = yield collectR(dir);
      const have = new Set(names);
      for (const n of OWN)
        if (!have.has(n) && n !== '__bases__' && n !== '__copy__' && n !== '__deepcopy__') names.push(n);
      return new PyList(names);
    },
  },
});

export class PyGenericAliasIterator extends PyObject {
  constructor(public alias: PyGenericAlias | null) {
    super();
  }
}
export const genericAliasIteratorType = makeBuiltinType('generic_alias_iterator', PyGenericAliasIterator);
defineIterator<PyGenericAliasIterator>(
  genericAliasIteratorType,
  (self) => {
    if (self.alias === null) return undefined;
    const r = genericAlias(self.alias.origin, self.alias.args);
    r.starred = true;
    self.alias = null;
    return r;
  },
  {
    methods: {
      '__reduce__()': (self: PyGenericAliasIterator) =>
        new PyTuple([builtin('iter'), new PyTuple([self.alias ?? new PyTuple([])])]),
    },
  },
);
