// _bisect: binary search and insertion in sorted sequences. Invariant: only `<` is asked; lists of values that
// JavaScript can compare need no generator.

import { None, type PyValue } from '../objects/object.ts';
import { PyList } from '../objects/shapes.ts';
import { TYPE_HEAP } from '../objects/type.ts';
import { valueError } from '../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { getitemR, lengthR, lessThanR, ssize } from '../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { quickLess } from '../objects/quick-less.ts';
import { defineModule } from '../runtime/modules.ts';

const isPlainList = (v: PyValue): v is PyList => v instanceof PyList && (v.cls.flags & TYPE_HEAP) === 0;

function bisect(a: PyValue, x: PyValue, loArg: PyValue, hiArg: PyValue, key: PyValue, right: boolean): Resumable<number> {
  const lo = ssize(loArg);
  if (lo < 0) throw valueError('lo must be non-negative');
  let hi = hiArg === None ? -1 : ssize(hiArg);
  if (key === None && isPlainList(a)) {
    const items = a.items;
    if (hi < 0) hi = items.length;
    let l = lo;
    let h = hi;
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
function* bisectSlow(a: PyValue, x: PyValue, lo: number, hi: number, key: PyValue, right: boolean): NativeGenerator<number> {
  if (hi < 0) hi = (yield lengthR(a)) as number;
  while (lo < hi) {
    const mid = Math.floor((lo + hi) / 2);
    let v = getitemR(a, mid);
    if (isPending(v)) v = (yield v) as PyValue;
    if (key !== None) v = (yield callR(key, [v])) as PyValue;
    let less = right ? lessThanR(x, v as PyValue) : lessThanR(v as PyValue, x); // waited for
    if (isPending(less)) less = (yield less) as boolean;
    if (right ? less : !less) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

function* insort(a: PyValue, x: PyValue, lo: PyValue, hi: PyValue, key: PyValue, right: boolean): NativeGenerator {
  let k = x;
  if (key !== None) k = (yield callR(key, [x])) as PyValue;
  const at = (yield bisect(a, k, lo, hi, key, right)) as number;
  if (isPlainList(a)) a.items.splice(at, 0, x);
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
