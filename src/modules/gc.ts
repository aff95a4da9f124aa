// gc: the collector as programs see it, after 3.13's with three generations. Invariant: `collect` finds what a census finds
// (runtime/memory/collect.ts); the generations are counts only: every collection goes through the whole heap.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { memory } from '../objects/memory/tracking.ts';
import { traverse } from '../objects/memory/traverse.ts';
import { index } from '../objects/protocol/operators.ts';
import { callR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { valueError } from '../objects/exceptions/raise.ts';
import { hooks } from '../objects/hooks.ts';
import { host } from '../runtime/host.ts';
import { beginCollecting } from '../runtime/memory/begin.ts';
import { census } from '../runtime/memory/census.ts';
import { type Collected, collect, isTracked } from '../runtime/memory/collect.ts';
import { setAutomatic } from '../runtime/memory/finalise.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { defineModule } from '../runtime/modules.ts';
import { cInt } from './support/arguments.ts';

const DEBUG_STATS = 1;
const DEBUG_COLLECTABLE = 2;
const DEBUG_UNCOLLECTABLE = 4;
const DEBUG_SAVEALL = 32;

/** Every Python value an object holds directly: of kinds that cannot be in a cycle CPython's collector knows nothing. */
export function referents(o: PyValue): PyValue[] {
  const out: PyValue[] = [];
  if (o instanceof PyObject && (isTracked(o) || o instanceof PyTuple)) traverse(o, (v) => out.push(v));
  return out;
}

/** A collection that begins by itself takes one part in so many of the time. */
const SHARE = 10;
/** … but for so many milliseconds. */
const FREE = 1000;

/** What a collection tells its callbacks and adds to the statistics. */
interface Generation {
  collections: number;
  collected: number;
  uncollectable: number;
}

defineModule('gc', (m) => {
  m.set('__doc__', 'This module provides access to the garbage collector for reference cycles.');
  const flags = { DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK: 38 };
  for (const [k, v] of Object.entries(flags)) m.set(k, v);
  const callbacks = new PyList([]);
  const garbage = new PyList([]);
  m.set('callbacks', callbacks);
  m.set('garbage', garbage);
  beginCollecting();
  let enabled = true;
  let debug = 0;
  let running = false;
  let threshold = [2000, 10, 10];
  let frozen = new Set<PyObject>();
  /** Since the last collection of the next younger generation but one: collections of the younger ones. */
  const older = [0, 0];
  /** What the last collection took, what those that began by themselves took together, and since when. */
  let took = 0;
  let spent = 0;
  const since = performance.now();
  const stats: Generation[] = [0, 1, 2].map(() => ({ collections: 0, collected: 0, uncollectable: 0 }));

  /** Of what was made in tier 0: that since the last collection. */
  const young = (): PyObject[] => (memory.count === 0 ? [] : (memory.made ?? []).slice(-memory.count));
  /** What survived one collection of the youngest generation: recorded from the first time somebody asks. */
  let middle: WeakSet<PyObject> | null = null;

  function* tell(phase: string, generation: number, r: Collected): NativeGenerator<undefined> {
    for (const f of callbacks.items.slice()) {
      const info = new PyDict();
      info.setStr('generation', generation);
      info.setStr('collected', r.collected);
      info.setStr('uncollectable', r.uncollectable);
      try {
        yield callR(f, [phase, info]);
      } catch (e) {
        if (!(e instanceof PyBaseException)) throw e;
        hooks.unraisable(e, 'Exception ignored while calling GC callback', f);
      }
    }
    return undefined;
  }
  function* run(generation: number): NativeGenerator<PyValue> {
    if (running) return 0;
    running = true;
    const began = performance.now();
    if (generation > 0) middle &&= new WeakSet();
    else if (middle !== null) for (const o of young()) middle.add(o);
    memory.count = 0;
    memory.collectionDue = false;
    for (let g = 0; g < Math.min(generation, 2); g++) older[g] = 0;
    if (generation < 2) older[generation]++;
    try {
      yield* tell('start', generation, { collected: 0, uncollectable: 0 });
      const r = yield* collect(interpreter(), (debug & DEBUG_SAVEALL) !== 0 ? garbage : null);
      const s = stats[generation];
      s.collections++;
      s.collected += r.collected;
      s.uncollectable += r.uncollectable;
      yield* tell('stop', generation, r);
      return r.collected + r.uncollectable;
    } finally {
      running = false;
      took = performance.now() - began;
      count();
    }
  }
  /** When to ask next whether a collection is due. */
  function count(): void {
    memory.countUntil = enabled && threshold[0] > 0 ? threshold[0] : Number.POSITIVE_INFINITY;
  }
  count();

  /** Somebody can tell whether garbage was collected. */
  const noticed = (): boolean => memory.watched.size > 0 || callbacks.items.length > 0 || debug !== 0;
  /**
   * A collection goes through the whole heap, whatever its generation: it may take a tenth of the time, and none begins
   * when the time a program has is nearly over.
   */
  setAutomatic(() => {
    if (!enabled || running || threshold[0] <= 0) return null;
    const now = performance.now();
    const left = interpreter().limits.deadline - host().clock.milliseconds();
    if (!noticed() || spent > FREE + (now - since) / SHARE || left < 100 + SHARE * took) {
      memory.countUntil = memory.count + Math.max(500, threshold[0] / 4);
      return null;
    }
    let generation = 0;
    if (older[0] > threshold[1]) generation = older[1] > threshold[2] ? 2 : 1;
    return begun(generation);
  });
  function* begun(generation: number): NativeGenerator<undefined> {
    yield* run(generation);
    spent += took;
    return undefined;
  }
  const reachable = (): PyObject[] => [...census(interpreter(), null)].filter((o) => isTracked(o) && !frozen.has(o));

  m.funcs({
    'enable()': () => {
      enabled = true;
      count();
    },
    'disable()': () => {
      enabled = false;
      count();
    },
    'isenabled()': () => enabled,
    'collect(generation=2)': (generation: PyValue) => {
      const g = cInt(generation);
      if (g < 0 || g > 2) throw valueError('invalid generation');
      return run(g);
    },
    'get_count()': () => new PyTuple([memory.count, ...older]),
    'get_threshold()': () => new PyTuple(threshold.slice()),
    'set_threshold(threshold0, threshold1=?, threshold2=?, /)': (a: PyValue, b?: PyValue, c?: PyValue) => {
      threshold = [cInt(a), b === undefined ? threshold[1] : cInt(b), c === undefined ? threshold[2] : cInt(c)];
      count();
    },
    'get_debug()': () => debug,
    'set_debug(flags, /)': (v: PyValue) => {
      debug = cInt(v);
    },
    'get_stats()': () =>
      new PyList(
        stats.map((s) => {
          const d = new PyDict();
          d.setStr('collections', s.collections);
          d.setStr('collected', s.collected);
          d.setStr('uncollectable', s.uncollectable);
          return d;
        }),
      ),
    'get_objects(generation=None)': (g: PyValue) => {
      if (g !== None) {
        const n = Number(index(g));
        if (n < 0) throw valueError('generation parameter cannot be negative');
        if (n > 2) throw valueError('generation parameter must be less than the number of available generations (3)');
        const youngest = new Set(young());
        middle ??= new WeakSet();
        const known = middle;
        const generationOf = (o: PyObject): number => (youngest.has(o) ? 0 : known.has(o) ? 1 : 2);
        return new PyList(reachable().filter((o) => generationOf(o) === n));
      }
      return new PyList(reachable());
    },
    'get_referents(*objs)': (objs: PyValue[]) => new PyList(objs.flatMap(referents)),
    'get_referrers(*objs)': (objs: PyValue[]) => {
      const wanted = new Set(objs);
      const out: PyObject[] = [];
      for (const o of census(interpreter(), null)) {
        if (!isTracked(o)) continue;
        let refers = false;
        traverse(o, (v) => {
          refers ||= wanted.has(v);
        });
        if (refers) out.push(o);
      }
      return new PyList(out);
    },
    'is_tracked(obj, /)': (o: PyValue) => isTracked(o),
    'is_finalized(obj, /)': (o: PyValue) => o instanceof PyObject && o.tracking?.finalized === true,
    'freeze()': () => {
      frozen = new Set(reachable());
    },
    'unfreeze()': () => {
      frozen = new Set();
    },
    'get_freeze_count()': () => frozen.size,
  });
});
