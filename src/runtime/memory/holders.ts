// Who holds the objects whose end matters: what a census finds out of them. Invariant: afterwards every interesting object
// that can be reached knows all its holders, and every object that leads to one, up to the anchors, is tracked.

import type { PyObject } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { isAnchor, memory, Tracking, UNKNOWN } from '../../objects/memory/tracking.ts';
import { PyCode, PyModule } from '../../objects/shapes.ts';
import { PyType } from '../../objects/type.ts';
import { PyNative } from '../../objects/native.ts';
import { executing } from '../../vm/memory/frames.ts';
import type { PyFrame } from '../../objects/frame.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { census } from './census.ts';
import type { Reached } from './roots.ts';

/** What censuses have cost so far, in milliseconds, and how many there were. */
export const cost = { milliseconds: 0, censuses: 0 };

/** `gone` may be garbage already: who holds what among that is found out too, so that one census does for all of it. */
export function findHolders(i: RuntimeInterpreter, gone: readonly PyObject[] = []): Reached {
  const began = performance.now();
  noteAnchors(i);
  const frames = new Set<PyFrame>();
  for (const ts of i.threads()) for (const e of executing(ts, () => {})) frames.add(e.frame);
  const holders = new Map<PyObject, PyObject[]>();
  const rooted = new Set<PyObject>();
  const reached = census(
    i,
    (to, from) => {
      if (to instanceof PyType || to instanceof PyCode || to instanceof PyModule || to instanceof PyNative) return;
      if (from === null) {
        if (to.tracking !== undefined) rooted.add(to);
        return;
      }
      // Registers are looked at when it matters.
      if (frames.has(from as PyFrame)) return;
      const list = holders.get(to);
      if (list === undefined) holders.set(to, [from]);
      else list.push(from);
    },
    gone,
  );
  memory.epoch++;
  const work: PyObject[] = [];
  for (const o of reached) if (o.tracking?.interesting === true) work.push(o);
  for (const o of holders.keys()) if (!reached.has(o) && o.tracking?.interesting === true) work.push(o);
  // A candidate that was stored where nobody looks is not tracked any more.
  for (const o of gone) if (o.tracking !== undefined && !reached.has(o) && !holders.has(o)) work.push(o);
  const done = new Set(work);
  for (;;) {
    const o = work.pop();
    if (o === undefined) break;
    const t = o.tracking!; // only those that have one are in `work`
    if (t.known !== Number.POSITIVE_INFINITY) t.known = memory.epoch;
    if (rooted.has(o) && t.rooted < memory.epoch) t.rooted = memory.epoch;
    for (const h of holders.get(o) ?? []) {
      (t.holders ??= new Map()).set(h, Number.POSITIVE_INFINITY);
      if (isAnchor(h)) continue;
      if (t.known === Number.POSITIVE_INFINITY) t.known = memory.epoch;
      if (h.tracking === undefined) h.tracking = new Tracking(UNKNOWN);
      h.tracking.interesting = true;
      if (!done.has(h)) {
        done.add(h);
        work.push(h);
      }
    }
  }
  memory.dirty = false;
  cost.censuses++;
  cost.milliseconds += performance.now() - began;
  return reached;
}

/** The namespaces of the modules there are. */
export function noteAnchors(i: RuntimeInterpreter): void {
  memory.anchors.add(i.modules);
  memory.anchors.add(i.builtins);
  for (const m of i.modules.vals) if (m instanceof PyModule && m.dict instanceof PyDict) memory.anchors.add(m.dict);
}
