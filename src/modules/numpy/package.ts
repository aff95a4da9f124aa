// The npm package numpy-ts, which computes what needs long algorithms: linear algebra, transforms, distributions.
// Invariant: it gets contiguous copies and gives copies; it is loaded when first needed. Nobody else imports it.

import { host, importError } from './engine.ts';
import * as dt from './dtype.ts';
import { dtypeNamed, type Numbers, type PyDType } from './dtype.ts';
import { type PyNDArray, wrap } from './array.ts';
import { elements } from './convert.ts';
import { missing } from './errors.ts';

/** The parts of the package that are used (its own declarations do not resolve under NodeNext). */
interface Storage {
  readonly isCContiguous: boolean;
  readonly size: number;
  readonly offset: number;
  readonly dtype: string;
  readonly data: Numbers;
  readonly shape: readonly number[];
  copy(): Storage;
}
export interface Foreign {
  readonly storage: Storage;
}
type Norm = 'backward' | 'ortho' | 'forward';
type Transform = (a: Foreign, n: number | undefined, axis: number, norm: Norm) => unknown;
type Draw = (...args: unknown[]) => unknown;
/** A generator of the package: `_state` is PCG64's state and increment, low words first, and a half that is left over. */
export interface ForeignGenerator {
  _state: BigUint64Array;
  readonly [name: string]: Draw | BigUint64Array;
}
interface Library {
  readonly NDArrayCore: { fromStorage(s: Storage): Foreign };
  readonly ArrayStorage: (new (
    ...args: never[]
  ) => Storage) & { fromData(data: Numbers, shape: number[], dtype: string): Storage };
  readonly Complex: new (re: number, im: number) => { readonly re: number; readonly im: number };
  matmul(a: Foreign, b: Foreign): Foreign;
  readonly linalg: {
    svd(a: Foreign, full: boolean, uv: boolean): { u: unknown; s: unknown; vt: unknown };
    eig(a: Foreign): { w: unknown; v: unknown };
    eigh(a: Foreign, uplo: string): { w: unknown; v: unknown };
    qr(a: Foreign, mode: string): { q: unknown; r: unknown };
  };
  readonly fft: { readonly [kind in 'fft' | 'ifft' | 'rfft' | 'irfft']: Transform };
  readonly random: {
    readonly Generator: new (seed: number) => ForeignGenerator;
    seed(n: number): void;
    get_state(): { mt: number[]; mti: number };
    set_state(s: { mt: number[]; mti: number }): void;
    bytes(n: number): Uint8Array;
  } & { readonly [name: string]: Draw };
}

let loaded: Library | undefined;
export function library(): Library {
  loaded ??= host().bundle('numpy-ts') as Library | undefined; // what scripts/build.ts bundles
  if (loaded === undefined)
    throw importError("numpy needs the npm package numpy-ts, which is not in Typhon's dist", 'numpy');
  return loaded;
}

/** An array for the package. */
export function give(a: PyNDArray): Foreign {
  if (!a.dtype.isNumber || a.dtype === dt.float16) throw missing(`this function for ${a.dtype.name}`);
  const p = library();
  return p.NDArrayCore.fromStorage(p.ArrayStorage.fromData(elements(a), [...a.shape], a.dtype.name));
}

/** What the package computed. */
export function take(v: unknown): PyNDArray {
  const p = library();
  if (typeof v === 'number') return wrap(Float64Array.of(v), [], dt.float64);
  if (typeof v === 'bigint') return wrap(BigInt64Array.of(v), [], dt.int64);
  if (v instanceof p.Complex) return wrap(Float64Array.of(v.re, v.im), [], dt.complex128);
  if (v instanceof p.ArrayStorage) return fromStorage(v);
  return fromStorage((v as Foreign).storage); // the only other thing it gives
}
function fromStorage(s: Storage): PyNDArray {
  const whole = s.isCContiguous ? s : s.copy();
  const d = dtypeNamed(whole.dtype) as PyDType; // it has no others
  const n = whole.size * d.slots;
  const at = whole.offset * d.slots;
  const data = (whole.data as Float64Array).slice(at, at + n) as Numbers; // of whatever class; all have slice
  return wrap(data, [...whole.shape], d);
}
