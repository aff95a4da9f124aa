// The error that users of the library catch. It knows of no class of the engine.

import type { PythonObject } from './python-object.ts';

/** A Python exception that left the interpreter. `cause` is the JavaScript error it was made of, if one was. */
export class PythonError extends Error {
  override readonly name = 'PythonError';
  constructor(
    /** The exception's class name, e.g. 'ValueError'. */
    readonly type: string,
    message: string,
    /** The traceback as Python prints it. */
    readonly traceback: string,
    /** The exception itself. */
    readonly exception: PythonObject,
    cause?: unknown,
  ) {
    super(message === '' ? type : `${type}: ${message}`, cause === undefined ? undefined : { cause });
  }
}
