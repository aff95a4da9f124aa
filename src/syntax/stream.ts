// What both parsers build on: options, the token cursor, and the sentinel for "this is not valid".
// Invariant: the fast parser never makes messages; it throws FAILED, and the diagnosing parser (diagnose.ts) explains.

import { PythonSyntaxError } from './errors.ts';
import type { WarningHandler } from './errors.ts';
import { Lexer } from './tokenizer.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';
import type { type_ignore } from './ast.ts';

/** What is parsed: CPython's start rules. */
export type Mode = 'exec' | 'eval' | 'single' | 'func_type';

/** How to parse. */
export interface ParseOptions {
  /** Honour `# type:` comments (PyCF_TYPE_COMMENTS). */
  typeComments?: boolean;
  /** Incomplete input is an _IncompleteInputError (PyCF_ALLOW_INCOMPLETE_INPUT). */
  allowIncomplete?: boolean;
  /** Do not close open blocks at the end of interactive input (PyCF_DONT_IMPLY_DEDENT). */
  dontImplyDedent?: boolean;
  /** `from __future__ import barry_as_FLUFL` is in force. */
  futureBarryAsBdfl?: boolean;
  /** Minor version of the grammar to accept (`ast.parse(feature_version=…)`); -1 is the newest. */
  featureVersion?: number;
  /** Most digits of a decimal integer (sys.set_int_max_str_digits); 0 is no limit. */
  maxStrDigits?: number;
  onWarning?: WarningHandler;
}

/** Thrown by the fast parser where it cannot go on. */
export const FAILED = new Error('no parse');

/** Thrown when nesting is too deep. */
export const TOO_DEEP = new Error('too deep');

const MAX_DEPTH = 1000;

/** Bracket depth from which on the diagnosing parser might run out of stack. */
const DEEP = 150;

/** The fast parser's cursor over the tokens. */
export class TokenStream {
  readonly tokens: Token[] = [];
  readonly lexer: Lexer;
  readonly src: string;
  readonly typeIgnores: type_ignore[] = [];
  protected readonly options: ParseOptions;
  /** Index of the current token, the token itself and its type. */
  protected index = 0;
  protected tok: Token;
  protected type: number;
  /** The token consumed last. */
  protected last: Token;
  private depth = 0;

  constructor(
    src: string,
    filename: string,
    protected readonly mode: Mode,
    options: ParseOptions,
  ) {
    this.src = src;
    this.options = options;
    const lexer = new Lexer(src, { filename, typeComments: options.typeComments, onWarning: options.onWarning });
    this.lexer = lexer;
    const tokens = this.tokens;
    let started = false;
    for (;;) {
      const token = lexer.next();
      if (token.type === T.TYPE_IGNORE) {
        this.typeIgnores.push({ node: 'TypeIgnore', lineno: token.lineno, tag: src.slice(token.start, token.end) });
        continue;
      }
      if (token.type === T.ENDMARKER && mode === 'single' && started) {
        // Interactive input ends as if a line ended there.
        token.type = T.NEWLINE;
        started = false;
        if (lexer.indent > 0 && !options.dontImplyDedent) lexer.implyDedent();
        lexer.done = 'OK';
      } else started = true;
      tokens.push(token);
      if (token.type === T.ENDMARKER || token.type === T.ERRORTOKEN) break;
    }
    this.tok = tokens[0];
    this.type = this.tok.type;
    this.last = this.tok;
  }

  /** The tokenizer's own error, if the parse came as far as that inside so many brackets that explaining is no use. */
  nestingError(): PythonSyntaxError | null {
    return this.type === T.ERRORTOKEN && this.lexer.level > DEEP ? this.lexer.error : null;
  }

  /** An error without an explanation, at the token the parse stopped at. */
  plainError(text: string, filename: string): PythonSyntaxError {
    const t = this.tok;
    const start = text.lastIndexOf('\n', t.start - 1) + 1;
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    return new PythonSyntaxError(
      'SyntaxError',
      'invalid syntax',
      filename,
      t.lineno,
      t.col + 1,
      t.endLineno,
      t.endCol + 1,
      line,
    );
  }

  protected text(token: Token): string {
    return this.src.slice(token.start, token.end);
  }

  protected advance(): Token {
    const token = this.tok;
    this.last = token;
    this.tok = this.tokens[++this.index] ?? token;
    this.type = this.tok.type;
    return token;
  }

  /** Type of the token `n` further on. */
  protected peek(n: number): number {
    const token = this.tokens[this.index + n];
    return token === undefined ? T.ENDMARKER : token.type;
  }

  protected reset(index: number): void {
    this.index = index;
    this.tok = this.tokens[index];
    this.type = this.tok.type;
    if (index > 0) this.last = this.tokens[index - 1];
  }

  protected expect(type: number): Token {
    if (this.type !== type) throw FAILED;
    return this.advance();
  }

  protected accept(type: number): boolean {
    if (this.type !== type) return false;
    this.advance();
    return true;
  }

  protected fail(): never {
    throw FAILED;
  }

  /** Guards recursion; the caller pairs it with `leave`. */
  protected enter(): void {
    if (++this.depth > MAX_DEPTH) throw TOO_DEEP;
  }

  protected leave(): void {
    this.depth--;
  }

  protected get depthMark(): number {
    return this.depth;
  }

  protected set depthMark(depth: number) {
    this.depth = depth;
  }

  /** Is the current token the soft keyword `word`? */
  protected isSoft(word: string): boolean {
    const t = this.tok;
    return t.type === T.NAME && t.end - t.start === word.length && this.src.startsWith(word, t.start);
  }

  /** The identifier a NAME token stands for (PEP 3131: NFKC). */
  protected identifier(token: Token): string {
    const s = this.src.slice(token.start, token.end);
    return this.lexer.isAscii ? s : s.normalize('NFKC');
  }

  protected name(): string {
    return this.identifier(this.expect(T.NAME));
  }
}
