// Native functions: one table entry a function — its signature as text, its JavaScript — from which argument binding,
// CPython's argument errors and `__text_signature__` follow. Invariant: `fn` gets self (if any) and then one JS argument
// per parameter in signature order (`*args` as an array, `**kwargs` as a PyDict), defaults filled in; a parameter
// without a default that was not given is `undefined`. A native returns a value, undefined for None, or a Pending.

import { None, PyObject, type PyValue, Ellipsis } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { makeBuiltinType, PyType, TYPE_HEAP, TYPE_WEAKREF, typeModified, typeOf } from './type.ts';
import { PyBytes, PyFloat, PyStaticMethod, PyTuple } from './shapes.ts';
import type { KwNames, Pending } from './protocol/pending.ts';
import { isSlotWrapper, SLOT } from './slots.ts';
import { typeError } from './exceptions/raise.ts';
import { fromJS } from './str/text.ts';

/** A native's JavaScript. Parameters are declared with the shapes they are known to have. */
export type NativeFn = (...args: never[]) => NativeResult;
export type NativeResult = PyValue | undefined | void | Pending;
type RawFn = (...args: (PyValue | PyValue[] | PyDict | undefined)[]) => NativeResult;

export type ParameterKind = 'positional' | 'normal' | 'varargs' | 'keyword' | 'kwargs';
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly required: boolean;
  readonly default: PyValue | undefined;
}

export class PyNative extends PyObject {
  readonly raw: RawFn;
  /** Number of JS arguments including self. */
  readonly arity: number;
  /** Least number of positional arguments including self. */
  readonly required: number;
  /** Only positional parameters: `args` may be passed straight through. */
  readonly simple: boolean;
  /** Required positional parameters, then `*args`, and nothing else: how many come before it, self included; else -1. */
  readonly rest: number;
  /** Positional parameters, self included, when nothing but keyword-only ones with defaults follows them; else -1. */
  readonly optional: number;
  doc: string | null = null;
  /** The defining class of a method; null for module functions. */
  owner: PyType | null = null;
  /** `__module__` of a module function; its `__self__` for builtin functions bound to a type (`__new__`). */
  module: PyValue = None;
  boundSelf: PyValue | undefined = undefined;
  /**
   * Takes a call as it comes (self first, keyword values last) instead of binding it: for `*args, **kwargs` natives
   * whose calls are hot, such as `__call__` of partial or `__new__` of range.
   */
  vector: ((args: PyValue[], kwnames: KwNames) => NativeResult) | undefined = undefined;
  /** With fewer arguments than this it looks at the frames that called it (`sys._getframe`, `vars()`): compiled code
   *  must be on the heap first. */
  framesBelow = 0;
  /** It stands for sq_concat or sq_repeat, which operators ask after the numbers' slots (protocol/operators.ts). */
  sequence = false;
  /** It keeps its arguments where nobody can look (objects/memory): they are not finalised before the interpreter ends. */
  keeps = false;

  constructor(
    readonly name: string,
    readonly params: readonly Parameter[],
    fn: NativeFn,
    readonly hasSelf: boolean,
    /** The parameter list as CPython shows it. */
    readonly signature: string,
  ) {
    super();
    this.raw = fn as unknown as RawFn; // the signature text is the contract between binder and fn
    const self = hasSelf ? 1 : 0;
    this.arity = params.length + self;
    let required = self;
    let simple = true;
    for (const p of params) {
      if (p.kind === 'positional' || p.kind === 'normal') {
        if (p.required) required++;
      } else simple = false;
    }
    this.required = required;
    this.simple = simple;
    const last = params[params.length - 1];
    this.rest = last?.kind === 'varargs' && required === this.arity - 1 ? required : -1;
    const named = params.findIndex((p) => p.kind === 'keyword');
    this.optional =
      named >= 0 && params.every((p, i) => (i < named ? p.kind !== 'varargs' : p.kind === 'keyword' && !p.required))
        ? named + self
        : -1;
  }
}

/** `builtin_function_or_method`: a module's function, or a static native such as `__new__`. */
export class PyBuiltinFunction extends PyNative {}
export class PyMethodDescriptor extends PyNative {}
export class PyWrapperDescriptor extends PyNative {}
export class PyClassMethodDescriptor extends PyNative {}

/** A native bound to its self: `[].append`, `dict.fromkeys`, `(1).__add__`. */
export class PyBoundNative extends PyObject {
  constructor(
    readonly native: PyNative,
    readonly self: PyValue,
  ) {
    super();
  }
}
export class PyMethodWrapper extends PyBoundNative {}

/** An attribute computed by native code (CPython's getset_descriptor). */
export class PyGetSet extends PyObject {
  owner: PyType | null = null;
  constructor(
    readonly name: string,
    readonly get: (self: never) => PyValue | undefined | Pending,
    readonly set: ((self: never, value: PyValue | undefined) => void | Pending) | null,
    readonly doc: string | null,
  ) {
    super();
  }
}

/**
 * A C-struct member whose value our shape holds in another form (the doubles of a complex): a member_descriptor to
 * Python, computed and read-only like a getset without a setter.
 */
export class PyComputedMember extends PyGetSet {}

/** A field reached by name: `__slots__` entries and plain C-struct members (CPython's member_descriptor). */
export class PyMember extends PyObject {
  owner: PyType | null = null;
  doc: string | null = null;
  constructor(
    readonly name: string,
    /** Property key on the instance. */
    readonly key: string,
    readonly readonly: boolean,
  ) {
    super();
  }
}

export const builtinFunctionType = makeBuiltinType('builtin_function_or_method', PyBuiltinFunction, {
  flags: TYPE_WEAKREF,
});
Object.defineProperty(PyBoundNative.prototype, 'cls', { value: builtinFunctionType, writable: true });
export const methodWrapperType = makeBuiltinType('method-wrapper', PyMethodWrapper);
export const methodDescriptorType = makeBuiltinType('method_descriptor', PyMethodDescriptor);
export const wrapperDescriptorType = makeBuiltinType('wrapper_descriptor', PyWrapperDescriptor);
export const classMethodDescriptorType = makeBuiltinType('classmethod_descriptor', PyClassMethodDescriptor);
export const getSetType = makeBuiltinType('getset_descriptor', PyGetSet);
export const memberType = makeBuiltinType('member_descriptor', PyMember);
Object.defineProperty(PyComputedMember.prototype, 'cls', { value: memberType, writable: true });

const LITERALS: { [text: string]: PyValue } = {
  None,
  True: true,
  False: false,
  '...': Ellipsis,
  '()': new PyTuple([]),
};

function parseDefault(text: string): PyValue | undefined {
  const t = text.trim();
  if (t in LITERALS) return LITERALS[t];
  if (/^-?\d+$/.test(t)) return Number(t);
  if (/^-?\d+\.\d*$/.test(t)) return new PyFloat(Number(t));
  if (/^'.*'$/.test(t) || /^".*"$/.test(t)) return t.slice(1, -1).replace(/\\n/g, '\n');
  if (t.startsWith("b'") && t.endsWith("'"))
    return new PyBytes(Uint8Array.from(t.slice(2, -1), (c) => c.charCodeAt(0)));
  return undefined; // `?`: absent
}

/** Reads `name(a, b=1, /, c, *, d=None, **kw)`; defaults are literals, or `?` for "absent" (undefined). */
export function parseSignature(text: string): { name: string; params: Parameter[]; signature: string } {
  const open = text.indexOf('(');
  const name = text.slice(0, open).trim();
  const body = text.slice(open + 1, text.lastIndexOf(')')).trim();
  const params: Parameter[] = [];
  let kind: ParameterKind = 'normal';
  if (body !== '') {
    for (const part of body.split(/,(?![^()]*\))/)) {
      const p = part.trim();
      if (p === '') continue;
      if (p === '/') {
        for (let i = 0; i < params.length; i++) params[i] = { ...params[i], kind: 'positional' };
      } else if (p === '*') kind = 'keyword';
      else if (p.startsWith('**'))
        params.push({ name: p.slice(2), kind: 'kwargs', required: false, default: undefined });
      else if (p.startsWith('*')) {
        params.push({ name: p.slice(1), kind: 'varargs', required: false, default: undefined });
        kind = 'keyword';
      } else {
        const eq = p.indexOf('=');
        params.push({
          name: eq < 0 ? p : p.slice(0, eq).trim(),
          kind,
          required: eq < 0,
          default: eq < 0 ? undefined : parseDefault(p.slice(eq + 1)),
        });
      }
    }
  }
  return { name, params, signature: `(${body})` };
}

/** How a native names itself in errors: `list.append()`, `len()`. */
function displayName(n: PyNative): string {
  if (n.name === '__new__' || n.name === '__init__') return ownName(n);
  if (n instanceof PyClassMethodDescriptor && n.module instanceof PyType) return `${n.module.tpName}.${n.name}`;
  return n.owner !== null && n.hasSelf && !(n instanceof PyWrapperDescriptor) ? `${n.owner.name}.${n.name}` : n.name;
}

/** The function's name in messages; constructors go by their type's name. */
function ownName(n: PyNative): string {
  if (n.name === '__init__' && n.owner !== null) return n.owner.name;
  return n.name === '__new__' && n.boundSelf instanceof PyType ? n.boundSelf.name : n.name;
}

/** The type's name when `n` is a constructor, else null. */
function ownNameOfConstructor(n: PyNative): string | null {
  return n.name === '__new__' || n.name === '__init__' ? ownName(n) : null;
}

function plural(n: number, word = 'argument'): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function arityError(n: PyNative, given: number): PyObject {
  const self = n.hasSelf ? 1 : 0;
  const min = n.required - self;
  const max = n.params.filter((p) => p.kind === 'positional' || p.kind === 'normal').length;
  const positionalOnly = n.params.every((p) => p.kind === 'positional');
  if (n instanceof PyWrapperDescriptor && n.name !== '__init__') {
    if (min === max) return typeError(`expected ${plural(min)}, got ${given}`);
    return typeError(`expected at ${given < min ? 'least' : 'most'} ${plural(given < min ? min : max)}, got ${given}`);
  }
  const name = displayName(n);
  if (max === 0 && n.params.length === 0) return typeError(`${name}() takes no arguments (${given} given)`);
  if (positionalOnly) {
    if (min === 1 && max === 1 && name !== ownNameOfConstructor(n))
      return typeError(`${name}() takes exactly one argument (${given} given)`);
    if (min === max) return typeError(`${ownName(n)} expected ${plural(min)}, got ${given}`);
    return typeError(
      `${ownName(n)} expected at ${given < min ? 'least' : 'most'} ${plural(given < min ? min : max)}, got ${given}`,
    );
  }
  if (given > max) {
    // The vectorcalls of int and str check their arguments before anything else sees them.
    const constructor = ownNameOfConstructor(n);
    if (constructor === 'int' || constructor === 'str') {
      return typeError(`${constructor} expected at most ${plural(max)}, got ${given}`);
    }
    const total = n.params.filter((p) => p.kind !== 'varargs' && p.kind !== 'kwargs').length;
    if (max === 0) return typeError(`${ownName(n)}() takes no positional arguments`);
    if (total > max) {
      return typeError(
        `${ownName(n)}() takes ${min === max ? 'exactly' : 'at most'} ${plural(max, 'positional argument')} (${given} given)`,
      );
    }
    return typeError(`${ownName(n)}() takes at most ${plural(max)} (${given} given)`);
  }
  const missing = n.params[given];
  if (missing !== undefined && missing.kind === 'normal') {
    return typeError(`${ownName(n)}() missing required argument '${missing.name}' (pos ${given + 1})`);
  }
  const range = min === max ? 'exactly' : 'at least';
  return typeError(`${ownName(n)}() takes ${range} ${plural(min, 'positional argument')} (${given} given)`);
}

function leavesToInit(n: PyNative, cls: PyValue): boolean {
  const owner = n.boundSelf;
  if (n.name !== '__new__' || !(cls instanceof PyType) || !(owner instanceof PyType) || cls === owner) return false;
  return cls.slot(SLOT.__init__) !== owner.slot(SLOT.__init__);
}

/** Binds positional and keyword arguments to a native's parameters (the slow, general path). */
function bind(n: PyNative, args: readonly PyValue[], kwnames: KwNames): (PyValue | PyValue[] | PyDict | undefined)[] {
  const params = n.params;
  const self = n.hasSelf ? 1 : 0;
  const nkw = kwnames === null ? 0 : kwnames.length;
  const npos = args.length - nkw;
  if (npos < self) throw typeError(`unbound method ${displayName(n)}() needs an argument`);
  const out: (PyValue | PyValue[] | PyDict | undefined)[] = new Array<undefined>(params.length + self);
  if (self === 1) out[0] = args[0];
  let at = self;
  let kwargs: PyDict | null = null;
  let takesAll = false;
  for (let i = 0; i < params.length; i++) {
    const p = params[i];
    if (p.kind === 'positional' || p.kind === 'normal') {
      if (at < npos) out[i + self] = args[at++];
    } else if (p.kind === 'varargs') {
      out[i + self] = args.slice(at, npos);
      at = npos;
      takesAll = true;
    } else if (p.kind === 'kwargs') out[i + self] = kwargs = new PyDict();
  }
  if (at < npos && !takesAll) throw arityError(n, npos - self);
  if (kwnames !== null && nkw > 0) {
    // A subclass with an `__init__` of its own may take keywords that `__new__` does not know.
    const ignoreKeywords =
      !params.some((p) => p.kind === 'normal' || p.kind === 'keyword' || p.kind === 'kwargs') &&
      leavesToInit(n, args[0]);
    if (!ignoreKeywords && !params.some((p) => p.kind === 'normal' || p.kind === 'keyword' || p.kind === 'kwargs')) {
      throw typeError(`${displayName(n)}() takes no keyword arguments`);
    }
    for (let k = 0; k < nkw && !ignoreKeywords; k++) {
      const name = kwnames[k];
      const value = args[npos + k];
      const i = params.findIndex((p) => p.name === name && (p.kind === 'normal' || p.kind === 'keyword'));
      if (i >= 0) {
        if (out[i + self] !== undefined) {
          throw typeError(`argument for ${ownName(n)}() given by name ('${name}') and position (${i + 1})`);
        }
        out[i + self] = value;
      } else if (kwargs !== null) kwargs.set(fromJS(name), value);
      else throw typeError(`${ownName(n)}() got an unexpected keyword argument '${name}'`);
    }
  }
  for (let i = 0; i < params.length; i++) {
    if (out[i + self] !== undefined) continue;
    const p = params[i];
    if (!p.required) out[i + self] = p.default;
    else if (p.kind === 'positional') throw arityError(n, npos - self);
    else if (p.kind === 'keyword')
      throw typeError(`${ownName(n)}() missing required keyword-only argument: '${p.name}'`);
    else throw typeError(`${ownName(n)}() missing required argument '${p.name}' (pos ${i + 1})`);
  }
  return out;
}

function checkSelf(n: PyNative, self: PyValue | undefined): void {
  const owner = n.owner;
  if (owner === null) return;
  if (self === undefined) {
    throw typeError(
      n instanceof PyWrapperDescriptor
        ? `descriptor '${n.name}' of '${owner.tpName}' object needs an argument`
        : `unbound method ${owner.tpName}.${n.name}() needs an argument`,
    );
  }
  const t = typeOf(self);
  if (t !== owner && !t.isSubtype(owner)) {
    throw typeError(
      n instanceof PyWrapperDescriptor
        ? `descriptor '${n.name}' requires a '${owner.tpName}' object but received a '${t.tpName}'`
        : `descriptor '${n.name}' for '${owner.tpName}' objects doesn't apply to a '${t.tpName}' object`,
    );
  }
}

/** A class method called through its descriptor: the class must be the defining one or a subclass. */
function checkClass(n: PyNative, cls: PyValue | undefined): void {
  const owner = n.module;
  if (!(owner instanceof PyType)) return;
  if (cls === undefined) throw typeError(`descriptor '${n.name}' of '${owner.tpName}' object needs an argument`);
  if (!(cls instanceof PyType))
    throw typeError(`descriptor '${n.name}' requires a type but received a '${typeOf(cls).tpName}' instance`);
  if (!cls.isSubtype(owner))
    throw typeError(`descriptor '${n.name}' requires a subtype of '${owner.tpName}' but received '${cls.tpName}'`);
}

/** What `__new__` of a built-in may be asked to make: a subtype whose nearest built-in base has this very `__new__`. */
function checkNew(n: PyNative, cls: PyValue | undefined): void {
  const owner = n.boundSelf;
  if (!(owner instanceof PyType) || n.name !== '__new__') return;
  if (cls === undefined) throw typeError(`${owner.name}.__new__(): not enough arguments`);
  if (!(cls instanceof PyType))
    throw typeError(`${owner.name}.__new__(X): X is not a type object (${typeOf(cls).name})`);
  if (!cls.isSubtype(owner)) {
    throw typeError(`${owner.name}.__new__(${cls.name}): ${cls.name} is not a subtype of ${owner.name}`);
  }
  let base = cls;
  while ((base.flags & TYPE_HEAP) !== 0 && base.base !== null) base = base.base;
  if (base !== owner && base.lookup('__new__') !== n) {
    throw typeError(`${owner.name}.__new__(${cls.name}) is not safe, use ${base.name}.__new__()`);
  }
}

/**
 * Whether `__new__` of `owner`, which takes no keywords, must refuse them for `cls`: a subclass with an `__init__` of
 * its own may take keywords that `__new__` does not know.
 */
export function refusesKeywords(cls: PyType, owner: PyType): boolean {
  return cls === owner || cls.slot(SLOT.__init__) === owner.slot(SLOT.__init__);
}

const NO_KEYWORDS = new PyDict();
/** For vector natives: positional arguments without self, and the keywords (which must not be changed). */
export function splitKeywords(args: PyValue[], kwnames: KwNames): [PyValue[], PyDict] {
  if (kwnames === null || kwnames.length === 0) return [args.slice(1), NO_KEYWORDS];
  const n = args.length - kwnames.length;
  const kw = new PyDict();
  for (let i = 0; i < kwnames.length; i++) kw.set(fromJS(kwnames[i]), args[n + i]);
  return [args.slice(1, n), kw];
}

/** Calls a native with vectorcall arguments (self first for methods). The result may be undefined (None) or a Pending. */
export function callNative(n: PyNative, args: PyValue[], kwnames: KwNames): NativeResult {
  if (n.hasSelf) {
    const owner = n.owner;
    if (owner !== null) {
      if (args.length === 0 || typeOf(args[0]) !== owner) checkSelf(n, args[0]);
    } else if (n.boundSelf !== undefined) {
      if (args[0] !== n.boundSelf) checkNew(n, args[0]);
    } else if (n instanceof PyClassMethodDescriptor && args[0] !== n.module) checkClass(n, args[0]);
  }
  if (n.vector !== undefined) return n.vector(args, kwnames);
  if (kwnames === null && n.simple) {
    const c = args.length;
    if (c === n.arity) {
      switch (c) {
        case 0:
          return n.raw();
        case 1:
          return n.raw(args[0]);
        case 2:
          return n.raw(args[0], args[1]);
        case 3:
          return n.raw(args[0], args[1], args[2]);
        default:
          return n.raw(...args);
      }
    }
    if (c < n.arity && c >= n.required) {
      const self = n.hasSelf ? 1 : 0;
      if (n.arity === 2) return n.raw(c === 0 ? n.params[0].default : args[0], n.params[1 - self].default);
      if (n.arity === 3) {
        const last = n.params[2 - self].default;
        if (c === 2) return n.raw(args[0], args[1], last);
        if (c === 1) return n.raw(args[0], n.params[1 - self].default, last);
      }
      const full: (PyValue | undefined)[] = args.slice();
      for (let i = c; i < n.arity; i++) full.push(n.params[i - self].default);
      return n.raw(...full);
    }
    throw arityError(n, c - (n.hasSelf ? 1 : 0));
  }
  if (kwnames === null && n.optional >= args.length && args.length >= n.required) {
    const self = n.hasSelf ? 1 : 0;
    const full: (PyValue | undefined)[] = args.slice();
    for (let i = args.length; i < n.arity; i++) full.push(n.params[i - self].default);
    return n.raw(...full);
  }
  if (kwnames === null && n.rest >= 0 && n.rest <= 2 && args.length >= n.rest) {
    switch (n.rest) {
      case 0:
        return n.raw(args.slice());
      case 1:
        return n.raw(args[0], args.slice(1));
      default:
        return n.raw(args[0], args[1], args.slice(2));
    }
  }
  return n.raw(...bind(n, args, kwnames));
}

/** A module-level native function: `native('len(obj, /)', (x) => …)`. */
export function native(signature: string, fn: NativeFn, doc: string | null = null): PyBuiltinFunction {
  const s = parseSignature(signature);
  const n = new PyBuiltinFunction(s.name, s.params, fn, false, s.signature);
  n.doc = doc;
  return n;
}

/** Signature text → JavaScript. */
export interface NativeTable {
  readonly [signature: string]: NativeFn;
}

export interface TypeSpec {
  readonly doc?: string;
  /** Instance methods: `'append(object, /)': (self: PyList, x: PyValue) => …`. Dunders become slot wrappers. */
  readonly methods?: NativeTable;
  /** First JS argument is the class. */
  readonly classMethods?: NativeTable;
  readonly staticMethods?: NativeTable;
  /** `__new__`: the text is its signature without the class, the function gets the class first. */
  readonly new?: readonly [signature: string, fn: NativeFn];
  /** name → [get] or [get, set] or [get, set, doc]; set gets undefined for `del`. */
  readonly getset?: { readonly [name: string]: GetSetSpec };
  /** Read-only members that are computed: name → [get] or [get, doc]. */
  readonly fields?: { readonly [name: string]: readonly [get: GetSetSpec[0], doc?: string] };
  /** name → property key on the JS object; read-only unless listed in `writableMembers`. */
  readonly members?: { readonly [name: string]: string };
  readonly writableMembers?: { readonly [name: string]: string };
  /** Plain class attributes (`__hash__: None`, `__match_args__`, …). */
  readonly attrs?: { readonly [name: string]: PyValue };
  /** Name of a method of this type → how it takes its calls unbound (see PyNative.vector). */
  readonly vectors?: { readonly [name: string]: (args: PyValue[], kwnames: KwNames) => NativeResult };
  /** JS iteration step of a built-in iterator: the next value, undefined at the end, or a Pending of those. */
  readonly iternext?: (self: never) => PyValue | undefined | Pending;
  /** See PyType.rest. */
  readonly rest?: (self: never) => PyValue[];
  /** See PyType.send. */
  readonly send?: (self: never, value: PyValue) => PyValue | undefined | Pending;
}
export type GetSetSpec = readonly [
  get: (self: never) => PyValue | undefined | Pending,
  set?: ((self: never, value: PyValue | undefined) => void | Pending) | null,
  doc?: string,
];

/** Fills a built-in type's namespace from a table. May be called more than once for one type. */
export function defineType(t: PyType, spec: TypeSpec): PyType {
  const ns = t.ns;
  const put = (n: PyNative, doc?: string): void => {
    n.owner = t;
    n.doc = doc ?? n.doc;
  };
  for (const [text, fn] of Object.entries(spec.methods ?? {})) {
    const s = parseSignature(text);
    const kind = isSlotWrapper(s.name) ? PyWrapperDescriptor : PyMethodDescriptor;
    const n = new kind(s.name, s.params, fn, true, s.signature);
    put(n);
    ns.setStr(s.name, n);
  }
  for (const [text, fn] of Object.entries(spec.classMethods ?? {})) {
    const s = parseSignature(text);
    const n = new PyClassMethodDescriptor(s.name, s.params, fn, true, s.signature);
    n.doc = null;
    // The class given is checked by the descriptor's __get__; `owner` here only names it.
    n.owner = null;
    n.module = t;
    ns.setStr(s.name, n);
  }
  for (const [text, fn] of Object.entries(spec.staticMethods ?? {})) {
    const s = parseSignature(text);
    const n = new PyBuiltinFunction(s.name, s.params, fn, false, s.signature);
    n.boundSelf = t;
    const wrapper = new PyStaticMethod();
    wrapper.callable = n;
    ns.setStr(s.name, wrapper);
  }
  if (spec.new !== undefined) {
    const s = parseSignature(`__new__${spec.new[0]}`);
    const n = new PyBuiltinFunction('__new__', s.params, spec.new[1], true, s.signature);
    n.boundSelf = t;
    ns.setStr('__new__', n);
  }
  for (const [name, [get, set, doc]] of Object.entries(spec.getset ?? {})) {
    const d = new PyGetSet(name, get, set ?? null, doc ?? null);
    d.owner = t;
    ns.setStr(name, d);
  }
  for (const [name, [get, doc]] of Object.entries(spec.fields ?? {})) {
    const d = new PyComputedMember(name, get, null, doc ?? null);
    d.owner = t;
    ns.setStr(name, d);
  }
  const members = (table: { readonly [name: string]: string } | undefined, readonly: boolean): void => {
    for (const [name, key] of Object.entries(table ?? {})) {
      const m = new PyMember(name, key, readonly);
      m.owner = t;
      ns.setStr(name, m);
    }
  };
  members(spec.members, true);
  members(spec.writableMembers, false);
  for (const [name, value] of Object.entries(spec.attrs ?? {})) ns.setStr(name, value);
  for (const [name, vector] of Object.entries(spec.vectors ?? {})) {
    const n = ns.getStr(name);
    if (n instanceof PyNative) n.vector = vector;
  }
  if (spec.iternext !== undefined) t.iternext = spec.iternext;
  if (spec.rest !== undefined) t.rest = spec.rest;
  if (spec.send !== undefined) t.send = spec.send;
  if (spec.doc !== undefined) ns.setStr('__doc__', spec.doc);
  typeModified(t);
  return t;
}
