// _collections: what collections/__init__.py takes from C. Invariant: types are shared by interpreters; nothing here
// has state.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { defineType } from '../objects/native.ts';
import { PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, typeOf, type PyType } from '../objects/type.ts';
import { attributeError, typeError } from '../objects/exceptions/raise.ts';
import { repr } from '../objects/protocol/text.ts';
import { ssize } from '../objects/protocol/operators.ts';
import { defineModule } from '../runtime/modules.ts';
import { dequeIteratorType, dequeReverseIteratorType, dequeType } from './_collections/deque.ts';
import { countElementsR, defaultDictType } from './_collections/defaultdict.ts';
import { orderedDictType } from './_collections/odict.ts';

/** A namedtuple's field: a descriptor that takes an item of the tuple. */
export class PyTupleGetter extends PyObject {
  constructor(
    readonly index: number,
    public doc: PyValue,
  ) {
    super();
  }
}
export const tupleGetterType = makeBuiltinType('_tuplegetter', PyTupleGetter, { module: 'collections' });
defineType(tupleGetterType, {
  new: ['(index, doc, /)', (_cls: PyType, index: PyValue, doc: PyValue) => new PyTupleGetter(ssize(index), doc)],
  writableMembers: { __doc__: 'doc' },
  methods: {
    '__get__(instance, owner=None, /)': (self: PyTupleGetter, obj: PyValue) => {
      if (obj instanceof PyTuple) {
        const v = obj.items[self.index];
        if (v === undefined) throw typeError('tuple index out of range');
        return v;
      }
      if (obj === None) return self;
      throw typeError(
        `descriptor for index '${self.index}' for tuple subclasses doesn't apply to '${typeOf(obj).name}' object`,
      );
    },
    '__set__(instance, value, /)': () => {
      throw attributeError("can't set attribute");
    },
    '__delete__(instance, /)': () => {
      throw attributeError("can't set attribute");
    },
    '__reduce__()': (self: PyTupleGetter) => new PyTuple([tupleGetterType, new PyTuple([self.index, self.doc])]),
    '__repr__()': (self: PyTupleGetter) => `_tuplegetter(${self.index}, ${repr(self.doc)})`,
  },
});
defineModule('_collections', (m) => {
  m.type(dequeType);
  m.type(defaultDictType);
  m.type(orderedDictType);
  m.type(tupleGetterType);
  m.type(dequeIteratorType);
  m.type(dequeReverseIteratorType);
  m.func('_count_elements(mapping, iterable, /)', countElementsR);
});
