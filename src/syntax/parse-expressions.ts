// The fast parser, expressions: recursive descent, one token of look-ahead wherever the grammar allows it.
// Invariant: accepts exactly the valid expressions; on anything else throws FAILED without a message.
// It knows nothing of statements.

import type * as A from './ast.ts';
import { ConstEllipsis } from './constant.ts';
import { ParameterParser } from './parse-parameters.ts';
import { FAILED } from './stream.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

/** Binary operators below comparison: precedence (higher binds tighter) and name. */
const PRECEDENCE = new Uint8Array(70);
const OPERATOR: A.operator[] = [];
function binary(token: number, precedence: number, op: A.operator): void {
  PRECEDENCE[token] = precedence;
  OPERATOR[token] = op;
}
binary(T.VBAR, 1, 'BitOr');
binary(T.CIRCUMFLEX, 2, 'BitXor');
binary(T.AMPER, 3, 'BitAnd');
binary(T.LEFTSHIFT, 4, 'LShift');
binary(T.RIGHTSHIFT, 4, 'RShift');
binary(T.PLUS, 5, 'Add');
binary(T.MINUS, 5, 'Sub');
binary(T.STAR, 6, 'Mult');
binary(T.SLASH, 6, 'Div');
binary(T.DOUBLESLASH, 6, 'FloorDiv');
binary(T.PERCENT, 6, 'Mod');
binary(T.AT, 6, 'MatMult');

export class ExpressionParser extends ParameterParser {
  /** star_expressions */
  protected starExpressions(): A.expr {
    const start = this.tok;
    const first = this.starExpression();
    if (this.type !== T.COMMA) return first;
    const elts = [first];
    while (this.type === T.COMMA) {
      this.advance();
      if (!this.startsExpression()) break;
      elts.push(this.starExpression());
    }
    return this.tuple(elts, start);
  }

  /** expressions */
  protected expressions(): A.expr {
    const start = this.tok;
    const first = this.expression();
    if (this.type !== T.COMMA) return first;
    const elts = [first];
    while (this.type === T.COMMA) {
      this.advance();
      if (!this.startsExpression() || this.type === T.STAR) break;
      elts.push(this.expression());
    }
    return this.tuple(elts, start);
  }

  protected starExpression(): A.expr {
    return this.type === T.STAR ? this.starred(true) : this.expression();
  }

  /** named_expression */
  protected namedExpression(): A.expr {
    if (this.type === T.NAME && this.peek(1) === T.COLONEQUAL) return this.assignmentExpression();
    const e = this.expression();
    if (this.type === T.COLONEQUAL) throw FAILED;
    return e;
  }

  protected assignmentExpression(): A.NamedExpr {
    const name = this.nameNode(this.advance(), 'Store');
    this.advance();
    const value = this.expression();
    return {
      node: 'NamedExpr',
      target: name,
      value,
      lineno: name.lineno,
      col_offset: name.col_offset,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected nameNode(token: Token, ctx: A.expr_context): A.Name {
    return {
      node: 'Name',
      id: this.identifier(token),
      ctx,
      lineno: token.lineno,
      col_offset: token.col,
      end_lineno: token.endLineno,
      end_col_offset: token.endCol,
    };
  }

  /** expression. Chains of `… if … else …` are taken in a loop: they may be long. */
  protected expression(): A.expr {
    if (this.type === T.K_LAMBDA) return this.lambda();
    const start = this.tok;
    const e = this.disjunction();
    return this.type === T.K_IF ? this.conditional(e, start) : e;
  }

  protected conditional(first: A.expr, start: Token): A.expr {
    const bodies = [first];
    const starts = [start];
    const tests: A.expr[] = [];
    let orelse: A.expr;
    for (;;) {
      this.advance();
      tests.push(this.disjunction());
      this.expect(T.K_ELSE);
      if (this.type === T.K_LAMBDA) {
        orelse = this.lambda();
        break;
      }
      const next = this.tok;
      orelse = this.disjunction();
      if (this.type !== T.K_IF) break;
      bodies.push(orelse);
      starts.push(next);
    }
    for (let i = bodies.length - 1; i >= 0; i--) {
      orelse = {
        node: 'IfExp',
        test: tests[i],
        body: bodies[i],
        orelse,
        lineno: starts[i].lineno,
        col_offset: starts[i].col,
        end_lineno: this.last.endLineno,
        end_col_offset: this.last.endCol,
      };
    }
    return orelse;
  }

  protected lambda(): A.Lambda {
    const start = this.advance();
    this.enter();
    const args = this.parameters(T.COLON, false);
    this.expect(T.COLON);
    const body = this.expression();
    this.leave();
    return {
      node: 'Lambda',
      args,
      body,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected disjunction(): A.expr {
    const start = this.tok;
    const first = this.conjunction();
    if (this.type !== T.K_OR) return first;
    const values = [first];
    while (this.type === T.K_OR) {
      this.advance();
      values.push(this.conjunction());
    }
    return this.boolOp('Or', values, start);
  }

  protected conjunction(): A.expr {
    const start = this.tok;
    const first = this.type === T.K_NOT ? this.inversion() : this.comparison();
    if (this.type !== T.K_AND) return first;
    const values = [first];
    while (this.type === T.K_AND) {
      this.advance();
      values.push(this.type === T.K_NOT ? this.inversion() : this.comparison());
    }
    return this.boolOp('And', values, start);
  }

  protected boolOp(op: A.boolop, values: A.expr[], start: Token): A.BoolOp {
    return {
      node: 'BoolOp',
      op,
      values,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected inversion(): A.expr {
    const nots: Token[] = [];
    while (this.type === T.K_NOT) nots.push(this.advance());
    let e = this.comparison();
    for (let i = nots.length - 1; i >= 0; i--) e = this.unary('Not', e, nots[i]);
    return e;
  }

  protected unary(op: A.unaryop, operand: A.expr, start: Token): A.UnaryOp {
    return {
      node: 'UnaryOp',
      op,
      operand,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected comparison(): A.expr {
    const start = this.tok;
    const left = this.bitwiseOr();
    let op = this.compareOp();
    if (op === null) return left;
    const ops: A.cmpop[] = [];
    const comparators: A.expr[] = [];
    do {
      ops.push(op);
      comparators.push(this.bitwiseOr());
      op = this.compareOp();
    } while (op !== null);
    return {
      node: 'Compare',
      left,
      ops,
      comparators,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  /** Takes a comparison operator, if one is there. */
  protected compareOp(): A.cmpop | null {
    switch (this.type) {
      case T.EQEQUAL:
        this.advance();
        return 'Eq';
      case T.NOTEQUAL: {
        const spelling = this.text(this.tok);
        if ((spelling === '<>') !== (this.options.futureBarryAsBdfl === true)) throw FAILED;
        this.advance();
        return 'NotEq';
      }
      case T.LESS:
        this.advance();
        return 'Lt';
      case T.LESSEQUAL:
        this.advance();
        return 'LtE';
      case T.GREATER:
        this.advance();
        return 'Gt';
      case T.GREATEREQUAL:
        this.advance();
        return 'GtE';
      case T.K_IN:
        this.advance();
        return 'In';
      case T.K_NOT:
        if (this.peek(1) !== T.K_IN) return null;
        this.advance();
        this.advance();
        return 'NotIn';
      case T.K_IS:
        this.advance();
        return this.accept(T.K_NOT) ? 'IsNot' : 'Is';
      default:
        return null;
    }
  }

  protected bitwiseOr(): A.expr {
    return this.binary(1);
  }

  /** Precedence climbing; left-associative chains are a loop. */
  protected binary(min: number): A.expr {
    const start = this.tok;
    let left = this.factor();
    let p: number;
    while (this.type < 70 && (p = PRECEDENCE[this.type]) >= min) {
      const op = OPERATOR[this.type];
      this.advance();
      const right = this.binary(p + 1);
      left = {
        node: 'BinOp',
        left,
        op,
        right,
        lineno: start.lineno,
        col_offset: start.col,
        end_lineno: this.last.endLineno,
        end_col_offset: this.last.endCol,
      };
    }
    return left;
  }

  protected factor(): A.expr {
    const t = this.type;
    if (t !== T.MINUS && t !== T.PLUS && t !== T.TILDE) return this.power();
    const ops: Token[] = [];
    while (this.type === T.MINUS || this.type === T.PLUS || this.type === T.TILDE) ops.push(this.advance());
    let e = this.power();
    for (let i = ops.length - 1; i >= 0; i--) {
      const type = ops[i].type;
      e = this.unary(type === T.MINUS ? 'USub' : type === T.PLUS ? 'UAdd' : 'Invert', e, ops[i]);
    }
    return e;
  }

  protected power(): A.expr {
    const start = this.tok;
    const left = this.type === T.K_AWAIT ? this.awaitPrimary() : this.primary();
    if (this.type !== T.DOUBLESTAR) return left;
    this.advance();
    this.enter();
    const right = this.factor();
    this.leave();
    return {
      node: 'BinOp',
      left,
      op: 'Pow',
      right,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected awaitPrimary(): A.Await {
    const start = this.advance();
    const value = this.primary();
    return {
      node: 'Await',
      value,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected primary(): A.expr {
    const start = this.tok;
    let e = this.atom();
    for (;;) {
      switch (this.type) {
        case T.DOT: {
          this.advance();
          const attr = this.name();
          e = {
            node: 'Attribute',
            value: e,
            attr,
            ctx: 'Load',
            lineno: start.lineno,
            col_offset: start.col,
            end_lineno: this.last.endLineno,
            end_col_offset: this.last.endCol,
          };
          break;
        }
        case T.LPAR:
          e = this.call(e, start);
          break;
        case T.LSQB: {
          this.advance();
          const slice = this.slices();
          this.expect(T.RSQB);
          e = {
            node: 'Subscript',
            value: e,
            slice,
            ctx: 'Load',
            lineno: start.lineno,
            col_offset: start.col,
            end_lineno: this.last.endLineno,
            end_col_offset: this.last.endCol,
          };
          break;
        }
        default:
          return e;
      }
    }
  }

  protected call(func: A.expr, start: Token): A.Call {
    const args: A.expr[] = [];
    const keywords: A.keyword[] = [];
    this.arguments(args, keywords);
    return {
      node: 'Call',
      func,
      args,
      keywords,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  /** `( … )` of a call or a class, from the opening parenthesis on; `generator`: a lone generator needs no others. */
  protected arguments(args: A.expr[], keywords: A.keyword[], generator = true): void {
    const open = this.expect(T.LPAR);
    let unpacked = false;
    while (this.type !== T.RPAR) {
      const start = this.tok;
      if (this.type === T.STAR) {
        if (unpacked) throw FAILED;
        args.push(this.starred(false));
      } else if (this.type === T.DOUBLESTAR) {
        this.advance();
        unpacked = true;
        keywords.push(this.keyword(null, this.expression(), start));
      } else if (this.type === T.NAME && this.peek(1) === T.EQUAL) {
        const name = this.name();
        this.advance();
        keywords.push(this.keyword(name, this.expression(), start));
      } else {
        const e = this.namedExpression();
        if (this.type === T.K_FOR || this.type === T.K_ASYNC) {
          if (!generator || args.length > 0 || keywords.length > 0) throw FAILED;
          const generators = this.forIfClauses();
          this.expect(T.RPAR);
          args.push(this.generator(e, generators, open));
          return;
        }
        if (keywords.length > 0) throw FAILED;
        args.push(e);
      }
      if (this.type !== T.COMMA) break;
      this.advance();
    }
    if (this.type === T.RPAR && this.last.type === T.COMMA && args.length + keywords.length === 0) throw FAILED;
    this.expect(T.RPAR);
  }

  protected keyword(arg: string | null, value: A.expr, start: Token): A.keyword {
    return {
      node: 'keyword',
      arg,
      value,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected slices(): A.expr {
    const start = this.tok;
    const first = this.type === T.STAR ? this.starred(false) : this.slice();
    if (this.type !== T.COMMA && first.node !== 'Starred') return first;
    const elts = [first];
    while (this.type === T.COMMA) {
      this.advance();
      if (this.type === T.RSQB) break;
      elts.push(this.type === T.STAR ? this.starred(false) : this.slice());
    }
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

  protected slice(): A.expr {
    const start = this.tok;
    let lower: A.expr | null = null;
    if (this.type !== T.COLON) {
      lower = this.namedExpression();
      if (this.type !== T.COLON) return lower;
      if (lower.node === 'NamedExpr' && start.type !== T.LPAR) throw FAILED;
    }
    this.expect(T.COLON);
    let upper: A.expr | null = null;
    let step: A.expr | null = null;
    if (this.type !== T.COLON && this.type !== T.COMMA && this.type !== T.RSQB) upper = this.expression();
    if (this.accept(T.COLON) && this.type !== T.COMMA && this.type !== T.RSQB) step = this.expression();
    return {
      node: 'Slice',
      lower,
      upper,
      step,
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  protected atom(): A.expr {
    const tok = this.tok;
    switch (this.type) {
      case T.NAME:
        this.advance();
        return this.nameNode(tok, 'Load');
      case T.NUMBER:
        return this.primaryNumber();
      case T.STRING:
      case T.FSTRING_START:
      case T.TSTRING_START:
        return this.strings();
      case T.LPAR:
        return this.parenthesised();
      case T.LSQB:
        return this.list();
      case T.LBRACE:
        return this.dictOrSet();
      case T.K_NONE:
        this.advance();
        return this.constant(null, tok);
      case T.K_TRUE:
        this.advance();
        return this.constant(true, tok);
      case T.K_FALSE:
        this.advance();
        return this.constant(false, tok);
      case T.ELLIPSIS:
        this.advance();
        return this.constant(ConstEllipsis.instance, tok);
      default:
        throw FAILED;
    }
  }
}
