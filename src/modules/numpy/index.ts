// The bundle's entry: fills numpy and its submodules. Invariant: types and ufuncs exist once an agent; module objects,
// print options and error states are each interpreter's own. Knows every file of this folder.

import {
  call,
  getattr,
  hooks,
  interpreter,
  type ModuleBuilder,
  native,
  None,
  PyBytes,
  PyFloat,
  PyList,
  PyTuple,
  type PyValue,
  sync,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { dtypeType, NUMERIC, scalarTypes } from './dtype.ts';
import * as sc from './scalars.ts';
import { broadcastShape, broadcastStrides, ndarrayType, newArray, slotsOf, viewWith } from './array.ts';
import { asArray } from './convert.ts';
import { shapeOf } from './arguments.ts';
import { readScalar } from './scalars.ts';
import { ufuncType } from './ufunc.ts';
import { UFUNCS } from './ufuncs.ts';
import { addFunctions } from './ndarray.ts';
import { addArrayMethods, setScalarFunction } from './scalar-type.ts';
import './special.ts';
import './ufunc-type.ts';
import { creationFunctions } from './creation.ts';
import { reshape, shapeFunctions } from './shape.ts';
import { statisticsFunctions } from './statistics.ts';
import { sortingFunctions } from './sorting.ts';
import { addMultiOutput, mathFunctions } from './mathematics.ts';
import { linalgFunctions, productFunctions, setNamedTuple } from './linalg.ts';
import { fftFunctions } from './fft.ts';
import { fillRandom } from './random.ts';
import { fileFunctions } from './npy.ts';
import {
  errstateType,
  finfoType,
  iinfoType,
  setBroadcastArgs,
  setFromList,
  settingFunctions,
  vectorizeType,
} from './settings.ts';
import * as errors from './errors.ts';

/** What the loader in the engine's own bundle (src/modules/numpy.ts) sees. */
export interface NumPy {
  fill(m: ModuleBuilder): void;
}

const TABLES = [
  creationFunctions,
  shapeFunctions,
  statisticsFunctions,
  sortingFunctions,
  mathFunctions,
  productFunctions,
  fileFunctions,
  settingFunctions,
];
const MULTI = addMultiOutput();
for (const t of TABLES) addFunctions(t);
addArrayMethods();

function fillNumpy(m: ModuleBuilder): void {
  m.set('__version__', '2.4.0');
  m.set('__path__', new PyList([]));
  m.set('ndarray', ndarrayType);
  m.set('dtype', dtypeType);
  m.set('ufunc', ufuncType);
  m.set('newaxis', None);
  for (const [name, v] of Object.entries({
    pi: Math.PI,
    e: Math.E,
    inf: Infinity,
    nan: Number.NaN,
    euler_gamma: 0.5772156649015329,
  }))
    m.set(name, new PyFloat(v));
  for (const d of NUMERIC) m.set(d.name, d.type);
  for (const [name, d] of Object.entries({
    bool_: dt.bool_,
    int_: dt.int64,
    intp: dt.int64,
    long: dt.int64,
    longlong: dt.int64,
    uint: dt.uint64,
    uintp: dt.uint64,
    ulong: dt.uint64,
    ulonglong: dt.uint64,
    intc: dt.int32,
    uintc: dt.uint32,
    short: dt.int16,
    ushort: dt.uint16,
    byte: dt.int8,
    ubyte: dt.uint8,
    half: dt.float16,
    single: dt.float32,
    double: dt.float64,
    csingle: dt.complex64,
    cdouble: dt.complex128,
    object_: dt.object_,
  }))
    m.set(name, d.type);
  m.set('str_', scalarTypes.U);
  m.set('bytes_', scalarTypes.S);
  m.set('datetime64', scalarTypes.M);
  m.set('timedelta64', scalarTypes.m);
  for (const t of [
    sc.genericType,
    sc.numberType,
    sc.integerType,
    sc.signedType,
    sc.unsignedType,
    sc.inexactType,
    sc.floatingType,
    sc.complexfloatingType,
    sc.flexibleType,
    sc.characterType,
  ])
    m.type(t);
  m.set('True_', sc.npBool(true));
  m.set('False_', sc.npBool(false));
  for (const u of UFUNCS.values()) m.set(u.name, u);
  for (const [alias, name] of Object.entries({
    true_divide: 'divide',
    mod: 'remainder',
    pow: 'power',
    abs: 'absolute',
    conj: 'conjugate',
    bitwise_not: 'invert',
    bitwise_invert: 'invert',
    bitwise_left_shift: 'left_shift',
    bitwise_right_shift: 'right_shift',
    acos: 'arccos',
    asin: 'arcsin',
    atan: 'arctan',
    atan2: 'arctan2',
    acosh: 'arccosh',
    asinh: 'arcsinh',
    atanh: 'arctanh',
  }))
    m.set(alias, UFUNCS.get(name)!); // names of the table
  for (const [name, u] of MULTI) m.set(name, u);
  for (const t of TABLES)
    for (const [signature, f] of Object.entries(t)) {
      if (!isFunctionOfOurs.has(signature.slice(0, signature.indexOf('(')))) m.func(signature, f);
    }
  for (const [alias, name] of Object.entries({
    concat: 'concatenate',
    amax: 'max',
    amin: 'min',
    permute: 'transpose',
  })) {
    const f = m.dict.getStr(name);
    if (f !== undefined && alias !== 'permute') m.set(alias, f);
  }
  for (const t of [finfoType, iinfoType, errstateType, vectorizeType]) m.type(t);
  // Submodules are there at once, as in NumPy.
  for (const name of BOUND) {
    const full = `numpy.${name}`;
    const modules = interpreter().modules;
    if (modules.getStr(full) !== undefined) continue;
    sync(hooks.importR(full));
  }
}

/** A named tuple such as EigResult, of a class made by collections.namedtuple once an interpreter. */
setNamedTuple((name, fields, values) => {
  const state = interpreter().moduleState;
  let cls = state.get(`numpy.${name}`) as PyValue | undefined; // only set here
  if (cls === undefined) {
    const make = getattr(sync(hooks.importR('collections')), 'namedtuple');
    cls = call(make, [name, new PyTuple([...fields])]);
    state.set(`numpy.${name}`, cls);
  }
  return call(cls, [...values]);
});
setBroadcastArgs((args) => {
  const arrays = args.map((v) => asArray(v));
  const shape = broadcastShape(arrays.map((a) => a.shape));
  if (shape === undefined) throw valueError('shape mismatch: objects cannot be broadcast to a single shape.');
  const slots = arrays.map((a) => slotsOf(viewWith(a, shape, broadcastStrides(a, shape), a.offset)));
  return { shape, at: (k, i) => readScalar(arrays[k], slots[k][i]) };
});
setFromList((items, shape, d) => {
  const a = reshape(asArray(new PyList(items), d, 1), shape);
  return a.ndim === 0 ? readScalar(a, a.offset) : a;
});

/** np._core.multiarray._reconstruct, which pickles of arrays name. */
const reconstruct = native('_reconstruct(subtype, shape, dtype, /)', (_t: PyValue, shape: PyValue) =>
  newArray(shapeOf(shape), dt.int8),
);
reconstruct.module = 'numpy._core.multiarray';
const rebuildScalar = native('scalar(dtype, obj=?, /)', (d: PyValue, b: PyValue | undefined) => {
  const dtype = dt.toDType(d);
  const a = newArray([], dtype);
  if (b instanceof PyBytes) new Uint8Array(a.data.buffer).set(b.b.subarray(0, a.data.byteLength));
  return readScalar(a, 0);
});
rebuildScalar.module = 'numpy._core.multiarray';
addFunctions({ '_reconstruct_function()': () => reconstruct });
setScalarFunction(() => rebuildScalar);

const isFunctionOfOurs = new Set(['_tofile']);
const SUBMODULES: { readonly [name: string]: (m: ModuleBuilder) => void } = {
  numpy: fillNumpy,
  'numpy.linalg': (m) => {
    m.funcs(linalgFunctions);
    for (const [signature, f] of Object.entries(productFunctions)) {
      if (/^(matmul|outer|tensordot|trace|cross|vecdot)\(/.test(signature)) m.func(signature, f);
    }
    m.type(errors.LinAlgError);
  },
  'numpy.fft': (m) => void m.funcs(fftFunctions),
  'numpy.random': (m) => {
    m.set('__path__', new PyList([]));
    fillRandom(m);
  },
  'numpy.exceptions': (m) => {
    for (const t of [
      errors.AxisError,
      errors.DTypePromotionError,
      errors.ComplexWarning,
      errors.VisibleDeprecationWarning,
      errors.RankWarning,
      errors.TooHardError,
      errors.ModuleDeprecationWarning,
    ])
      m.type(t);
  },
  'numpy._core': (m) => m.set('__path__', new PyList([])),
  'numpy._core.multiarray': (m) => {
    m.set('_reconstruct', reconstruct);
    m.set('scalar', rebuildScalar);
  },
};

export function fill(m: ModuleBuilder): void {
  SUBMODULES[m.name]?.(m);
}
/** The submodules that `import numpy` binds. */
const BOUND = ['linalg', 'fft', 'random', 'exceptions'];
