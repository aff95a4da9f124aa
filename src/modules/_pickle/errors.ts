// The exceptions of _pickle: types of C, so that both halves of the module and every interpreter share them.

import { exceptionClass, exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { fromJS } from '../../objects/str/text.ts';

export const pickleErrorType = exceptionClass('PickleError', '_pickle', exceptionTypes.Exception);
export const picklingErrorType = exceptionClass('PicklingError', '_pickle', pickleErrorType);
export const unpicklingErrorType = exceptionClass('UnpicklingError', '_pickle', pickleErrorType);

export const picklingError = (message: string): PyBaseException => newException(picklingErrorType, fromJS(message));
export const unpicklingError = (message: string): PyBaseException => newException(unpicklingErrorType, fromJS(message));
