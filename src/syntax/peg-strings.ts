// The diagnosing parser, literals: numbers, strings, f-strings and t-strings.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's; a literal without a value is an
// error as soon as it is taken, in the first pass too.

import { ConstBytes, ConstComplex } from './constant.ts';
import { type N, Peg } from './peg.ts';
import { DecodeError, decodeString, parseNumber, parseString } from './strings.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

const STRING_STARTS = [T.STRING, T.FSTRING_START, T.TSTRING_START];

export abstract class PegStrings extends Peg {
  protected abstract annotatedRhs(): N | null;

  protected name(): N | null {
    const token = this.tk(T.NAME);
    if (token === null) return null;
    const n = this.node('Name', this.mark - 1);
    n.text = this.spelling(token);
    return n;
  }

  /** A NUMBER; `left` is set on an imaginary one. */
  protected number(): N | null {
    const token = this.tk(T.NUMBER);
    if (token === null) return null;
    const n = this.node('Constant', this.mark - 1);
    n.text = 'literal';
    if (this.spelling(token).includes('_') && (this.options.featureVersion ?? 6) < 6) {
      throw this.error('Underscores in numeric literals are only supported in Python 3.6 and greater');
    }
    try {
      if (parseNumber(this.spelling(token), this.options.maxStrDigits) instanceof ConstComplex) n.left = n;
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e;
      throw this.makeError('SyntaxError', e.message, token.lineno, 0, token.endLineno, 0);
    }
    return n;
  }

  protected strings(): N | null {
    return this.memo('strings', () => {
      const start = this.mark;
      const parts: N[] = [];
      while (this.atOf(STRING_STARTS)) {
        const last = parts.at(-1);
        const mixed = last !== undefined && (last.kind === 'TemplateStr') !== this.at(T.TSTRING_START);
        // In the first pass what stands before is all that is taken.
        if (mixed && !this.invalid) break;
        const mark = this.mark;
        const part = this.at(T.STRING) ? this.string() : this.formatted();
        if (part === null) {
          this.mark = mark;
          break;
        }
        if (last !== undefined && mixed) {
          throw this.errorRange(last, part, 'cannot mix t-string literals with string or bytes literals');
        }
        parts.push(part);
      }
      if (parts.length === 0) return null;
      const bytes = parts.filter((p) => p.text === 'bytes').length;
      if (bytes > 0 && bytes < parts.length) throw this.error('cannot mix bytes and nonbytes literals');
      if (parts.length === 1) {
        const only = parts[0];
        if (only.kind === 'Constant') only.text = 'literal';
        return only;
      }
      const kind = parts.find((p) => p.kind !== 'Constant')?.kind ?? 'Constant';
      const n = this.node(kind, start);
      n.text = 'literal';
      return n;
    });
  }

  protected string(): N {
    const start = this.mark;
    const token = this.current();
    this.mark++;
    const n = this.node('Constant', start);
    const value = this.decode(token, () => parseString(this.spelling(token), null).value);
    n.text = value instanceof ConstBytes ? 'bytes' : 'str';
    return n;
  }

  /** A literal's value; its errors stand at the last token fetched, but those of bytes at the literal. */
  protected decode<R>(token: Token, value: () => R): R {
    try {
      return value();
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e;
      if (e.message.startsWith('(')) throw this.error(e.message);
      throw this.errorAt(token, e.message);
    }
  }

  /** An f-string or t-string. */
  protected formatted(): N | null {
    const start = this.mark;
    const open = this.current();
    this.mark++;
    const template = open.type === T.TSTRING_START;
    const raw = /[rR]/.test(this.spelling(open));
    const MIDDLE = template ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE;
    const pieces: Token[] = [];
    for (;;) {
      const mark = this.mark;
      if (this.replacementField(template) !== null) continue;
      this.mark = mark;
      const piece = this.tk(MIDDLE);
      if (piece === null) break;
      pieces.push(piece);
    }
    const end = this.tk(template ? T.TSTRING_END : T.FSTRING_END);
    if (end === null) return null;
    if (template) this.since(14, 't-strings are');
    if (!raw) {
      for (const piece of pieces) {
        const text = this.spelling(piece);
        if (text.includes('\\')) this.decode(end, () => decodeString(text, null));
      }
    }
    return this.node(template ? 'TemplateStr' : 'JoinedStr', start);
  }

  protected replacementField(template: boolean): true | null {
    const start = this.mark;
    if (this.tk(T.LBRACE) === null) return null;
    if (this.annotatedRhs() !== null) {
      this.tk(T.EQUAL);
      this.attempt(this.conversion);
      this.attempt(() => this.formatSpec(template));
      if (this.tk(T.RBRACE) !== null) return true;
    }
    if (!this.invalid) return null;
    this.mark = start + 1;
    this.invalidReplacementField(template);
    return null;
  }

  protected conversion(): true | null {
    const bang = this.tk(T.EXCLAMATION);
    if (bang === null) return null;
    const letter = this.tk(T.NAME);
    if (letter === null) return null;
    const prefix = this.lexer.stringPrefix;
    if (bang.lineno !== letter.lineno || bang.endCol !== letter.col) {
      throw this.errorRange(
        bang,
        letter,
        `${prefix}-string: conversion type must come right after the exclamation mark`,
      );
    }
    const s = this.spelling(letter);
    if (s !== 's' && s !== 'r' && s !== 'a') {
      throw this.errorAt(letter, `${prefix}-string: invalid conversion character '${s}': expected 's', 'r', or 'a'`);
    }
    return true;
  }

  protected formatSpec(template: boolean): true | null {
    if (this.tk(T.COLON) === null) return null;
    this.many(() => this.formatSpecPiece(template));
    return true;
  }

  protected formatSpecPiece(template: boolean): true | null {
    const piece = this.tk(template ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE);
    if (piece !== null) {
      const text = this.spelling(piece);
      if (text.includes('\\')) this.decode(piece, () => decodeString(text, null));
      return true;
    }
    return this.replacementField(template);
  }

  protected invalidReplacementField(template: boolean): void {
    const s = template ? 't-string' : 'f-string';
    const start = this.mark;
    const first = this.tkOf([T.EQUAL, T.EXCLAMATION, T.COLON, T.RBRACE]);
    if (first !== null) throw this.errorAt(first, `${s}: valid expression required before '${this.spelling(first)}'`);
    if (!this.ahead(this.annotatedRhs)) {
      throw this.error(`${s}: expecting a valid expression after '{'`, 'SyntaxError', true);
    }
    this.annotatedRhs();
    const after = this.mark;
    if (!this.atOf([T.EQUAL, T.EXCLAMATION, T.COLON, T.RBRACE])) {
      throw this.error(`${s}: expecting '=', or '!', or ':', or '}'`, 'SyntaxError', true);
    }
    if (this.tk(T.EQUAL) !== null && !this.atOf([T.EXCLAMATION, T.COLON, T.RBRACE])) {
      throw this.error(`${s}: expecting '!', or ':', or '}'`, 'SyntaxError', true);
    }
    this.mark = after;
    this.tk(T.EQUAL);
    if (this.tk(T.EXCLAMATION) !== null) {
      if (this.atOf([T.COLON, T.RBRACE])) throw this.error(`${s}: missing conversion character`, 'SyntaxError', true);
      if (!this.at(T.NAME)) throw this.error(`${s}: invalid conversion character`, 'SyntaxError', true);
      this.mark++;
    }
    if (!this.atOf([T.COLON, T.RBRACE])) throw this.error(`${s}: expecting ':' or '}'`, 'SyntaxError', true);
    const mark = this.mark;
    if (this.tk(T.COLON) !== null) {
      // (CPython's rule for t-strings looks for the pieces of f-strings here, too.)
      this.many(() => this.formatSpecPiece(false));
      if (!this.at(T.RBRACE)) throw this.error(`${s}: expecting '}', or format specs`, 'SyntaxError', true);
    }
    this.mark = mark;
    if (!this.at(T.RBRACE)) throw this.error(`${s}: expecting '}'`, 'SyntaxError', true);
    this.mark = start;
  }
}
