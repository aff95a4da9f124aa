// Attributes and construction of Python functions. Invariant: `annotations` is evaluated from `annotate` at the first
// look (PEP 649); replacing code keeps the number of free variables.

import { None, type PyValue } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { PyCell, PyCode, PyFunction, PyMethod, PyTuple } from './shapes.ts';
import { functionType, type PyType, typeOf } from './type.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import { isCallable } from './protocol/call.ts';
import { callFunctionR, type NativeGenerator } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { builtinsDict, shownBuiltins } from './builtins-mapping.ts';
import { hooks } from './hooks.ts';
import { idHex } from './identity.ts';
import { joinKeywords } from './type/call.ts';
import { callAnnotate } from './type/attributes.ts';
import { makeDictGetSet } from './type/new.ts';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, FAST_FREE } from '../compile/code.ts';
import { docstring } from './code.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';

const KIND = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;

/** Number of free variables of a code object. */
export function freeCount(code: PyCode): number {
  let n = 0;
  for (const k of code.code.localsplusKinds) if ((k & FAST_FREE) !== 0) n++;
  return n;
}

/** A function over `code`, as MAKE_FUNCTION and FunctionType make it: doc from the constants, module from globals. */
export function makeFunction(code: PyCode, globals: PyDict, builtins: PyDict): PyFunction {
  const doc = docstring(code);
  return new PyFunction(
    code,
    globals,
    builtins,
    fromJS(code.code.name),
    fromJS(code.code.qualname),
    isStr(doc) ? doc : None,
    globals.getStr('__name__') ?? None,
    null,
  );
}

/** The builtins a namespace says it uses, else the interpreter's. */
export function builtinsOf(globals: PyDict): PyDict {
  const b = globals.getStr('__builtins__');
  return b === undefined ? (hooks.builtins() ?? new PyDict()) : builtinsDict(b);
}

function* annotationsOf(f: PyFunction): NativeGenerator<PyValue> {
  if (f.annotations === null) {
    if (f.annotate === null || f.annotate === None || !isCallable(f.annotate)) f.annotations = new PyDict();
    else {
      const d = (yield* callAnnotate(f.annotate) as Generator<unknown, PyValue, never>) as PyDict; // callAnnotate checks
      f.annotations = d;
    }
  }
  return f.annotations;
}

defineType(functionType, {
  new: [
    '(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)',
    (
      _t: PyType,
      code: PyValue,
      globals: PyValue,
      name: PyValue,
      argdefs: PyValue,
      closure: PyValue,
      kwdefaults: PyValue,
    ) => {
      if (!(code instanceof PyCode))
        throw typeError(`function() argument 'code' must be code, not ${typeOf(code).name}`);
      if (!(globals instanceof PyDict))
        throw typeError(`function() argument 'globals' must be dict, not ${typeOf(globals).name}`);
      if (name !== None && !isStr(name)) throw typeError('arg 3 (name) must be None or string');
      if (argdefs !== None && !(argdefs instanceof PyTuple)) throw typeError('arg 4 (defaults) must be None or tuple');
      const nfree = freeCount(code);
      if (!(closure instanceof PyTuple)) {
        if (nfree > 0 && closure === None) throw typeError('arg 5 (closure) must be tuple');
        if (closure !== None) throw typeError('arg 5 (closure) must be None or tuple');
      }
      if (kwdefaults !== None && !(kwdefaults instanceof PyDict))
        throw typeError('arg 6 (kwdefaults) must be None or dict');
      const given = closure instanceof PyTuple ? closure.items : [];
      if (given.length !== nfree)
        throw valueError(`${code.code.name} requires closure of length ${nfree}, not ${given.length}`);
      for (const c of given)
        if (!(c instanceof PyCell)) throw typeError(`arg 5 (closure) expected cell, found ${typeOf(c).name}`);
      const f = makeFunction(code, globals, builtinsOf(globals));
      if (name !== None) f.name = name;
      if (argdefs instanceof PyTuple) f.defaults = argdefs.items.slice();
      if (kwdefaults instanceof PyDict) f.kwdefaults = kwdefaults;
      if (nfree > 0) f.closure = given as PyCell[]; // each was checked
      return f;
    },
  ],
  methods: {
    '__repr__()': (self: PyFunction) =>
      fromJS(`<function ${isStr(self.qualname) ? toJS(self.qualname) : '?'} at ${idHex(self)}>`),
    '__call__(*args, **kwargs)': (self: PyFunction, args: PyValue[], kw: PyDict) => {
      const [values, names] = joinKeywords(args, kw);
      return callFunctionR(self, values, names);
    },
    '__get__(instance, owner=None, /)': (self: PyFunction, instance: PyValue, owner: PyValue) => {
      if (instance !== None) return new PyMethod(self, instance);
      if (owner === None) throw typeError('__get__(None, None) is invalid');
      return owner === typeOf(None) ? new PyMethod(self, None) : self;
    },
  },
  getset: {
    __code__: [
      (f: PyFunction) => f.code,
      function* (f: PyFunction, v: PyValue | undefined): NativeGenerator<void> {
        if (!(v instanceof PyCode)) throw typeError('__code__ must be set to a code object');
        const have = freeCount(f.code);
        const want = freeCount(v);
        if (have !== want) {
          throw valueError(
            `${isStr(f.name) ? toJS(f.name) : '?'}() requires a code object with ${have} free vars, not ${want}`,
          );
        }
        if (((v.code.flags ^ f.code.code.flags) & KIND) !== 0) {
          yield hooks.warnR(
            exceptionTypes.DeprecationWarning,
            'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)',
          );
        }
        f.code = v;
      },
    ],
    __defaults__: [
      (f: PyFunction) => (f.defaults === null ? None : new PyTuple(f.defaults)),
      (f: PyFunction, v) => {
        if (v !== undefined && v !== None && !(v instanceof PyTuple))
          throw typeError('__defaults__ must be set to a tuple object');
        f.defaults = v instanceof PyTuple ? v.items : null;
      },
    ],
    __kwdefaults__: [
      (f: PyFunction) => f.kwdefaults ?? None,
      (f: PyFunction, v) => {
        if (v !== undefined && v !== None && !(v instanceof PyDict))
          throw typeError('__kwdefaults__ must be set to a dict object');
        f.kwdefaults = v instanceof PyDict ? v : null;
      },
    ],
    __annotations__: [
      annotationsOf,
      (f: PyFunction, v) => {
        if (v !== undefined && v !== None && !(v instanceof PyDict))
          throw typeError('__annotations__ must be set to a dict object');
        f.annotations = v instanceof PyDict ? v : null;
        f.annotate = null;
      },
    ],
    __annotate__: [
      (f: PyFunction) => f.annotate ?? None,
      (f: PyFunction, v) => {
        if (v === undefined) throw typeError('__annotate__ cannot be deleted');
        if (v === None) f.annotate = null;
        else if (isCallable(v)) {
          f.annotate = v;
          f.annotations = null;
        } else throw typeError('__annotate__ must be callable or None');
      },
    ],
    __name__: [
      (f: PyFunction) => f.name,
      (f: PyFunction, v) => {
        if (!isStr(v)) throw typeError('__name__ must be set to a string object');
        f.name = v;
      },
    ],
    __qualname__: [
      (f: PyFunction) => f.qualname,
      (f: PyFunction, v) => {
        if (!isStr(v)) throw typeError('__qualname__ must be set to a string object');
        f.qualname = v;
      },
    ],
    __type_params__: [
      (f: PyFunction) => f.typeParams ?? new PyTuple([]),
      (f: PyFunction, v) => {
        if (!(v instanceof PyTuple)) throw typeError('__type_params__ must be set to a tuple');
        f.typeParams = v;
      },
    ],
    __closure__: [(f: PyFunction) => (f.closure === null ? None : new PyTuple(f.closure.slice()))],
    __doc__: [
      (f: PyFunction) => f.doc,
      (f: PyFunction, v) => {
        f.doc = v ?? None;
      },
    ],
    __module__: [
      (f: PyFunction) => f.module,
      (f: PyFunction, v) => {
        f.module = v ?? None;
      },
    ],
    __builtins__: [(f: PyFunction) => shownBuiltins(f.builtins)],
  },
  members: { __globals__: 'globals' },
});
functionType.ns.setStr('__dict__', makeDictGetSet(functionType));
