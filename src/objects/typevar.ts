// Type parameters and type aliases (PEP 484, 612, 646, 695, 696): TypeVar, ParamSpec, TypeVarTuple, TypeAliasType,
// Generic, NoDefault. Invariant: bounds, constraints, defaults and alias values given by syntax are functions, called
// at the first look; what `typing` does in Python (substitution, subscription of Generic) is asked of `typing`.

import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_HAS_DICT, TYPE_WEAKREF, typeOf } from './type.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import { getattrR, instanceSet } from './protocol/attribute.ts';
import { callR } from './protocol/call.ts';
import { collectR, iterR } from './protocol/iteration.ts';
import { genericAlias, getitemR, index, truthR } from './protocol/operators.ts';
import { repr, str } from './protocol/text.ts';
import type { NativeGenerator } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { hooks, importAttrR } from './hooks.ts';
import { joinKeywords } from './type/call.ts';
import { markLayoutless } from './type/layout.ts';
import { makeDictGetSet } from './type/new.ts';

/** What all three kinds of type parameter have. */
abstract class TypeParameter extends PyObject {
  name: PyValue = '';
  defaultValue: PyValue | null = null;
  evaluateDefault: PyValue | null = null;
}
export class PyTypeVar extends TypeParameter {
  bound: PyValue | null = null;
  evaluateBound: PyValue | null = null;
  constraints: PyValue | null = null;
  evaluateConstraints: PyValue | null = null;
  covariant = false;
  contravariant = false;
  inferVariance = false;
}
export class PyParamSpec extends TypeParameter {
  bound: PyValue | null = null;
  covariant = false;
  contravariant = false;
  inferVariance = false;
}
export class PyTypeVarTuple extends TypeParameter {}
class PyParamSpecArgs extends PyObject {
  constructor(readonly origin: PyValue) {
    super();
  }
}
class PyParamSpecKwargs extends PyParamSpecArgs {}
export class PyTypeAlias extends PyObject {
  name: PyValue = '';
  typeParams: PyTuple | null = null;
  compute: PyValue | null = null;
  value: PyValue | null = null;
  module: PyValue | null = null;
}
class PyNoDefault extends PyObject {}
class PyGeneric extends PyObject {}
class PyConstEvaluator extends PyObject {
  constructor(readonly value: PyValue) {
    super();
  }
}

const PARAM = { module: 'typing', flags: TYPE_HAS_DICT | TYPE_WEAKREF };
export const typeVarType = makeBuiltinType('TypeVar', PyTypeVar, PARAM);
export const paramSpecType = makeBuiltinType('ParamSpec', PyParamSpec, PARAM);
export const typeVarTupleType = makeBuiltinType('TypeVarTuple', PyTypeVarTuple, PARAM);
export const paramSpecArgsType = makeBuiltinType('ParamSpecArgs', PyParamSpecArgs, {
  module: 'typing',
  flags: TYPE_WEAKREF,
});
export const paramSpecKwargsType = makeBuiltinType('ParamSpecKwargs', PyParamSpecKwargs, {
  module: 'typing',
  flags: TYPE_WEAKREF,
});
export const typeAliasType = makeBuiltinType('TypeAliasType', PyTypeAlias, { module: 'typing', flags: TYPE_WEAKREF });
export const genericType = makeBuiltinType('Generic', PyGeneric, {
  module: 'typing',
  flags: TYPE_BASETYPE,
});
const noDefaultType = makeBuiltinType('NoDefaultType', PyNoDefault, { module: 'typing' });
const constEvaluatorType = makeBuiltinType('_ConstEvaluator', PyConstEvaluator, { module: '_typing' });

/** typing.NoDefault */
export const NoDefault: PyObject = new PyNoDefault();

// ------------------------------------------------------------------------------------- what the interpreter makes

/** TypeVar of `def f[T: bound]`, `def f[T: (a, b)]`: evaluators are functions or null. */
export function makeTypeVar(
  name: PyValue,
  evaluateBound: PyValue | null,
  evaluateConstraints: PyValue | null,
  module: PyValue,
): PyValue {
  const t = new PyTypeVar();
  t.name = name;
  t.evaluateBound = evaluateBound;
  t.evaluateConstraints = evaluateConstraints;
  t.inferVariance = true;
  instanceSet(t, '__module__', module);
  return t;
}
export function makeParamSpec(name: PyValue, module: PyValue): PyValue {
  const t = new PyParamSpec();
  t.name = name;
  t.inferVariance = true;
  instanceSet(t, '__module__', module);
  return t;
}
export function makeTypeVarTuple(name: PyValue, module: PyValue): PyValue {
  const t = new PyTypeVarTuple();
  t.name = name;
  instanceSet(t, '__module__', module);
  return t;
}
/** `type X[…] = value`: `compute` gives the value, params is a tuple or None. */
export function makeTypeAlias(name: PyValue, params: PyValue, compute: PyValue, module: PyValue): PyValue {
  const t = new PyTypeAlias();
  t.name = name;
  t.typeParams = params instanceof PyTuple ? params : null;
  t.compute = compute;
  t.module = module;
  return t;
}
/** Sets the default of a type parameter to what calling `evaluate` gives. */
export function setTypeParamDefault(param: PyValue, evaluate: PyValue): void {
  if (param instanceof PyTypeVar || param instanceof PyParamSpec || param instanceof PyTypeVarTuple)
    param.evaluateDefault = evaluate;
  else throw typeError(`Expected a type param, got ${repr(param)}`);
}
/** `Generic[params]` for a class with type parameters. */
export function* subscriptGenericR(params: PyValue): NativeGenerator<PyValue> {
  const alias = (yield* importAttrR('typing', '_GenericAlias')) as PyValue;
  const args = yield* unpackTuples(params instanceof PyTuple ? params.items : [params]);
  return (yield callR(alias, [genericType, args])) as PyValue;
}

/** The parameters with each TypeVarTuple as `Unpack[Ts]`. */
function* unpackTuples(params: PyValue[]): Generator<unknown, PyTuple, never> {
  const out: PyValue[] = [];
  for (const p of params) {
    if (p instanceof PyTypeVarTuple) {
      const unpack = (yield* importAttrR('typing', 'Unpack')) as PyValue;
      out.push((yield getitemR(unpack, p)) as PyValue);
    } else out.push(p);
  }
  return new PyTuple(out);
}

// ------------------------------------------------------------------------------------------------------ shared pieces

function callerModule(): PyValue {
  return hooks.globals()?.getStr('__name__') ?? None;
}

function* typingCall(name: string, args: PyValue[]): NativeGenerator<PyValue> {
  const f = (yield* importAttrR('typing', name)) as PyValue;
  return (yield callR(f, args)) as PyValue;
}

function* union(a: PyValue, b: PyValue): NativeGenerator<PyValue> {
  const u = (yield* importAttrR('typing', 'Union')) as PyValue;
  return (yield getitemR(u, new PyTuple([a, b]))) as PyValue;
}
const unionMethods = {
  '__or__(value, /)': (self: PyValue, other: PyValue) => union(self, other),
  '__ror__(value, /)': (self: PyValue, other: PyValue) => union(other, self),
};

function needName(v: PyValue, what: string): PyValue {
  if (!isStr(v)) throw typeError(`${what}() argument 'name' must be str, not ${typeOf(v).name}`);
  return v;
}

function* getDefault(self: TypeParameter): NativeGenerator<PyValue> {
  if (self.defaultValue !== null) return self.defaultValue;
  if (self.evaluateDefault === null) return NoDefault;
  self.defaultValue = (yield callR(self.evaluateDefault, [1])) as PyValue;
  return self.defaultValue;
}
function hasDefault(self: TypeParameter): boolean {
  return self.evaluateDefault !== null || (self.defaultValue !== null && self.defaultValue !== NoDefault);
}
function evaluatorOf(evaluate: PyValue | null, value: PyValue | null): PyValue {
  if (evaluate !== null) return evaluate;
  return value === null ? None : new PyConstEvaluator(value);
}

const noSubclass = {
  '__mro_entries__(bases, /)': (self: PyObject) => {
    throw typeError(`Cannot subclass an instance of ${self.cls.name}`);
  },
};
const defaults = {
  __default__: [getDefault],
  evaluate_default: [(s: TypeParameter) => evaluatorOf(s.evaluateDefault, s.defaultValue ?? NoDefault)],
} as const;
const reduceToName = {
  '__reduce__()': (s: TypeParameter) => s.name,
  'has_default()': (s: TypeParameter) => hasDefault(s),
};

interface Variance {
  covariant: boolean;
  contravariant: boolean;
  inferVariance: boolean;
}
function* variance(co: PyValue, contra: PyValue, infer: PyValue): Generator<unknown, Variance, never> {
  const covariant: boolean = yield truthR(co);
  const contravariant: boolean = yield truthR(contra);
  const inferVariance: boolean = yield truthR(infer);
  if (covariant && contravariant) throw valueError('Bivariant types are not supported.');
  if (inferVariance && (covariant || contravariant))
    throw valueError('Variance cannot be specified with infer_variance.');
  return { covariant, contravariant, inferVariance };
}
function signed(v: Variance, name: PyValue): PyValue {
  const n = isStr(name) ? toJS(name) : '';
  return fromJS(v.inferVariance ? n : (v.covariant ? '+' : v.contravariant ? '-' : '~') + n);
}

// -------------------------------------------------------------------------------------------------------------- TypeVar

defineType(typeVarType, {
  new: [
    '(name, *constraints, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)',
    function* (
      _t: PyType,
      name: PyValue,
      constraints: PyValue[],
      bound: PyValue,
      dflt: PyValue | undefined,
      co: PyValue,
      contra: PyValue,
      infer: PyValue,
    ): NativeGenerator<PyValue> {
      needName(name, 'typevar');
      const v = yield* variance(co, contra, infer);
      const t = new PyTypeVar();
      if (bound !== None) t.bound = (yield* typingCall('_type_check', [bound, 'Bound must be a type.'])) as PyValue;
      if (constraints.length === 1) throw typeError('A single constraint is not allowed');
      if (constraints.length > 0) {
        if (bound !== None) throw typeError('Constraints cannot be combined with bound=...');
        t.constraints = new PyTuple(constraints);
      }
      t.name = name;
      t.defaultValue = dflt ?? null;
      Object.assign(t, v);
      instanceSet(t, '__module__', callerModule());
      return t;
    },
  ],
  methods: {
    '__repr__()': (s: PyTypeVar) => signed(s, s.name),
    ...unionMethods,
    '__typing_subst__(arg, /)': (s: PyTypeVar, arg: PyValue) => typingCall('_typevar_subst', [s, arg]),
    '__typing_prepare_subst__(alias, args, /)': function* (
      s: PyTypeVar,
      alias: PyValue,
      args: PyValue,
    ): NativeGenerator<PyValue> {
      const params = (yield getattrR(alias, '__parameters__')) as PyValue;
      const given = (yield collectR(args)) as PyValue[];
      const all = (yield collectR(params)) as PyValue[];
      const i = all.indexOf(s);
      if (i < given.length) return args;
      if (i === given.length) {
        const d = (yield* getDefault(s)) as PyValue;
        if (d !== NoDefault) return new PyTuple([...given, d]);
      }
      throw typeError(`Too few arguments for ${str(alias)}`);
    },
    ...reduceToName,
    ...noSubclass,
  },
  members: {
    __name__: 'name',
    __covariant__: 'covariant',
    __contravariant__: 'contravariant',
    __infer_variance__: 'inferVariance',
  },
  getset: {
    __bound__: [
      function* (s: PyTypeVar): NativeGenerator<PyValue> {
        if (s.bound === null && s.evaluateBound !== null) s.bound = (yield callR(s.evaluateBound, [1])) as PyValue;
        return s.bound ?? None;
      },
    ],
    __constraints__: [
      function* (s: PyTypeVar): NativeGenerator<PyValue> {
        if (s.constraints === null && s.evaluateConstraints !== null)
          s.constraints = (yield callR(s.evaluateConstraints, [1])) as PyValue;
        return s.constraints ?? new PyTuple([]);
      },
    ],
    evaluate_bound: [(s: PyTypeVar) => evaluatorOf(s.evaluateBound, s.bound)],
    evaluate_constraints: [(s: PyTypeVar) => evaluatorOf(s.evaluateConstraints, s.constraints)],
    ...defaults,
  },
});

// ------------------------------------------------------------------------------------------------------------ ParamSpec

defineType(paramSpecType, {
  new: [
    '(name, *, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)',
    function* (
      _t: PyType,
      name: PyValue,
      bound: PyValue,
      dflt: PyValue | undefined,
      co: PyValue,
      contra: PyValue,
      infer: PyValue,
    ): NativeGenerator<PyValue> {
      needName(name, 'paramspec');
      const v = yield* variance(co, contra, infer);
      const t = new PyParamSpec();
      if (bound !== None) t.bound = (yield* typingCall('_type_check', [bound, 'Bound must be a type.'])) as PyValue;
      t.name = name;
      t.defaultValue = dflt ?? null;
      Object.assign(t, v);
      instanceSet(t, '__module__', callerModule());
      return t;
    },
  ],
  methods: {
    '__repr__()': (s: PyParamSpec) => signed(s, s.name),
    ...unionMethods,
    '__typing_subst__(arg, /)': (s: PyParamSpec, arg: PyValue) => typingCall('_paramspec_subst', [s, arg]),
    '__typing_prepare_subst__(alias, args, /)': (s: PyParamSpec, alias: PyValue, args: PyValue) =>
      typingCall('_paramspec_prepare_subst', [s, alias, args]),
    ...reduceToName,
    ...noSubclass,
  },
  members: {
    __name__: 'name',
    __covariant__: 'covariant',
    __contravariant__: 'contravariant',
    __infer_variance__: 'inferVariance',
  },
  getset: {
    args: [(s: PyParamSpec) => new PyParamSpecArgs(s)],
    kwargs: [(s: PyParamSpec) => new PyParamSpecKwargs(s)],
    __bound__: [(s: PyParamSpec) => s.bound ?? None],
    ...defaults,
  },
});

for (const [type, shape, suffix] of [
  [paramSpecArgsType, PyParamSpecArgs, 'args'],
  [paramSpecKwargsType, PyParamSpecKwargs, 'kwargs'],
] as const) {
  const eq = (a: PyParamSpecArgs, b: PyValue): NativeGenerator<PyValue> | PyValue => {
    if (!(b instanceof shape) || b.cls !== type) return NotImplemented;
    return a.origin === b.origin;
  };
  defineType(type, {
    new: ['(origin)', (_t: PyType, origin: PyValue) => new shape(origin)],
    methods: {
      '__repr__()': (s: PyParamSpecArgs) =>
        fromJS(
          s.origin instanceof PyParamSpec
            ? `${isStr(s.origin.name) ? toJS(s.origin.name) : ''}.${suffix}`
            : `${repr(s.origin)}.${suffix}`,
        ),
      '__eq__(value, /)': eq,
      ...noSubclass,
    },
    members: { __origin__: 'origin' },
    attrs: { __hash__: None },
  });
}

// --------------------------------------------------------------------------------------------------------- TypeVarTuple

defineType(typeVarTupleType, {
  new: [
    '(name, *, default=?)',
    (_t: PyType, name: PyValue, dflt: PyValue | undefined) => {
      const t = new PyTypeVarTuple();
      t.name = needName(name, 'typevartuple');
      t.defaultValue = dflt ?? null;
      instanceSet(t, '__module__', callerModule());
      return t;
    },
  ],
  methods: {
    '__repr__()': (s: PyTypeVarTuple) => s.name,
    '__iter__()': function* (s: PyTypeVarTuple): NativeGenerator<PyValue> {
      const t = yield* unpackTuples([s]);
      return (yield iterR(t)) as PyValue;
    },
    '__typing_subst__(arg, /)': () => {
      throw typeError('Substitution of bare TypeVarTuple is not supported');
    },
    '__typing_prepare_subst__(alias, args, /)': (s: PyTypeVarTuple, alias: PyValue, args: PyValue) =>
      typingCall('_typevartuple_prepare_subst', [s, alias, args]),
    ...reduceToName,
    ...noSubclass,
  },
  members: { __name__: 'name' },
  getset: defaults,
});
for (const t of [typeVarType, paramSpecType, typeVarTupleType]) t.ns.setStr('__dict__', makeDictGetSet(t));

// -------------------------------------------------------------------------------------------------------- TypeAliasType

function* aliasValue(s: PyTypeAlias): NativeGenerator<PyValue> {
  if (s.value === null) s.value = (yield callR(s.compute ?? None, [1])) as PyValue;
  return s.value;
}

function checkTypeParams(params: PyTuple): void {
  let defaulted = false;
  for (const p of params.items) {
    if (!(p instanceof PyTypeVar || p instanceof PyParamSpec || p instanceof PyTypeVarTuple)) {
      throw typeError(`Expected a type param, got ${repr(p)}`);
    }
    if (hasDefault(p)) defaulted = true;
    else if (defaulted) throw typeError(`non-default type parameter '${repr(p)}' follows default type parameter`);
  }
}

defineType(typeAliasType, {
  new: [
    '(name, value, *, type_params=?)',
    (_t: PyType, name: PyValue, value: PyValue, params: PyValue | undefined) => {
      const t = new PyTypeAlias();
      t.name = needName(name, 'typealias');
      if (params !== undefined) {
        if (!(params instanceof PyTuple)) throw typeError('type_params must be a tuple');
        checkTypeParams(params);
        t.typeParams = params.items.length === 0 ? null : params;
      }
      t.value = value;
      t.module = callerModule();
      return t;
    },
  ],
  methods: {
    '__repr__()': (s: PyTypeAlias) => s.name,
    '__iter__()': function* (s: PyTypeAlias): NativeGenerator<PyValue> {
      const unpack = (yield* importAttrR('typing', 'Unpack')) as PyValue;
      const u = (yield getitemR(unpack, s)) as PyValue;
      return (yield iterR(new PyTuple([u]))) as PyValue;
    },
    ...unionMethods,
    '__getitem__(key, /)': (s: PyTypeAlias, args: PyValue) => {
      if (s.typeParams === null) throw typeError('Only generic type aliases are subscriptable');
      return genericAlias(s, args);
    },
    '__reduce__()': (s: PyTypeAlias) => s.name,
  },
  members: { __name__: 'name' },
  getset: {
    __parameters__: [(s: PyTypeAlias) => (s.typeParams === null ? new PyTuple([]) : unpackTuples(s.typeParams.items))],
    __type_params__: [(s: PyTypeAlias) => s.typeParams ?? new PyTuple([])],
    __value__: [aliasValue],
    evaluate_value: [(s: PyTypeAlias) => s.compute ?? new PyConstEvaluator(s.value ?? None)],
    __module__: [(s: PyTypeAlias) => s.module ?? None],
  },
});

// --------------------------------------------------------------------------------------- Generic, NoDefault, evaluators

defineType(genericType, {
  doc: "Abstract base class for generic types\n\nOn Python 3.12 and newer, generic classes implicitly inherit from\nGeneric when they declare a parameter list after the class's name::\n\n    class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.\n",
  classMethods: {
    '__class_getitem__(*args, **kwargs)': function* (
      cls: PyType,
      args: PyValue[],
      kw: PyDict,
    ): NativeGenerator<PyValue> {
      const f = (yield* importAttrR('typing', '_generic_class_getitem')) as PyValue;
      const [values, names] = joinKeywords([cls, ...args], kw);
      return (yield callR(f, values, names)) as PyValue;
    },
    '__init_subclass__(*args, **kwargs)': function* (
      cls: PyType,
      args: PyValue[],
      kw: PyDict,
    ): NativeGenerator<PyValue> {
      const f = (yield* importAttrR('typing', '_generic_init_subclass')) as PyValue;
      const [values, names] = joinKeywords([cls, ...args], kw);
      yield callR(f, values, names);
      return None;
    },
  },
});
markLayoutless(genericType);

defineType(noDefaultType, {
  new: [
    '(*args, **kwargs)',
    (_t: PyType, args: PyValue[], kw: PyDict) => {
      if (args.length > 0 || kw.size > 0) throw typeError('NoDefaultType takes no arguments');
      return NoDefault;
    },
  ],
  methods: { '__repr__()': () => 'typing.NoDefault', '__reduce__()': () => 'NoDefault' },
});

defineType(constEvaluatorType, {
  methods: {
    '__repr__()': (s: PyConstEvaluator) => fromJS(`<constevaluator ${repr(s.value)}>`),
    '__call__(format, /)': function* (s: PyConstEvaluator, format: PyValue): NativeGenerator<PyValue> {
      if (Number(index(format)) !== 4) return s.value;
      const f = (yield* importAttrR('annotationlib', 'type_repr')) as PyValue;
      if (!(s.value instanceof PyTuple)) return (yield callR(f, [s.value])) as PyValue;
      const parts: string[] = [];
      for (const v of s.value.items) {
        const text = (yield callR(f, [v])) as PyValue;
        parts.push(isStr(text) ? toJS(text) : '');
      }
      return fromJS(parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`);
    },
  },
});
