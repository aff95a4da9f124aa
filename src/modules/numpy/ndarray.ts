// The ndarray type as Python sees it: attributes, methods, operators, memory. Invariant: everything is done by the
// functions of this folder; here they only get their Python names.

import {
  type BufferView,
  callR,
  complexType,
  floatType,
  intType,
  defineBufferMethods,
  defineIterator,
  defineType,
  exceptionTypes,
  fromJS,
  index,
  indexError,
  isStr,
  makeBuiltinType,
  type NativeTable,
  None,
  NotImplemented,
  PyBytes,
  PyComplex,
  PyDict,
  PyFloat,
  PyInt,
  PyList,
  PyObject,
  PyStr,
  PyTuple,
  PyType,
  type PyValue,
  setBufferProvider,
  sync,
  toJS,
  truth,
  TYPE_HEAP,
  typeError,
  valueError,
  genericAlias,
  attributeError,
  callMethod,
} from './engine.ts';
import * as dt from './dtype.ts';
import { canCast, dtypeRepr, PyDType, toDType } from './dtype.ts';
import { eachSlot, isC, isF, ndarrayType, newArray, product, PyNDArray, slotsOf, viewWith } from './array.ts';
import { asArray, astypeCopy, castInto, copyOf, elements, overBuffer } from './convert.ts';
import {
  absent,
  type Arg,
  dtypeOr,
  flag,
  integer,
  intList,
  optionalInt,
  shapeOf,
  shapeTuple,
  textOr,
} from './arguments.ts';
import { assign, getItem, nonzero, select, setItem } from './indexing.ts';
import { callUFunc, type Options } from './ufunc.ts';
import { OPERATORS, uf } from './ufuncs.ts';
import { flatten, ravel, repeat, reshape, shapeFunctions, squeeze, swapaxes, transpose, diagonal } from './shape.ts';
import { statisticsFunctions } from './statistics.ts';
import { reprOf, strOf } from './printing.ts';
import { readItem, readScalar, scalarDType, writeItem } from './scalars.ts';
import { missing } from './errors.ts';

/** The functions that methods call, by Python name; index.ts gives them. */
export const table = new Map<string, (...args: Arg[]) => PyValue>();
/** Gives `table` a group of functions. */
export function addFunctions(functions: NativeTable): void {
  for (const [signature, f] of Object.entries(functions)) {
    table.set(signature.slice(0, signature.indexOf('(')), f as unknown as (...args: Arg[]) => PyValue); // as natives are
  }
}
const fn = (name: string): ((...args: Arg[]) => PyValue) => table.get(name)!; // names of this folder

/** Whether an operand's own reflected method should be asked instead. */
export function defers(other: PyValue, dunder: string): boolean {
  if (typeof other !== 'object' || other instanceof PyNDArray) return false;
  if ((other.cls.flags & TYPE_HEAP) === 0) return other.cls.name === 'memoryview';
  if (
    scalarDType(other) !== undefined ||
    other instanceof PyFloat ||
    other instanceof PyInt ||
    other instanceof PyComplex ||
    other instanceof PyStr
  )
    return false;
  const blocked = other.cls.lookup('__array_ufunc__');
  if (blocked === None) return true;
  if (blocked !== undefined || other.cls.lookup('__array__') !== undefined) return false;
  if (other instanceof PyList || other instanceof PyTuple) return false;
  return other.cls.lookup(dunder) !== undefined;
}

/** x ** 2 and the like are computed as NumPy does. */
function power(a: PyValue, b: PyValue, options: Options = {}): PyValue {
  if (a instanceof PyNDArray && b === 2 && a.dtype.kind === 'b') return callUFunc(uf('square'), [a]);
  if (a instanceof PyNDArray && 'fc'.includes(a.dtype.kind) && options.out === undefined) {
    const e = typeof b === 'number' ? b : b instanceof PyFloat && scalarDType(b) === undefined ? b.v : undefined;
    if (e === 2) return callUFunc(uf('square'), [a]);
    if (e === 0.5) return callUFunc(uf('sqrt'), [a]);
    if (e === 1) return callUFunc(uf('positive'), [a]);
    if (e === -1) return callUFunc(uf('reciprocal'), [a]);
  }
  return callUFunc(uf('power'), [a, b], options);
}
export const arithmetic = (name: string, a: PyValue, b: PyValue, options: Options = {}): PyValue =>
  name === 'power' ? power(a, b, options) : callUFunc(uf(name), [a, b], options);

const operators: { [signature: string]: (a: PyNDArray, b: PyValue) => PyValue } = {};
for (const [dunder, name] of Object.entries(OPERATORS)) {
  operators[`__${dunder}__(value, ${dunder === 'pow' ? 'mod=None, ' : ''}/)`] = (a, b) =>
    defers(b, `__r${dunder}__`) ? NotImplemented : arithmetic(name, a, b);
  operators[`__r${dunder}__(value, ${dunder === 'pow' ? 'mod=None, ' : ''}/)`] = (a, b) => arithmetic(name, b, a);
  operators[`__i${dunder}__(value, /)`] = (a, b) =>
    defers(b, `__r${dunder}__`) ? NotImplemented : callUFunc(uf(name), [a, b], { out: a });
}
const COMPARE = { lt: 'less', le: 'less_equal', eq: 'equal', ne: 'not_equal', gt: 'greater', ge: 'greater_equal' };
const MIRROR: { readonly [name: string]: string } = { lt: 'gt', le: 'ge', eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le' };
for (const [dunder, name] of Object.entries(COMPARE)) {
  operators[`__${dunder}__(value, /)`] = (a, b) => {
    if (defers(b, `__${MIRROR[dunder]}__`) && !['eq', 'ne'].includes(dunder)) return NotImplemented;
    return callUFunc(uf(name), [a, b]);
  };
}

class PyFlatIter extends PyObject {
  at = 0;
  constructor(
    readonly a: PyNDArray,
    readonly slots: Int32Array,
  ) {
    super();
  }
}
const flatType = makeBuiltinType('flatiter', PyFlatIter, { module: 'numpy' });
defineIterator(
  flatType,
  (it: PyFlatIter) => (it.at < it.slots.length ? readScalar(it.a, it.slots[it.at++]) : undefined),
  {
    methods: {
      '__len__()': (it: PyFlatIter) => it.slots.length,
      '__getitem__(key, /)': (it: PyFlatIter, key: PyValue) => getItem(flatten(it.a), key),
      '__setitem__(key, value, /)': (it: PyFlatIter, key: PyValue, value: PyValue) => {
        const positions = newArray([it.slots.length], dt.int64);
        it.slots.forEach((s, i) => {
          positions.data[i] = BigInt(s);
        });
        const chosen = asArray(getItem(positions, key));
        const target = ravel(asArray(value));
        Array.from(slotsOf(chosen)).forEach((s, i) => {
          writeItem(
            it.a,
            Number(chosen.data[s]),
            readScalar(target, target.offset + (i % target.size) * (target.strides[0] ?? 0)),
          );
        });
      },
      '__array__(dtype=None, /)': (it: PyFlatIter) => flatten(it.a),
      'copy()': (it: PyFlatIter) => flatten(it.a),
    },
    getset: { base: [(it: PyFlatIter) => it.a], index: [(it: PyFlatIter) => it.at] },
  },
);

class PyArrayIterator extends PyObject {
  at = 0;
  constructor(readonly a: PyNDArray) {
    super();
  }
}
defineIterator(makeBuiltinType('array_iterator', PyArrayIterator), (it: PyArrayIterator) => {
  const { a } = it;
  if (it.at >= a.shape[0]) return undefined;
  const slot = a.offset + it.at++ * a.strides[0];
  return a.ndim === 1 ? readScalar(a, slot) : viewWith(a, a.shape.slice(1), a.strides.slice(1), slot, a.cls);
});

class PyFlags extends PyObject {
  constructor(readonly a: PyNDArray) {
    super();
  }
}
const FLAGS: { readonly [name: string]: (a: PyNDArray) => boolean } = {
  c_contiguous: isC,
  f_contiguous: isF,
  owndata: (a) => a.base === None,
  writeable: (a) => a.writeable,
  aligned: () => true,
  writebackifcopy: () => false,
};
const flagGetset: {
  [name: string]: readonly [(f: PyFlags) => PyValue, ((f: PyFlags, v: PyValue | undefined) => void)?];
} = {};
for (const [name, f] of Object.entries(FLAGS)) flagGetset[name] = [(x) => f(x.a)];
function setWriteable(a: PyNDArray, v: PyValue | undefined): void {
  const on = v !== undefined && truth(v);
  if (on && !a.writeable && a.base instanceof PyNDArray && !a.base.writeable)
    throw valueError('cannot set WRITEABLE flag to True of this array');
  if (on && !a.writeable && a.base !== None && !(a.base instanceof PyNDArray))
    throw valueError('cannot set WRITEABLE flag to True of this array');
  a.writeable = on;
}
flagGetset.writeable = [(x) => x.a.writeable, (x, v) => setWriteable(x.a, v)];
flagGetset.contiguous = [(x) => isC(x.a)];
flagGetset.fortran = [(x) => isF(x.a) && !isC(x.a)];
flagGetset.fnc = [(x) => isF(x.a) && !isC(x.a)];
flagGetset.forc = [(x) => isF(x.a) || isC(x.a)];
flagGetset.carray = [(x) => isC(x.a) && x.a.writeable];
flagGetset.behaved = [(x) => x.a.writeable];
defineType(makeBuiltinType('flagsobj', PyFlags, { module: 'numpy._core.multiarray' }), {
  methods: {
    '__getitem__(key, /)': (f: PyFlags, key: PyValue) => {
      const name = isStr(key) ? toJS(key).toLowerCase() : '';
      const short: { readonly [k: string]: string } = {
        c: 'c_contiguous',
        f: 'f_contiguous',
        o: 'owndata',
        w: 'writeable',
        a: 'aligned',
        x: 'writebackifcopy',
        contiguous: 'c_contiguous',
        fortran: 'f_contiguous',
      };
      const g = FLAGS[short[name] ?? name];
      if (g === undefined) throw keyErrorOf(key);
      return g(f.a);
    },
    '__setitem__(key, value, /)': (f: PyFlags, key: PyValue, value: PyValue) => {
      if (isStr(key) && ['W', 'WRITEABLE'].includes(toJS(key).toUpperCase())) setWriteable(f.a, value);
      else throw keyErrorOf(key);
    },
    '__repr__()': (f: PyFlags) =>
      fromJS(
        Object.entries(FLAGS)
          .map(([name, g]) => `  ${name.toUpperCase()} : ${g(f.a) ? 'True' : 'False'}\n`)
          .join(''),
      ),
  },
  getset: flagGetset,
});
const keyErrorOf = (_key: PyValue): PyObject => {
  const e = new exceptionTypes.KeyError.ctor();
  return Object.assign(e, { args: new PyTuple(['Unknown flag']) });
};

function toList(a: PyNDArray, axis: number, slot: number): PyValue {
  if (axis === a.ndim) return readItem(a, slot);
  const n = a.shape[axis];
  const s = a.strides[axis];
  const items = new Array<PyValue>(n);
  for (let i = 0; i < n; i++) items[i] = toList(a, axis + 1, slot + i * s);
  return new PyList(items);
}

/** The bytes of an array in C or Fortran order. */
export function bytesOf(a: PyNDArray, order = 'C'): Uint8Array {
  if (a.dtype.kind === 'O') throw missing('the bytes of object arrays');
  const data = elements(order === 'F' ? transpose(a) : a);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function only(a: PyNDArray, what: string): PyValue {
  if (a.size !== 1) throw typeError(`only 0-dimensional arrays can be converted to Python scalars`);
  if (a.ndim > 0) throw typeError('only 0-dimensional arrays can be converted to Python scalars');
  void what;
  return readItem(a, a.offset + 0);
}

/** `a.view(dtype)`: the same bytes as elements of another size. */
function viewAs(a: PyNDArray, d: PyDType): PyNDArray {
  const from = a.dtype;
  const r = viewWith(a, a.shape, a.strides, a.offset);
  r.dtype = d;
  if (from.itemsize === d.itemsize && from.store.BYTES_PER_ELEMENT === d.store.BYTES_PER_ELEMENT) {
    if (from.store === d.store) return r;
    r.data = new d.store(a.data.buffer, a.data.byteOffset, a.data.length);
    return r;
  }
  const oldSize = from.store.BYTES_PER_ELEMENT;
  const size = d.store.BYTES_PER_ELEMENT;
  const byteStrides = a.strides.map((s) => s * oldSize);
  const shape = [...a.shape];
  if (from.itemsize !== d.itemsize) {
    if (a.ndim === 0)
      throw valueError('Changing the dtype of a 0d array is only supported if the itemsize is unchanged');
    const last = a.ndim - 1;
    if (byteStrides[last] !== from.itemsize && shape[last] !== 1)
      throw valueError('To change to a dtype of a different size, the last axis must be contiguous');
    const bytes = shape[last] * from.itemsize;
    if (bytes % d.itemsize !== 0)
      throw valueError(
        d.itemsize > from.itemsize
          ? 'When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis of the array.'
          : 'When changing to a smaller dtype, its size must be a divisor of the size of original dtype',
      );
    shape[last] = bytes / d.itemsize;
    byteStrides[last] = d.itemsize;
  }
  if (
    (a.data.byteOffset + a.offset * oldSize) % size !== 0 ||
    byteStrides.some((s, i) => s % size !== 0 && shape[i] > 1)
  )
    throw missing('a view at an unaligned address');
  r.shape = shape;
  r.strides = byteStrides.map((s) => Math.trunc(s / size));
  const skip = a.data.byteOffset % size;
  r.data = new d.store(a.data.buffer, a.data.byteOffset - skip, Math.floor((a.data.byteLength + skip) / size));
  r.offset = (a.offset * oldSize + skip) / size;
  return r;
}
export function realPart(a: PyNDArray, k: 0 | 1): PyNDArray {
  if (a.dtype.kind !== 'c') {
    if (k === 0) return a;
    const z = newArray(a.shape, a.dtype);
    z.writeable = false;
    return z;
  }
  const v = viewWith(a, a.shape, a.strides, a.offset + k);
  v.dtype = a.dtype === dt.complex64 ? dt.float32 : dt.float64;
  return v;
}

setBufferProvider(PyNDArray, (a): BufferView => {
  if (a.dtype.kind === 'O' || a.dtype.kind === 'M' || a.dtype.kind === 'm')
    throw valueError(`cannot include dtype '${a.dtype.char}' in a buffer`);
  const size = a.dtype.store.BYTES_PER_ELEMENT;
  const { data } = a;
  return {
    obj: a,
    bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    offset: a.offset * size,
    format: a.dtype.format,
    itemsize: a.dtype.itemsize,
    shape: a.shape,
    strides: a.strides.map((s) => s * size),
    readonly: !a.writeable,
    release: () => undefined,
  };
});

const dims = (args: PyValue[]): PyValue => (args.length === 1 ? args[0] : new PyTuple(args));
const statistics = (name: string): ((...args: Arg[]) => PyValue) => {
  const key = Object.keys(statisticsFunctions).find((s) => s.startsWith(`${name}(`))!; // names of that table
  return statisticsFunctions[key] as unknown as (...args: Arg[]) => PyValue; // as natives are
};
const shaped = (name: string): ((...args: Arg[]) => PyValue) => {
  const key = Object.keys(shapeFunctions).find((s) => s.startsWith(`${name}(`))!; // as above
  return shapeFunctions[key] as unknown as (...args: Arg[]) => PyValue; // as above
};

defineType(ndarrayType, {
  doc: 'An array object represents a multidimensional, homogeneous array of fixed-size items.',
  new: [
    '(shape, dtype=None, buffer=None, offset=0, strides=None, order=None)',
    (cls: PyType, shape: PyValue, dtype: Arg, buffer: PyValue, offset: PyValue, strides: Arg, order: Arg) => {
      const d = dtypeOr(dtype) ?? dt.float64;
      const s = shapeOf(shape);
      const o = textOr(order, 'C');
      const a =
        buffer === None
          ? newArray(s, d, o)
          : overBuffer(buffer, s, d, integer(offset), absent(strides) ? undefined : intList(strides), o);
      return cls === ndarrayType ? a : Object.assign(new cls.ctor(), { ...a }); // a subclass of it
    },
  ],
  methods: {
    ...operators,
    '__matmul__(value, /)': (a: PyNDArray, b: PyValue) =>
      defers(b, '__rmatmul__') ? NotImplemented : fn('matmul')(a, b),
    '__rmatmul__(value, /)': (a: PyNDArray, b: PyValue) => fn('matmul')(b, a),
    '__imatmul__(value, /)': (a: PyNDArray, b: PyValue) => {
      assign(a, fn('matmul')(a, b));
      return a;
    },
    '__divmod__(value, /)': (a: PyNDArray, b: PyValue) =>
      new PyTuple([arithmetic('floor_divide', a, b), arithmetic('remainder', a, b)]),
    '__rdivmod__(value, /)': (a: PyNDArray, b: PyValue) =>
      new PyTuple([arithmetic('floor_divide', b, a), arithmetic('remainder', b, a)]),
    '__neg__()': (a: PyNDArray) => callUFunc(uf('negative'), [a]),
    '__pos__()': (a: PyNDArray) => callUFunc(uf('positive'), [a]),
    '__abs__()': (a: PyNDArray) => callUFunc(uf('absolute'), [a]),
    '__invert__()': (a: PyNDArray) => callUFunc(uf('invert'), [a]),
    '__bool__()': (a: PyNDArray) => {
      if (a.size === 1) return truth(readItem(a, a.offset));
      if (a.size === 0)
        throw valueError(
          'The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.',
        );
      throw valueError('The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()');
    },
    '__int__()': (a: PyNDArray) => sync(callR(intType, [only(a, 'int')])),
    '__float__()': (a: PyNDArray) => sync(callR(floatType, [only(a, 'float')])),
    '__complex__()': (a: PyNDArray) => sync(callR(complexType, [only(a, 'complex')])),
    '__index__()': (a: PyNDArray) => {
      if (a.ndim !== 0 || !'iu'.includes(a.dtype.kind))
        throw typeError('only integer scalar arrays can be converted to a scalar index');
      return readItem(a, a.offset);
    },
    '__len__()': (a: PyNDArray) => {
      if (a.ndim === 0) throw typeError('len() of unsized object');
      return a.shape[0];
    },
    '__iter__()': (a: PyNDArray) => {
      if (a.ndim === 0) throw typeError('iteration over a 0-d array');
      return new PyArrayIterator(a);
    },
    '__contains__(key, /)': (a: PyNDArray, key: PyValue) => {
      const r = asArray(callUFunc(uf('equal'), [a, key]));
      let found = false;
      eachSlot(r, (s) => {
        if (r.data[s] !== 0) found = true;
      });
      return found;
    },
    '__getitem__(key, /)': getItem,
    '__setitem__(key, value, /)': setItem,
    '__delitem__(key, /)': () => {
      throw valueError('cannot delete array elements');
    },
    '__repr__()': (a: PyNDArray) => fromJS(reprOf(a)),
    '__str__()': (a: PyNDArray) => fromJS(strOf(a)),
    '__format__(format_spec, /)': (a: PyNDArray, spec: PyValue) => {
      if (a.ndim === 0) return callMethod(readItem(a, a.offset), '__format__', [spec]);
      if (isStr(spec) && toJS(spec) === '') return fromJS(strOf(a));
      throw typeError('unsupported format string passed to numpy.ndarray.__format__');
    },
    '__copy__()': (a: PyNDArray) => copyOf(a),
    '__deepcopy__(memo, /)': (a: PyNDArray) => copyOf(a),
    '__array__(dtype=None, /, *, copy=None)': (a: PyNDArray, dtype: Arg) =>
      absent(dtype) ? a : astypeCopy(a, toDType(dtype)),
    '__reduce__()': (a: PyNDArray) => reduceArray(a),
    '__reduce_ex__(protocol, /)': (a: PyNDArray) => reduceArray(a),
    '__setstate__(state, /)': (a: PyNDArray, state: PyValue) => setState(a, state),
    'astype(dtype, order=?, casting=?, subok=?, copy=?)': (
      a: PyNDArray,
      dtype: PyValue,
      order: Arg,
      casting: Arg,
      _s: Arg,
      copy: Arg,
    ) => {
      const d = toDType(dtype);
      const how = textOr(casting, 'unsafe');
      if (!canCast(a.dtype, d, how))
        throw typeError(
          `Cannot cast array data from ${dtypeRepr(a.dtype)} to ${dtypeRepr(d)} according to the rule '${how}'`,
        );
      if (copy !== undefined && !truth(copy) && a.dtype === d) return a;
      const o = textOr(order, 'K');
      return astypeCopy(a, d, o === 'F' || (o === 'K' && a.ndim > 1 && isF(a) && !isC(a)) ? 'F' : 'C');
    },
    "copy(order='C')": (a: PyNDArray, order: PyValue) => {
      const o = textOr(order, 'C');
      return copyOf(a, o === 'F' || (o !== 'C' && isF(a) && !isC(a)) ? 'F' : 'C');
    },
    'view(dtype=None, type=None)': (a: PyNDArray, dtype: Arg) => {
      if (absent(dtype)) return viewWith(a, a.shape, a.strides, a.offset);
      if (dtype instanceof PyType && dtype.isSubtype(ndarrayType))
        return viewWith(a, a.shape, a.strides, a.offset, dtype);
      return viewAs(a, toDType(dtype));
    },
    "reshape(*shape, order='C', copy=None)": (a: PyNDArray, shape: PyValue[], order: PyValue, copy: PyValue) =>
      reshape(a, intList(dims(shape)), textOr(order, 'C'), copy === true),
    "ravel(order='C')": (a: PyNDArray, order: PyValue) => ravel(a, textOr(order, 'C')),
    "flatten(order='C')": (a: PyNDArray, order: PyValue) => flatten(a, textOr(order, 'C')),
    'transpose(*axes)': (a: PyNDArray, axes: PyValue[]) =>
      transpose(a, axes.length === 0 || axes[0] === None ? undefined : intList(dims(axes))),
    'swapaxes(axis1, axis2, /)': (a: PyNDArray, x: PyValue, y: PyValue) => swapaxes(a, integer(x), integer(y)),
    'squeeze(axis=None)': (a: PyNDArray, axis: Arg) => squeeze(a, absent(axis) ? undefined : intList(axis)),
    'resize(*new_shape, refcheck=True)': (a: PyNDArray, shape: PyValue[]) => {
      const s = shapeOf(dims(shape));
      if (a.base !== None) throw valueError('cannot resize this array: it does not own its data');
      const old = flatten(a);
      const r = newArray(s, a.dtype);
      const n = Math.min(old.size, r.size);
      castInto(viewWith(old, [n], [a.dtype.slots], old.offset), viewWith(r, [n], [a.dtype.slots], 0));
      a.data = r.data;
      a.objects = r.objects;
      a.shape = r.shape;
      a.strides = r.strides;
      a.offset = 0;
    },
    'fill(value, /)': (a: PyNDArray, v: PyValue) => assign(a, a.dtype.kind === 'O' ? asObject(v) : v),
    'item(*args)': (a: PyNDArray, args: PyValue[]) => {
      if (args.length === 0) {
        if (a.size !== 1) throw valueError('can only convert an array of size 1 to a Python scalar');
        return readItem(a, a.offset);
      }
      const key =
        args.length === 1 && !(args[0] instanceof PyTuple)
          ? undefined
          : args.length === 1
            ? args[0]
            : new PyTuple(args);
      if (key === undefined) {
        const n = a.size;
        const i = Number(index(args[0]));
        if (i < -n || i >= n) throw indexError(`index ${i} is out of bounds for size ${n}`);
        const flat = ravel(a);
        return readItem(flat, flat.offset + (i < 0 ? i + n : i) * (flat.strides[0] ?? 0));
      }
      const s = select(a, key);
      if (!s.single) throw valueError('incorrect number of indices for array');
      return readItem(a, s.view.offset);
    },
    'tolist()': (a: PyNDArray) => toList(a, 0, a.offset),
    "tobytes(order='C')": (a: PyNDArray, order: PyValue) => new PyBytes(bytesOf(a, textOr(order, 'C')).slice()),
    'dump(file)': () => {
      throw missing('ndarray.dump');
    },
    'byteswap(inplace=False)': (a: PyNDArray, inplace: PyValue) => {
      const r = copyOf(a);
      const b = new Uint8Array(r.data.buffer);
      const k = a.dtype.store.BYTES_PER_ELEMENT;
      for (let i = 0; i < b.length; i += k) b.subarray(i, i + k).reverse();
      if (!flag(inplace)) return r;
      castInto(r, a);
      return a;
    },
    'nonzero()': (a: PyNDArray) => new PyTuple(nonzero(a)),
    'sum(axis=None, dtype=None, out=None, keepdims=False, initial=?, where=?)': statistics('sum'),
    'prod(axis=None, dtype=None, out=None, keepdims=False, initial=?, where=?)': statistics('prod'),
    'max(axis=None, out=None, keepdims=False, initial=?, where=?)': statistics('max'),
    'min(axis=None, out=None, keepdims=False, initial=?, where=?)': statistics('min'),
    'all(axis=None, out=None, keepdims=False, *, where=?)': statistics('all'),
    'any(axis=None, out=None, keepdims=False, *, where=?)': statistics('any'),
    'mean(axis=None, dtype=None, out=None, keepdims=False, *, where=?)': statistics('mean'),
    'var(axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=?, mean=?, correction=?)': statistics('var'),
    'std(axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=?, mean=?, correction=?)': statistics('std'),
    'argmax(axis=None, out=None, *, keepdims=False)': statistics('argmax'),
    'argmin(axis=None, out=None, *, keepdims=False)': statistics('argmin'),
    'cumsum(axis=None, dtype=None, out=None)': statistics('cumsum'),
    'cumprod(axis=None, dtype=None, out=None)': statistics('cumprod'),
    'repeat(repeats, axis=None)': (a: PyNDArray, n: PyValue, axis: Arg) => repeat(a, asArray(n), optionalInt(axis)),
    "take(indices, axis=None, out=None, mode='raise')": shaped('take'),
    'diagonal(offset=0, axis1=0, axis2=1)': (a: PyNDArray, k: PyValue, x: PyValue, y: PyValue) =>
      diagonal(a, integer(k), integer(x), integer(y)),
    'trace(offset=0, axis1=0, axis2=1, dtype=None, out=None)': (
      a: PyNDArray,
      k: PyValue,
      x: PyValue,
      y: PyValue,
      dtype: Arg,
      out: Arg,
    ) => fn('trace')(a, k, x, y, dtype, out),
    'conj()': (a: PyNDArray) => (a.dtype.kind === 'c' ? callUFunc(uf('conjugate'), [a]) : a),
    'conjugate()': (a: PyNDArray) => (a.dtype.kind === 'c' ? callUFunc(uf('conjugate'), [a]) : a),
    'clip(min=None, max=None, out=None, **kwargs)': (a: PyNDArray, lo: Arg, hi: Arg, out: Arg) =>
      fn('clip')(a, lo, hi, out),
    'round(decimals=0, out=None)': (a: PyNDArray, n: PyValue, out: Arg) => fn('round')(a, n, out),
    'dot(b, out=None)': (a: PyNDArray, b: PyValue, out: Arg) => fn('dot')(a, b, out),
    'sort(axis=-1, kind=None, order=None, *, stable=None)': (a: PyNDArray, axis: PyValue) => {
      castInto(asArray(fn('sort')(a, axis)), a);
    },
    'argsort(axis=-1, kind=None, order=None, *, stable=None)': (a: PyNDArray, axis: PyValue) => fn('argsort')(a, axis),
    "partition(kth, axis=-1, kind='introselect', order=None)": (a: PyNDArray, _k: PyValue, axis: PyValue) => {
      castInto(asArray(fn('sort')(a, axis)), a);
    },
    "argpartition(kth, axis=-1, kind='introselect', order=None)": (a: PyNDArray, _k: PyValue, axis: PyValue) =>
      fn('argsort')(a, axis),
    "searchsorted(v, side='left', sorter=None)": (a: PyNDArray, v: PyValue, side: PyValue, sorter: Arg) =>
      fn('searchsorted')(a, v, side, sorter),
    "choose(choices, out=None, mode='raise')": (a: PyNDArray, c: PyValue, out: Arg, mode: PyValue) =>
      fn('choose')(a, c, out, mode),
    'compress(condition, axis=None, out=None)': (a: PyNDArray, c: PyValue, axis: Arg) => fn('compress')(c, a, axis),
    "put(indices, values, mode='raise')": (a: PyNDArray, i: PyValue, v: PyValue, mode: PyValue) =>
      fn('put')(a, i, v, mode),
    'ptp(axis=None, out=None, keepdims=False)': () => {
      throw attributeError('`ptp` was removed from the ndarray class in NumPy 2.0. Use np.ptp(arr, ...) instead.');
    },
    'tofile(fid, sep="", format="%s")': (a: PyNDArray, file: PyValue) => fn('_tofile')(a, file),
    'setflags(write=None, align=None, uic=None)': (a: PyNDArray, write: Arg) => {
      if (!absent(write)) setWriteable(a, write);
    },
    '__array_namespace__(*, api_version=None)': () => {
      throw missing('__array_namespace__');
    },
  },
  classMethods: {
    '__class_getitem__(item, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item),
  },
  getset: {
    shape: [
      (a: PyNDArray) => shapeTuple(a.shape),
      (a: PyNDArray, v: PyValue | undefined) => {
        if (v === undefined) throw attributeError('Cannot delete array shape');
        const r = reshape(a, intList(v));
        if (r.data !== a.data || r.objects !== a.objects)
          throw attributeError(
            'Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.',
          );
        a.shape = r.shape;
        a.strides = r.strides;
      },
    ],
    strides: [
      (a: PyNDArray) =>
        shapeTuple(a.strides.map((s) => s * (a.dtype.kind === 'O' ? 8 : a.dtype.store.BYTES_PER_ELEMENT))),
    ],
    dtype: [
      (a: PyNDArray) => a.dtype,
      (a: PyNDArray, v: PyValue | undefined) => {
        const r = viewAs(a, toDType(v ?? None));
        a.dtype = r.dtype;
        a.data = r.data;
        a.shape = r.shape;
        a.strides = r.strides;
        a.offset = r.offset;
      },
    ],
    ndim: [(a: PyNDArray) => a.ndim],
    size: [(a: PyNDArray) => a.size],
    itemsize: [(a: PyNDArray) => a.dtype.itemsize],
    nbytes: [(a: PyNDArray) => a.size * a.dtype.itemsize],
    T: [(a: PyNDArray) => transpose(a)],
    mT: [
      (a: PyNDArray) => {
        if (a.ndim < 2) throw valueError('matrix transpose with ndim < 2 is undefined');
        return swapaxes(a, -1, -2);
      },
    ],
    base: [(a: PyNDArray) => a.base],
    flags: [(a: PyNDArray) => new PyFlags(a)],
    flat: [
      (a: PyNDArray) => new PyFlatIter(a, slotsOf(a)),
      (a: PyNDArray, v: PyValue | undefined) => {
        const values = ravel(asArray(v ?? None));
        slotsOf(a).forEach((s, i) =>
          writeItem(a, s, readScalar(values, values.offset + (i % values.size) * (values.strides[0] ?? 0))),
        );
      },
    ],
    real: [
      (a: PyNDArray) => realPart(a, 0),
      (a: PyNDArray, v: PyValue | undefined) => assign(realPart(a, 0), v ?? None),
    ],
    imag: [
      (a: PyNDArray) => realPart(a, 1),
      (a: PyNDArray, v: PyValue | undefined) => {
        if (a.dtype.kind !== 'c') throw typeError('array does not have imaginary part to set');
        assign(realPart(a, 1), v ?? None);
      },
    ],
    data: [(a: PyNDArray) => callMethod(a, '__buffer__', [0x11c])],
    device: [() => 'cpu'],
    ctypes: [
      () => {
        throw missing('ndarray.ctypes');
      },
    ],
    __array_interface__: [
      (a: PyNDArray) => {
        const d = new PyDict();
        d.setStr('typestr', a.dtype.str);
        d.setStr('shape', shapeTuple(a.shape));
        d.setStr('version', 3);
        return d;
      },
    ],
  },
  attrs: { __hash__: None, __array_priority__: new PyFloat(0) },
});
defineBufferMethods(ndarrayType, false);

function asObject(v: PyValue): PyNDArray {
  const a = newArray([], dt.object_);
  a.objects![0] = v;
  return a;
}

/** Pickles as NumPy does: an empty array, then its state. */
function reduceArray(a: PyNDArray): PyValue {
  const module = 'numpy._core.multiarray';
  const rebuild = fn('_reconstruct_function')();
  void module;
  const fortran = a.ndim > 1 && isF(a) && !isC(a);
  const items: PyValue[] = [];
  if (a.dtype.kind === 'O') eachSlot(a, (s) => void items.push(readItem(a, s)));
  const body = a.dtype.kind === 'O' ? new PyList(items) : new PyBytes(bytesOf(a, fortran ? 'F' : 'C').slice());
  return new PyTuple([
    rebuild,
    new PyTuple([a.cls, new PyTuple([0]), new PyBytes(Uint8Array.of(98))]),
    new PyTuple([1, shapeTuple(a.shape), a.dtype, fortran, body]),
  ]);
}
function setState(a: PyNDArray, state: PyValue): void {
  if (!(state instanceof PyTuple) || state.items.length < 4) throw valueError('invalid state for an array');
  const [shape, dtype, fortran, body] = state.items.slice(-4);
  if (!(dtype instanceof PyDType)) throw typeError('invalid dtype in the state of an array');
  const s = shapeOf(shape);
  const order = truth(fortran) ? 'F' : 'C';
  const r = newArray(s, dtype, order);
  if (body instanceof PyList) r.objects = [...body.items];
  else if (body instanceof PyBytes) {
    if (body.b.length !== product(s) * dtype.itemsize) throw valueError('buffer size does not match array size');
    new Uint8Array(r.data.buffer).set(body.b);
  } else throw typeError('pickle contains no memory for this array');
  a.dtype = dtype;
  a.shape = s;
  a.strides = r.strides;
  a.data = r.data;
  a.objects = r.objects;
  a.offset = 0;
  a.base = None;
  a.writeable = true;
}
