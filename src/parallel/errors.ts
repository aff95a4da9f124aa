// The exceptions of interpreters, queues and channels. Invariant: one class each in every agent, whichever module names it.

import { exceptionClass, exceptionTypes, type PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { fromJS } from '../objects/str/text.ts';

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
