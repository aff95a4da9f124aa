// The machinery of the diagnosing parser: a packrat parser over lazily fetched tokens, and the raising of errors.
// Invariant: tokens are fetched in the order and as far as CPython's PEG parser fetches them, because the place of a
// generic error is the furthest token fetched. It knows nothing of particular rules.

import { PythonSyntaxError } from './errors.ts';
import type { SyntaxErrorKind } from './errors.ts';
import type { Mode, ParseOptions } from './stream.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';
import { Lexer } from './tokenizer.ts';
import { utf8Length } from './utf8.ts';

/** Anything with a place in the source. */
export interface Place {
  readonly lineno: number;
  readonly col: number;
  readonly endLineno: number;
  readonly endCol: number;
}

/** What the diagnosing parser knows of an expression: its kind, its place, and the parts that messages depend on. */
export class N implements Place {
  elts: readonly N[] = [];
  left: N | null = null;
  /** Operator of a comparison's first step; spelling of a name; description of a constant. */
  text = '';
  constructor(
    readonly kind: string,
    readonly lineno: number,
    readonly col: number,
    readonly endLineno: number,
    readonly endCol: number,
  ) {}
}

/** Left by a rule that failed at a place. */
interface Memo {
  value: unknown;
  end: number;
}

/** The lexer sees the end of a source without a last newline when it looks for the end of such a token. */
const seesEnd = (type: number): boolean =>
  type !== T.STRING &&
  type !== T.FSTRING_END &&
  type !== T.TSTRING_END &&
  type !== T.FSTRING_START &&
  type !== T.TSTRING_START;

const SOFT_KEYWORDS = new Set(['_', 'case', 'match', 'type']);

/** The same for the rules of expressions. */
interface NodeMemo {
  node: N | null;
  end: number;
}

/** Packrat machinery. A rule is a method that returns null when it does not match, having moved nothing that counts. */
export class Peg {
  protected readonly tokens: Token[] = [];
  protected mark = 0;
  /** Are the rules for invalid syntax active (the second pass)? */
  protected invalid = false;
  protected readonly lexer: Lexer;
  private memos: (Map<string, Memo> | undefined)[] = [];
  private nodeMemos: (Map<string, NodeMemo> | undefined)[] = [];
  private started = false;

  constructor(
    protected readonly src: string,
    protected readonly filename: string,
    protected readonly mode: Mode,
    protected readonly options: ParseOptions,
  ) {
    this.lexer = new Lexer(src, { filename, typeComments: options.typeComments });
  }

  // ---- tokens ----

  protected fillToken(): void {
    const lexer = this.lexer;
    let token = lexer.next();
    while (token.type === T.TYPE_IGNORE) token = lexer.next();
    if (this.mode === 'single' && token.type === T.ENDMARKER && this.started) {
      token.type = T.NEWLINE;
      this.started = false;
      if (lexer.indent > 0 && !this.options.dontImplyDedent) lexer.implyDedent();
    } else this.started = true;
    token.level = lexer.level;
    this.tokens.push(token);
    if (lexer.done === 'OK' && lexer.pos >= this.src.length && seesEnd(token.type) && !this.src.endsWith('\n'))
      lexer.done = 'EOF';
    if (token.type === T.ERRORTOKEN) throw this.tokenizerError();
  }

  protected current(): Token {
    if (this.mark >= this.tokens.length) this.fillToken();
    return this.tokens[this.mark];
  }

  /** Takes a token of this type. */
  protected tk(type: number): Token | null {
    const token = this.current();
    if (token.type !== type) return null;
    this.mark++;
    return token;
  }

  /** Takes a token of one of these types. */
  protected tkOf(types: readonly number[]): Token | null {
    const token = this.current();
    if (!types.includes(token.type)) return null;
    this.mark++;
    return token;
  }

  protected at(type: number): boolean {
    return this.current().type === type;
  }

  protected atOf(types: readonly number[]): boolean {
    return types.includes(this.current().type);
  }

  protected spelling(token: Token): string {
    return this.src.slice(token.start, token.end);
  }

  protected soft(word: string): Token | null {
    const token = this.current();
    if (token.type !== T.NAME || this.spelling(token) !== word) return null;
    this.mark++;
    return token;
  }

  protected atSoftKeyword(): boolean {
    const token = this.current();
    return token.type === T.NAME && SOFT_KEYWORDS.has(this.spelling(token));
  }

  // ---- combinators ----

  /** Remembers what a rule gave at a place. */
  protected memo<R>(name: string, rule: () => R | null): R | null {
    const at = this.mark;
    const map = (this.memos[at] ??= new Map());
    const seen = map.get(name);
    if (seen !== undefined) {
      this.mark = seen.end;
      return seen.value as R | null; // stored under this very name below
    }
    const value = rule.call(this);
    if (value === null) this.mark = at;
    map.set(name, { value, end: this.mark });
    return value;
  }

  /**
   * What an expression rule gave here before, undefined if it was not tried. Together with `remember` this is `memo`
   * without a frame of its own: expressions nest deep, and the JavaScript stack is short.
   */
  protected recall(name: string): N | null | undefined {
    const seen = this.nodeMemos[this.mark]?.get(name);
    if (seen === undefined) return undefined;
    this.mark = seen.end;
    return seen.node;
  }

  protected remember(name: string, at: number, node: N | null): N | null {
    if (node === null) this.mark = at;
    (this.nodeMemos[at] ??= new Map()).set(name, { node, end: this.mark });
    return node;
  }

  /** Tries something; on failure the place is as before. */
  protected attempt<R>(rule: () => R | null): R | null {
    const mark = this.mark;
    const value = rule.call(this);
    if (value === null) this.mark = mark;
    return value;
  }

  /** Does it match here? Nothing is taken. */
  protected ahead<R>(rule: () => R | null): boolean {
    const mark = this.mark;
    const value = rule.call(this);
    this.mark = mark;
    return value !== null;
  }

  /** As many as match. */
  protected many<R>(rule: () => R | null): R[] {
    const out: R[] = [];
    for (;;) {
      const value = this.attempt(rule);
      if (value === null) return out;
      out.push(value);
    }
  }

  /** One or more. */
  protected some<R>(rule: () => R | null): R[] | null {
    const out = this.many(rule);
    return out.length > 0 ? out : null;
  }

  /** One or more with a separator between. */
  protected separated<R>(separator: number, rule: () => R | null): R[] | null {
    const first = this.attempt(rule);
    if (first === null) return null;
    const out = [first];
    for (;;) {
      const mark = this.mark;
      if (this.tk(separator) === null) return out;
      const value = this.attempt(rule);
      if (value === null) {
        this.mark = mark;
        return out;
      }
      out.push(value);
    }
  }

  /** A token that must be there, or the parse ends. */
  protected forced(type: number, spelled: string): Token {
    const token = this.current();
    if (token.type !== type) throw this.errorAt(token, `expected '${spelled}'`);
    this.mark++;
    return token;
  }

  /** Runs a rule without the rules for invalid syntax. */
  protected withoutInvalid<R>(rule: () => R | null): R | null {
    const before = this.invalid;
    this.invalid = false;
    const value = rule.call(this);
    this.invalid = before;
    return value;
  }

  /** A node from the token at `start` to the last one taken that is not white space. */
  protected node(kind: string, start: number): N {
    const first = this.tokens[start];
    let i = this.mark - 1;
    while (i >= 0) {
      const t = this.tokens[i].type;
      if (t !== T.ENDMARKER && (t < T.NEWLINE || t > T.DEDENT)) break;
      i--;
    }
    const last = this.tokens[Math.max(i, 0)];
    return new N(kind, first.lineno, first.col, last.endLineno, last.endCol);
  }

  // ---- errors ----

  /** Begins the second pass. */
  protected restart(): void {
    this.mark = 0;
    this.memos = [];
    this.nodeMemos = [];
    this.invalid = true;
  }

  private lineText(lineno: number): string {
    const lexer = this.lexer;
    if (lexer.lineno <= lineno && lexer.inp > lexer.lineStart) return this.src.slice(lexer.lineStart, lexer.inp);
    let start = 0;
    for (let i = 1; i < lineno; i++) {
      const next = this.src.indexOf('\n', start);
      if (next < 0) break;
      start = next + 1;
    }
    const end = this.src.indexOf('\n', start);
    return this.src.slice(start, end < 0 ? this.src.length : end);
  }

  /** Makes an error; columns are 1-based UTF-8 bytes, the error's are characters. */
  protected makeError(
    kind: SyntaxErrorKind,
    msg: string,
    lineno: number,
    col: number,
    endLineno: number,
    endCol: number,
  ): PythonSyntaxError {
    const text = this.lineText(lineno);
    const offset = byteToCharacter(text, col);
    const endOffset = endCol > 0 ? byteToCharacter(text, endCol) : endCol;
    return new PythonSyntaxError(kind, msg, this.filename, lineno, offset, endLineno, endOffset, text);
  }

  /** An error with the range of a node or token. */
  protected errorAt(a: Place, msg: string): PythonSyntaxError {
    return this.makeError('SyntaxError', msg, a.lineno, a.col + 1, a.endLineno, a.endCol + 1);
  }

  /** An error from the start of one node to the end of another. */
  protected errorRange(a: Place, b: Place, msg: string): PythonSyntaxError {
    return this.makeError('SyntaxError', msg, a.lineno, a.col + 1, b.endLineno, b.endCol + 1);
  }

  /** An error from a node on to where the lexer is. */
  protected errorFrom(a: Place, msg: string): PythonSyntaxError {
    const lexer = this.lexer;
    const col = lexer.column(lexer.pos, lexer.lineStart);
    return this.makeError('SyntaxError', msg, a.lineno, a.col + 1, lexer.lineno, col);
  }

  /** An error at the last token fetched, or the next one. */
  protected error(msg: string, kind: SyntaxErrorKind = 'SyntaxError', next = false): PythonSyntaxError {
    const lexer = this.lexer;
    if (this.tokens.length === 0) return this.makeError(kind, msg, 0, 0, 0, -1);
    if (next && this.mark >= this.tokens.length) this.fillToken();
    const last = this.tokens[this.tokens.length - 1];
    const t = next ? this.tokens[this.mark] : last;
    const col = t.col === -1 ? lexer.column(lexer.pos, lexer.lineStart) : t.col + 1;
    const endCol = t.endCol === -1 ? -1 : t.endCol + 1;
    return this.makeError(kind, msg, t.lineno, col, t.endLineno, endCol);
  }

  /** Refuses what the `feature_version` asked for does not have yet. */
  protected since(minor: number, what: string): void {
    const version = this.options.featureVersion ?? -1;
    if (version >= 0 && version < minor) {
      throw this.error(`${what} only supported in Python 3.${minor} and greater`);
    }
  }

  protected unclosed(): PythonSyntaxError {
    const lexer = this.lexer;
    const at = lexer.level - 1;
    const line = lexer.parenLine[at];
    const msg = `'${String.fromCharCode(lexer.parenStack[at])}' was never closed`;
    return this.makeError('SyntaxError', msg, line, lexer.parenCol[at] + 1, line, 0);
  }

  /** The error for an ERRORTOKEN. */
  protected tokenizerError(): PythonSyntaxError {
    const lexer = this.lexer;
    if (lexer.error !== null) return lexer.error;
    switch (lexer.done) {
      case 'EOF':
        return lexer.level > 0 ? this.unclosed() : this.error('unexpected EOF while parsing');
      case 'DEDENT':
        return this.error('unindent does not match any outer indentation level', 'IndentationError');
      case 'TABSPACE':
        return this.makeError(
          'TabError',
          'inconsistent use of tabs and spaces in indentation',
          lexer.lineno,
          1,
          lexer.lineno,
          0,
        );
      case 'TOODEEP':
        return this.makeError('IndentationError', 'too many levels of indentation', lexer.lineno, 1, lexer.lineno, 0);
      case 'LINECONT': {
        const col = lexer.column(lexer.pos, lexer.bufStart) - 1;
        const msg = 'unexpected character after line continuation character';
        return this.makeError('SyntaxError', msg, lexer.lineno, col + 1, lexer.lineno, 0);
      }
      default:
        return this.makeError('SyntaxError', 'unknown parsing error', lexer.lineno, 1, lexer.lineno, 0);
    }
  }

  /** An error of the tokenizer further on counts for more than one of the grammar. */
  protected preferTokenizerError(error: PythonSyntaxError): PythonSyntaxError {
    const lexer = this.lexer;
    const line = this.tokens[this.tokens.length - 1].lineno;
    for (;;) {
      const token = lexer.next();
      if (token.type === T.ENDMARKER) return error;
      if (token.type !== T.ERRORTOKEN) continue;
      // Inside an f-string the error in the expression is the one that matters.
      if (lexer.insideString) return error;
      if (lexer.error !== null) return lexer.error;
      if (lexer.level > 0 && line > lexer.parenLine[lexer.level - 1]) return this.unclosed();
      return error;
    }
  }
}

/** Turns a count of UTF-8 bytes of `text` into one of characters, as CPython does (a cut character counts). */
function byteToCharacter(text: string, bytes: number): number {
  if (bytes <= 0) return bytes < 0 ? -1 : 0;
  let n = 0;
  let seen = 0;
  for (const ch of text) {
    if (seen >= bytes) return n;
    seen += utf8Length(ch, 0, ch.length);
    n++;
  }
  return seen >= bytes ? n : n + 1;
}
