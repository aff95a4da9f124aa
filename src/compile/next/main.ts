// Tree to Code. Invariant: every failure is a PythonSyntaxError or an AstValidationError.

import type { mod, Position } from '../../syntax/ast.ts';
import type { WarningHandler } from '../../syntax/errors.ts';
import type { Code } from '../code.ts';
import { FUTURE_MASK, futureOf } from '../future.ts';
import * as op from '../opcodes.ts';
import { buildSymtable } from '../symtable-builder.ts';
import { Compiler } from './compiler.ts';
import { bindEmitters } from './emitters.ts';
import {
  attributeLocation,
  collect,
  compareOp,
  expr,
  exprs,
  jumpIf,
  loadSuperArguments,
  optimisableSuper,
} from './expressions.ts';
import { makeClosure } from './functions.ts';
import { warnAboutFinally } from './finally-warnings.ts';
import { body, checkAsync, stmts } from './statements.ts';
import { MODULE } from './unit.ts';

const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;

/** Generates the code of a program. */
export function generate(
  tree: mod,
  filename: string,
  optimize: number,
  inherited: number,
  onWarning: WarningHandler,
): Code {
  const future = futureOf(tree, filename);
  const flags = future.flags | (inherited & FUTURE_MASK);
  const topLevelAwait = (inherited & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0;
  if (tree.node === 'Module' || tree.node === 'Interactive') warnAboutFinally(tree.body, onWarning);
  const table = buildSymtable(tree, filename, { futureAnnotations: (flags & 0x1000000) !== 0, topLevelAwait });
  const c = new Compiler(filename, table, tree, optimize, flags, future.line, topLevelAwait, onWarning);
  c.enterEntry('<module>', MODULE, table.top, 1, null);
  if (tree.node === 'Expression') {
    expr(c, tree.body);
    return c.leave(false);
  }
  // Set-up code has the position of the first statement.
  const first = tree.node === 'FunctionType' ? undefined : (tree.body[0] as Position | undefined);
  const loc = first ?? { lineno: 1, end_lineno: 1, col_offset: 0, end_col_offset: 0 };
  if (table.top.hasConditionalAnnotations) {
    c.op(loc, op.BUILD_SET, 0);
    c.opName(loc, op.STORE_NAME, '__conditional_annotations__');
  }
  if (tree.node !== 'FunctionType') body(c, loc, tree.body);
  return c.leave(true);
}

bindEmitters({
  expr,
  exprs,
  jumpIf,
  attributeLocation,
  collect,
  compareOp,
  loadSuperArguments,
  optimisableSuper,
  stmts,
  body,
  checkAsync,
  makeClosure,
});
