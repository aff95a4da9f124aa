// `__builtins__` that is neither a module nor a plain dict: any mapping works, as long as names are found through it.
// Invariant: it stores nothing, so that no cache of dict entries ever holds one of its names.

import { PyDict } from './dict/storage.ts';
import type { PyValue } from './object.ts';
import { PyModule } from './shapes.ts';
import { dictType } from './type.ts';
import { isException } from './exceptions/raise.ts';
import { getitem } from './protocol/operators.ts';
import { fromJS } from './str/text.ts';

class BuiltinsMapping extends PyDict {
  constructor(readonly mapping: PyValue) {
    super();
  }

  override findStr(): number {
    return -1;
  }

  override getStr(name: string): PyValue | undefined {
    try {
      return getitem(this.mapping, fromJS(name));
    } catch (e) {
      if (isException(e, 'KeyError')) return undefined;
      throw e;
    }
  }
}

/** The dict frames look builtins up in, for a namespace's `__builtins__`. */
export function builtinsDict(value: PyValue): PyDict {
  if (value instanceof PyModule) return value.dict;
  return value instanceof PyDict && value.cls === dictType ? value : new BuiltinsMapping(value);
}

/** What Python sees of it (`f_builtins`, a function's `__builtins__`, a new namespace's). */
export function shownBuiltins(builtins: PyDict): PyValue {
  return builtins instanceof BuiltinsMapping ? builtins.mapping : builtins;
}
