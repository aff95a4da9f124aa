// The bundle's entry: fills numpy and its submodules. Invariant: types and ufuncs exist once an agent; module objects,
// print options and error states are each interpreter's own. Knows every file of this folder.

import { type ModuleBuilder, None, PyFloat, PyList } from './engine.ts';
import * as dt from './dtype.ts';
import { dtypeType, NUMERIC, scalarTypes } from './dtype.ts';
import * as sc from './scalars.ts';
import { ndarrayType } from './array.ts';
import { ufuncType } from './ufunc.ts';
import { UFUNCS } from './ufuncs.ts';
import { addFunctions } from './ndarray.ts';
import { addArrayMethods } from './scalar-type.ts';
import './special.ts';
import './ufunc-type.ts';
import { creationFunctions } from './creation.ts';
import { shapeFunctions } from './shape.ts';
import { statisticsFunctions } from './statistics.ts';
import { sortingFunctions } from './sorting.ts';
import { addMultiOutput, mathFunctions } from './mathematics.ts';

/** What the loader in the engine's own bundle (src/modules/numpy.ts) sees. */
export interface NumPy {
  fill(m: ModuleBuilder): void;
}

const TABLES = [creationFunctions, shapeFunctions, statisticsFunctions, sortingFunctions, mathFunctions];
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
  for (const t of TABLES) m.funcs(t);
}

export function fill(m: ModuleBuilder): void {
  if (m.name === 'numpy') fillNumpy(m);
}
