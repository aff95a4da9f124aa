// numpy's own exceptions and warnings. Invariant: what has no exact counterpart in Typhon is a NotImplementedError that
// names it. Knows nothing of arrays' insides.

import {
  exceptionClass,
  exceptionTypes,
  fromJS,
  hooks,
  interpreter,
  newException,
  notImplementedError,
  type PyObject,
  type PyType,
  sync,
} from './engine.ts';
import { setAxisError } from './array.ts';
import { setPromotionError } from './dtype.ts';

const derive = (name: string, module: string, ...bases: string[]): PyType => {
  const [first, ...more] = bases.map((b) => exceptionTypes[b]);
  return exceptionClass(name, module, first, ...more);
};
export const AxisError = derive('AxisError', 'numpy.exceptions', 'ValueError', 'IndexError');
export const DTypePromotionError = derive('DTypePromotionError', 'numpy.exceptions', 'TypeError');
export const ComplexWarning = derive('ComplexWarning', 'numpy.exceptions', 'RuntimeWarning');
export const VisibleDeprecationWarning = derive('VisibleDeprecationWarning', 'numpy.exceptions', 'UserWarning');
export const RankWarning = derive('RankWarning', 'numpy.exceptions', 'RuntimeWarning');
export const TooHardError = derive('TooHardError', 'numpy.exceptions', 'RuntimeError');
export const ModuleDeprecationWarning = derive('ModuleDeprecationWarning', 'numpy.exceptions', 'DeprecationWarning');
export const LinAlgError = derive('LinAlgError', 'numpy.linalg', 'ValueError');
export const UFuncTypeError = derive('UFuncTypeError', 'numpy._core._exceptions', 'TypeError');
export const UFuncNoLoopError = derive('_UFuncNoLoopError', 'numpy._core._exceptions', 'TypeError');
export const UFuncCastingError = derive('_UFuncInputCastingError', 'numpy._core._exceptions', 'TypeError');
export const UFuncOutputCastingError = derive('_UFuncOutputCastingError', 'numpy._core._exceptions', 'TypeError');
export const ArrayMemoryError = derive('_ArrayMemoryError', 'numpy._core._exceptions', 'MemoryError');

export const error = (t: PyType, message: string): PyObject => newException(t, fromJS(message));
export const linalgError = (message: string): PyObject => error(LinAlgError, message);

setAxisError((axis, nd) => error(AxisError, `axis ${axis} is out of bounds for array of dimension ${nd}`));
setPromotionError((message) => error(DTypePromotionError, message));

/** Something of NumPy that Typhon's does not have. */
export const missing = (what: string): PyObject => notImplementedError(`numpy: ${what} is not supported by Typhon`);

export type ErrorKind = 'divide' | 'over' | 'under' | 'invalid';
export interface ErrorState {
  divide: string;
  over: string;
  under: string;
  invalid: string;
}
/** What floating-point errors do in the running interpreter. */
export function errorState(): ErrorState {
  const state = interpreter().moduleState;
  let s = state.get('numpy.errstate') as ErrorState | undefined; // only set here
  if (s === undefined) {
    s = { divide: 'warn', over: 'warn', under: 'ignore', invalid: 'warn' };
    state.set('numpy.errstate', s);
  }
  return s;
}
const TEXT = {
  divide: 'divide by zero',
  over: 'overflow',
  under: 'underflow',
  invalid: 'invalid value',
};
/** A floating-point error has happened in `where`. */
export function floatingError(kind: ErrorKind, where: string): void {
  const mode = errorState()[kind];
  if (mode === 'ignore') return;
  const message = `${TEXT[kind]} encountered in ${where}`;
  if (mode === 'raise') throw newException(exceptionTypes.FloatingPointError, fromJS(message));
  if (mode === 'warn') warn(exceptionTypes.RuntimeWarning, message);
}
export function warn(category: PyType, message: string): void {
  sync(hooks.warnR(category, message, 1));
}
