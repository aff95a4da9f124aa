// Compiling and executing source text: what exec(), eval(), compile(), import and the command share.
// Invariant: every compile-time failure becomes the Python exception CPython raises, position included.

import type { Code } from '../compile/code.ts';
import { compile, compileSource, type CompileOptions } from '../compile/compile.ts';
import { AstValidationError } from '../compile/validate.ts';
import { PythonSyntaxError } from '../syntax/errors.ts';
import type { mod } from '../syntax/ast.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyBytes, type PyCell, type PyCode, PyFunction, type PyStr, PyTuple } from '../objects/shapes.ts';
import { makeCode } from '../objects/code.ts';
import { exceptionTypes, PySyntaxError } from '../objects/exceptions/hierarchy.ts';
import {
  isException,
  memoryError,
  newException,
  recursionError,
  systemError,
  typeError,
  valueError,
} from '../objects/exceptions/raise.ts';
import { Execute, type NativeGenerator, type Pending, sync } from '../objects/protocol/pending.ts';
import { builtinsDict } from '../objects/builtins-mapping.ts';
import { maxStrDigits } from '../objects/int.ts';
import { fromJS, toJS } from '../objects/str/text.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import { str } from '../objects/protocol/text.ts';
import { hooks } from '../objects/hooks.ts';
import { addSourceCodec } from '../syntax/parse.ts';
import { host } from './host.ts';
import { interpreter } from './interpreter.ts';
import '../objects/algorithms/unicode-names.ts'; // \N{…} in literals

function* lookupCodec(name: string): NativeGenerator<PyValue> {
  const codecs: PyValue = yield hooks.importR('_codecs');
  return yield callMethodR(codecs, 'lookup', [fromJS(name)]);
}
// Coding cookies that the parser does not know itself are the codecs module's.
addSourceCodec((name) => {
  try {
    sync(lookupCodec(name));
  } catch (e) {
    if (isException(e, 'LookupError')) return undefined;
    throw e;
  }
  return (bytes) => {
    try {
      return toJS(sync(callMethodR(new PyBytes(bytes), 'decode', [fromJS(name)])) as string | PyStr); // always a str
    } catch (e) {
      if (e instanceof PyObject && isException(e, 'Exception')) throw new Error(str(e));
      throw e;
    }
  };
});

export type Mode = 'exec' | 'eval' | 'single' | 'func_type';

/** The Python exception for what parser or compiler threw. */
export function syntaxException(e: unknown): unknown {
  if (e instanceof PythonSyntaxError) {
    if (e.kind === 'MemoryError') return memoryError(e.msg);
    const x = newException(exceptionTypes[e.kind], fromJS(e.msg)) as PySyntaxError; // SyntaxError and its subclasses
    x.msg = fromJS(e.msg);
    if (e.lineno === -1) return x; // no place at all
    x.filename = fromJS(e.filename);
    x.lineno = e.lineno;
    x.offset = e.offset;
    x.text = e.text === null ? lineOfFile(e.filename, e.lineno) : fromJS(e.text);
    const place: PyValue[] = [x.filename, x.lineno, x.offset, x.text];
    if (e.end_lineno !== -1) {
      x.endLineno = e.end_lineno;
      x.endOffset = e.end_offset;
      place.push(x.endLineno, x.endOffset);
    }
    x.args = new PyTuple([x.msg, new PyTuple(place)]);
    return x;
  }
  if (e instanceof AstValidationError)
    return e.type === 'TypeError'
      ? typeError(e.msg)
      : e.type === 'RecursionError'
        ? recursionError(e.msg)
        : e.type === 'SystemError'
          ? systemError(e.msg)
          : valueError(e.msg);
  return e;
}

/** The compiler knows trees, not text: the line it complains about is looked up in the file, if there is one. */
function lineOfFile(filename: string, lineno: number): PyValue {
  let text: string;
  try {
    text = new TextDecoder().decode(host().fs.readFile(filename));
  } catch {
    return None;
  }
  const line = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)?.[lineno - 1];
  return line === undefined ? None : fromJS(line.replace(/\r\n?$/, '\n'));
}

function compileDefaults(): Partial<CompileOptions> {
  const { flags, noDebugRanges } = interpreter().config;
  return { optimize: flags.optimize, noDebugRanges };
}

/** Compiles source to a code object; throws Python exceptions. */
export function compileToCode(
  source: string | Uint8Array,
  filename: string,
  mode: Mode,
  options: Partial<CompileOptions> = {},
): PyCode {
  try {
    return makeCode(
      compileSource(source, filename, mode, {
        ...compileDefaults(),
        ...options,
        parse: { maxStrDigits: maxStrDigits(), ...options.parse },
      }),
    );
  } catch (e) {
    const x = syntaxException(e);
    if (e instanceof PythonSyntaxError && e.msg === 'invalid syntax' && x instanceof PySyntaxError)
      x.metadata = typoMetadata(e, source);
    throw x;
  }
}

/** Where traceback.py looks for a misspelled keyword: the statement's first line, and the source. */
function typoMetadata(e: PythonSyntaxError, source: string | Uint8Array): PyTuple {
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const lines = text.split('\n');
  let line = Math.min(e.lineno, lines.length);
  while (line > 1 && /^(?:\s|$)/.test(lines[line - 1])) line--;
  return new PyTuple([line, 0, fromJS(text)]);
}
declare const TextDecoder: new () => { decode(b: Uint8Array): string };

export function compileTree(tree: mod, filename: string, options: Partial<CompileOptions> = {}): PyCode {
  try {
    return makeCode(compile(tree, filename, { ...compileDefaults(), ...options }));
  } catch (e) {
    throw syntaxException(e);
  }
}

/** Runs a module-like code object in the given namespaces. Adds `__builtins__` where it is missing. */
export function executeCode(
  code: PyCode,
  globals: PyDict,
  locals: PyValue | null = globals,
  closure: PyCell[] | null = null,
): Pending {
  return new Execute(functionOf(code, globals, closure), locals);
}

export function functionOf(code: PyCode, globals: PyDict, closure: PyCell[] | null = null): PyFunction {
  const builtins = builtinsOf(globals);
  const c = code.code;
  return new PyFunction(
    code,
    globals,
    builtins,
    fromJS(c.name),
    fromJS(c.qualname),
    None,
    globals.getStr('__name__') ?? None,
    closure,
  );
}

/** The builtins a namespace runs with; makes `__builtins__` when it has none. */
export function builtinsOf(globals: PyDict): PyDict {
  const b = globals.getStr('__builtins__');
  if (b === undefined) {
    globals.setStr('__builtins__', interpreter().modules.getStr('builtins') ?? interpreter().builtins);
    return interpreter().builtins;
  }
  return builtinsDict(b);
}

export type { Code };
