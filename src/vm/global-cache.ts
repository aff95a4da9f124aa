// LOAD_GLOBAL's inline cache: entry index in the globals or builtins dict, valid while their key layout holds.
// Invariant: a hit in builtins also guards that the globals still lack the name (their keysVersion).

import type { PyDict } from '../objects/dict/storage.ts';
import type { PyFrame } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import { nameError } from '../objects/exceptions/raise.ts';
import { dictType } from '../objects/type.ts';
import { getitem } from '../objects/protocol/operators.ts';
import { isException } from '../objects/exceptions/raise.ts';
import { fromJS } from '../objects/str/text.ts';

export class GlobalCache {
  constructor(
    readonly dict: PyDict,
    readonly version: number,
    readonly builtins: PyDict | null,
    readonly builtinsVersion: number,
    readonly index: number,
  ) {}
}

/** The global or builtin `name`; fills the cache of instruction `pc`. */
export function loadGlobal(frame: PyFrame, pc: number, name: string): PyValue {
  const g = frame.globals;
  if (g.cls === dictType) {
    const i = g.findStr(name);
    if (i >= 0) {
      frame.code.caches[pc] = new GlobalCache(g, g.keysVersion, null, 0, i);
      return g.vals[i]!;
    }
    const b = frame.builtins;
    const j = b.findStr(name);
    if (j >= 0) {
      frame.code.caches[pc] = new GlobalCache(g, g.keysVersion, b, b.keysVersion, j);
      return b.vals[j]!;
    }
    const v = b.getStr(name); // not stored where findStr looks: `__builtins__` is some mapping
    if (v !== undefined) return v;
  } else {
    // A dict subclass given to exec(): CPython honours its __getitem__ here.
    try {
      return getitem(g, fromJS(name));
    } catch (e) {
      if (!isException(e, 'KeyError')) throw e;
    }
    const v = frame.builtins.getStr(name);
    if (v !== undefined) return v;
  }
  throw nameError(`name '${name}' is not defined`, fromJS(name));
}
