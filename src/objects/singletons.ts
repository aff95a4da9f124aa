// The methods of None, Ellipsis and NotImplemented, and of cell. Invariant: the singletons' types make no other instance.

import { Ellipsis, None, NotImplemented, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyCell } from './shapes.ts';
import { cellType, ellipsisType, noneType, notImplementedType, type PyType, typeOf } from './type.ts';
import type { PyDict } from './dict/storage.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import { compareR } from './protocol/operators.ts';
import type { Resumable } from './protocol/pending.ts';
import { idHex } from './identity.ts';
import { comparisons } from './sequence.ts';

function single(
  type: PyType,
  value: PyValue,
): readonly [string, (cls: PyType, args: PyValue[], kw: PyDict) => PyValue] {
  return [
    '(*args, **kwargs)',
    (_cls, args, kw) => {
      if (args.length > 0 || kw.size > 0) throw typeError(`${type.name} takes no arguments`);
      return value;
    },
  ];
}

defineType(noneType, {
  doc: 'The type of the None singleton.',
  new: single(noneType, None),
  methods: {
    '__repr__()': () => 'None',
    '__bool__()': () => false,
    '__hash__()': () => 0xfca86420,
  },
});
defineType(ellipsisType, {
  doc: 'The type of the Ellipsis singleton.',
  new: single(ellipsisType, Ellipsis),
  methods: { '__repr__()': () => 'Ellipsis', '__reduce__()': () => 'Ellipsis' },
});
defineType(notImplementedType, {
  doc: 'The type of the NotImplemented singleton.',
  new: single(notImplementedType, NotImplemented),
  methods: {
    '__repr__()': () => 'NotImplemented',
    '__reduce__()': () => 'NotImplemented',
    '__bool__()': () => {
      throw typeError('NotImplemented should not be used in a boolean context');
    },
  },
});

defineType(cellType, {
  doc: 'Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.',
  new: ['(contents=?, /)', (_cls: PyType, contents: PyValue | undefined) => new PyCell(contents)],
  attrs: { __hash__: None },
  getset: {
    cell_contents: [
      (self: PyCell) => {
        if (self.v === undefined) throw valueError('Cell is empty');
        return self.v;
      },
      (self: PyCell, v: PyValue | undefined) => {
        self.v = v;
      },
    ],
  },
  methods: {
    '__repr__()': (self: PyCell) =>
      self.v === undefined
        ? `<cell at ${idHex(self)}: empty>`
        : `<cell at ${idHex(self)}: ${typeOf(self.v).name} object at ${idHex(self.v)}>`,
    ...comparisons<PyCell>((self, other, op): Resumable => {
      if (!(other instanceof PyCell)) return NotImplemented;
      if (self.v !== undefined && other.v !== undefined) return compareR(self.v, other.v, op);
      const a = self.v === undefined ? 0 : 1;
      const b = other.v === undefined ? 0 : 1;
      return compareR(a, b, op);
    }),
  },
});
