// The lexer: normalised source text to tokens, one at a time, as CPython's (PEP 701 f-strings, PEP 750 t-strings).
// Invariant: its state between two tokens (line, column, bracket stack, `done`) is what CPython's tokenizer would hold,
// for the messages of later errors are placed by it. It knows nothing of the grammar.

import { PythonSyntaxError } from './errors.ts';
import type { SyntaxErrorKind, WarningHandler } from './errors.ts';
import * as T from './token.ts';
import { Token } from './token.ts';

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
interface StringMode {
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

const MAXINDENT = 100;
const MAXLEVEL = 200;
const MAXFSTRINGLEVEL = 150;
const MAX_EXPR_NESTING = 3;
const TABSIZE = 8;

const EOF = -1;

// Character classes of the ASCII range: 1 identifier start, 2 digit, 4 hexadecimal digit.
const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  CLASS[c] = (/[A-Za-z_]/.test(ch) ? 1 : 0) | (/[0-9]/.test(ch) ? 2 : 0) | (/[0-9a-fA-F]/.test(ch) ? 4 : 0);
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isHex = (c: number): boolean => c >= 0 && c < 128 && (CLASS[c] & 4) !== 0;
const isIdentChar = (c: number): boolean => c >= 128 || (c >= 0 && (CLASS[c] & 3) !== 0);

const ONE = new Uint8Array(128).fill(T.OP);
const TWO = new Map<number, number>();
const THREE = new Map<number, number>();
for (const [op, kind] of T.OPERATORS) {
  const [a, b, c] = [op.charCodeAt(0), op.charCodeAt(1), op.charCodeAt(2)];
  if (op.length === 1) ONE[a] = kind;
  else if (op.length === 2) TWO.set(a * 128 + b, kind);
  else THREE.set((a * 128 + b) * 128 + c, kind);
}
TWO.set(60 * 128 + 62, T.NOTEQUAL); // <>
// Only these can be the second character of an operator.
const SECOND = new Uint8Array(128);
for (const key of TWO.keys()) SECOND[key % 128] = 1;

const ASCII = /^[\x00-\x7f]*$/;
const XID_START = /^[\p{XID_Start}_]$/u;
const XID_CONTINUE = /^\p{XID_Continue}$/u;
const VALID_NAME = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const NONPRINTABLE = /^[\p{C}\p{Zl}\p{Zp}\p{Zs}]$/u;

/** UTF-8 length of `s` from `from` to `to`. A lone surrogate counts as three bytes. */
export function utf8Length(s: string, from: number, to: number): number {
  let n = to - from;
  for (let i = from; i < to; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0x80) {
      if (c < 0x800) n += 1;
      else if (c >= 0xd800 && c < 0xdc00 && i + 1 < to) {
        n += 2;
        i++;
      } else n += 2;
    }
  }
  return n;
}

/** Number of code points in `s`. */
export function charLength(s: string): number {
  let n = s.length;
  for (let i = 0; i < s.length - 1; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00) {
      const d = s.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) {
        n--;
        i++;
      }
    }
  }
  return n;
}

const ascii = (c: number): string => String.fromCharCode(c);
const hex4 = (c: number): string => c.toString(16).toUpperCase().padStart(4, '0');

/** Lexes one source text. Call `next` until ENDMARKER or ERRORTOKEN. */
export class Lexer {
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

  private readonly len: number;
  private readonly indents: number[] = [0];
  private readonly altIndents: number[] = [0];
  private atbol = true;
  private readonly modes: StringMode[] = [];
  private commentNewline = false;
  private lineIsAscii = true;
  private readonly extra: boolean;
  private readonly typeComments: boolean;
  private readonly onWarning: WarningHandler | undefined;

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
    return this.isAscii ? offset - lineStart : utf8Length(this.src, lineStart, offset);
  }

  /** The next token; after ERRORTOKEN `done` says why. */
  next(): Token {
    const mode = this.modes.length > 0 ? this.modes[this.modes.length - 1] : null;
    return mode !== null && mode.inString ? this.stringMode(mode) : this.normalMode(mode);
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

  private syntaxErrorRange(msg: string, from: number, to: number): Token {
    const end = this.src.indexOf('\n', this.lineStart);
    return this.fail('SyntaxError', msg, from, this.src.slice(this.lineStart, end < 0 ? this.len : end), to);
  }

  private fail(kind: SyntaxErrorKind, msg: string, offset: number, text: string, endOffset: number): Token {
    if (this.error === null) {
      this.error = new PythonSyntaxError(kind, msg, this.filename, this.lineno, offset, this.lineno, endOffset, text);
    }
    this.done = 'ERROR';
    return this.bare(T.ERRORTOKEN);
  }

  private stop(done: Done): Token {
    this.done = done;
    return this.bare(T.ERRORTOKEN);
  }

  private bare(type: number): Token {
    return new Token(type, this.pos, this.pos, this.lineno, -1, this.lineno, -1);
  }

  private make(type: number, start: number, end: number): Token {
    if (this.isAscii) return new Token(type, start, end, this.lineno, start - this.lineStart, this.lineno, end - this.lineStart);
    return this.makeWide(type, start, end);
  }

  private makeWide(type: number, start: number, end: number): Token {
    const ls = this.lineStart;
    if (this.lineIsAscii) return new Token(type, start, end, this.lineno, start - ls, this.lineno, end - ls);
    const col = utf8Length(this.src, ls, start);
    return new Token(type, start, end, this.lineno, col, this.lineno, col + utf8Length(this.src, start, end));
  }

  /** A token that may span lines. */
  private makeSpan(type: number, start: number, end: number, firstLine: number, firstLineStart: number): Token {
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
  private readLine(fresh: boolean): boolean {
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
  private peekLine(): void {
    if (this.pos >= this.inp) this.readLine(true);
  }

  private at(i: number): number {
    return i < this.len ? this.src.charCodeAt(i) : EOF;
  }

  private endOfInput(): Token {
    if (this.done === 'OK') this.done = 'EOF';
    return this.bare(this.level > 0 ? T.ERRORTOKEN : T.ENDMARKER);
  }

  /** After the backslash. True: on the next line now. */
  private continuationLine(fresh: boolean): boolean {
    if (this.at(this.pos) !== 10) {
      if (this.pos < this.len) this.pos++;
      this.done = 'LINECONT';
      return false;
    }
    this.pos++;
    if (this.pos >= this.len) {
      this.done = 'EOF';
      return false;
    }
    this.readLine(fresh);
    return true;
  }

  private normalMode(mode: StringMode | null): Token {
    const src = this.src;
    const len = this.len;
    nextline: for (;;) {
      let blankline = false;
      this.peekLine();
      if (this.atbol) {
        this.atbol = false;
        let col = 0;
        let altcol = 0;
        let contCol = 0;
        let c: number;
        for (;;) {
          c = this.at(this.pos);
          if (c === 32) {
            col++;
            altcol++;
          } else if (c === 9) {
            col = (Math.trunc(col / TABSIZE) + 1) * TABSIZE;
            altcol++;
          } else if (c === 12) col = altcol = 0;
          else if (c === 92) {
            // Indentation cannot be split over lines: the first backslash decides.
            contCol = contCol || col;
            this.pos++;
            if (!this.continuationLine(true)) return this.bare(T.ERRORTOKEN);
            continue;
          } else break;
          this.pos++;
        }
        if (c === 35 || c === 10) blankline = true;
        else if (c === EOF && this.done === 'OK') this.done = 'EOF';
        if (!blankline && this.level === 0 && this.modes.length === 0) {
          if (contCol !== 0) col = altcol = contCol;
          const top = this.indents[this.indent];
          if (col === top) {
            if (altcol !== this.altIndents[this.indent]) return this.indentError();
          } else if (col > top) {
            if (this.indent + 1 >= MAXINDENT) {
              this.pos = this.inp;
              return this.stop('TOODEEP');
            }
            if (altcol <= this.altIndents[this.indent]) return this.indentError();
            this.pendin++;
            this.indent++;
            this.indents[this.indent] = col;
            this.altIndents[this.indent] = altcol;
          } else {
            while (this.indent > 0 && col < this.indents[this.indent]) {
              this.pendin--;
              this.indent--;
            }
            if (col !== this.indents[this.indent]) {
              this.pos = this.inp;
              return this.stop('DEDENT');
            }
            if (altcol !== this.altIndents[this.indent]) return this.indentError();
          }
        }
      }

      if (this.pendin !== 0) {
        if (this.pendin < 0) {
          this.pendin++;
          return this.extra ? this.make(T.DEDENT, this.pos, this.pos) : this.bare(T.DEDENT);
        }
        this.pendin--;
        return this.extra ? this.make(T.INDENT, this.lineStart, this.pos) : this.bare(T.INDENT);
      }

      for (;;) {
        // again:
        let pos = this.pos;
        let c = pos < len ? src.charCodeAt(pos) : EOF;
        while (c === 32 || c === 9 || c === 12) c = ++pos < len ? src.charCodeAt(pos) : EOF;
        const start = pos;

        if (c === 35) {
          let end = src.indexOf('\n', pos);
          if (end < 0) end = len;
          if (this.typeComments) {
            const token = this.typeComment(start, end, blankline);
            if (token !== null) return token;
          }
          this.pos = end;
          if (this.extra) {
            this.commentNewline = blankline;
            return this.make(T.COMMENT, start, end);
          }
          pos = end;
          c = pos < len ? 10 : EOF;
        }

        if (c === EOF) {
          this.pos = len;
          return this.endOfInput();
        }

        // Identifier (most frequent token)
        if (c >= 128 || (CLASS[c] & 1) !== 0) {
          let end = pos + 1;
          let nonascii = c >= 128;
          let d = end < len ? src.charCodeAt(end) : EOF;
          if (d === 34 || d === 39) {
            const token = this.maybePrefixed(start, end, d);
            if (token !== null) return token;
          }
          for (;;) {
            if (d >= 128) nonascii = true;
            else if (d < 0 || (CLASS[d] & 3) === 0) break;
            d = ++end < len ? src.charCodeAt(end) : EOF;
          }
          if ((d === 34 || d === 39) && end - start <= 3) {
            const token = this.maybePrefixed(start, end, d);
            if (token !== null) return token;
          }
          this.pos = end;
          if (nonascii && !this.extra && !VALID_NAME.test(src.slice(start, end))) return this.invalidIdentifier(start, end);
          const token = this.make(T.NAME, start, end);
          // Every keyword is lower case but three, and at most eight long.
          if (end - start <= 8 && end - start > 1 && !this.extra) {
            const kind = T.KEYWORDS.get(src.slice(start, end));
            if (kind !== undefined) token.type = kind;
          }
          return token;
        }

        if (c === 10) {
          this.pos = pos + 1;
          this.atbol = true;
          if (blankline || this.level > 0) {
            if (this.extra) {
              this.commentNewline = false;
              return this.make(T.NL, pos, pos + 1);
            }
            continue nextline;
          }
          if (this.commentNewline && this.extra) {
            this.commentNewline = false;
            return this.make(T.NL, pos, pos + 1);
          }
          return this.newline(start, pos);
        }

        if (c === 46) {
          const d = this.at(pos + 1);
          if (isDigit(d)) return this.number(start);
          if (d === 46 && this.at(pos + 2) === 46) {
            this.pos = pos + 3;
            return this.make(T.ELLIPSIS, start, pos + 3);
          }
          this.pos = pos + 1;
          return this.make(T.DOT, start, pos + 1);
        }

        if (c >= 48 && c <= 57) return this.number(start);

        if (c === 34 || c === 39) return this.string(start, start, c);

        if (c === 92) {
          this.pos = pos + 1;
          if (!this.continuationLine(false)) return this.bare(T.ERRORTOKEN);
          continue;
        }

        return this.punctuation(start, c, mode);
      }
    }
  }

  /** A NEWLINE takes in the comment before it. */
  private newline(start: number, pos: number): Token {
    if (this.extra) return this.make(T.NEWLINE, pos, pos + 1);
    return this.make(T.NEWLINE, start, pos + 1);
  }

  private indentError(): Token {
    this.pos = this.inp;
    return this.stop('TABSPACE');
  }

  private typeComment(start: number, end: number, blankline: boolean): Token | null {
    const match = /^#[ \t]*type:[ \t]*/.exec(this.src.slice(start, end));
    if (match === null) return null;
    const from = start + match[0].length;
    const rest = this.src.slice(from, end);
    this.pos = end;
    const ignore = /^ignore(?![0-9A-Za-z\u0080-\uffff])/.test(rest);
    const token = this.make(ignore ? T.TYPE_IGNORE : T.TYPE_COMMENT, ignore ? from + 6 : from, end);
    if (ignore && blankline) {
      this.pos = Math.min(end + 1, this.len);
      this.atbol = true;
    }
    return token;
  }

  private invalidIdentifier(start: number, end: number): Token {
    const text = this.src.slice(start, end);
    let i = 0;
    for (const ch of text) {
      const ok = i === 0 ? XID_START.test(ch) : XID_CONTINUE.test(ch);
      if (!ok) {
        this.pos = start + i + ch.length;
        const c = ch.codePointAt(0)!;
        return this.syntaxError(
          NONPRINTABLE.test(ch) ? `invalid non-printable character U+${hex4(c)}` : `invalid character '${ch}' (U+${hex4(c)})`,
        );
      }
      i += ch.length;
    }
    return this.syntaxError('invalid character');
  }

  /** A string if what stands before the quote is a prefix; null if it is a plain name. */
  private maybePrefixed(start: number, quoteAt: number, quote: number): Token | null {
    let b = false;
    let r = false;
    let u = false;
    let f = false;
    let t = false;
    for (let i = start; i < quoteAt; i++) {
      const c = this.src.charCodeAt(i) | 32;
      if (c === 98 && !b) b = true;
      else if (c === 114 && !r) r = true;
      else if (c === 117 && !u) u = true;
      else if (c === 102 && !f) f = true;
      else if (c === 116 && !t) t = true;
      else return null;
    }
    const clash =
      u && b ? 'ub' : u && r ? 'ur' : u && f ? 'uf' : u && t ? 'ut' : b && f ? 'bf' : b && t ? 'bt' : f && t ? 'ft' : '';
    if (clash !== '') {
      this.pos = quoteAt + 1;
      const from = this.column(start, this.lineStart);
      return this.syntaxErrorRange(
        `'${clash[0]}' and '${clash[1]}' prefixes are incompatible`,
        from + 1,
        from + 1 + (quoteAt - start),
      );
    }
    return f || t ? this.openString(start, quoteAt, quote, r, t) : this.string(start, quoteAt, quote);
  }

  private openString(start: number, quoteAt: number, quote: number, raw: boolean, template: boolean): Token {
    let end = quoteAt + 1;
    let quoteSize = 1;
    if (this.at(end) === quote && this.at(end + 1) === quote) {
      quoteSize = 3;
      end += 2;
    }
    this.pos = end;
    if (this.modes.length + 1 >= MAXFSTRINGLEVEL) return this.syntaxError('too many nested f-strings or t-strings');
    this.modes.push({
      inString: true,
      template,
      quote,
      quoteSize,
      raw,
      start,
      lineStart: this.lineStart,
      lineno: this.lineno,
      depth: 0,
      exprStartDepth: -1,
      inFormatSpec: false,
      debug: false,
      exprStart: -1,
      exprEnd: -1,
    });
    return this.make(template ? T.TSTRING_START : T.FSTRING_START, start, end);
  }

  private string(start: number, quoteAt: number, quote: number): Token {
    const src = this.src;
    const len = this.len;
    const firstLine = this.lineno;
    const firstLineStart = this.lineStart;
    let i = quoteAt + 1;
    if (src.charCodeAt(i) === quote) {
      if (src.charCodeAt(i + 1) !== quote) {
        this.pos = i + 1;
        return this.make(T.STRING, start, i + 1);
      }
      i += 2;
      let ends = 0;
      for (;;) {
        if (i >= len) return this.unterminated(start, quote, 3, firstLine, firstLineStart, EOF, false);
        const c = src.charCodeAt(i++);
        if (c === quote) {
          if (++ends === 3) break;
          continue;
        }
        ends = 0;
        if (c === 92) {
          if (src.charCodeAt(i) === 10) {
            i++;
            this.pos = i;
            this.readLine(false);
          } else i++;
        } else if (c === 10) {
          this.pos = i;
          this.readLine(false);
        }
      }
      this.pos = i;
      return this.makeSpan(T.STRING, start, i, firstLine, firstLineStart);
    }
    let escapedQuote = false;
    for (;;) {
      if (i >= len) return this.unterminated(start, quote, 1, firstLine, firstLineStart, EOF, escapedQuote);
      const c = src.charCodeAt(i++);
      if (c === quote) break;
      if (c === 10) return this.unterminated(start, quote, 1, firstLine, firstLineStart, 10, escapedQuote);
      if (c === 92) {
        const d = src.charCodeAt(i++);
        if (d === quote) escapedQuote = true;
        else if (d === 10) {
          this.pos = i;
          this.readLine(false);
        }
      }
    }
    this.pos = i;
    if (this.lineno === firstLine) return this.make(T.STRING, start, i);
    return this.makeSpan(T.STRING, start, i, firstLine, firstLineStart);
  }

  private unterminated(
    start: number,
    quote: number,
    size: number,
    firstLine: number,
    firstLineStart: number,
    c: number,
    escapedQuote: boolean,
  ): Token {
    const detected = this.lineno;
    this.pos = start + 1;
    this.lineStart = firstLineStart;
    this.lineno = firstLine;
    const mode = this.modes.at(-1);
    if (mode !== undefined && mode.quote === quote && mode.quoteSize === size) {
      // Most likely that quote was to end the enclosing f-string: it is the brace that is missing.
      return this.syntaxError(`${mode.template ? 't' : 'f'}-string: expecting '}'`);
    }
    if (size === 3) {
      const token = this.syntaxError(`unterminated triple-quoted string literal (detected at line ${detected})`);
      if (c !== 10) this.done = 'EOFS';
      return token;
    }
    const hint = escapedQuote ? '; perhaps you escaped the end quote?' : '';
    const token = this.syntaxError(`unterminated string literal (detected at line ${detected})${hint}`);
    if (c !== 10) this.done = 'EOLS';
    return token;
  }

  private punctuation(start: number, c: number, mode: StringMode | null): Token {
    const d = this.at(start + 1);
    if (mode !== null && mode.exprStartDepth >= 0 && (c === 58 || c === 125 || (c === 33 && d !== 61) || c === 123)) {
      const cursor = mode.depth - (c !== 123 ? 1 : 0);
      const cursorInFormat = cursor === 1 && (mode.debug || mode.inFormatSpec);
      const valid = cursor === 0 || cursorInFormat;
      if (valid) {
        if (c === 123) {
          mode.exprStart = start + 1;
          mode.exprEnd = -1;
        } else if (c !== 58 || mode.exprEnd === -1) mode.exprEnd = start;
      }
      const metadata = valid && c !== 123 && (mode.debug || mode.template) ? this.expressionText(mode) : null;
      if (c === 58 && cursor === mode.exprStartDepth) {
        mode.inString = true;
        mode.inFormatSpec = true;
        this.pos = start + 1;
        const token = this.make(T.COLON, start, start + 1);
        token.metadata = metadata;
        return token;
      }
      const token = this.operator(start, c, d, mode);
      token.metadata = metadata;
      return token;
    }
    return this.operator(start, c, d, mode);
  }

  private operator(start: number, c: number, d: number, mode: StringMode | null): Token {
    if (d > 0 && d < 128 && SECOND[d] === 1) {
      const two = TWO.get(c * 128 + d);
      if (two !== undefined) {
        const e = this.at(start + 2);
        const three = e > 0 && e < 128 ? THREE.get((c * 128 + d) * 128 + e) : undefined;
        const end = three !== undefined ? start + 3 : start + 2;
        this.pos = end;
        return this.make(three ?? two, start, end);
      }
    }
    this.pos = start + 1;
    if (c === 40 || c === 91 || c === 123) {
      if (this.level >= MAXLEVEL) return this.syntaxError('too many nested parentheses');
      this.parenStack[this.level] = c;
      this.parenLine[this.level] = this.lineno;
      this.parenCol[this.level] = this.column(start, this.lineStart);
      this.level++;
      if (mode !== null) mode.depth++;
    } else if (c === 41 || c === 93 || c === 125) {
      const error = this.closeBracket(c, mode);
      if (error !== null) return error;
    } else if (c < 32 || c === 127) {
      return this.syntaxError(`invalid non-printable character U+${hex4(c)}`);
    } else if (c === 61 && mode !== null && mode.exprStartDepth >= 0 && mode.depth - 1 === mode.exprStartDepth) {
      mode.debug = true;
    }
    return this.make(ONE[c], start, start + 1);
  }

  private closeBracket(c: number, mode: StringMode | null): Token | null {
    const name = mode !== null && mode.template ? 't-string' : 'f-string';
    if (mode !== null && mode.depth === 0 && c === 125) return this.syntaxError(`${name}: single '}' is not allowed`);
    if (!this.extra && this.level === 0) return this.syntaxError(`unmatched '${ascii(c)}'`);
    if (this.level > 0) {
      this.level--;
      const opening = this.parenStack[this.level];
      const matches = (opening === 40 && c === 41) || (opening === 91 && c === 93) || (opening === 123 && c === 125);
      if (!this.extra && !matches) {
        if (mode !== null && opening === 123 && mode.depth - 1 === mode.exprStartDepth) {
          return this.syntaxError(`${name}: unmatched '${ascii(c)}'`);
        }
        const line = this.parenLine[this.level];
        const where = line !== this.lineno ? ` on line ${line}` : '';
        return this.syntaxError(
          `closing parenthesis '${ascii(c)}' does not match opening parenthesis '${ascii(opening)}'${where}`,
        );
      }
    }
    if (mode !== null) {
      mode.depth--;
      if (mode.depth < 0) return this.syntaxError(`${name}: unmatched '${ascii(c)}'`);
      if (c === 125 && mode.depth === mode.exprStartDepth) {
        mode.exprStartDepth--;
        mode.inString = true;
        mode.inFormatSpec = false;
        mode.debug = false;
      }
    }
    return null;
  }

  /** The source of a replacement field's expression, comments left out. */
  private expressionText(mode: StringMode): string {
    const text = this.src.slice(mode.exprStart, mode.exprEnd < 0 ? this.pos : mode.exprEnd);
    return text.includes('#') ? withoutComments(text) : text;
  }

  private stringMode(mode: StringMode): Token {
    const src = this.src;
    const len = this.len;
    this.peekLine();
    const start = this.pos;
    const firstLine = this.lineno;
    const firstLineStart = this.lineStart;
    const MIDDLE = mode.template ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE;

    if (this.at(start) === 123 && this.at(start + 1) !== 123) {
      return this.enterExpression(mode) ?? this.normalMode(mode);
    }
    let quotes = 0;
    while (quotes < mode.quoteSize && this.at(start + quotes) === mode.quote) quotes++;
    if (quotes === mode.quoteSize) {
      this.pos = start + quotes;
      this.modes.pop();
      return this.make(mode.template ? T.TSTRING_END : T.FSTRING_END, start, this.pos);
    }

    let i = start;
    let ends = 0;
    let unicodeEscape = false;
    while (ends !== mode.quoteSize) {
      const c = i < len ? src.charCodeAt(i) : EOF;
      i++;
      const inFormatSpec = mode.inFormatSpec && mode.exprStartDepth >= 0;
      if (c === EOF || (mode.quoteSize === 1 && c === 10)) {
        const name = mode.template ? 't-string' : 'f-string';
        if (inFormatSpec && c === 10) {
          this.pos = i;
          return this.syntaxError(`${name}: newlines are not allowed in format specifiers for single quoted ${name}s`);
        }
        const detected = this.lineno;
        this.pos = mode.start + 1;
        this.lineStart = mode.lineStart;
        this.lineno = mode.lineno;
        if (mode.quoteSize === 3) {
          const token = this.syntaxError(`unterminated triple-quoted ${name} literal (detected at line ${detected})`);
          if (c !== 10) this.done = 'EOFS';
          return token;
        }
        return this.syntaxError(`unterminated ${name} literal (detected at line ${detected})`);
      }
      if (c === mode.quote) {
        ends++;
        continue;
      }
      ends = 0;
      if (c === 10) {
        this.pos = i;
        this.readLine(false);
      } else if (c === 123) {
        if (this.at(i) !== 123 || inFormatSpec) {
          this.pos = i - 1;
          const token = this.makeSpan(MIDDLE, start, this.pos, firstLine, firstLineStart);
          mode.exprStart = i;
          mode.exprEnd = -1;
          mode.inFormatSpec = false;
          return this.enterExpression(mode) ?? token;
        }
        return this.doubledBrace(MIDDLE, start, i, firstLine, firstLineStart);
      } else if (c === 125) {
        if (unicodeEscape) {
          this.pos = i;
          return this.makeSpan(MIDDLE, start, i, firstLine, firstLineStart);
        }
        if (this.at(i) === 125 && !inFormatSpec && mode.depth === 0) {
          return this.doubledBrace(MIDDLE, start, i, firstLine, firstLineStart);
        }
        this.pos = i - 1;
        mode.inString = false;
        mode.inFormatSpec = false;
        return this.makeSpan(MIDDLE, start, this.pos, firstLine, firstLineStart);
      } else if (c === 92) {
        const peek = i < len ? src.charCodeAt(i) : EOF;
        i++;
        if (peek === 123 || peek === 125) {
          if (!mode.raw) this.warnInvalidEscape(peek);
          i--;
          continue;
        }
        if (peek === 10) {
          this.pos = i;
          this.readLine(false);
        } else if (!mode.raw && peek === 78 && this.at(i) === 123) {
          i++;
          unicodeEscape = true;
        }
      }
    }
    this.pos = i - mode.quoteSize;
    return this.makeSpan(MIDDLE, start, this.pos, firstLine, firstLineStart);
  }

  /** A piece that ends with `{{` or `}}`: its text has one brace, its position both. */
  private doubledBrace(type: number, start: number, end: number, firstLine: number, firstLineStart: number): Token {
    this.pos = end + 1;
    const col = this.column(start, firstLineStart);
    return new Token(type, start, end, firstLine, col, this.lineno, this.column(end + 1, this.lineStart));
  }

  private enterExpression(mode: StringMode): Token | null {
    mode.exprStartDepth++;
    if (mode.exprStartDepth >= MAX_EXPR_NESTING) {
      return this.syntaxError(`${mode.template ? 't' : 'f'}-string: expressions nested too deeply`);
    }
    mode.inString = false;
    return null;
  }

  private warnInvalidEscape(c: number): void {
    if (this.onWarning === undefined || this.extra) return;
    const ch = ascii(c);
    this.onWarning(
      'SyntaxWarning',
      `"\\${ch}" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\\\${ch}"? A raw string is also an option.`,
      this.lineno,
      0,
    );
  }

  // ---- numbers ----

  private number(start: number): Token {
    const src = this.src;
    let pos = start;
    // Fast path: a short run of digits followed by nothing that could belong to it.
    let c = src.charCodeAt(pos);
    if (c !== 48 && c !== 46) {
      do c = ++pos < this.len ? src.charCodeAt(pos) : EOF;
      while (c >= 48 && c <= 57);
      if (c !== 46 && !isIdentChar(c)) {
        this.pos = pos;
        return this.make(T.NUMBER, start, pos);
      }
    }
    this.pos = start;
    const error = this.scanNumber(start);
    return error ?? this.make(T.NUMBER, start, this.pos);
  }

  private scanNumber(start: number): Token | null {
    let c = this.at(start);
    if (c === 46) {
      this.pos = start + 1;
      return this.fraction();
    }
    if (c === 48) {
      const d = this.at(start + 1);
      const base = d | 32;
      if (base === 120) return this.radix(start + 2, 'hexadecimal', isHex);
      if (base === 111) return this.radix(start + 2, 'octal', (e) => e >= 48 && e < 56);
      if (base === 98) return this.radix(start + 2, 'binary', (e) => e === 48 || e === 49);
      this.pos = start + 1;
      for (;;) {
        c = this.at(this.pos);
        if (c === 95) {
          this.pos++;
          c = this.at(this.pos);
          if (!isDigit(c)) return this.syntaxError('invalid decimal literal');
        }
        if (c !== 48) break;
        this.pos++;
      }
      const zerosEnd = this.pos + 1;
      let nonzero = false;
      if (isDigit(c)) {
        nonzero = true;
        const error = this.decimalTail();
        if (error !== null) return error;
        c = this.at(this.pos);
      }
      if (c === 46) {
        this.pos++;
        return this.fraction();
      }
      if ((c | 32) === 101) return this.exponent();
      if ((c | 32) === 106) return this.imaginary();
      if (nonzero && !this.extra) {
        return this.syntaxErrorRange(
          'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
          this.column(start, this.lineStart) + 1,
          this.column(zerosEnd, this.lineStart),
        );
      }
      return this.verifyEnd('decimal');
    }
    const error = this.decimalTail();
    if (error !== null) return error;
    if (this.at(this.pos) === 46) {
      this.pos++;
      return this.fraction();
    }
    return this.exponent();
  }

  /** Digits with single underscores between, from a digit at `pos` on. */
  private decimalTail(): Token | null {
    for (;;) {
      while (isDigit(this.at(this.pos))) this.pos++;
      if (this.at(this.pos) !== 95) return null;
      this.pos++;
      if (!isDigit(this.at(this.pos))) return this.syntaxError('invalid decimal literal');
    }
  }

  private fraction(): Token | null {
    if (isDigit(this.at(this.pos))) {
      const error = this.decimalTail();
      if (error !== null) return error;
    }
    return this.exponent();
  }

  /** An exponent, if there is one, and the end. */
  private exponent(): Token | null {
    let c = this.at(this.pos);
    if (c === 101 || c === 69) {
      const d = this.at(this.pos + 1);
      if (d === 43 || d === 45) {
        if (!isDigit(this.at(this.pos + 2))) {
          this.pos += 2;
          return this.syntaxError('invalid decimal literal');
        }
        this.pos += 2;
      } else if (!isDigit(d)) {
        return this.verifyEnd('decimal');
      } else this.pos++;
      const error = this.decimalTail();
      if (error !== null) return error;
      c = this.at(this.pos);
    }
    if (c === 106 || c === 74) return this.imaginary();
    return this.verifyEnd('decimal');
  }

  private imaginary(): Token | null {
    this.pos++;
    return this.verifyEnd('imaginary');
  }

  private radix(from: number, kind: string, isDigitOf: (c: number) => boolean): Token | null {
    this.pos = from;
    let c = this.at(from);
    do {
      if (c === 95) c = this.at(++this.pos);
      if (!isDigitOf(c)) {
        if (kind !== 'hexadecimal' && isDigit(c)) {
          this.pos++;
          return this.syntaxError(`invalid digit '${ascii(c)}' in ${kind} literal`);
        }
        return this.syntaxError(`invalid ${kind} literal`);
      }
      do c = this.at(++this.pos);
      while (isDigitOf(c));
    } while (c === 95);
    if (kind !== 'hexadecimal' && isDigit(c)) {
      this.pos++;
      return this.syntaxError(`invalid digit '${ascii(c)}' in ${kind} literal`);
    }
    return this.verifyEnd(kind);
  }

  /** A literal may be followed by a keyword at once (with a warning), but by no other letter. */
  private verifyEnd(kind: string): Token | null {
    const c = this.at(this.pos);
    if (!isIdentChar(c) || this.extra) return null;
    const rest = this.src.slice(this.pos, this.pos + 5);
    if (/^(?:(?:and|else|for|or|not)(?![0-9A-Za-z_\u0080-\uffff])|i[fns])/.test(rest)) {
      this.onWarning?.('SyntaxWarning', `invalid ${kind} literal`, this.lineno, this.column(this.pos, this.lineStart));
      return null;
    }
    if (c < 128) return this.syntaxError(`invalid ${kind} literal`);
    return null;
  }
}

/** Leaves out `#` comments that stand outside string literals. */
function withoutComments(text: string): string {
  let out = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (c === '\\') {
        out += c + (text[i + 1] ?? '');
        i++;
        continue;
      }
      if (text.startsWith(quote, i)) {
        out += quote;
        i += quote.length - 1;
        quote = '';
        continue;
      }
    } else if (c === '"' || c === "'") {
      quote = text.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
      out += quote;
      i += quote.length - 1;
      continue;
    } else if (c === '#') {
      while (i < text.length && text[i] !== '\n') i++;
      if (i < text.length) out += '\n';
      continue;
    }
    out += c;
  }
  return out;
}
