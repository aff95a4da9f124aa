// The exceptions of interpreters, queues and channels. Invariant: one class each in every agent, whichever module names it.

import { exceptionTypes, type PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_HAS_DICT } from '../objects/type.ts';
import { fromJS } from '../objects/str/text.ts';

/** A new exception class. */
export function exceptionClass(name: string, module: string, base: PyType): PyType {
  return makeBuiltinType(name, class extends (base.ctor as new () => PyBaseException) {}, {
    module,
    bases: [base],
    flags: TYPE_BASETYPE | TYPE_HAS_DICT,
  });
}

export const interpreterErrorType = exceptionClass(
  'InterpreterError',
  'concurrent.interpreters',
  exceptionTypes.Exception,
);
export const interpreterNotFoundErrorType = exceptionClass(
  'InterpreterNotFoundError',
  'concurrent.interpreters',
  interpreterErrorType,
);
export const notShareableErrorType = exceptionClass(
  'NotShareableError',
  'concurrent.interpreters',
  exceptionTypes.TypeError,
);

export const interpreterError = (message: string): PyBaseException =>
  newException(interpreterErrorType, fromJS(message));
