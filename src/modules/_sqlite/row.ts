// sqlite3.Row: a row by index or by name. Invariant: names are compared without regard to case, as SQLite does for ASCII.

import { PyObject, type PyValue } from '../../objects/object.ts';
import { NotImplemented } from '../../objects/object.ts';
import { PyList, PySlice, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { indexError, typeError } from '../../objects/exceptions/raise.ts';
import { equal, getitem, hash, index, intValue } from '../../objects/protocol/operators.ts';
import { iter } from '../../objects/protocol/iteration.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { typeName } from '../support/arguments.ts';
import { PyCursor } from './cursor.ts';

class PyRow extends PyObject {
  data = new PyTuple([]);
  description: PyValue = new PyTuple([]);
}
export const rowType = makeBuiltinType('Row', PyRow, { module: 'sqlite3', flags: TYPE_BASETYPE });

function names(self: PyRow): PyValue[] {
  if (!(self.description instanceof PyTuple)) return [];
  return self.description.items.map((d) => (d as PyTuple).items[0]); // descriptions are tuples
}
const lower = (v: PyValue): string => (isStr(v) ? toJS(v).replace(/[A-Z]/g, (c) => c.toLowerCase()) : '');

defineType(rowType, {
  new: [
    '(cursor, data, /)',
    (cls: PyType, cursor: PyValue, data: PyValue) => {
      if (!(cursor instanceof PyCursor))
        throw typeError(`Row() argument 1 must be sqlite3.Cursor, not ${typeName(cursor)}`);
      if (!(data instanceof PyTuple)) throw typeError(`Row() argument 2 must be tuple, not ${typeName(data)}`);
      const self = new cls.ctor() as PyRow; // its shape
      self.data = data;
      self.description = cursor.description;
      return self;
    },
  ],
  methods: {
    'keys()': (self: PyRow) => new PyList(names(self)),
    '__len__()': (self: PyRow) => self.data.items.length,
    '__iter__()': (self: PyRow) => iter(self.data),
    '__getitem__(key, /)': (self: PyRow, key: PyValue) => {
      if (isStr(key)) {
        const wanted = lower(key);
        const i = names(self).findIndex((name) => lower(name) === wanted);
        if (i < 0) throw indexError('No item with that key');
        return self.data.items[i];
      }
      if (key instanceof PySlice) return getitem(self.data, key);
      if (intValue(key) === undefined) throw indexError('Index must be int or string');
      const n = Number(index(key));
      const { length } = self.data.items;
      const at = n < 0 ? n + length : n;
      if (at < 0 || at >= length) throw indexError('tuple index out of range');
      return self.data.items[at];
    },
    '__hash__()': (self: PyRow) => {
      const h = BigInt(hash(self.description)) ^ BigInt(hash(self.data));
      return hash(BigInt.asIntN(60, h));
    },
    '__eq__(value, /)': (self: PyRow, other: PyValue) =>
      other instanceof PyRow
        ? equal(self.description, other.description) && equal(self.data, other.data)
        : NotImplemented,
    '__ne__(value, /)': (self: PyRow, other: PyValue) =>
      other instanceof PyRow
        ? !(equal(self.description, other.description) && equal(self.data, other.data))
        : NotImplemented,
  },
});
