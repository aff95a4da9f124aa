// libzstd's functions, its errors as Python errors, parameters and their bounds. Invariant: a result that is an error is found
// out by ZSTD_isError, as everywhere with libzstd.

import { exceptionClass, exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { newException, valueError } from '../../objects/exceptions/raise.ts';
import { fromJS } from '../../objects/str/text.ts';
import type { ForeignNumber } from '../../runtime/system.ts';
import { addressOf, SharedLibrary, textAt } from '../support/shared-library.ts';

const library = new SharedLibrary(['libzstd.so.1', 'libzstd.so', 'libzstd.1.dylib']);
const size = (name: string, parameters: string) => library.func(name, 'L', parameters);
export const zstd = {
  versionNumber: library.func('ZSTD_versionNumber', 'I', ''),
  isError: library.func('ZSTD_isError', 'I', 'L'),
  getErrorName: library.func('ZSTD_getErrorName', 'P', 'L'),
  minCLevel: library.int('ZSTD_minCLevel', ''),
  maxCLevel: library.int('ZSTD_maxCLevel', ''),
  createCCtx: library.func('ZSTD_createCCtx', 'P', ''),
  freeCCtx: size('ZSTD_freeCCtx', 'P'),
  createDCtx: library.func('ZSTD_createDCtx', 'P', ''),
  freeDCtx: size('ZSTD_freeDCtx', 'P'),
  setCParameter: size('ZSTD_CCtx_setParameter', 'Pii'),
  setDParameter: size('ZSTD_DCtx_setParameter', 'Pii'),
  reset: size('ZSTD_CCtx_reset', 'Pi'),
  setPledgedSize: size('ZSTD_CCtx_setPledgedSrcSize', 'PQ'),
  compressStream: size('ZSTD_compressStream2', 'PPPi'),
  decompressStream: size('ZSTD_decompressStream', 'PPP'),
  loadCDictionary: size('ZSTD_CCtx_loadDictionary', 'PPL'),
  loadDDictionary: size('ZSTD_DCtx_loadDictionary', 'PPL'),
  refCPrefix: size('ZSTD_CCtx_refPrefix', 'PPL'),
  refDPrefix: size('ZSTD_DCtx_refPrefix', 'PPL'),
  dictionaryId: library.func('ZSTD_getDictID_fromDict', 'I', 'PL'),
  frameDictionaryId: library.func('ZSTD_getDictID_fromFrame', 'I', 'PL'),
  frameSize: size('ZSTD_findFrameCompressedSize', 'PL'),
  contentSize: library.func('ZSTD_getFrameContentSize', 'Q', 'PL'),
  train: size('ZDICT_trainFromBuffer', 'PLPPI'),
  // ZDICT_params_t by value is two words on the stack; what comes before fills the registers of any calling convention.
  finalize: size('ZDICT_finalizeDictionary', process.arch === 'arm64' ? 'PLPLPPIQQQ' : 'PLPLPPIQQ'),
};

export const zstdErrorType = exceptionClass('ZstdError', 'compression.zstd', exceptionTypes.Exception);
export const zstdError = (text: string): PyBaseException => newException(zstdErrorType, fromJS(text));

export const errorName = (code: ForeignNumber): string => textAt(BigInt(zstd.getErrorName(code)));
/** The result, unless it is an error: then `what` says what could not be done. */
export function checked(code: ForeignNumber, what: string): number {
  if (zstd.isError(code) !== 0) throw zstdError(`Unable to ${what}: ${errorName(code)}`);
  return Number(code);
}
export const failed = (code: ForeignNumber): boolean => zstd.isError(code) !== 0;

export const COMPRESSION_LEVEL = 100;
type Parameter = readonly [name: string, lower: number, upper: number];
/** Numbers of the parameters of compression, with the bounds that zstd.h gives for 64 bits. */
export const C_PARAMETERS = new Map<number, Parameter>([
  [COMPRESSION_LEVEL, ['compression_level', 0, 0]],
  [101, ['window_log', 10, 31]],
  [102, ['hash_log', 6, 30]],
  [103, ['chain_log', 6, 30]],
  [104, ['search_log', 1, 30]],
  [105, ['min_match', 3, 7]],
  [106, ['target_length', 0, 131072]],
  [107, ['strategy', 1, 9]],
  [160, ['enable_long_distance_matching', 0, 2]],
  [161, ['ldm_hash_log', 6, 30]],
  [162, ['ldm_min_match', 4, 4096]],
  [163, ['ldm_bucket_size_log', 1, 8]],
  [164, ['ldm_hash_rate_log', 0, 25]],
  [200, ['content_size_flag', 0, 1]],
  [201, ['checksum_flag', 0, 1]],
  [202, ['dict_id_flag', 0, 1]],
  [400, ['nb_workers', 0, 256]],
  [401, ['job_size', 0, 1073741824]],
  [402, ['overlap_log', 0, 9]],
]);
export const D_PARAMETERS = new Map<number, Parameter>([[100, ['window_log_max', 10, 31]]]);

export function bounds(parameter: number, isCompress: boolean): readonly [number, number] {
  if (isCompress && parameter === COMPRESSION_LEVEL) return [zstd.minCLevel(), zstd.maxCLevel()];
  const known = (isCompress ? C_PARAMETERS : D_PARAMETERS).get(parameter);
  if (known === undefined) {
    throw zstdError(`Unable to get zstd ${isCompress ? '' : 'de'}compression parameter bounds: Unsupported parameter`);
  }
  return [known[1], known[2]];
}

/** The error of a parameter that could not be set. */
export function parameterError(parameter: number, value: number, isCompress: boolean): PyBaseException {
  const kind = isCompress ? 'compression' : 'decompression';
  const known = (isCompress ? C_PARAMETERS : D_PARAMETERS).get(parameter);
  if (known === undefined) return valueError(`invalid ${kind} parameter 'unknown parameter (key ${parameter})'`);
  const [lower, upper] = bounds(parameter, isCompress);
  return valueError(
    `${kind} parameter '${known[0]}' received an illegal value ${value}; the valid range is [${lower}, ${upper}]`,
  );
}

/** ZSTD_inBuffer or ZSTD_outBuffer: where, how much, how far. */
export class ZBuffer {
  private readonly memory = new Uint8Array(24);
  private readonly view = new DataView(this.memory.buffer);
  readonly address = addressOf(this.memory);
  data: Uint8Array = new Uint8Array(0);

  set(data: Uint8Array): void {
    this.data = data;
    this.view.setBigUint64(0, data.length === 0 ? this.address : addressOf(data), true);
    this.view.setBigUint64(8, BigInt(data.length), true);
    this.view.setBigUint64(16, 0n, true);
  }
  get pos(): number {
    return Number(this.view.getBigUint64(16, true));
  }
  get full(): boolean {
    return this.pos === this.data.length;
  }
}

/** Collects output in growing pieces, at most `limit` bytes (less than 0: any number). */
export class ZOutput {
  readonly buffer = new ZBuffer();
  private readonly pieces: Uint8Array[] = [];
  private total = 0;
  private size = 32 * 1024;
  constructor(private readonly limit: number) {
    this.room();
  }
  private room(): void {
    const n = this.limit < 0 ? this.size : Math.min(this.size, this.limit - this.total);
    this.size = Math.min(this.size * 2, 4 << 20);
    this.buffer.set(new Uint8Array(n));
  }
  private take(): void {
    if (this.buffer.pos > 0) this.pieces.push(this.buffer.data.subarray(0, this.buffer.pos));
    this.total += this.buffer.pos;
  }
  /** Makes room; false: the limit is reached. */
  grow(): boolean {
    if (this.limit >= 0 && this.total + this.buffer.pos >= this.limit) return false;
    this.take();
    this.room();
    return true;
  }
  finish(): Uint8Array {
    this.take();
    return Buffer.concat(this.pieces, this.total);
  }
}
