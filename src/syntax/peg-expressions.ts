// The diagnosing parser, expressions: the grammar as a PEG, with the rules for invalid syntax.
// Invariant: alternatives stand in the order of CPython 3.14's grammar, for that order decides which message comes out.
// Its nodes carry just what messages need; the real tree comes from the fast parser.

import type { N } from './peg.ts';
import { exprName } from './peg-names.ts';
import { PegParameters } from './peg-parameters.ts';
import * as T from './token.ts';

/** How tight binary operators bind: `|` 0, `^` 1, `&` 2, shifts 3, sums 4, terms 5. */
const LEVEL: { readonly [token: number]: number } = {
  [T.VBAR]: 0,
  [T.CIRCUMFLEX]: 1,
  [T.AMPER]: 2,
  [T.LEFTSHIFT]: 3,
  [T.RIGHTSHIFT]: 3,
  [T.PLUS]: 4,
  [T.MINUS]: 4,
  [T.STAR]: 5,
  [T.SLASH]: 5,
  [T.DOUBLESLASH]: 5,
  [T.PERCENT]: 5,
  [T.AT]: 5,
};
const SHIFT = 3;
const TERM = 5;
const UNARY = [T.PLUS, T.MINUS, T.TILDE];
const SINGLETONS = [T.K_TRUE, T.K_FALSE, T.K_NONE];

export abstract class PegExpressions extends PegParameters {
  protected abstract simpleStmt(): unknown;

  protected list_(element: () => N | null): N | null {
    const start = this.mark;
    const first = this.attempt(element);
    if (first === null) return null;
    const elts = [first];
    let comma = false;
    for (;;) {
      const mark = this.mark;
      if (this.tk(T.COMMA) === null) break;
      comma = true;
      const next = this.attempt(element);
      if (next === null) {
        this.mark = mark + 1;
        break;
      }
      elts.push(next);
    }
    if (!comma) return first;
    const n = this.node('Tuple', start);
    n.elts = elts;
    return n;
  }

  expressions(): N | null {
    return this.list_(this.expression);
  }

  starExpressions(): N | null {
    return this.list_(this.starExpression);
  }

  starExpression(): N | null {
    const seen = this.recall('star_expression');
    if (seen !== undefined) return seen;
    const at = this.mark;
    return this.remember('star_expression', at, this.starredOr(at) ?? this.expression());
  }

  namedExpression(): N | null {
    const at = this.mark;
    if (this.atWalrus()) return this.assignmentExpression();
    if (this.invalid) {
      this.invalidNamedExpression();
      this.mark = at;
    }
    return this.expressionNotWalrus();
  }

  protected invalidNamedExpression(): null {
    return this.memo('invalid_named_expression', () => {
      const start = this.mark;
      const a = this.expression();
      if (a !== null && this.tk(T.COLONEQUAL) !== null && this.expression() !== null) {
        throw this.errorAt(a, `cannot use assignment expressions with ${exprName(a)}`);
      }
      this.mark = start;
      const name = this.name();
      if (name !== null && this.tk(T.EQUAL) !== null) {
        const b = this.bitwiseOr();
        if (b !== null && !this.atOf([T.EQUAL, T.COLONEQUAL])) {
          throw this.errorRange(name, b, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
      }
      this.mark = start;
      if (this.ahead(this.neverAssigned)) return null;
      const e = this.bitwiseOr();
      if (e !== null && this.tk(T.EQUAL) !== null && this.bitwiseOr() !== null && !this.atOf([T.EQUAL, T.COLONEQUAL])) {
        throw this.errorAt(e, `cannot assign to ${exprName(e)} here. Maybe you meant '==' instead of '='?`);
      }
      return null;
    });
  }

  /** What `=` after it is not taken for a mistaken `==`. */
  protected neverAssigned(): unknown {
    return (
      this.attempt(this.listDisplay) ?? this.attempt(this.tuple) ?? this.attempt(this.genexp) ?? this.tkOf(SINGLETONS)
    );
  }

  expression(): N | null {
    const seen = this.recall('expression');
    if (seen !== undefined) return seen;
    const at = this.mark;
    if (this.invalid) {
      this.invalidExpression();
      this.mark = at;
      this.invalidLegacyExpression();
      this.mark = at;
    }
    return this.remember('expression', at, this.expressionWithoutInvalid());
  }

  /** `disjunction 'if' disjunction 'else' expression`, `disjunction` or `lambdef` */
  protected expressionWithoutInvalid(): N | null {
    const start = this.mark;
    const e = this.disjunction();
    if (e === null) return this.lambdef();
    const mark = this.mark;
    if (this.tk(T.K_IF) !== null && this.disjunction() !== null && this.tk(T.K_ELSE) !== null) {
      if (this.expression() !== null) return this.node('IfExp', start);
    }
    this.mark = mark;
    return e;
  }

  /** The legacy statements `print x` and `exec x`. */
  protected isLegacy(name: N): boolean {
    return name.kind === 'Name' && (name.text === 'print' || name.text === 'exec');
  }

  protected invalidLegacyExpression(): null {
    const a = this.name();
    if (a === null || this.at(T.LPAR)) return null;
    const b = this.starExpressions();
    if (b === null || !this.isLegacy(a)) return null;
    throw this.errorRange(a, b, `Missing parentheses in call to '${a.text}'. Did you mean ${a.text}(...)?`);
  }

  protected invalidExpression(): null {
    const start = this.mark;
    if (this.tk(T.STRING) !== null) {
      const parts = this.some(() => (this.at(T.STRING) ? null : this.withoutInvalid(this.expressionWithoutInvalid)));
      if (parts !== null && this.tk(T.STRING) !== null) {
        throw this.errorRange(
          parts[0],
          parts[parts.length - 1],
          'invalid syntax. Is this intended to be part of the string?',
        );
      }
    }
    this.mark = start;
    if (!this.ahead(() => (this.tk(T.NAME) === null ? null : this.tk(T.STRING))) && !this.atSoftKeyword()) {
      const a = this.disjunction();
      const b = a === null ? null : this.withoutInvalid(this.expressionWithoutInvalid);
      if (a !== null && b !== null) {
        if (this.isLegacy(a) || this.tokens[this.mark - 1].level === 0) return null;
        throw this.errorRange(a, b, 'invalid syntax. Perhaps you forgot a comma?');
      }
    }
    this.mark = start;
    const a = this.disjunction();
    if (a !== null && this.tk(T.K_IF) !== null) {
      const b = this.disjunction();
      if (b !== null) {
        if (!this.atOf([T.K_ELSE, T.COLON])) throw this.errorRange(a, b, "expected 'else' after 'if' expression");
        if (this.tk(T.K_ELSE) !== null && !this.ahead(this.expression)) {
          throw this.error("expected expression after 'else', but statement is given", 'SyntaxError', true);
        }
      }
    }
    this.mark = start;
    const stmt = this.tkOf([T.K_PASS, T.K_BREAK, T.K_CONTINUE]);
    if (stmt !== null) {
      if (
        this.tk(T.K_IF) !== null &&
        this.disjunction() !== null &&
        this.tk(T.K_ELSE) !== null &&
        this.simpleStmt() !== null
      ) {
        throw this.errorAt(stmt, "expected expression before 'if', but statement is given");
      }
    }
    this.mark = start;
    const lambda = this.tk(T.K_LAMBDA);
    if (lambda !== null) {
      this.attempt(this.lambdaParams);
      const colon = this.tk(T.COLON);
      if (colon !== null) {
        const f = this.at(T.FSTRING_MIDDLE);
        if (f || this.at(T.TSTRING_MIDDLE)) {
          const msg = `${f ? 'f' : 't'}-string: lambda expressions are not allowed without parentheses`;
          throw this.errorRange(lambda, colon, msg);
        }
      }
    }
    return null;
  }

  disjunction(): N | null {
    const seen = this.recall('disjunction');
    if (seen !== undefined) return seen;
    const at = this.mark;
    const first = this.conjunction();
    if (first === null) return this.remember('disjunction', at, null);
    let several = false;
    for (;;) {
      const mark = this.mark;
      if (this.tk(T.K_OR) === null || this.conjunction() === null) {
        this.mark = mark;
        return this.remember('disjunction', at, several ? this.node('BoolOp', at) : first);
      }
      several = true;
    }
  }

  protected conjunction(): N | null {
    const seen = this.recall('conjunction');
    if (seen !== undefined) return seen;
    const at = this.mark;
    const first = this.inversion();
    if (first === null) return this.remember('conjunction', at, null);
    let several = false;
    for (;;) {
      const mark = this.mark;
      if (this.tk(T.K_AND) === null || this.inversion() === null) {
        this.mark = mark;
        return this.remember('conjunction', at, several ? this.node('BoolOp', at) : first);
      }
      several = true;
    }
  }

  /** inversion, and the comparison below it */
  protected inversion(): N | null {
    const seen = this.recall('inversion');
    if (seen !== undefined) return seen;
    const at = this.mark;
    if (this.tk(T.K_NOT) !== null) {
      if (this.inversion() !== null) return this.remember('inversion', at, this.node('UnaryOp', at));
      this.mark = at;
    }
    const left = this.bitwiseOr();
    if (left === null) return this.remember('inversion', at, null);
    let first: string | null = null;
    for (;;) {
      const mark = this.mark;
      const op = this.compareStep();
      if (op === null) {
        this.mark = mark;
        break;
      }
      first ??= op;
    }
    if (first === null) return this.remember('inversion', at, left);
    const n = this.node('Compare', at);
    n.left = left;
    n.text = first;
    return this.remember('inversion', at, n);
  }

  protected compareStep(): string | null {
    const token = this.current();
    let op = '';
    switch (token.type) {
      case T.NOTEQUAL:
        this.mark++;
        if (this.options.futureBarryAsBdfl) {
          if (this.spelling(token) !== '<>') throw this.error("with Barry as BDFL, use '<>' instead of '!='");
        } else if (this.spelling(token) !== '!=') return null;
        op = '!=';
        break;
      case T.EQEQUAL:
      case T.LESS:
      case T.LESSEQUAL:
      case T.GREATER:
      case T.GREATEREQUAL:
        this.mark++;
        op = this.spelling(token);
        break;
      case T.K_IN:
        this.mark++;
        op = 'in';
        break;
      case T.K_NOT:
        this.mark++;
        if (this.tk(T.K_IN) === null) return null;
        op = 'not in';
        break;
      case T.K_IS: {
        this.mark++;
        const mark = this.mark;
        if (this.tk(T.K_NOT) !== null && this.bitwiseOr() !== null) return 'is not';
        this.mark = mark;
        op = 'is';
        break;
      }
      default:
        return null;
    }
    return this.bitwiseOr() === null ? null : op;
  }

  bitwiseOr(): N | null {
    const seen = this.recall('bitwise_or');
    if (seen !== undefined) return seen;
    const at = this.mark;
    return this.remember('bitwise_or', at, this.operation(0));
  }

  /** Binary operators that bind as tight as `min` says, or tighter. */
  protected operation(min: number): N | null {
    const start = this.mark;
    if (this.invalid && min <= TERM && this.atOf(UNARY)) {
      this.invalidFactor();
      this.mark = start;
    }
    let left = this.factor();
    if (left === null) return null;
    // The first sum of a shift is where an operator before `not` is looked for.
    let firstSum = min <= SHIFT;
    for (;;) {
      const mark = this.mark;
      const level = LEVEL[this.current().type] ?? -1;
      if (level < min) return left;
      this.mark++;
      if (level <= SHIFT) firstSum = false;
      const right = level === TERM ? this.factor() : this.operation(level + 1);
      if (right === null) {
        this.mark = mark;
        if (this.invalid && firstSum) this.invalidArithmetic();
        this.mark = mark;
        return left;
      }
      if (this.tokens[mark].type === T.AT) this.since(5, "The '@' operator is");
      left = this.node('BinOp', start);
    }
  }

  /** At an arithmetic operator whose right operand failed. */
  protected invalidArithmetic(): void {
    this.mark++;
    const not = this.tk(T.K_NOT);
    const b = not === null ? null : this.inversion();
    if (not !== null && b !== null) throw this.errorRange(not, b, "'not' after an operator must be parenthesized");
  }

  protected invalidFactor(): null {
    if (this.tkOf(UNARY) === null) return null;
    const not = this.tk(T.K_NOT);
    const b = not === null ? null : this.factor();
    if (not !== null && b !== null) throw this.errorRange(not, b, "'not' after an operator must be parenthesized");
    return null;
  }

  protected factor(): N | null {
    const seen = this.recall('factor');
    if (seen !== undefined) return seen;
    const at = this.mark;
    if (this.tkOf(UNARY) !== null) {
      if (this.factor() !== null) return this.remember('factor', at, this.node('UnaryOp', at));
      this.mark = at;
    }
    return this.remember('factor', at, this.power());
  }

  protected power(): N | null {
    const start = this.mark;
    let left: N | null = null;
    if (this.tk(T.K_AWAIT) !== null && this.primary() !== null) {
      this.since(5, 'Await expressions are');
      left = this.node('Await', start);
    } else {
      this.mark = start;
      left = this.primary();
    }
    if (left === null) return null;
    const mark = this.mark;
    if (this.tk(T.DOUBLESTAR) !== null && this.factor() !== null) return this.node('BinOp', start);
    this.mark = mark;
    return left;
  }

  protected primary(): N | null {
    const seen = this.recall('primary');
    if (seen !== undefined) return seen;
    const at = this.mark;
    let e = this.atom();
    while (e !== null) {
      const mark = this.mark;
      const next: N | null = this.trailer(at, true);
      if (next === null) {
        this.mark = mark;
        break;
      }
      e = next;
    }
    return this.remember('primary', at, e);
  }

  /**
   * What may follow a primary; the node is that of the whole. A generator is tried whatever the bracket, and its rules
   * for invalid syntax see the displays, too; `first`: before a subscript.
   */
  protected trailer(start: number, first: boolean): N | null {
    const at = this.mark;
    if (this.invalid && (this.at(T.LBRACE) || (first && this.at(T.LSQB)))) {
      this.genexp();
      this.mark = at;
    }
    switch (this.current().type) {
      case T.DOT: {
        this.mark++;
        return this.tk(T.NAME) === null ? null : this.node('Attribute', start);
      }
      case T.LPAR: {
        if (this.genexp() !== null) return this.node('Call', start);
        this.mark = at + 1;
        if (this.arguments() === null) this.mark = at + 1;
        return this.tk(T.RPAR) === null ? null : this.node('Call', start);
      }
      case T.LSQB: {
        this.mark++;
        if (this.slices() !== null && this.tk(T.RSQB) !== null) return this.node('Subscript', start);
        return null;
      }
      default:
        return null;
    }
  }

  protected slices(): N | null {
    const start = this.mark;
    const one = this.attempt(this.slice);
    if (one !== null && !this.at(T.COMMA)) return one;
    this.mark = start;
    const elts = this.separated(T.COMMA, () => this.attempt(this.slice) ?? this.starredExpression());
    if (elts === null) return null;
    this.tk(T.COMMA);
    const n = this.node('Tuple', start);
    n.elts = elts;
    return n;
  }

  protected slice(): N | null {
    const start = this.mark;
    this.attempt(this.expression);
    if (this.tk(T.COLON) !== null) {
      this.attempt(this.expression);
      if (this.tk(T.COLON) !== null) this.attempt(this.expression);
      return this.node('Slice', start);
    }
    this.mark = start;
    return this.namedExpression();
  }

  atom(): N | null {
    const start = this.mark;
    const token = this.current();
    switch (token.type) {
      case T.NAME:
        return this.name();
      case T.K_TRUE:
      case T.K_FALSE:
      case T.K_NONE: {
        this.mark++;
        const n = this.node('Constant', start);
        n.text = this.spelling(token);
        return n;
      }
      case T.ELLIPSIS: {
        this.mark++;
        const n = this.node('Constant', start);
        n.text = 'ellipsis';
        return n;
      }
      case T.NUMBER:
        return this.number();
      case T.STRING:
      case T.FSTRING_START:
      case T.TSTRING_START:
        return this.strings();
      case T.LPAR:
        return this.genexp() ?? (this.back(start), this.tuple()) ?? (this.back(start), this.group());
      case T.LSQB:
        return this.listcomp() ?? (this.back(start), this.listDisplay());
      case T.LBRACE: {
        const e = this.dictcomp() ?? (this.back(start), this.setcomp());
        return e ?? (this.back(start), this.dict()) ?? (this.back(start), this.set());
      }
      default:
        return null;
    }
  }

  protected back(mark: number): void {
    this.mark = mark;
  }

  protected lambdef(): N | null {
    const start = this.mark;
    if (this.tk(T.K_LAMBDA) === null) return null;
    this.attempt(this.lambdaParams);
    if (this.tk(T.COLON) === null || this.expression() === null) return null;
    return this.node('Lambda', start);
  }

  protected lambdaParams(): true | null {
    return this.params(T.COLON);
  }
}
