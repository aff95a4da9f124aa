// Code objects: from the compiler's neutral Code to a run-time PyCode, and everything Python code can ask of one.
// Invariant: constants are materialised once a Code (equal Codes from one compilation share nothing mutable).

import { None, type PyValue, Ellipsis } from './object.ts';
import {
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  ConstFrozenSet,
  ConstSlice,
  ConstStr,
  ConstTuple,
  type Constant,
} from '../syntax/constant.ts';
import { CO_HAS_DOCSTRING, type Code, FAST_CELL, FAST_FREE, FAST_HIDDEN, FAST_LOCAL } from '../compile/code.ts';
import { PyBytes, PyCode, PyComplex, PyFloat, PySlice, PyTuple } from './shapes.ts';
import { newFrozenSet } from './set.ts';
import { fromPoints } from './str/text.ts';

/** The run-time value of a constant. */
export function constantValue(c: Constant | Code): PyValue {
  if (c === null) return None;
  if (typeof c !== 'object') return c;
  if (c instanceof ConstFloat) return new PyFloat(c.v);
  if (c instanceof ConstComplex) return new PyComplex(c.re, c.im);
  if (c instanceof ConstBytes) return new PyBytes(c.v);
  if (c instanceof ConstStr) return fromPoints(c.points);
  if (c instanceof ConstTuple) return c.items.length === 0 ? EMPTY : new PyTuple(c.items.map(constantValue));
  if (c instanceof ConstFrozenSet) return newFrozenSet(c.items.map(constantValue));
  if (c instanceof ConstSlice) return new PySlice(constantValue(c.start), constantValue(c.stop), constantValue(c.step));
  if (c instanceof ConstEllipsis) return Ellipsis;
  return makeCode(c);
}
const EMPTY = new PyTuple([]);

/** A code object for a compiled block; its constants are made when they are asked for. */
export function makeCode(code: Code): PyCode {
  return new PyCode(code, null);
}
PyCode.materialise = (code) => code.consts.map(constantValue);

/** The docstring that a function of this code begins with; None: there is none. */
export function docstring(code: PyCode): PyValue {
  if ((code.code.flags & CO_HAS_DOCSTRING) === 0) return None;
  // code.replace() may have given it other constants.
  if (code.constsIfMade !== null) return code.constsIfMade[0] ?? None;
  const { docstring } = code.code;
  return docstring === undefined ? None : constantValue(docstring);
}

/** Names of localsplus with any of the kinds. */
export function localNames(code: Code, kinds: number): string[] {
  return code.localsplusNames.filter((_n, i) => (code.localsplusKinds[i] & kinds) !== 0);
}
export { FAST_CELL, FAST_FREE, FAST_HIDDEN, FAST_LOCAL };
