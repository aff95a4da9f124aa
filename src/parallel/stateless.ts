// Which functions can cross as bare code (CPython's _PyFunction_VerifyStateless): those that need nothing of where they
// were defined. Invariant: the answer depends on the code and the function's own attributes, never on what its globals hold.

import type { Code } from '../compile/code.ts';
import { DELETE_GLOBAL, LOAD_GLOBAL, LOAD_NAME, STORE_GLOBAL } from '../compile/opcodes.ts';
import type { PyFunction } from '../objects/shapes.ts';
import { interpreter } from '../runtime/interpreter.ts';

/** True when the function uses no closure, no defaults and no global names but built-in ones. */
export function isStateless(f: PyFunction): boolean {
  return whyNot(f) === null;
}

/** What of where it was defined a function needs; null: nothing. */
export function whyNot(f: PyFunction): string | null {
  if (f.closure !== null && f.closure.length > 0) return 'closures not supported';
  if (f.defaults !== null && f.defaults.length > 0) return 'defaults not supported';
  if (f.kwdefaults !== null && f.kwdefaults.size > 0) return 'keyword defaults not supported';
  return usesGlobals(f.code.code, f) ? 'globals not supported' : null;
}

function usesGlobals(code: Code, f: PyFunction): boolean {
  const { builtins } = interpreter();
  for (const instruction of code.instrs) {
    const op = instruction & 0xff;
    const arg = instruction >>> 8;
    if (op === LOAD_GLOBAL) {
      const name = code.names[arg >> 1];
      if (builtins.getStr(name) === undefined || f.globals.getStr(name) !== undefined) return true;
    } else if (op === LOAD_NAME || op === STORE_GLOBAL || op === DELETE_GLOBAL) return true;
  }
  return code.consts.some((c) => typeof c === 'object' && c !== null && 'instrs' in c && usesGlobals(c, f));
}
