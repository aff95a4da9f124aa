// _zstd: the system's libzstd, as CPython 3.14 has it. Invariant: what is fixed by the format (levels' default, buffer sizes) is
// there without the library, so that importing compression.zstd loads nothing.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, PyType, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { attributeError, eofError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { collect } from '../../objects/protocol/iteration.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { defineModule } from '../../runtime/modules.ts';
import { bytesLike, cInt, cSize, typeName } from '../support/arguments.ts';
import { addressOf, whenDropped } from '../support/shared-library.ts';
import { DIGESTED, dictionaryArg, PREFIX, UNDIGESTED, zstdDictType } from './dictionary.ts';
import {
  bounds,
  C_PARAMETERS,
  checked,
  COMPRESSION_LEVEL,
  errorName,
  failed,
  parameterError,
  ZBuffer,
  ZOutput,
  zstd,
  zstdError,
  zstdErrorType,
} from './libzstd.ts';

const CONTINUE = 0;
const FLUSH_BLOCK = 1;
const FLUSH_FRAME = 2;
const RESET_SESSION = 1;
const UNKNOWN_SIZE = 0xffffffffffffffffn;
const EMPTY = new Uint8Array(0);

/** C's contexts of objects that nobody has any more. */
const dropped = whenDropped<() => void>((free) => free());

/** The enumerations that compression.zstd gives, told apart so that one is not taken for the other. */
const parameterTypes: WeakMap<PyObject, 'compression' | 'decompression'> = new WeakMap();

class PyZstdCompressor extends PyObject {
  context = 0n;
  lastMode = FLUSH_FRAME;
  prefix: Uint8Array | null = null;
}
class PyZstdDecompressor extends PyObject {
  context = 0n;
  eof = false;
  needsInput = true;
  unusedData: Uint8Array = EMPTY;
  /** Input that did not fit the output asked for. */
  input: Uint8Array = EMPTY;
  prefix: Uint8Array | null = null;
}
const compressorType = makeBuiltinType('ZstdCompressor', PyZstdCompressor, { module: 'compression.zstd' });
const decompressorType = makeBuiltinType('ZstdDecompressor', PyZstdDecompressor, { module: 'compression.zstd' });

/** Options: parameter → value. */
function* options(v: PyValue, isCompress: boolean): Generator<[number, number]> {
  const what = isCompress ? 'Compressor' : 'Decompressor';
  const kind = isCompress ? 'compression' : 'decompression';
  if (!(v instanceof PyDict)) throw typeError(`Zstd${what}() argument 'options' must be dict, not ${typeName(v)}`);
  for (const [key, value] of v.entries()) {
    const of = parameterTypes.get(typeOf(key));
    if (of !== undefined && of !== kind) {
      throw typeError(
        `${kind} options dictionary key must not be a ${isCompress ? 'Decompression' : 'Compression'}Parameter attribute`,
      );
    }
    yield [cInt(key), cInt(value)];
  }
}

defineType(compressorType, {
  new: [
    '(level=None, options=None, zstd_dict=None)',
    (cls: PyType, level: PyValue, given: PyValue, dictionary: PyValue) => {
      if (level !== None && given !== None) throw typeError('Only one of level or options should be used.');
      const self = new cls.ctor() as PyZstdCompressor; // its shape
      const context = BigInt(zstd.createCCtx());
      self.context = context;
      dropped.register(self, () => void zstd.freeCCtx(context));
      if (level !== None) {
        const n = cInt(level);
        const [lower, upper] = bounds(COMPRESSION_LEVEL, true);
        if (n < lower || n > upper)
          throw valueError(`illegal compression level ${n}; the valid range is [${lower}, ${upper}]`);
        checked(zstd.setCParameter(context, COMPRESSION_LEVEL, n), 'set compression level');
      }
      if (given !== None) {
        for (const [parameter, value] of options(given, true)) {
          // libzstd takes levels out of bounds for the nearest one.
          const [lower, upper] = parameter === COMPRESSION_LEVEL ? bounds(parameter, true) : [-2147483648, 2147483647];
          if (value < lower || value > upper || failed(zstd.setCParameter(context, parameter, value)))
            throw parameterError(parameter, value, true);
        }
      }
      if (dictionary !== None) {
        const { content, how } = dictionaryArg(dictionary, UNDIGESTED);
        if (how === PREFIX) self.prefix = content;
        else {
          const r = zstd.loadCDictionary(context, addressOf(content), content.length);
          checked(r, 'load Zstandard dictionary or prefix for compression');
        }
      }
      return self;
    },
  ],
  methods: {
    'compress(data, mode=0)': (self: PyZstdCompressor, data: PyValue, mode: PyValue) => {
      const m = mode === undefined ? CONTINUE : cInt(mode);
      if (m !== CONTINUE && m !== FLUSH_BLOCK && m !== FLUSH_FRAME) {
        throw valueError(
          'mode argument wrong value, it should be one of ZstdCompressor.CONTINUE, ZstdCompressor.FLUSH_BLOCK, ZstdCompressor.FLUSH_FRAME.',
        );
      }
      return compress(self, bytesLike(data), m);
    },
    'flush(mode=2)': (self: PyZstdCompressor, mode: PyValue) => {
      const m = mode === undefined ? FLUSH_FRAME : cInt(mode);
      if (m !== FLUSH_FRAME && m !== FLUSH_BLOCK) {
        throw valueError(
          'mode argument wrong value, it should be ZstdCompressor.FLUSH_FRAME or ZstdCompressor.FLUSH_BLOCK.',
        );
      }
      return compress(self, EMPTY, m);
    },
    'set_pledged_input_size(size, /)': (self: PyZstdCompressor, size: PyValue) => {
      const n = size === None ? UNKNOWN_SIZE : BigInt(index(size));
      if (n < 0n || (size !== None && n >= UNKNOWN_SIZE - 1n)) {
        throw valueError('size argument should be a positive int less than 18446744073709551614');
      }
      if (self.lastMode !== FLUSH_FRAME) {
        throw valueError('set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME');
      }
      checked(zstd.setPledgedSize(self.context, n), 'set pledged uncompressed content size');
    },
    '__reduce_ex__(protocol, /)': unpicklable,
    '__reduce__()': unpicklable,
  },
  getset: { last_mode: [(self: PyZstdCompressor) => self.lastMode] },
  attrs: { CONTINUE, FLUSH_BLOCK, FLUSH_FRAME },
});
function unpicklable(self: PyObject): never {
  throw typeError(`cannot pickle '${self.cls.tpName}' object`);
}

function compress(self: PyZstdCompressor, data: Uint8Array, mode: number): PyValue {
  const { context } = self;
  if (self.prefix !== null && self.lastMode === FLUSH_FRAME) {
    const r = zstd.refCPrefix(context, addressOf(self.prefix), self.prefix.length);
    checked(r, 'load Zstandard dictionary or prefix for compression');
  }
  const input = new ZBuffer();
  input.set(data);
  const output = new ZOutput(-1);
  for (;;) {
    const r = zstd.compressStream(context, output.buffer.address, input.address, mode);
    if (failed(r)) {
      self.lastMode = FLUSH_FRAME;
      zstd.reset(context, RESET_SESSION);
      throw zstdError(`Unable to compress Zstandard data: ${errorName(r)}`);
    }
    const done = mode === CONTINUE ? input.full : Number(r) === 0;
    if (done && !(mode === CONTINUE && output.buffer.full)) break;
    if (output.buffer.full) output.grow();
  }
  self.lastMode = mode;
  return new PyBytes(output.finish());
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length === 0 ? b : Buffer.concat([a, b]);
}

defineType(decompressorType, {
  new: [
    '(zstd_dict=None, options=None)',
    (cls: PyType, dictionary: PyValue, given: PyValue) => {
      const self = new cls.ctor() as PyZstdDecompressor; // its shape
      const context = BigInt(zstd.createDCtx());
      self.context = context;
      dropped.register(self, () => void zstd.freeDCtx(context));
      if (dictionary !== None) {
        const { content, how } = dictionaryArg(dictionary, DIGESTED);
        const load = how === PREFIX ? zstd.refDPrefix : zstd.loadDDictionary;
        if (how === PREFIX) self.prefix = content;
        const r = load(context, addressOf(content), content.length);
        checked(r, 'load Zstandard dictionary or prefix for decompression');
      }
      if (given !== None) {
        for (const [parameter, value] of options(given, false))
          if (failed(zstd.setDParameter(context, parameter, value))) throw parameterError(parameter, value, false);
      }
      return self;
    },
  ],
  methods: {
    'decompress(data, max_length=-1)': (self: PyZstdDecompressor, data: PyValue, max: PyValue) => {
      const limit = cSize(max);
      const b = bytesLike(data);
      if (self.eof) throw eofError('Already at the end of a Zstandard frame.');
      const all = join(self.input, b);
      const input = new ZBuffer();
      input.set(all);
      const output = new ZOutput(limit);
      let enough = false;
      for (;;) {
        const r = zstd.decompressStream(self.context, output.buffer.address, input.address);
        if (failed(r)) throw zstdError(`Unable to decompress Zstandard data: ${errorName(r)}`);
        self.eof = Number(r) === 0;
        if (self.eof) break;
        if (output.buffer.full) {
          enough = !output.grow();
          if (enough) break;
        } else if (input.full) break;
      }
      const rest = all.slice(input.pos);
      self.input = self.eof ? EMPTY : rest;
      if (self.eof) self.unusedData = rest;
      // Without room for output there may be some left in the library, though all input was read.
      self.needsInput = !self.eof && rest.length === 0 && !enough;
      return new PyBytes(output.finish());
    },
    '__reduce_ex__(protocol, /)': unpicklable,
    '__reduce__()': unpicklable,
  },
  getset: {
    eof: [(self: PyZstdDecompressor) => self.eof],
    needs_input: [(self: PyZstdDecompressor) => self.needsInput],
    unused_data: [(self: PyZstdDecompressor) => new PyBytes(self.unusedData)],
  },
});

/** Samples for a dictionary: all in one, and their sizes for C. */
function sampleSizes(samples: Uint8Array, sizes: PyValue): { readonly count: number; readonly memory: Uint8Array } {
  const list = collect(sizes).map((v) => BigInt(index(v)));
  if (list.reduce((a, b) => a + b, 0n) !== BigInt(samples.length))
    throw valueError("The samples size tuple doesn't match the concatenation's size.");
  const memory = new Uint8Array(8 * Math.max(1, list.length));
  const view = new DataView(memory.buffer);
  list.forEach((n, i) => view.setBigUint64(8 * i, n, true));
  return { count: list.length, memory };
}
function dictionarySize(v: PyValue): number {
  const n = cSize(v);
  if (n <= 0) throw valueError('dict_size argument should be positive number.');
  return n;
}

defineModule('_zstd', (m) => {
  m.set('ZSTD_CLEVEL_DEFAULT', 3);
  m.set('ZSTD_DStreamOutSize', 131072);
  const names: { readonly [number: number]: string } = {
    160: 'enableLongDistanceMatching',
    202: 'dictIDFlag',
  };
  for (const [number, [name]] of C_PARAMETERS) {
    const camel = names[number] ?? name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());
    m.set(`ZSTD_c_${camel}`, number);
  }
  m.set('ZSTD_d_windowLogMax', 100);
  ['fast', 'dfast', 'greedy', 'lazy', 'lazy2', 'btlazy2', 'btopt', 'btultra', 'btultra2'].forEach((name, i) =>
    m.set(`ZSTD_${name}`, i + 1),
  );
  m.set('ZstdError', zstdErrorType);
  m.type(zstdDictType);
  m.type(compressorType);
  m.type(decompressorType);
  m.funcs({
    // The version is the library's: asked for when it is wanted.
    '__getattr__(name, /)': (name: PyValue) => {
      const text = isStr(name) ? toJS(name) : '';
      if (text !== 'zstd_version' && text !== 'zstd_version_number')
        throw attributeError(`module '_zstd' has no attribute '${text}'`);
      const n = Number(zstd.versionNumber());
      if (text === 'zstd_version_number') return n;
      return fromJS(`${Math.floor(n / 10000)}.${Math.floor(n / 100) % 100}.${n % 100}`);
    },
    'set_parameter_types(c_parameter_type, d_parameter_type)': (c: PyValue, d: PyValue) => {
      if (!(c instanceof PyType) || !(d instanceof PyType)) {
        throw valueError('The two arguments should be CompressionParameter and DecompressionParameter types.');
      }
      parameterTypes.set(c, 'compression');
      parameterTypes.set(d, 'decompression');
    },
    'get_param_bounds(parameter, is_compress)': (parameter: PyValue, isCompress: PyValue) =>
      new PyTuple([...bounds(cInt(parameter), truth(isCompress))]),
    'get_frame_size(frame_buffer)': (buffer: PyValue) => {
      const b = bytesLike(buffer);
      const r = zstd.frameSize(b.length === 0 ? 0 : addressOf(b), b.length);
      if (failed(r)) {
        throw zstdError(
          `Error when finding the compressed size of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than this complete frame. Zstd error message: ${errorName(r)}.`,
        );
      }
      return Number(r);
    },
    'get_frame_info(frame_buffer)': (buffer: PyValue) => {
      const b = bytesLike(buffer);
      const at = b.length === 0 ? 0 : addressOf(b);
      const n = BigInt(zstd.contentSize(at, b.length));
      if (n === UNKNOWN_SIZE - 1n) {
        throw zstdError(
          'Error when getting information from the header of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than the frame header (6~18 bytes).',
        );
      }
      const id = Number(zstd.frameDictionaryId(at, b.length));
      return new PyTuple([n === UNKNOWN_SIZE ? None : intNormalize(n), id]);
    },
    'train_dict(samples_bytes, samples_sizes, dict_size, /)': (samples: PyValue, sizes: PyValue, size: PyValue) => {
      const n = dictionarySize(size);
      const b = bytesLike(samples).slice();
      const s = sampleSizes(b, sizes);
      const out = new Uint8Array(n);
      const r = zstd.train(addressOf(out), n, addressOf(b), addressOf(s.memory), s.count);
      return new PyBytes(out.slice(0, checked(r, 'train the Zstandard dictionary')));
    },
    'finalize_dict(custom_dict_bytes, samples_bytes, samples_sizes, dict_size, compression_level, /)': (
      custom: PyValue,
      samples: PyValue,
      sizes: PyValue,
      size: PyValue,
      level: PyValue,
    ) => {
      const n = dictionarySize(size);
      const content = bytesLike(custom).slice();
      const b = bytesLike(samples).slice();
      const s = sampleSizes(b, sizes);
      const out = new Uint8Array(n);
      const where = [addressOf(out), n, addressOf(content), content.length, addressOf(b), addressOf(s.memory)];
      // {compressionLevel, notificationLevel, dictID}
      const parameters = [BigInt.asUintN(32, BigInt(cInt(level))), 0n];
      if (process.arch === 'arm64') parameters.unshift(0n);
      const r = zstd.finalize(...where, s.count, ...parameters);
      return new PyBytes(out.slice(0, checked(r, 'finalize the Zstandard dictionary')));
    },
  });
});
