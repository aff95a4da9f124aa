// The diagnosing parser, simple statements.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import type { N } from './peg.ts';
import { exprName } from './peg-names.ts';
import { PegPatterns } from './peg-patterns.ts';
import * as T from './token.ts';

const AUGMENTED = [
  T.PLUSEQUAL,
  T.MINEQUAL,
  T.STAREQUAL,
  T.ATEQUAL,
  T.SLASHEQUAL,
  T.PERCENTEQUAL,
  T.AMPEREQUAL,
  T.VBAREQUAL,
  T.CIRCUMFLEXEQUAL,
  T.LEFTSHIFTEQUAL,
  T.RIGHTSHIFTEQUAL,
  T.DOUBLESTAREQUAL,
  T.DOUBLESLASHEQUAL,
];
type Match = true | null;

export abstract class PegSimple extends PegPatterns {
  protected simpleStmt(): Match {
    return this.memo('simple_stmt', () => this.simpleStmtBody());
  }

  protected simpleStmtBody(): Match {
    if (this.attempt(this.assignment) !== null) return true;
    if (this.ahead(() => this.soft('type')) && this.attempt(this.typeAlias) !== null) return true;
    if (this.attempt(this.starExpressions) !== null) return true;
    switch (this.current().type) {
      case T.K_RETURN:
        this.mark++;
        this.attempt(this.starExpressions);
        return true;
      case T.K_IMPORT:
      case T.K_FROM:
        return this.importStmt();
      case T.K_RAISE:
        this.mark++;
        if (this.attempt(this.expression) !== null) {
          this.attempt(() => (this.tk(T.K_FROM) === null ? null : this.expression()));
        }
        return true;
      case T.K_PASS:
      case T.K_BREAK:
      case T.K_CONTINUE:
        this.mark++;
        return true;
      case T.K_DEL:
        return this.delStmt();
      case T.K_YIELD:
        return this.yieldExpr() === null ? null : true;
      case T.K_ASSERT:
        this.mark++;
        if (this.expression() === null) return null;
        this.attempt(() => (this.tk(T.COMMA) === null ? null : this.expression()));
        return true;
      case T.K_GLOBAL:
      case T.K_NONLOCAL:
        this.mark++;
        return this.separated(T.COMMA, () => this.tk(T.NAME)) === null ? null : true;
      default:
        return null;
    }
  }

  protected assignment(): Match {
    const start = this.mark;
    if (this.tk(T.NAME) !== null && this.annotationAndValue('Variable annotation syntax is')) return true;
    this.mark = start;
    if (this.attempt(this.annotatedTarget) !== null && this.annotationAndValue('Variable annotations syntax is'))
      return true;
    this.mark = start;
    if (this.some(this.targetAndEqual) !== null && this.annotatedRhs() !== null && !this.at(T.EQUAL)) {
      this.tk(T.TYPE_COMMENT);
      return true;
    }
    this.mark = start;
    if (this.attempt(this.singleTarget) !== null && this.tkOf(AUGMENTED) !== null) {
      if (this.tokens[this.mark - 1].type === T.ATEQUAL) this.since(5, "The '@' operator is");
      // Committed to an augmented assignment.
      return this.annotatedRhs() === null ? null : true;
    }
    this.mark = start;
    if (this.invalid) this.invalidAssignment();
    return null;
  }

  /** `: annotation [= value]` */
  protected annotationAndValue(syntax: string): boolean {
    if (this.tk(T.COLON) === null || this.expression() === null) return false;
    this.attempt(() => (this.tk(T.EQUAL) === null ? null : this.annotatedRhs()));
    this.since(6, syntax);
    return true;
  }

  protected annotatedTarget(): Match {
    const start = this.mark;
    if (this.tk(T.LPAR) !== null && this.singleTarget() !== null && this.tk(T.RPAR) !== null) return true;
    this.mark = start;
    return this.memberTarget() === null ? null : true;
  }

  protected singleTarget(): Match {
    const start = this.mark;
    if (this.attempt(this.memberTarget) !== null) return true;
    if (this.tk(T.NAME) !== null) return true;
    if (this.tk(T.LPAR) !== null && this.singleTarget() !== null && this.tk(T.RPAR) !== null) return true;
    this.mark = start;
    return null;
  }

  protected targetAndEqual(): Match {
    return this.starTargets() === null || this.tk(T.EQUAL) === null ? null : true;
  }

  protected invalidAnnTarget(): N | null {
    const start = this.mark;
    const display = this.attempt(this.listDisplay) ?? this.attempt(this.tuple);
    if (display !== null) return display;
    if (this.tk(T.LPAR) === null) return null;
    const inner = this.invalidAnnTarget();
    if (inner !== null && this.tk(T.RPAR) !== null) return inner;
    this.mark = start;
    return null;
  }

  protected invalidAssignment(): void {
    const start = this.mark;
    const display = this.invalidAnnTarget();
    if (display !== null && this.tk(T.COLON) !== null && this.expression() !== null) {
      throw this.errorAt(display, `only single target (not ${exprName(display)}) can be annotated`);
    }
    this.mark = start;
    const first = this.starNamedExpression();
    if (first !== null && this.tk(T.COMMA) !== null) {
      this.many(this.starNamedExpressions);
      if (this.tk(T.COLON) !== null && this.expression() !== null) {
        throw this.errorAt(first, 'only single target (not tuple) can be annotated');
      }
    }
    this.mark = start;
    const e = this.expression();
    if (e !== null && this.tk(T.COLON) !== null && this.expression() !== null) {
      throw this.errorAt(e, 'illegal target for annotation');
    }
    this.mark = start;
    this.many(this.targetAndEqual);
    const target = this.starExpressions();
    if (target !== null && this.tk(T.EQUAL) !== null) {
      const error = this.targetError('star', target);
      if (error !== null) throw error;
      return;
    }
    this.mark = start;
    this.many(this.targetAndEqual);
    const y = this.yieldExpr();
    if (y !== null && this.tk(T.EQUAL) !== null) throw this.errorAt(y, 'assignment to yield expression not possible');
    this.mark = start;
    const left = this.starExpressions();
    if (left !== null && this.tkOf(AUGMENTED) !== null && this.annotatedRhs() !== null) {
      throw this.errorAt(left, `'${exprName(left)}' is an illegal expression for augmented assignment`);
    }
  }

  protected typeAlias(): Match {
    if (this.soft('type') === null || this.tk(T.NAME) === null) return null;
    this.attempt(this.typeParams);
    if (this.tk(T.EQUAL) === null || this.expression() === null) return null;
    this.since(12, 'Type statement is');
    return true;
  }

  protected delStmt(): Match {
    const start = this.mark;
    this.mark++;
    if (this.delTargets() !== null && this.atOf([T.SEMI, T.NEWLINE])) return true;
    if (!this.invalid) return null;
    this.mark = start + 1;
    const e = this.starExpressions();
    const error = e === null ? null : this.targetError('del', e);
    if (error !== null) throw error;
    return null;
  }

  protected delTargets(): Match {
    if (this.separated(T.COMMA, this.delTarget) === null) return null;
    this.tk(T.COMMA);
    return true;
  }

  protected delTarget(): Match {
    return this.memo('del_target', () => {
      const start = this.mark;
      if (this.attempt(this.memberTarget) !== null) return true;
      if (this.tk(T.NAME) !== null) return true;
      if (this.tk(T.LPAR) !== null) {
        if (this.delTarget() !== null && this.tk(T.RPAR) !== null) return true;
        this.mark = start + 1;
        this.attempt(this.delTargets);
        return this.tk(T.RPAR) === null ? null : true;
      }
      if (this.tk(T.LSQB) === null) return null;
      this.attempt(this.delTargets);
      return this.tk(T.RSQB) === null ? null : true;
    });
  }

  protected importStmt(): Match {
    return this.memo('import_stmt', () => {
      if (this.invalid) this.attempt(this.invalidImport);
      return this.attempt(this.importName) ?? this.attempt(this.importFrom);
    });
  }

  protected invalidImport(): null {
    const start = this.mark;
    const a = this.tk(T.K_IMPORT);
    if (a === null) return null;
    if (this.separated(T.COMMA, this.dottedName) !== null && this.tk(T.K_FROM) !== null && this.dottedName() !== null) {
      throw this.errorFrom(a, "Did you mean to use 'from ... import ...' instead?");
    }
    this.mark = start + 1;
    const newline = this.tk(T.NEWLINE);
    if (newline !== null) throw this.errorFrom(newline, "Expected one or more names after 'import'");
    return null;
  }

  protected dottedName(): Match {
    return this.separated(T.DOT, () => this.tk(T.NAME)) === null ? null : true;
  }

  protected importName(): Match {
    if (this.tk(T.K_IMPORT) === null) return null;
    return this.separated(T.COMMA, () => this.importAs(this.dottedName)) === null ? null : true;
  }

  /** A name with an optional `as NAME`. */
  protected importAs(what: () => Match): Match {
    const start = this.mark;
    if (this.invalid) {
      if (what.call(this) !== null && this.tk(T.K_AS) !== null) {
        const fine = this.ahead(() =>
          this.tk(T.NAME) === null ? null : this.tkOf([T.COMMA, T.RPAR, T.SEMI, T.NEWLINE]),
        );
        const e = fine ? null : this.expression();
        if (e !== null) throw this.errorAt(e, `cannot use ${exprName(e)} as import target`);
      }
      this.mark = start;
    }
    if (what.call(this) === null) return null;
    this.attempt(() => (this.tk(T.K_AS) === null ? null : this.tk(T.NAME)));
    return true;
  }

  protected importFrom(): Match {
    if (this.tk(T.K_FROM) === null) return null;
    let dots = 0;
    while (this.tkOf([T.DOT, T.ELLIPSIS]) !== null) dots++;
    const mark = this.mark;
    if (this.attempt(this.dottedName) !== null && this.tk(T.K_IMPORT) !== null) {
      if (this.attempt(this.importFromTargets) !== null) {
        this.checkFuture(mark, dots);
        return true;
      }
    }
    this.mark = mark;
    if (dots === 0 || this.tk(T.K_IMPORT) === null) return null;
    return this.importFromTargets();
  }

  protected checkFuture(mark: number, dots: number): void {
    if (dots > 0 || this.spelling(this.tokens[mark]) !== '__future__' || this.tokens[mark + 1].type !== T.K_IMPORT)
      return;
    for (let i = mark; i < this.mark; i++) {
      if (this.spelling(this.tokens[i]) === 'barry_as_FLUFL') this.options.futureBarryAsBdfl = true;
    }
  }

  protected importNames(): Match {
    return this.separated(T.COMMA, () => this.importAs(() => (this.tk(T.NAME) === null ? null : true))) === null
      ? null
      : true;
  }

  protected importFromTargets(): Match {
    const start = this.mark;
    if (this.tk(T.LPAR) !== null && this.importNames() !== null) {
      this.tk(T.COMMA);
      if (this.tk(T.RPAR) !== null) return true;
    }
    this.mark = start;
    if (this.attempt(this.importNames) !== null && !this.at(T.COMMA)) return true;
    this.mark = start;
    if (this.tk(T.STAR) !== null) return true;
    if (!this.invalid) return null;
    if (this.attempt(this.importNames) !== null && this.tk(T.COMMA) !== null && this.tk(T.NEWLINE) !== null) {
      throw this.error('trailing comma not allowed without surrounding parentheses');
    }
    this.mark = start;
    const newline = this.tk(T.NEWLINE);
    if (newline !== null) throw this.errorFrom(newline, "Expected one or more names after 'import'");
    return null;
  }

  protected typeParams(): Match {
    const start = this.mark;
    if (this.tk(T.LSQB) === null) return null;
    if (this.invalid) {
      const close = this.tk(T.RSQB);
      if (close !== null) throw this.errorFrom(close, 'Type parameter list cannot be empty');
    }
    if (this.separated(T.COMMA, this.typeParam) !== null) {
      this.tk(T.COMMA);
      if (this.tk(T.RSQB) !== null) {
        this.since(12, 'Type parameter lists are');
        return true;
      }
    }
    this.mark = start;
    return null;
  }

  protected typeParam(): Match {
    return this.memo('type_param', () => {
      const start = this.mark;
      if (this.tk(T.NAME) !== null) {
        this.attempt(() => (this.tk(T.COLON) === null ? null : this.expression()));
        this.attempt(() => this.typeParamDefault(this.expression));
        return true;
      }
      const star = this.tkOf([T.STAR, T.DOUBLESTAR]);
      if (star === null) return null;
      const single = star.type === T.STAR;
      if (this.invalid && this.tk(T.NAME) !== null) {
        const colon = this.tk(T.COLON);
        const e = colon === null ? null : this.expression();
        if (colon !== null && e !== null) {
          const what = e.kind === 'Tuple' ? 'constraints' : 'bound';
          throw this.errorFrom(colon, `cannot use ${what} with ${single ? 'TypeVarTuple' : 'ParamSpec'}`);
        }
      }
      this.mark = start + 1;
      if (this.tk(T.NAME) === null) return null;
      this.attempt(() => this.typeParamDefault(single ? this.starExpression : this.expression));
      return true;
    });
  }

  protected typeParamDefault(rule: () => unknown): Match {
    if (this.tk(T.EQUAL) === null || rule.call(this) === null) return null;
    this.since(13, 'Type parameter defaults are');
    return true;
  }
}
