// Attributes of plain objects as a dictionary. Invariant: nothing of Python runs.

import { PyObject, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { PyDict as Dict } from '../objects/dict/storage.ts';
import { dictOf } from '../objects/protocol/attribute.ts';

/** The instance dictionary of an object (or the dict itself); undefined when it has none. */
export function attributesOf(v: PyValue): PyDict | undefined {
  if (v instanceof Dict) return v;
  return v instanceof PyObject ? (dictOf(v) ?? undefined) : undefined;
}
