// Files, sockets and other things of the system that a program should close. Invariant: while a warnings filter shows
// ResourceWarning every open one is watched, so that it is closed and reported where its last reference goes; otherwise
// they are only remembered, weakly, and cost nothing. It may not know what they are nor how they are closed: `__del__`.

import type { PyObject } from '../object.ts';
import { absorb, IS_RESOURCE, unwatch, watch } from './tracking.ts';

/** Something is watched at all (not `-X finalise=off`), whatever the filters say, because they show ResourceWarning. */
const wanted = { any: false, always: false, shown: false };
let watching = false;

/** The open ones that are not watched. */
const open = new Set<WeakRef<PyObject>>();
const references = new WeakMap<PyObject, WeakRef<PyObject>>();
/** At how many of them those that are gone are looked for. */
let crowd = 1000;

/** `o` has been opened. `fresh`: nothing but a register or native refers to it yet. */
export function resourceOpened(o: PyObject, fresh = false): void {
  if (watching) {
    watch(o, IS_RESOURCE, fresh);
    // A stream upon another that is watched as well.
    if (!fresh) absorb(o, 0);
    return;
  }
  if (references.has(o)) return;
  const r = new WeakRef(o);
  references.set(o, r);
  open.add(r);
  if (open.size < crowd) return;
  for (const x of open) if (x.deref() === undefined) open.delete(x);
  crowd = Math.max(1000, 2 * open.size);
}

/** `o` has been closed, or somebody else has what it stood for. */
export function resourceClosed(o: PyObject): void {
  if (o.tracking !== undefined) unwatch(o, IS_RESOURCE);
  const r = references.get(o);
  if (r === undefined) return;
  references.delete(o);
  open.delete(r);
}

function decide(): void {
  const before = watching;
  watching = wanted.any && (wanted.always || wanted.shown);
  if (!watching || before) return;
  for (const r of open) {
    const o = r.deref();
    if (o === undefined) continue;
    references.delete(o);
    watch(o, IS_RESOURCE, false);
  }
  open.clear();
}

/** How `-X finalise` is set. */
export function watchResources(any: boolean, always: boolean): void {
  wanted.any = any;
  wanted.always = always;
  decide();
}

/** Whether the filters of `warnings` show a ResourceWarning. */
export function showResources(shown: boolean): void {
  wanted.shown = shown;
  decide();
}
