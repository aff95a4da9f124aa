// Tokens of the prolog and the document type declaration. Invariant: parameter entities within a declaration (allowed in
// external subsets) are further texts on a stack; a token never spans two of them.

import { comment, instruction, more } from './content.ts';
import { INCOMPLETE_PE, MISPLACED_XML_PI, NO_ELEMENTS, PARAM_ENTITY_REF, SYNTAX } from './errors.ts';
import {
  colonWrong,
  isSpace,
  nameEnd,
  nmtokenEnd,
  notXml,
  PARTIAL,
  scanComment,
  scanInstruction,
  spaceEnd,
} from './scan.ts';
import type { Events, Expat, Source } from './state.ts';

/** What a token is; `text` has the rest. */
export type TokenKind =
  | 'space'
  /** "<!NAME" */
  | 'declaration'
  | 'name'
  | 'nmtoken'
  /** "#NAME" */
  | 'pound'
  | 'literal'
  | '%'
  /** "%NAME;" */
  | 'reference'
  | ','
  | '['
  | ']'
  /** "<![" */
  | 'section'
  /** "]]>" */
  | 'section-end'
  | '('
  | ')'
  | '|'
  | '>'
  | 'comment'
  | 'instruction'
  | 'xml-declaration'
  /** "<" before the name of an element: nothing is consumed */
  | 'instance'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The name, the literal without its quotes, the target's end. */
  readonly text: string;
  /** "?", "*" or "+" after a name or ")". */
  readonly suffix: string;
  readonly from: number;
  readonly to: number;
  readonly src: Source;
}

const SINGLE = new Set([',', '[', '(', '|', '>']);

/** The token at the source's position (which goes behind it); undefined: the text ends within it. */
function scan(c: Expat, src: Source): Token | undefined {
  const { text } = src;
  const s = src.pos;
  const len = text.length;
  const token = (kind: TokenKind, to: number, value = '', suffix = ''): Token => {
    src.pos = to;
    return { kind, text: value, suffix, from: s, to, src };
  };
  if (s >= len) return src.final && !(src.main && c.decoder.partial) ? token('end', s) : undefined;
  const ch = text[s];
  const code = text.charCodeAt(s);
  if (isSpace(code)) {
    const to = spaceEnd(text, s);
    if (to === len && text.charCodeAt(to - 1) === 13 && !src.final) return undefined;
    return token('space', to);
  }
  if (SINGLE.has(ch)) return token(ch as TokenKind, s + 1); // one of the kinds
  switch (ch) {
    case '<':
      return markup(c, src, token);
    case '"':
    case "'": {
      const i = text.indexOf(ch, s + 1);
      const wrong = notXml(text, s, i < 0 ? len : i);
      if (wrong >= 0) throw c.invalid(src, wrong);
      if (i < 0 || (i + 1 >= len && !src.final)) return undefined;
      if (i + 1 < len && !isSpace(text.charCodeAt(i + 1)) && !'>%['.includes(text[i + 1])) throw c.invalid(src, i + 1);
      return token('literal', i + 1, text.slice(s + 1, i));
    }
    case '%': {
      if (s + 1 >= len) return undefined;
      if (isSpace(text.charCodeAt(s + 1)) || text[s + 1] === '%') return token('%', s + 1);
      const n = nameEnd(text, s + 1);
      if (n >= len) return undefined;
      if (n === s + 1 || text[n] !== ';') throw c.invalid(src, n);
      return token('reference', n + 1, text.slice(s + 1, n));
    }
    case '#': {
      const n = nameEnd(text, s + 1);
      if (n >= len) return undefined;
      if (n === s + 1) throw c.invalid(src, n);
      return token('pound', n, text.slice(s, n));
    }
    case ']':
      if (s + 1 >= len) return src.final ? token(']', s + 1) : undefined;
      if (text[s + 1] === ']') {
        if (s + 2 >= len) return undefined;
        if (text[s + 2] === '>') return token('section-end', s + 3);
      }
      return token(']', s + 1);
    case ')': {
      if (s + 1 >= len) return src.final ? token(')', s + 1) : undefined;
      const after = text[s + 1];
      if ('*?+'.includes(after)) return token(')', s + 2, '', after);
      if (!isSpace(text.charCodeAt(s + 1)) && !'>,|)'.includes(after)) throw c.invalid(src, s + 1);
      return token(')', s + 1);
    }
  }
  let to = nameEnd(text, s);
  let kind: TokenKind = 'name';
  const whole = nmtokenEnd(text, s);
  if (whole > to || to === s) {
    kind = 'nmtoken';
    to = whole;
  }
  if (to === s) throw c.invalid(src, s);
  if (to >= len) return src.final ? token(kind, to, text.slice(s, to)) : undefined;
  const after = text[to];
  if (kind === 'name' && c.namespaces !== null) {
    const wrong = colonWrong(text, s, to);
    if (wrong >= 0) kind = 'nmtoken';
  }
  if ('?*+'.includes(after)) {
    if (kind === 'nmtoken') throw c.invalid(src, to);
    return token(kind, to + 1, text.slice(s, to), after);
  }
  if (!isSpace(text.charCodeAt(to)) && !'>),|[%'.includes(after)) throw c.invalid(src, to);
  return token(kind, to, text.slice(s, to));
}

function markup(
  c: Expat,
  src: Source,
  token: (kind: TokenKind, to: number, value?: string) => Token,
): Token | undefined {
  const { text } = src;
  const s = src.pos;
  if (s + 1 >= text.length) return undefined;
  const ch = text[s + 1];
  if (ch === '?') {
    const end = scanInstruction(c, src, s + 2);
    if (end === PARTIAL) return undefined;
    const target = text.slice(s + 2, src.end);
    return token(target === 'xml' ? 'xml-declaration' : 'instruction', end);
  }
  if (ch !== '!') {
    if (nameEnd(text, s + 1) === s + 1) throw c.invalid(src, s + 1);
    return token('instance', s);
  }
  if (s + 2 >= text.length) return undefined;
  if (text[s + 2] === '-') {
    const end = scanComment(c, src, s + 3);
    return end === PARTIAL ? undefined : token('comment', end);
  }
  if (text[s + 2] === '[') return token('section', s + 3);
  const n = nameEnd(text, s + 2);
  if (n >= text.length) return undefined;
  if (n === s + 2 || (!isSpace(text.charCodeAt(n)) && text[n] !== '%')) throw c.invalid(src, n);
  return token('declaration', n, text.slice(s + 2, n));
}

function wrongCode(t: Token, c: Expat): number {
  switch (t.kind) {
    case 'xml-declaration':
      return MISPLACED_XML_PI;
    case 'reference':
      return PARAM_ENTITY_REF;
    case 'end':
      return t.src.main && !c.externalSubset ? NO_ELEMENTS : INCOMPLETE_PE;
    default:
      return SYNTAX;
  }
}

/** Reads tokens, hands what no handler takes to the default handler, passes over comments and instructions. */
export class Tokens {
  private readonly stack: Source[] = [];
  private last: Token | null = null;
  /** The handler of the declaration being read takes its text: the default handler does not get it. */
  taken = false;

  constructor(
    readonly c: Expat,
    public src: Source,
  ) {}

  /** Reports the token before to the default handler, unless it was taken. */
  *settle(): Events {
    const { last } = this;
    this.last = null;
    if (last !== null && !this.taken && last.src.main && this.c.hasDefault && last.to > last.from)
      yield this.c.default(last.src, last.from, last.to);
  }

  /** The next token, spaces included. */
  *raw(): Events<Token> {
    const { c } = this;
    yield* this.settle();
    for (;;) {
      const { src } = this;
      c.at(src, src.pos);
      const t = scan(c, src);
      if (t === undefined) {
        yield* more(c, src, src.pos);
        continue;
      }
      if (t.kind === 'comment' || t.kind === 'instruction') {
        // They report themselves.
        if (t.kind === 'comment') yield* comment(c, src, t.from);
        else yield* instruction(c, src, t.from);
        return t;
      }
      this.last = t;
      return t;
    }
  }

  /** The next token of a declaration: spaces are passed over, and parameter entities in it are read. */
  *next(): Events<Token> {
    for (;;) {
      const t = yield* this.raw();
      if (t.kind === 'space') continue;
      if (t.kind === 'end' && this.stack.length > 0) {
        this.src = this.stack.pop() as Source; // there is one
        continue;
      }
      return t;
    }
  }
  /** Reads from an entity's text next. */
  push(src: Source): void {
    this.stack.push(this.src);
    this.src = src;
  }
  /** How many parameter entities are being read. */
  get depth(): number {
    return this.stack.length;
  }
  /** A declaration must end in the entity it began in. */
  check(depth: number): void {
    if (this.stack.length !== depth) throw this.c.fail(this.src, INCOMPLETE_PE, this.src.pos);
  }

  /** What is here is not what can be here. */
  unexpected(t: Token): Error {
    return this.c.fail(t.src, wrongCode(t, this.c), t.from);
  }
}
