// Running a native's generator in place, as far as it goes without Python code: most natives that could wait never do,
// and then nobody needs a frame for them. Invariant: every step is taken once; what must wait goes on in the loop.

import { PyObject } from '../object.ts';
import { type DrivenGenerator, isNative, isPending, type Pending, Raise, Stepped } from './pending.ts';

/** Natives in natives run in place so deep; the evaluation loop, which bounds their recursion, takes the others. */
const DEPTH = 8;
/** Steps after which the evaluation loop gets a native, though it has waited for nothing. */
const STEPS = 1000;
let depth = 0;
/** What a native holds is counted from its frame, where anybody wants to know the end of an object: then it needs one. */
let framesWanted = false;
export function wantFrames(wanted: boolean): void {
  framesWanted = wanted;
}

/** A native whose first steps were taken in place, and what it waits for. */
class Underway extends Stepped<unknown> {
  private begun = false;
  constructor(
    private readonly native: DrivenGenerator,
    private readonly waiting: unknown,
  ) {
    super();
  }
  next(v?: unknown): IteratorResult<unknown, unknown> {
    if (this.begun) return this.native.next(v);
    this.begun = true;
    return { value: this.waiting, done: false };
  }
  override throw(e: unknown): IteratorResult<unknown, unknown> {
    return this.native.throw(e);
  }
}

/** The value of a Pending that turns out to need no Python code, or a Pending for the rest. May throw, as a native may. */
export function settle(p: Pending): unknown {
  if (framesWanted || !isNative(p) || p instanceof Underway || depth >= DEPTH) return p;
  depth++;
  try {
    let r = p.next();
    for (let n = 0; n < STEPS; n++) {
      let v = r.value;
      if (isPending(v)) {
        try {
          v = settle(v);
          if (v instanceof Raise) throw v.exception;
        } catch (e) {
          if (r.done === true || !(e instanceof PyObject)) throw e;
          r = p.throw(e);
          continue;
        }
        if (isPending(v)) return r.done === true ? v : new Underway(p, v);
      }
      if (r.done === true) return v;
      r = (p as DrivenGenerator).next(v); // what its Pending promised
    }
    return r.done === true ? r.value : new Underway(p, r.value);
  } finally {
    depth--;
  }
}
