// What numpy lets programs set and ask: print options, error states, limits of dtypes, array2string. Invariant: settings
// belong to the running interpreter. Knows printing and errors.

import {
  callR,
  defineType,
  fromJS,
  isStr,
  makeBuiltinType,
  type NativeGenerator,
  type NativeTable,
  None,
  PyDict,
  PyFloat,
  PyObject,
  type PyType,
  type PyValue,
  repr,
  toJS,
  TYPE_BASETYPE,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { type PyDType, toDType } from './dtype.ts';
import { asArray } from './convert.ts';
import { absent, type Arg, intOr, realNumber, textOr } from './arguments.ts';
import { arrayText, printOptions, type PrintOptions, reprOf, setPrintOptions, strOf, withOptions } from './printing.ts';
import { type ErrorState, errorState } from './errors.ts';
import { limitsOf, canonical, readScalar, scalarDType } from './scalars.ts';
import { positional, scientific } from './float-text.ts';
import { PyNDArray, product } from './array.ts';

const OPTION_NAMES = [
  'precision',
  'threshold',
  'edgeitems',
  'linewidth',
  'suppress',
  'nanstr',
  'infstr',
  'formatter',
  'sign',
  'floatmode',
] as const;
const SIGNATURE = `${OPTION_NAMES.slice(0, 7)
  .map((n) => `${n}=None`)
  .join(', ')}, formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None`;
function given(args: readonly Arg[]): { [name: string]: Arg } {
  const out: { [name: string]: Arg } = {};
  OPTION_NAMES.forEach((n, i) => {
    out[n] = n === 'formatter' && absent(args[i]) ? undefined : args[i];
  });
  return out;
}
function optionsDict(o: PrintOptions): PyDict {
  const d = new PyDict();
  d.setStr('edgeitems', o.edgeitems);
  d.setStr('threshold', o.threshold);
  d.setStr('floatmode', o.floatmode);
  d.setStr('precision', o.precision);
  d.setStr('suppress', o.suppress);
  d.setStr('linewidth', o.linewidth);
  d.setStr('nanstr', fromJS(o.nanstr));
  d.setStr('infstr', fromJS(o.infstr));
  d.setStr('sign', o.sign);
  d.setStr('formatter', o.formatter ?? None);
  d.setStr('legacy', false);
  d.setStr('override_repr', None);
  return d;
}

class PyOptions extends PyObject {
  old: PrintOptions[] = [];
  options: PrintOptions | undefined;
}
const optionsType = makeBuiltinType('printoptions', PyOptions, { module: 'numpy' });
defineType(optionsType, {
  methods: {
    '__enter__()': (p: PyOptions) => {
      p.old.push(printOptions());
      setPrintOptions(p.options ?? printOptions());
      return optionsDict(printOptions());
    },
    '__exit__(*args)': (p: PyOptions) => {
      const o = p.old.pop();
      if (o !== undefined) setPrintOptions(o);
      return None;
    },
  },
});

const MODES = ['ignore', 'warn', 'raise', 'call', 'print', 'log'];
function changed(args: readonly Arg[]): Partial<ErrorState> {
  const [all, divide, over, under, invalid] = args;
  const out: Partial<ErrorState> = {};
  const names = ['divide', 'over', 'under', 'invalid'] as const;
  [divide, over, under, invalid].forEach((v, i) => {
    const x = absent(v) ? all : v;
    if (absent(x)) return;
    const mode = isStr(x) ? toJS(x) : '';
    if (!MODES.includes(mode)) throw valueError(`invalid error mode ${repr(x)}`);
    out[names[i]] = mode;
  });
  return out;
}
const stateDict = (s: ErrorState): PyDict => {
  const d = new PyDict();
  for (const k of ['divide', 'over', 'under', 'invalid'] as const) d.setStr(k, s[k]);
  return d;
};
class PyErrState extends PyObject {
  change: Partial<ErrorState> = {};
  old: ErrorState[] = [];
}
export const errstateType = makeBuiltinType('errstate', PyErrState, { module: 'numpy', flags: TYPE_BASETYPE });
defineType(errstateType, {
  new: [
    '(*, call=None, all=None, divide=None, over=None, under=None, invalid=None)',
    (_c: PyType, _call: Arg, ...args: Arg[]) => {
      const e = new PyErrState();
      e.change = changed(args);
      return e;
    },
  ],
  methods: {
    '__enter__()': (e: PyErrState) => {
      const s = errorState();
      e.old.push({ ...s });
      Object.assign(s, e.change);
      return None;
    },
    '__exit__(*args)': (e: PyErrState) => {
      Object.assign(errorState(), e.old.pop());
      return None;
    },
    '__call__(func, /)': (_e: PyErrState, f: PyValue): PyValue => f,
  },
});

class PyLimits extends PyObject {
  constructor(readonly dtype: PyDType) {
    super();
  }
}
class PyFinfo extends PyLimits {}
class PyIinfo extends PyLimits {}
const FLOATS = new Map<
  PyDType,
  {
    bits: number;
    precision: number;
    nmant: number;
    max: number;
    tiny: number;
    least: number;
    maxexp: number;
    minexp: number;
  }
>([
  [
    dt.float64,
    {
      bits: 64,
      precision: 15,
      nmant: 52,
      max: Number.MAX_VALUE,
      tiny: 2.2250738585072014e-308,
      least: 5e-324,
      maxexp: 1024,
      minexp: -1022,
    },
  ],
  [
    dt.float32,
    {
      bits: 32,
      precision: 6,
      nmant: 23,
      max: 3.4028234663852886e38,
      tiny: 1.1754943508222875e-38,
      least: 1.401298464324817e-45,
      maxexp: 128,
      minexp: -126,
    },
  ],
  [
    dt.float16,
    { bits: 16, precision: 3, nmant: 10, max: 65504, tiny: 2 ** -14, least: 2 ** -24, maxexp: 16, minexp: -14 },
  ],
]);
const dtypeOfArg = (v: PyValue): PyDType =>
  v instanceof PyNDArray
    ? v.dtype
    : (scalarDType(v) ?? (v instanceof PyFloat ? dt.float64 : typeof v === 'number' ? dt.int64 : toDType(v)));
const info = (f: PyFinfo) => FLOATS.get(f.dtype)!; // its constructor looked
const number =
  (g: (f: PyFinfo) => number) =>
  (f: PyFinfo): PyValue => {
    const a = asArray(new PyFloat(g(f)), f.dtype);
    return readScalar(a, 0);
  };
export const finfoType = makeBuiltinType('finfo', PyFinfo, { module: 'numpy' });
export const iinfoType = makeBuiltinType('iinfo', PyIinfo, { module: 'numpy' });
defineType(finfoType, {
  new: [
    '(dtype)',
    (_c: PyType, v: PyValue) => {
      const d = dtypeOfArg(v);
      const real = d === dt.complex128 ? dt.float64 : d === dt.complex64 ? dt.float32 : d;
      if (!FLOATS.has(real)) throw valueError(`data type ${repr(d.type)} not inexact`);
      return new PyFinfo(real);
    },
  ],
  methods: {
    '__repr__()': (f: PyFinfo) =>
      fromJS(
        `finfo(resolution=${scientific(Number(`1e-${info(f).precision}`), f.dtype, { trim: '-' })}, min=-${scientific(info(f).max, f.dtype, { trim: '-' })}, max=${scientific(info(f).max, f.dtype, { trim: '-' })}, dtype=${f.dtype.name})`,
      ),
  },
  getset: {
    dtype: [(f: PyFinfo) => f.dtype],
    bits: [(f: PyFinfo) => info(f).bits],
    precision: [(f: PyFinfo) => info(f).precision],
    nmant: [(f: PyFinfo) => info(f).nmant],
    maxexp: [(f: PyFinfo) => info(f).maxexp],
    minexp: [(f: PyFinfo) => info(f).minexp],
    eps: [number((f) => 2 ** -info(f).nmant)],
    epsneg: [number((f) => 2 ** -(info(f).nmant + 1))],
    max: [number((f) => info(f).max)],
    min: [number((f) => -info(f).max)],
    tiny: [number((f) => info(f).tiny)],
    smallest_normal: [number((f) => info(f).tiny)],
    smallest_subnormal: [number((f) => info(f).least)],
    resolution: [number((f) => Number(`1e-${info(f).precision}`))],
  },
});
defineType(iinfoType, {
  new: [
    '(type)',
    (_c: PyType, v: PyValue) => {
      const d = dtypeOfArg(v);
      if (d.kind !== 'i' && d.kind !== 'u') throw valueError(`Invalid integer data type '${d.kind}'.`);
      return new PyIinfo(d);
    },
  ],
  methods: {
    '__repr__()': (i: PyIinfo) =>
      fromJS(`iinfo(min=${limitsOf(i.dtype)[0]}, max=${limitsOf(i.dtype)[1]}, dtype=${i.dtype.name})`),
  },
  getset: {
    dtype: [(i: PyIinfo) => i.dtype],
    kind: [(i: PyIinfo) => i.dtype.kind],
    bits: [(i: PyIinfo) => i.dtype.itemsize * 8],
    min: [(i: PyIinfo) => canonical(limitsOf(i.dtype)[0])],
    max: [(i: PyIinfo) => canonical(limitsOf(i.dtype)[1])],
  },
});

/** np.vectorize: a function called for each element. */
class PyVectorize extends PyObject {
  f: PyValue = None;
  otypes: PyDType | undefined;
}
export const vectorizeType = makeBuiltinType('vectorize', PyVectorize, { module: 'numpy' });
let broadcastArgs: (args: PyValue[]) => { shape: number[]; at: (k: number, i: number) => PyValue } = () => ({
  shape: [],
  at: () => None,
});
export function setBroadcastArgs(f: typeof broadcastArgs): void {
  broadcastArgs = f;
}
let fromList: (items: PyValue[], shape: number[], d: PyDType | undefined) => PyValue = () => None;
export function setFromList(f: typeof fromList): void {
  fromList = f;
}
defineType(vectorizeType, {
  new: [
    '(pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None)',
    (_c: PyType, f: PyValue, otypes: Arg) => {
      const v = new PyVectorize();
      v.f = f;
      if (!absent(otypes)) v.otypes = toDType(isStr(otypes) ? toJS(otypes)[0] : (asItems(otypes)[0] ?? None));
      return v;
    },
  ],
  methods: {
    '__call__(*args)': function* (v: PyVectorize, args: PyValue[]): NativeGenerator<PyValue> {
      const { shape, at } = broadcastArgs(args);
      const items: PyValue[] = [];
      for (let i = 0; i < product(shape); i++) {
        const r: PyValue = yield callR(
          v.f,
          args.map((_, k) => at(k, i)),
        );
        items.push(r);
      }
      return fromList(items, shape, v.otypes);
    },
  },
  getset: { pyfunc: [(v: PyVectorize) => v.f] },
});
import { collect } from './engine.ts';
const asItems = (v: PyValue): PyValue[] => collect(v);

export const settingFunctions: NativeTable = {
  [`set_printoptions(${SIGNATURE})`]: (...args: Arg[]) => {
    setPrintOptions(withOptions(printOptions(), given(args)));
    return None;
  },
  'get_printoptions()': () => optionsDict(printOptions()),
  [`printoptions(${SIGNATURE})`]: (...args: Arg[]) => {
    const p = new PyOptions();
    p.options = withOptions(printOptions(), given(args));
    return p;
  },
  "array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='', legacy=None)":
    (
      v: PyValue,
      linewidth: Arg,
      precision: Arg,
      suppress: Arg,
      separator: PyValue,
      prefix: PyValue,
      formatter: Arg,
      threshold: Arg,
      edgeitems: Arg,
      sign: Arg,
      floatmode: Arg,
      suffix: PyValue,
    ) => {
      const o = withOptions(printOptions(), {
        linewidth,
        precision,
        suppress,
        formatter: absent(formatter) ? undefined : formatter,
        threshold,
        edgeitems,
        sign,
        floatmode,
      });
      o.linewidth -= textOr(suffix, '').length;
      return fromJS(arrayText(asArray(v), o, textOr(separator, ' '), textOr(prefix, '')));
    },
  'array_repr(arr, max_line_width=None, precision=None, suppress_small=None)': (
    v: PyValue,
    linewidth: Arg,
    precision: Arg,
    suppress: Arg,
  ) => fromJS(reprOf(asArray(v), withOptions(printOptions(), { linewidth, precision, suppress }))),
  'array_str(a, max_line_width=None, precision=None, suppress_small=None)': (
    v: PyValue,
    linewidth: Arg,
    precision: Arg,
    suppress: Arg,
  ) => fromJS(strOf(asArray(v), withOptions(printOptions(), { linewidth, precision, suppress }))),
  "format_float_positional(x, precision=None, unique=True, fractional=True, trim='k', sign=False, pad_left=None, pad_right=None, min_digits=None)":
    (
      x: PyValue,
      precision: Arg,
      unique: PyValue,
      fractional: PyValue,
      trim: PyValue,
      sign: PyValue,
      left: Arg,
      right: Arg,
      min: Arg,
    ) =>
      fromJS(
        positional(realNumber(x), scalarDType(x) ?? dt.float64, {
          precision: absent(precision) ? undefined : intOr(precision, 0),
          unique: unique !== false,
          fractional: fractional !== false,
          trim: textOr(trim, 'k'),
          sign: sign === true,
          padLeft: absent(left) ? undefined : intOr(left, 0),
          padRight: absent(right) ? undefined : intOr(right, 0),
          minDigits: absent(min) ? undefined : intOr(min, 0),
        }),
      ),
  "format_float_scientific(x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None, min_digits=None)":
    (x: PyValue, precision: Arg, unique: PyValue, trim: PyValue, sign: PyValue, left: Arg, exp: Arg, min: Arg) =>
      fromJS(
        scientific(realNumber(x), scalarDType(x) ?? dt.float64, {
          precision: absent(precision) ? undefined : intOr(precision, 0),
          unique: unique !== false,
          trim: textOr(trim, 'k'),
          sign: sign === true,
          padLeft: absent(left) ? undefined : intOr(left, 0),
          expDigits: absent(exp) ? undefined : intOr(exp, 2),
          minDigits: absent(min) ? undefined : intOr(min, 0),
        }),
      ),
  'seterr(all=None, divide=None, over=None, under=None, invalid=None)': (...args: Arg[]) => {
    const s = errorState();
    const old = stateDict(s);
    Object.assign(s, changed(args));
    return old;
  },
  'geterr()': () => stateDict(errorState()),
};
