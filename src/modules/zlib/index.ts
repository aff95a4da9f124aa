// The zlib module. Invariant: errors read as zlib's own ("Error -3 while decompressing data: …").

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_NO_NEW } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { exceptionClass, exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { eofError, newException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { index } from '../../objects/protocol/operators.ts';
import { fromJS } from '../../objects/str/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { bytesLike, cInt, cSize, tryBytes } from '../support/arguments.ts';
import {
  adler32,
  crc32,
  Deflater,
  Inflater,
  Z_BUF_ERROR,
  Z_FINISH,
  Z_NEED_DICT,
  Z_NO_FLUSH,
  ZlibFailure,
} from './stream.ts';

const errorType = exceptionClass('error', 'zlib', exceptionTypes.Exception);

function zlibError(code: number, text: string, what: string): PyBaseException {
  const known: { [code: number]: string } = {
    [-5]: 'incomplete or truncated stream',
    [-2]: 'inconsistent stream state',
    [-3]: 'invalid input data',
  };
  const detail = text !== '' && text !== undefined ? text : known[code];
  return newException(
    errorType,
    fromJS(detail === undefined ? `Error ${code} ${what}` : `Error ${code} ${what}: ${detail}`),
  );
}
function guard<T>(what: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof ZlibFailure) throw zlibError(e.code, e.code === Z_NEED_DICT ? '' : e.text, what);
    throw e;
  }
}

class PyCompress extends PyObject {
  stream: Deflater | null = null;
}
class PyDecompress extends PyObject {
  stream!: Inflater;
  zdict: PyValue | null = null;
  unusedData: Uint8Array = EMPTY;
  unconsumedTail: Uint8Array = EMPTY;
  eof = false;
  /** flush() has let go of the finished stream. */
  ended = false;
}
/** `_ZlibDecompressor`: the kind that bz2 and lzma have. */
class PyZlibDecompressor extends PyObject {
  stream!: Inflater;
  zdict: Uint8Array | null = null;
  input: Uint8Array = EMPTY;
  unusedData: Uint8Array = EMPTY;
  eof = false;
  needsInput = true;
}
const EMPTY = new Uint8Array(0);
const compressType = makeBuiltinType('Compress', PyCompress, { module: 'zlib', flags: TYPE_NO_NEW });
const decompressType = makeBuiltinType('Decompress', PyDecompress, { module: 'zlib', flags: TYPE_NO_NEW });
const zlibDecompressorType = makeBuiltinType('_ZlibDecompressor', PyZlibDecompressor, { module: 'zlib' });

function live(self: PyCompress): Deflater {
  if (self.stream === null) throw zlibError(-2, '', 'while compressing data');
  return self.stream;
}

defineType(compressType, {
  methods: {
    'compress(data, /)': (self: PyCompress, data: PyValue) => {
      const b = bytesLike(data);
      return guard('while compressing data', () => new PyBytes(live(self).run(b, Z_NO_FLUSH)));
    },
    'flush(mode=4, /)': (self: PyCompress, mode: PyValue) => {
      const m = cInt(mode);
      if (m === Z_NO_FLUSH) return new PyBytes();
      return guard('while flushing', () => {
        const out = live(self).run(EMPTY, m);
        if (m === Z_FINISH) self.stream = null;
        return new PyBytes(out);
      });
    },
    'copy()': copyCompress,
    '__copy__()': copyCompress,
    '__deepcopy__(memo, /)': copyCompress,
  },
});
function copyCompress(self: PyCompress): PyValue {
  if (self.stream === null) throw valueError('Inconsistent stream state');
  const c = new PyCompress();
  c.stream = self.stream.copy();
  return c;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function decompressInto(self: PyDecompress, data: Uint8Array, limit: number): Uint8Array {
  if (self.eof) {
    // Everything after the end is unused.
    self.unusedData = join(self.unusedData, data.slice());
    self.unconsumedTail = self.unconsumedTail.length > 0 ? data.slice() : EMPTY;
    return EMPTY;
  }
  return guard('while decompressing data', () => {
    const r = self.stream.run(data, limit, self.zdict === null ? null : bytesLike(self.zdict));
    if (r.end) {
      self.eof = true;
      self.unusedData = join(self.unusedData, r.rest.slice());
    }
    // After the end too, if there was a tail before: as CPython has it.
    self.unconsumedTail = !r.end || self.unconsumedTail.length > 0 ? r.rest.slice() : EMPTY;
    return r.data;
  });
}

defineType(decompressType, {
  methods: {
    'decompress(data, /, max_length=0)': (self: PyDecompress, data: PyValue, max: PyValue) => {
      const n = cSize(max);
      if (n < 0) throw valueError('max_length must be non-negative');
      return new PyBytes(decompressInto(self, bytesLike(data), n === 0 ? -1 : n));
    },
    'flush(length=16384, /)': (self: PyDecompress, length: PyValue) => {
      if (cSize(length) <= 0) throw valueError('length must be greater than zero');
      const tail = self.unconsumedTail;
      const out = tail.length === 0 ? EMPTY : decompressInto(self, tail, -1);
      if (self.eof) self.ended = true;
      return new PyBytes(out);
    },
    'copy()': copyDecompress,
    '__copy__()': copyDecompress,
    '__deepcopy__(memo, /)': copyDecompress,
  },
  getset: {
    unused_data: [(self: PyDecompress) => new PyBytes(self.unusedData)],
    unconsumed_tail: [(self: PyDecompress) => new PyBytes(self.unconsumedTail)],
    eof: [(self: PyDecompress) => self.eof],
  },
});
function copyDecompress(self: PyDecompress): PyValue {
  if (self.ended) throw valueError('Inconsistent stream state');
  const d = new PyDecompress();
  d.stream = self.stream.copy();
  d.zdict = self.zdict;
  d.unusedData = self.unusedData;
  d.unconsumedTail = self.unconsumedTail;
  d.eof = self.eof;
  return d;
}

defineType(zlibDecompressorType, {
  new: [
    "(wbits=15, zdict=b'')",
    (_cls: PyType, wbits: PyValue, zdict: PyValue | undefined) => {
      const d = new PyZlibDecompressor();
      const bits = wbits === undefined ? 15 : cInt(wbits);
      d.stream = inflater(bits);
      const dictionary = zdict === undefined ? EMPTY : bytesLike(zdict);
      if (dictionary.length > 0) {
        d.zdict = dictionary.slice();
        if (bits < 0 && !d.stream.setDictionary(d.zdict)) throw zlibError(-2, '', 'while setting zdict');
      }
      return d;
    },
  ],
  methods: {
    'decompress(data, max_length=-1)': (self: PyZlibDecompressor, data: PyValue, max: PyValue) => {
      if (self.eof) throw eofError('End of stream already reached');
      const limit = cSize(max);
      const input = join(self.input, bytesLike(data));
      return guard('while decompressing data', () => {
        const r = self.stream.run(input, limit, self.zdict);
        if (r.end) {
          self.eof = true;
          self.unusedData = r.rest.slice();
          self.input = EMPTY;
          self.needsInput = false;
        } else {
          self.input = r.rest.slice();
          self.needsInput = self.input.length === 0 && (limit < 0 || r.data.length < limit);
        }
        return new PyBytes(r.data);
      });
    },
  },
  getset: {
    unused_data: [(self: PyZlibDecompressor) => new PyBytes(self.unusedData)],
    eof: [(self: PyZlibDecompressor) => self.eof],
    needs_input: [(self: PyZlibDecompressor) => self.needsInput],
  },
});

function inflater(wbits: number): Inflater {
  try {
    return new Inflater(wbits);
  } catch (e) {
    if (e instanceof ZlibFailure) throw valueError('Invalid initialization option');
    throw e;
  }
}

defineModule('zlib', (m) => {
  const constants = {
    MAX_WBITS: 15,
    DEFLATED: 8,
    DEF_MEM_LEVEL: 8,
    DEF_BUF_SIZE: 16384,
    Z_BEST_COMPRESSION: 9,
    Z_BEST_SPEED: 1,
    Z_BLOCK: 5,
    Z_DEFAULT_COMPRESSION: -1,
    Z_DEFAULT_STRATEGY: 0,
    Z_FILTERED: 1,
    Z_FINISH: 4,
    Z_FIXED: 4,
    Z_FULL_FLUSH: 3,
    Z_HUFFMAN_ONLY: 2,
    Z_NO_COMPRESSION: 0,
    Z_NO_FLUSH: 0,
    Z_PARTIAL_FLUSH: 1,
    Z_RLE: 3,
    Z_SYNC_FLUSH: 2,
    Z_TREES: 6,
  };
  for (const [k, v] of Object.entries(constants)) m.set(k, v);
  m.set('ZLIB_VERSION', '1.3.1');
  m.set('ZLIB_RUNTIME_VERSION', '1.3.1');
  m.set('error', errorType);
  m.type(zlibDecompressorType);
  m.funcs({
    'compress(data, /, level=-1, wbits=15)': (data: PyValue, level: PyValue, wbits: PyValue) => {
      const b = bytesLike(data);
      const l = cInt(level);
      const w = cInt(wbits);
      try {
        return new PyBytes(new Deflater(l, 8, w, 8, 0, null).run(b, Z_FINISH));
      } catch (e) {
        if (e instanceof ZlibFailure)
          throw newException(errorType, e.code === -2 ? 'Bad compression level' : fromJS(`Error ${e.code}`));
        throw e;
      }
    },
    'decompress(data, /, wbits=15, bufsize=16384)': (data: PyValue, wbits: PyValue, bufsize: PyValue) => {
      const b = bytesLike(data);
      const w = cInt(wbits);
      const size = cSize(bufsize);
      if (size < 0) throw valueError('bufsize must be non-negative');
      return guard('while decompressing data', () => {
        let s: Inflater;
        try {
          s = new Inflater(w);
        } catch (e) {
          if (e instanceof ZlibFailure) throw zlibError(e.code, '', 'while preparing to decompress data');
          throw e;
        }
        const r = s.run(b, -1, null);
        if (!r.end) throw zlibError(Z_BUF_ERROR, '', 'while decompressing data');
        return new PyBytes(r.data);
      });
    },
    'compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)': (
      level: PyValue,
      method: PyValue,
      wbits: PyValue,
      memLevel: PyValue,
      strategy: PyValue,
      zdict: PyValue,
    ) => {
      const c = new PyCompress();
      const d = zdict === None ? null : bytesLike(zdict);
      try {
        c.stream = new Deflater(cInt(level), cInt(method), cInt(wbits), cInt(memLevel), cInt(strategy), d);
      } catch (e) {
        if (e instanceof ZlibFailure) throw valueError(e.text === '' ? 'Invalid initialization option' : e.text);
        throw e;
      }
      return c;
    },
    'decompressobj(wbits=15, zdict=?)': (wbits: PyValue, zdict: PyValue | undefined) => {
      const d = new PyDecompress();
      if (zdict !== undefined) {
        if (tryBytes(zdict) === undefined) throw typeError('zdict argument must support the buffer protocol');
        d.zdict = zdict;
      }
      const bits = cInt(wbits);
      d.stream = inflater(bits);
      if (bits < 0 && zdict !== undefined && !d.stream.setDictionary(bytesLike(zdict)))
        throw valueError('Invalid dictionary');
      return d;
    },
    'crc32(data, value=0, /)': (data: PyValue, value: PyValue) =>
      crc32(bytesLike(data), Number(BigInt.asUintN(32, BigInt(index(value))))),
    'adler32(data, value=1, /)': (data: PyValue, value: PyValue) =>
      adler32(bytesLike(data), Number(BigInt.asUintN(32, BigInt(index(value))))),
  });
});
