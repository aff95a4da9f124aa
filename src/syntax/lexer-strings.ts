// The lexer, string literals: plain ones, and the text of f-strings and t-strings (PEP 701, PEP 750).
// Invariant: an open f-string or t-string is on `modes`; its replacement fields are lexed as ordinary code.
// It knows nothing of values (strings.ts has those).

import { ascii, EOF } from './lexer-state.ts';
import type { StringMode } from './lexer-state.ts';
import { NumberLexer } from './lexer-numbers.ts';
import * as T from './token.ts';
import { Token } from './token.ts';

const MAXFSTRINGLEVEL = 150;
const MAX_EXPR_NESTING = 3;

export abstract class StringLexer extends NumberLexer {
  protected abstract normalMode(mode: StringMode | null): Token;

  /** A string if what stands before the quote is a prefix; null if it is a plain name. */
  protected maybePrefixed(start: number, quoteAt: number, quote: number): Token | null {
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
      u && b
        ? 'ub'
        : u && r
          ? 'ur'
          : u && f
            ? 'uf'
            : u && t
              ? 'ut'
              : b && f
                ? 'bf'
                : b && t
                  ? 'bt'
                  : f && t
                    ? 'ft'
                    : '';
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

  protected openString(start: number, quoteAt: number, quote: number, raw: boolean, template: boolean): Token {
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

  protected string(start: number, quoteAt: number, quote: number): Token {
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

  protected unterminated(
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

  protected stringMode(mode: StringMode): Token {
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
  protected doubledBrace(type: number, start: number, end: number, firstLine: number, firstLineStart: number): Token {
    this.pos = end + 1;
    const col = this.column(start, firstLineStart);
    return new Token(type, start, end, firstLine, col, this.lineno, this.column(end + 1, this.lineStart));
  }

  protected enterExpression(mode: StringMode): Token | null {
    mode.exprStartDepth++;
    if (mode.exprStartDepth >= MAX_EXPR_NESTING) {
      return this.syntaxError(`${mode.template ? 't' : 'f'}-string: expressions nested too deeply`);
    }
    mode.inString = false;
    return null;
  }

  protected warnInvalidEscape(c: number): void {
    if (this.onWarning === undefined || this.extra) return;
    const ch = ascii(c);
    this.onWarning(
      'SyntaxWarning',
      `"\\${ch}" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\\\${ch}"? A raw string is also an option.`,
      this.lineno,
      0,
    );
  }

  /** The source of a replacement field's expression, comments left out. */
  protected expressionText(mode: StringMode): string {
    const text = this.src.slice(mode.exprStart, mode.exprEnd < 0 ? this.pos : mode.exprEnd);
    return text.includes('#') ? withoutComments(text) : text;
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
