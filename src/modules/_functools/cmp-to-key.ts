// functools.cmp_to_key: key objects ordered by a comparison function.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType } from '../../objects/type.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { compareR } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { comparisons } from '../../objects/sequence.ts';

export class PyCmpKey extends PyObject {
  constructor(
    readonly cmp: PyValue,
    public obj: PyValue | undefined,
  ) {
    super();
  }
}
export const cmpToKeyType = makeBuiltinType('KeyWrapper', PyCmpKey, { module: 'functools' });

function* compare(self: PyCmpKey, other: PyValue, op: number): NativeGenerator<PyValue> {
  if (!(other instanceof PyCmpKey)) throw typeError('other argument must be K instance');
  if (self.obj === undefined || other.obj === undefined) throw typeError("'KeyWrapper' object has no attribute 'obj'");
  const r: PyValue = yield callR(self.cmp, [self.obj, other.obj]);
  return yield compareR(r, 0, op);
}

defineType(cmpToKeyType, {
  methods: {
    '__call__(obj)': (self: PyCmpKey, obj: PyValue) => new PyCmpKey(self.cmp, obj),
    ...comparisons<PyCmpKey>(compare),
  },
  writableMembers: { obj: 'obj' },
  attrs: { __hash__: None },
});

/** cmp_to_key(mycmp) */
export function makeCmpKey(cmp: PyValue): PyValue {
  return new PyCmpKey(cmp, undefined);
}
