// Products of matrices and numpy.linalg. Invariant: integer products are exact modulo their width; stacks of matrices go
// one by one to the package. Errors are LinAlgErrors in NumPy's words.

import {
  type NativeTable,
  None,
  PyFloat,
  PyList,
  PyTuple,
  type PyValue,
  isStr,
  toJS,
  typeError,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { promote, type PyDType } from './dtype.ts';
import { broadcastShape, newArray, normalAxis, product, type PyNDArray, slotsOf, viewWith } from './array.ts';
import { asArray, astype, castInto, contiguous, copyOf } from './convert.ts';
import {
  absent,
  type Arg,
  arraysOf,
  dtypeOr,
  flag,
  integer,
  intList,
  realNumber,
  result,
  textOr,
  tuple,
} from './arguments.ts';
import { applyUFunc, objectOperator, outArray } from './ufunc.ts';
import { uf } from './ufuncs.ts';
import { axesOf, reduce } from './reduce.ts';
import { broadcastTo, diagonal, expandDims, moveaxis, part, ravel, reshape, swapaxes, transpose } from './shape.ts';
import { eye } from './creation.ts';
import { linalgError, missing } from './errors.ts';
import { give, library, take } from './package.ts';

const u = (name: string, ...args: PyValue[]): PyNDArray => applyUFunc(uf(name), args);

/** C = A B for matrices m×k and k×n, C-ordered, of one dtype. */
function multiplyMatrices(a: PyNDArray, b: PyNDArray, d: PyDType): PyNDArray {
  const [m, k] = a.shape;
  const n = b.shape[1];
  const out = newArray([m, n], d);
  if (m === 0 || n === 0 || k === 0) return out;
  if (d.kind === 'O') {
    const mul = objectOperator('multiply')!; // both are operators
    const add = objectOperator('add')!;
    const p = copyOf(a).objects!;
    const q = copyOf(b).objects!;
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let s = mul(p[i * k], q[j]);
        for (let l = 1; l < k; l++) s = add(s, mul(p[i * k + l], q[l * n + j]));
        out.objects![i * n + j] = s;
      }
    return out;
  }
  if ((d === dt.float64 || d === dt.float32 || d === dt.complex128 || d === dt.complex64) && m * n * k > 4096) {
    return take(library().matmul(give(a), give(b)));
  }
  if (d === dt.float64 || d === dt.float32 || (d.kind !== 'c' && d.itemsize < 8 && d !== dt.float16)) {
    const p = copyOf(a).data as Float64Array; // numbers, whatever their width
    const q = copyOf(b).data as Float64Array; // as above
    const r = new Float64Array(n);
    const wrapInt = d.kind !== 'f' && d.kind !== 'b';
    for (let i = 0; i < m; i++) {
      r.fill(0);
      for (let l = 0; l < k; l++) {
        const x = p[i * k + l];
        if (wrapInt) for (let j = 0; j < n; j++) r[j] = (r[j] + Math.imul(x, q[l * n + j])) | 0;
        else for (let j = 0; j < n; j++) r[j] += x * q[l * n + j];
      }
      for (let j = 0; j < n; j++) out.data[i * n + j] = d.kind === 'b' ? (r[j] !== 0 ? 1 : 0) : r[j];
    }
    return out;
  }
  if (d.kind === 'i' || d.kind === 'u') {
    const p = copyOf(a).data as BigInt64Array; // 64-bit integers are left
    const q = copyOf(b).data as BigInt64Array; // as above
    // In doubles while everything stays exact.
    const limit = 94906265; // its square times 1 is below 2^53
    const x = Float64Array.from(p, Number);
    const y = Float64Array.from(q, Number);
    let big = 0;
    for (const v of x) if (Math.abs(v) > big) big = Math.abs(v);
    let big2 = 0;
    for (const v of y) if (Math.abs(v) > big2) big2 = Math.abs(v);
    const exact = big < limit && big * big2 * k < 9007199254740991;
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        if (exact) {
          let s = 0;
          for (let l = 0; l < k; l++) s += x[i * k + l] * y[l * n + j];
          out.data[i * n + j] = BigInt(s);
        } else {
          let s = 0n;
          for (let l = 0; l < k; l++) s += p[i * k + l] * q[l * n + j];
          out.data[i * n + j] = s;
        }
      }
    return out;
  }
  if (d.kind === 'c') {
    const p = copyOf(a).data as Float64Array; // pairs of floats
    const q = copyOf(b).data as Float64Array; // as above
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let re = 0;
        let im = 0;
        for (let l = 0; l < k; l++) {
          const s = 2 * (i * k + l);
          const t = 2 * (l * n + j);
          re += p[s] * q[t] - p[s + 1] * q[t + 1];
          im += p[s] * q[t + 1] + p[s + 1] * q[t];
        }
        out.data[2 * (i * n + j)] = re;
        out.data[2 * (i * n + j) + 1] = im;
      }
    return out;
  }
  return astype(multiplyMatrices(astype(a, dt.float32), astype(b, dt.float32), dt.float32), d);
}

/** The last two dimensions of a stack, one matrix after the other. */
function matrices(a: PyNDArray, outer: readonly number[]): PyNDArray[] {
  const full = broadcastTo(a, [...outer, ...a.shape.slice(-2)]);
  const n = product(outer);
  const out: PyNDArray[] = [];
  const at = new Array<number>(outer.length).fill(0);
  for (let i = 0; i < n; i++) {
    out.push(
      viewWith(
        full,
        full.shape.slice(-2),
        full.strides.slice(-2),
        full.offset + at.reduce((s, x, d) => s + x * full.strides[d], 0),
      ),
    );
    for (let d = outer.length - 1; d >= 0; d--) {
      if (++at[d] < outer[d]) break;
      at[d] = 0;
    }
  }
  return out;
}
function stackOf(
  parts: readonly PyNDArray[],
  outer: readonly number[],
  shape: readonly number[],
  d: PyDType,
): PyNDArray {
  const out = newArray([...outer, ...shape], d);
  const n = product(shape) * d.slots;
  parts.forEach((p, i) => castInto(p, viewWith(out, shape, out.strides.slice(outer.length), i * n)));
  return out;
}

export function matmul(x: PyNDArray, y: PyNDArray): PyNDArray {
  const no = (i: number): never => {
    throw valueError(
      `matmul: Input operand ${i} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)`,
    );
  };
  if (x.ndim === 0) no(0);
  if (y.ndim === 0) no(1);
  const d = promote(x.dtype, y.dtype);
  if (!d.isNumber && d.kind !== 'O')
    throw typeError(`ufunc 'matmul' did not contain a loop with signature matching types ${dt.dtypeRepr(x.dtype)}`);
  const a = astype(x.ndim === 1 ? expandDims(x, [0]) : x, d);
  const b = astype(y.ndim === 1 ? expandDims(y, [1]) : y, d);
  const k = a.shape[a.ndim - 1];
  const k2 = b.shape[b.ndim - 2];
  if (k !== k2)
    throw valueError(
      `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${k2} is different from ${k})`,
    );
  let r: PyNDArray;
  if (a.ndim === 2 && b.ndim === 2) r = multiplyMatrices(a, b, d);
  else {
    const outer = broadcastShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
    if (outer === undefined) throw valueError('operands could not be broadcast together');
    const p = matrices(a, outer);
    const q = matrices(b, outer);
    r = stackOf(
      p.map((m, i) => multiplyMatrices(m, q[i], d)),
      outer,
      [a.shape[a.ndim - 2], b.shape[b.ndim - 1]],
      d,
    );
  }
  const drop: number[] = [];
  if (x.ndim === 1) drop.push(r.ndim - 2);
  if (y.ndim === 1) drop.push(r.ndim - 1);
  return drop.length === 0
    ? r
    : reshape(
        r,
        r.shape.filter((_, i) => !drop.includes(i)),
      );
}
export function dot(a: PyNDArray, b: PyNDArray): PyNDArray {
  if (a.ndim === 0 || b.ndim === 0) return u('multiply', a, b);
  const k = a.shape[a.ndim - 1];
  const ax = b.ndim === 1 ? 0 : b.ndim - 2;
  if (k !== b.shape[ax]) {
    const s = (x: PyNDArray): string => (x.ndim === 1 ? `(${x.shape[0]},)` : `(${x.shape.join(',')})`);
    throw valueError(`shapes ${s(a)} and ${s(b)} not aligned: ${k} (dim ${a.ndim - 1}) != ${b.shape[ax]} (dim ${ax})`);
  }
  return tensordot(a, b, [a.ndim - 1], [ax]);
}
export function tensordot(a: PyNDArray, b: PyNDArray, ax: readonly number[], bx: readonly number[]): PyNDArray {
  const p = ax.map((i) => normalAxis(i, a.ndim));
  const q = bx.map((i) => normalAxis(i, b.ndim));
  if (p.length !== q.length || p.some((i, k) => a.shape[i] !== b.shape[q[k]]))
    throw valueError('shape-mismatch for sum');
  const ka = a.shape.map((_, i) => i).filter((i) => !p.includes(i));
  const kb = b.shape.map((_, i) => i).filter((i) => !q.includes(i));
  const n = p.reduce((s, i) => s * a.shape[i], 1);
  const d = promote(a.dtype, b.dtype);
  const left = reshape(transpose(astype(a, d), [...ka, ...p]), [product(ka.map((i) => a.shape[i])), n]);
  const right = reshape(transpose(astype(b, d), [...q, ...kb]), [n, product(kb.map((i) => b.shape[i]))]);
  return reshape(multiplyMatrices(left, right, d), [...ka.map((i) => a.shape[i]), ...kb.map((i) => b.shape[i])]);
}

/** np.einsum by broadcasting: each operand gets all labels as axes. */
function einsum(subscripts: string, operands: readonly PyNDArray[]): PyNDArray {
  const text = subscripts.replaceAll(' ', '');
  if (text.includes('...')) throw missing('einsum with an ellipsis');
  const [left, given] = text.split('->');
  const terms = left.split(',');
  if (terms.length !== operands.length)
    throw valueError('number of einsum subscripts, must be equal to the number of operands');
  const counts = new Map<string, number>();
  for (const c of left.replaceAll(',', '')) counts.set(c, (counts.get(c) ?? 0) + 1);
  const output =
    given ??
    [...counts.keys()]
      .filter((c) => counts.get(c) === 1)
      .sort()
      .join('');
  const labels = [...output, ...[...counts.keys()].filter((c) => !output.includes(c))];
  const sizes = new Map<string, number>();
  const d = operands.map((o) => o.dtype).reduce((x, y) => promote(x, y));
  const views = operands.map((o, k) => {
    const term = [...terms[k]];
    if (term.length !== o.ndim)
      throw valueError(
        `einstein sum subscripts string contains too ${term.length > o.ndim ? 'many' : 'few'} subscripts for operand ${k}`,
      );
    const strides = labels.map((l) => term.reduce((s, c, i) => (c === l ? s + o.strides[i] : s), 0));
    term.forEach((c, i) => {
      const old = sizes.get(c);
      if (old !== undefined && old !== o.shape[i] && old !== 1 && o.shape[i] !== 1)
        throw valueError(`operands could not be broadcast together with remapped shapes`);
      sizes.set(c, Math.max(old ?? 1, o.shape[i]));
    });
    return { o, strides, term };
  });
  const shape = labels.map((l) => sizes.get(l) ?? 1);
  // Two operands of which nothing is repeated are one product of matrices.
  if (views.length === 2 && views.every((v) => new Set(v.term).size === v.term.length)) {
    const [p, q] = views.map((v) => v.term);
    const shared = p.filter((c) => q.includes(c) && !output.includes(c));
    const free = [...p.filter((c) => !q.includes(c)), ...q.filter((c) => !p.includes(c))];
    if (
      shared.length > 0 &&
      free.every((c) => output.includes(c)) &&
      p.every((c) => !q.includes(c) || shared.includes(c))
    ) {
      const r = tensordot(
        operands[0],
        operands[1],
        shared.map((c) => p.indexOf(c)),
        shared.map((c) => q.indexOf(c)),
      );
      return transpose(
        r,
        [...output].map((c) => free.indexOf(c)),
      );
    }
  }
  let r: PyNDArray | undefined;
  for (const { o, strides } of views) {
    const v = viewWith(o, shape, strides, o.offset);
    r = r === undefined ? astype(v, d) : u('multiply', r, v);
  }
  const axes = labels.map((_, i) => i).slice(output.length);
  return axes.length === 0 ? copyOf(r!) : reduce(uf('add'), r!, axes, { dtype: d }); // there is an operand
}

/** The dtype linear algebra is done in. */
function inexact(a: PyNDArray): PyDType {
  if (a.dtype === dt.float16) throw typeError('array type float16 is unsupported in linalg');
  if (!a.dtype.isNumber) throw typeError(`array type ${a.dtype.name} is unsupported in linalg`);
  return 'fc'.includes(a.dtype.kind) ? a.dtype : dt.float64;
}
const wideOf = (d: PyDType): PyDType => (d.kind === 'c' ? dt.complex128 : dt.float64);
function square(a: PyNDArray): void {
  if (a.ndim < 2) throw linalgError(`${a.ndim}-dimensional array given. Array must be at least two-dimensional`);
  if (a.shape[a.ndim - 1] !== a.shape[a.ndim - 2]) throw linalgError('Last 2 dimensions of the array must be square');
}
/** Applies `f` to each matrix of a stack; every result has the shape of the first. */
function each(a: PyNDArray, d: PyDType, f: (m: PyNDArray) => PyNDArray[]): PyNDArray[] {
  const outer = a.shape.slice(0, -2);
  const work = astype(a, wideOf(d));
  const all = matrices(work, outer).map((m) => f(contiguous(m)));
  if (outer.length === 0) return all[0];
  if (all.length === 0) throw missing('linear algebra on empty stacks');
  return all[0].map((first, k) =>
    stackOf(
      all.map((r) => r[k]),
      outer,
      first.shape,
      all.map((r) => r[k].dtype).reduce((x, y) => promote(x, y)),
    ),
  );
}
const narrow = (r: PyNDArray, d: PyDType): PyNDArray =>
  d === dt.float32 || d === dt.complex64 ? astype(r, r.dtype.kind === 'c' ? dt.complex64 : dt.float32) : r;
function notSingular<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof Error && /singular/i.test(e.message)) throw linalgError('Singular matrix');
    if (e instanceof Error && /positive/i.test(e.message)) throw linalgError('Matrix is not positive definite');
    throw foreignError(e);
  }
}
function foreignError(e: unknown): unknown {
  return e instanceof Error ? missing(`this (numpy-ts: ${e.message})`) : e;
}

/** LU with partial pivoting: determinant and solutions, as LAPACK does it. */
function luSolve(
  m: PyNDArray,
  b: PyNDArray | undefined,
): { sign: number; diag: Float64Array; x: PyNDArray | undefined } {
  const n = m.shape[0];
  const a = copyOf(m).data as Float64Array; // float64 work
  const cols = b === undefined ? 0 : b.shape[1];
  const x = b === undefined ? undefined : copyOf(b);
  const y = x?.data as Float64Array | undefined; // as above
  let sign = 1;
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r * n + c]) > Math.abs(a[p * n + c])) p = r;
    if (a[p * n + c] === 0) {
      if (b !== undefined) throw linalgError('Singular matrix');
      continue;
    }
    if (p !== c) {
      sign = -sign;
      for (let j = 0; j < n; j++) [a[p * n + j], a[c * n + j]] = [a[c * n + j], a[p * n + j]];
      if (y !== undefined)
        for (let j = 0; j < cols; j++) [y[p * cols + j], y[c * cols + j]] = [y[c * cols + j], y[p * cols + j]];
    }
    const inverse = 1 / a[c * n + c];
    for (let r = c + 1; r < n; r++) {
      const l = a[r * n + c] * inverse;
      if (l === 0) continue;
      for (let j = c + 1; j < n; j++) a[r * n + j] -= l * a[c * n + j];
      if (y !== undefined) for (let j = 0; j < cols; j++) y[r * cols + j] -= l * y[c * cols + j];
    }
  }
  if (y !== undefined)
    for (let r = n - 1; r >= 0; r--)
      for (let j = 0; j < cols; j++) {
        let s = y[r * cols + j];
        for (let c = r + 1; c < n; c++) s -= a[r * n + c] * y[c * cols + j];
        y[r * cols + j] = s / a[r * n + r];
      }
  return { sign, diag: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), x };
}
const complexUnsupported = (d: PyDType, what: string): void => {
  if (d.kind === 'c') throw missing(`linalg.${what} of complex matrices`);
};
function solve(a: PyNDArray, b: PyNDArray): PyNDArray {
  square(a);
  const d = promote(inexact(a), inexact(b));
  complexUnsupported(d, 'solve');
  const vector = b.ndim === 1;
  const rhs = vector ? expandDims(b, [1]) : b;
  if (rhs.shape[rhs.ndim - 2] !== a.shape[a.ndim - 1])
    throw valueError(
      `solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature ${vector ? '(m,m),(m)->(m)' : '(m,m),(m,n)->(m,n)'} (size ${rhs.shape[rhs.ndim - 2]} is different from ${a.shape[a.ndim - 1]})`,
    );
  const outer = broadcastShape([a.shape.slice(0, -2), rhs.shape.slice(0, -2)]);
  if (outer === undefined) throw valueError('operands could not be broadcast together');
  const p = matrices(astype(a, dt.float64), outer);
  const q = matrices(astype(rhs, dt.float64), outer);
  const parts = p.map((m, i) => luSolve(m, q[i]).x!); // given a right-hand side
  const r = stackOf(parts, outer, rhs.shape.slice(-2), dt.float64);
  return narrow(vector ? reshape(r, r.shape.slice(0, -1)) : r, d);
}
function det(a: PyNDArray): PyNDArray {
  square(a);
  const d = inexact(a);
  complexUnsupported(d, 'det');
  const [r] = each(a, d, (m) => {
    // As NumPy: the logarithms are summed.
    const { sign, diag } = luSolve(m, undefined);
    const out = newArray([], dt.float64);
    let log = 0;
    let s = sign;
    for (const x of diag) {
      s *= Math.sign(x);
      log += Math.log(Math.abs(x));
    }
    out.data[0] = s === 0 ? 0 : s * Math.exp(log);
    return [out];
  });
  return narrow(r, d);
}
function svd(a: PyNDArray, full: boolean): [PyNDArray, PyNDArray, PyNDArray] {
  if (a.ndim < 2) throw linalgError(`${a.ndim}-dimensional array given. Array must be at least two-dimensional`);
  const d = inexact(a);
  complexUnsupported(d, 'svd');
  const [p, s, q] = each(a, d, (m) => {
    const r = library().linalg.svd(give(m), full, true);
    return [take(r.u), take(r.s), take(r.vt)];
  });
  return [narrow(p, d), narrow(s, d), narrow(q, d)];
}
function singularValues(a: PyNDArray): PyNDArray {
  return svd(a, false)[1];
}

/** np.linalg.norm. */
function norm(x: PyNDArray, ord: PyValue, axis: Arg, keepdims: boolean): PyNDArray {
  let a = 'fc'.includes(x.dtype.kind) ? x : astype(x, dt.float64);
  const name = isStr(ord) ? toJS(ord) : undefined;
  if (
    absent(axis) &&
    (ord === None || (name === 'fro' && a.ndim === 2) || (a.ndim === 1 && !isStr(ord) && realNumber(ord) === 2))
  ) {
    const v = ravel(a);
    const sq = a.dtype.kind === 'c' ? u('square', u('absolute', v)) : v;
    const total =
      a.dtype.kind === 'c'
        ? reduce(uf('add'), sq, [0])
        : multiplyMatrices(reshape(v, [1, v.size]), reshape(v, [v.size, 1]), v.dtype);
    const r = u('sqrt', reshape(total, []));
    return keepdims
      ? reshape(
          r,
          a.shape.map(() => 1),
        )
      : r;
  }
  const axes = axesOf(axis, a.ndim);
  const options = { keepdims };
  if (axes.length === 1) {
    const o = ord === None ? 2 : realNumber(ord);
    const abs = u('absolute', a);
    if (o === Infinity) return reduce(uf('maximum'), abs, axes, options);
    if (o === -Infinity) return reduce(uf('minimum'), abs, axes, options);
    if (o === 0) return reduce(uf('add'), astype(u('not_equal', a, 0), a.dtype), axes, options);
    if (o === 1) return reduce(uf('add'), abs, axes, options);
    if (o === 2) return u('sqrt', reduce(uf('add'), u('multiply', abs, abs), axes, options));
    return u('power', reduce(uf('add'), u('power', abs, new PyFloat(o)), axes, options), new PyFloat(1 / o));
  }
  if (axes.length !== 2) throw valueError('Improper number of dimensions to norm.');
  const [r, c] = axes;
  if (ord === None || name === 'fro') return u('sqrt', reduce(uf('add'), u('square', u('absolute', a)), axes, options));
  let out: PyNDArray;
  const o = name === undefined ? realNumber(ord) : 0;
  if (name === undefined && Math.abs(o) !== 2) {
    const abs = u('absolute', a);
    const along = Math.abs(o) === 1 ? r : Math.abs(o) === Infinity ? c : -1;
    if (along < 0) throw valueError('Invalid norm order for matrices.');
    const other = along === r ? c : r;
    const sums = reduce(uf('add'), abs, [along], { keepdims: true });
    out = reduce(
      uf(o > 0 ? 'maximum' : 'minimum'),
      sums,
      [r, other === c ? c : r].sort((p, q) => p - q).filter((v, i, l) => l.indexOf(v) === i),
      { keepdims },
    );
    return keepdims
      ? out
      : reshape(
          out,
          a.shape.filter((_, i) => i !== r && i !== c),
        );
  }
  a = moveaxis(a, [r, c], [-2, -1]);
  const s = singularValues(a);
  const last = s.ndim - 1;
  if (name === 'nuc') out = reduce(uf('add'), s, [last]);
  else if (name !== undefined) throw valueError(`Invalid norm order '${name}' for matrices`);
  else out = reduce(uf(o > 0 ? 'maximum' : 'minimum'), s, [last]);
  return keepdims
    ? reshape(
        out,
        x.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
      )
    : out;
}

function inverse(a: PyNDArray): PyNDArray {
  square(a);
  return solve(a, broadcastTo(eye(a.shape[a.ndim - 1], a.shape[a.ndim - 1], 0, inexact(a)), a.shape));
}
function matrixPower(a: PyNDArray, n: number): PyNDArray {
  square(a);
  if (n === 0) return copyOf(broadcastTo(eye(a.shape[a.ndim - 1], a.shape[a.ndim - 1], 0, a.dtype), a.shape));
  let base = n < 0 ? inverse(a) : a;
  let r: PyNDArray | undefined;
  for (let e = Math.abs(n); e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) r = r === undefined ? base : matmul(r, base);
    if (e > 1) base = matmul(base, base);
  }
  return r!; // n is not 0
}
const realIfReal = (r: PyNDArray): PyNDArray => {
  if (r.dtype.kind !== 'c') return r;
  const imag = viewWith(r, r.shape, r.strides, r.offset + 1);
  imag.dtype = dt.float64;
  if (!copyOf(imag).data.every((x: number | bigint) => x === 0)) return r;
  const re = viewWith(r, r.shape, r.strides, r.offset);
  re.dtype = dt.float64;
  return copyOf(re);
};
/** QR by Householder's reflections, signs as LAPACK leaves them. */
function householder(x: PyNDArray, full: boolean): PyNDArray[] {
  const [m, n] = x.shape;
  const a = copyOf(x).data as Float64Array; // float64 work
  const q = eye(m, m, 0, dt.float64).data as Float64Array; // as above
  const steps = Math.min(m, n);
  for (let k = 0; k < steps; k++) {
    let tail = 0;
    for (let i = k + 1; i < m; i++) tail = Math.hypot(tail, a[i * n + k]);
    if (tail === 0) continue;
    const alpha = a[k * n + k];
    const beta = -Math.sign(alpha === 0 ? 1 : alpha) * Math.hypot(alpha, tail);
    const tau = (beta - alpha) / beta;
    const v = new Float64Array(m);
    v[k] = 1;
    for (let i = k + 1; i < m; i++) v[i] = a[i * n + k] / (alpha - beta);
    for (let j = k; j < n; j++) {
      let s = 0;
      for (let i = k; i < m; i++) s += v[i] * a[i * n + j];
      for (let i = k; i < m; i++) a[i * n + j] -= tau * s * v[i];
    }
    for (let i = k + 1; i < m; i++) a[i * n + k] = 0;
    for (let i = 0; i < m; i++) {
      let s = 0;
      for (let l = k; l < m; l++) s += q[i * m + l] * v[l];
      for (let l = k; l < m; l++) q[i * m + l] -= tau * s * v[l];
    }
  }
  const width = full ? m : steps;
  const Q = newArray([m, width], dt.float64);
  const R = newArray([width, n], dt.float64);
  for (let i = 0; i < m; i++) for (let j = 0; j < width; j++) Q.data[i * width + j] = q[i * m + j];
  for (let i = 0; i < width; i++) for (let j = 0; j < n; j++) R.data[i * n + j] = a[i * n + j];
  return [Q, R];
}
/** A unit eigenvector of a real eigenvalue by inverse iteration, checked; `k` varies the start. */
function eigenvector(m: PyNDArray, value: number, k: number): Float64Array {
  const n = m.shape[0];
  const a = copyOf(m).data as Float64Array; // float64 work
  const scale = Math.max(1e-300, ...a.map(Math.abs));
  const shifted = newArray([n, n], dt.float64);
  let x = newArray([n, 1], dt.float64);
  for (let i = 0; i < n; i++) x.data[i] = 1 + ((i * 7 + k * 3) % 5) / 10;
  for (let nudge = 1e-14; nudge < 1e-6; nudge *= 100) {
    for (let i = 0; i < n * n; i++) shifted.data[i] = a[i] - (i % (n + 1) === 0 ? value + nudge * scale : 0);
    try {
      for (let round = 0; round < 4; round++) {
        x = luSolve(shifted, x).x!; // given a right-hand side
        let size = 0;
        for (const v of x.data) size = Math.hypot(size, Number(v));
        for (let i = 0; i < n; i++) x.data[i] = Number(x.data[i]) / size;
      }
      break;
    } catch {
      // Exactly singular: a little further from the eigenvalue.
    }
  }
  const v = x.data as Float64Array; // as above
  for (let i = 0; i < n; i++) {
    let s = -value * v[i];
    for (let j = 0; j < n; j++) s += a[i * n + j] * v[j];
    if (!(Math.abs(s) <= 1e-7 * scale * n))
      throw missing('linalg.eig of this matrix (its eigenvectors could not be confirmed)');
  }
  return v;
}
function eig(a: PyNDArray): [PyNDArray, PyNDArray] {
  square(a);
  const d = inexact(a);
  complexUnsupported(d, 'eig');
  const [w, v] = each(a, d, (m) => {
    const n = m.shape[0];
    const flat = copyOf(m).data;
    if (flat.every((_: number | bigint, i: number) => flat[i] === flat[(i % n) * n + Math.floor(i / n)])) {
      // A symmetric matrix has orthogonal eigenvectors, which the other way may miss where eigenvalues repeat.
      const r = library().linalg.eigh(give(m), 'L');
      return [take(r.w), take(r.v)];
    }
    const values = realIfReal(take(notSingular(() => library().linalg.eig(give(m))).w));
    if (values.dtype.kind === 'c') throw missing('linalg.eig with complex eigenvalues');
    const list = Array.from(values.data as Float64Array); // float64 when real
    let trace = 0;
    for (let i = 0; i < n; i++) trace += Number(m.data[m.offset + i * (n + 1)]);
    const size = list.reduce((s, x) => s + Math.abs(x), 1e-300);
    if (Math.abs(list.reduce((s, x) => s + x, 0) - trace) > 1e-7 * size)
      throw missing('linalg.eig with complex eigenvalues');
    const vectors = newArray([n, n], dt.float64);
    list.forEach((value, k) => {
      eigenvector(m, value, k).forEach((x, i) => {
        vectors.data[i * n + k] = x;
      });
    });
    return [values, vectors];
  });
  return [narrow(w, d), narrow(v, d)];
}
function eigh(a: PyNDArray, uplo: string): [PyNDArray, PyNDArray] {
  square(a);
  const d = inexact(a);
  complexUnsupported(d, 'eigh');
  const [w, v] = each(a, d, (m) => {
    const r = library().linalg.eigh(give(m), uplo === 'U' ? 'U' : 'L');
    return [take(r.w), take(r.v)];
  });
  return [narrow(w, d), narrow(v, d)];
}
const named = (name: string, fields: readonly string[], values: readonly PyValue[]): PyValue =>
  namedTuple(name, fields, values);
let namedTuple: (name: string, fields: readonly string[], values: readonly PyValue[]) => PyValue = (_n, _f, v) =>
  new PyTuple([...v]);
/** index.ts makes EigResult and its like. */
export function setNamedTuple(f: typeof namedTuple): void {
  namedTuple = f;
}
function pinv(a: PyNDArray, rcond: number | undefined): PyNDArray {
  const [p, s, q] = svd(a, false);
  const cut = (rcond ?? 1e-15) * Math.max(0, ...Array.from(copyOf(s).data, Number));
  const inv = copyOf(s);
  for (let i = 0; i < inv.data.length; i++) inv.data[i] = Number(inv.data[i]) > cut ? 1 / Number(inv.data[i]) : 0;
  if (a.ndim !== 2) throw missing('linalg.pinv of stacks');
  return matmul(u('multiply', transpose(q), inv), transpose(p));
}
const EPS = 2.220446049250313e-16;
function rank(a: PyNDArray, tol: Arg): PyNDArray {
  if (a.ndim < 2) return asArray(slotsOf(a).some((s) => Number(a.data[s]) !== 0) ? 1 : 0);
  const s = singularValues(a);
  const eps = s.dtype === dt.float32 ? 1.1920928955078125e-7 : EPS;
  const t = absent(tol)
    ? u(
        'multiply',
        reduce(uf('maximum'), s, [s.ndim - 1], { keepdims: true }),
        new PyFloat(Math.max(a.shape[a.ndim - 1], a.shape[a.ndim - 2]) * eps),
      )
    : asArray(tol);
  return reduce(uf('add'), u('greater', s, t), [s.ndim - 1], { dtype: dt.int64 });
}

export const productFunctions: NativeTable = {
  'matmul(x1, x2, /, out=None, **kwargs)': (a: PyValue, b: PyValue, out: Arg) =>
    into(matmul(asArray(a), asArray(b)), out),
  'dot(a, b, out=None)': (a: PyValue, b: PyValue, out: Arg) => into(dot(asArray(a), asArray(b)), out),
  'vdot(a, b, /)': (a: PyValue, b: PyValue) => {
    const x = ravel(asArray(a));
    return result(dot(x.dtype.kind === 'c' ? u('conjugate', x) : x, ravel(asArray(b))));
  },
  'vecdot(x1, x2, /, *, axis=-1)': (a: PyValue, b: PyValue, axis: PyValue) => {
    const x = asArray(a);
    const r = u('multiply', x.dtype.kind === 'c' ? u('conjugate', x) : x, b);
    return result(reduce(uf('add'), r, [normalAxis(integer(axis), r.ndim)], { dtype: r.dtype }));
  },
  'inner(a, b, /)': (v: PyValue, w: PyValue) => {
    const a = asArray(v);
    const b = asArray(w);
    if (a.ndim === 0 || b.ndim === 0) return result(u('multiply', a, b));
    if (a.shape[a.ndim - 1] !== b.shape[b.ndim - 1])
      throw valueError(
        `shapes (${a.shape.join(',')}${a.ndim === 1 ? ',' : ''}) and (${b.shape.join(',')}${b.ndim === 1 ? ',' : ''}) not aligned: ${a.shape[a.ndim - 1]} (dim ${a.ndim - 1}) != ${b.shape[b.ndim - 1]} (dim ${b.ndim - 1})`,
      );
    return result(tensordot(a, b, [-1], [-1]));
  },
  'outer(a, b, out=None)': (a: PyValue, b: PyValue, out: Arg) =>
    into(u('multiply', reshape(asArray(a), [-1, 1]), reshape(asArray(b), [1, -1])), out),
  'tensordot(a, b, axes=2)': (v: PyValue, w: PyValue, axes: PyValue) => {
    const a = asArray(v);
    const b = asArray(w);
    if (axes instanceof PyTuple || axes instanceof PyList)
      return result(tensordot(a, b, intList(axes.items[0]), intList(axes.items[1])));
    const n = integer(axes);
    return result(
      tensordot(
        a,
        b,
        Array.from({ length: n }, (_, i) => a.ndim - n + i),
        Array.from({ length: n }, (_, i) => i),
      ),
    );
  },
  'einsum(subscripts, /, *operands, out=None, optimize=False, **kwargs)': (
    s: PyValue,
    operands: PyValue[],
    out: Arg,
  ) => {
    if (!isStr(s)) throw missing('einsum with lists of subscripts');
    return into(
      einsum(
        toJS(s),
        operands.map((o) => asArray(o)),
      ),
      out,
    );
  },
  'kron(a, b)': (v: PyValue, w: PyValue) => {
    const n = Math.max(asArray(v).ndim, asArray(w).ndim);
    const fill = (x: PyNDArray): PyNDArray => reshape(x, [...new Array<number>(n - x.ndim).fill(1), ...x.shape]);
    const a = fill(asArray(v));
    const b = fill(asArray(w));
    const r = u(
      'multiply',
      reshape(
        a,
        a.shape.flatMap((k) => [k, 1]),
      ),
      reshape(
        b,
        b.shape.flatMap((k) => [1, k]),
      ),
    );
    return result(
      reshape(
        r,
        a.shape.map((k, i) => k * b.shape[i]),
      ),
    );
  },
  'trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None)': (
    v: PyValue,
    k: PyValue,
    x: PyValue,
    y: PyValue,
    dtype: Arg,
    out: Arg,
  ) => {
    const d = diagonal(asArray(v), integer(k), integer(x), integer(y));
    return into(reduce(uf('add'), d, [d.ndim - 1], { dtype: dtypeOr(dtype) }), out);
  },
  'cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)': (
    v: PyValue,
    w: PyValue,
    xa: PyValue,
    xb: PyValue,
    xc: PyValue,
    axis: Arg,
  ) => {
    const a = moveaxis(asArray(v), [absent(axis) ? integer(xa) : integer(axis)], [-1]);
    const b = moveaxis(asArray(w), [absent(axis) ? integer(xb) : integer(axis)], [-1]);
    if (a.shape[a.ndim - 1] !== 3 || b.shape[b.ndim - 1] !== 3)
      throw valueError('incompatible dimensions for cross product\n(dimension must be 2 or 3)');
    const at = (m: PyNDArray, i: number): PyNDArray => {
      const p = part(m, m.ndim - 1, i, i + 1);
      return viewWith(p, p.shape.slice(0, -1), p.strides.slice(0, -1), p.offset);
    };
    const [c0, c1, c2] = [
      [1, 2],
      [2, 0],
      [0, 1],
    ].map(([i, j]) => u('subtract', u('multiply', at(a, i), at(b, j)), u('multiply', at(a, j), at(b, i))));
    const out = newArray([...c0.shape, 3], c0.dtype);
    [c0, c1, c2].forEach((c, i) => castInto(c, at(out, i)));
    return moveaxis(out, [-1], [absent(axis) ? integer(xc) : integer(axis)]);
  },
};
function into(r: PyNDArray, out: Arg): PyValue {
  const target = outArray(out);
  if (target === undefined) return result(r);
  castInto(r, target);
  return target;
}

export const linalgFunctions: NativeTable = {
  'det(a)': (a: PyValue) => result(det(asArray(a))),
  'slogdet(a)': (v: PyValue) => {
    const a = asArray(v);
    square(a);
    const d = inexact(a);
    complexUnsupported(d, 'slogdet');
    const [sign, log] = each(a, d, (m) => {
      const r = luSolve(m, undefined);
      let s = r.sign;
      let l = 0;
      for (const x of r.diag) {
        s *= Math.sign(x);
        l += Math.log(Math.abs(x));
      }
      const p = newArray([], dt.float64);
      const q = newArray([], dt.float64);
      p.data[0] = s;
      q.data[0] = l;
      return [p, q];
    });
    return named('SlogdetResult', ['sign', 'logabsdet'], [result(sign), result(log)]);
  },
  'inv(a)': (a: PyValue) => inverse(asArray(a)),
  'solve(a, b)': (a: PyValue, b: PyValue) => solve(asArray(a), asArray(b)),
  'lstsq(a, b, rcond=None)': (v: PyValue, w: PyValue, rcond: Arg) => {
    const a = asArray(v);
    const b = asArray(w);
    if (a.ndim !== 2) throw linalgError(`${a.ndim}-dimensional array given. Array must be two-dimensional`);
    const [m, n] = a.shape;
    if (b.shape[0] !== m) throw linalgError('Incompatible dimensions');
    const [p, s, q] = svd(a, false);
    const sv = copyOf(s).data;
    const cut = (absent(rcond) ? EPS * Math.max(m, n) : realNumber(rcond)) * Number(sv[0] ?? 0);
    const k = Array.from(sv, Number).filter((x) => x > cut).length;
    const rhs = b.ndim === 1 ? expandDims(b, [1]) : b;
    const c = copyOf(matmul(transpose(p), astype(rhs, dt.float64)));
    const cols = rhs.shape[1];
    for (let i = 0; i < s.size; i++)
      for (let j = 0; j < cols; j++) c.data[i * cols + j] = i < k ? Number(c.data[i * cols + j]) / Number(sv[i]) : 0;
    const x = matmul(transpose(q), c);
    let res = newArray([0], dt.float64);
    if (k === n && m > n) {
      const e = u('subtract', matmul(a, x), rhs);
      res = reduce(uf('add'), u('square', e), [0]);
    }
    return tuple([b.ndim === 1 ? reshape(x, [n]) : x, res, result(asArray(k, dt.int32)), s]);
  },
  'norm(x, ord=None, axis=None, keepdims=False)': (x: PyValue, ord: PyValue, axis: Arg, k: PyValue) =>
    result(norm(asArray(x), ord, axis, flag(k))),
  'vector_norm(x, /, *, axis=None, keepdims=False, ord=2)': (x: PyValue, axis: Arg, k: PyValue, ord: PyValue) => {
    const a = asArray(x);
    return result(absent(axis) ? norm(ravel(a), ord, 0, flag(k)) : norm(a, ord, axis, flag(k)));
  },
  "matrix_norm(x, /, *, keepdims=False, ord='fro')": (x: PyValue, k: PyValue, ord: PyValue) => {
    const a = asArray(x);
    return result(norm(a, ord, new PyTuple([a.ndim - 2, a.ndim - 1]), flag(k)));
  },
  'cond(x, p=None)': (x: PyValue, p: PyValue) => {
    const a = asArray(x);
    if (p === None || (!isStr(p) && Math.abs(realNumber(p)) === 2)) {
      const s = Array.from(copyOf(singularValues(a)).data, Number);
      const r = s[0] / s[s.length - 1];
      return result(asArray(new PyFloat(p !== None && !isStr(p) && realNumber(p) < 0 ? 1 / r : r), dt.float64));
    }
    return result(u('multiply', norm(a, p, None, false), norm(inverse(a), p, None, false)));
  },
  'matrix_rank(A, tol=None, hermitian=False, *, rtol=None)': (a: PyValue, tol: Arg) => result(rank(asArray(a), tol)),
  'matrix_power(a, n)': (a: PyValue, n: PyValue) => matrixPower(asArray(a), integer(n)),
  'pinv(a, rcond=None, hermitian=False, *, rtol=?)': (a: PyValue, rcond: Arg, _h: PyValue, rtol: Arg) =>
    pinv(asArray(a), absent(rcond) ? (absent(rtol) ? undefined : realNumber(rtol)) : realNumber(rcond)),
  "qr(a, mode='reduced')": (v: PyValue, mode: Arg) => {
    const a = asArray(v);
    const d = inexact(a);
    complexUnsupported(d, 'qr');
    const m = textOr(mode, 'reduced');
    if (m === 'raw') throw missing("linalg.qr(mode='raw')");
    const full = m === 'complete';
    const [q, r] = each(a, d, (x) => householder(x, full));
    if (m === 'r') return narrow(r, d);
    return named('QRResult', ['Q', 'R'], [narrow(q, d), narrow(r, d)]);
  },
  'cholesky(a, /, *, upper=False)': (v: PyValue, upper: PyValue) => {
    const a = asArray(v);
    square(a);
    const d = inexact(a);
    complexUnsupported(d, 'cholesky');
    const [l] = each(a, d, (m) => {
      const n = m.shape[0];
      const s = copyOf(m).data as Float64Array; // float64 work
      const out = newArray([n, n], dt.float64);
      const o = out.data as Float64Array; // as above
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) {
          let x = s[i * n + j];
          for (let k = 0; k < j; k++) x -= o[i * n + k] * o[j * n + k];
          if (i === j) {
            if (!(x > 0)) throw linalgError('Matrix is not positive definite');
            o[i * n + i] = Math.sqrt(x);
          } else o[i * n + j] = x / o[j * n + j];
        }
      return [out];
    });
    const r = narrow(l, d);
    return flag(upper) ? swapaxes(r, -1, -2) : r;
  },
  'svd(a, full_matrices=True, compute_uv=True, hermitian=False)': (v: PyValue, full: PyValue, uv: PyValue) => {
    if (!flag(uv)) return singularValues(asArray(v));
    return named('SVDResult', ['U', 'S', 'Vh'], svd(asArray(v), flag(full)));
  },
  'svdvals(x, /)': (v: PyValue) => singularValues(asArray(v)),
  'eig(a)': (v: PyValue) => named('EigResult', ['eigenvalues', 'eigenvectors'], eig(asArray(v))),
  'eigvals(a)': (v: PyValue) => eig(asArray(v))[0],
  "eigh(a, UPLO='L')": (v: PyValue, l: Arg) =>
    named('EighResult', ['eigenvalues', 'eigenvectors'], eigh(asArray(v), textOr(l, 'L'))),
  "eigvalsh(a, UPLO='L')": (v: PyValue, l: Arg) => eigh(asArray(v), textOr(l, 'L'))[0],
  'multi_dot(arrays, *, out=None)': (v: PyValue) => result(arraysOf(v).reduce((x, y) => dot(x, y))),
  'tensorsolve(a, b, axes=None)': () => {
    throw missing('linalg.tensorsolve');
  },
  'tensorinv(a, ind=2)': () => {
    throw missing('linalg.tensorinv');
  },
};
