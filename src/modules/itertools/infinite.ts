// itertools.count, cycle and repeat.

import { PyObject, type PyValue } from '../../objects/object.ts';
import type { PyStr } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, typeOf } from '../../objects/type.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { binaryR, intValue, OPERATOR, ssize } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from '../../objects/protocol/pending.ts';
import { reprR } from '../../objects/protocol/text.ts';
import { SLOT } from '../../objects/slots.ts';
import { fromJS, toJS } from '../../objects/str/text.ts';
import { defineIterator } from '../../objects/iterator.ts';

export class PyCount extends PyObject {
  value: PyValue = 0;
  step: PyValue = 1;
}
export const countType = makeBuiltinType('count', PyCount, { module: 'itertools', flags: TYPE_BASETYPE });

const isNumber = (v: PyValue): boolean => {
  const t = typeOf(v);
  return (
    intValue(v) !== undefined ||
    [SLOT.__index__, SLOT.__float__, SLOT.__int__, SLOT.__complex__].some((s) => t.slot(s) !== null) ||
    t.name === 'complex'
  );
};

function* countSlow(self: PyCount, value: PyValue, p: Pending): NativeGenerator<PyValue> {
  self.value = (yield p) as PyValue;
  return value;
}
defineIterator<PyCount>(
  countType,
  (self) => {
    const v = self.value;
    const step = self.step;
    if (typeof v === 'number' && typeof step === 'number') {
      const next = v + step;
      if (Number.isSafeInteger(next)) {
        self.value = next;
        return v;
      }
    }
    const next = binaryR(v, step, OPERATOR.add);
    if (isPending(next)) return countSlow(self, v, next);
    self.value = next;
    return v;
  },
  {
    doc: 'Return a count object whose .__next__() method returns consecutive values.',
    new: [
      '(start=0, step=1)',
      (cls: PyType, start: PyValue, step: PyValue) => {
        if (!isNumber(start) || !isNumber(step)) throw typeError('a number is required');
        const c = new cls.ctor() as PyCount; // count's shape
        c.value = start;
        c.step = step;
        return c;
      },
    ],
    methods: {
      *'__repr__()'(self: PyCount): NativeGenerator<PyValue> {
        const v: string | PyStr = yield reprR(self.value);
        if (self.step === 1) return fromJS(`${self.cls.name}(${toJS(v)})`);
        const s: string | PyStr = yield reprR(self.step);
        return fromJS(`${self.cls.name}(${toJS(v)}, ${toJS(s)})`);
      },
    },
  },
);

export class PyCycle extends PyObject {
  it: PyValue | null = null;
  saved: PyValue[] = [];
  at = 0;
}
export const cycleType = makeBuiltinType('cycle', PyCycle, { module: 'itertools', flags: TYPE_BASETYPE });

function again(self: PyCycle): PyValue | undefined {
  self.it = null;
  const saved = self.saved;
  if (saved.length === 0) return undefined;
  const v = saved[self.at++];
  if (self.at >= saved.length) self.at = 0;
  return v;
}
function* cycleSlow(self: PyCycle, p: Pending): NativeGenerator<PyValue | undefined> {
  const v = (yield p) as PyValue | undefined;
  if (v === undefined) return again(self);
  self.saved.push(v);
  return v;
}
defineIterator<PyCycle>(
  cycleType,
  (self) => {
    if (self.it === null) return again(self);
    const v = nextR(self.it);
    if (isPending(v)) return cycleSlow(self, v);
    if (v === undefined) return again(self);
    self.saved.push(v);
    return v;
  },
  {
    doc: 'Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
    new: [
      '(iterable, /)',
      function* (cls: PyType, iterable: PyValue): NativeGenerator<PyValue> {
        const c = new cls.ctor() as PyCycle; // cycle's shape
        c.it = (yield iterR(iterable)) as PyValue;
        return c;
      },
    ],
  },
);

export class PyRepeat extends PyObject {
  element: PyValue = 0;
  /** -1: for ever. */
  left = -1;
}
export const repeatType = makeBuiltinType('repeat', PyRepeat, { module: 'itertools', flags: TYPE_BASETYPE });
defineIterator<PyRepeat>(
  repeatType,
  (self) => {
    if (self.left === 0) return undefined;
    if (self.left > 0) self.left--;
    return self.element;
  },
  {
    doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
    new: [
      '(object, times=?)',
      (cls: PyType, element: PyValue, times: PyValue | undefined) => {
        const r = new cls.ctor() as PyRepeat; // repeat's shape
        r.element = element;
        if (times !== undefined) r.left = Math.max(0, ssize(times));
        return r;
      },
    ],
    methods: {
      *'__repr__()'(self: PyRepeat): NativeGenerator<PyValue> {
        const v: string | PyStr = yield reprR(self.element);
        return fromJS(`${self.cls.name}(${toJS(v)}${self.left < 0 ? '' : `, ${self.left}`})`);
      },
      '__length_hint__()': (self: PyRepeat) => {
        if (self.left < 0) throw typeError('len() of unsized object');
        return self.left;
      },
    },
  },
);
