// The compiler's front door: tree (or source text) → Code. Invariant: every failure is a PythonSyntaxError with the
// file's name; warnings go to `onWarning` and never stop the work by themselves.

import type * as ast from '../syntax/ast.ts';
import { PythonSyntaxError } from '../syntax/errors.ts';
import { parse, type ParseOptions } from '../syntax/parse.ts';
import type { Code } from './code.ts';
import { assign, stmts } from './codegen/statements.ts';
import { comprehension } from './codegen/comprehensions.ts';
import { type CompileWarning, Context, type Emitters } from './codegen/context.ts';
import { annAssign, classDef, functionDef, lambda, moduleOrClassBody, typeAlias } from './codegen/functions.ts';
import { expr, jumpIf } from './codegen/expressions.ts';
import { matchStmt } from './codegen/patterns.ts';
import { buildSymtable } from './scope-analysis.ts';
import * as op from './opcodes.ts';

export interface CompileOptions {
  /** 0, 1 (-O: no asserts) or 2 (-OO: no docstrings either). */
  optimize: number;
  /** CO_FUTURE_* bits inherited from the calling code, PyCF_ALLOW_TOP_LEVEL_AWAIT (0x2000). */
  flags: number;
  onWarning: CompileWarning;
  parse: Partial<ParseOptions>;
}

/** __future__ features → compiler flag. */
export const FUTURES: { readonly [name: string]: number } = {
  nested_scopes: 0, generators: 0, division: 0x20000, absolute_import: 0x40000, with_statement: 0x80000, print_function: 0x100000,
  unicode_literals: 0x200000, barry_as_FLUFL: 0x400000, generator_stop: 0x800000, annotations: 0x1000000,
};

const EMITTERS: Emitters = {
  stmts, expr, jumpIf, assign, comprehension, lambda, pattern: matchStmt, functionDef, classDef, typeAlias, annAssign,
};

/** The flags of the `from __future__` imports at the head of a module; misplaced or unknown ones are errors. */
export function futureFlags(tree: ast.mod, filename: string): number {
  if (tree.node !== 'Module' && tree.node !== 'Interactive') return 0;
  let flags = 0;
  let done = false;
  let first = true;
  const error = (m: string, n: ast.Position): never => {
    throw new PythonSyntaxError('SyntaxError', m, filename, n.lineno, n.col_offset + 1, n.end_lineno, n.end_col_offset + 1, null);
  };
  for (const s of tree.body) {
    if (s.node === 'ImportFrom' && s.module === '__future__' && (s.level ?? 0) === 0) {
      if (done) error('from __future__ imports must occur at the beginning of the file', s);
      for (const a of s.names) {
        if (a.name === 'braces') error('not a chance', a);
        const f = FUTURES[a.name];
        if (f === undefined) error(`future feature ${a.name} is not defined`, a);
        flags |= f;
      }
    } else if (!(first && s.node === 'Expr' && s.value.node === 'Constant')) done = true;
    first = false;
  }
  return flags;
}

/** Compiles a tree. */
export function compile(tree: ast.mod, filename: string, options: Partial<CompileOptions> = {}): Code {
  const flags = futureFlags(tree, filename) | ((options.flags ?? 0) & 0x1fe0000);
  const futureAnnotations = (flags & FUTURES.annotations) !== 0;
  const table = buildSymtable(tree, filename, futureAnnotations);
  const topLevelAwait = (options.flags ?? 0) & 0x2000;
  const c = new Context(
    filename, table, options.optimize ?? 0, tree.node === 'Interactive', futureAnnotations, flags | topLevelAwait, options.onWarning ?? (() => {}), EMITTERS,
  );
  if (tree.node === 'FunctionType') throw new TypeError('a function type has no code');
  const u = c.enter(table.top, '<module>', 1);
  u.interactiveDepth = 1;
  if (topLevelAwait !== 0 && table.top.isCoroutine) u.flags |= 0x80;
  const start: ast.Position = { lineno: 0, end_lineno: 1, col_offset: 0, end_col_offset: 0 };
  u.emit(op.RESUME, 0, start);
  if (tree.node === 'Expression') {
    expr(c, tree.body);
    u.emit(op.RETURN_VALUE, 0, tree.body);
  } else {
    moduleOrClassBody(c, tree.body, { lineno: 1, end_lineno: 1, col_offset: 0, end_col_offset: 0 });
    const last = tree.body[tree.body.length - 1] as ast.stmt | undefined;
    const pos = last === undefined ? start : { lineno: last.end_lineno, end_lineno: last.end_lineno, col_offset: -1, end_col_offset: -1 };
    u.loadConst(null, pos);
    u.emit(op.RETURN_VALUE, 0, pos);
  }
  const code = c.leave();
  return code;
}

/** Parses and compiles. Errors of the compiler get the source line and character columns here. */
export function compileSource(source: string | Uint8Array, filename: string, mode: 'exec' | 'eval' | 'single' | 'func_type', options: Partial<CompileOptions> = {}): Code {
  const tree = parse(source, filename, mode, { ...options.parse, onWarning: options.onWarning });
  try {
    return compile(tree, filename, options);
  } catch (e) {
    if (e instanceof PythonSyntaxError && e.text === null) throw withText(e, source);
    throw e;
  }
}

/** The same error with its line of source; columns turned from UTF-8 bytes to characters. */
function withText(e: PythonSyntaxError, source: string | Uint8Array): PythonSyntaxError {
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const lines = text.split(/\r\n|\r|\n/);
  const line = lines[e.lineno - 1];
  if (line === undefined) return e;
  const chars = (row: string | undefined, offset: number): number => {
    if (row === undefined || offset <= 0) return offset;
    let bytes = 0;
    let n = 0;
    for (const ch of row) {
      if (bytes >= offset - 1) break;
      const c = ch.codePointAt(0)!;
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      n++;
    }
    return n + 1;
  };
  return new PythonSyntaxError(
    e.kind, e.msg, e.filename, e.lineno, chars(line, e.offset), e.end_lineno, chars(lines[e.end_lineno - 1], e.end_offset), e.lineno < lines.length || text.endsWith('\n') ? `${line}\n` : line,
  );
}
declare const TextDecoder: new () => { decode(b: Uint8Array): string };
