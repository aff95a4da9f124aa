// _collections._tuplegetter: a namedtuple's field, a descriptor that takes an item of the tuple.

import { PyObject, type PyValue, None } from './object.ts';
import { defineType } from './native.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, typeOf } from './type.ts';
import { attributeError, typeError } from './exceptions/raise.ts';
import { ssize } from './protocol/operators.ts';
import { repr } from './protocol/text.ts';

/** A namedtuple's field. */
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
