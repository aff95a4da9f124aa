// The fast parser, expressions: recursive descent, one token of look-ahead wherever the grammar allows it.
// Invariant: accepts exactly the valid expressions; on anything else throws FAILED without a message.
// It knows nothing of statements.

import type * as A from './ast.ts';
import { ConstBytes, ConstEllipsis, ConstStr } from './constant.ts';
import { DecodeError, decodeString, isStr, joinBytes, joinStrings, parseNumber, parseString } from './strings.ts';
import type { EscapeWarning } from './strings.ts';
import { strConstant } from './constant.ts';
import { FAILED, TokenStream } from './stream.ts';
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

/** Whitespace and `=` at the end of a t-string's expression text. */
const EXPRESSION_END = /[\s=]+$/;

type StringNode = A.Constant | A.JoinedStr | A.TemplateStr;

export class ExpressionParser extends TokenStream {
  // ---- lists of expressions ----

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

  /** A tuple that begins at `start` and ends with the last token taken. */
  private tuple(elts: A.expr[], start: Token): A.Tuple {
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

  protected starExpression(): A.expr {
    return this.type === T.STAR ? this.starred(true) : this.expression();
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

  /** named_expression */
  protected namedExpression(): A.expr {
    if (this.type === T.NAME && this.peek(1) === T.COLONEQUAL) return this.assignmentExpression();
    const e = this.expression();
    if (this.type === T.COLONEQUAL) throw FAILED;
    return e;
  }

  private assignmentExpression(): A.NamedExpr {
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

  // ---- operators ----

  /** expression. Chains of `… if … else …` are taken in a loop: they may be long. */
  protected expression(): A.expr {
    if (this.type === T.K_LAMBDA) return this.lambda();
    const start = this.tok;
    const e = this.disjunction();
    return this.type === T.K_IF ? this.conditional(e, start) : e;
  }

  private conditional(first: A.expr, start: Token): A.expr {
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

  private lambda(): A.Lambda {
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

  private conjunction(): A.expr {
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

  private boolOp(op: A.boolop, values: A.expr[], start: Token): A.BoolOp {
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

  private inversion(): A.expr {
    const nots: Token[] = [];
    while (this.type === T.K_NOT) nots.push(this.advance());
    let e = this.comparison();
    for (let i = nots.length - 1; i >= 0; i--) e = this.unary('Not', e, nots[i]);
    return e;
  }

  private unary(op: A.unaryop, operand: A.expr, start: Token): A.UnaryOp {
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

  private comparison(): A.expr {
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
  private compareOp(): A.cmpop | null {
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
  private binary(min: number): A.expr {
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

  private factor(): A.expr {
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

  private power(): A.expr {
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

  private awaitPrimary(): A.Await {
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

  // ---- primaries ----

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

  private call(func: A.expr, start: Token): A.Call {
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

  private keyword(arg: string | null, value: A.expr, start: Token): A.keyword {
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

  private generator(elt: A.expr, generators: A.comprehension[], open: Token): A.GeneratorExp {
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

  private slices(): A.expr {
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

  private slice(): A.expr {
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

  private atom(): A.expr {
    const tok = this.tok;
    switch (this.type) {
      case T.NAME:
        this.advance();
        return this.nameNode(tok, 'Load');
      case T.NUMBER:
        this.advance();
        return this.constant(parseNumberToken(this.text(tok)), tok);
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

  /** A NUMBER token as a constant. */
  protected primaryNumber(): A.Constant {
    const tok = this.expect(T.NUMBER);
    return this.constant(parseNumberToken(this.text(tok)), tok);
  }

  protected constant(value: A.Constant['value'], tok: Token): A.Constant {
    return {
      node: 'Constant',
      value,
      kind: null,
      lineno: tok.lineno,
      col_offset: tok.col,
      end_lineno: tok.endLineno,
      end_col_offset: tok.endCol,
    };
  }

  /** group, tuple or genexp */
  private parenthesised(): A.expr {
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

  private displayTuple(elts: A.expr[], open: Token): A.Tuple {
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

  private list(): A.List | A.ListComp {
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

  private dictOrSet(): A.expr {
    const open = this.advance();
    this.enter();
    const e = this.dictOrSetBody(open);
    this.leave();
    return e;
  }

  private dictOrSetBody(open: Token): A.expr {
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

  private dict(open: Token, keys: (A.expr | null)[], values: A.expr[]): A.Dict {
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

  // ---- comprehensions and targets ----

  private forIfClauses(): A.comprehension[] {
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

  // ---- parameters ----

  /** Parameters of `def` (up to `)`) or `lambda` (up to `:`). */
  protected parameters(end: number, annotated: boolean): A.arguments {
    const args: A.arguments = {
      node: 'arguments',
      posonlyargs: [],
      args: [],
      vararg: null,
      kwonlyargs: [],
      kw_defaults: [],
      kwarg: null,
      defaults: [],
    };
    let star = false;
    while (this.type !== end) {
      if (this.type === T.SLASH) {
        if (star || args.posonlyargs.length > 0 || args.args.length === 0) throw FAILED;
        this.advance();
        args.posonlyargs = args.args;
        args.args = [];
      } else if (this.type === T.STAR) {
        if (star) throw FAILED;
        star = true;
        this.advance();
        if (this.type === T.COMMA) {
          // A bare star: at least one named parameter follows.
          if (this.peek(1) !== T.NAME) throw FAILED;
        } else args.vararg = this.parameter(annotated, true);
      } else if (this.type === T.DOUBLESTAR) {
        this.advance();
        args.kwarg = this.parameter(annotated, false);
        if (this.type === T.EQUAL) throw FAILED;
        this.afterParameter(args.kwarg, end);
        break;
      } else {
        const arg = this.parameter(annotated, false);
        const value = this.accept(T.EQUAL) ? this.expression() : null;
        if (star) {
          args.kwonlyargs.push(arg);
          args.kw_defaults.push(value);
        } else {
          if (value !== null) args.defaults.push(value);
          else if (args.defaults.length > 0) throw FAILED;
          args.args.push(arg);
        }
        if (!this.afterParameter(arg, end)) break;
        continue;
      }
      if (!this.afterParameter(args.vararg, end)) break;
    }
    return args;
  }

  /** Takes the comma and a type comment after a parameter; false if it was the last. */
  private afterParameter(arg: A.arg | null, end: number): boolean {
    const comma = this.accept(T.COMMA);
    if (this.type === T.TYPE_COMMENT && end === T.RPAR && arg !== null) {
      arg.type_comment = this.text(this.advance());
    }
    if (!comma && this.type !== end) throw FAILED;
    return comma;
  }

  private parameter(annotated: boolean, star: boolean): A.arg {
    const tok = this.expect(T.NAME);
    let annotation: A.expr | null = null;
    if (annotated && this.accept(T.COLON)) annotation = star ? this.starExpression() : this.expression();
    return {
      node: 'arg',
      arg: this.identifier(tok),
      annotation,
      type_comment: null,
      lineno: tok.lineno,
      col_offset: tok.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
  }

  // ---- strings ----

  /** One or more adjacent literals. */
  protected strings(): A.expr {
    const start = this.tok;
    const parts: StringNode[] = [];
    do {
      parts.push(this.type === T.STRING ? this.stringLiteral() : this.formattedString());
    } while (this.type === T.STRING || this.type === T.FSTRING_START || this.type === T.TSTRING_START);
    if (parts.length === 1) return parts[0];
    return this.concatenate(parts, start);
  }

  /** Literals whose first invalid escape has been warned of (a look-ahead may read one twice). */
  private readonly warned = new Set<number>();

  /** Warns of the first invalid escape of the literal; `inFormatted`: the tokenizer has warned of braces. */
  private escapeWarning(tok: Token, inFormatted: boolean, place: (lines: number, warn: (line: number) => void) => void): EscapeWarning | null {
    const handler = this.options.onWarning;
    if (handler === undefined) return null;
    return (spelled, message, lines) => {
      if (this.warned.has(tok.start)) return;
      this.warned.add(tok.start);
      if (inFormatted && (spelled === '{' || spelled === '}')) return;
      place(lines, (line) => handler('SyntaxWarning', message, line, tok.col));
    };
  }

  private stringLiteral(): A.Constant {
    const tok = this.advance();
    const literal = decode(() => parseString(this.text(tok), this.escapeWarning(tok, false, (n, warn) => warn(tok.lineno + n))));
    const node = this.constant(literal.value, tok);
    if (literal.unicodeKind) node.kind = 'u';
    return node;
  }

  private concatenate(parts: StringNode[], start: Token): A.expr {
    const place = {
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
    const templates = parts.filter((p) => p.node === 'TemplateStr').length;
    if (templates > 0) {
      if (templates !== parts.length) throw FAILED;
      return { node: 'TemplateStr', values: foldConstants(parts.flatMap(valuesOf)), ...place };
    }
    const bytes: ConstBytes[] = [];
    for (const p of parts) if (p.node === 'Constant' && p.value instanceof ConstBytes) bytes.push(p.value);
    if (bytes.length > 0) {
      if (bytes.length !== parts.length) throw FAILED;
      return { node: 'Constant', value: joinBytes(bytes), kind: null, ...place };
    }
    const first = parts[0];
    if (parts.every((p) => p.node === 'Constant')) {
      const value = joinStrings(parts.map((p) => (p.node === 'Constant' && isStr(p.value) ? p.value : '')));
      return { node: 'Constant', value, kind: first.node === 'Constant' ? first.kind : null, ...place };
    }
    return { node: 'JoinedStr', values: foldConstants(parts.flatMap(valuesOf)), ...place };
  }

  private formattedString(): A.JoinedStr | A.TemplateStr {
    const start = this.advance();
    const template = start.type === T.TSTRING_START;
    const raw = /[rR]/.test(this.text(start));
    const MIDDLE = template ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE;
    const END = template ? T.TSTRING_END : T.FSTRING_END;
    const values: A.expr[] = [];
    // CPython decodes the pieces when it has reached the end, and counts their lines from there.
    const warnings: ((endLine: number) => void)[] = [];
    this.enter();
    while (this.type !== END) {
      if (this.type === T.LBRACE) this.replacementField(values, template, MIDDLE);
      else {
        const piece = this.expect(MIDDLE);
        values.push(this.literalPiece(piece, raw, (n, warn) => warnings.push((line) => warn(line + n))));
      }
    }
    this.leave();
    const end = this.advance();
    for (const warn of warnings) warn(end.lineno);
    const place = {
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: end.endLineno,
      end_col_offset: end.endCol,
    };
    const folded = foldConstants(values);
    return template
      ? { node: 'TemplateStr', values: folded, ...place }
      : { node: 'JoinedStr', values: folded, ...place };
  }

  private literalPiece(tok: Token, raw: boolean, place: (lines: number, warn: (line: number) => void) => void): A.Constant {
    const text = this.text(tok);
    if (raw || !text.includes('\\')) return this.constant(strConstant(text), tok);
    return this.constant(decode(() => decodeString(text, this.escapeWarning(tok, true, place))), tok);
  }

  /** `{expression=!r:spec}`; pushes the text of `=` and the value. */
  private replacementField(values: A.expr[], template: boolean, MIDDLE: number): void {
    const open = this.advance();
    const value = this.type === T.K_YIELD ? this.yieldExpr() : this.starExpressions();
    const debug = this.accept(T.EQUAL);
    let metadata: Token | null = null;
    let conversion = -1;
    let debugEnd: { line: number; col: number } | null = null;
    if (this.type === T.EXCLAMATION) {
      const bang = this.advance();
      metadata = bang;
      const tok = this.expect(T.NAME);
      const letter = this.text(tok);
      if (tok.start !== bang.end || (letter !== 's' && letter !== 'r' && letter !== 'a')) throw FAILED;
      conversion = letter.charCodeAt(0);
      debugEnd = { line: tok.lineno, col: tok.col };
    }
    let spec: A.JoinedStr | null = null;
    if (this.type === T.COLON) {
      const colon = this.advance();
      metadata ??= colon;
      const specValues: A.expr[] = [];
      while (this.type !== T.RBRACE) {
        if (this.type === T.LBRACE) this.replacementField(specValues, false, MIDDLE);
        else {
          const piece = this.expect(MIDDLE);
          specValues.push(this.literalPiece(piece, false, (n, warn) => warn(piece.lineno + n)));
        }
      }
      spec = {
        node: 'JoinedStr',
        values: foldConstants(specValues),
        lineno: colon.lineno,
        col_offset: colon.col,
        end_lineno: this.last.endLineno,
        end_col_offset: this.last.endCol,
      };
      debugEnd ??= { line: colon.lineno, col: colon.col + 1 };
    }
    const close = this.expect(T.RBRACE);
    metadata ??= close;
    debugEnd ??= { line: close.endLineno, col: close.endCol };
    if (conversion < 0 && debug && spec === null) conversion = 114;
    const place = {
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: close.endLineno,
      end_col_offset: close.endCol,
    };
    const text = metadata.metadata ?? '';
    if (debug) {
      values.push({
        node: 'Constant',
        value: strConstant(text),
        kind: null,
        lineno: open.lineno,
        col_offset: open.col + 1,
        end_lineno: debugEnd.line,
        end_col_offset: debugEnd.col - 1,
      });
    }
    if (template) {
      const str = strConstant(text.replace(EXPRESSION_END, ''));
      values.push({ node: 'Interpolation', value, str, conversion, format_spec: spec, ...place });
    } else values.push({ node: 'FormattedValue', value, conversion, format_spec: spec, ...place });
  }
}

function valuesOf(part: StringNode): A.expr[] {
  return part.node === 'Constant' ? [part] : part.values;
}

/** Joins neighbouring constants and leaves out empty ones. */
function foldConstants(values: A.expr[]): A.expr[] {
  const out: A.expr[] = [];
  for (let i = 0; i < values.length; i++) {
    const first = values[i];
    if (first.node !== 'Constant') {
      out.push(first);
      continue;
    }
    const run: A.Constant[] = [first];
    for (let next = values[i + 1]; next !== undefined && next.node === 'Constant'; next = values[i + 1]) {
      run.push(next);
      i++;
    }
    const value = run.length === 1 ? first.value : joinStrings(run.map((c) => (isStr(c.value) ? c.value : '')));
    if (value === '' || (value instanceof ConstStr && value.points.length === 0)) continue;
    const last = run[run.length - 1];
    out.push({ ...first, value, end_lineno: last.end_lineno, end_col_offset: last.end_col_offset });
  }
  return out;
}

function parseNumberToken(spelling: string): A.Constant['value'] {
  return decode(() => parseNumber(spelling));
}

/** A literal without a value is an error like any other: the diagnosing parser words it. */
function decode<R>(parse: () => R): R {
  try {
    return parse();
  } catch (e) {
    if (e instanceof DecodeError) throw FAILED;
    throw e;
  }
}
