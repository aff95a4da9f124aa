// The fast parser, simple statements.
// Invariant: as in parse-expressions.ts: accepts exactly what is valid, else throws FAILED.
// It knows nothing of blocks.

import type * as A from './ast.ts';
import { PatternParser } from './parse-patterns.ts';
import { FAILED } from './stream.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

const AUGMENTED = new Map<number, A.operator>([
  [T.PLUSEQUAL, 'Add'],
  [T.MINEQUAL, 'Sub'],
  [T.STAREQUAL, 'Mult'],
  [T.ATEQUAL, 'MatMult'],
  [T.SLASHEQUAL, 'Div'],
  [T.PERCENTEQUAL, 'Mod'],
  [T.AMPEREQUAL, 'BitAnd'],
  [T.VBAREQUAL, 'BitOr'],
  [T.CIRCUMFLEXEQUAL, 'BitXor'],
  [T.LEFTSHIFTEQUAL, 'LShift'],
  [T.RIGHTSHIFTEQUAL, 'RShift'],
  [T.DOUBLESTAREQUAL, 'Pow'],
  [T.DOUBLESLASHEQUAL, 'FloorDiv'],
]);

export class SimpleParser extends PatternParser {
  protected place0(start: Token, end: Token): A.Position {
    return { lineno: start.lineno, col_offset: start.col, end_lineno: end.endLineno, end_col_offset: end.endCol };
  }

  /** From `start` to the last token that is not white space. */
  protected span(start: Token): A.Position {
    let i = this.index - 1;
    let end = this.tokens[i];
    while (end.type >= T.NEWLINE && end.type <= T.DEDENT) end = this.tokens[--i];
    return { lineno: start.lineno, col_offset: start.col, end_lineno: end.endLineno, end_col_offset: end.endCol };
  }

  protected simple(): A.stmt {
    const start = this.tok;
    switch (this.type) {
      case T.K_PASS:
        this.advance();
        return { node: 'Pass', ...this.span(start) };
      case T.K_BREAK:
        this.advance();
        return { node: 'Break', ...this.span(start) };
      case T.K_CONTINUE:
        this.advance();
        return { node: 'Continue', ...this.span(start) };
      case T.K_RETURN: {
        this.advance();
        const value = this.startsExpression() ? this.starExpressions() : null;
        return { node: 'Return', value, ...this.span(start) };
      }
      case T.K_RAISE: {
        this.advance();
        const exc = this.startsExpression() ? this.expression() : null;
        const cause = exc !== null && this.accept(T.K_FROM) ? this.expression() : null;
        return { node: 'Raise', exc, cause, ...this.span(start) };
      }
      case T.K_GLOBAL:
      case T.K_NONLOCAL: {
        this.advance();
        const names = [this.name()];
        while (this.accept(T.COMMA)) names.push(this.name());
        return { node: start.type === T.K_GLOBAL ? 'Global' : 'Nonlocal', names, ...this.span(start) };
      }
      case T.K_DEL:
        return this.del(start);
      case T.K_ASSERT: {
        this.advance();
        const test = this.expression();
        const msg = this.accept(T.COMMA) ? this.expression() : null;
        return { node: 'Assert', test, msg, ...this.span(start) };
      }
      case T.K_IMPORT:
        return this.importName(start);
      case T.K_FROM:
        return this.importFrom(start);
      case T.NAME:
        if (this.peek(1) === T.NAME && this.isSoft('type')) return this.typeAlias(start);
        return this.expressionStatement(start);
      default:
        return this.expressionStatement(start);
    }
  }

  protected del(start: Token): A.Delete {
    this.advance();
    const targets: A.expr[] = [];
    do {
      if (targets.length > 0 && (this.type === T.SEMI || this.type === T.NEWLINE)) break;
      const target = this.primary();
      this.toTarget(target, 'Del');
      targets.push(target);
    } while (this.accept(T.COMMA));
    if (this.type !== T.SEMI && this.type !== T.NEWLINE) throw FAILED;
    return { node: 'Delete', targets, ...this.span(start) };
  }

  protected annotatedRhs(): A.expr {
    return this.type === T.K_YIELD ? this.yieldExpr() : this.starExpressions();
  }

  protected expressionStatement(start: Token): A.stmt {
    const first = this.annotatedRhs();
    const t: number = this.type;
    if (t === T.NEWLINE || t === T.SEMI) return { node: 'Expr', value: first, ...this.span(start) };
    if (t === T.EQUAL) return this.assign(first, start);
    if (t === T.COLON) return this.annotated(first, start);
    const op = AUGMENTED.get(t);
    if (op === undefined) return { node: 'Expr', value: first, ...this.span(start) };
    if (first.node !== 'Name' && first.node !== 'Attribute' && first.node !== 'Subscript') throw FAILED;
    first.ctx = 'Store';
    this.advance();
    const value = this.annotatedRhs();
    return { node: 'AugAssign', target: first, op, value, ...this.span(start) };
  }

  protected assign(first: A.expr, start: Token): A.Assign {
    const targets: A.expr[] = [];
    let value = first;
    while (this.type === T.EQUAL) {
      this.toTarget(value, 'Store');
      targets.push(value);
      this.advance();
      value = this.annotatedRhs();
    }
    const type_comment = this.typeComment();
    return { node: 'Assign', targets, value, type_comment, ...this.span(start) };
  }

  protected annotated(target: A.expr, start: Token): A.AnnAssign {
    if (target.node !== 'Name' && target.node !== 'Attribute' && target.node !== 'Subscript') throw FAILED;
    target.ctx = 'Store';
    const simple = target.node === 'Name' && start.type === T.NAME ? 1 : 0;
    this.advance();
    const annotation = this.expression();
    const value = this.accept(T.EQUAL) ? this.annotatedRhs() : null;
    return { node: 'AnnAssign', target, annotation, value, simple, ...this.span(start) };
  }

  protected typeComment(): string | null {
    return this.type === T.TYPE_COMMENT ? this.text(this.advance()) : null;
  }

  protected typeAlias(start: Token): A.TypeAlias {
    this.advance();
    const name = this.nameNode(this.expect(T.NAME), 'Store');
    const type_params = this.typeParams();
    this.expect(T.EQUAL);
    const value = this.expression();
    return { node: 'TypeAlias', name, type_params, value, ...this.span(start) };
  }

  protected dottedName(): string {
    let name = this.name();
    while (this.accept(T.DOT)) name += '.' + this.name();
    return name;
  }

  protected importName(start: Token): A.Import {
    this.advance();
    const names: A.alias[] = [];
    do {
      const at = this.tok;
      const name = this.dottedName();
      const asname = this.accept(T.K_AS) ? this.name() : null;
      names.push({ node: 'alias', name, asname, ...this.span(at) });
    } while (this.accept(T.COMMA));
    return { node: 'Import', names, ...this.span(start) };
  }

  protected importFrom(start: Token): A.ImportFrom {
    this.advance();
    let level = 0;
    for (;;) {
      if (this.type === T.DOT) level += 1;
      else if (this.type === T.ELLIPSIS) level += 3;
      else break;
      this.advance();
    }
    const module = level > 0 && this.type === T.K_IMPORT ? null : this.dottedName();
    this.expect(T.K_IMPORT);
    const names: A.alias[] = [];
    const star = this.tok;
    if (this.accept(T.STAR)) {
      names.push({ node: 'alias', name: '*', asname: null, ...this.place0(star, star) });
    } else {
      const open = this.accept(T.LPAR);
      do {
        if (open && names.length > 0 && this.type === T.RPAR) break;
        const at = this.tok;
        const name = this.name();
        const asname = this.accept(T.K_AS) ? this.name() : null;
        names.push({ node: 'alias', name, asname, ...this.span(at) });
      } while (this.accept(T.COMMA));
      if (open) this.expect(T.RPAR);
    }
    if (module === '__future__' && level === 0 && names.some((a) => a.name === 'barry_as_FLUFL')) {
      this.options.futureBarryAsBdfl = true;
    }
    return { node: 'ImportFrom', module, names, level, ...this.span(start) };
  }

  protected typeParams(): A.type_param[] {
    const params: A.type_param[] = [];
    if (!this.accept(T.LSQB)) return params;
    do {
      if (params.length > 0 && this.type === T.RSQB) break;
      params.push(this.typeParam());
    } while (this.accept(T.COMMA));
    this.expect(T.RSQB);
    return params;
  }

  protected typeParam(): A.type_param {
    const start = this.tok;
    if (this.accept(T.STAR)) {
      const name = this.name();
      const default_value = this.accept(T.EQUAL) ? this.starExpression() : null;
      return { node: 'TypeVarTuple', name, default_value, ...this.span(start) };
    }
    if (this.accept(T.DOUBLESTAR)) {
      const name = this.name();
      const default_value = this.accept(T.EQUAL) ? this.expression() : null;
      return { node: 'ParamSpec', name, default_value, ...this.span(start) };
    }
    const name = this.name();
    const bound = this.accept(T.COLON) ? this.expression() : null;
    const default_value = this.accept(T.EQUAL) ? this.expression() : null;
    return { node: 'TypeVar', name, bound, default_value, ...this.span(start) };
  }
}
