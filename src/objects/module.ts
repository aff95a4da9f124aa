// Modules: attribute look-up with PEP 562's `__getattr__`, lazily evaluated annotations, repr, and the messages for
// names a module does not have. Invariant: a module's namespace is always its `dict`.

import { None, type PyValue } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { PyList, type PyModule } from './shapes.ts';
import { moduleType, type PyType, typeOf } from './type.ts';
import { attributeError, isException, typeError } from './exceptions/raise.ts';
import { attributeName, genericGetR, getattrR, lookupAttrR, setModuleMissing } from './protocol/attribute.ts';
import { callMethodR, callR, isCallable } from './protocol/call.ts';
import { truthR } from './protocol/operators.ts';
import { repr } from './protocol/text.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { hooks, importAttrR } from './hooks.ts';
import { callAnnotate } from './type/attributes.ts';

/** What happens when a module has no attribute `name`: `__getattr__`, else the right AttributeError. Resumable. */
function moduleMissing(m: PyModule, name: string): Resumable<PyValue | undefined> {
  const hook = m.dict.getStr('__getattr__');
  if (hook !== undefined) return callR(hook, [fromJS(name)]);
  const modName = m.dict.getStr('__name__');
  if (modName === undefined || !isStr(modName))
    throw attributeError(`module has no attribute '${name}'`, m, fromJS(name));
  const spec = m.dict.getStr('__spec__');
  const text = toJS(modName);
  if (spec === undefined || spec === None)
    throw attributeError(`module '${text}' has no attribute '${name}'`, m, fromJS(name));
  return withSpec(m, name, text, spec);
}

function* withSpec(m: PyModule, name: string, text: string, spec: PyValue): NativeGenerator<PyValue | undefined> {
  const key = fromJS(name);
  const origin = (yield lookupAttrR(spec, 'origin')) as PyValue | undefined;
  const hasLocation = yield* isTrueAttribute(spec, 'has_location');
  const where = hasLocation && origin !== undefined && isStr(origin) ? toJS(origin) : null;
  const shadowing = where !== null && isPossiblyShadowing(where);
  if (shadowing && (yield* isStandardLibrary(text))) {
    throw attributeError(
      `module '${text}' has no attribute '${name}' (consider renaming '${where}' since it has the same name as the standard library module named '${text}' and prevents importing that standard library module)`,
      m,
      key,
    );
  }
  if (yield* isTrueAttribute(spec, '_initializing')) {
    const why = 'most likely due to a circular import';
    throw attributeError(
      shadowing
        ? `module '${text}' has no attribute '${name}' (consider renaming '${where}' if it has the same name as a library you intended to import)`
        : where !== null
          ? `partially initialized module '${text}' from '${where}' has no attribute '${name}' (${why})`
          : `partially initialized module '${text}' has no attribute '${name}' (${why})`,
      m,
      key,
    );
  }
  const pending = (yield lookupAttrR(spec, '_uninitialized_submodules')) as PyValue | undefined;
  if (pending instanceof PyList && pending.items.some((s) => s === name)) {
    throw attributeError(
      `cannot access submodule '${name}' of module '${text}' (most likely due to a circular import)`,
      m,
      key,
    );
  }
  throw attributeError(`module '${text}' has no attribute '${name}'`, m, key);
}

/** True when the file lies in the script's own directory, where it hides a module of the same name. */
export function isPossiblyShadowing(origin: string): boolean {
  const path = hooks.sysAttr('path');
  const first = path instanceof PyList ? path.items[0] : undefined;
  if (typeof first !== 'string' || first === '') return false;
  let root = origin.replace(/\/[^/]*$/, '');
  if (origin.endsWith('/__init__.py')) root = root.replace(/\/[^/]*$/, '');
  return root === first;
}

function* isStandardLibrary(name: string): Generator<unknown, boolean, never> {
  const names = hooks.sysAttr('stdlib_module_names');
  if (names === undefined) return false;
  const r = (yield callMethodR(names, '__contains__', [fromJS(name)])) as PyValue;
  return r === true;
}

function* isTrueAttribute(o: PyValue, name: string): Generator<unknown, boolean, never> {
  const v = (yield lookupAttrR(o, name)) as PyValue | undefined;
  return v !== undefined && (yield truthR(v));
}

setModuleMissing(moduleMissing);

/** The native that is module.__getattribute__. */
export function moduleGetattribute(): PyValue {
  return moduleType.ns.getStr('__getattribute__')!;
}

function getAnnotate(m: PyModule): PyValue {
  const f = m.dict.getStr('__annotate__');
  if (f !== undefined) return f;
  m.dict.setStr('__annotate__', None);
  return None;
}

function* getAnnotations(m: PyModule): NativeGenerator<PyValue> {
  const existing = m.dict.getStr('__annotations__');
  if (existing !== undefined) return existing;
  const spec = m.dict.getStr('__spec__');
  const initializing: boolean = spec === undefined ? false : yield* isTrueAttribute(spec, '_initializing');
  const annotate = m.dict.getStr('__annotate__');
  let result: PyValue;
  if (annotate !== undefined && isCallable(annotate))
    result = yield* callAnnotate(annotate) as Generator<unknown, PyValue, never>;
  else result = new PyDict();
  if (!initializing) m.dict.setStr('__annotations__', result);
  return result;
}

defineType(moduleType, {
  new: [
    '(*args, **kwargs)',
    (t: PyType) => {
      const m = new (t.ctor as unknown as new (dict: PyDict) => PyModule)(new PyDict()); // a module shape
      return m;
    },
  ],
  methods: {
    '__init__(name, doc=None)': (self: PyModule, name: PyValue, doc: PyValue) => {
      if (!isStr(name)) throw typeError(`module() argument 'name' must be str, not ${typeOf(name).name}`);
      const d = self.dict;
      d.setStr('__name__', name);
      d.setStr('__doc__', doc);
      d.setStr('__package__', None);
      d.setStr('__loader__', None);
      d.setStr('__spec__', None);
    },
    '__getattribute__(name, /)': (self: PyModule, name: PyValue) => {
      const s = attributeName(name);
      const r = genericGetR(self, s);
      return (r === undefined ? moduleMissing(self, s) : r) as Resumable;
    },
    '__repr__()': function* (self: PyModule): NativeGenerator<PyValue> {
      let f: PyValue;
      try {
        f = yield* importAttrR('_frozen_importlib', '_module_repr') as Generator<unknown, PyValue, never>;
      } catch (e) {
        if (!isException(e, 'Exception')) throw e;
        const name = self.dict.getStr('__name__');
        return fromJS(`<module ${repr(name ?? '?')}>`);
      }
      return yield callR(f, [self]);
    },
    '__dir__()': function* (self: PyModule): NativeGenerator<PyValue> {
      const dict = (yield getattrR(self, '__dict__')) as PyValue;
      if (!(dict instanceof PyDict))
        throw typeError(`${repr(self.dict.getStr('__name__') ?? None)}.__dict__ is not a dictionary`);
      const d = dict.getStr('__dir__');
      if (d !== undefined && isCallable(d)) return yield callR(d, []);
      return new PyList([...dict.entries()].map(([k]) => k));
    },
  },
  getset: {
    __dict__: [(self: PyModule) => self.dict],
    __annotate__: [
      getAnnotate,
      (m: PyModule, v) => {
        if (v === undefined) throw typeError('cannot delete __annotate__ attribute');
        if (v !== None && !isCallable(v)) throw typeError('__annotate__ must be callable or None');
        m.dict.setStr('__annotate__', v);
        if (v !== None) m.dict.delete('__annotations__');
      },
    ],
    __annotations__: [
      getAnnotations,
      (m: PyModule, v) => {
        if (v === undefined) {
          if (m.dict.delete('__annotations__') === undefined)
            throw attributeError('__annotations__', m, '__annotations__');
        } else m.dict.setStr('__annotations__', v);
        m.dict.delete('__annotate__');
      },
    ],
  },
});
