// gc, first cut: V8 collects; the module keeps the settings programs read back. Invariant: nothing is claimed to be found.
// Censuses (get_referrers, get_objects, collect finding cycles with finalizers) come with the heap walker.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyType } from '../objects/type.ts';
import { index } from '../objects/protocol/operators.ts';
import { callR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { valueError } from '../objects/exceptions/raise.ts';
import { defineModule } from '../runtime/modules.ts';
import { cInt } from './support/arguments.ts';

/** Every Python value an object holds directly. */
export function referents(o: PyValue): PyValue[] {
  if (!(o instanceof PyObject)) return [];
  const out: PyValue[] = [];
  const add = (v: unknown): void => {
    if (v instanceof PyObject) out.push(v);
    else if (typeof v === 'string' || typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean')
      out.push(v);
  };
  if (o instanceof PyList || o instanceof PyTuple) return o.items.slice();
  if (o instanceof PyDict) {
    for (const [k, v] of o.entries()) out.push(k, v);
    return out;
  }
  if (o instanceof PyType) {
    add(o.ns);
    for (const b of o.bases) add(b);
    return out;
  }
  for (const key of Object.keys(o)) {
    const v = (o as unknown as { [k: string]: unknown })[key];
    if (key.charCodeAt(0) === 36 || key.charCodeAt(0) === 37 || v instanceof PyObject) add(v);
    else if (Array.isArray(v)) for (const x of v) add(x);
  }
  add(o.cls);
  return out;
}

defineModule('gc', (m) => {
  const flags = { DEBUG_STATS: 1, DEBUG_COLLECTABLE: 2, DEBUG_UNCOLLECTABLE: 4, DEBUG_SAVEALL: 32, DEBUG_LEAK: 38 };
  for (const [k, v] of Object.entries(flags)) m.set(k, v);
  const callbacks = new PyList([]);
  m.set('callbacks', callbacks);
  m.set('garbage', new PyList([]));
  let enabled = true;
  let debug = 0;
  let threshold = [2000, 10, 10];
  const collections = [0, 0, 0];
  m.funcs({
    'enable()': () => {
      enabled = true;
    },
    'disable()': () => {
      enabled = false;
    },
    'isenabled()': () => enabled,
    *'collect(generation=2)'(generation: PyValue): NativeGenerator {
      const g = cInt(generation);
      if (g < 0 || g > 2) throw valueError('invalid generation');
      const tell = function* (phase: string): NativeGenerator<undefined> {
        for (const f of callbacks.items.slice()) {
          const info = new PyDict();
          info.setStr('generation', g);
          info.setStr('collected', 0);
          info.setStr('uncollectable', 0);
          yield callR(f, [phase, info]);
        }
        return undefined;
      };
      if (callbacks.items.length > 0) yield* tell('start');
      collections[g]++;
      if (callbacks.items.length > 0) yield* tell('stop');
      return 0;
    },
    'get_count()': () => new PyTuple([0, 0, 0]),
    'get_threshold()': () => new PyTuple(threshold.slice()),
    'set_threshold(threshold0, threshold1=?, threshold2=?, /)': (a: PyValue, b?: PyValue, c?: PyValue) => {
      threshold = [cInt(a), b === undefined ? threshold[1] : cInt(b), c === undefined ? threshold[2] : cInt(c)];
    },
    'get_debug()': () => debug,
    'set_debug(flags, /)': (v: PyValue) => {
      debug = cInt(v);
    },
    'get_stats()': () =>
      new PyList(
        collections.map((n) => {
          const d = new PyDict();
          d.setStr('collections', n);
          d.setStr('collected', 0);
          d.setStr('uncollectable', 0);
          return d;
        }),
      ),
    'get_objects(generation=None)': (g: PyValue) => {
      if (g !== None) index(g);
      return new PyList([]);
    },
    'get_referents(*objs)': (objs: PyValue[]) => new PyList(objs.flatMap(referents)),
    'get_referrers(*objs)': () => new PyList([]),
    'is_tracked(obj, /)': (o: PyValue) => o instanceof PyObject && Object.keys(o).length > 0,
    'is_finalized(obj, /)': () => false,
    'freeze()': () => undefined,
    'unfreeze()': () => undefined,
    'get_freeze_count()': () => 0,
  });
});
