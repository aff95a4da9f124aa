// Tokens for Python programs: what `_tokenize.TokenizerIter` gives, for tokenize.py.
// Invariant: columns are characters, and `line` is the physical line (or lines) a token stands on.
// It knows nothing of readline: the module collects the source first.

import { PythonSyntaxError } from './errors.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';
import { Lexer } from './tokenizer.ts';
import { charLength } from './utf8.ts';

/** One token as tokenize.TokenInfo wants it. */
export interface TokenInfo {
  readonly type: number;
  readonly string: string;
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  readonly line: string;
}

const STRING_PARTS = new Set([
  T.STRING,
  T.FSTRING_START,
  T.FSTRING_MIDDLE,
  T.FSTRING_END,
  T.TSTRING_START,
  T.TSTRING_MIDDLE,
  T.TSTRING_END,
]);

/** Lexes a whole source. `extraTokens`: comments, NL and OP, as tokenize.py asks for. Throws PythonSyntaxError. */
export function* tokenizeSource(source: string, extraTokens: boolean, filename = '<string>'): Generator<TokenInfo> {
  const lines = source.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const implicit = source !== '' && !/[\r\n]$/.test(source);
  const text = source.replace(/\r\n?/g, '\n') + (implicit ? '\n' : '');
  const lexer = new Lexer(text, { filename, extraTokens });
  const wide = !lexer.isAscii;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const column = (offset: number, line: number): number => {
    const from = starts[line - 1];
    return wide ? charLength(text.slice(from, offset)) : offset - from;
  };
  const last = lines.length;
  let ended = false;
  while (!ended) {
    const token = lexer.next();
    if (token.type === T.ERRORTOKEN) throw tokenizeError(lexer, lines, implicit);
    ended = token.type === T.ENDMARKER;
    yield extraTokens ? extraToken(token) : plainToken(token);
  }
  // How the loop above sees a token.
  function lineOf(token: Token): string {
    if (STRING_PARTS.has(token.type)) return lines.slice(token.lineno - 1, token.endLineno).join('');
    return lines[token.endLineno - 1] ?? '';
  }
  function plainToken(token: Token): TokenInfo {
    const type = token.type >= T.FIRST_KEYWORD ? T.NAME : token.type;
    const { lineno, endLineno } = token;
    const line = lineOf(token);
    if (token.col < 0) return { type, string: '', start: [lineno, -1], end: [endLineno, -1], line };
    const end = type === T.NEWLINE ? token.end - 1 : token.end;
    return {
      type,
      string: text.slice(token.start, end),
      start: [lineno, column(token.start, lineno)],
      end: [endLineno, column(end, endLineno)],
      line,
    };
  }
  function extraToken(token: Token): TokenInfo {
    let { type } = token;
    const { lineno, endLineno } = token;
    if (type === T.ENDMARKER || (type === T.DEDENT && token.start >= text.length)) {
      return { type, string: '', start: [last + 1, 0], end: [last + 1, 0], line: '' };
    }
    const line = lineOf(token);
    const start = column(token.start, lineno);
    if (type === T.NEWLINE || type === T.NL) {
      const ending = implicit && lineno === last ? '' : (/\r?\n$|\r$/.exec(line)?.[0] ?? '\n');
      return { type, string: ending, start: [lineno, start], end: [lineno, start + Math.max(ending.length, 1)], line };
    }
    if (type > T.DEDENT && type < T.OP) type = T.OP;
    else if (type >= T.FIRST_KEYWORD) type = T.NAME;
    return {
      type,
      string: text.slice(token.start, token.end),
      start: [lineno, start],
      end: [endLineno, column(token.end, endLineno)],
      line,
    };
  }
}

function tokenizeError(lexer: Lexer, lines: readonly string[], implicit: boolean): PythonSyntaxError {
  if (lexer.error !== null) return lexer.error;
  const { filename, lineno } = lexer;
  const line = (lines[lineno - 1] ?? '').replace(/[\r\n]+$/, '');
  const whole = charLength(line) + 1;
  const make = (
    kind: 'SyntaxError' | 'IndentationError' | 'TabError',
    msg: string,
    offset: number,
    text: string | null,
  ) => new PythonSyntaxError(kind, msg, filename, lineno, offset, text === null ? lineno : -1, -1, text);
  switch (lexer.done) {
    case 'EOF': {
      const continued = line.endsWith('\\') && (implicit || line.trim() !== '\\');
      return make('SyntaxError', 'unexpected EOF in multi-line statement', continued ? whole : 0, null);
    }
    case 'DEDENT':
      return make('IndentationError', 'unindent does not match any outer indentation level', whole, line);
    case 'TABSPACE':
      return make('TabError', 'inconsistent use of tabs and spaces in indentation', whole, line);
    case 'TOODEEP':
      return make('IndentationError', 'too many levels of indentation', whole, line);
    case 'LINECONT':
      return make('SyntaxError', 'unexpected character after line continuation character', whole, line);
    default:
      return make('SyntaxError', 'unknown tokenization error', whole, line);
  }
}
