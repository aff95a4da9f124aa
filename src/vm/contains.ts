// `in`: containment with its fall-back to iteration.

import { indexOf } from '../objects/algorithms/text-search.ts';
import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { dictType, typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { typeError } from '../objects/exceptions/raise.ts';
import { isPending, type Resumable, thenR } from '../objects/protocol/pending.ts';
import { callUnboundR } from '../objects/protocol/call.ts';
import { equalR, truthR } from '../objects/protocol/operators.ts';
import { iterR, nextR } from '../objects/protocol/iteration.ts';

/** `value in container`. Resumable. */
export function containsR(container: PyValue, value: PyValue): Resumable<boolean> {
  if (container instanceof PyDict && container.cls === dictType) return container.has(value);
  if (typeof container === 'string' && typeof value === 'string') return indexOf(container, value) >= 0;
  const t = typeOf(container);
  const f = t.slot(SLOT.__contains__);
  if (f === None) throw typeError(`'${t.tpName}' object is not a container`);
  if (f !== null) return thenR(callUnboundR(f, container, [value]), truthR);
  if (t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) {
    throw typeError(`argument of type '${t.tpName}' is not a container or iterable`);
  }
  return search(container, value);
}

function* search(container: PyValue, value: PyValue): Generator<unknown, boolean, never> {
  const it: PyValue = yield iterR(container);
  for (;;) {
    let x = nextR(it);
    if (isPending(x)) x = (yield x) as PyValue | undefined;
    if (x === undefined) return false;
    const same: boolean = yield equalR(x, value);
    if (same) return true;
  }
}
