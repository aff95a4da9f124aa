// _lzma: the system's liblzma, as CPython has it. Invariant: a stream is ended when its data is, or when nobody has it any
// more.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { eofError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { defineModule } from '../../runtime/modules.ts';
import { bytesLike, cInt, cSize } from '../support/arguments.ts';
import { CStream } from '../support/c-stream.ts';
import { addressOf, whenDropped } from '../support/shared-library.ts';
import {
  BUF_ERROR,
  check,
  decodeProperties,
  encodeProperties,
  FILTER_LZMA1,
  FILTER_LZMA2,
  FilterChain,
  GET_CHECK,
  lzma,
  lzmaErrorType,
  NO_CHECK,
  OK,
  STREAM_END,
  uint32,
  uint64,
} from './liblzma.ts';

/** sizeof(lzma_stream) */
const STREAM_SIZE = 136;
const RUN = 0;
const FINISH = 3;
const FORMAT_AUTO = 0;
const FORMAT_XZ = 1;
const FORMAT_ALONE = 2;
const FORMAT_RAW = 3;
const CHECK_CRC64 = 4;
const CHECK_UNKNOWN = 16;
const TELL_NO_CHECK = 1;
const TELL_ANY_CHECK = 4;
const NO_LIMIT = 0xffffffffffffffffn;
const EMPTY = new Uint8Array(0);

/** C's memory of streams that were dropped before their end. */
const dropped = whenDropped<CStream>((stream) => lzma.end(stream.address));

class PyLZMACompressor extends PyObject {
  stream: CStream | null = null;
  flushed = false;
}
class PyLZMADecompressor extends PyObject {
  stream: CStream | null = null;
  check = CHECK_UNKNOWN;
  eof = false;
  needsInput = true;
  unusedData: Uint8Array = EMPTY;
  /** Input that did not fit the output asked for. */
  input: Uint8Array = EMPTY;
}
const compressorType = makeBuiltinType('LZMACompressor', PyLZMACompressor, { module: '_lzma' });
const decompressorType = makeBuiltinType('LZMADecompressor', PyLZMADecompressor, { module: '_lzma' });

function begin(self: PyObject, start: (address: bigint) => number): CStream {
  const stream = new CStream(STREAM_SIZE, true);
  dropped.register(self, stream, self);
  check(start(stream.address));
  return stream;
}
function finish(self: PyObject, stream: CStream): void {
  dropped.unregister(self);
  lzma.end(stream.address);
}
const unpicklable = {
  '__reduce__()': (self: PyObject) => {
    throw typeError(`cannot pickle '${self.cls.tpName}' object`);
  },
  '__reduce_ex__(protocol, /)': (self: PyObject) => {
    throw typeError(`cannot pickle '${self.cls.tpName}' object`);
  },
};

function startEncoder(format: number, checkId: number, preset: number, filters: PyValue): (address: bigint) => number {
  switch (format) {
    case FORMAT_XZ: {
      const id = checkId === -1 ? CHECK_CRC64 : checkId;
      if (filters === None) return (s) => lzma.easyEncoder(s, preset, id);
      const chain = FilterChain.from(filters);
      return (s) => lzma.streamEncoder(s, chain.address, id);
    }
    case FORMAT_ALONE: {
      const chain = filters === None ? FilterChain.ofPreset(preset) : FilterChain.from(filters);
      if (chain.ids.length !== 1 || chain.ids[0] !== FILTER_LZMA1)
        throw valueError('Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter');
      return (s) => lzma.aloneEncoder(s, addressOf(chain.options[0]));
    }
    case FORMAT_RAW: {
      if (filters === None) throw valueError('Must specify filters for FORMAT_RAW');
      const chain = FilterChain.from(filters);
      return (s) => lzma.rawEncoder(s, chain.address);
    }
  }
  throw valueError(`Invalid container format: ${format}`);
}

function compressData(self: PyLZMACompressor, data: Uint8Array, action: number): PyValue {
  const { stream } = self;
  if (stream === null) return new PyBytes();
  stream.setInput(data);
  const out = stream.run(-1, () => {
    let r = lzma.code(stream.address, action);
    if (r === BUF_ERROR && data.length === 0 && stream.availOut > 0) r = OK; // nothing to do is no error
    check(r);
    return (action === RUN && stream.availIn === 0 && stream.availOut > 0) || (action === FINISH && r === STREAM_END);
  });
  return new PyBytes(out);
}

defineType(compressorType, {
  new: [
    '(format=1, check=-1, preset=None, filters=None)',
    (cls: PyType, format: PyValue, checkId: PyValue, preset: PyValue, filters: PyValue) => {
      const f = cInt(format);
      const c = cInt(checkId);
      if (preset !== None && filters !== None) throw valueError('Cannot specify both preset and filter chain');
      const p = preset === None ? 6 : uint32(preset);
      if (f !== FORMAT_XZ && c !== -1 && c !== 0) throw valueError('Integrity checks are only supported by FORMAT_XZ');
      const self = new cls.ctor() as PyLZMACompressor; // its shape
      self.stream = begin(self, startEncoder(f, c, p, filters));
      return self;
    },
  ],
  methods: {
    'compress(data, /)': (self: PyLZMACompressor, data: PyValue) => {
      const b = bytesLike(data);
      if (self.flushed) throw valueError('Compressor has been flushed');
      return compressData(self, b, RUN);
    },
    'flush()': (self: PyLZMACompressor) => {
      if (self.flushed) throw valueError('Repeated call to flush()');
      self.flushed = true;
      const out = compressData(self, EMPTY, FINISH);
      if (self.stream !== null) finish(self, self.stream);
      self.stream = null;
      return out;
    },
    ...unpicklable,
  },
});

function startDecoder(format: number, limit: bigint, filters: PyValue): (address: bigint) => number {
  const flags = TELL_ANY_CHECK | TELL_NO_CHECK;
  switch (format) {
    case FORMAT_AUTO:
      return (s) => lzma.autoDecoder(s, limit, flags);
    case FORMAT_XZ:
      return (s) => lzma.streamDecoder(s, limit, flags);
    case FORMAT_ALONE:
      return (s) => lzma.aloneDecoder(s, limit);
    case FORMAT_RAW: {
      const chain = FilterChain.from(filters);
      return (s) => lzma.rawDecoder(s, chain.address);
    }
  }
  throw valueError(`Invalid container format: ${format}`);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length === 0 ? b : Buffer.concat([a, b]);
}

defineType(decompressorType, {
  new: [
    '(format=0, memlimit=None, filters=None)',
    (cls: PyType, format: PyValue, memlimit: PyValue, filters: PyValue) => {
      const f = cInt(format);
      let limit = NO_LIMIT;
      if (memlimit !== None) {
        if (f === FORMAT_RAW) throw valueError('Cannot specify memory limit with FORMAT_RAW');
        limit = uint64(memlimit);
      }
      if (f === FORMAT_RAW && filters === None) throw valueError('Must specify filters for FORMAT_RAW');
      if (f !== FORMAT_RAW && filters !== None) throw valueError('Cannot specify filters except with FORMAT_RAW');
      const self = new cls.ctor() as PyLZMADecompressor; // its shape
      if (f === FORMAT_RAW || f === FORMAT_ALONE) self.check = 0;
      self.stream = begin(self, startDecoder(f, limit, filters));
      return self;
    },
  ],
  methods: {
    'decompress(data, max_length=-1)': (self: PyLZMADecompressor, data: PyValue, max: PyValue) => {
      const limit = cSize(max);
      const b = bytesLike(data);
      const { stream } = self;
      if (self.eof || stream === null) throw eofError('Already at end of stream');
      stream.setInput(join(self.input, b));
      let end = false;
      const out = stream.run(limit, () => {
        let r = lzma.code(stream.address, RUN);
        if (r === BUF_ERROR && stream.availIn === 0 && stream.availOut > 0) r = OK; // more input is needed
        if (r === BUF_ERROR && stream.availOut === 0) r = OK; // more output is
        check(r);
        if (r === GET_CHECK || r === NO_CHECK) self.check = lzma.getCheck(stream.address);
        end = r === STREAM_END;
        return end || (stream.availOut > 0 && stream.availIn === 0);
      });
      self.input = end ? EMPTY : stream.rest();
      // Without room for output there may be some left in the library, though all input was read.
      self.needsInput = !end && self.input.length === 0 && stream.availOut > 0;
      if (end) {
        self.eof = true;
        self.unusedData = stream.rest();
        finish(self, stream);
        self.stream = null;
      }
      return new PyBytes(out);
    },
    ...unpicklable,
  },
  getset: {
    check: [(self: PyLZMADecompressor) => self.check],
    eof: [(self: PyLZMADecompressor) => self.eof],
    needs_input: [(self: PyLZMADecompressor) => self.needsInput],
    unused_data: [(self: PyLZMADecompressor) => new PyBytes(self.unusedData)],
  },
});

const CONSTANTS: { readonly [name: string]: number | bigint } = {
  FORMAT_AUTO,
  FORMAT_XZ,
  FORMAT_ALONE,
  FORMAT_RAW,
  CHECK_NONE: 0,
  CHECK_CRC32: 1,
  CHECK_CRC64,
  CHECK_SHA256: 10,
  CHECK_ID_MAX: 15,
  CHECK_UNKNOWN,
  FILTER_LZMA1,
  FILTER_LZMA2: Number(FILTER_LZMA2),
  FILTER_DELTA: 3,
  FILTER_X86: 4,
  FILTER_POWERPC: 5,
  FILTER_IA64: 6,
  FILTER_ARM: 7,
  FILTER_ARMTHUMB: 8,
  FILTER_SPARC: 9,
  MF_HC3: 3,
  MF_HC4: 4,
  MF_BT2: 0x12,
  MF_BT3: 0x13,
  MF_BT4: 0x14,
  MODE_FAST: 1,
  MODE_NORMAL: 2,
  PRESET_DEFAULT: 6,
  PRESET_EXTREME: 0x80000000,
};

defineModule('_lzma', (m) => {
  for (const [name, value] of Object.entries(CONSTANTS)) m.set(name, value);
  m.set('LZMAError', lzmaErrorType);
  m.type(compressorType);
  m.type(decompressorType);
  m.funcs({
    'is_check_supported(check_id, /)': (id: PyValue) => lzma.checkIsSupported(cInt(id)) !== 0,
    '_encode_filter_properties(filter, /)': (filter: PyValue) => new PyBytes(encodeProperties(filter)),
    '_decode_filter_properties(filter_id, encoded_props, /)': (id: PyValue, data: PyValue) =>
      decodeProperties(uint64(id), bytesLike(data)),
  });
});
