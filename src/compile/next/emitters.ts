// Emitters that need each other across files (an expression in a comprehension in a call …), bound late so that the
// files do not import in circles. Invariant: `main.ts` binds them before anything is compiled.

import type * as expressions from './expressions.ts';
import type * as functions from './functions.ts';
import type * as statements from './statements.ts';

export interface Emitters {
  readonly expr: typeof expressions.expr;
  readonly exprs: typeof expressions.exprs;
  readonly jumpIf: typeof expressions.jumpIf;
  readonly attributeLocation: typeof expressions.attributeLocation;
  readonly collect: typeof expressions.collect;
  readonly compareOp: typeof expressions.compareOp;
  readonly loadSuperArguments: typeof expressions.loadSuperArguments;
  readonly optimisableSuper: typeof expressions.optimisableSuper;
  readonly stmts: typeof statements.stmts;
  readonly body: typeof statements.body;
  readonly checkAsync: typeof statements.checkAsync;
  readonly makeClosure: typeof functions.makeClosure;
}

let bound: Emitters;
/** Binds the emitters; called once, at load. */
export function bindEmitters(e: Emitters): void {
  bound = e;
}

export const expr: typeof expressions.expr = (...args) => bound.expr(...args);
export const exprs: typeof expressions.exprs = (...args) => bound.exprs(...args);
export const jumpIf: typeof expressions.jumpIf = (...args) => bound.jumpIf(...args);
export const attributeLocation: typeof expressions.attributeLocation = (...args) => bound.attributeLocation(...args);
export const collect: typeof expressions.collect = (...args) => bound.collect(...args);
export const compareOp: typeof expressions.compareOp = (...args) => bound.compareOp(...args);
export const loadSuperArguments: typeof expressions.loadSuperArguments = (...args) => bound.loadSuperArguments(...args);
export const optimisableSuper: typeof expressions.optimisableSuper = (...args) => bound.optimisableSuper(...args);
export const stmts: typeof statements.stmts = (...args) => bound.stmts(...args);
export const body: typeof statements.body = (...args) => bound.body(...args);
export const checkAsync: typeof statements.checkAsync = (...args) => bound.checkAsync(...args);
export const makeClosure: typeof functions.makeClosure = (...args) => bound.makeClosure(...args);
