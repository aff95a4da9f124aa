// Library modules that were imported while the start-up snapshot was built, and wait there for a program that imports
// them. Invariant: adopting one gives what executing it now would give; where that is not certain (other finders, a
// module of the same name before the library on sys.path, something it was built from was replaced or changed), it is
// executed as ever. Nothing of a module shows before it is adopted: not in sys.modules, not in its package.

import { None, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { PyList, PyModule } from '../objects/shapes.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { host } from './host.ts';
import type { RuntimeInterpreter } from './interpreter.ts';

interface Prepared {
  readonly module: PyModule;
  /** The modules its code asked for, in that order. */
  readonly needs: Set<string>;
  /** Its namespace when it was ready. */
  values: [PyValue, PyValue][];
  adopted: boolean;
}

/** Namespaces that change all the time, or belong to the program. */
const VOLATILE = new Set(['sys', '__main__', 'builtins']);

export class PreparedModules {
  private readonly modules = new Map<string, Prepared>();
  private readonly needs = new Map<string, Set<string>>();
  /** How modules were found when these were imported. */
  private machinery: readonly PyValue[] = [];
  private recording = true;
  /** What has to be done again in this process when a module is adopted (its name → the work). */
  readonly refresh = new Map<string, (m: PyModule) => void>();

  /** What this process must offer for a module to be adopted (its name → whether it does). */
  readonly usable = new Map<string, () => boolean>();

  constructor(private readonly interpreter: RuntimeInterpreter) {}

  /** Modules that are imported now are not for this process. */
  get preparing(): boolean {
    return this.recording;
  }

  /** While preparing: `importer` has asked for `name` (absolute), and perhaps for names from it. */
  record(importer: PyValue | undefined, name: string, fromlist: PyValue): void {
    if (!this.recording || importer === undefined || !isStr(importer)) return;
    const from = toJS(importer);
    let set = this.needs.get(from);
    if (set === undefined) this.needs.set(from, (set = new Set()));
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) set.add(name.slice(0, dot));
    set.add(name);
    const items = (fromlist as { items?: PyValue[] }).items; // a tuple or None
    for (const item of items ?? []) if (isStr(item)) set.add(`${name}.${toJS(item)}`);
  }

  /** Ends preparation: takes the modules that are not in `keep` out of sight. */
  seal(keep: ReadonlySet<string>): void {
    this.recording = false;
    const all = this.interpreter.modules;
    const entries = [...all.entries()];
    const names = new Set(entries.map(([key]) => toJS(key as string))); // sys.modules has str keys
    for (const [key, module] of entries) {
      const name = toJS(key as string); // as above
      if (!(module instanceof PyModule)) continue;
      const kept = keep.has(name);
      const needs = new Set([...(this.needs.get(name) ?? [])].filter((n) => names.has(n)));
      this.modules.set(name, { module, needs, values: [], adopted: kept });
      if (!kept) all.delete(key);
    }
    for (const [name, p] of this.modules) if (!p.adopted) this.unbind(name);
    for (const p of this.modules.values()) p.values = [...p.module.dict.entries()];
    this.machinery = this.currentMachinery();
  }

  private unbind(name: string): void {
    const [parent, last] = split(name);
    const p = this.modules.get(parent);
    if (p !== undefined && p.module.dict.getStr(last) === this.modules.get(name)!.module) p.module.dict.delete(last);
  }

  private currentMachinery(): PyValue[] {
    const i = this.interpreter;
    const list = (name: string): PyValue[] => {
      const v = i.sysGet(name);
      return v instanceof PyList ? v.items : [None];
    };
    return [...list('meta_path'), None, ...list('path_hooks'), None, i.builtins.getStr('__import__') ?? None];
  }

  /** Puts the prepared module of that name, and what it needs, into sys.modules. False: it has to be executed. */
  adopt(name: string): boolean {
    const p = this.modules.get(name);
    if (p === undefined || p.adopted) return false;
    const now = this.currentMachinery();
    if (now.length !== this.machinery.length || now.some((v, k) => v !== this.machinery[k])) return false;
    const wanted: string[] = [];
    if (!this.fits(name, wanted, new Set())) return false;
    for (const n of wanted) this.take(n);
    for (const n of wanted) {
      const work = this.refresh.get(n);
      if (work === undefined) continue;
      const r = this.modules.get(n)!;
      work(r.module);
      r.values = [...r.module.dict.entries()];
    }
    return true;
  }

  /** Whether `name` and all it needs are as they were; `wanted` gets those that are not yet there, in import order. */
  private fits(name: string, wanted: string[], seen: Set<string>): boolean {
    if (seen.has(name)) return true;
    seen.add(name);
    const p = this.modules.get(name);
    if (p === undefined || this.usable.get(name)?.() === false) return false;
    const present = this.interpreter.modules.get(fromJS(name));
    if (p.adopted) {
      if (present !== p.module) return false;
      // What it needs was looked at when it was adopted, and is looked at now for changes.
      if (!VOLATILE.has(name) && !unchanged(p)) return false;
    } else {
      if (present !== undefined) return false;
      const [parent, last] = split(name);
      if (parent === '' ? !this.foundFirst(name) : !this.fits(parent, wanted, seen)) return false;
      if (parent !== '' && this.modules.get(parent)!.module.dict.getStr(last) !== undefined) return false;
      wanted.push(name);
    }
    for (const n of p.needs) if (!this.fits(n, wanted, seen)) return false;
    return true;
  }

  /** Whether nothing before the library on sys.path has a module of this name. */
  private foundFirst(name: string): boolean {
    const library = this.interpreter.config.stdlib;
    if (this.modules.get(name)!.module.dict.getStr('__file__') === undefined) return true; // built in: found first anyway
    const path = this.interpreter.sysGet('path');
    if (!(path instanceof PyList)) return false;
    for (const entry of path.items) {
      if (!isStr(entry)) return false;
      const folder = toJS(entry);
      if (folder === library) return true;
      if (this.mayHold(folder === '' ? '.' : folder, name)) return false;
    }
    return false;
  }

  private mayHold(folder: string, name: string): boolean {
    let entries: ReturnType<ReturnType<typeof host>['fs']['readdir']>;
    try {
      entries = host().fs.readdir(folder);
    } catch {
      return isFile(folder); // a zip archive; what does not exist holds nothing
    }
    const decoder = new TextDecoder();
    return entries.some((e) => {
      const n = decoder.decode(e.name);
      return n === name || n.startsWith(`${name}.`);
    });
  }

  private take(name: string): void {
    const p = this.modules.get(name)!;
    p.adopted = true;
    this.interpreter.modules.setStr(name, p.module);
    const [parent, last] = split(name);
    if (parent !== '') {
      const into: PyDict = this.modules.get(parent)!.module.dict;
      into.setStr(last, p.module);
    }
  }
}
declare const TextDecoder: new () => { decode(b: Uint8Array): string };

function isFile(path: string): boolean {
  try {
    return (host().fs.stat(path).mode & 0o170000) === 0o100000;
  } catch {
    return false;
  }
}

function split(name: string): [parent: string, last: string] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Names may have been added; those that were there have to have their values. */
function unchanged(p: Prepared): boolean {
  const { dict } = p.module;
  for (const [key, value] of p.values) if (dict.get(key) !== value) return false;
  return true;
}
