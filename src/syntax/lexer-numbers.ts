// The lexer, number literals: where one ends, and what is wrong with it.
// Invariant: `pos` is past the literal, or where CPython's tokenizer would stand when it reports the error.
// It knows nothing of values (strings.ts has those).

import { ascii, EOF, isDigit, isHex, isIdentChar, LexerState } from './lexer-state.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

export class NumberLexer extends LexerState {
  protected number(start: number): Token {
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

  protected scanNumber(start: number): Token | null {
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
  protected decimalTail(): Token | null {
    for (;;) {
      while (isDigit(this.at(this.pos))) this.pos++;
      if (this.at(this.pos) !== 95) return null;
      this.pos++;
      if (!isDigit(this.at(this.pos))) return this.syntaxError('invalid decimal literal');
    }
  }

  protected fraction(): Token | null {
    if (isDigit(this.at(this.pos))) {
      const error = this.decimalTail();
      if (error !== null) return error;
    }
    return this.exponent();
  }

  /** An exponent, if there is one, and the end. */
  protected exponent(): Token | null {
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

  protected imaginary(): Token | null {
    this.pos++;
    return this.verifyEnd('imaginary');
  }

  protected radix(from: number, kind: string, isDigitOf: (c: number) => boolean): Token | null {
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
  protected verifyEnd(kind: string): Token | null {
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
