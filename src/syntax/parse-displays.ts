// The fast parser, everything in brackets of its own: tuples, lists, dicts, sets, comprehensions; and assignment targets.
// Invariant: as in parse-expressions.ts: accepts exactly what is valid, else throws FAILED.
// It knows nothing of operators.

import type * as A from './ast.ts';
import { StringParser } from './parse-strings.ts';
import { FAILED } from './stream.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

export abstract class DisplayParser extends StringParser {
  protected abstract expression(): A.expr;
  protected abstract namedExpression(): A.expr;
  protected abstract bitwiseOr(): A.expr;
  protected abstract disjunction(): A.expr;

  /** A tuple that begins at `start` and ends with the last token taken. */
  protected tuple(elts: A.expr[], start: Token): A.Tuple {
    return {
      node: 'Tuple',
      elts,
      ctx: 'Load',
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  /** May the current token begin an element of a tuple without parentheses? */
  protected startsExpression(): boolean {
    const t = this.type;
    switch (t) {
      case T.NAME:
      case T.NUMBER:
      case T.STRING:
      case T.LPAR:
      case T.LSQB:
      case T.LBRACE:
      case T.MINUS:
      case T.PLUS:
      case T.TILDE:
      case T.STAR:
      case T.ELLIPSIS:
      case T.FSTRING_START:
      case T.TSTRING_START:
      case T.K_FALSE:
      case T.K_NONE:
      case T.K_TRUE:
      case T.K_AWAIT:
      case T.K_LAMBDA:
      case T.K_NOT:
        return true;
      default:
        return false;
    }
  }

  /** `*x`; `bitwise`: x is a bitwise_or, else a whole expression. */
  protected starred(bitwise: boolean): A.Starred {
    const start = this.advance();
    const value = bitwise ? this.bitwiseOr() : this.expression();
    return {
      node: 'Starred',
      value,
      ctx: 'Load',
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected starNamedExpression(): A.expr {
    return this.type === T.STAR ? this.starred(true) : this.namedExpression();
  }

  /** group, tuple or genexp */
  protected parenthesised(): A.expr {
    const open = this.advance();
    this.enter();
    let e: A.expr;
    if (this.type === T.RPAR) {
      this.advance();
      e = this.displayTuple([], open);
    } else if (this.type === T.K_YIELD) {
      e = this.yieldExpr();
      this.expect(T.RPAR);
    } else {
      const first = this.starNamedExpression();
      if (this.type === T.COMMA) {
        const elts = [first];
        while (this.type === T.COMMA) {
          this.advance();
          if (this.type === T.RPAR) break;
          elts.push(this.starNamedExpression());
        }
        this.expect(T.RPAR);
        e = this.displayTuple(elts, open);
      } else if (first.node === 'Starred') {
        throw FAILED;
      } else if (this.type === T.K_FOR || this.type === T.K_ASYNC) {
        const generators = this.forIfClauses();
        this.expect(T.RPAR);
        e = this.generator(first, generators, open);
      } else {
        this.expect(T.RPAR);
        e = first;
      }
    }
    this.leave();
    return e;
  }

  protected displayTuple(elts: A.expr[], open: Token): A.Tuple {
    return {
      node: 'Tuple',
      elts,
      ctx: 'Load',
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected generator(elt: A.expr, generators: A.comprehension[], open: Token): A.GeneratorExp {
    return {
      node: 'GeneratorExp',
      elt,
      generators,
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected yieldExpr(): A.Yield | A.YieldFrom {
    const start = this.advance();
    if (this.accept(T.K_FROM)) {
      const value = this.expression();
      return {
        node: 'YieldFrom',
        value,
        lineno: start.lineno,
        col_offset: start.col,
        end_lineno: this.last.endLineno,
        end_col_offset: this.last.endCol,
      };
    }
    const value = this.startsExpression() ? this.starExpressions() : null;
    return {
      node: 'Yield',
      value,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected list(): A.List | A.ListComp {
    const open = this.advance();
    this.enter();
    const elts: A.expr[] = [];
    while (this.type !== T.RSQB) {
      const e = this.starNamedExpression();
      if (elts.length === 0 && (this.type === T.K_FOR || this.type === T.K_ASYNC)) {
        if (e.node === 'Starred') throw FAILED;
        const generators = this.forIfClauses();
        this.expect(T.RSQB);
        this.leave();
        return {
          node: 'ListComp',
          elt: e,
          generators,
          lineno: open.lineno,
          col_offset: open.col,
          end_lineno: this.last.endLineno,
          end_col_offset: this.last.endCol,
        };
      }
      elts.push(e);
      if (this.type !== T.COMMA) break;
      this.advance();
    }
    this.expect(T.RSQB);
    this.leave();
    return {
      node: 'List',
      elts,
      ctx: 'Load',
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected dictOrSet(): A.expr {
    const open = this.advance();
    this.enter();
    const e = this.dictOrSetBody(open);
    this.leave();
    return e;
  }

  protected dictOrSetBody(open: Token): A.expr {
    if (this.type === T.RBRACE || this.type === T.DOUBLESTAR) return this.dict(open, [], []);
    const start = this.tok;
    const first = this.starNamedExpression();
    if (this.type === T.COLON) {
      if (first.node === 'Starred' || (first.node === 'NamedExpr' && start.type !== T.LPAR)) throw FAILED;
      this.advance();
      const value = this.expression();
      if (this.type === T.K_FOR || this.type === T.K_ASYNC) {
        const generators = this.forIfClauses();
        this.expect(T.RBRACE);
        return {
          node: 'DictComp',
          key: first,
          value,
          generators,
          lineno: open.lineno,
          col_offset: open.col,
          end_lineno: this.last.endLineno,
          end_col_offset: this.last.endCol,
        };
      }
      if (this.type !== T.COMMA && this.type !== T.RBRACE) throw FAILED;
      this.accept(T.COMMA);
      return this.dict(open, [first], [value]);
    }
    if (this.type === T.K_FOR || this.type === T.K_ASYNC) {
      if (first.node === 'Starred') throw FAILED;
      const generators = this.forIfClauses();
      this.expect(T.RBRACE);
      return {
        node: 'SetComp',
        elt: first,
        generators,
        lineno: open.lineno,
        col_offset: open.col,
        end_lineno: this.last.endLineno,
        end_col_offset: this.last.endCol,
      };
    }
    const elts = [first];
    while (this.type === T.COMMA) {
      this.advance();
      if (this.type === T.RBRACE) break;
      elts.push(this.starNamedExpression());
    }
    this.expect(T.RBRACE);
    return {
      node: 'Set',
      elts,
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected dict(open: Token, keys: (A.expr | null)[], values: A.expr[]): A.Dict {
    while (this.type !== T.RBRACE) {
      if (this.accept(T.DOUBLESTAR)) {
        keys.push(null);
        values.push(this.bitwiseOr());
      } else {
        keys.push(this.expression());
        this.expect(T.COLON);
        values.push(this.expression());
      }
      if (this.type !== T.COMMA) break;
      this.advance();
    }
    this.expect(T.RBRACE);
    return {
      node: 'Dict',
      keys,
      values,
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected forIfClauses(): A.comprehension[] {
    const clauses: A.comprehension[] = [];
    while (this.type === T.K_FOR || (this.type === T.K_ASYNC && this.peek(1) === T.K_FOR)) {
      const isAsync = this.accept(T.K_ASYNC) ? 1 : 0;
      this.advance();
      const target = this.starTargets();
      this.expect(T.K_IN);
      const iter = this.disjunction();
      const ifs: A.expr[] = [];
      while (this.accept(T.K_IF)) ifs.push(this.disjunction());
      clauses.push({ node: 'comprehension', target, iter, ifs, is_async: isAsync });
    }
    if (clauses.length === 0) throw FAILED;
    return clauses;
  }

  /** star_targets (of `for`): no comparison may be taken, so that `in` is left. */
  protected starTargets(): A.expr {
    const start = this.tok;
    const first = this.type === T.STAR ? this.starred(true) : this.bitwiseOr();
    let target: A.expr = first;
    if (this.type === T.COMMA) {
      const elts = [first];
      while (this.type === T.COMMA) {
        this.advance();
        if (!this.startsExpression()) break;
        elts.push(this.type === T.STAR ? this.starred(true) : this.bitwiseOr());
      }
      target = this.tuple(elts, start);
    }
    this.toTarget(target, 'Store');
    return target;
  }

  /** Makes an expression a target, or fails if it cannot be one. */
  protected toTarget(e: A.expr, ctx: 'Store' | 'Del'): void {
    switch (e.node) {
      case 'Name':
      case 'Attribute':
      case 'Subscript':
        e.ctx = ctx;
        return;
      case 'Tuple':
      case 'List':
        e.ctx = ctx;
        for (const elt of e.elts) this.toTarget(elt, ctx);
        return;
      case 'Starred':
        if (ctx === 'Del' || e.value.node === 'Starred') throw FAILED;
        e.ctx = ctx;
        this.toTarget(e.value, ctx);
        return;
      default:
        throw FAILED;
    }
  }
}
