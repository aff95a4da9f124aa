// _tracemalloc: where the memory that is in use was allocated (runtime/memory/allocations.ts). Invariant: while nothing is
// traced every answer is CPython's for that.

import { None, type PyValue } from '../objects/object.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { valueError } from '../objects/exceptions/raise.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { Allocations } from '../runtime/memory/allocations.ts';
import { defineModule } from '../runtime/modules.ts';
import { cInt } from './support/arguments.ts';

/** CPython's own table has so much for each trace. */
const TABLE_ENTRY = 48;

defineModule('_tracemalloc', (m) => {
  let traced: Allocations | null = null;
  let limit = 1;
  m.funcs({
    'is_tracing()': () => traced !== null,
    'clear_traces()': () => traced?.clear(),
    '_get_traces()': () => traced?.all() ?? new PyList([]),
    '_get_object_traceback(obj, /)': (o: PyValue) => traced?.of(o)?.site.frames ?? None,
    'start(nframe=1, /)': (n: PyValue) => {
      const k = cInt(n);
      if (k < 1 || k > 65535) throw valueError('the number of frames must be in range [1; 65535]');
      if (traced !== null) return;
      limit = k;
      traced = new Allocations(interpreter(), k);
    },
    'stop()': () => {
      traced?.stop();
      traced = null;
    },
    'get_traceback_limit()': () => limit,
    'get_tracemalloc_memory()': () => (traced?.count() ?? 0) * TABLE_ENTRY,
    'get_traced_memory()': () => {
      const { size, peak } = traced?.memory() ?? { size: 0, peak: 0 };
      return new PyTuple([size, peak]);
    },
    'reset_peak()': () => traced?.resetPeak(),
  });
});
