// _bisect: binary search and insertion in sorted sequences. Invariant: only `<` is asked; lists of values that
// JavaScript can compare need no generator.

import { None, type PyValue } from '../objects/object.ts';
import { PyList } from '../objects/shapes.ts';
import { TYPE_HEAP } from '../objects/type.ts';
import { overflowError, valueError } from '../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { getitemR, index, lengthR, lessThanR } from '../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { intAdd, intCompare, intFloorDiv, type Int } from '../objects/algorithms/int-math.ts';
import { PyRange } from '../objects/range.ts';
import { quickLess } from '../objects/quick-less.ts';
import { defineModule } from '../runtime/modules.ts';

const isPlainList = (v: PyValue): v is PyList => v instanceof PyList && (v.cls.flags & TYPE_HEAP) === 0;

/** An index argument, exact. */
function position(v: PyValue): Int {
  const n = index(v);
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw overflowError('Python int too large to convert to C ssize_t');
  return n;
}
const middle = (lo: Int, hi: Int): Int => {
  if (typeof lo === 'number' && typeof hi === 'number' && Number.isSafeInteger(lo + hi))
    return Math.floor((lo + hi) / 2);
  return intFloorDiv(intAdd(lo, hi), 2);
};

function bisect(a: PyValue, x: PyValue, loArg: PyValue, hiArg: PyValue, key: PyValue, right: boolean): Resumable<Int> {
  const lo = position(loArg);
  if (lo < 0) throw valueError('lo must be non-negative');
  const hi = hiArg === None ? -1 : position(hiArg);
  if (key === None && isPlainList(a) && typeof lo === 'number' && typeof hi === 'number') {
    const items = a.items;
    let l = lo;
    let h = hi < 0 ? items.length : hi;
    while (l < h) {
      const mid = Math.floor((l + h) / 2);
      const v = items[mid];
      if (v === undefined) break;
      const less = right ? quickLess(x, v) : quickLess(v, x);
      if (less === undefined) return bisectSlow(a, x, l, h, key, right);
      if (right ? less : !less) h = mid;
      else l = mid + 1;
    }
    if (l >= h) return l;
  }
  return bisectSlow(a, x, lo, hi, key, right);
}
function* bisectSlow(a: PyValue, x: PyValue, lo: Int, hi: Int, key: PyValue, right: boolean): NativeGenerator<Int> {
  // A range may be longer than 2^53: its own answer is exact.
  if (hi < 0) hi = a instanceof PyRange ? a.length : ((yield lengthR(a)) as number);
  while (intCompare(lo, hi) < 0) {
    const mid = middle(lo, hi);
    let v = getitemR(a, mid);
    if (isPending(v)) v = (yield v) as PyValue;
    if (key !== None) v = (yield callR(key, [v])) as PyValue;
    let less = right ? lessThanR(x, v as PyValue) : lessThanR(v as PyValue, x); // waited for
    if (isPending(less)) less = (yield less) as boolean;
    if (right ? less : !less) hi = mid;
    else lo = intAdd(mid, 1);
  }
  return lo;
}

function* insort(a: PyValue, x: PyValue, lo: PyValue, hi: PyValue, key: PyValue, right: boolean): NativeGenerator {
  let k = x;
  if (key !== None) k = (yield callR(key, [x])) as PyValue;
  const at = (yield bisect(a, k, lo, hi, key, right)) as Int;
  if (isPlainList(a)) a.items.splice(Number(at), 0, x);
  else yield callMethodR(a, 'insert', [at, x]);
  return undefined;
}

defineModule('_bisect', (m) => {
  const args = '(a, x, lo=0, hi=None, *, key=None)';
  type Args = [a: PyValue, x: PyValue, lo: PyValue, hi: PyValue, key: PyValue];
  m.func(`bisect_right${args}`, (...a: Args) => bisect(...a, true));
  m.func(`bisect_left${args}`, (...a: Args) => bisect(...a, false));
  m.func(`insort_right${args}`, (...a: Args) => insort(...a, true));
  m.func(`insort_left${args}`, (...a: Args) => insort(...a, false));
});
