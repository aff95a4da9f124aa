// Universal functions: dtype resolution with weak Python scalars, broadcasting, out= and where=, then one loop. Invariant:
// an output that overlaps an input in another order is computed aside first. Knows no reductions (reduce.ts).

import {
  binary,
  BINARY_OPERATORS,
  makeBuiltinType,
  None,
  PyComplex,
  PyFloat,
  PyInt,
  PyObject,
  PyTuple,
  type PyValue,
  TYPE_WEAKREF,
  typeError,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { canCast, dtypeClassName, dtypeRepr, type PyDType, promote, toDType } from './dtype.ts';
import { broadcastShape, broadcastStrides, eachSlot, newArray, PyNDArray, tightShape } from './array.ts';
import { asArray, astypeCopy, castInto, overlaps, weakly } from './convert.ts';
import { drive, elementwise, type Formula } from './loops.ts';
import type { Types, UFuncSpec } from './formulas.ts';
import { readScalar, scalarDType, writeItem } from './scalars.ts';
import { error, errorState, floatingError, UFuncNoLoopError, UFuncOutputCastingError } from './errors.ts';

export class PyUFunc extends PyObject {
  constructor(
    readonly spec: UFuncSpec,
    readonly nout = 1,
    /** A function of several outputs computes itself. */
    readonly compute: ((args: PyValue[]) => PyNDArray[]) | undefined = undefined,
  ) {
    super();
  }
  get name(): string {
    return this.spec.name;
  }
}
export const ufuncType = makeBuiltinType('ufunc', PyUFunc, { module: 'numpy', flags: TYPE_WEAKREF });

export interface Options {
  readonly out?: PyValue;
  readonly where?: PyValue;
  readonly dtype?: PyDType;
  readonly casting?: string;
}

/** Operations on kinds that are no numbers (other files): strings, datetimes, objects. */
export type SpecialCase = (u: PyUFunc, arrays: PyNDArray[]) => PyNDArray | undefined;
const specialCases: SpecialCase[] = [];
export function addSpecialCase(f: SpecialCase): void {
  specialCases.push(f);
}

/** 0, 1, 2 for a Python int, float, complex; 3 for bool; -1 for what has a dtype of its own. */
function weakness(v: PyValue): number {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return 0;
    case 'boolean':
      return 3;
    case 'string':
      return -1;
  }
  if (v instanceof PyNDArray || scalarDType(v) !== undefined) return -1;
  if (v instanceof PyFloat) return 1;
  if (v instanceof PyComplex) return 2;
  if (v instanceof PyInt) return 0;
  return -1;
}

export function formulaFor(s: UFuncSpec, d: PyDType): Formula | undefined {
  switch (d.kind) {
    case 'b':
      return s.b ?? s.i;
    case 'i':
    case 'u':
      return d.itemsize <= 4 ? (s.w ?? s.i) : s.i;
    case 'f':
      return s.name === 'nextafter' && d === dt.float32 ? { expr: 'nextafterf(a,b)' } : s.f;
    case 'c':
      return s.c;
    default:
      return undefined;
  }
}

export function noLoop(u: PyUFunc, dtypes: readonly PyDType[]): PyObject {
  if (u.name === 'subtract' && dtypes.every((d) => d.kind === 'b'))
    return typeError(
      'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.',
    );
  if (u.name === 'negative' && dtypes[0].kind === 'b')
    return typeError(
      'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.',
    );
  if (
    u.name === 'positive' ||
    [
      'add',
      'subtract',
      'multiply',
      'divide',
      'equal',
      'less',
      'greater',
      'not_equal',
      'less_equal',
      'greater_equal',
      'maximum',
      'minimum',
      'floor_divide',
    ].includes(u.name)
  ) {
    if (dtypes.some((d) => !d.isNumber)) {
      const names = dtypes.map((d) => `<class 'numpy.dtypes.${dtypeClassName(d)}'>`);
      return error(
        UFuncNoLoopError,
        `ufunc '${u.name}' did not contain a loop with signature matching types (${names.join(', ')}${names.length === 1 ? ',' : ''}) -> None`,
      );
    }
  }
  return typeError(
    `ufunc '${u.name}' not supported for the input types, and the inputs could not be safely coerced to any supported ` +
      "types according to the casting rule ''safe''",
  );
}

export const broadcastError = (shapes: readonly (readonly number[])[]): PyObject =>
  valueError(`operands could not be broadcast together with shapes ${shapes.map((s) => `${tightShape(s)} `).join('')}`);

const COMPARISONS = new Set(['equal', 'not_equal', 'less', 'less_equal', 'greater', 'greater_equal']);

/** The common dtype of a ufunc's inputs; Python numbers are turned into arrays of it in `arrays`. */
function resolve(u: PyUFunc, args: readonly PyValue[], arrays: (PyNDArray | undefined)[]): PyDType {
  let common: PyDType | undefined;
  let weak = -1;
  let hasBool = false;
  for (let k = 0; k < args.length; k++) {
    const w = weakness(args[k]);
    if (w === 3) hasBool = true;
    else if (w >= 0) {
      weak = Math.max(weak, w);
      continue;
    }
    if (w === 3) continue;
    const a = asArray(args[k]);
    arrays[k] = a;
    common = common === undefined ? a.dtype : (dt.promoteOrNone(common, a.dtype) ?? dt.object_);
    if (common === dt.object_ && !arrays.some((x) => x?.dtype === dt.object_)) {
      // No common dtype: the special cases (datetime and number, text and number) decide.
      for (let j = 0; j < args.length; j++) arrays[j] = asArray(args[j]);
      return dt.object_;
    }
  }
  if (hasBool) common = common === undefined ? dt.bool_ : (dt.promoteOrNone(common, dt.bool_) ?? common);
  if (weak >= 0 && (common === undefined || common.isNumber)) {
    const before = common;
    common = weakly(common, weak);
    if (before === undefined && args.some((v) => typeof v === 'bigint')) {
      common = args.map((v) => asArray(v).dtype).reduce((x, y) => promote(x, y));
    }
  }
  const d = common ?? dt.float64;
  for (let k = 0; k < args.length; k++) {
    if (arrays[k] !== undefined) continue;
    const v = args[k];
    if (!d.isNumber) {
      arrays[k] = asArray(v, d.kind === 'O' ? dt.object_ : undefined);
      continue;
    }
    if (typeof v === 'boolean') {
      arrays[k] = asArray(v);
      continue;
    }
    const a = newArray([], d);
    try {
      writeItem(a, 0, v);
    } catch (e) {
      if (!(COMPARISONS.has(u.name) && (d.kind === 'i' || d.kind === 'u'))) throw e;
      // A Python int outside the dtype compares as what it is.
      const wide = newArray([], dt.float64);
      wide.data[0] = Number(typeof v === 'object' && v instanceof PyInt ? v.v : (v as number | bigint)); // only ints do not fit
      arrays[k] = wide;
      return dt.float64;
    }
    arrays[k] = a;
  }
  return d;
}

/** Calls a ufunc; the result is an array, or a scalar when all inputs were. */
export function callUFunc(u: PyUFunc, args: readonly PyValue[], options: Options = {}): PyValue {
  const a = args[0];
  if (u.spec.nin === 2 && options.out === undefined && options.where === undefined && options.dtype === undefined) {
    const b = args[1];
    const quick = quickScalar(u.name, a, b);
    if (quick !== undefined) return quick;
  }
  const r = applyUFunc(u, args, options);
  return r.ndim === 0 && options.out === undefined ? readScalar(r, r.offset) : r;
}
let quickScalar: (name: string, a: PyValue, b: PyValue) => PyValue | undefined = () => undefined;
/** scalar-math.ts: two scalars without arrays. */
export function setQuickScalar(f: typeof quickScalar): void {
  quickScalar = f;
}

export function applyUFunc(u: PyUFunc, args: readonly PyValue[], options: Options = {}): PyNDArray {
  const arrays: (PyNDArray | undefined)[] = new Array<undefined>(args.length).fill(undefined);
  const common = resolve(u, args, arrays);
  const inputs = arrays as PyNDArray[]; // resolve has filled them
  let out = outArray(options.out);
  if (!common.isNumber || inputs.some((a) => !a.dtype.isNumber)) {
    for (const f of specialCases) {
      const r = f(u, inputs);
      if (r === undefined) continue;
      if (out === undefined) return r;
      castInto(r, out);
      return out;
    }
    throw noLoop(
      u,
      inputs.map((a) => a.dtype),
    );
  }
  let base = common;
  if (options.dtype !== undefined) base = options.dtype;
  if (u.name === 'ldexp') base = inputs[0].dtype;
  const types: Types | undefined = u.spec.types(base);
  if (types === undefined)
    throw noLoop(
      u,
      inputs.map((a) => a.dtype),
    );
  const { work } = types;
  const formula = formulaFor(u.spec, work);
  if (formula === undefined)
    throw noLoop(
      u,
      inputs.map((a) => a.dtype),
    );
  if (u.name === 'power' && 'iu'.includes(work.kind)) checkPowers(inputs[1]);
  const shapes = inputs.map((a) => a.shape);
  const broadcast = shapes.length === 1 ? [...shapes[0]] : broadcastShape(shapes);
  if (broadcast === undefined) throw broadcastError(out === undefined ? shapes : [...shapes, out.shape]);
  let shape = broadcast;
  if (out !== undefined) {
    const all = broadcastShape([shape, out.shape]);
    if (all === undefined || all.length !== out.ndim || all.some((n, i) => n !== out!.shape[i])) {
      if (broadcastShape([shape, out.shape]) === undefined) throw broadcastError([...shapes, out.shape]);
      throw valueError(
        `non-broadcastable output operand with shape ${tightShape(out.shape)} doesn't match the broadcast shape ${tightShape(shape)}`,
      );
    }
    shape = all;
    if (!out.writeable) throw valueError('output array is read-only');
    if (!canCast(types.out, out.dtype, options.casting ?? 'same_kind'))
      throw error(
        UFuncOutputCastingError,
        `Cannot cast ufunc '${u.name}' output from ${dtypeRepr(types.out)} to ${dtypeRepr(out.dtype)} with casting rule '${options.casting ?? 'same_kind'}'`,
      );
  }
  const where = options.where === undefined || options.where === true ? undefined : asArray(options.where, dt.bool_);
  if (where !== undefined) {
    const s = broadcastShape([shape, where.shape]);
    if (s === undefined) throw broadcastError([...shapes, where.shape]);
    shape = s;
  }
  // Inputs whose numbers the loop cannot read as the work dtype's are converted first.
  const ready = inputs.map((a) => (needsCast(a.dtype, work) ? astypeCopy(a, work) : a));
  const direct = out !== undefined && out.dtype === types.out && !ready.some((a) => overlaps(a, out!));
  const target = direct ? out! : newArray(shape, types.out, orderOf(ready));
  if (!direct && out !== undefined && where !== undefined) castInto(out, target);
  const loop = elementwise(
    u.name,
    formula,
    ready.map((a) => a.dtype),
    work,
    types.out,
    where !== undefined,
  );
  const operands = ready.map((a) => ({ array: a, strides: broadcastStrides(a, shape) }));
  operands.push({ array: target, strides: [...target.strides] });
  if (where !== undefined) operands.push({ array: where, strides: broadcastStrides(where, shape) });
  const flags = drive(loop, shape, operands);
  if (flags !== 0) reportFlags(u, flags, ready, target, shape, where !== undefined);
  if (out !== undefined && !direct) {
    castInto(target, out);
    out = out as PyNDArray; // it is one, or the branch is not taken
    return out;
  }
  return target;
}

/** Results of Fortran-ordered inputs are so too. */
function orderOf(inputs: readonly PyNDArray[]): string {
  for (const a of inputs) {
    if (a.ndim < 2) continue;
    const { strides, shape } = a;
    let f = true;
    let step = a.dtype.slots;
    for (let i = 0; i < shape.length; i++) {
      if (shape[i] !== 1 && strides[i] !== step) f = false;
      step *= shape[i];
    }
    let c = true;
    step = a.dtype.slots;
    for (let i = shape.length - 1; i >= 0; i--) {
      if (shape[i] !== 1 && strides[i] !== step) c = false;
      step *= shape[i];
    }
    return f && !c ? 'F' : 'C';
  }
  return 'C';
}

function needsCast(from: PyDType, work: PyDType): boolean {
  if (from === work) return false;
  if (from.kind === 'c') return true;
  if (work.kind === 'c') return false;
  if (work.kind === 'f') return work !== dt.float64 && !(from.itemsize < work.itemsize);
  // Integers: wider ones hold narrower ones; 64 bits with another sign do not.
  return !('biu'.includes(from.kind) && from.itemsize < work.itemsize) && from.kind !== 'b';
}

function checkPowers(exponents: PyNDArray): void {
  if (exponents.dtype.kind !== 'i') return;
  eachSlot(exponents, (slot) => {
    if (exponents.data[slot] < 0) throw valueError('Integers to negative integer powers are not allowed.');
  });
}

/** `out=`: an array, a tuple of one, or None. */
export function outArray(v: PyValue | undefined): PyNDArray | undefined {
  if (v === undefined || v === None) return undefined;
  if (v instanceof PyTuple) {
    if (v.items.length !== 1) throw valueError('The `out` tuple must have exactly one entry per ufunc output');
    return outArray(v.items[0]);
  }
  if (!(v instanceof PyNDArray)) throw typeError('return arrays must be of ArrayType');
  return v;
}

const DIVIDES = new Set([
  'divide',
  'floor_divide',
  'remainder',
  'log',
  'log2',
  'log10',
  'log1p',
  'reciprocal',
  'arctanh',
  'power',
  'float_power',
]);
/** Tells what the loop has met: 1, a float that is not finite; 2, an integer division by zero. */
function reportFlags(
  u: PyUFunc,
  flags: number,
  inputs: readonly PyNDArray[],
  out: PyNDArray,
  shape: readonly number[],
  masked: boolean,
): void {
  const state = errorState();
  if (state.divide === 'ignore' && state.over === 'ignore' && state.invalid === 'ignore') return;
  if ((flags & 2) !== 0) floatingError('divide', u.name);
  if ((flags & 1) === 0 || masked) return;
  const found = { divide: false, over: false, invalid: false };
  const k = out.dtype.kind === 'c' ? 2 : 1;
  const nan = (a: PyNDArray, slot: number): boolean => {
    const x = numberAt(a, slot);
    return x !== x || (a.dtype.kind === 'c' && numberAt(a, slot + 1) !== numberAt(a, slot + 1));
  };
  const finite = (a: PyNDArray, slot: number): boolean =>
    Number.isFinite(numberAt(a, slot)) && (a.dtype.kind !== 'c' || Number.isFinite(numberAt(a, slot + 1)));
  const views = inputs.map((a) => {
    const v = new PyNDArray();
    v.dtype = a.dtype;
    v.data = a.data;
    v.shape = shape;
    v.strides = broadcastStrides(a, shape);
    v.offset = a.offset;
    const slots: number[] = [];
    eachSlot(v, (s) => void slots.push(s));
    return { a, slots };
  });
  eachSlot(out, (slot, i) => {
    let isNan = false;
    let isInf = false;
    for (let c = 0; c < k; c++) {
      const x = numberAt(out, slot + c);
      if (x !== x) isNan = true;
      else if (!Number.isFinite(x)) isInf = true;
    }
    if (isNan) {
      if (!views.some((v) => nan(v.a, v.slots[i]))) found.invalid = true;
    } else if (isInf && views.every((v) => finite(v.a, v.slots[i]))) {
      const divides =
        DIVIDES.has(u.name) &&
        (u.name === 'divide' || u.name === 'floor_divide'
          ? numberAt(views[1].a, views[1].slots[i]) === 0
          : u.name === 'power' || u.name === 'float_power'
            ? numberAt(views[0].a, views[0].slots[i]) === 0
            : true);
      if (divides) found.divide = true;
      else found.over = true;
    }
  });
  for (const kind of ['divide', 'over', 'invalid'] as const) if (found[kind]) floatingError(kind, u.name);
}
export function numberAt(a: PyNDArray, slot: number): number {
  if (a.dtype === dt.float16) return Number(readHalf(a, slot));
  return Number(a.data[slot]);
}
const readHalf = (a: PyNDArray, slot: number): number => {
  const bits = Number(a.data[slot]);
  const e = (bits >> 10) & 31;
  if (e === 31) return (bits & 1023) !== 0 ? Number.NaN : (bits & 0x8000) !== 0 ? -Infinity : Infinity;
  return 0; // only whether it is finite matters
};

/** Object arrays: each element by the Python operator. */
const OBJECT_OPERATORS: { readonly [name: string]: string } = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  floor_divide: '//',
  remainder: '%',
  power: '**',
  bitwise_and: '&',
  bitwise_or: '|',
  bitwise_xor: '^',
  left_shift: '<<',
  right_shift: '>>',
  matmul: '@',
};
export function objectOperator(name: string): ((a: PyValue, b: PyValue) => PyValue) | undefined {
  const symbol = OBJECT_OPERATORS[name];
  const op = BINARY_OPERATORS.find((o) => o.symbol === symbol);
  return op === undefined ? undefined : (a, b) => binary(a, b, op);
}

/** `dtype=` of a function: undefined when it was not given. */
export const dtypeArgument = (v: PyValue | undefined): PyDType | undefined =>
  v === undefined || v === None ? undefined : toDType(v);
