// Files: .npy and .npz as NumPy writes them, and text tables. Invariant: headers are padded to 64 bytes, so that the
// numbers begin aligned. Files are opened by Python's own open().

import {
  binary,
  call,
  callMethod,
  collect,
  defineType,
  fromJS,
  hooks,
  isStr,
  keyError,
  lookupAttr,
  makeBuiltinType,
  type NativeTable,
  None,
  OPERATOR,
  PyBytes,
  type PyDict,
  PyList,
  PyObject,
  PyTuple,
  type PyValue,
  str,
  sync,
  toJS,
  truth,
  typeError,
  typeOf,
  valueError,
  getattr,
} from './engine.ts';
import * as dt from './dtype.ts';
import { dtypeNamed } from './dtype.ts';
import { isC, isF, newArray, product, type PyNDArray, shapeText, viewWith } from './array.ts';
import { asArray, typedOver } from './convert.ts';
import { absent, type Arg, dtypeOr, flag, integer, intList, textOr } from './arguments.ts';
import { bytesOf } from './ndarray.ts';
import { missing } from './errors.ts';
import { readItem } from './scalars.ts';
import { transpose } from './shape.ts';

function encode(a: PyNDArray): Uint8Array {
  if (a.dtype.kind === 'O') throw valueError('Object arrays cannot be saved when allow_pickle=False');
  const fortran = isF(a) && !isC(a);
  const shape = shapeText(a.shape);
  const head = `{'descr': '${a.dtype.str}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + head.length + 1) / 64) * 64;
  const text = `${head.padEnd(length - 11)}\n`;
  const body = bytesOf(a, fortran ? 'F' : 'C');
  const out = new Uint8Array(length + body.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  for (let i = 0; i < text.length; i++) out[10 + i] = text.charCodeAt(i);
  out.set(body, length);
  return out;
}
function decode(b: Uint8Array): PyNDArray {
  const magic = String.fromCharCode(...b.subarray(1, 6));
  if (b[0] !== 0x93 || magic !== 'NUMPY') throw valueError("the magic string is not correct; expected b'\\x93NUMPY'");
  const wide = b[6] >= 2;
  const view = new DataView(b.buffer, b.byteOffset);
  const n = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (wide ? 12 : 10) + n;
  const head = String.fromCharCode(...b.subarray(wide ? 12 : 10, start));
  const descr = /'descr':\s*'([^']*)'/.exec(head)?.[1];
  if (descr === undefined) throw missing('a structured .npy file');
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(head)?.[1] ?? '')
    .split(',')
    .map((s) => s.trim())
    .filter((s) => s !== '')
    .map(Number);
  const fortran = /'fortran_order':\s*True/.test(head);
  if (descr === '|O') throw valueError('Object arrays cannot be loaded when allow_pickle=False');
  const big = descr[0] === '>';
  const d = dtypeNamed(big ? descr.slice(1) : descr);
  if (d === undefined) throw missing(`the .npy dtype '${descr}'`);
  const slots = product(shape) * d.slots;
  const bytes = b.slice(start, start + product(shape) * d.itemsize);
  if (bytes.length < product(shape) * d.itemsize) throw valueError('cannot reshape array: the file ends too early');
  if (big) {
    const k = d.store.BYTES_PER_ELEMENT;
    for (let i = 0; i < bytes.length; i += k) bytes.subarray(i, i + k).reverse();
  }
  const r = newArray(fortran ? [...shape].reverse() : shape, d);
  r.data = typedOver(bytes, 0, d, slots, true);
  return fortran ? transpose(r) : r;
}

const isFile = (v: PyValue, method: string): boolean => !isStr(v) && lookupAttr(v, method) !== undefined;
const opened = (file: PyValue, mode: string): PyValue => call(hooks.builtins()!.getStr('open')!, [file, mode]); // both are always there
function writeFile(file: PyValue, data: Uint8Array): void {
  if (isFile(file, 'write')) {
    callMethod(file, 'write', [new PyBytes(data)]);
    return;
  }
  const f = opened(file, 'wb');
  try {
    callMethod(f, 'write', [new PyBytes(data)]);
  } finally {
    callMethod(f, 'close', []);
  }
}
function readFile(file: PyValue): Uint8Array {
  if (isFile(file, 'read')) {
    const r = callMethod(file, 'read', []);
    if (r instanceof PyBytes) return r.b;
    throw typeError('file must be opened in binary mode');
  }
  const f = opened(file, 'rb');
  try {
    const r = callMethod(f, 'read', []);
    return r instanceof PyBytes ? r.b : new Uint8Array(0);
  } finally {
    callMethod(f, 'close', []);
  }
}
function withSuffix(file: PyValue, suffix: string): PyValue {
  if (isFile(file, 'write')) return file;
  const text = isStr(file) ? toJS(file) : str(callMethod(file, '__fspath__', []));
  return fromJS(text.endsWith(suffix) ? text : text + suffix);
}

class PyNpzFile extends PyObject {
  constructor(readonly members: Map<string, Uint8Array>) {
    super();
  }
}
const names = (z: PyNpzFile): PyValue[] => [...z.members.keys()].map((k) => fromJS(k));
defineType(makeBuiltinType('NpzFile', PyNpzFile, { module: 'numpy.lib.npyio' }), {
  methods: {
    '__getitem__(key, /)': (z: PyNpzFile, key: PyValue) => {
      const b = isStr(key) ? z.members.get(toJS(key).replace(/\.npy$/, '')) : undefined;
      if (b === undefined) throw keyError(fromJS(`${isStr(key) ? toJS(key) : str(key)} is not a file in the archive`));
      return decode(b);
    },
    '__contains__(key, /)': (z: PyNpzFile, key: PyValue) =>
      isStr(key) && z.members.has(toJS(key).replace(/\.npy$/, '')),
    '__iter__()': (z: PyNpzFile) => callMethod(new PyList(names(z)), '__iter__', []),
    '__len__()': (z: PyNpzFile) => z.members.size,
    '__enter__()': (z: PyNpzFile) => z,
    '__exit__(*args)': () => None,
    'close()': () => None,
    'keys()': (z: PyNpzFile) => new PyList(names(z)),
    'values()': (z: PyNpzFile) => new PyList([...z.members.values()].map(decode)),
    'items()': (z: PyNpzFile) => new PyList([...z.members].map(([k, b]) => new PyTuple([fromJS(k), decode(b)]))),
  },
  getset: { files: [(z: PyNpzFile) => new PyList(names(z))] },
});
const zipModule = (): PyValue => sync(hooks.importR('zipfile'));
function saveNpz(file: PyValue, args: PyValue[], kw: PyDict, compressed: boolean): void {
  const z = zipModule();
  const mode = getattr(z, compressed ? 'ZIP_DEFLATED' : 'ZIP_STORED');
  const archive = call(getattr(z, 'ZipFile'), [withSuffix(file, '.npz'), 'w', mode]);
  try {
    args.forEach((v, i) => void callMethod(archive, 'writestr', [`arr_${i}.npy`, new PyBytes(encode(asArray(v)))]));
    for (const k of kw.keys) {
      if (!isStr(k)) continue;
      const v = kw.getStr(toJS(k));
      if (v !== undefined) callMethod(archive, 'writestr', [fromJS(`${toJS(k)}.npy`), new PyBytes(encode(asArray(v)))]);
    }
  } finally {
    callMethod(archive, 'close', []);
  }
}
function loadNpz(data: Uint8Array): PyNpzFile {
  const io = sync(hooks.importR('io'));
  const archive = call(getattr(zipModule(), 'ZipFile'), [call(getattr(io, 'BytesIO'), [new PyBytes(data)])]);
  const members = new Map<string, Uint8Array>();
  for (const n of collect(callMethod(archive, 'namelist', []))) {
    const b = callMethod(archive, 'read', [n]);
    if (isStr(n) && b instanceof PyBytes) members.set(toJS(n).replace(/\.npy$/, ''), b.b);
  }
  return new PyNpzFile(members);
}

/** The lines of a text file, a list of lines, or a generator of them. */
function linesOf(file: PyValue): string[] {
  if (isStr(file) || lookupAttr(file, '__fspath__') !== undefined) {
    const f = opened(file, 'r');
    try {
      return str(callMethod(f, 'read', [])).split('\n');
    } finally {
      callMethod(f, 'close', []);
    }
  }
  return collect(file).map((l) => (l instanceof PyBytes ? String.fromCharCode(...l.b) : str(l)).replace(/\r?\n$/, ''));
}
function loadText(
  file: PyValue,
  dtype: Arg,
  comments: string | undefined,
  delimiter: string | undefined,
  skip: number,
  usecols: Arg,
  unpack: boolean,
  ndmin: number,
  maxRows: number | undefined,
  fill: string | undefined,
  skipFooter = 0,
): PyNDArray {
  const rows: string[][] = [];
  let lines = linesOf(file).slice(skip);
  if (skipFooter > 0) lines = lines.slice(0, -skipFooter);
  for (const raw of lines) {
    const line = (comments === undefined ? raw : raw.split(comments)[0]).trim();
    if (line === '') continue;
    if (maxRows !== undefined && rows.length >= maxRows) break;
    rows.push(delimiter === undefined ? line.split(/\s+/) : line.split(delimiter).map((s) => s.trim()));
  }
  const cols = absent(usecols) ? undefined : intList(usecols);
  const d = dtypeOr(dtype) ?? dt.float64;
  const table = rows.map((r, k) => {
    const picked = cols === undefined ? r : cols.map((c) => r[c < 0 ? c + r.length : c]);
    if (cols === undefined && r.length !== rows[0].length)
      throw valueError(
        `the number of columns changed from ${rows[0].length} to ${r.length} at row ${k + 1}; use \`usecols\` to select a subset and avoid this error`,
      );
    return picked.map((s) => {
      if (fill !== undefined && d.kind === 'f' && (s === '' || Number.isNaN(Number(s)))) return fill;
      if (d.kind === 'f' && s !== '' && Number.isNaN(Number(s)) && !/^[+-]?(nan|inf(inity)?)$/i.test(s))
        throw valueError(`could not convert string '${s}' to ${d.name} at row ${k}, column ${picked.indexOf(s) + 1}.`);
      return s;
    });
  });
  let a = asArray(new PyList(table.map((r) => new PyList(r.map(fromJS)))), d);
  if (a.ndim === 1 && rows.length === 0) a = newArray([0], d);
  let r = a;
  if (r.ndim === 2 && ndmin < 2) {
    const keep = r.shape
      .map((n, i) => [n, i])
      .filter(([n]) => n !== 1)
      .map(([, i]) => i);
    if (keep.length < 2 && !(keep.length === 0 && ndmin === 1))
      r = viewWith(
        r,
        keep.map((i) => r.shape[i]),
        keep.map((i) => r.strides[i]),
        r.offset,
      );
  }
  return unpack ? transpose(r) : r;
}

export const fileFunctions: NativeTable = {
  'save(file, arr, allow_pickle=True)': (file: PyValue, arr: PyValue) => {
    writeFile(withSuffix(file, '.npy'), encode(asArray(arr)));
    return None;
  },
  'savez(file, *args, allow_pickle=True, **kwds)': (file: PyValue, args: PyValue[], _p: PyValue, kw: PyDict) => {
    saveNpz(file, args, kw, false);
    return None;
  },
  'savez_compressed(file, *args, allow_pickle=True, **kwds)': (
    file: PyValue,
    args: PyValue[],
    _p: PyValue,
    kw: PyDict,
  ) => {
    saveNpz(file, args, kw, true);
    return None;
  },
  "load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding='ASCII')": (file: PyValue, mmap: Arg) => {
    if (!absent(mmap)) throw missing('load(mmap_mode=…)');
    const b = readFile(file);
    if (b.length === 0) throw valueError('No data left in file');
    if (b[0] === 0x50 && b[1] === 0x4b) return loadNpz(b);
    if (b[0] !== 0x93)
      throw valueError('This file contains pickled (object) data. If you trust the source, load it with pickle.load');
    return decode(b);
  },
  "loadtxt(fname, dtype=?, comments='#', delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False, ndmin=0, encoding=None, max_rows=None, *, quotechar=None, like=None)":
    (
      file: PyValue,
      dtype: Arg,
      comments: Arg,
      delimiter: Arg,
      converters: Arg,
      skip: PyValue,
      usecols: Arg,
      unpack: PyValue,
      ndmin: PyValue,
      _e: Arg,
      max: Arg,
    ) => {
      if (!absent(converters)) throw missing('loadtxt(converters=…)');
      return loadText(
        file,
        dtype,
        absent(comments) ? undefined : textOr(comments, '#'),
        absent(delimiter) ? undefined : textOr(delimiter, ' '),
        integer(skip),
        usecols,
        flag(unpack),
        integer(ndmin),
        absent(max) ? undefined : integer(max),
        undefined,
      );
    },
  "genfromtxt(fname, dtype=?, comments='#', delimiter=None, skip_header=0, skip_footer=0, *, usecols=None, unpack=None, names=None, filling_values=None, max_rows=None, encoding=None)":
    (
      file: PyValue,
      dtype: Arg,
      comments: Arg,
      delimiter: Arg,
      skip: PyValue,
      foot: PyValue,
      usecols: Arg,
      unpack: Arg,
      named: Arg,
      fill: Arg,
      max: Arg,
    ) => {
      if (!absent(named)) throw missing('genfromtxt(names=…)');
      return loadText(
        file,
        dtype,
        absent(comments) ? undefined : textOr(comments, '#'),
        absent(delimiter) ? undefined : textOr(delimiter, ' '),
        integer(skip),
        usecols,
        !absent(unpack) && truth(unpack),
        0,
        absent(max) ? undefined : integer(max),
        absent(fill) ? 'nan' : str(fill),
        integer(foot),
      );
    },
  "savetxt(fname, X, fmt='%.18e', delimiter=' ', newline='\\n', header='', footer='', comments='# ', encoding=None)": (
    file: PyValue,
    x: PyValue,
    fmt: PyValue,
    delimiter: PyValue,
    newline: PyValue,
    header: PyValue,
    footer: PyValue,
    comments: PyValue,
  ) => {
    let a = asArray(x);
    if (a.ndim > 2) throw valueError(`Expected 1D or 2D array, got ${a.ndim}D array instead`);
    if (a.ndim < 2) a = viewWith(a, [a.size, 1], [a.strides[0] ?? 0, 0], a.offset);
    const sep = textOr(delimiter, ' ');
    const nl = textOr(newline, '\n');
    const formats = fmt instanceof PyList || fmt instanceof PyTuple ? fmt.items.map((f) => str(f)) : undefined;
    const single = textOr(fmt, '%.18e');
    const whole =
      formats?.join(sep) ??
      ((single.match(/%/g) ?? []).length > 1 ? single : new Array<string>(a.shape[1]).fill(single).join(sep));
    const mark = textOr(comments, '# ');
    let text = '';
    const head = textOr(header, '');
    if (head !== '') text += `${mark}${head.replaceAll('\n', `\n${mark}`)}${nl}`;
    for (let i = 0; i < a.shape[0]; i++) {
      const row = Array.from({ length: a.shape[1] }, (_, j) =>
        readItem(a, a.offset + i * a.strides[0] + j * a.strides[1]),
      );
      text += `${str(binary(fromJS(whole), new PyTuple(row), OPERATOR.mod))}${nl}`;
    }
    const foot = textOr(footer, '');
    if (foot !== '') text += `${mark}${foot.replaceAll('\n', `\n${mark}`)}${nl}`;
    if (!isFile(file, 'write')) {
      writeFile(file, new TextEncoder().encode(text));
      return None;
    }
    const binaryFile = lookupAttr(file, 'encoding') === undefined && typeOf(file).name !== 'StringIO';
    callMethod(file, 'write', [binaryFile ? new PyBytes(new TextEncoder().encode(text)) : fromJS(text)]);
    return None;
  },
  "fromfile(file, dtype=?, count=-1, sep='', offset=0, *, like=None)": (
    file: PyValue,
    dtype: Arg,
    count: PyValue,
    sep: Arg,
    offset: PyValue,
  ) => {
    const d = dtypeOr(dtype) ?? dt.float64;
    if (textOr(sep, '') !== '') throw missing('fromfile(sep=…)');
    const b = readFile(file).slice(integer(offset));
    const n =
      integer(count) < 0
        ? Math.floor(b.length / d.itemsize)
        : Math.min(integer(count), Math.floor(b.length / d.itemsize));
    const a = newArray([n], d);
    a.data = typedOver(b, 0, d, n * d.slots, true);
    return a;
  },
  '_tofile(a, file)': (a: PyValue, file: PyValue) => {
    writeFile(file, bytesOf(asArray(a)).slice());
    return None;
  },
};
