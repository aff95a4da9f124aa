// Errors across the border. Invariant: an error that crosses twice is the very one it was: a JavaScript error raised in
// Python is remembered beside the exception made of it, and a PythonError thrown in JavaScript is its exception again.

import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { PyList } from '../objects/shapes.ts';
import { setattr } from '../objects/protocol/attribute.ts';
import { fromJS } from '../objects/str/text.ts';
import { PythonError } from './python-error.ts';
import { PythonObject } from './python-object.ts';

/** What Python exceptions were made of. */
const sources = new WeakMap<PyBaseException, { readonly error: unknown }>();

/** The JavaScript error, or whatever was thrown, of which an exception was made. */
export function sourceOf(e: PyBaseException): { readonly error: unknown } | undefined {
  return sources.get(e);
}
/** Notes down what an exception comes from. */
export function setSource(e: PyBaseException, error: unknown): void {
  sources.set(e, { error });
}

function typeFor(e: Error): string {
  if (e instanceof TypeError) return 'TypeError';
  if (e instanceof RangeError) return 'ValueError';
  return e.name === 'TimeoutError' ? 'TimeoutError' : 'RuntimeError';
}

/** A JavaScript error as a Python exception: its message, its stack as a note, its cause as `__cause__`. */
export function fromError(e: unknown, depth = 0): PyBaseException {
  if (e instanceof PyBaseException) return e;
  if (e instanceof PythonError) {
    const original = PythonObject.valueOf(e.exception);
    if (original instanceof PyBaseException) return original;
  }
  let x: PyBaseException;
  if (e instanceof Error) {
    x = newException(exceptionTypes[typeFor(e)], fromJS(e.message));
    if (typeof e.stack === 'string') setattr(x, '__notes__', new PyList([fromJS(`JavaScript stack:\n${e.stack}`)]));
    if (e.cause !== undefined && depth < 20) {
      x.cause = fromError(e.cause, depth + 1);
      x.suppressContext = true;
    }
  } else x = newException(exceptionTypes.RuntimeError, fromJS(String(e)));
  setSource(x, e);
  return x;
}

export function timeoutError(message: string): PyBaseException {
  return newException(exceptionTypes.TimeoutError, fromJS(message));
}
