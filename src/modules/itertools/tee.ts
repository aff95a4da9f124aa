// itertools.tee. Invariant: branches share a chain of links; a link's value is read from the iterator once, by whoever
// gets there first; branches keep only what is still ahead of them.

import { PyObject, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_WEAKREF, typeOf } from '../../objects/type.ts';
import { runtimeError, valueError } from '../../objects/exceptions/raise.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { callR } from '../../objects/protocol/call.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { ssize } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from '../../objects/protocol/pending.ts';
import { defineIterator } from '../../objects/iterator.ts';

/** What the branches of one tee share. */
interface Source {
  it: PyValue;
  running: boolean;
}
class Link {
  value: PyValue | undefined = undefined;
  next: Link | null = null;
}

export class PyTee extends PyObject {
  constructor(
    readonly source: Source,
    public link: Link,
  ) {
    super();
  }
}
export const teeType = makeBuiltinType('_tee', PyTee, { module: 'itertools', flags: TYPE_WEAKREF });

function take(self: PyTee, v: PyValue | undefined): PyValue | undefined {
  if (v === undefined) return undefined;
  const link = self.link;
  link.value = v;
  link.next = new Link();
  self.link = link.next;
  return v;
}
function* teeSlow(self: PyTee, p: Pending): NativeGenerator<PyValue | undefined> {
  let v: PyValue | undefined;
  try {
    v = (yield p) as PyValue | undefined;
  } finally {
    self.source.running = false;
  }
  return take(self, v);
}
defineIterator<PyTee>(
  teeType,
  (self) => {
    const link = self.link;
    if (link.next !== null) {
      self.link = link.next;
      return link.value;
    }
    const source = self.source;
    if (source.running) throw runtimeError('cannot re-enter the tee iterator');
    source.running = true;
    let v: PyValue | undefined | Pending;
    try {
      v = nextR(source.it);
    } catch (e) {
      source.running = false;
      throw e;
    }
    if (isPending(v)) return teeSlow(self, v);
    source.running = false;
    return take(self, v);
  },
  {
    doc: 'Iterator wrapped to make it copyable.',
    new: [
      '(iterable, /)',
      function* (_cls: PyType, iterable: PyValue): NativeGenerator<PyValue> {
        return yield* makeTee(iterable);
      },
    ],
    methods: { '__copy__()': (self: PyTee) => new PyTee(self.source, self.link) },
  },
);

function* makeTee(iterable: PyValue): NativeGenerator<PyTee> {
  const it = (yield iterR(iterable)) as PyValue;
  if (it instanceof PyTee) return new PyTee(it.source, it.link);
  return new PyTee({ it, running: false }, new Link());
}

/** tee(iterable, n=2). Resumable. */
export function* tee(iterable: PyValue, count: PyValue): NativeGenerator<PyValue> {
  const n = ssize(count);
  if (n < 0) throw valueError('n must be >= 0');
  if (n === 0) return new PyTuple([]);
  const it = (yield iterR(iterable)) as PyValue;
  const out: PyValue[] = [];
  if (it instanceof PyTee) {
    for (let i = 0; i < n; i++) out.push(new PyTee(it.source, it.link));
    return new PyTuple(out);
  }
  const copy =
    typeOf(it).lookup('__copy__') === undefined
      ? undefined
      : ((yield lookupAttrR(it, '__copy__')) as PyValue | undefined);
  if (copy !== undefined) {
    out.push(it);
    for (let i = 1; i < n; i++) out.push((yield callR(copy, [])) as PyValue);
    return new PyTuple(out);
  }
  const first = yield* makeTee(it);
  out.push(first);
  for (let i = 1; i < n; i++) out.push(new PyTee(first.source, first.link));
  return new PyTuple(out);
}
