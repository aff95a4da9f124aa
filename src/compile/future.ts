// `from __future__ import …`: which features a program asks for, and where the last such import stands.
// Invariant: only imports at the head of a module count; unknown features and imports further down are errors.

import type { mod, Position } from '../syntax/ast.ts';
import { PythonSyntaxError } from '../syntax/errors.ts';

/** Feature to compiler flag; 0: always on. */
export const FUTURES: { readonly [name: string]: number } = {
  nested_scopes: 0,
  generators: 0,
  division: 0,
  absolute_import: 0,
  with_statement: 0,
  print_function: 0,
  unicode_literals: 0,
  generator_stop: 0,
  barry_as_FLUFL: 0x400000,
  annotations: 0x1000000,
};

/** All CO_FUTURE_* bits. */
export const FUTURE_MASK = 0x1fe0000;

export interface Future {
  readonly flags: number;
  /** Line of the last future import, -1 without one. */
  readonly line: number;
}

/** The features of a program. */
export function futureOf(tree: mod, filename: string): Future {
  let flags = 0;
  let line = -1;
  if (tree.node !== 'Module' && tree.node !== 'Interactive') return { flags, line };
  const fail = (msg: string, at: Position): never => {
    const { lineno, col_offset, end_lineno, end_col_offset } = at;
    throw new PythonSyntaxError(
      'SyntaxError',
      msg,
      filename,
      lineno,
      col_offset + 1,
      end_lineno,
      end_col_offset + 1,
      null,
    );
  };
  let first = true;
  let done = false;
  for (const s of tree.body) {
    if (s.node === 'ImportFrom' && s.module === '__future__' && (s.level ?? 0) === 0) {
      if (done) fail('from __future__ imports must occur at the beginning of the file', s);
      for (const a of s.names) {
        if (a.name === 'braces') fail('not a chance', a);
        const flag = FUTURES[a.name] as number | undefined;
        if (flag === undefined) fail(`future feature ${a.name} is not defined`, a);
        else flags |= flag;
      }
      line = s.lineno;
    } else if (!(first && s.node === 'Expr' && s.value.node === 'Constant')) done = true;
    first = false;
  }
  return { flags, line };
}
