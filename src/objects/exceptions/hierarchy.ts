// The exception classes: shapes, the whole built-in hierarchy, and nothing of their behaviour (methods are in
// exceptions/*.ts by family). Invariant: what is thrown with JavaScript's `throw` in Typhon is a PyBaseException;
// anything else that is caught is a defect of ours (or V8's RangeError) and is translated by the evaluation loop.

import { PyObject, type PyValue } from '../object.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_HAS_DICT, TYPE_WEAKREF } from '../type.ts';
import { PyTuple } from '../shapes.ts';

export class PyBaseException extends PyObject {
  args: PyTuple = EMPTY;
  /** The traceback chain's head (objects/traceback.ts), or null. */
  traceback: PyObject | null = null;
  context: PyBaseException | null = null;
  cause: PyBaseException | null = null;
  suppressContext = false;
}
const EMPTY = new PyTuple([]);

export class PyBaseExceptionGroup extends PyBaseException {
  message: PyValue = '';
  exceptions: PyTuple = EMPTY;
}
export class PyStopIteration extends PyBaseException {
  value: PyValue | undefined = undefined;
}
export class PySystemExit extends PyBaseException {
  code: PyValue | undefined = undefined;
}
export class PyImportError extends PyBaseException {
  msg: PyValue | undefined = undefined;
  name: PyValue | undefined = undefined;
  path: PyValue | undefined = undefined;
  nameFrom: PyValue | undefined = undefined;
}
export class PyOSError extends PyBaseException {
  errno: PyValue | undefined = undefined;
  strerror: PyValue | undefined = undefined;
  filename: PyValue | undefined = undefined;
  filename2: PyValue | undefined = undefined;
  charactersWritten = -1;
}
export class PyNameError extends PyBaseException {
  name: PyValue | undefined = undefined;
}
export class PyAttributeError extends PyBaseException {
  name: PyValue | undefined = undefined;
  obj: PyValue | undefined = undefined;
}
export class PySyntaxError extends PyBaseException {
  msg: PyValue | undefined = undefined;
  filename: PyValue | undefined = undefined;
  lineno: PyValue | undefined = undefined;
  offset: PyValue | undefined = undefined;
  text: PyValue | undefined = undefined;
  endLineno: PyValue | undefined = undefined;
  endOffset: PyValue | undefined = undefined;
  printFileAndLine: PyValue | undefined = undefined;
  metadata: PyValue | undefined = undefined;
}
export class PyUnicodeError extends PyBaseException {
  encoding: PyValue | undefined = undefined;
  object: PyValue | undefined = undefined;
  start = 0;
  end = 0;
  reason: PyValue | undefined = undefined;
}

/** name → [base, shape of its own]. Order: bases first. */
const TABLE: readonly [name: string, base: string, shape?: new () => PyBaseException][] = [
  ['Exception', 'BaseException'],
  ['GeneratorExit', 'BaseException'],
  ['SystemExit', 'BaseException', PySystemExit],
  ['KeyboardInterrupt', 'BaseException'],
  ['BaseExceptionGroup', 'BaseException', PyBaseExceptionGroup],
  ['StopIteration', 'Exception', PyStopIteration],
  ['StopAsyncIteration', 'Exception'],
  ['ArithmeticError', 'Exception'],
  ['FloatingPointError', 'ArithmeticError'],
  ['OverflowError', 'ArithmeticError'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception', PyAttributeError],
  ['BufferError', 'Exception'],
  ['EOFError', 'Exception'],
  ['ImportError', 'Exception', PyImportError],
  ['ModuleNotFoundError', 'ImportError'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['MemoryError', 'Exception'],
  ['NameError', 'Exception', PyNameError],
  ['UnboundLocalError', 'NameError'],
  ['OSError', 'Exception', PyOSError],
  ['BlockingIOError', 'OSError'],
  ['ChildProcessError', 'OSError'],
  ['ConnectionError', 'OSError'],
  ['BrokenPipeError', 'ConnectionError'],
  ['ConnectionAbortedError', 'ConnectionError'],
  ['ConnectionRefusedError', 'ConnectionError'],
  ['ConnectionResetError', 'ConnectionError'],
  ['FileExistsError', 'OSError'],
  ['FileNotFoundError', 'OSError'],
  ['InterruptedError', 'OSError'],
  ['IsADirectoryError', 'OSError'],
  ['NotADirectoryError', 'OSError'],
  ['PermissionError', 'OSError'],
  ['ProcessLookupError', 'OSError'],
  ['TimeoutError', 'OSError'],
  ['ReferenceError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['PythonFinalizationError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['SyntaxError', 'Exception', PySyntaxError],
  ['IndentationError', 'SyntaxError'],
  ['TabError', 'IndentationError'],
  ['_IncompleteInputError', 'SyntaxError'],
  ['SystemError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['UnicodeDecodeError', 'UnicodeError', PyUnicodeError],
  ['UnicodeEncodeError', 'UnicodeError', PyUnicodeError],
  ['UnicodeTranslateError', 'UnicodeError', PyUnicodeError],
  ['Warning', 'Exception'],
  ['BytesWarning', 'Warning'],
  ['DeprecationWarning', 'Warning'],
  ['EncodingWarning', 'Warning'],
  ['FutureWarning', 'Warning'],
  ['ImportWarning', 'Warning'],
  ['PendingDeprecationWarning', 'Warning'],
  ['ResourceWarning', 'Warning'],
  ['RuntimeWarning', 'Warning'],
  ['SyntaxWarning', 'Warning'],
  ['UnicodeWarning', 'Warning'],
  ['UserWarning', 'Warning'],
];

const FLAGS = TYPE_BASETYPE | TYPE_HAS_DICT;

/** Every built-in exception class by name. */
export const exceptionTypes: { [name: string]: PyType } = {
  BaseException: makeBuiltinType('BaseException', PyBaseException, { flags: FLAGS }),
};
for (const [name, base, shape] of TABLE) {
  const baseType = exceptionTypes[base];
  // A class of its own for each, also where several share a shape: `cls` sits on the prototype.
  const ctor = class extends (shape ?? (baseType.ctor as new () => PyBaseException)) {}; // exception shapes take no arguments
  exceptionTypes[name] = makeBuiltinType(name, ctor, { bases: [baseType], flags: FLAGS });
}
exceptionTypes.ExceptionGroup = makeBuiltinType('ExceptionGroup', class extends PyBaseExceptionGroup {}, {
  bases: [exceptionTypes.BaseExceptionGroup, exceptionTypes.Exception],
  flags: FLAGS,
});
/** An exception class as the C modules make theirs (PyErr_NewException): it can be referred to weakly, as those above cannot. */
export function exceptionClass(name: string, module: string, ...bases: readonly [PyType, ...PyType[]]): PyType {
  return makeBuiltinType(name, class extends bases[0].ctor {}, {
    module,
    bases: [...bases],
    flags: FLAGS | TYPE_WEAKREF,
  });
}
/** Aliases of OSError in `builtins`. */
export const exceptionAliases: { readonly [name: string]: PyType } = {
  EnvironmentError: exceptionTypes.OSError,
  IOError: exceptionTypes.OSError,
};
