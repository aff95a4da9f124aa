// The events of sys.monitoring (PEP 669) by number, as Python sees them: event e is bit 1 << e of an event set.

export const PY_START = 0;
export const PY_RESUME = 1;
export const PY_RETURN = 2;
export const PY_YIELD = 3;
export const CALL = 4;
export const LINE = 5;
export const INSTRUCTION = 6;
export const JUMP = 7;
export const BRANCH_LEFT = 8;
export const BRANCH_RIGHT = 9;
export const STOP_ITERATION = 10;
/** Events up to here belong to an instruction: they can be set for one code object and disabled at one place. */
export const LOCAL_EVENTS = 11;
export const RAISE = 11;
export const EXCEPTION_HANDLED = 12;
export const PY_UNWIND = 13;
export const PY_THROW = 14;
export const RERAISE = 15;
export const C_RETURN = 16;
export const C_RAISE = 17;
/** BRANCH_LEFT and BRANCH_RIGHT as one event, which 3.14 deprecates. */
export const BRANCH = 18;
export const EVENTS = 19;

export const eventNames: readonly string[] = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH_LEFT',
  'BRANCH_RIGHT',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
  'BRANCH',
];

/** The event set of some events. */
export function eventSet(...events: number[]): number {
  let s = 0;
  for (const e of events) s |= 1 << e;
  return s;
}
