// numpy.fft on the package's transforms. Invariant: single precision stays single. Knows shapes and the package only.

import { type NativeTable, type PyValue, valueError } from './engine.ts';
import * as dt from './dtype.ts';
import { newArray, normalAxis, product, type PyNDArray } from './array.ts';
import { asArray, astype, castInto, copyOf } from './convert.ts';
import { absent, type Arg, integer, intList, realNumber, textOr } from './arguments.ts';
import { moveaxis, part, roll } from './shape.ts';
import { fromNumbers } from './creation.ts';
import { give, library, take } from './package.ts';
import { applyUFunc } from './ufunc.ts';
import { uf } from './ufuncs.ts';

type Kind = 'fft' | 'ifft' | 'rfft' | 'irfft';
const single = (a: PyNDArray): boolean => a.dtype === dt.float32 || a.dtype === dt.complex64 || a.dtype === dt.float16;

/** One transform along one axis, of length n. */
function transform(kind: Kind, v: PyNDArray, n: number | undefined, axis: number, norm: string): PyNDArray {
  if (v.ndim === 0) throw valueError('tuple.index(x): x not in tuple');
  const ax = normalAxis(axis, v.ndim);
  const real = kind === 'rfft';
  let a = astype(moveaxis(v, [ax], [-1]), real ? dt.float64 : dt.complex128);
  const last = a.ndim - 1;
  const length = n ?? (kind === 'irfft' ? 2 * (a.shape[last] - 1) : a.shape[last]);
  if (length < 1) throw valueError(`Invalid number of FFT data points (${length}) specified.`);
  const need = kind === 'irfft' ? Math.floor(length / 2) + 1 : length;
  if (a.shape[last] !== need) {
    const shape = [...a.shape];
    shape[last] = need;
    const padded = newArray(shape, a.dtype);
    const m = Math.min(need, a.shape[last]);
    castInto(part(a, last, 0, m), part(padded, last, 0, m));
    a = padded;
  }
  a = copyOf(a);
  const rows = product(a.shape.slice(0, -1));
  const outLength = kind === 'rfft' ? Math.floor(length / 2) + 1 : length;
  const outDType = kind === 'irfft' ? dt.float64 : dt.complex128;
  const out = newArray([...a.shape.slice(0, -1), outLength], outDType);
  const { fft } = library();
  const how = norm as 'backward' | 'ortho' | 'forward';
  if (!['backward', 'ortho', 'forward'].includes(norm))
    throw valueError(`Invalid norm value ${norm}; should be "backward", "ortho" or "forward".`);
  for (let i = 0; i < rows; i++) {
    const line = newArray([need], a.dtype);
    const k = need * a.dtype.slots;
    (line.data as Float64Array).set((a.data as Float64Array).subarray(i * k, (i + 1) * k)); // both double
    const r = take(
      kind === 'irfft' ? fft.irfft(give(line), length, -1, how) : fft[kind](give(line), undefined, -1, how),
    );
    // What is real by symmetry is so exactly.
    if ((kind === 'rfft' || (kind === 'fft' && v.dtype.kind !== 'c')) && r.data.length > 1) {
      r.data[1] = 0;
      if (length % 2 === 0) r.data[length + 1] = 0;
    }
    (out.data as Float64Array).set(astype(r, outDType).data as Float64Array, i * outLength * outDType.slots); // as above
  }
  const back = moveaxis(out, [-1], [ax]);
  return single(v) ? astype(back, kind === 'irfft' ? dt.float32 : dt.complex64) : back;
}
const axesFor = (a: PyNDArray, s: Arg, axes: Arg, two: boolean): number[] => {
  if (!absent(axes)) return intList(axes);
  const count = two ? 2 : absent(s) ? a.ndim : intList(s).length;
  return Array.from({ length: count }, (_, i) => i - count);
};
function many(kind: 'fft' | 'ifft', v: PyValue, s: Arg, axes: Arg, norm: Arg, two: boolean): PyNDArray {
  let a = asArray(v);
  const ax = axesFor(a, s, axes, two);
  const n = absent(s) ? undefined : intList(s);
  for (let i = ax.length - 1; i >= 0; i--) a = transform(kind, a, n?.[i], ax[i], textOr(norm, 'backward'));
  return a;
}
function realMany(v: PyValue, s: Arg, axes: Arg, norm: Arg, two: boolean, inverse: boolean): PyNDArray {
  let a = asArray(v);
  const ax = axesFor(a, s, axes, two);
  const n = absent(s) ? undefined : intList(s);
  const how = textOr(norm, 'backward');
  const last = ax.length - 1;
  if (inverse) {
    for (let i = 0; i < last; i++) a = transform('ifft', a, n?.[i], ax[i], how);
    return transform('irfft', a, n?.[last], ax[last], how);
  }
  a = transform('rfft', a, n?.[last], ax[last], how);
  for (let i = last - 1; i >= 0; i--) a = transform('fft', a, n?.[i], ax[i], how);
  return a;
}
const one =
  (kind: Kind) =>
  (a: PyValue, n: Arg, axis: PyValue, norm: Arg): PyValue =>
    transform(kind, asArray(a), absent(n) ? undefined : integer(n), integer(axis), textOr(norm, 'backward'));
function shift(v: PyValue, axes: Arg, inverse: boolean): PyNDArray {
  const a = asArray(v);
  const ax = absent(axes) ? a.shape.map((_, i) => i) : intList(axes).map((i) => normalAxis(i, a.ndim));
  return roll(
    a,
    ax.map((i) => (inverse ? -Math.floor(a.shape[i] / 2) : Math.floor(a.shape[i] / 2))),
    ax,
  );
}

export const fftFunctions: NativeTable = {
  'fft(a, n=None, axis=-1, norm=None, out=None)': one('fft'),
  'ifft(a, n=None, axis=-1, norm=None, out=None)': one('ifft'),
  'rfft(a, n=None, axis=-1, norm=None, out=None)': one('rfft'),
  'irfft(a, n=None, axis=-1, norm=None, out=None)': one('irfft'),
  'fft2(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    many('fft', a, s, x, norm, true),
  'ifft2(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    many('ifft', a, s, x, norm, true),
  'fftn(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    many('fft', a, s, x, norm, false),
  'ifftn(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    many('ifft', a, s, x, norm, false),
  'rfft2(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    realMany(a, s, x, norm, true, false),
  'irfft2(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    realMany(a, s, x, norm, true, true),
  'rfftn(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    realMany(a, s, x, norm, false, false),
  'irfftn(a, s=None, axes=None, norm=None, out=None)': (a: PyValue, s: Arg, x: Arg, norm: Arg) =>
    realMany(a, s, x, norm, false, true),
  'fftfreq(n, d=1.0, device=None)': (v: PyValue, d: PyValue) => {
    const n = integer(v);
    const half = Math.floor((n - 1) / 2) + 1;
    const scale = 1 / (n * realNumber(d));
    return fromNumbers(n, dt.float64, (i) => (i < half ? i : i - n) * scale);
  },
  'rfftfreq(n, d=1.0, device=None)': (v: PyValue, d: PyValue) => {
    const n = integer(v);
    const scale = 1 / (n * realNumber(d));
    return fromNumbers(Math.floor(n / 2) + 1, dt.float64, (i) => i * scale);
  },
  'fftshift(x, axes=None)': (a: PyValue, axes: Arg) => shift(a, axes, false),
  'ifftshift(x, axes=None)': (a: PyValue, axes: Arg) => shift(a, axes, true),
  'hfft(a, n=None, axis=-1, norm=None, out=None)': (v: PyValue, n: Arg, axis: PyValue, norm: Arg) => {
    const a = applyUFunc(uf('conjugate'), [asArray(v, asArray(v).dtype.kind === 'c' ? undefined : dt.complex128)]);
    const m = absent(n) ? (a.shape[normalAxis(integer(axis), a.ndim)] - 1) * 2 : integer(n);
    const swap: { readonly [k: string]: string } = { backward: 'forward', forward: 'backward', ortho: 'ortho' };
    return transform('irfft', a, m, integer(axis), swap[textOr(norm, 'backward')] ?? 'backward');
  },
  'ihfft(a, n=None, axis=-1, norm=None, out=None)': (v: PyValue, n: Arg, axis: PyValue, norm: Arg) => {
    const swap: { readonly [k: string]: string } = { backward: 'forward', forward: 'backward', ortho: 'ortho' };
    return applyUFunc(uf('conjugate'), [
      transform(
        'rfft',
        asArray(v),
        absent(n) ? undefined : integer(n),
        integer(axis),
        swap[textOr(norm, 'backward')] ?? 'backward',
      ),
    ]);
  },
};
