// Fills in what object code asks of the runtime (objects/hooks.ts): frames for `super()` and `globals()`, the compiler
// for exec/eval/compile, `sys` attributes. Invariant: imported once, when an interpreter starts.

import { None, type PyValue } from '../objects/object.ts';
import { PyByteArray, PyBytes, PyCell, PyTuple } from '../objects/shapes.ts';
import { PyType, typeOf } from '../objects/type.ts';
import { setDigitLimit } from '../objects/int.ts';
import { hooks, importAttrR, type SuperContext } from '../objects/hooks.ts';
import { FAST_FREE } from '../compile/code.ts';
import { decode, encode, offsets } from '../compile/bytecode.ts';
import { setOffsetTable } from '../objects/code-offsets.ts';
import { setBytecodeCodec } from '../objects/code-type.ts';
import type { CompileWarning } from '../compile/compile.ts';
import type { mod } from '../syntax/ast.ts';
import { isException, runtimeError, syntaxErrorText, typeError, valueError } from '../objects/exceptions/raise.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { exceptionTypes, type PySyntaxError } from '../objects/exceptions/hierarchy.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { setHostErrors } from '../vm/drive.ts';
import { thread } from '../vm/thread.ts';
import { compileToCode, compileTree, type Mode } from './execute.ts';
import { importR } from './import.ts';
import { HostError } from './host.ts';
import { interpreter } from './interpreter.ts';
import { runningThreads } from './threads.ts';

/** How `_ast` objects and the compiler's trees become each other; `_ast` registers itself. */
export interface AstBridge {
  isAst(v: PyValue): boolean;
  /** Parses to an `_ast` object, optimised when `flags` ask for it. */
  parse(
    source: string | Uint8Array,
    filename: string,
    mode: Mode,
    flags: number,
    optimize: number,
    featureVersion: number,
    onWarning: CompileWarning,
  ): PyValue;
  /** The tree an `_ast` object stands for; checks the node kind against the mode, and the whole tree. */
  toTree(v: PyValue, mode: Mode): mod;
  /** An `_ast` object again, optimised (compile with PyCF_OPTIMIZED_AST). */
  optimized(tree: mod, optimize: number, flags: number): PyValue;
}
let bridge: AstBridge | null = null;
export function setAstBridge(b: AstBridge): void {
  bridge = b;
}

const ONLY_AST = 0x400;
const TOP_LEVEL_AWAIT = 0x2000;
const ALLOW_INCOMPLETE = 0x4000;
const DONT_IMPLY_DEDENT = 0x200;

setBytecodeCodec({ encode, decode });
setOffsetTable(offsets);
setDigitLimit(() => interpreter().intMaxStrDigits);
setHostErrors((e) => (e instanceof HostError ? osError(e.errno) : undefined));
hooks.devMode = () => interpreter().config.flags.devMode;
hooks.bytesWarning = () => interpreter().config.flags.bytesWarning > 0;

function sourceOf(v: PyValue, mode: Mode): string | Uint8Array | null {
  void mode;
  if (isStr(v)) return toJS(v);
  if (v instanceof PyBytes) return v.b;
  if (v instanceof PyByteArray) return v.b.subarray(0, v.len);
  return null;
}

hooks.compileR = function* (
  source: PyValue,
  filename: PyValue,
  modeText: string,
  flags: number,
  dontInherit: boolean,
  optimize: number,
  featureVersion: number,
): NativeGenerator<PyValue> {
  const mode = modeText as Mode; // checked by the caller
  const name = isStr(filename) ? toJS(filename) : '<string>';
  if (!dontInherit) {
    const f = thread().frame;
    if (f !== null) flags |= f.code.code.flags & 0x1fe0000;
  }
  const warnings: Warning[] = [];
  const onWarning = (category: Warning[0], message: string, lineno: number, col: number): void => {
    warnings.push([category, message, lineno, col]);
  };
  const level = optimize >= 0 ? optimize : interpreter().config.flags.optimize;
  const options = {
    onWarning,
    flags: flags & (0x1fe0000 | TOP_LEVEL_AWAIT),
    parse: {
      allowIncomplete: (flags & ALLOW_INCOMPLETE) !== 0,
      dontImplyDedent: (flags & DONT_IMPLY_DEDENT) !== 0,
    },
    optimize: level,
  };
  if (bridge !== null && bridge.isAst(source)) {
    if ((flags & ONLY_AST) !== 0 && (flags & 0x8000) === 0) return source;
    const tree = bridge.toTree(source, mode);
    if ((flags & ONLY_AST) !== 0) return bridge.optimized(tree, level, flags);
    const code = compileTree(tree, name, options);
    yield* issue(warnings, filename);
    return code;
  }
  let text = sourceOf(source, mode);
  if (text === null) {
    if (typeOf(source).name !== 'memoryview') throw typeError('compile() arg 1 must be a string, bytes or AST object');
    const b = (yield callMethodR(source, 'tobytes')) as PyValue;
    text = (b as PyBytes).b; // memoryview.tobytes gives bytes
  }
  if (typeof text === 'string' ? text.includes('\0') : text.includes(0))
    throw syntaxErrorText('source code string cannot contain null bytes');
  if ((flags & ONLY_AST) !== 0) {
    if (bridge === null) throw valueError('compile() to an AST needs the _ast module');
    const tree = bridge.parse(text, name, mode, flags, level, featureVersion, onWarning);
    yield* issue(warnings, filename);
    return tree;
  }
  const code = compileToCode(text, name, mode, options);
  yield* issue(warnings, filename);
  return code;
};

type Warning = [category: 'SyntaxWarning' | 'DeprecationWarning', message: string, lineno: number, col: number];

/** Issues the compiler's warnings; one that a filter turns into an exception becomes a SyntaxError. */
export function* issue(warnings: readonly Warning[], filename: PyValue): Generator<unknown, void, never> {
  if (warnings.length === 0) return;
  const warn = (yield* importAttrR('_warnings', 'warn_explicit')) as PyValue;
  for (const [category, message, lineno, col] of warnings) {
    try {
      yield callR(warn, [fromJS(message), exceptionTypes[category], filename, lineno]);
    } catch (e) {
      if (!isException(e, category)) throw e;
      const error = syntaxErrorText(message) as PySyntaxError; // its shape
      error.filename = filename;
      error.lineno = lineno;
      error.offset = col + 1;
      error.args = new PyTuple([fromJS(message), new PyTuple([filename, lineno, col + 1, None])]);
      throw error;
    }
  }
}

hooks.globals = () => thread().frame?.globals ?? null;
hooks.currentFrame = () => thread().frame;
hooks.innermostFrames = function* () {
  for (const [, frame] of runningThreads(interpreter())) if (frame !== null) yield frame;
};
hooks.builtins = () => thread().frame?.builtins ?? thread().interpreter.builtins;
hooks.sysAttr = (name) => interpreter().sysGet(name);
hooks.importNameR = (name, globals, _locals, fromlist, level) => importR(name, globals, fromlist, level);

hooks.superContext = (): SuperContext => {
  const f = thread().frame;
  if (f === null) throw runtimeError('super(): no current frame');
  const code = f.code.code;
  if (code.argcount === 0 && (code.flags & 4) === 0) throw runtimeError('super(): no arguments');
  let obj = f.regs[0];
  // An argument that inner functions use lives in a cell (once the frame has started).
  if (obj instanceof PyCell && (code.localsplusKinds[0] & 0x40) !== 0) obj = obj.v;
  if (obj === undefined) throw runtimeError('super(): arg[0] deleted');
  for (let i = 0; i < code.localsplusNames.length; i++) {
    if (code.localsplusNames[i] !== '__class__' || (code.localsplusKinds[i] & FAST_FREE) === 0) continue;
    const cell = f.regs[i];
    if (!(cell instanceof PyCell)) throw runtimeError('super(): bad __class__ cell');
    if (cell.v === undefined) throw runtimeError('super(): empty __class__ cell');
    if (!(cell.v instanceof PyType)) throw runtimeError(`super(): __class__ is not a type (${typeOf(cell.v).name})`);
    return { type: cell.v, obj };
  }
  throw runtimeError('super(): __class__ cell not found');
};
