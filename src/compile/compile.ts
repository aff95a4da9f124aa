// The compiler's front door: tree or source text to Code. Invariant: every failure is a PythonSyntaxError with the
// file's name or an AstValidationError; warnings go to `onWarning` and never stop the work by themselves.

import type { mod } from '../syntax/ast.ts';
import type { WarningHandler } from '../syntax/errors.ts';
import { parse, type Mode, type ParseOptions } from '../syntax/parse.ts';
import { Code } from './code.ts';
import { generate } from './next/main.ts';
import { AstValidationError } from './validate.ts';

export { FUTURES } from './future.ts';

/** What receives the compiler's SyntaxWarnings. */
export type CompileWarning = WarningHandler;

export interface CompileOptions {
  /** 0, 1 (-O: no asserts) or 2 (-OO: no docstrings either). */
  optimize: number;
  /** CO_FUTURE_* bits inherited from the calling code, PyCF_ALLOW_TOP_LEVEL_AWAIT (0x2000). */
  flags: number;
  onWarning: CompileWarning;
  /** Code objects know the lines of their instructions only (-X no_debug_ranges). */
  noDebugRanges: boolean;
  parse: Partial<ParseOptions>;
}

/** Compiles a tree. */
export function compile(tree: mod, filename: string, options: Partial<CompileOptions> = {}): Code {
  try {
    const code = generate(tree, filename, options.optimize ?? 0, options.flags ?? 0, options.onWarning ?? (() => {}));
    if (options.noDebugRanges === true) forgetColumns(code);
    return code;
  } catch (e) {
    // The tree is nested deeper than this stack can follow.
    if (e instanceof RangeError) {
      throw new AstValidationError('RecursionError', 'maximum recursion depth exceeded during compilation');
    }
    throw e;
  }
}

function forgetColumns(code: Code): void {
  const p = code.positions; // line, end line, column, end column
  for (let i = 0; i < p.length; i += 4) {
    p[i + 1] = p[i];
    p[i + 2] = -1;
    p[i + 3] = -1;
  }
  for (const c of code.consts) if (c instanceof Code) forgetColumns(c);
}

/** Parses and compiles. The compiler's errors have no source line and count columns in UTF-8 bytes, as CPython's do. */
export function compileSource(
  source: string | Uint8Array,
  filename: string,
  mode: Mode,
  options: Partial<CompileOptions> = {},
): Code {
  const tree = parse(source, filename, mode, { ...options.parse, onWarning: options.onWarning });
  return compile(tree, filename, options);
}
