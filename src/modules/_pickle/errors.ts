// The exceptions of _pickle: types of C, so that both halves of the module and every interpreter share them.

import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_HAS_DICT } from '../../objects/type.ts';
import { fromJS } from '../../objects/str/text.ts';

const make = (name: string, base: PyType): PyType =>
  makeBuiltinType(name, class extends PyBaseException {}, {
    module: '_pickle',
    bases: [base],
    flags: TYPE_BASETYPE | TYPE_HAS_DICT,
  });

export const pickleErrorType = make('PickleError', exceptionTypes.Exception);
export const picklingErrorType = make('PicklingError', pickleErrorType);
export const unpicklingErrorType = make('UnpicklingError', pickleErrorType);

export const picklingError = (message: string): PyBaseException => newException(picklingErrorType, fromJS(message));
export const unpicklingError = (message: string): PyBaseException => newException(unpicklingErrorType, fromJS(message));
