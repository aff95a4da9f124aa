// ZstdDict: a dictionary for the compressor and the decompressor. Invariant: immutable; whoever loads it copies it, except as a
// prefix, which must be given for each frame.

import { PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { fromJS } from '../../objects/str/text.ts';
import { bytesLike } from '../support/arguments.ts';
import { addressOf } from '../support/shared-library.ts';
import { zstd } from './libzstd.ts';

export const DIGESTED = 0;
export const UNDIGESTED = 1;
export const PREFIX = 2;

export class PyZstdDict extends PyObject {
  content = new PyBytes();
  id = 0;
}
export const zstdDictType = makeBuiltinType('ZstdDict', PyZstdDict, { module: 'compression.zstd' });

defineType(zstdDictType, {
  new: [
    '(dict_content, /, *, is_raw=False)',
    (cls: PyType, content: PyValue, isRaw: PyValue) => {
      const b = bytesLike(content).slice();
      if (b.length < 8) {
        throw valueError('Zstandard dictionary content too short (must have at least eight bytes)');
      }
      const self = new cls.ctor() as PyZstdDict; // its shape
      self.content = new PyBytes(b);
      const raw = isRaw !== undefined && truth(isRaw);
      self.id = raw ? 0 : Number(zstd.dictionaryId(addressOf(b), b.length));
      if (!raw && self.id === 0) throw valueError('invalid Zstandard dictionary');
      return self;
    },
  ],
  methods: {
    '__len__()': (self: PyZstdDict) => self.content.b.length,
    '__repr__()': (self: PyZstdDict) => fromJS(`<ZstdDict dict_id=${self.id} dict_size=${self.content.b.length}>`),
  },
  getset: {
    dict_content: [(self: PyZstdDict) => self.content],
    dict_id: [(self: PyZstdDict) => self.id],
    as_digested_dict: [(self: PyZstdDict) => new PyTuple([self, DIGESTED])],
    as_undigested_dict: [(self: PyZstdDict) => new PyTuple([self, UNDIGESTED])],
    as_prefix: [(self: PyZstdDict) => new PyTuple([self, PREFIX])],
  },
});

/** A dictionary argument: a ZstdDict, or one with how it is to be loaded. */
export function dictionaryArg(v: PyValue, absent: number): { readonly content: Uint8Array; readonly how: number } {
  if (v instanceof PyZstdDict) return { content: v.content.b, how: absent };
  if (v instanceof PyTuple && v.items.length === 2) {
    const [d, how] = v.items;
    if (d instanceof PyZstdDict && (how === DIGESTED || how === UNDIGESTED || how === PREFIX))
      return { content: d.content.b, how };
  }
  throw typeError('zstd_dict argument should be a ZstdDict object.');
}
