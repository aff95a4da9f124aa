// sys.getrefcount: the count CPython 3.14 reports. Invariant: objects are counted exactly (census.ts). Numbers and strings
// are JavaScript's and have no identity: of those, what CPython makes immortal answers its constant, the others count the
// places that hold an equal value.

import { Ellipsis, None, NotImplemented, PyObject, type PyValue } from '../../objects/object.ts';
import { traverse } from '../../objects/memory/traverse.ts';
import { PyCode, PyTuple } from '../../objects/shapes.ts';
import { PyType, TYPE_HEAP } from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { census, countReferences } from './census.ts';

/** What CPython answers for objects whose references it does not count (3.14, 64 bits). */
export const IMMORTAL = 3 * 2 ** 30;

function immortal(v: PyValue): boolean {
  if (typeof v === 'boolean' || v === None || v === Ellipsis || v === NotImplemented) return true;
  if (typeof v === 'number') return v >= -5 && v <= 256;
  if (typeof v === 'string') return v.length < 2 && (v === '' || v.charCodeAt(0) < 256);
  if (v instanceof PyType) return (v.flags & TYPE_HEAP) === 0;
  return v instanceof PyTuple && v.items.length === 0;
}

export function referenceCount(i: RuntimeInterpreter, v: PyValue): number {
  if (immortal(v)) return IMMORTAL;
  if (v instanceof PyObject) return countReferences(i, v);
  let n = 0;
  let interned = false;
  for (const o of census(i, null)) {
    if (o instanceof PyCode) {
      interned ||= o.consts.includes(v) || (typeof v === 'string' && o.code.names.includes(v));
    } else if (o instanceof PyDict && typeof v === 'string' && o.findStr(v) >= 0) interned = true;
    traverse(o, (x) => {
      if (x === v) n++;
    });
  }
  return interned && typeof v === 'string' ? IMMORTAL : n;
}
