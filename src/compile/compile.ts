// The compiler's front door: tree or source text to Code. Invariant: every failure is a PythonSyntaxError with the
// file's name or an AstValidationError; warnings go to `onWarning` and never stop the work by themselves.

import type { mod } from '../syntax/ast.ts';
import { PythonSyntaxError } from '../syntax/errors.ts';
import type { WarningHandler } from '../syntax/errors.ts';
import { parse, type Mode, type ParseOptions } from '../syntax/parse.ts';
import type { Code } from './code.ts';
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
  parse: Partial<ParseOptions>;
}

/** Compiles a tree. */
export function compile(tree: mod, filename: string, options: Partial<CompileOptions> = {}): Code {
  try {
    return generate(tree, filename, options.optimize ?? 0, options.flags ?? 0, options.onWarning ?? (() => {}));
  } catch (e) {
    // The tree is nested deeper than this stack can follow.
    if (e instanceof RangeError) {
      throw new AstValidationError('RecursionError', 'maximum recursion depth exceeded during compilation');
    }
    throw e;
  }
}

/** Parses and compiles. Errors of the compiler get the source line and character columns here. */
export function compileSource(
  source: string | Uint8Array,
  filename: string,
  mode: Mode,
  options: Partial<CompileOptions> = {},
): Code {
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
    e.kind,
    e.msg,
    e.filename,
    e.lineno,
    chars(line, e.offset),
    e.end_lineno,
    chars(lines[e.end_lineno - 1], e.end_offset),
    e.lineno < lines.length || text.endsWith('\n') ? `${line}\n` : line,
  );
}
declare const TextDecoder: new () => { decode(b: Uint8Array): string };
