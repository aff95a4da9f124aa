// The end of objects: which of those that have lost a reference are gone, and what must run then (`__del__`, callbacks of
// weak references, a generator's `finally`). Invariant: an object is found dead only when no register, no native in
// flight and no other object can hold it; finalisers run between two instructions, once an object, and what they raise
// goes to sys.unraisablehook. Objects in cycles wait for the collector (collect.ts).

import type { PyObject, PyValue } from '../../objects/object.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import {
  close,
  GEN_CREATED,
  GEN_SUSPENDED,
  PyAsyncGenerator,
  PyCoroutine,
  PyGenerator,
} from '../../objects/generator.ts';
import { hooks } from '../../objects/hooks.ts';
import {
  drop,
  HAS_FINALISER,
  HAS_WEAKREFS,
  holds,
  IS_WEAKREF,
  isAnchor,
  LOCAL,
  memory,
  stillHeld,
  stored,
  type Tracking,
  unwatch,
} from '../../objects/memory/tracking.ts';
import { traverse } from '../../objects/memory/traverse.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { bindDescriptorR } from '../../objects/protocol/attribute.ts';
import type { NativeGenerator, Pending } from '../../objects/protocol/pending.ts';
import { repr } from '../../objects/protocol/text.ts';
import { PyFunction, PyList, PyTuple } from '../../objects/shapes.ts';
import { SLOT } from '../../objects/slots.ts';
import { toJS } from '../../objects/str/text.ts';
import { clearWeakrefs, detach, PyWeakReference } from '../../objects/weakref.ts';
import { inNamespace, inReach, inRegisters } from '../../vm/memory/frames.ts';
import { setLook, switchOff } from '../../vm/memory/drops.ts';
import { type ThreadState, thread } from '../../vm/thread.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { unraisableR } from '../unraisable.ts';
import { census } from './census.ts';
import { cost, findHolders } from './holders.ts';

const { deferred } = memory;
/**
 * `exact` (`-X finalise`): censuses may take half of the time; `on` (--gc=stress): instructions tell of drops from the
 * first on, no look is ever put off, and a census checks what was found dead, as often as time allows.
 */
export const stress = { on: false, exact: false, checked: 0 };
/** So many are checked in milliseconds. */
const CHECKED = 10_000;
/** That many censuses, in that many milliseconds, are always made: what a program drops once ends where CPython ends it. */
const FREE = 100;
const FREE_MILLISECONDS = 2000;
let began = 0;
let retryAt = 0;

/** Whether there is time for another census. */
function affordable(): boolean {
  if (stress.on || (cost.censuses < FREE && cost.milliseconds < FREE_MILLISECONDS)) return true;
  if (began === 0) began = performance.now();
  const elapsed = performance.now() - began;
  return cost.milliseconds < (stress.exact ? 4000 + elapsed / 2 : elapsed / 20);
}

const ALIVE = 0;
const DEAD = 1;
const LATER = 2;

/** Whether nothing refers to `o`. */
function state(ts: ThreadState, o: PyObject, t: Tracking): number {
  if (t.rooted >= memory.epoch) return ALIVE;
  for (const other of ts.interpreter.threads()) if (inRegisters(other, o)) return ALIVE;
  if (t.known === LOCAL) return DEAD;
  if (memory.beneath > 0) return LATER;
  if (t.known !== memory.epoch) {
    if (heldNow(t, o)) return ALIVE;
    const ns = inNamespace(ts, o);
    if (ns !== null) {
      memory.anchors.add(ns);
      (t.holders ??= new Map()).set(ns, Number.POSITIVE_INFINITY);
      return ALIVE;
    }
    const near = inReach(ts, o);
    if (near !== null) {
      stored(near, o);
      return ALIVE;
    }
    if (!affordable()) return LATER;
    findHolders(ts.interpreter as RuntimeInterpreter, [o, ...memory.candidates, ...deferred]); // the only kind
    if (t.rooted >= memory.epoch) return ALIVE;
  }
  return heldNow(t, o) ? ALIVE : DEAD;
}

/** One of the holders that are known holds it; those that do not any more are forgotten. */
function heldNow(t: Tracking, o: PyObject): boolean {
  if (t.holders === null) return false;
  if (stillHeld(t, o)) return true;
  for (const h of t.holders.keys()) {
    const ht = h.tracking;
    if (ht?.freed !== true && (ht !== undefined || isAnchor(h)) && holds(h, o)) return true;
    t.holders.delete(h);
    ht?.children?.delete(o);
  }
  return false;
}

/** Looks at the candidates: null, or what finalises those that are gone. */
export function look(ts: ThreadState): Pending | null {
  const dead: PyObject[] = [];
  collectDead(ts, dead);
  if (dead.length > 0) return finaliseAll(ts, dead);
  if (!memory.collectionDue || memory.beneath > 0) return null;
  memory.collectionDue = false;
  return automatic();
}
/** The collection that begins by itself, if it is worth it now (modules/gc.ts). */
let automatic: () => Pending | null = () => null;
export function setAutomatic(f: typeof automatic): void {
  automatic = f;
}
setLook(look);

/** How long nothing is watched before instructions stop telling of drops: longer each time, in milliseconds. */
let patience = 50;
let quietSince = 0;
let watches = -1;

/**
 * At a safepoint while instructions tell: if nothing has been watched for a while they stop, and what was known of
 * objects is forgotten with that.
 */
export function rest(i: RuntimeInterpreter): void {
  if (memory.watched.size > 0 || memory.made !== null || memory.beneath > 0 || stress.on) return;
  const now = performance.now();
  if (memory.watches !== watches) {
    watches = memory.watches;
    quietSince = now;
    return;
  }
  if (now - quietSince < patience) return;
  patience = Math.min(patience * 2, 60_000);
  for (const o of census(i, null)) if (o.tracking !== undefined) o.tracking = undefined;
  deferred.clear();
  switchOff();
}

/** Frees what needs nothing to run; what does is put into `dead`, in order. */
function collectDead(ts: ThreadState, dead: PyObject[]): void {
  if (deferred.size > 0 && memory.beneath === 0 && performance.now() > retryAt && affordable()) {
    retryAt = performance.now() + 50;
    for (const o of deferred) memory.candidates.push(o);
    deferred.clear();
  }
  const queue = memory.candidates;
  for (let at = 0; at < queue.length; at++) {
    const o = queue[at];
    const t = o.tracking;
    if (t === undefined) continue;
    t.queued = false;
    if (t.freed) continue;
    const s = state(ts, o, t);
    if (s === ALIVE) continue;
    if (s === LATER) {
      deferred.add(o);
      continue;
    }
    if (stress.on && (t.watched & ~IS_WEAKREF) !== 0) check(ts, o);
    if (needsCall(t)) {
      t.queued = true; // until it is finalised
      dead.push(o);
    } else free(o, t);
  }
  queue.length = 0;
}

/** Found dead without a census: a census must not find it either. */
function check(ts: ThreadState, o: PyObject): void {
  if (stress.checked > CHECKED) return;
  const began = performance.now();
  const holders: string[] = [];
  const reached = census(ts.interpreter as RuntimeInterpreter, (to, from) => {
    if (to === o) holders.push(from === null ? 'a root' : from.cls.name);
  });
  stress.checked += performance.now() - began;
  if (reached.has(o))
    throw new Error(`--gc=stress: ${o.cls.name} was found dead, but is held by ${holders.join(', ')}`);
}

/** Something of it must run. */
function needsCall(t: Tracking): boolean {
  if (t.watched === 0) return false;
  if ((t.watched & HAS_FINALISER) !== 0 && !t.finalized) return true;
  return (t.watched & HAS_WEAKREFS) !== 0;
}

/** It is gone: what it held is held once less. */
export function free(o: PyObject, t: Tracking): void {
  t.freed = true;
  if (memory.count > 0) memory.count--;
  if (t.holders !== null) for (const h of t.holders.keys()) h.tracking?.children?.delete(o);
  t.holders = null;
  if (memory.watched.has(o)) unwatch(o, -1);
  if (o instanceof PyWeakReference) detach(o);
  const parts: PyObject[] = [];
  traverse(o, (x) => {
    if (typeof x === 'object' && x.tracking !== undefined) parts.push(x);
  });
  // CPython takes sequences apart from their end.
  if (o instanceof PyList || o instanceof PyTuple) parts.reverse();
  for (const x of parts) drop(x);
  if (t.children !== null) for (const x of t.children) drop(x);
  t.children = null;
}

function* finaliseAll(ts: ThreadState, dead: PyObject[]): NativeGenerator<undefined> {
  for (let at = 0; at < dead.length; at++) {
    const o = dead[at];
    const t = o.tracking!; // it was looked at
    if ((t.watched & HAS_FINALISER) !== 0 && !t.finalized) {
      yield* runFinaliser(o, t);
      t.queued = false;
      // What the finaliser has given to somebody lives on.
      if (state(ts, o, t) !== DEAD) continue;
      t.queued = true;
    }
    if ((t.watched & HAS_WEAKREFS) !== 0) yield* callBack(o);
    t.queued = false;
    free(o, t);
    // Its own parts go before what was dropped after it.
    const parts: PyObject[] = [];
    collectDead(ts, parts);
    dead.splice(at + 1, 0, ...parts);
  }
  return undefined;
}

/** `__del__`, or closing a generator. Afterwards the native that does it does not hold the object for having called it. */
export function* runFinaliser(o: PyObject, t: Tracking): NativeGenerator<undefined> {
  t.finalized = true;
  yield* runOwn(o);
  thread().native?.held?.delete(o);
  return undefined;
}

function* runOwn(o: PyObject): NativeGenerator<undefined> {
  if (o instanceof PyGenerator) {
    if (o instanceof PyAsyncGenerator) return undefined;
    if (o.state === GEN_CREATED) {
      if (o instanceof PyCoroutine) yield* neverAwaited(o);
      return undefined;
    }
    if (o.state !== GEN_SUSPENDED) return undefined;
    try {
      yield close(o);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
      const kind = o instanceof PyCoroutine ? 'coroutine' : 'generator';
      yield unraisableR(e, `Exception ignored while closing ${kind} ${toJS(repr(o))}`, null);
    }
    return undefined;
  }
  const f = o.cls.slot(SLOT.__del__);
  if (f === null) return undefined;
  try {
    if (f instanceof PyFunction) yield callR(f, [o]);
    else {
      const bound: PyValue = yield bindDescriptorR(f, o, o.cls);
      yield callR(bound, []);
    }
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    yield unraisableR(e, `Exception ignored while calling deallocator ${toJS(repr(f))}`, null);
  }
  return undefined;
}

/** As _PyErr_WarnUnawaitedCoroutine: the library words it. */
function* neverAwaited(o: PyCoroutine): NativeGenerator<undefined> {
  try {
    const warnings: PyValue = yield hooks.importR('warnings');
    yield callMethodR(warnings, '_warn_unawaited_coroutine', [o]);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    yield unraisableR(e, null, o);
  }
  return undefined;
}

/** Cuts the weak references to a dead object and calls their callbacks. */
export function* callBack(o: PyObject, dead: ReadonlySet<PyObject> | null = null): NativeGenerator<undefined> {
  for (const r of clearWeakrefs(o)) {
    if (r.tracking?.freed === true || dead?.has(r) === true) continue;
    const f = r.callback;
    if (f === null) continue;
    r.callback = null;
    try {
      yield callR(f, [r]);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
      yield unraisableR(e, `Exception ignored while calling weakref callback ${toJS(repr(f))}`, null);
    }
  }
  return undefined;
}

/** The watched objects left when the interpreter ends, in the order in which they were made. */
export function* finaliseRest(): NativeGenerator<undefined> {
  for (const o of [...memory.watched]) {
    const t = o.tracking;
    if (t === undefined || t.freed || t.finalized || (t.watched & HAS_FINALISER) === 0) continue;
    yield* runFinaliser(o, t);
  }
  return undefined;
}
