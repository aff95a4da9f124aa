// The fast parser, patterns of `match` (PEP 634).
// Invariant: as in parse-expressions.ts: accepts exactly what is valid, else throws FAILED.

import type * as A from './ast.ts';
import { ConstComplex } from './constant.ts';
import { FAILED } from './stream.ts';
import { ExpressionParser } from './parse-expressions.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

export class PatternParser extends ExpressionParser {
  /** patterns: what follows `case` */
  protected patterns(): A.pattern {
    const start = this.tok;
    const first = this.maybeStarPattern();
    if (this.type !== T.COMMA) {
      if (first.node === 'MatchStar') throw FAILED;
      return first;
    }
    const patterns = [first];
    while (this.accept(T.COMMA)) {
      if (this.type === T.COLON || this.type === T.K_IF) break;
      patterns.push(this.maybeStarPattern());
    }
    return { node: 'MatchSequence', patterns, ...this.place(start) };
  }

  private place(start: Token): A.Position {
    return {
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  private maybeStarPattern(): A.pattern {
    if (this.type !== T.STAR) return this.pattern();
    const start = this.advance();
    const name = this.isSoft('_') ? this.wildcardName() : this.captureTarget();
    return { node: 'MatchStar', name, ...this.place(start) };
  }

  private wildcardName(): null {
    this.advance();
    return null;
  }

  private captureTarget(): string {
    if (this.isSoft('_')) throw FAILED;
    const name = this.name();
    const t: number = this.type;
    if (t === T.DOT || t === T.LPAR || t === T.EQUAL) throw FAILED;
    return name;
  }

  private pattern(): A.pattern {
    this.enter();
    const start = this.tok;
    let p = this.orPattern();
    if (this.accept(T.K_AS)) {
      const name = this.captureTarget();
      p = { node: 'MatchAs', pattern: p, name, ...this.place(start) };
    }
    this.leave();
    return p;
  }

  private orPattern(): A.pattern {
    const start = this.tok;
    const first = this.closedPattern();
    if (this.type !== T.VBAR) return first;
    const patterns = [first];
    while (this.accept(T.VBAR)) patterns.push(this.closedPattern());
    return { node: 'MatchOr', patterns, ...this.place(start) };
  }

  private closedPattern(): A.pattern {
    const start = this.tok;
    switch (this.type) {
      case T.NUMBER:
      case T.MINUS:
      case T.STRING:
      case T.FSTRING_START:
      case T.TSTRING_START: {
        const value = this.literal();
        return { node: 'MatchValue', value, ...this.place(start) };
      }
      case T.K_NONE:
      case T.K_TRUE:
      case T.K_FALSE: {
        const type = this.advance().type;
        return { node: 'MatchSingleton', value: type === T.K_NONE ? null : type === T.K_TRUE, ...this.place(start) };
      }
      case T.NAME:
        return this.namePattern(start);
      case T.LPAR:
        return this.groupOrSequence(start);
      case T.LSQB: {
        this.advance();
        const patterns = this.sequence(T.RSQB);
        return { node: 'MatchSequence', patterns, ...this.place(start) };
      }
      case T.LBRACE:
        return this.mapping(start);
      default:
        throw FAILED;
    }
  }

  /** A number (signed, or complex as `1 + 2j`) or strings. */
  private literal(): A.expr {
    if (this.type === T.STRING || this.type === T.FSTRING_START || this.type === T.TSTRING_START) return this.strings();
    const start = this.tok;
    const left = this.signedNumber();
    if (this.type !== T.PLUS && this.type !== T.MINUS) return left;
    const real = left.node === 'UnaryOp' ? left.operand : left;
    if (isImaginary(real)) throw FAILED;
    const op: A.operator = this.advance().type === T.PLUS ? 'Add' : 'Sub';
    const right = this.number();
    if (!isImaginary(right)) throw FAILED;
    return { node: 'BinOp', left, op, right, ...this.place(start) };
  }

  private number(): A.Constant {
    return this.primaryNumber();
  }

  private signedNumber(): A.expr {
    const start = this.tok;
    if (this.accept(T.MINUS)) {
      const operand = this.number();
      return { node: 'UnaryOp', op: 'USub', operand, ...this.place(start) };
    }
    return this.number();
  }

  private namePattern(start: Token): A.pattern {
    const next = this.peek(1);
    if (next !== T.DOT && next !== T.LPAR && next !== T.EQUAL) {
      if (this.isSoft('_')) {
        this.advance();
        return { node: 'MatchAs', pattern: null, name: null, ...this.place(start) };
      }
      const name = this.captureTarget();
      return { node: 'MatchAs', pattern: null, name, ...this.place(start) };
    }
    if (next === T.EQUAL) {
      // A lone `_` is a wildcard whatever follows.
      if (!this.isSoft('_')) throw FAILED;
      this.advance();
      return { node: 'MatchAs', pattern: null, name: null, ...this.place(start) };
    }
    const value = this.nameOrAttr();
    if (this.type === T.LPAR) return this.classPattern(value, start);
    if (value.node === 'Name' || this.type === T.EQUAL) throw FAILED;
    return { node: 'MatchValue', value, ...this.place(start) };
  }

  private nameOrAttr(): A.expr {
    const start = this.tok;
    let value: A.expr = this.nameNode(this.expect(T.NAME), 'Load');
    while (this.accept(T.DOT)) {
      const attr = this.name();
      value = { node: 'Attribute', value, attr, ctx: 'Load', ...this.place(start) };
    }
    return value;
  }

  private classPattern(cls: A.expr, start: Token): A.MatchClass {
    this.advance();
    const patterns: A.pattern[] = [];
    const kwd_attrs: string[] = [];
    const kwd_patterns: A.pattern[] = [];
    while (this.type !== T.RPAR) {
      if (this.type === T.NAME && this.peek(1) === T.EQUAL) {
        kwd_attrs.push(this.name());
        this.advance();
        kwd_patterns.push(this.pattern());
      } else {
        if (kwd_attrs.length > 0) throw FAILED;
        patterns.push(this.pattern());
      }
      if (!this.accept(T.COMMA)) break;
    }
    if (this.last.type === T.COMMA && patterns.length + kwd_attrs.length === 0) throw FAILED;
    this.expect(T.RPAR);
    return { node: 'MatchClass', cls, patterns, kwd_attrs, kwd_patterns, ...this.place(start) };
  }

  private groupOrSequence(start: Token): A.pattern {
    this.advance();
    if (this.accept(T.RPAR)) return { node: 'MatchSequence', patterns: [], ...this.place(start) };
    const first = this.maybeStarPattern();
    if (this.type === T.RPAR) {
      if (first.node === 'MatchStar') throw FAILED;
      this.advance();
      return first;
    }
    this.expect(T.COMMA);
    const patterns = [first, ...this.sequence(T.RPAR)];
    return { node: 'MatchSequence', patterns, ...this.place(start) };
  }

  /** maybe_sequence_pattern and its closing bracket */
  private sequence(close: number): A.pattern[] {
    const patterns: A.pattern[] = [];
    while (this.type !== close) {
      patterns.push(this.maybeStarPattern());
      if (!this.accept(T.COMMA)) break;
    }
    this.expect(close);
    return patterns;
  }

  private mapping(start: Token): A.MatchMapping {
    this.advance();
    const keys: A.expr[] = [];
    const patterns: A.pattern[] = [];
    let rest: string | null = null;
    while (this.type !== T.RBRACE) {
      if (rest !== null) throw FAILED;
      if (this.accept(T.DOUBLESTAR)) rest = this.captureTarget();
      else {
        keys.push(this.mappingKey());
        this.expect(T.COLON);
        patterns.push(this.pattern());
      }
      if (!this.accept(T.COMMA)) break;
    }
    this.expect(T.RBRACE);
    return { node: 'MatchMapping', keys, patterns, rest, ...this.place(start) };
  }

  private mappingKey(): A.expr {
    const tok = this.tok;
    switch (this.type) {
      case T.K_NONE:
      case T.K_TRUE:
      case T.K_FALSE:
        this.advance();
        return this.constant(tok.type === T.K_NONE ? null : tok.type === T.K_TRUE, tok);
      case T.NAME: {
        const e = this.nameOrAttr();
        if (e.node !== 'Attribute') throw FAILED;
        return e;
      }
      default:
        return this.literal();
    }
  }
}

function isImaginary(e: A.expr): boolean {
  return e.node === 'Constant' && e.value instanceof ConstComplex;
}
