// The census of references: from the roots through every object, each once. Invariant: `onReference` is told of every
// reference that a reachable object or a root holds, so the number of times it hears of an object is the object's
// reference count as CPython would have it.

import type { PyObject, PyValue } from '../../objects/object.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { traverse } from '../../objects/memory/traverse.ts';
import { type Executing, owned } from '../../vm/memory/frames.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { type Reached, traverseRoots } from './roots.ts';

/**
 * Visits every reachable object once. `onReference` hears of each reference and who holds it (null: a root). `garbage`:
 * objects that are gone on from afterwards, though no root leads to them; what only they lead to is not in the result.
 * `onPlain` hears of each number and string that something holds.
 */
export function census(
  i: RuntimeInterpreter,
  onReference: ((to: PyObject, from: PyObject | null) => void) | null,
  garbage: Iterable<PyObject> = [],
  onPlain: ((v: Exclude<PyValue, PyObject>) => void) | null = null,
): Reached {
  const reached: Reached = new Set();
  let seen = reached;
  const work: PyObject[] = [];
  let from: PyObject | null = null;
  const reach = (v: PyObject): void => {
    if (onReference !== null) onReference(v, from);
    if (!seen.has(v) && (seen === reached || !reached.has(v))) {
      seen.add(v);
      work.push(v);
    }
  };
  const visit = (v: PyValue): void => {
    if (typeof v === 'object') reach(v);
    else if (onPlain !== null) onPlain(v);
  };
  const frames = new Map<PyFrame, Executing>();
  const underWay: Executing[] = [];
  traverseRoots(i, visit, (e) => {
    frames.set(e.frame, e);
    underWay.push(e);
  });
  // The stack refers to its frames: those of which no object was asked for are none to CPython, but nobody can tell.
  for (const e of underWay) {
    if (onReference !== null) onReference(e.frame, null);
    reached.add(e.frame);
    from = e.frame;
    contents(e, visit);
    from = null;
  }
  const follow = (): void => {
    for (;;) {
      const o = work.pop();
      if (o === undefined) return;
      from = o;
      traverse(o, visit);
    }
  };
  follow();
  seen = new Set();
  for (const o of garbage) {
    if (reached.has(o) || seen.has(o)) continue;
    seen.add(o);
    work.push(o);
    follow();
  }
  return reached;
}

/** What a frame under way refers to. */
function contents(e: Executing, visit: (v: PyValue) => void): void {
  const { frame } = e;
  owned(e, visit);
  if (frame.func !== null) visit(frame.func);
  else visit(frame.globals);
  if (frame.locals !== null) visit(frame.locals);
  if (frame.trace !== null) visit(frame.trace);
}

/** How many references to `o` there are. */
export function countReferences(i: RuntimeInterpreter, o: PyObject): number {
  let n = 0;
  census(i, (to) => {
    if (to === o) n++;
  });
  return n;
}
