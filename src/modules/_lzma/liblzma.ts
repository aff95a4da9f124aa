// liblzma's functions, its error codes as Python errors, and filter chains in C's memory. Invariant: what a chain points to is
// kept with it; offsets are those of 64-bit systems.

import { None, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { typeOf } from '../../objects/type.ts';
import { exceptionClass, exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import {
  isException,
  memoryError,
  newException,
  overflowError,
  typeError,
  valueError,
} from '../../objects/exceptions/raise.ts';
import { getitem, intValue, length } from '../../objects/protocol/operators.ts';
import { collect } from '../../objects/protocol/iteration.ts';
import { callMethod } from '../../objects/protocol/call.ts';
import { SLOT } from '../../objects/slots.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { addressOf, memoryAt, SharedLibrary } from '../support/shared-library.ts';

const library = new SharedLibrary(['liblzma.so.5', 'liblzma.so', 'liblzma.5.dylib']);
export const lzma = {
  easyEncoder: library.int('lzma_easy_encoder', 'PIi'),
  streamEncoder: library.int('lzma_stream_encoder', 'PPi'),
  aloneEncoder: library.int('lzma_alone_encoder', 'PP'),
  rawEncoder: library.int('lzma_raw_encoder', 'PP'),
  autoDecoder: library.int('lzma_auto_decoder', 'PQI'),
  streamDecoder: library.int('lzma_stream_decoder', 'PQI'),
  aloneDecoder: library.int('lzma_alone_decoder', 'PQ'),
  rawDecoder: library.int('lzma_raw_decoder', 'PP'),
  code: library.int('lzma_code', 'Pi'),
  end: library.func('lzma_end', 'v', 'P'),
  getCheck: library.int('lzma_get_check', 'P'),
  checkIsSupported: library.func('lzma_check_is_supported', 'B', 'i'),
  preset: library.func('lzma_lzma_preset', 'B', 'PI'),
  propertiesSize: library.int('lzma_properties_size', 'PP'),
  propertiesEncode: library.int('lzma_properties_encode', 'PP'),
  propertiesDecode: library.int('lzma_properties_decode', 'PPPL'),
};

export const lzmaErrorType = exceptionClass('LZMAError', '_lzma', exceptionTypes.Exception);
export const lzmaError = (text: string): PyBaseException => newException(lzmaErrorType, fromJS(text));

export const OK = 0;
export const STREAM_END = 1;
export const NO_CHECK = 2;
export const GET_CHECK = 4;
export const BUF_ERROR = 10;

/** The error of a result that is one. */
export function check(code: number): void {
  switch (code) {
    case OK:
    case STREAM_END:
    case NO_CHECK:
    case GET_CHECK:
      return;
    case 3:
      throw lzmaError('Unsupported integrity check');
    case 5:
      throw memoryError('');
    case 6:
      throw lzmaError('Memory usage limit exceeded');
    case 7:
      throw lzmaError('Input format not supported by decoder');
    case 8:
      throw lzmaError('Invalid or unsupported options');
    case 9:
      throw lzmaError('Corrupt input data');
    case BUF_ERROR:
      throw lzmaError('Insufficient buffer space');
    case 11:
      throw lzmaError('Internal error');
  }
  throw lzmaError(`Unrecognized error from liblzma: ${code}`);
}

export const FILTER_LZMA1 = 0x4000000000000001n;
export const FILTER_LZMA2 = 0x21n;
export const FILTER_DELTA = 3n;
const isBcj = (id: bigint): boolean => id >= 4n && id <= 9n;

/** An unsigned C integer of 64 bits. */
export function uint64(v: PyValue): bigint {
  const value = intValue(v);
  if (value === undefined) throw typeError('an integer is required');
  const n = BigInt(value);
  if (n < 0n) throw overflowError("can't convert negative int to unsigned");
  if (n > 0xffffffffffffffffn) throw overflowError('int too big to convert');
  return n;
}
/** … of 32 bits. */
export function uint32(v: PyValue): number {
  const n = uint64(v);
  if (n > 0xffffffffn) throw overflowError('Value too large for uint32_t type');
  return Number(n);
}

/** Members of lzma_options_lzma: name → offset. */
const LZMA_OPTIONS: { readonly [name: string]: number } = {
  dict_size: 0,
  lc: 20,
  lp: 24,
  pb: 28,
  mode: 32,
  nice_len: 36,
  mf: 40,
  depth: 44,
};
/** More than any lzma_options_… has. */
const OPTIONS_SIZE = 256;

/** An entry of a filter specifier, or undefined. */
function entry(spec: PyValue, name: string): PyValue | undefined {
  try {
    return getitem(spec, name);
  } catch (e) {
    if (isException(e, 'KeyError')) return undefined;
    throw e;
  }
}
function keysOf(spec: PyValue): string[] {
  const keys = spec instanceof PyDict ? [...spec.entries()].map(([k]) => k) : collect(callMethod(spec, 'keys'));
  return keys.map((k) => (isStr(k) ? toJS(k) : ''));
}

function presetOptions(preset: number): Uint8Array {
  const options = new Uint8Array(OPTIONS_SIZE);
  if (lzma.preset(addressOf(options), preset) !== 0) throw lzmaError(`Invalid compression preset: ${preset}`);
  return options;
}
function lzmaOptions(spec: PyValue): Uint8Array {
  const given = entry(spec, 'preset');
  const options = presetOptions(given === undefined ? 6 : uint32(given));
  const view = new DataView(options.buffer);
  for (const name of keysOf(spec)) {
    if (name === 'id' || name === 'preset') continue;
    const at = LZMA_OPTIONS[name];
    if (at === undefined) throw valueError('Invalid filter specifier for LZMA filter');
    view.setUint32(at, option(entry(spec, name) ?? None, 'LZMA'), true);
  }
  return options;
}
function option(v: PyValue, what: string): number {
  try {
    return uint32(v);
  } catch {
    throw valueError(`Invalid filter specifier for ${what} filter`);
  }
}
/** Options that are one number. */
function numberOption(spec: PyValue, name: string, at: number, absent: number, what: string): Uint8Array {
  const options = new Uint8Array(OPTIONS_SIZE);
  for (const key of keysOf(spec))
    if (key !== 'id' && key !== name) throw valueError(`Invalid filter specifier for ${what} filter`);
  const v = entry(spec, name);
  new DataView(options.buffer).setUint32(at, v === undefined ? absent : option(v, what), true);
  return options;
}

/** A filter chain: an array of lzma_filter, each an identifier and where its options are. */
export class FilterChain {
  readonly ids: bigint[] = [];
  readonly options: Uint8Array[] = [];
  private memory: Uint8Array | null = null;

  static from(specs: PyValue): FilterChain {
    const chain = new FilterChain();
    if (specs instanceof PyDict) throw typeError('dict is not a sequence');
    if (length(specs) > 4) throw valueError('Too many filters - liblzma supports a maximum of 4');
    for (const spec of collect(specs)) chain.add(spec);
    return chain;
  }
  /** The chain of one LZMA1 filter that a preset is. */
  static ofPreset(preset: number): FilterChain {
    const chain = new FilterChain();
    chain.ids.push(FILTER_LZMA1);
    chain.options.push(presetOptions(preset));
    return chain;
  }
  add(spec: PyValue): void {
    if (typeOf(spec).slot(SLOT.__getitem__) === null)
      throw typeError('Filter specifier must be a dict or dict-like object');
    const v = entry(spec, 'id');
    if (v === undefined) throw valueError('Filter specifier must have an "id" entry');
    const id = uint64(v);
    this.ids.push(id);
    if (id === FILTER_LZMA1 || id === FILTER_LZMA2) this.options.push(lzmaOptions(spec));
    else if (id === FILTER_DELTA) this.options.push(numberOption(spec, 'dist', 4, 1, 'delta'));
    else if (isBcj(id)) this.options.push(numberOption(spec, 'start_offset', 0, 0, 'BCJ'));
    else throw valueError(`Invalid filter ID: ${id}`);
  }
  get address(): bigint {
    const memory = new Uint8Array(16 * (this.ids.length + 1));
    const view = new DataView(memory.buffer);
    this.ids.forEach((id, i) => {
      view.setBigUint64(16 * i, id, true);
      view.setBigUint64(16 * i + 8, addressOf(this.options[i]), true);
    });
    view.setBigUint64(16 * this.ids.length, 0xffffffffffffffffn, true);
    this.memory = memory; // C reads it during the call
    return addressOf(this.memory);
  }
}

/** A filter's options as .xz files hold them. */
export function encodeProperties(spec: PyValue): Uint8Array {
  const chain = new FilterChain();
  chain.add(spec);
  const where = chain.address;
  const size = new Uint8Array(4);
  check(lzma.propertiesSize(addressOf(size), where));
  const out = new Uint8Array(new DataView(size.buffer).getUint32(0, true));
  if (out.length > 0) check(lzma.propertiesEncode(where, addressOf(out)));
  return out;
}

const libc = new SharedLibrary(['libc.so.6', 'libc.dylib']);
const free = libc.func('free', 'v', 'P');

/** The inverse: a filter specifier. */
export function decodeProperties(id: bigint, data: Uint8Array): PyDict {
  const filter = new Uint8Array(16);
  const view = new DataView(filter.buffer);
  view.setBigUint64(0, id, true);
  const copy = data.slice();
  check(lzma.propertiesDecode(addressOf(filter), 0, copy.length === 0 ? 0 : addressOf(copy), copy.length));
  const spec = new PyDict();
  spec.setStr('id', intNormalize(id));
  const where = view.getBigUint64(8, true);
  if (where === 0n) return spec;
  const options = new DataView(memoryAt(where, 48).slice().buffer);
  const put = (name: string, at: number): void => spec.setStr(name, options.getUint32(at, true));
  if (id === FILTER_LZMA1) for (const name of ['lc', 'lp', 'pb', 'dict_size']) put(name, LZMA_OPTIONS[name]);
  else if (id === FILTER_LZMA2) put('dict_size', 0);
  else if (id === FILTER_DELTA) put('dist', 4);
  else if (isBcj(id)) put('start_offset', 0);
  free(where);
  return spec;
}
