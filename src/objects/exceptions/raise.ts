// One way to raise from native code: `throw typeError('…')`. Each helper makes a PyBaseException of the built-in class
// without running Python code. Invariant: messages are CPython's. It may not look at frames.

import type { PyValue } from '../object.ts';
import type { PyType } from '../type.ts';
import { PyTuple } from '../shapes.ts';
import {
  exceptionTypes,
  type PyAttributeError,
  PyBaseException,
  type PyImportError,
  type PyNameError,
  type PyStopIteration,
  type PySyntaxError,
} from './hierarchy.ts';
import { fromJS } from '../str/text.ts';

/** A new exception of a built-in class with the given args (no Python code runs; special fields are not filled). */
export function newException(type: PyType, ...args: PyValue[]): PyBaseException {
  const e = new type.ctor() as PyBaseException; // exception types have exception shapes
  e.args = new PyTuple(args);
  return e;
}

type Raiser = (message: string) => PyBaseException;
const raiser =
  (name: string): Raiser =>
  (message) =>
    newException(exceptionTypes[name], fromJS(message));

export const typeError = raiser('TypeError');
export const valueError = raiser('ValueError');
export const indexError = raiser('IndexError');
export const runtimeError = raiser('RuntimeError');
export const overflowError = raiser('OverflowError');
export const zeroDivisionError = raiser('ZeroDivisionError');
export const notImplementedError = raiser('NotImplementedError');
export const recursionError = raiser('RecursionError');
export const systemError = raiser('SystemError');
export const memoryError = raiser('MemoryError');
export const bufferError = raiser('BufferError');
export const lookupError = raiser('LookupError');
export const eofError = raiser('EOFError');
export const referenceError = raiser('ReferenceError');
export const assertionError = raiser('AssertionError');

/** SyntaxError without a position. */
export function syntaxErrorText(message: string): PyBaseException {
  const e = newException(exceptionTypes.SyntaxError, fromJS(message)) as PySyntaxError; // its shape
  e.msg = fromJS(message);
  return e;
}

export function keyError(key: PyValue): PyBaseException {
  return newException(exceptionTypes.KeyError, key);
}

export function attributeError(message: string, obj?: PyValue, name?: PyValue): PyBaseException {
  const e = newException(exceptionTypes.AttributeError, fromJS(message)) as PyAttributeError; // its shape
  e.obj = obj;
  e.name = name;
  return e;
}

export function nameError(message: string, name: PyValue, unboundLocal = false): PyBaseException {
  const e = newException(
    exceptionTypes[unboundLocal ? 'UnboundLocalError' : 'NameError'],
    fromJS(message),
  ) as PyNameError;
  e.name = name;
  return e;
}

export function importError(message: string, name?: PyValue, path?: PyValue, notFound = false): PyBaseException {
  const e = newException(
    exceptionTypes[notFound ? 'ModuleNotFoundError' : 'ImportError'],
    fromJS(message),
  ) as PyImportError;
  e.msg = fromJS(message);
  e.name = name;
  e.path = path;
  return e;
}

/** StopIteration carrying a generator's return value (none given when `value` is None or absent). */
export function stopIteration(value?: PyValue): PyBaseException {
  const e = (
    value === undefined ? newException(exceptionTypes.StopIteration) : newException(exceptionTypes.StopIteration, value)
  ) as PyStopIteration;
  e.value = value;
  return e;
}

/** True when `e` (anything caught in JavaScript) is a Python exception of the built-in class `name` or a subclass. */
export function isException(e: unknown, name: string): e is PyBaseException {
  return e instanceof PyBaseException && e.cls.isSubtype(exceptionTypes[name]);
}
