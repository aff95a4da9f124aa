// _bz2: the system's libbz2, as CPython has it. Invariant: a stream is ended when its data is, or when nobody has it any more.

import { PyObject, type PyValue } from '../objects/object.ts';
import { PyBytes } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import {
  eofError,
  memoryError,
  newException,
  runtimeError,
  typeError,
  valueError,
} from '../objects/exceptions/raise.ts';
import { fromJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { bytesLike, cInt, cSize } from './support/arguments.ts';
import { CStream } from './support/c-stream.ts';
import { SharedLibrary, whenDropped } from './support/shared-library.ts';

const library = new SharedLibrary(['libbz2.so.1.0', 'libbz2.so.1', 'libbz2.so', 'libbz2.1.0.dylib', 'libbz2.dylib']);
const compressInit = library.int('BZ2_bzCompressInit', 'Piii');
const compress = library.int('BZ2_bzCompress', 'Pi');
const compressEnd = library.int('BZ2_bzCompressEnd', 'P');
const decompressInit = library.int('BZ2_bzDecompressInit', 'Pii');
const decompress = library.int('BZ2_bzDecompress', 'P');
const decompressEnd = library.int('BZ2_bzDecompressEnd', 'P');

/** sizeof(bz_stream) */
const STREAM_SIZE = 80;
const RUN = 0;
const FINISH = 2;
const STREAM_END = 4;

/** The error of a result that is one. */
function check(code: number): void {
  switch (code) {
    case -2: // BZ_PARAM_ERROR
      throw valueError('Internal error - invalid parameters passed to libbzip2');
    case -3: // BZ_MEM_ERROR
      throw memoryError('');
    case -4: // BZ_DATA_ERROR
    case -5: // BZ_DATA_ERROR_MAGIC
      throw newException(exceptionTypes.OSError, 'Invalid data stream');
    case -6: // BZ_IO_ERROR
      throw newException(exceptionTypes.OSError, 'Unknown I/O error');
    case -7: // BZ_UNEXPECTED_EOF
      throw eofError('Compressed file ended before the logical end-of-stream was detected');
    case -1: // BZ_SEQUENCE_ERROR
      throw runtimeError('Internal error - Invalid sequence of commands sent to libbzip2');
  }
  if (code < 0) throw newException(exceptionTypes.OSError, fromJS(`Unrecognized error from libbzip2: ${code}`));
}

/** C's memory of streams that were dropped before their end. */
const dropped = whenDropped<{ stream: CStream; end: (address: bigint) => number }>(({ stream, end }) =>
  end(stream.address),
);

class PyBZ2Compressor extends PyObject {
  stream: CStream | null = null;
  flushed = false;
}
class PyBZ2Decompressor extends PyObject {
  stream: CStream | null = null;
  eof = false;
  needsInput = true;
  unusedData: Uint8Array = new Uint8Array(0);
  /** Input that did not fit the output asked for. */
  input: Uint8Array = new Uint8Array(0);
}
const compressorType = makeBuiltinType('BZ2Compressor', PyBZ2Compressor, { module: '_bz2' });
const decompressorType = makeBuiltinType('BZ2Decompressor', PyBZ2Decompressor, { module: '_bz2' });

function begin(self: PyObject, end: (address: bigint) => number): CStream {
  const stream = new CStream(STREAM_SIZE, false);
  dropped.register(self, { stream, end }, self);
  return stream;
}
function finish(self: PyObject, stream: CStream, end: (address: bigint) => number): void {
  dropped.unregister(self);
  end(stream.address);
}
const unpicklable = {
  '__reduce__()': (self: PyObject) => {
    throw typeError(`cannot pickle '${self.cls.tpName}' object`);
  },
  '__reduce_ex__(protocol, /)': (self: PyObject) => {
    throw typeError(`cannot pickle '${self.cls.tpName}' object`);
  },
};

function compressData(self: PyBZ2Compressor, data: Uint8Array, action: number): PyValue {
  const { stream } = self;
  if (stream === null) return new PyBytes();
  stream.setInput(data);
  const out = stream.run(-1, () => {
    if (action === RUN && stream.availIn === 0) return true;
    const r = compress(stream.address, action);
    check(r);
    return action === FINISH && r === STREAM_END;
  });
  return new PyBytes(out);
}

defineType(compressorType, {
  doc: 'Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.',
  new: [
    '(compresslevel=9, /)',
    (cls: PyType, level: PyValue) => {
      const n = level === undefined ? 9 : cInt(level);
      if (n < 1 || n > 9) throw valueError('compresslevel must be between 1 and 9');
      const self = new cls.ctor() as PyBZ2Compressor; // its shape
      const stream = begin(self, compressEnd);
      check(compressInit(stream.address, n, 0, 0));
      self.stream = stream;
      return self;
    },
  ],
  methods: {
    'compress(data, /)': (self: PyBZ2Compressor, data: PyValue) => {
      const b = bytesLike(data);
      if (self.flushed) throw valueError('Compressor has been flushed');
      return compressData(self, b, RUN);
    },
    'flush()': (self: PyBZ2Compressor) => {
      if (self.flushed) throw valueError('Repeated call to flush()');
      self.flushed = true;
      const out = compressData(self, new Uint8Array(0), FINISH);
      if (self.stream !== null) finish(self, self.stream, compressEnd);
      self.stream = null;
      return out;
    },
    ...unpicklable,
  },
});

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length === 0 ? b : Buffer.concat([a, b]);
}

defineType(decompressorType, {
  doc: 'Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.',
  new: [
    '()',
    (cls: PyType) => {
      const self = new cls.ctor() as PyBZ2Decompressor; // its shape
      const stream = begin(self, decompressEnd);
      check(decompressInit(stream.address, 0, 0));
      self.stream = stream;
      return self;
    },
  ],
  methods: {
    'decompress(data, max_length=-1)': (self: PyBZ2Decompressor, data: PyValue, max: PyValue) => {
      const limit = cSize(max);
      const b = bytesLike(data);
      const { stream } = self;
      if (self.eof || stream === null) throw eofError('End of stream already reached');
      stream.setInput(join(self.input, b));
      let end = false;
      const out = stream.run(limit, () => {
        const r = decompress(stream.address);
        check(r);
        end = r === STREAM_END;
        return end || stream.availIn === 0;
      });
      self.input = end ? new Uint8Array(0) : stream.rest();
      self.needsInput = !end && self.input.length === 0;
      if (end) {
        self.eof = true;
        self.unusedData = stream.rest();
        finish(self, stream, decompressEnd);
        self.stream = null;
      }
      return new PyBytes(out);
    },
    ...unpicklable,
  },
  getset: {
    eof: [(self: PyBZ2Decompressor) => self.eof],
    needs_input: [(self: PyBZ2Decompressor) => self.needsInput],
    unused_data: [(self: PyBZ2Decompressor) => new PyBytes(self.unusedData)],
  },
});

defineModule('_bz2', (m) => {
  m.type(compressorType);
  m.type(decompressorType);
});
