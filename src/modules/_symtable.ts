// `_symtable`: the compiler's symbol tables (compile/symtable.ts) for symtable.py. Invariant: an entry and everything
// below it is turned into objects once, so that the same block is always the same object.

import { PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { defineType } from '../objects/native.ts';
import { PyByteArray, PyBytes, PyList } from '../objects/shapes.ts';
import { makeBuiltinType, typeOf } from '../objects/type.ts';
import { typeError, valueError } from '../objects/exceptions/raise.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { callR } from '../objects/protocol/call.ts';
import { lookupAttrR } from '../objects/protocol/attribute.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { futureOf } from '../compile/future.ts';
import { buildSymtable } from '../compile/symtable-builder.ts';
import * as S from '../compile/symtable.ts';
import { parse } from '../syntax/parse.ts';
import { syntaxException } from '../runtime/execute.ts';
import { defineModule } from '../runtime/modules.ts';

const FUTURE_ANNOTATIONS = 0x1000000;

class PySymtableEntry extends PyObject {
  readonly symbols = new PyDict();
  readonly varnames: PyList;
  readonly children: PyList;
  constructor(readonly entry: S.SymtableEntry) {
    super();
    for (const [name, flags] of entry.symbols) this.symbols.set(fromJS(name), flags);
    this.varnames = new PyList(entry.varnames.map(fromJS));
    this.children = new PyList(entry.children.map((child) => new PySymtableEntry(child)));
  }
}
const entryType = makeBuiltinType('symtable entry', PySymtableEntry);

defineType(entryType, {
  new: [
    '(*args, **kwargs)',
    () => {
      throw typeError("cannot create 'symtable entry' instances");
    },
  ],
  methods: {
    '__repr__()': ({ entry }: PySymtableEntry) =>
      fromJS(`<symtable entry ${entry.name}(${entry.id}), line ${entry.loc.lineno}>`),
  },
  getset: {
    id: [(s: PySymtableEntry) => s.entry.id],
    name: [(s: PySymtableEntry) => fromJS(s.entry.name)],
    type: [(s: PySymtableEntry) => s.entry.type],
    lineno: [(s: PySymtableEntry) => s.entry.loc.lineno],
    nested: [(s: PySymtableEntry) => Number(s.entry.nested)],
  },
  members: { symbols: 'symbols', varnames: 'varnames', children: 'children' },
});

function table(source: string | Uint8Array, filename: string, mode: 'exec' | 'eval' | 'single'): PyValue {
  try {
    const tree = parse(source, filename, mode);
    const futureAnnotations = (futureOf(tree, filename).flags & FUTURE_ANNOTATIONS) !== 0;
    return new PySymtableEntry(buildSymtable(tree, filename, { futureAnnotations, topLevelAwait: false }).top);
  } catch (e) {
    throw syntaxException(e);
  }
}

function* symtable(source: PyValue, filename: PyValue, modeArg: PyValue): NativeGenerator<PyValue> {
  let text: string | Uint8Array;
  if (isStr(source)) text = toJS(source);
  else if (source instanceof PyBytes) text = source.b;
  else if (source instanceof PyByteArray) text = source.b.subarray(0, source.len);
  else throw typeError('symtable() arg 1 must be a string or bytes object');
  let name = filename;
  if (!isStr(name) && !(name instanceof PyBytes)) {
    const fspath = (yield lookupAttrR(name, '__fspath__')) as PyValue | undefined;
    if (fspath === undefined)
      throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(filename).tpName}`);
    name = (yield callR(fspath, [])) as PyValue;
  }
  if (!isStr(modeArg)) throw typeError(`symtable() argument 3 must be str, not ${typeOf(modeArg).tpName}`);
  const mode = toJS(modeArg);
  if (mode !== 'exec' && mode !== 'eval' && mode !== 'single')
    throw valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  return table(text, isStr(name) ? toJS(name) : new TextDecoder().decode((name as PyBytes).b), mode); // one of the two
}
declare const TextDecoder: new () => { decode(b: Uint8Array): string };

defineModule('_symtable', (m) => {
  m.funcs({ 'symtable(source, filename, startstr, /)': symtable });
  const constants: { readonly [name: string]: number } = {
    USE: S.USE,
    DEF_GLOBAL: S.DEF_GLOBAL,
    DEF_NONLOCAL: S.DEF_NONLOCAL,
    DEF_LOCAL: S.DEF_LOCAL,
    DEF_PARAM: S.DEF_PARAM,
    DEF_TYPE_PARAM: S.DEF_TYPE_PARAM,
    DEF_FREE_CLASS: S.DEF_FREE_CLASS,
    DEF_IMPORT: S.DEF_IMPORT,
    DEF_BOUND: S.DEF_BOUND,
    DEF_ANNOT: S.DEF_ANNOT,
    DEF_COMP_ITER: S.DEF_COMP_ITER,
    DEF_COMP_CELL: S.DEF_COMP_CELL,
    TYPE_FUNCTION: S.FunctionBlock,
    TYPE_CLASS: S.ClassBlock,
    TYPE_MODULE: S.ModuleBlock,
    TYPE_ANNOTATION: S.AnnotationBlock,
    TYPE_TYPE_ALIAS: S.TypeAliasBlock,
    TYPE_TYPE_PARAMETERS: S.TypeParametersBlock,
    TYPE_TYPE_VARIABLE: S.TypeVariableBlock,
    LOCAL: S.LOCAL,
    GLOBAL_EXPLICIT: S.GLOBAL_EXPLICIT,
    GLOBAL_IMPLICIT: S.GLOBAL_IMPLICIT,
    FREE: S.FREE,
    CELL: S.CELL,
    SCOPE_OFF: S.SCOPE_OFFSET,
    SCOPE_MASK: S.SCOPE_MASK,
  };
  for (const [name, value] of Object.entries(constants)) m.set(name, value);
});
