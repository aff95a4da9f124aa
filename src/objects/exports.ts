// Whether memory that was exported to memoryviews may change its size. CPython knows by reference counts; here a view that
// was dropped without release() lives on until V8 collects it. So when a resize meets views, we look for them where a
// program could still see them: the running thread's frames and what hangs directly on their values. Invariant: a view
// that is found pins the memory; exports that are not memoryviews (natives at work) always do.

import { hooks } from './hooks.ts';
import type { Activation } from './frame.ts';
import { PyFrame } from './frame.ts';
import { PyObject } from './object.ts';
import { PyType } from './type.ts';

/** An object whose memory can be exported. */
export type Exporter = PyObject & { exports: number };

/** What is asked of a memoryview that holds an export. */
export interface ExportHolder extends PyObject {
  /** Views that share the export; 0: it was given back. */
  readonly users: number;
  /** Takes its export away without giving it back. */
  forsake(): void;
}

const holders = new WeakMap<PyObject, WeakRef<ExportHolder>[]>();

/** A memoryview holds an export of `owner`. */
export function registerHolder(owner: PyObject, holder: ExportHolder): void {
  const list = holders.get(owner);
  if (list === undefined) holders.set(owner, [new WeakRef(holder)]);
  else list.push(new WeakRef(holder));
}

/** The memoryviews that hold an export of `owner`, as far as they are still there. */
export function holdersOf(owner: PyObject): ExportHolder[] {
  return (holders.get(owner) ?? []).flatMap((r) => r.deref() ?? []);
}

/** True while somebody may use exported memory of `owner`, so that its size must stay. */
export function pinned(owner: Exporter): boolean {
  if (owner.exports === 0) return false;
  const list = holders.get(owner);
  if (list === undefined) return true;
  const held = list.filter((r) => r.deref()?.users !== 0);
  if (owner.exports > held.length) return true;
  const live = new Set<object>();
  for (const r of held) {
    const h = r.deref();
    if (h !== undefined) live.add(h);
  }
  if (live.size > 0 && visible(live)) {
    holders.set(owner, held);
    return true;
  }
  for (const h of live) (h as ExportHolder).forsake(); // only holders were put in
  owner.exports -= held.length;
  holders.delete(owner);
  return false;
}

/** How far from a frame's variable a view is looked for: `self.view`, `self.views[0]`, `self.reader.view`. */
const DEPTH = 2;
const BUDGET = 20000;

/** Views made of a registered one count as well: they name it as their `root`. */
function visible(wanted: ReadonlySet<object>): boolean {
  const seen = new Set<object>();
  let budget = BUDGET;
  const look = (v: unknown, depth: number): boolean => {
    if (typeof v !== 'object' || v === null || seen.has(v) || --budget < 0) return false;
    const { root, released } = v as { root?: object; released?: boolean };
    if (root !== undefined && released !== undefined) return !released && wanted.has(root);
    if (v instanceof PyType || v instanceof PyFrame || ArrayBuffer.isView(v)) return false;
    seen.add(v);
    const inner = v instanceof PyObject ? depth - 1 : depth;
    if (inner < 0) return false;
    if (Array.isArray(v)) return v.some((x) => look(x, depth));
    if (v instanceof Map || v instanceof Set) {
      for (const x of v.values()) if (look(x, depth)) return true;
      return false;
    }
    for (const k of Object.keys(v)) {
      if (k !== 'cls' && look((v as { [name: string]: unknown })[k], inner)) return true;
    }
    return false;
  };
  for (let a = hooks.currentFrame() as Activation | null; a !== null; a = a.back) {
    if (!(a instanceof PyFrame)) continue;
    for (let i = 0; i < a.sp; i++) if (look(a.regs[i], DEPTH)) return true;
    if (look(a.locals, 1) || look(a.globals, 1)) return true;
  }
  return false;
}
