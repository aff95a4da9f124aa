// What object code needs of the runtime above it (frames, import, warnings), as hooks the runtime fills in at start-up.
// Invariant: every hook has a harmless default, so that object code can be tested without a VM.

import { None, type PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import type { Resumable } from './protocol/pending.ts';
import type { PyType } from './type.ts';
import { runtimeError, valueError } from './exceptions/raise.ts';
import { getattrR } from './protocol/attribute.ts';

/** What zero-argument `super()` finds in the calling frame. */
export interface SuperContext {
  readonly type: PyType;
  readonly obj: PyValue;
}

export interface RuntimeHooks {
  /** Imports a module by its dotted name and gives that module (importlib.import_module). */
  importR: (name: string) => Resumable;
  /** Globals of the running Python frame, or null outside of any. */
  globals: () => PyDict | null;
  /** The innermost Python frame of the running thread. */
  currentFrame: () => PyObject | null;
  /** The innermost Python frame of every thread that has one. */
  innermostFrames: () => Iterable<PyObject>;
  /** The builtins dictionary of the running interpreter. */
  builtins: () => PyDict | null;
  /** `__class__` cell and first argument of the running Python frame; throws RuntimeError as CPython words it. */
  superContext: () => SuperContext;
  /** warnings.warn(message, category, stacklevel, source). */
  warnR: (category: PyType, message: string, stacklevel?: number, source?: PyValue) => Resumable;
  /** `__import__(name, globals, locals, fromlist, level)`. */
  importNameR: (name: PyValue, globals: PyValue, locals: PyValue, fromlist: PyValue, level: PyValue) => Resumable;
  /** An attribute of the running interpreter's `sys`, or undefined. */
  sysAttr: (name: string) => PyValue | undefined;
  /**
   * compile(): `source` is a str, bytes-like or AST value; the result a code object or an AST. `flags` are the caller's
   * (future features are added by the hook unless dontInherit).
   */
  compileR: (
    source: PyValue,
    filename: PyValue,
    mode: string,
    flags: number,
    dontInherit: boolean,
    optimize: number,
    featureVersion: number,
  ) => Resumable;
  /** `frame.f_trace_opcodes = on`. */
  traceOpcodes: (frame: PyObject, on: boolean) => void;
  /** `frame.f_lineno = line`: the frame, which is being traced, goes on there. */
  jumpToLine: (frame: PyObject, line: number) => void;
  /** sys.flags.dev_mode: encodings and error handlers are checked even where nothing needs them. */
  devMode: () => boolean;
  /** sys.flags.bytes_warning is set: comparing bytes with str or int, and str() of bytes, are told. */
  bytesWarning: () => boolean;
  /** Reports an exception that cannot be raised (sys.unraisablehook). */
  unraisable: (exception: PyValue, message: string | null, object: PyValue | null) => void;
}

/** The hooks; the runtime assigns them once while it starts. */
export const hooks: RuntimeHooks = {
  importR: (name) => {
    throw runtimeError(`cannot import ${name}: no import system`);
  },
  globals: () => null,
  currentFrame: () => null,
  innermostFrames: () => [],
  builtins: () => null,
  superContext: () => {
    throw runtimeError('super(): no current frame');
  },
  warnR: () => None,
  importNameR: () => {
    throw runtimeError('no import system');
  },
  sysAttr: () => undefined,
  compileR: () => {
    throw runtimeError('no compiler');
  },
  traceOpcodes: () => undefined,
  jumpToLine: () => {
    throw valueError('f_lineno can only be set in a trace function');
  },
  devMode: () => false,
  bytesWarning: () => false,
  unraisable: () => undefined,
};

/** Attribute `attr` of module `name`, imported when needed. Resumable. */
export function* importAttrR(name: string, attr: string): Generator<unknown, PyValue, PyValue> {
  const m = yield hooks.importR(name);
  return yield getattrR(m, attr);
}
