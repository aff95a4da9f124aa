// atexit: functions to run when the interpreter ends. Invariant: last registered runs first; the interpreter runs
// them through the callback this module leaves in its `atexit` list.

import { None, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { hooks } from '../objects/hooks.ts';
import { callR, isCallable } from '../objects/protocol/call.ts';
import { equalR } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { typeError } from '../objects/exceptions/raise.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { interpreter } from '../runtime/interpreter.ts';

interface Callback {
  f: PyValue;
  args: PyValue[];
  kwnames: string[] | null;
}

defineModule('atexit', (m) => {
  let callbacks: Callback[] = [];
  function* runAll(): NativeGenerator<undefined> {
    for (;;) {
      const c = callbacks.pop();
      if (c === undefined) return undefined;
      try {
        yield callR(c.f, c.args, c.kwnames);
      } catch (e) {
        if (!(e instanceof PyBaseException)) throw e;
        hooks.unraisable(e, 'Exception ignored in atexit callback', c.f);
      }
    }
  }
  interpreter().atexit.push(runAll);
  m.funcs({
    'register(func, /, *args, **kwargs)': (f: PyValue, args: PyValue[], kwargs: PyDict) => {
      if (!isCallable(f)) throw typeError('the first argument must be callable');
      const names: string[] = [];
      const values: PyValue[] = [];
      for (const [k, v] of kwargs.entries()) {
        names.push(toJS(k as string)); // keywords are str
        values.push(v);
      }
      callbacks.push({ f, args: [...args, ...values], kwnames: names.length > 0 ? names : null });
      return f;
    },
    *'unregister(func, /)'(f: PyValue): NativeGenerator {
      for (const c of [...callbacks]) {
        const same = (yield equalR(f, c.f)) as boolean;
        if (same) callbacks = callbacks.filter((x) => x !== c);
      }
      return None;
    },
    '_clear()': () => {
      callbacks = [];
    },
    '_ncallbacks()': () => callbacks.length,
    '_run_exitfuncs()': runAll,
  });
});
