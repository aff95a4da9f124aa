// Name errors of local and free variables, worded as CPython does.

import { FAST_FREE } from '../compile/code.ts';
import type { PyCode } from '../objects/shapes.ts';
import type { PyObject } from '../objects/object.ts';
import { nameError } from '../objects/exceptions/raise.ts';
import { fromJS } from '../objects/str/text.ts';

/** The error for reading unbound slot `i` of localsplus. */
export function unboundLocal(code: PyCode, i: number): PyObject {
  const name = code.code.localsplusNames[i];
  if ((code.code.localsplusKinds[i] & FAST_FREE) !== 0) {
    return nameError(
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
      fromJS(name),
    );
  }
  return nameError(
    `cannot access local variable '${name}' where it is not associated with a value`,
    fromJS(name),
    true,
  );
}
