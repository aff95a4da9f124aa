// Values of types whose files are elsewhere, made by calling the type. Invariant: no Python code runs.

import type { PyValue } from '../../objects/object.ts';
import { PyList } from '../../objects/shapes.ts';
import { hooks } from '../../objects/hooks.ts';
import { call } from '../../objects/protocol/call.ts';

/** A new set of hashable values. */
export function makeSet(values: PyValue[]): PyValue {
  const set = hooks.builtins()?.getStr('set');
  if (set === undefined) throw new Error('no builtins');
  return call(set, [new PyList(values)]);
}

/** A new frozenset of hashable values. */
export function makeFrozenSet(values: PyValue[]): PyValue {
  const set = hooks.builtins()?.getStr('frozenset');
  if (set === undefined) throw new Error('no builtins');
  return call(set, [new PyList(values)]);
}
