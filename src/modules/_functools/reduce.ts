// functools.reduce.

import type { PyValue } from '../../objects/object.ts';
import { isException, typeError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { SLOT } from '../../objects/slots.ts';
import { typeOf } from '../../objects/type.ts';

/** reduce(function, iterable[, initial]). Resumable. */
export function* reduce(f: PyValue, iterable: PyValue, initial: PyValue | undefined): NativeGenerator<PyValue> {
  let it: PyValue;
  try {
    it = (yield iterR(iterable)) as PyValue;
  } catch (e) {
    if (isException(e, 'TypeError') && typeOf(iterable).slot(SLOT.__iter__) === null) {
      throw typeError('reduce() arg 2 must support iteration');
    }
    throw e;
  }
  let result = initial;
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) break;
    if (result === undefined) result = v;
    else {
      const r = callR(f, [result, v]);
      result = isPending(r) ? ((yield r) as PyValue) : r;
    }
  }
  if (result === undefined) throw typeError('reduce() of empty iterable with no initial value');
  return result;
}
