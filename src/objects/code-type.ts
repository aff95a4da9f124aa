// What Python code can ask of a code object: `co_*`, `co_lines`, `co_positions`, `replace`, comparison. Invariant: byte
// offsets are those of the encoded form (bytecode.ts), which is made when somebody asks.

import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { PyBytes, PyCode, PyComplex, PyFloat, PyTuple } from './shapes.ts';
import { codeType, makeBuiltinType, type PyType, typeOf } from './type.ts';
import { Code, type CodeBody, FAST_CELL, FAST_FREE, FAST_LOCAL } from '../compile/code.ts';
import { indexError, typeError, valueError } from './exceptions/raise.ts';
import { equal, index } from './protocol/operators.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { byteOffset, instructionAt } from './code-offsets.ts';
import { localNames } from './code.ts';
import { defineIterator } from './iterator.ts';
import { hooks } from './hooks.ts';
import { idHex } from './identity.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';
import type { NativeGenerator } from './protocol/pending.ts';

/** The encoded forms of a code object. */
export interface EncodedCode {
  readonly code: Uint8Array;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;
}
/** bytecode.ts's two directions. */
export interface BytecodeCodec {
  encode(code: Code): EncodedCode;
  decode(
    encoded: EncodedCode,
    firstlineno: number,
  ): Pick<CodeBody, 'instrs' | 'exceptionTable'> & { readonly positions: Int32Array };
}
let codec: BytecodeCodec | null = null;
/** Registered by the runtime, which knows the compiler. */
export function setBytecodeCodec(c: BytecodeCodec): void {
  codec = c;
}
const encodings = new WeakMap<Code, EncodedCode>();
const NOTHING: EncodedCode = {
  code: new Uint8Array(0),
  linetable: new Uint8Array(0),
  exceptiontable: new Uint8Array(0),
};
function encoded(code: Code): EncodedCode {
  let e = encodings.get(code);
  if (e === undefined) encodings.set(code, (e = codec?.encode(code) ?? NOTHING));
  return e;
}

const strings = (names: readonly string[]): PyTuple => new PyTuple(names.map((n) => fromJS(n)));

/** Number of two-byte units of the encoded code. */
function unitCount(code: Code): number {
  return codec === null ? code.instrs.length : encoded(code).code.length >> 1;
}

// ------------------------------------------------------------------------------------------------------ co_lines & co.

class PyLineIterator extends PyObject {
  at = 0;
  constructor(readonly ranges: PyValue[]) {
    super();
  }
}
class PyPositionsIterator extends PyLineIterator {}
const lineIteratorType = makeBuiltinType('line_iterator', PyLineIterator);
const positionsIteratorType = makeBuiltinType('positions_iterator', PyPositionsIterator);
const step = (self: PyLineIterator): PyValue | undefined =>
  self.at < self.ranges.length ? self.ranges[self.at++] : undefined;
defineIterator<PyLineIterator>(lineIteratorType, step);
defineIterator<PyPositionsIterator>(positionsIteratorType, step);

const orNone = (n: number): PyValue => (n < 0 ? None : n);

function lines(code: Code): PyValue[] {
  const out: PyValue[] = [];
  const total = unitCount(code) * 2;
  let start = 0;
  let line = code.instrs.length > 0 ? code.positions[0] : -1;
  for (let i = 1; i < code.instrs.length; i++) {
    const l = code.positions[i * 4];
    if (l === line) continue;
    const at = byteOffset(code, i);
    out.push(new PyTuple([start, at, orNone(line)]));
    start = at;
    line = l;
  }
  if (total > start) out.push(new PyTuple([start, total, orNone(line)]));
  return out;
}

function positions(code: Code): PyValue[] {
  const out: PyValue[] = [];
  const p = code.positions;
  for (let unit = 0, n = unitCount(code); unit < n; unit++) {
    const i = instructionAt(code, unit * 2) * 4;
    out.push(new PyTuple([orNone(p[i]), orNone(p[i + 1]), orNone(p[i + 2]), orNone(p[i + 3])]));
  }
  return out;
}

// ----------------------------------------------------------------------------------------------------------- comparison

/** Constants compare by type as well as by value (1, 1.0 and True differ; 0.0 and -0.0 too). */
function sameConstant(a: PyValue, b: PyValue): boolean {
  if (a === b) return true;
  if (typeOf(a) !== typeOf(b)) return false;
  if (a instanceof PyFloat && b instanceof PyFloat) return Object.is(a.v, b.v);
  if (a instanceof PyComplex && b instanceof PyComplex) return Object.is(a.re, b.re) && Object.is(a.im, b.im);
  if (a instanceof PyTuple && b instanceof PyTuple)
    return a.items.length === b.items.length && a.items.every((x, i) => sameConstant(x, b.items[i]));
  if (a instanceof PyCode && b instanceof PyCode) return sameCode(a, b);
  return equal(a, b);
}
function sameArray(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
function sameCode(a: PyCode, b: PyCode): boolean {
  if (a === b) return true;
  const x = a.code;
  const y = b.code;
  return (
    x.name === y.name &&
    x.argcount === y.argcount &&
    x.posonlyargcount === y.posonlyargcount &&
    x.kwonlyargcount === y.kwonlyargcount &&
    x.flags === y.flags &&
    x.firstlineno === y.firstlineno &&
    sameArray(x.instrs, y.instrs) &&
    sameArray(x.positions, y.positions) &&
    sameArray(x.names, y.names) &&
    sameArray(x.localsplusNames, y.localsplusNames) &&
    sameArray(x.localsplusKinds, y.localsplusKinds) &&
    a.consts.length === b.consts.length &&
    a.consts.every((c, i) => sameConstant(c, b.consts[i])) &&
    JSON.stringify(x.exceptionTable) === JSON.stringify(y.exceptionTable)
  );
}

// -------------------------------------------------------------------------------------------------------------- replace

const INTS = ['argcount', 'posonlyargcount', 'kwonlyargcount', 'nlocals', 'stacksize', 'flags', 'firstlineno'] as const;
const STRINGS = ['filename', 'name', 'qualname'] as const;
const TUPLES = ['consts', 'names', 'varnames', 'freevars', 'cellvars'] as const;
const BYTES = ['code', 'linetable', 'exceptiontable'] as const;
type Field = (typeof INTS)[number] | (typeof STRINGS)[number] | (typeof TUPLES)[number] | (typeof BYTES)[number];

/** A code object from the values of the co_ fields. */
function build(get: (name: Field) => PyValue, old: PyCode | null): PyCode {
  const int = (n: (typeof INTS)[number]): number => Number(index(get(n)));
  const text = (n: (typeof STRINGS)[number]): string => {
    const v = get(n);
    if (!isStr(v)) throw typeError(`replace() argument 'co_${n}' must be str, not ${typeOf(v).name}`);
    return toJS(v);
  };
  const tuple = (n: (typeof TUPLES)[number]): PyValue[] => {
    const v = get(n);
    if (!(v instanceof PyTuple)) throw typeError(`replace() argument 'co_${n}' must be tuple, not ${typeOf(v).name}`);
    return v.items;
  };
  const names = (n: (typeof TUPLES)[number]): string[] =>
    tuple(n).map((v) => {
      if (!isStr(v)) throw typeError(`name tuples must contain only strings, not '${typeOf(v).name}'`);
      return toJS(v);
    });
  const bytes = (n: (typeof BYTES)[number]): Uint8Array => {
    const v = get(n);
    if (!(v instanceof PyBytes)) throw typeError(`replace() argument 'co_${n}' must be bytes, not ${typeOf(v).name}`);
    return v.b;
  };
  const argcount = int('argcount');
  const posonlyargcount = int('posonlyargcount');
  const kwonlyargcount = int('kwonlyargcount');
  const nlocals = int('nlocals');
  const flags = int('flags');
  for (const [n, v] of [
    ['argcount', argcount],
    ['posonlyargcount', posonlyargcount],
    ['kwonlyargcount', kwonlyargcount],
    ['nlocals', nlocals],
    ['stacksize', int('stacksize')],
    ['flags', flags],
    ['firstlineno', int('firstlineno')],
  ] as const) {
    if (v < 0) throw valueError(`co_${n} must be a positive integer`);
  }
  const varnames = names('varnames');
  const cellvars = names('cellvars');
  const freevars = names('freevars');
  const args = argcount + kwonlyargcount + ((flags & 4) !== 0 ? 1 : 0) + ((flags & 8) !== 0 ? 1 : 0);
  if (args > varnames.length) throw valueError('code: co_varnames is too small');
  if (nlocals !== varnames.length) throw valueError('code: co_nlocals != len(co_varnames)');
  const cellSet = new Set(cellvars);
  const extraCells = cellvars.filter((n) => !varnames.includes(n));
  const localsplusNames = [...varnames, ...extraCells, ...freevars];
  const kinds = Uint8Array.from([
    ...varnames.map((n) => FAST_LOCAL | (cellSet.has(n) ? FAST_CELL : 0)),
    ...extraCells.map(() => FAST_CELL),
    ...freevars.map(() => FAST_FREE),
  ]);
  let body: Pick<CodeBody, 'instrs' | 'exceptionTable'> & { readonly positions: Int32Array };
  const enc: EncodedCode = {
    code: bytes('code'),
    linetable: bytes('linetable'),
    exceptiontable: bytes('exceptiontable'),
  };
  const was = old === null ? null : encoded(old.code);
  const firstlineno = int('firstlineno');
  if (
    old !== null &&
    was !== null &&
    sameArray(was.code, enc.code) &&
    sameArray(was.linetable, enc.linetable) &&
    sameArray(was.exceptiontable, enc.exceptiontable)
  ) {
    let positionsTable = old.code.positions;
    const shift = firstlineno - old.code.firstlineno;
    if (shift !== 0) positionsTable = positionsTable.map((v, i) => ((i & 3) < 2 && v >= 0 ? v + shift : v));
    body = { instrs: old.code.instrs, positions: positionsTable, exceptionTable: old.code.exceptionTable };
  } else if (codec !== null) body = codec.decode(enc, firstlineno);
  else throw valueError('code: bytecode cannot be decoded');
  const consts = tuple('consts');
  const header = {
    name: text('name'),
    qualname: text('qualname'),
    filename: text('filename'),
    firstlineno,
    flags,
    argcount,
    posonlyargcount,
    kwonlyargcount,
    stacksize: int('stacksize'),
  };
  const code = new Code(header, {
    ...body,
    consts: old?.code.consts ?? [],
    names: names('names'),
    localsplusNames,
    localsplusKinds: kinds,
  });
  return new PyCode(code, consts.slice());
}

function fieldOf(c: PyCode, name: Field): PyValue {
  const k = c.code;
  switch (name) {
    case 'nlocals':
      return localNames(k, FAST_LOCAL).length;
    case 'consts':
      return new PyTuple(c.consts.slice());
    case 'names':
      return strings(k.names);
    case 'varnames':
      return strings(localNames(k, FAST_LOCAL));
    case 'freevars':
      return strings(localNames(k, FAST_FREE));
    case 'cellvars':
      return strings(localNames(k, FAST_CELL));
    case 'code':
    case 'linetable':
    case 'exceptiontable':
      return new PyBytes(encoded(k)[name]);
    case 'filename':
    case 'name':
    case 'qualname':
      return fromJS(k[name]);
    default:
      return k[name];
  }
}
const FIELDS: readonly Field[] = [...INTS, ...STRINGS, ...TUPLES, ...BYTES];

function replace(self: PyCode, args: PyValue[], kw: PyDict): PyValue {
  if (args.length > 0) throw typeError('replace() takes no positional arguments');
  for (const [k] of kw.entries()) {
    const name = isStr(k) ? toJS(k) : '';
    if (!FIELDS.some((f) => `co_${f}` === name))
      throw typeError(`replace() got an unexpected keyword argument '${name}'`);
  }
  return build((name) => {
    const given = kw.getStr(`co_${name}`);
    if (given !== undefined) return given;
    if (name === 'nlocals') {
      const v = kw.getStr('co_varnames');
      if (v instanceof PyTuple && kw.getStr('co_varnames') === undefined) return v.items.length;
    }
    return fieldOf(self, name);
  }, self);
}

/** What CPython computes when asked (getset); the other fields are members of its struct. */
const COMPUTED: ReadonlySet<Field> = new Set(['varnames', 'cellvars', 'freevars', 'code']);

/** Order of CodeType()'s arguments. */
const CONSTRUCTOR: readonly Field[] = [
  'argcount',
  'posonlyargcount',
  'kwonlyargcount',
  'nlocals',
  'stacksize',
  'flags',
  'code',
  'consts',
  'names',
  'varnames',
  'filename',
  'name',
  'qualname',
  'firstlineno',
  'linetable',
  'exceptiontable',
  'freevars',
  'cellvars',
];

defineType(codeType, {
  doc: 'Create a code object.  Not for mere mortals.',
  new: [
    '(*args)',
    (_t: PyType, args: PyValue[]) => {
      if (args.length < 16) throw typeError(`code expected at least 16 arguments, got ${args.length}`);
      if (args.length > 18) throw typeError(`code expected at most 18 arguments, got ${args.length}`);
      return build((name) => args[CONSTRUCTOR.indexOf(name)] ?? new PyTuple([]), null);
    },
  ],
  methods: {
    '__repr__()': (self: PyCode) =>
      fromJS(
        `<code object ${self.code.name} at ${idHex(self)}, file "${self.code.filename}", line ${self.code.firstlineno}>`,
      ),
    '__eq__(value, /)': (self: PyCode, other: PyValue) =>
      other instanceof PyCode ? sameCode(self, other) : NotImplemented,
    '__ne__(value, /)': (self: PyCode, other: PyValue) =>
      other instanceof PyCode ? !sameCode(self, other) : NotImplemented,
    '__hash__()': (self: PyCode) => {
      let h = 17;
      const mix = (n: number): void => {
        h = (Math.imul(h, 31) + n) | 0;
      };
      for (const c of self.code.name) mix(c.codePointAt(0)!);
      for (const i of self.code.instrs) mix(i);
      for (const n of self.code.names) mix(n.length);
      mix(self.code.firstlineno);
      mix(self.code.argcount);
      return h === -1 ? -2 : h;
    },
    '__sizeof__()': (self: PyCode) => 200 + self.code.instrs.length * 2,
    'co_lines()': (self: PyCode) => new PyLineIterator(lines(self.code)),
    'co_positions()': (self: PyCode) => new PyPositionsIterator(positions(self.code)),
    'co_branches()': () => new PyLineIterator([]),
    'replace(*args, **kwargs)': replace,
    '__replace__(*args, **kwargs)': replace,
    '_varname_from_oparg(oparg)': (self: PyCode, oparg: PyValue) => {
      const i = Number(index(oparg));
      const name = self.code.localsplusNames[i];
      if (name === undefined) throw indexError('tuple index out of range');
      return fromJS(name);
    },
  },
  fields: Object.fromEntries(
    FIELDS.filter((f) => !COMPUTED.has(f)).map((f) => [`co_${f}`, [(self: PyCode) => fieldOf(self, f)] as const]),
  ),
  getset: {
    ...Object.fromEntries([...COMPUTED].map((f) => [`co_${f}`, [(self: PyCode) => fieldOf(self, f)] as const])),
    _co_code_adaptive: [(self: PyCode) => fieldOf(self, 'code')],
    co_lnotab: [
      function* (self: PyCode): NativeGenerator<PyValue> {
        yield hooks.warnR(exceptionTypes.DeprecationWarning, 'co_lnotab is deprecated, use co_lines instead.');
        const out: number[] = [];
        let lastLine = self.code.firstlineno;
        let last = 0;
        for (const r of lines(self.code)) {
          const [start, , line] = (r as PyTuple).items as number[]; // lines() makes these
          if (typeof line !== 'number' || line === lastLine) continue;
          let bytes = start - last;
          let delta = line - lastLine;
          for (; bytes > 254; bytes -= 254) out.push(254, 0);
          for (; delta > 127; delta -= 127, bytes = 0) out.push(bytes, 127);
          for (; delta < -128; delta += 128, bytes = 0) out.push(bytes, 128);
          out.push(bytes, delta & 255);
          last = start;
          lastLine = line;
        }
        return new PyBytes(Uint8Array.from(out));
      },
    ],
  },
});
