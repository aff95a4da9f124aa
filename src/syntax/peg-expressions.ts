// The diagnosing parser, expressions: the grammar as a PEG, with the rules for invalid syntax.
// Invariant: alternatives stand in the order of CPython 3.14's grammar, for that order decides which message comes out.
// Its nodes carry just what messages need; the real tree comes from the fast parser.

import { N, Peg } from './peg.ts';
import { DecodeError, decodeString, parseNumber, parseString } from './strings.ts';
import { ConstBytes, ConstComplex } from './constant.ts';
import type { PythonSyntaxError } from './errors.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

/** What a clause of a comprehension ends with. */
export interface Clause {
  last: N;
}

/** Arguments of a call, as far as messages need them. */
interface Arguments {
  positional: N[];
  unpacksMapping: boolean;
}

interface Kwarg {
  starred: N | null;
  unpacksMapping: boolean;
}

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
const STRING_STARTS = [T.STRING, T.FSTRING_START, T.TSTRING_START];
const AFTER_PRIMARY = [T.LPAR, T.LSQB, T.DOT];
const SINGLETONS = [T.K_TRUE, T.K_FALSE, T.K_NONE];

const EXPR_NAMES: { readonly [kind: string]: string } = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  TemplateStr: 't-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

/** What messages call an expression. */
export function exprName(e: N): string {
  return e.kind === 'Constant' ? e.text : (EXPR_NAMES[e.kind] ?? 'expression');
}

/** Which part of an expression cannot be a target, if any. */
function invalidTarget(e: N, kind: 'star' | 'del' | 'for'): N | null {
  switch (e.kind) {
    case 'List':
    case 'Tuple':
      for (const elt of e.elts) {
        const bad = invalidTarget(elt, kind);
        if (bad !== null) return bad;
      }
      return null;
    case 'Starred':
      return kind === 'del' ? e : invalidTarget(e.left!, kind);
    case 'Compare':
      if (kind !== 'for') return e;
      return e.text === 'in' ? invalidTarget(e.left!, kind) : null;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return e;
  }
}

export class PegExpressions extends Peg {
  /** The error for a bad target inside `e`, if there is one. */
  protected targetError(kind: 'star' | 'del' | 'for', e: N): PythonSyntaxError | null {
    const bad = invalidTarget(e, kind);
    if (bad === null) return null;
    return this.errorAt(bad, `cannot ${kind === 'del' ? 'delete' : 'assign to'} ${exprName(bad)}`);
  }

  protected name(): N | null {
    const token = this.tk(T.NAME);
    if (token === null) return null;
    const n = this.node('Name', this.mark - 1);
    n.text = this.spelling(token);
    return n;
  }

  // ---- lists of expressions ----

  private list_(element: () => N | null): N | null {
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

  /** `'*' bitwise_or`; on failure the place is `at` again. */
  private starredOr(at: number): N | null {
    if (!this.at(T.STAR)) return null;
    const e = this.starredBy(this.bitwiseOr);
    if (e === null) this.mark = at;
    return e;
  }

  private starredBy(rule: () => N | null): N | null {
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

  protected assignmentExpression(): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null || this.tk(T.COLONEQUAL) === null) return null;
    if (this.expression() === null) return null;
    return this.node('NamedExpr', start);
  }

  /** Is it `NAME :=`? The alternative is then committed to. */
  private atWalrus(): boolean {
    return this.ahead(() => (this.tk(T.NAME) === null ? null : this.tk(T.COLONEQUAL)));
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

  private expressionNotWalrus(): N | null {
    const e = this.expression();
    return e === null || this.at(T.COLONEQUAL) ? null : e;
  }

  private invalidNamedExpression(): null {
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
  private neverAssigned(): unknown {
    return (
      this.attempt(this.listDisplay) ??
      this.attempt(this.tuple) ??
      this.attempt(this.genexp) ??
      this.tkOf(SINGLETONS)
    );
  }

  // ---- operators ----

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
  private expressionWithoutInvalid(): N | null {
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
  private isLegacy(name: N): boolean {
    return name.kind === 'Name' && (name.text === 'print' || name.text === 'exec');
  }

  private invalidLegacyExpression(): null {
    const a = this.name();
    if (a === null || this.at(T.LPAR)) return null;
    const b = this.starExpressions();
    if (b === null || !this.isLegacy(a)) return null;
    throw this.errorRange(a, b, `Missing parentheses in call to '${a.text}'. Did you mean ${a.text}(...)?`);
  }

  private invalidExpression(): null {
    const start = this.mark;
    if (this.tk(T.STRING) !== null) {
      const parts = this.some(() =>
        this.at(T.STRING) ? null : this.withoutInvalid(this.expressionWithoutInvalid),
      );
      if (parts !== null && this.tk(T.STRING) !== null) {
        throw this.errorRange(parts[0], parts[parts.length - 1], 'invalid syntax. Is this intended to be part of the string?');
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
      if (this.tk(T.K_IF) !== null && this.disjunction() !== null && this.tk(T.K_ELSE) !== null && this.simpleStmt() !== null) {
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

  /** Statements are another file's business. */
  protected simpleStmt(): unknown {
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

  private conjunction(): N | null {
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
  private inversion(): N | null {
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

  private compareStep(): string | null {
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
  private operation(min: number): N | null {
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
      left = this.node('BinOp', start);
    }
  }

  /** At an arithmetic operator whose right operand failed. */
  private invalidArithmetic(): void {
    this.mark++;
    const not = this.tk(T.K_NOT);
    const b = not === null ? null : this.inversion();
    if (not !== null && b !== null) throw this.errorRange(not, b, "'not' after an operator must be parenthesized");
  }

  private invalidFactor(): null {
    if (this.tkOf(UNARY) === null) return null;
    const not = this.tk(T.K_NOT);
    const b = not === null ? null : this.factor();
    if (not !== null && b !== null) throw this.errorRange(not, b, "'not' after an operator must be parenthesized");
    return null;
  }

  private factor(): N | null {
    const seen = this.recall('factor');
    if (seen !== undefined) return seen;
    const at = this.mark;
    if (this.tkOf(UNARY) !== null) {
      if (this.factor() !== null) return this.remember('factor', at, this.node('UnaryOp', at));
      this.mark = at;
    }
    return this.remember('factor', at, this.power());
  }

  private power(): N | null {
    const start = this.mark;
    let left: N | null = null;
    if (this.tk(T.K_AWAIT) !== null && this.primary() !== null) left = this.node('Await', start);
    else {
      this.mark = start;
      left = this.primary();
    }
    if (left === null) return null;
    const mark = this.mark;
    if (this.tk(T.DOUBLESTAR) !== null && this.factor() !== null) return this.node('BinOp', start);
    this.mark = mark;
    return left;
  }

  // ---- primaries ----

  private primary(): N | null {
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
  private trailer(start: number, first: boolean): N | null {
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

  private slices(): N | null {
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

  private slice(): N | null {
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

  private back(mark: number): void {
    this.mark = mark;
  }

  /** A NUMBER; `left` is set on an imaginary one. */
  protected number(): N | null {
    const token = this.tk(T.NUMBER);
    if (token === null) return null;
    const n = this.node('Constant', this.mark - 1);
    n.text = 'literal';
    try {
      if (parseNumber(this.spelling(token)) instanceof ConstComplex) n.left = n;
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e;
      throw this.makeError('SyntaxError', e.message, token.lineno, 0, token.endLineno, 0);
    }
    return n;
  }

  private group(): N | null {
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

  // ---- displays ----

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

  private set(): N | null {
    const start = this.mark;
    if (this.tk(T.LBRACE) === null || this.starNamedExpressions() === null) return null;
    return this.tk(T.RBRACE) === null ? null : this.node('Set', start);
  }

  private dict(): N | null {
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

  private doubleStarredKvpair(): true | null {
    const start = this.mark;
    if (this.tk(T.DOUBLESTAR) !== null && this.bitwiseOr() !== null) return true;
    this.mark = start;
    return this.kvpair();
  }

  private kvpair(): true | null {
    if (this.expression() === null || this.tk(T.COLON) === null) return null;
    return this.expression() === null ? null : true;
  }

  private invalidDoubleStarredKvpairs(): void {
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

  private invalidKvpairValue(): void {
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

  // ---- comprehensions ----

  protected forIfClauses(): Clause[] | null {
    return this.some(this.forIfClause);
  }

  private forIfClause(): Clause | null {
    const start = this.mark;
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_FOR) !== null && this.attempt(this.starTargets) !== null && this.tk(T.K_IN) !== null) {
      // Committed: whatever fails from here on is a failure of the clause.
      let last = this.disjunction();
      if (last === null) return null;
      for (;;) {
        const mark = this.mark;
        const cond: N | null = this.tk(T.K_IF) === null ? null : this.disjunction();
        if (cond === null) {
          this.mark = mark;
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

  private listcomp(): N | null {
    const start = this.mark;
    if (this.tk(T.LSQB) !== null && this.namedExpression() !== null && this.forIfClauses() !== null) {
      if (this.tk(T.RSQB) !== null) return this.node('ListComp', start);
    }
    this.mark = start;
    if (this.invalid) this.invalidComprehension();
    return null;
  }

  private setcomp(): N | null {
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
      if (e !== null && this.forIfClauses() !== null && this.tk(T.RPAR) !== null) return this.node('GeneratorExp', start);
    }
    this.mark = start;
    if (this.invalid) this.invalidComprehension();
    return null;
  }

  private dictcomp(): N | null {
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

  private invalidComprehension(): void {
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

  // ---- arguments ----

  protected arguments(): true | null {
    return this.memo('arguments', () => {
      const start = this.mark;
      if (this.attempt(this.args) !== null) {
        this.tk(T.COMMA);
        if (this.at(T.RPAR)) return true;
      }
      this.mark = start;
      if (this.invalid) this.invalidArguments();
      return null;
    });
  }

  private positional(): N | null {
    const starred = this.attempt(this.starredExpression);
    const e =
      starred ?? (this.atWalrus() ? this.attempt(this.assignmentExpression) : this.attempt(this.expressionNotWalrus));
    return e === null || this.at(T.EQUAL) ? null : e;
  }

  private args(): Arguments | null {
    const positional = this.separated(T.COMMA, this.positional);
    if (positional !== null) {
      const kwargs =
        this.attempt(() => (this.tk(T.COMMA) === null ? null : this.kwargs())) ?? [];
      for (const k of kwargs) if (k.starred !== null) positional.push(k.starred);
      return { positional, unpacksMapping: kwargs.some((k) => k.unpacksMapping) };
    }
    const kwargs = this.kwargs();
    if (kwargs === null) return null;
    const starred = kwargs.flatMap((k) => (k.starred === null ? [] : [k.starred]));
    return { positional: starred, unpacksMapping: kwargs.some((k) => k.unpacksMapping) };
  }

  private kwargs(): Kwarg[] | null {
    const start = this.mark;
    const first = this.separated(T.COMMA, this.kwargOrStarred);
    if (first !== null) {
      const mark = this.mark;
      if (this.tk(T.COMMA) !== null) {
        const second = this.separated(T.COMMA, this.kwargOrDoubleStarred);
        if (second !== null) return [...first, ...second];
      }
      this.mark = mark;
      return first;
    }
    this.mark = start;
    return this.separated(T.COMMA, this.kwargOrDoubleStarred);
  }

  private keywordArgument(): Kwarg | null {
    if (this.tk(T.NAME) === null || this.tk(T.EQUAL) === null) return null;
    return this.expression() === null ? null : { starred: null, unpacksMapping: false };
  }

  private kwargOrStarred(): Kwarg | null {
    if (this.invalid) this.attempt(this.invalidKwarg);
    const keyword = this.attempt(this.keywordArgument);
    if (keyword !== null) return keyword;
    const starred = this.starredExpression();
    return starred === null ? null : { starred, unpacksMapping: false };
  }

  private kwargOrDoubleStarred(): Kwarg | null {
    if (this.invalid) this.attempt(this.invalidKwarg);
    const keyword = this.attempt(this.keywordArgument);
    if (keyword !== null) return keyword;
    if (this.tk(T.DOUBLESTAR) === null || this.expression() === null) return null;
    return { starred: null, unpacksMapping: true };
  }

  private invalidKwarg(): null {
    const start = this.mark;
    const constant = this.tkOf(SINGLETONS);
    if (constant !== null) {
      const eq = this.tk(T.EQUAL);
      if (eq !== null) throw this.errorRange(constant, eq, `cannot assign to ${this.spelling(constant)}`);
    }
    this.mark = start;
    const name = this.tk(T.NAME);
    if (name !== null) {
      const eq = this.tk(T.EQUAL);
      if (eq !== null && this.expression() !== null && this.forIfClauses() !== null) {
        throw this.errorRange(name, eq, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
      }
    }
    this.mark = start;
    if (!this.ahead(() => (this.tk(T.NAME) === null ? null : this.tk(T.EQUAL)))) {
      const a = this.expression();
      const eq = a === null ? null : this.tk(T.EQUAL);
      if (a !== null && eq !== null) {
        throw this.errorRange(a, eq, 'expression cannot contain assignment, perhaps you meant "=="?');
      }
    }
    this.mark = start;
    const stars = this.tk(T.DOUBLESTAR);
    if (stars !== null && this.expression() !== null && this.tk(T.EQUAL) !== null) {
      const b = this.expression();
      if (b !== null) throw this.errorRange(stars, b, 'cannot assign to keyword argument unpacking');
    }
    return null;
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

  private invalidArguments(): void {
    const start = this.mark;
    // keyword unpacking, then iterable unpacking
    if (this.attempt(this.argsWithKwargs) !== null) {
      const comma = this.tk(T.COMMA);
      const starred =
        comma === null
          ? null
          : this.separated(T.COMMA, () => {
              const e = this.starredExpression();
              return e === null || this.at(T.EQUAL) ? null : e;
            });
      if (comma !== null && starred !== null) {
        throw this.errorFrom(comma, 'iterable argument unpacking follows keyword argument unpacking');
      }
    }
    this.mark = start;
    const a = this.expression();
    const clauses = a === null ? null : this.forIfClauses();
    if (a !== null && clauses !== null && this.tk(T.COMMA) !== null) {
      // The optional rest is parsed for its own errors.
      if (this.attempt(this.args) === null) {
        this.attempt(() => (this.expression() === null ? null : this.forIfClauses()));
      }
      throw this.errorRange(a, clauses[clauses.length - 1].last, 'Generator expression must be parenthesized');
    }
    this.mark = start;
    const name = this.tk(T.NAME);
    const equal = name === null ? null : this.tk(T.EQUAL);
    if (name !== null && equal !== null && this.expression() !== null && this.forIfClauses() !== null) {
      throw this.errorRange(name, equal, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    this.mark = start;
    this.attempt(() => (this.args() === null ? null : this.tk(T.COMMA)));
    const keyword = this.tk(T.NAME);
    const eq = keyword === null ? null : this.tk(T.EQUAL);
    if (keyword !== null && eq !== null && this.atOf([T.COMMA, T.RPAR])) {
      throw this.errorRange(keyword, eq, 'expected argument value expression');
    }
    this.mark = start;
    const args = this.args();
    if (args !== null) {
      const mark = this.mark;
      const inCall = this.forIfClauses();
      if (inCall !== null) {
        if (args.positional.length <= 1) return;
        const last = args.positional[args.positional.length - 1];
        throw this.errorRange(last, inCall[inCall.length - 1].last, 'Generator expression must be parenthesized');
      }
      this.mark = mark;
      if (this.tk(T.COMMA) !== null) {
        const after = this.mark;
        const e = this.expression();
        const loops = e === null ? null : this.forIfClauses();
        if (e !== null && loops !== null) {
          throw this.errorRange(e, loops[loops.length - 1].last, 'Generator expression must be parenthesized');
        }
        this.mark = after;
        if (this.args() !== null) {
          const unpacking = args.unpacksMapping ? ' unpacking' : '';
          throw this.error(`positional argument follows keyword argument${unpacking}`);
        }
      }
    }
  }

  /** Positional arguments and keywords, or keywords alone. */
  private argsWithKwargs(): true | null {
    const start = this.mark;
    if (this.separated(T.COMMA, this.positional) !== null && this.tk(T.COMMA) !== null && this.kwargs() !== null) return true;
    this.mark = start;
    return this.kwargs() === null ? null : true;
  }

  // ---- targets ----

  starTargets(): N | null {
    const start = this.mark;
    const first = this.starTarget();
    if (first === null) return null;
    if (!this.at(T.COMMA)) return first;
    this.many(() => (this.tk(T.COMMA) === null ? null : this.starTarget()));
    this.tk(T.COMMA);
    return this.node('Tuple', start);
  }

  starTarget(): N | null {
    return this.memo('star_target', () => {
      const start = this.mark;
      if (this.tk(T.STAR) !== null) {
        if (!this.at(T.STAR) && this.starTarget() !== null) return this.node('Starred', start);
        this.mark = start;
      }
      return this.targetWithStarAtom();
    });
  }

  private targetWithStarAtom(): N | null {
    return this.memo('target_with_star_atom', () => this.attempt(this.memberTarget) ?? this.starAtom());
  }

  /** `t_primary.NAME` or `t_primary[slices]`, not followed by more of a primary. */
  protected memberTarget(): N | null {
    const start = this.mark;
    if (this.tPrimary() === null) return null;
    const mark = this.mark;
    if (this.tk(T.DOT) !== null && this.tk(T.NAME) !== null && !this.atOf(AFTER_PRIMARY)) return this.node('Attribute', start);
    this.mark = mark;
    if (this.tk(T.LSQB) !== null && this.slices() !== null && this.tk(T.RSQB) !== null && !this.atOf(AFTER_PRIMARY)) {
      return this.node('Subscript', start);
    }
    return null;
  }

  /** A primary with more of a primary after it. */
  private tPrimary(): N | null {
    return this.memo('t_primary', () => {
      const start = this.mark;
      let e = this.atom();
      if (e === null || !this.atOf(AFTER_PRIMARY)) return null;
      for (;;) {
        const next: N | null = this.attempt(() => {
          const longer = this.trailer(start, false);
          return longer === null || !this.atOf(AFTER_PRIMARY) ? null : longer;
        });
        if (next === null) return e;
        e = next;
      }
    });
  }

  private starAtom(): N | null {
    const start = this.mark;
    const token = this.current();
    if (token.type === T.NAME) return this.name();
    if (token.type === T.LPAR) {
      this.mark++;
      const inner = this.attempt(this.targetWithStarAtom);
      if (inner !== null && this.tk(T.RPAR) !== null) return inner;
      this.mark = start + 1;
      this.attempt(() => {
        if (this.starTarget() === null || this.tk(T.COMMA) === null) return null;
        if (this.attempt(this.starTarget) !== null) {
          this.many(() => (this.tk(T.COMMA) === null ? null : this.starTarget()));
          this.tk(T.COMMA);
        }
        return true;
      });
      return this.tk(T.RPAR) === null ? null : this.node('Tuple', start);
    }
    if (token.type === T.LSQB) {
      this.mark++;
      if (this.attempt(() => this.separated(T.COMMA, this.starTarget)) !== null) this.tk(T.COMMA);
      return this.tk(T.RSQB) === null ? null : this.node('List', start);
    }
    return null;
  }

  // ---- lambda ----

  private lambdef(): N | null {
    const start = this.mark;
    if (this.tk(T.K_LAMBDA) === null) return null;
    this.attempt(this.lambdaParams);
    if (this.tk(T.COLON) === null || this.expression() === null) return null;
    return this.node('Lambda', start);
  }

  private lambdaParams(): true | null {
    return this.params(T.COLON);
  }

  /** (lambda_)params up to `end`. */
  protected params(end: number): true | null {
    if (this.invalid) this.attempt(() => this.invalidParameters(end));
    return this.parameters(end);
  }

  private parameters(end: number): true | null {
    const plain = (): N | null => this.paramNoDefault(end);
    const withDefault = (): N | null => this.paramWithDefault(end);
    const start = this.mark;
    if (this.attempt(() => this.slashNoDefault(end)) !== null) {
      this.many(plain);
      this.many(withDefault);
      this.attempt(() => this.starEtc(end));
      return true;
    }
    if (this.attempt(() => this.slashWithDefault(end)) !== null) {
      this.many(withDefault);
      this.attempt(() => this.starEtc(end));
      return true;
    }
    this.mark = start;
    if (this.some(plain) !== null) {
      this.many(withDefault);
      this.attempt(() => this.starEtc(end));
      return true;
    }
    if (this.some(withDefault) !== null) {
      this.attempt(() => this.starEtc(end));
      return true;
    }
    return this.starEtc(end);
  }

  private slashEnd(end: number): true | null {
    if (this.tk(T.SLASH) === null) return null;
    return this.tk(T.COMMA) !== null || this.at(end) ? true : null;
  }

  private slashNoDefault(end: number): true | null {
    return this.some(() => this.paramNoDefault(end)) === null ? null : this.slashEnd(end);
  }

  private slashWithDefault(end: number): true | null {
    this.many(() => this.paramNoDefault(end));
    return this.some(() => this.paramWithDefault(end)) === null ? null : this.slashEnd(end);
  }

  private starEtc(end: number): true | null {
    const start = this.mark;
    if (this.invalid) this.attempt(() => this.invalidStarEtc(end));
    const maybe = (): N | null => this.paramMaybeDefault(end);
    const finish = (): true => {
      this.many(maybe);
      this.attempt(() => this.kwds(end));
      return true;
    };
    if (this.tk(T.STAR) !== null) {
      if (this.attempt(() => this.paramNoDefault(end)) !== null) return finish();
      if (end === T.RPAR && this.attempt(this.paramStarAnnotation) !== null) return finish();
      if (this.tk(T.COMMA) !== null && this.some(maybe) !== null) {
        this.attempt(() => this.kwds(end));
        return true;
      }
    }
    this.mark = start;
    return this.kwds(end);
  }

  private kwds(end: number): true | null {
    if (this.invalid) this.attempt(() => this.invalidKwds(end));
    if (this.tk(T.DOUBLESTAR) === null) return null;
    return this.paramNoDefault(end) === null ? null : true;
  }

  private param(end: number): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null) return null;
    if (end === T.RPAR) this.attempt(() => (this.tk(T.COLON) === null ? null : this.expression()));
    return this.node('arg', start);
  }

  /** The comma or closing bracket after a parameter, type comment included. */
  private paramEnd(end: number): boolean {
    if (this.tk(T.COMMA) !== null) {
      if (end === T.RPAR) this.tk(T.TYPE_COMMENT);
      return true;
    }
    if (end === T.RPAR) this.tk(T.TYPE_COMMENT);
    return this.at(end);
  }

  private paramNoDefault(end: number): N | null {
    const p = this.param(end);
    return p !== null && this.paramEnd(end) ? p : null;
  }

  private paramStarAnnotation(): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null || this.tk(T.COLON) === null || this.starExpression() === null) return null;
    const n = this.node('arg', start);
    return this.paramEnd(T.RPAR) ? n : null;
  }

  private defaultValue(): N | null {
    const start = this.mark;
    const eq = this.tk(T.EQUAL);
    if (eq === null) return null;
    const e = this.attempt(this.expression);
    if (e !== null) return e;
    if (this.invalid && this.atOf([T.RPAR, T.COMMA])) throw this.errorAt(eq, 'expected default value expression');
    this.mark = start;
    return null;
  }

  private paramWithDefault(end: number): N | null {
    const p = this.param(end);
    if (p === null || this.defaultValue() === null) return null;
    return this.paramEnd(end) ? p : null;
  }

  private paramMaybeDefault(end: number): N | null {
    const p = this.param(end);
    if (p === null) return null;
    this.attempt(this.defaultValue);
    return this.paramEnd(end) ? p : null;
  }

  private invalidParameters(end: number): null {
    const start = this.mark;
    const plain = (): N | null => this.paramNoDefault(end);
    const maybe = (): N | null => this.paramMaybeDefault(end);
    const slash = (): true | null =>
      this.attempt(() => this.slashNoDefault(end)) ?? this.attempt(() => this.slashWithDefault(end));
    const first = this.tk(T.SLASH);
    if (first !== null && this.tk(T.COMMA) !== null) throw this.errorAt(first, 'at least one argument must precede /');
    this.mark = start;
    if (slash() !== null) {
      this.many(maybe);
      const again = this.tk(T.SLASH);
      if (again !== null) throw this.errorAt(again, '/ may appear only once');
    }
    this.mark = start;
    this.attempt(() => this.slashNoDefault(end));
    this.many(plain);
    if (
      this.attempt(() => this.slashWithDefault(end)) !== null ||
      this.some(() => this.paramWithDefault(end)) !== null
    ) {
      const a = this.paramNoDefault(end);
      if (a !== null) throw this.errorAt(a, 'parameter without a default follows parameter with a default');
    }
    this.mark = start;
    this.many(plain);
    const open = this.tk(T.LPAR);
    if (open !== null) {
      const inner =
        end === T.RPAR ? this.some(plain) : this.separated(T.COMMA, () => this.param(end));
      if (inner !== null) {
        this.tk(T.COMMA);
        const close = this.tk(T.RPAR);
        if (close !== null) {
          const what = end === T.RPAR ? 'Function' : 'Lambda expression';
          throw this.errorRange(open, close, `${what} parameters cannot be parenthesized`);
        }
      }
    }
    this.mark = start;
    slash();
    this.many(maybe);
    if (this.tk(T.STAR) !== null && (this.tk(T.COMMA) !== null || this.attempt(plain) !== null)) {
      this.many(maybe);
      const late = this.tk(T.SLASH);
      if (late !== null) throw this.errorAt(late, '/ must be ahead of *');
    }
    this.mark = start;
    if (this.some(maybe) !== null && this.tk(T.SLASH) !== null) {
      const star = this.tk(T.STAR);
      if (star !== null) throw this.errorAt(star, 'expected comma between / and *');
    }
    return null;
  }

  private invalidStarEtc(end: number): null {
    const start = this.mark;
    const plain = (): N | null => this.paramNoDefault(end);
    const star = this.tk(T.STAR);
    if (star === null) return null;
    if (this.at(end) || this.ahead(() => (this.tk(T.COMMA) === null ? null : this.tkOf([end, T.DOUBLESTAR])))) {
      if (end === T.RPAR) throw this.errorAt(star, 'named arguments must follow bare *');
      // The tokens up to the one that shows it are fetched, and the message stands at the last.
      if (!this.at(end)) this.mark++;
      this.current();
      throw this.error('named arguments must follow bare *');
    }
    if (end === T.RPAR && this.tk(T.COMMA) !== null && this.tk(T.TYPE_COMMENT) !== null) {
      throw this.error('bare * has associated type comment');
    }
    this.mark = start + 1;
    if (this.param(end) !== null) {
      const eq = this.tk(T.EQUAL);
      if (eq !== null) throw this.errorAt(eq, 'var-positional argument cannot have default value');
    }
    this.mark = start + 1;
    if (this.attempt(plain) !== null || this.tk(T.COMMA) !== null) {
      this.many(() => this.paramMaybeDefault(end));
      const second = this.tk(T.STAR);
      if (second !== null && (this.attempt(plain) !== null || this.tk(T.COMMA) !== null)) {
        throw this.errorAt(second, '* argument may appear only once');
      }
    }
    return null;
  }

  private invalidKwds(end: number): null {
    const start = this.mark;
    if (this.tk(T.DOUBLESTAR) === null) return null;
    if (this.param(end) === null) return null;
    const eq = this.tk(T.EQUAL);
    if (eq !== null) throw this.errorAt(eq, 'var-keyword argument cannot have default value');
    if (this.tk(T.COMMA) === null) return null;
    const a = this.attempt(() => this.param(end)) ?? this.tkOf([T.STAR, T.DOUBLESTAR, T.SLASH]);
    if (a !== null) throw this.errorAt(a, 'arguments cannot follow var-keyword argument');
    this.mark = start;
    return null;
  }

  // ---- strings ----

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

  private string(): N {
    const start = this.mark;
    const token = this.current();
    this.mark++;
    const n = this.node('Constant', start);
    const value = this.decode(token, () => parseString(this.spelling(token), null).value);
    n.text = value instanceof ConstBytes ? 'bytes' : 'str';
    return n;
  }

  /** A literal's value; its errors stand at the last token fetched, but those of bytes at the literal. */
  private decode<R>(token: Token, value: () => R): R {
    try {
      return value();
    } catch (e) {
      if (!(e instanceof DecodeError)) throw e;
      if (e.message.startsWith('(')) throw this.error(e.message);
      throw this.errorAt(token, e.message);
    }
  }

  /** An f-string or t-string. */
  private formatted(): N | null {
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
    if (!raw) {
      for (const piece of pieces) {
        const text = this.spelling(piece);
        if (text.includes('\\')) this.decode(end, () => decodeString(text, null));
      }
    }
    return this.node(template ? 'TemplateStr' : 'JoinedStr', start);
  }

  private replacementField(template: boolean): true | null {
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

  private conversion(): true | null {
    const bang = this.tk(T.EXCLAMATION);
    if (bang === null) return null;
    const letter = this.tk(T.NAME);
    if (letter === null) return null;
    const prefix = this.lexer.stringPrefix;
    if (bang.lineno !== letter.lineno || bang.endCol !== letter.col) {
      throw this.errorRange(bang, letter, `${prefix}-string: conversion type must come right after the exclamation mark`);
    }
    const s = this.spelling(letter);
    if (s !== 's' && s !== 'r' && s !== 'a') {
      throw this.errorAt(letter, `${prefix}-string: invalid conversion character '${s}': expected 's', 'r', or 'a'`);
    }
    return true;
  }

  private formatSpec(template: boolean): true | null {
    if (this.tk(T.COLON) === null) return null;
    this.many(() => this.formatSpecPiece(template));
    return true;
  }

  private formatSpecPiece(template: boolean): true | null {
    const piece = this.tk(template ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE);
    if (piece !== null) {
      const text = this.spelling(piece);
      if (text.includes('\\')) this.decode(piece, () => decodeString(text, null));
      return true;
    }
    return this.replacementField(template);
  }

  private invalidReplacementField(template: boolean): void {
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
