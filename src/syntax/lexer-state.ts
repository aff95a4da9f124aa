// The lexer's state: where it stands in the source, open brackets and strings, and how tokens and errors are made of it.
// Invariant: between two tokens it is what CPython's tokenizer would hold, for later errors are placed by it.
// It knows nothing of what a token looks like.

import { PythonSyntaxError } from './errors.ts';
import type { SyntaxErrorKind, WarningHandler } from './errors.ts';
import * as T from './token.ts';
import { Token } from './token.ts';
import { charLength, utf8Length } from './utf8.ts';

/** Why the lexer stopped (CPython's E_* codes). `ERROR`: `error` is set. */
export type Done = 'OK' | 'EOF' | 'ERROR' | 'EOFS' | 'EOLS' | 'TOODEEP' | 'TABSPACE' | 'LINECONT' | 'DEDENT';

/** How to lex. */
export interface LexerOptions {
  filename: string;
  typeComments?: boolean;
  /** Comments, NL and positions of INDENT/DEDENT too; lenient about literals (the `_tokenize` module). */
  extraTokens?: boolean;
  onWarning?: WarningHandler;
}

/** What the lexer remembers of an f-string or t-string that is open. */
export interface StringMode {
  inString: boolean;
  template: boolean;
  quote: number;
  quoteSize: number;
  raw: boolean;
  start: number;
  lineStart: number;
  lineno: number;
  depth: number;
  exprStartDepth: number;
  inFormatSpec: boolean;
  debug: boolean;
  /** Where the expression of the replacement field begins, and ends once that is known (else -1). */
  exprStart: number;
  exprEnd: number;
}

const MAXLEVEL = 200;

export const EOF = -1;

// Character classes of the ASCII range: 1 identifier start, 2 digit, 4 hexadecimal digit.
export const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  CLASS[c] = (/[A-Za-z_]/.test(ch) ? 1 : 0) | (/[0-9]/.test(ch) ? 2 : 0) | (/[0-9a-fA-F]/.test(ch) ? 4 : 0);
}

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isHex = (c: number): boolean => c >= 0 && c < 128 && (CLASS[c] & 4) !== 0;
export const isIdentChar = (c: number): boolean => c >= 128 || (c >= 0 && (CLASS[c] & 3) !== 0);

const ASCII = /^[\x00-\x7f]*$/;

export const ascii = (c: number): string => String.fromCharCode(c);
export const hex4 = (c: number): string => c.toString(16).toUpperCase().padStart(4, '0');

/** The part of the lexer the others build on. */
export class LexerState {
  pos = 0;
  lineno = 0;
  lineStart = 0;
  /** Start of what CPython's buffer would hold: the line a multi-line token began on. */
  bufStart = 0;
  /** End of the last line read. */
  inp = 0;
  done: Done = 'OK';
  error: PythonSyntaxError | null = null;
  level = 0;
  readonly parenStack = new Uint8Array(MAXLEVEL);
  readonly parenLine: number[] = [];
  readonly parenCol: number[] = [];
  indent = 0;
  pendin = 0;
  readonly isAscii: boolean;
  readonly filename: string;
  protected readonly len: number;
  protected readonly indents: number[] = [0];
  protected readonly altIndents: number[] = [0];
  protected atbol = true;
  protected readonly modes: StringMode[] = [];
  protected commentNewline = false;
  protected lineIsAscii = true;
  private columnLine = -1;
  private columnOffset = 0;
  private columnKnown = 0;
  protected readonly extra: boolean;
  protected readonly typeComments: boolean;
  protected readonly onWarning: WarningHandler | undefined;

  constructor(
    readonly src: string,
    options: LexerOptions,
  ) {
    this.len = src.length;
    this.filename = options.filename;
    this.extra = options.extraTokens ?? false;
    this.typeComments = options.typeComments ?? false;
    this.onWarning = options.onWarning;
    this.isAscii = ASCII.test(src);
    if (this.len > this.pos) this.readLine(true);
  }

  /** Is an f-string or t-string open? */
  get insideString(): boolean {
    return this.modes.length > 0;
  }

  /** `t` inside a t-string, else `f`: how messages about a replacement field begin. */
  get stringPrefix(): 't' | 'f' {
    return this.modes.at(-1)?.template ? 't' : 'f';
  }

  /** Byte column of an offset on the line that starts at `lineStart`. */
  column(offset: number, lineStart: number): number {
    if (this.isAscii) return offset - lineStart;
    // Tokens come in order, so counting goes on from the last one asked for: long lines stay linear.
    const known = lineStart === this.columnLine && offset >= this.columnOffset;
    const col = known
      ? this.columnKnown + utf8Length(this.src, this.columnOffset, offset)
      : utf8Length(this.src, lineStart, offset);
    this.columnLine = lineStart;
    this.columnOffset = offset;
    this.columnKnown = col;
    return col;
  }

  /** Undoes the indentation at the end of interactive input. */
  implyDedent(): void {
    this.pendin = -this.indent;
    this.indent = 0;
  }

  /** Raises a lexer error at the present position; the message's column is the number of characters so far. */
  syntaxError(msg: string): Token {
    const end = this.src.indexOf('\n', this.lineStart);
    const text = this.src.slice(this.lineStart, end < 0 ? this.len : end);
    const offset = charLength(this.src.slice(this.lineStart, this.pos));
    return this.fail('SyntaxError', msg, offset, text, offset);
  }

  protected syntaxErrorRange(msg: string, from: number, to: number): Token {
    const end = this.src.indexOf('\n', this.lineStart);
    return this.fail('SyntaxError', msg, from, this.src.slice(this.lineStart, end < 0 ? this.len : end), to);
  }

  protected fail(kind: SyntaxErrorKind, msg: string, offset: number, text: string, endOffset: number): Token {
    if (this.error === null) {
      this.error = new PythonSyntaxError(kind, msg, this.filename, this.lineno, offset, this.lineno, endOffset, text);
    }
    this.done = 'ERROR';
    return this.bare(T.ERRORTOKEN);
  }

  protected stop(done: Done): Token {
    this.done = done;
    return this.bare(T.ERRORTOKEN);
  }

  protected bare(type: number): Token {
    return new Token(type, this.pos, this.pos, this.lineno, -1, this.lineno, -1);
  }

  protected make(type: number, start: number, end: number): Token {
    if (this.isAscii)
      return new Token(type, start, end, this.lineno, start - this.lineStart, this.lineno, end - this.lineStart);
    return this.makeWide(type, start, end);
  }

  protected makeWide(type: number, start: number, end: number): Token {
    const ls = this.lineStart;
    if (this.lineIsAscii) return new Token(type, start, end, this.lineno, start - ls, this.lineno, end - ls);
    const col = this.column(start, ls);
    return new Token(type, start, end, this.lineno, col, this.lineno, this.column(end, ls));
  }

  /** A token that may span lines. */
  protected makeSpan(type: number, start: number, end: number, firstLine: number, firstLineStart: number): Token {
    return new Token(
      type,
      start,
      end,
      firstLine,
      this.column(start, firstLineStart),
      this.lineno,
      this.column(end, this.lineStart),
    );
  }

  /** Moves on to the line at `pos`, if there is one. `fresh`: no token is under way. */
  protected readLine(fresh: boolean): boolean {
    const pos = this.pos;
    if (pos >= this.len) return false;
    this.lineno++;
    this.lineStart = pos;
    if (fresh) this.bufStart = pos;
    const end = this.src.indexOf('\n', pos);
    this.inp = end < 0 ? this.len : end + 1;
    if (!this.isAscii) this.lineIsAscii = ASCII.test(this.src.slice(pos, this.inp));
    return true;
  }

  /** After a `\n` was consumed: the next line becomes current as soon as a character of it is read. */
  protected peekLine(): void {
    if (this.pos >= this.inp) this.readLine(true);
  }

  protected at(i: number): number {
    return i < this.len ? this.src.charCodeAt(i) : EOF;
  }

  protected endOfInput(): Token {
    if (this.done === 'OK') this.done = 'EOF';
    return this.bare(this.level > 0 ? T.ERRORTOKEN : T.ENDMARKER);
  }
}
