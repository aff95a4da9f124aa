// The universal functions by name. Invariant: one object each, shared by the module's attributes and the operators.

import { PyUFunc } from './ufunc.ts';
import { SPECS } from './formulas.ts';

export const UFUNCS: ReadonlyMap<string, PyUFunc> = new Map(SPECS.map((s) => [s.name, new PyUFunc(s)]));

export function uf(name: string): PyUFunc {
  const u = UFUNCS.get(name);
  if (u === undefined) throw new Error(`no ufunc ${name}`); // a name written in this folder
  return u;
}

/** The operators of arrays and scalars and the functions they are. */
export const OPERATORS: { readonly [dunder: string]: string } = {
  add: 'add',
  sub: 'subtract',
  mul: 'multiply',
  truediv: 'divide',
  floordiv: 'floor_divide',
  mod: 'remainder',
  pow: 'power',
  and: 'bitwise_and',
  or: 'bitwise_or',
  xor: 'bitwise_xor',
  lshift: 'left_shift',
  rshift: 'right_shift',
};
