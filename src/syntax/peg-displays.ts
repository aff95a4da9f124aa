// The diagnosing parser, everything in brackets of its own: groups, displays, comprehensions.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import type { PythonSyntaxError } from './errors.ts';
import type { N } from './peg.ts';
import { exprName, invalidTarget } from './peg-names.ts';
import { PegStrings } from './peg-strings.ts';
import * as T from './token.ts';

/** What a clause of a comprehension ends with. */
export interface Clause {
  last: N;
}

export abstract class PegDisplays extends PegStrings {
  protected abstract expression(): N | null;
  protected abstract namedExpression(): N | null;
  protected abstract starExpressions(): N | null;
  protected abstract bitwiseOr(): N | null;
  protected abstract disjunction(): N | null;
  protected abstract starTargets(): N | null;

  /** The error for a bad target inside `e`, if there is one. */
  protected targetError(kind: 'star' | 'del' | 'for', e: N): PythonSyntaxError | null {
    const bad = invalidTarget(e, kind);
    if (bad === null) return null;
    return this.errorAt(bad, `cannot ${kind === 'del' ? 'delete' : 'assign to'} ${exprName(bad)}`);
  }

  /** `'*' bitwise_or`; on failure the place is `at` again. */
  protected starredOr(at: number): N | null {
    if (!this.at(T.STAR)) return null;
    const e = this.starredBy(this.bitwiseOr);
    if (e === null) this.mark = at;
    return e;
  }

  protected starredBy(rule: () => N | null): N | null {
    const start = this.mark;
    if (this.tk(T.STAR) === null) return null;
    const value = rule.call(this);
    if (value === null) return null;
    const n = this.node('Starred', start);
    n.left = value;
    return n;
  }

  protected starNamedExpression(): N | null {
    return this.starredOr(this.mark) ?? this.namedExpression();
  }

  protected starNamedExpressions(): N[] | null {
    const elts = this.separated(T.COMMA, this.starNamedExpression);
    if (elts !== null) this.tk(T.COMMA);
    return elts;
  }

  protected starredExpression(): N | null {
    const start = this.mark;
    if (this.invalid) {
      const star = this.tk(T.STAR);
      if (star !== null && this.expression() !== null && this.tk(T.EQUAL) !== null) {
        const b = this.expression();
        if (b !== null) throw this.errorRange(star, b, 'cannot assign to iterable argument unpacking');
      }
      this.mark = start;
    }
    const e = this.attempt(() => this.starredBy(this.expression));
    if (e !== null) return e;
    if (this.invalid && this.tk(T.STAR) !== null) throw this.error('Invalid star expression');
    return null;
  }

  protected assignmentExpression(): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null || this.tk(T.COLONEQUAL) === null) return null;
    if (this.expression() === null) return null;
    this.since(8, 'Assignment expressions are');
    return this.node('NamedExpr', start);
  }

  /** Is it `NAME :=`? The alternative is then committed to. */
  protected atWalrus(): boolean {
    return this.ahead(() => (this.tk(T.NAME) === null ? null : this.tk(T.COLONEQUAL)));
  }

  protected expressionNotWalrus(): N | null {
    const e = this.expression();
    return e === null || this.at(T.COLONEQUAL) ? null : e;
  }

  protected group(): N | null {
    const start = this.mark;
    if (this.tk(T.LPAR) !== null) {
      const e = this.attempt(this.yieldExpr) ?? this.attempt(this.namedExpression);
      if (e !== null && this.tk(T.RPAR) !== null) return e;
    }
    if (!this.invalid) return null;
    this.mark = start + 1;
    const starred = this.attempt(this.starredExpression);
    if (starred !== null && this.tk(T.RPAR) !== null) throw this.errorAt(starred, 'cannot use starred expression here');
    this.mark = start + 1;
    const stars = this.tk(T.DOUBLESTAR);
    if (stars !== null && this.expression() !== null && this.tk(T.RPAR) !== null) {
      throw this.errorAt(stars, 'cannot use double starred expression here');
    }
    return null;
  }

  yieldExpr(): N | null {
    const start = this.mark;
    if (this.tk(T.K_YIELD) === null) return null;
    if (this.tk(T.K_FROM) !== null && this.expression() !== null) return this.node('Yield', start);
    this.mark = start + 1;
    this.attempt(this.starExpressions);
    return this.node('Yield', start);
  }

  protected annotatedRhs(): N | null {
    return this.attempt(this.yieldExpr) ?? this.starExpressions();
  }

  protected listDisplay(): N | null {
    const start = this.mark;
    if (this.tk(T.LSQB) === null) return null;
    const elts = this.attempt(this.starNamedExpressions) ?? [];
    if (this.tk(T.RSQB) === null) return null;
    const n = this.node('List', start);
    n.elts = elts;
    return n;
  }

  protected tuple(): N | null {
    const start = this.mark;
    if (this.tk(T.LPAR) === null) return null;
    const elts = this.attempt(() => {
      const first = this.starNamedExpression();
      if (first === null || this.tk(T.COMMA) === null) return null;
      return [first, ...(this.attempt(this.starNamedExpressions) ?? [])];
    });
    if (this.tk(T.RPAR) === null) return null;
    const n = this.node('Tuple', start);
    n.elts = elts ?? [];
    return n;
  }

  protected set(): N | null {
    const start = this.mark;
    if (this.tk(T.LBRACE) === null || this.starNamedExpressions() === null) return null;
    return this.tk(T.RBRACE) === null ? null : this.node('Set', start);
  }

  protected dict(): N | null {
    const start = this.mark;
    if (this.tk(T.LBRACE) === null) return null;
    this.attempt(() => {
      const pairs = this.separated(T.COMMA, this.doubleStarredKvpair);
      if (pairs !== null) this.tk(T.COMMA);
      return pairs;
    });
    if (this.tk(T.RBRACE) !== null) return this.node('Dict', start);
    // Active in the first pass too: CPython's parser generator only guards alternatives that are one invalid rule.
    this.mark = start + 1;
    this.invalidDoubleStarredKvpairs();
    return null;
  }

  protected doubleStarredKvpair(): true | null {
    const start = this.mark;
    if (this.tk(T.DOUBLESTAR) !== null && this.bitwiseOr() !== null) return true;
    this.mark = start;
    return this.kvpair();
  }

  protected kvpair(): true | null {
    if (this.expression() === null || this.tk(T.COLON) === null) return null;
    return this.expression() === null ? null : true;
  }

  protected invalidDoubleStarredKvpairs(): void {
    const start = this.mark;
    if (this.separated(T.COMMA, this.doubleStarredKvpair) !== null && this.tk(T.COMMA) !== null) {
      const mark = this.mark;
      const a = this.expression();
      if (a !== null && !this.at(T.COLON)) {
        throw this.makeError('SyntaxError', "':' expected after dictionary key", a.lineno, a.endCol, a.endLineno, 0);
      }
      this.mark = mark;
      this.invalidKvpairValue();
    }
    this.mark = start;
    this.invalidKvpairValue();
  }

  protected invalidKvpairValue(): void {
    if (this.expression() === null) return;
    const colon = this.tk(T.COLON);
    if (colon === null) return;
    const mark = this.mark;
    const star = this.tk(T.STAR);
    if (star !== null && this.bitwiseOr() !== null) {
      throw this.errorFrom(star, 'cannot use a starred expression in a dictionary value');
    }
    this.mark = mark;
    if (this.atOf([T.RBRACE, T.COMMA])) throw this.errorAt(colon, "expression expected after dictionary key and ':'");
  }

  protected forIfClauses(): Clause[] | null {
    return this.some(this.forIfClause);
  }

  protected forIfClause(): Clause | null {
    const start = this.mark;
    const isAsync = this.tk(T.K_ASYNC) !== null;
    if (this.tk(T.K_FOR) !== null && this.attempt(this.starTargets) !== null && this.tk(T.K_IN) !== null) {
      // Committed: whatever fails from here on is a failure of the clause.
      let last = this.disjunction();
      if (last === null) return null;
      for (;;) {
        const mark = this.mark;
        const cond: N | null = this.tk(T.K_IF) === null ? null : this.disjunction();
        if (cond === null) {
          this.mark = mark;
          if (isAsync) this.since(6, 'Async comprehensions are');
          return { last };
        }
        last = cond;
      }
    }
    if (!this.invalid) return null;
    this.mark = start;
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_FOR) !== null && this.separated(T.COMMA, this.bitwiseOr) !== null) {
      this.tk(T.COMMA);
      if (!this.at(T.K_IN)) throw this.error("'in' expected after for-loop variables");
    }
    this.mark = start;
    this.invalidForTarget();
    return null;
  }

  protected invalidForTarget(): null {
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_FOR) === null) return null;
    const a = this.starExpressions();
    const error = a === null ? null : this.targetError('for', a);
    if (error !== null) throw error;
    return null;
  }

  protected listcomp(): N | null {
    const start = this.mark;
    if (this.tk(T.LSQB) !== null && this.namedExpression() !== null && this.forIfClauses() !== null) {
      if (this.tk(T.RSQB) !== null) return this.node('ListComp', start);
    }
    this.mark = start;
    if (this.invalid) this.invalidComprehension();
    return null;
  }

  protected setcomp(): N | null {
    const start = this.mark;
    if (this.tk(T.LBRACE) !== null && this.namedExpression() !== null && this.forIfClauses() !== null) {
      if (this.tk(T.RBRACE) !== null) return this.node('SetComp', start);
    }
    this.mark = start;
    if (this.invalid) this.invalidComprehension();
    return null;
  }

  protected genexp(): N | null {
    const start = this.mark;
    if (this.tk(T.LPAR) !== null) {
      const e = this.atWalrus() ? this.attempt(this.assignmentExpression) : this.attempt(this.expressionNotWalrus);
      if (e !== null && this.forIfClauses() !== null && this.tk(T.RPAR) !== null)
        return this.node('GeneratorExp', start);
    }
    this.mark = start;
    if (this.invalid) this.invalidComprehension();
    return null;
  }

  protected dictcomp(): N | null {
    const start = this.mark;
    if (this.tk(T.LBRACE) === null) return null;
    if (this.kvpair() !== null && this.forIfClauses() !== null && this.tk(T.RBRACE) !== null) {
      return this.node('DictComp', start);
    }
    if (!this.invalid) return null;
    this.mark = start + 1;
    const stars = this.tk(T.DOUBLESTAR);
    if (stars !== null && this.bitwiseOr() !== null && this.forIfClauses() !== null && this.tk(T.RBRACE) !== null) {
      throw this.errorAt(stars, 'dict unpacking cannot be used in dict comprehension');
    }
    return null;
  }

  protected invalidComprehension(): void {
    const start = this.mark;
    const open = this.tkOf([T.LSQB, T.LPAR, T.LBRACE]);
    if (open === null) return;
    const starred = this.attempt(this.starredExpression);
    if (starred !== null && this.forIfClauses() !== null) {
      throw this.errorAt(starred, 'iterable unpacking cannot be used in comprehension');
    }
    if (open.type === T.LPAR) return;
    this.mark = start + 1;
    const a = this.starNamedExpression();
    const comma = a === null ? null : this.tk(T.COMMA);
    if (a === null || comma === null) return;
    const mark = this.mark;
    const rest = this.starNamedExpressions();
    if (rest !== null && this.forIfClauses() !== null) {
      throw this.errorRange(a, rest[rest.length - 1], 'did you forget parentheses around the comprehension target?');
    }
    this.mark = mark;
    if (this.forIfClauses() !== null) {
      throw this.errorRange(a, comma, 'did you forget parentheses around the comprehension target?');
    }
  }
}
