// The universal functions by name. Invariant: one object each, shared by the module's attributes and the operators.

import { PyUFunc } from './ufunc.ts';
import { SPECS } from './formulas.ts';

export const UFUNCS: ReadonlyMap<string, PyUFunc> = new Map(SPECS.map((s) => [s.name, new PyUFunc(s)]));

export function uf(name: string): PyUFunc {
  const u = UFUNCS.get(name);
  if (u === undefined) throw new Error(`no ufunc ${name}`); // a name written in this folder
  return u;
}
