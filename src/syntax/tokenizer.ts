// The lexer: normalised source text to tokens, one at a time, as CPython's tokenizer makes them.
// Invariant: tokens come lazily, and an error only when the token that holds it is asked for.
// It knows nothing of the grammar.

import { ascii, CLASS, EOF, hex4, isDigit } from './lexer-state.ts';
import type { StringMode } from './lexer-state.ts';
import { StringLexer } from './lexer-strings.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

export type { Done, LexerOptions } from './lexer-state.ts';

const MAXINDENT = 100;
const MAXLEVEL = 200;
const TABSIZE = 8;

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

const XID_START = /^[\p{XID_Start}_]$/u;
const XID_CONTINUE = /^\p{XID_Continue}$/u;
const VALID_NAME = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const NONPRINTABLE = /^[\p{C}\p{Zl}\p{Zp}\p{Zs}]$/u;

/** Lexes one source text. Call `next` until ENDMARKER or ERRORTOKEN. */

export class Lexer extends StringLexer {
  /** The next token; after ERRORTOKEN `done` says why. */
  next(): Token {
    const mode = this.modes.length > 0 ? this.modes[this.modes.length - 1] : null;
    return mode !== null && mode.inString ? this.stringMode(mode) : this.normalMode(mode);
  }

  protected normalMode(mode: StringMode | null): Token {
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
          if ((d === 34 || d === 39) && end - start <= 5) {
            const token = this.maybePrefixed(start, end, d);
            if (token !== null) return token;
          }
          this.pos = end;
          if (nonascii && !this.extra && !VALID_NAME.test(src.slice(start, end)))
            return this.invalidIdentifier(start, end);
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

  /** After the backslash. True: on the next line now. */
  protected continuationLine(fresh: boolean): boolean {
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

  /** A NEWLINE takes in the comment before it. */
  protected newline(start: number, pos: number): Token {
    if (this.extra) return this.make(T.NEWLINE, pos, pos + 1);
    return this.make(T.NEWLINE, start, pos + 1);
  }

  protected indentError(): Token {
    this.pos = this.inp;
    return this.stop('TABSPACE');
  }

  protected typeComment(start: number, end: number, blankline: boolean): Token | null {
    const match = /^#[ \t]*type:[ \t]*/.exec(this.src.slice(start, end));
    if (match === null) return null;
    const from = start + match[0].length;
    const rest = this.src.slice(from, end);
    this.pos = end;
    const ignore = /^ignore(?![0-9A-Za-z\u0080-\uffff])/.test(rest);
    // (The tag of one that stands alone ends with its newline, as in CPython.)
    const stop = ignore && blankline ? Math.min(end + 1, this.len) : end;
    const token = this.make(ignore ? T.TYPE_IGNORE : T.TYPE_COMMENT, ignore ? from + 6 : from, stop);
    if (ignore && blankline) {
      this.pos = Math.min(end + 1, this.len);
      this.atbol = true;
    }
    return token;
  }

  protected invalidIdentifier(start: number, end: number): Token {
    const text = this.src.slice(start, end);
    let i = 0;
    for (const ch of text) {
      const ok = i === 0 ? XID_START.test(ch) : XID_CONTINUE.test(ch);
      if (!ok) {
        this.pos = start + i + ch.length;
        const c = ch.codePointAt(0)!;
        return this.syntaxError(
          NONPRINTABLE.test(ch)
            ? `invalid non-printable character U+${hex4(c)}`
            : `invalid character '${ch}' (U+${hex4(c)})`,
        );
      }
      i += ch.length;
    }
    return this.syntaxError('invalid character');
  }

  protected punctuation(start: number, c: number, mode: StringMode | null): Token {
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

  protected operator(start: number, c: number, d: number, mode: StringMode | null): Token {
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

  protected closeBracket(c: number, mode: StringMode | null): Token | null {
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
}
