// The table of built-in modules: name → how to fill a fresh module. Invariant: every interpreter gets modules of its
// own, so nothing a module remembers may live in JavaScript module scope.

import { learnModule } from '../jit/jit.ts';
import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyModule } from '../objects/shapes.ts';
import { native, type NativeFn, type PyBuiltinFunction } from '../objects/native.ts';
import type { PyType } from '../objects/type.ts';

/** What an extension module is written against. */
export class ModuleBuilder {
  readonly dict: PyDict;
  constructor(
    readonly module: PyModule,
    readonly name: string,
  ) {
    this.dict = module.dict;
  }
  /** Adds a function: `m.func('len(obj, /)', (x) => …)`. */
  func(signature: string, fn: NativeFn, doc: string | null = null): PyBuiltinFunction {
    const f = native(signature, fn, doc);
    f.module = this.name;
    f.boundSelf = this.module;
    this.dict.setStr(f.name, f);
    return f;
  }
  /** Adds several functions by signature. */
  funcs(table: { readonly [signature: string]: NativeFn }): void {
    for (const [signature, fn] of Object.entries(table)) this.func(signature, fn);
  }
  set(name: string, value: PyValue): void {
    this.dict.setStr(name, value);
  }
  /** Adds a type under its own name. */
  type(t: PyType): void {
    this.dict.setStr(t.name, t);
  }
}

const table = new Map<string, (m: ModuleBuilder) => void>();

/** Registers a built-in module; `init` runs once an interpreter, at its first import. */
export function defineModule(name: string, init: (m: ModuleBuilder) => void): void {
  table.set(name, init);
}

export function isBuiltinModule(name: string): boolean {
  return table.has(name);
}

export function builtinModuleNames(): string[] {
  return [...table.keys()].sort();
}

/** A new, empty module object with the standard attributes. */
export function newModule(name: string, doc: PyValue = None): PyModule {
  const dict = new PyDict();
  dict.setStr('__name__', name);
  dict.setStr('__doc__', doc);
  dict.setStr('__package__', None);
  dict.setStr('__loader__', None);
  dict.setStr('__spec__', None);
  return new PyModule(dict);
}

/** Fills a module made by newModule from the table; false when there is no such built-in. */
export function initBuiltinModule(module: PyModule, name: string): boolean {
  const init = table.get(name);
  if (init === undefined) return false;
  init(new ModuleBuilder(module, name));
  learnModule(name, module.dict);
  return true;
}
