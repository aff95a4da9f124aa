// The diagnosing parser, statements: the grammar as a PEG, with the rules for invalid syntax.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import { PegPatterns } from './peg-patterns.ts';
import type { N } from './peg.ts';
import { exprName } from './peg-expressions.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

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
const AFTER_ITEM = [T.COMMA, T.RPAR, T.COLON];

type Match = true | null;

export class PegStatements extends PegPatterns {
  /** The start rule. */
  protected start(): Match {
    switch (this.mode) {
      case 'exec':
        this.attempt(this.statements);
        return this.tk(T.ENDMARKER) === null ? null : true;
      case 'single':
        return this.interactive();
      case 'eval':
        if (this.expressions() === null) return null;
        return this.trailerTokens();
      case 'func_type':
        return this.functionType();
    }
  }

  private trailerTokens(): Match {
    while (this.tk(T.NEWLINE) !== null);
    return this.tk(T.ENDMARKER) === null ? null : true;
  }

  private interactive(): Match {
    if (this.attempt(this.compoundStmt) !== null && this.tk(T.NEWLINE) !== null) return true;
    this.mark = 0;
    if (this.attempt(this.simpleStmts) !== null) return true;
    return this.tk(T.NEWLINE) !== null ? true : null;
  }

  private functionType(): Match {
    if (this.tk(T.LPAR) === null) return null;
    this.attempt(this.typeExpressions);
    if (this.tk(T.RPAR) === null || this.tk(T.RARROW) === null || this.expression() === null) return null;
    return this.trailerTokens();
  }

  private typeExpressions(): Match {
    const plain = this.separated(T.COMMA, this.expression) !== null;
    if (plain && !this.ahead(() => (this.tk(T.COMMA) === null ? null : this.tkOf([T.STAR, T.DOUBLESTAR])))) return true;
    if (plain) this.tk(T.COMMA);
    if (this.tk(T.STAR) !== null) {
      if (this.expression() === null) return null;
      const mark = this.mark;
      if (this.tk(T.COMMA) === null || !this.at(T.DOUBLESTAR)) {
        this.mark = mark;
        return true;
      }
    }
    return this.tk(T.DOUBLESTAR) === null || this.expression() === null ? null : true;
  }

  private statements(): Match {
    return this.some(this.statement) === null ? null : true;
  }

  private statement(): Match {
    return this.attempt(this.compoundStmt) ?? this.attempt(this.simpleStmts);
  }

  private simpleStmts(): Match {
    if (this.separated(T.SEMI, this.simpleStmt) === null) return null;
    this.tk(T.SEMI);
    return this.tk(T.NEWLINE) === null ? null : true;
  }

  protected override simpleStmt(): Match {
    return this.memo('simple_stmt', () => this.simpleStmtBody());
  }

  private simpleStmtBody(): Match {
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

  // ---- assignment ----

  private assignment(): Match {
    const start = this.mark;
    if (this.tk(T.NAME) !== null && this.annotationAndValue()) return true;
    this.mark = start;
    if (this.attempt(this.annotatedTarget) !== null && this.annotationAndValue()) return true;
    this.mark = start;
    if (this.some(this.targetAndEqual) !== null && this.annotatedRhs() !== null && !this.at(T.EQUAL)) {
      this.tk(T.TYPE_COMMENT);
      return true;
    }
    this.mark = start;
    if (this.attempt(this.singleTarget) !== null && this.tkOf(AUGMENTED) !== null) {
      // Committed to an augmented assignment.
      return this.annotatedRhs() === null ? null : true;
    }
    this.mark = start;
    if (this.invalid) this.invalidAssignment();
    return null;
  }

  /** `: annotation [= value]` */
  private annotationAndValue(): boolean {
    if (this.tk(T.COLON) === null || this.expression() === null) return false;
    this.attempt(() => (this.tk(T.EQUAL) === null ? null : this.annotatedRhs()));
    return true;
  }

  private annotatedTarget(): Match {
    const start = this.mark;
    if (this.tk(T.LPAR) !== null && this.singleTarget() !== null && this.tk(T.RPAR) !== null) return true;
    this.mark = start;
    return this.memberTarget() === null ? null : true;
  }

  private singleTarget(): Match {
    const start = this.mark;
    if (this.attempt(this.memberTarget) !== null) return true;
    if (this.tk(T.NAME) !== null) return true;
    if (this.tk(T.LPAR) !== null && this.singleTarget() !== null && this.tk(T.RPAR) !== null) return true;
    this.mark = start;
    return null;
  }

  private targetAndEqual(): Match {
    return this.starTargets() === null || this.tk(T.EQUAL) === null ? null : true;
  }

  private invalidAnnTarget(): N | null {
    const start = this.mark;
    const display = this.attempt(this.listDisplay) ?? this.attempt(this.tuple);
    if (display !== null) return display;
    if (this.tk(T.LPAR) === null) return null;
    const inner = this.invalidAnnTarget();
    if (inner !== null && this.tk(T.RPAR) !== null) return inner;
    this.mark = start;
    return null;
  }

  private invalidAssignment(): void {
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

  private typeAlias(): Match {
    if (this.soft('type') === null || this.tk(T.NAME) === null) return null;
    this.attempt(this.typeParams);
    return this.tk(T.EQUAL) === null || this.expression() === null ? null : true;
  }

  private delStmt(): Match {
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

  private delTargets(): Match {
    if (this.separated(T.COMMA, this.delTarget) === null) return null;
    this.tk(T.COMMA);
    return true;
  }

  private delTarget(): Match {
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

  // ---- import ----

  private importStmt(): Match {
    return this.memo('import_stmt', () => {
      if (this.invalid) this.attempt(this.invalidImport);
      return this.attempt(this.importName) ?? this.attempt(this.importFrom);
    });
  }

  private invalidImport(): null {
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

  private dottedName(): Match {
    return this.separated(T.DOT, () => this.tk(T.NAME)) === null ? null : true;
  }

  private importName(): Match {
    if (this.tk(T.K_IMPORT) === null) return null;
    return this.separated(T.COMMA, () => this.importAs(this.dottedName)) === null ? null : true;
  }

  /** A name with an optional `as NAME`. */
  private importAs(what: () => Match): Match {
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

  private importFrom(): Match {
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

  private checkFuture(mark: number, dots: number): void {
    if (dots > 0 || this.spelling(this.tokens[mark]) !== '__future__' || this.tokens[mark + 1].type !== T.K_IMPORT) return;
    for (let i = mark; i < this.mark; i++) {
      if (this.spelling(this.tokens[i]) === 'barry_as_FLUFL') this.options.futureBarryAsBdfl = true;
    }
  }

  private importNames(): Match {
    return this.separated(T.COMMA, () => this.importAs(() => (this.tk(T.NAME) === null ? null : true))) === null
      ? null
      : true;
  }

  private importFromTargets(): Match {
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

  // ---- compound statements ----

  private compoundStmt(): Match {
    switch (this.current().type) {
      case T.K_DEF:
        return this.functionDef();
      case T.AT:
        return this.attempt(this.functionDef) ?? this.attempt(this.classDef);
      case T.K_ASYNC:
        return this.attempt(this.functionDef) ?? this.attempt(this.withStmt) ?? this.attempt(this.forStmt);
      case T.K_IF:
        return this.ifStmt();
      case T.K_CLASS:
        return this.classDef();
      case T.K_WITH:
        return this.withStmt();
      case T.K_FOR:
        return this.forStmt();
      case T.K_TRY:
        return this.tryStmt();
      case T.K_WHILE:
        return this.whileStmt();
      default:
        return this.attempt(this.matchStmt);
    }
  }

  protected override block(): Match {
    return this.memo('block', () => {
      const start = this.mark;
      if (this.tk(T.NEWLINE) !== null && this.tk(T.INDENT) !== null && this.statements() !== null) {
        if (this.tk(T.DEDENT) !== null) return true;
      }
      this.mark = start;
      if (this.attempt(this.simpleStmts) !== null) return true;
      if (this.invalid && this.tk(T.NEWLINE) !== null && !this.at(T.INDENT)) {
        throw this.error('expected an indented block', 'IndentationError');
      }
      return null;
    });
  }

  private decorators(): Match {
    const one = (): Match =>
      this.tk(T.AT) === null || this.namedExpression() === null || this.tk(T.NEWLINE) === null ? null : true;
    return this.some(one) === null ? null : true;
  }

  private classDef(): Match {
    const start = this.mark;
    if (this.attempt(this.decorators) !== null && this.attempt(this.classDefRaw) !== null) return true;
    this.mark = start;
    return this.classDefRaw();
  }

  /** `class NAME [type_params] [(arguments)]` */
  private classHead(): Token | null {
    const token = this.tk(T.K_CLASS);
    if (token === null || this.tk(T.NAME) === null) return null;
    this.attempt(this.typeParams);
    this.attempt(() => {
      if (this.tk(T.LPAR) === null) return null;
      this.attempt(this.arguments);
      return this.tk(T.RPAR);
    });
    return token;
  }

  private classDefRaw(): Match {
    const start = this.mark;
    if (this.invalid) {
      const head = this.classHead();
      if (head !== null) {
        if (this.at(T.NEWLINE)) {
          this.mark++;
          throw this.error("expected ':'");
        }
        this.indentedBlockAfter(head, 'class definition');
      }
      this.mark = start;
    }
    if (this.classHead() === null || this.tk(T.COLON) === null) return null;
    return this.block();
  }

  /** `: NEWLINE` and no INDENT: an error that names what needs the block. */
  protected override indentedBlockAfter(head: Token, what: string): void {
    const mark = this.mark;
    if (this.tk(T.COLON) !== null && this.tk(T.NEWLINE) !== null && !this.at(T.INDENT)) {
      throw this.error(`expected an indented block after ${what} on line ${head.lineno}`, 'IndentationError');
    }
    this.mark = mark;
  }

  private functionDef(): Match {
    const start = this.mark;
    if (this.attempt(this.decorators) !== null && this.attempt(this.functionDefRaw) !== null) return true;
    this.mark = start;
    return this.functionDefRaw();
  }

  private functionDefRaw(): Match {
    const start = this.mark;
    if (this.invalid) {
      const def = this.functionHead();
      if (def !== null) {
        if (this.tk(T.LPAR) !== null && this.restOfHead()) this.indentedBlockAfter(def, 'function definition');
        this.mark = start;
        this.functionHead();
        this.forced(T.LPAR, '(');
        if (this.restOfHead()) {
          this.forced(T.COLON, ':');
          this.attempt(this.funcTypeComment);
          this.attempt(this.block);
        }
      }
      this.mark = start;
    }
    if (this.functionHead() === null || this.tk(T.LPAR) === null || !this.restOfHead()) return null;
    if (this.tk(T.COLON) === null) return null;
    this.attempt(this.funcTypeComment);
    return this.block();
  }

  /** `['async'] 'def' NAME [type_params]`; gives the `def`. */
  private functionHead(): Token | null {
    this.tk(T.K_ASYNC);
    const def = this.tk(T.K_DEF);
    if (def === null || this.tk(T.NAME) === null) return null;
    this.attempt(this.typeParams);
    return def;
  }

  /** `[params] ')' ['->' expression]` */
  private restOfHead(): boolean {
    this.attempt(() => this.params(T.RPAR));
    if (this.tk(T.RPAR) === null) return false;
    this.attempt(() => (this.tk(T.RARROW) === null ? null : this.expression()));
    return true;
  }

  private funcTypeComment(): Match {
    const start = this.mark;
    if (this.tk(T.NEWLINE) !== null && this.tk(T.TYPE_COMMENT) !== null) {
      if (this.ahead(() => (this.tk(T.NEWLINE) === null ? null : this.tk(T.INDENT)))) return true;
    }
    this.mark = start;
    if (this.invalid && this.tk(T.TYPE_COMMENT) !== null && this.tk(T.NEWLINE) !== null) {
      if (this.tk(T.TYPE_COMMENT) !== null && this.tk(T.NEWLINE) !== null && this.tk(T.INDENT) !== null) {
        throw this.error('Cannot have two type comments on def');
      }
    }
    this.mark = start;
    return this.tk(T.TYPE_COMMENT) === null ? null : true;
  }

  private typeParams(): Match {
    const start = this.mark;
    if (this.tk(T.LSQB) === null) return null;
    if (this.invalid) {
      const close = this.tk(T.RSQB);
      if (close !== null) throw this.errorFrom(close, 'Type parameter list cannot be empty');
    }
    if (this.separated(T.COMMA, this.typeParam) !== null) {
      this.tk(T.COMMA);
      if (this.tk(T.RSQB) !== null) return true;
    }
    this.mark = start;
    return null;
  }

  private typeParam(): Match {
    return this.memo('type_param', () => {
      const start = this.mark;
      if (this.tk(T.NAME) !== null) {
        this.attempt(() => (this.tk(T.COLON) === null ? null : this.expression()));
        this.attempt(() => (this.tk(T.EQUAL) === null ? null : this.expression()));
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
      this.attempt(() => {
        if (this.tk(T.EQUAL) === null) return null;
        return single ? this.starExpression() : this.expression();
      });
      return true;
    });
  }

  private ifStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(() => this.invalidCondition(T.K_IF, 'if'));
    this.mark = start + 1;
    if (this.namedExpression() === null || this.tk(T.COLON) === null || this.block() === null) return null;
    if (this.attempt(this.elifStmt) === null) this.attempt(this.elseBlock);
    return true;
  }

  private elifStmt(): Match {
    const start = this.mark;
    if (this.tk(T.K_ELIF) === null) return null;
    this.mark = start;
    if (this.invalid) this.attempt(() => this.invalidCondition(T.K_ELIF, 'elif'));
    this.mark = start + 1;
    if (this.namedExpression() === null || this.tk(T.COLON) === null || this.block() === null) return null;
    if (this.attempt(this.elifStmt) === null) this.attempt(this.elseBlock);
    return true;
  }

  /** A condition without its colon, or without its block. */
  private invalidCondition(keyword: number, name: string): null {
    const head = this.tk(keyword);
    if (head === null || this.namedExpression() === null) return null;
    if (this.at(T.NEWLINE)) {
      this.mark++;
      throw this.error("expected ':'");
    }
    this.indentedBlockAfter(head, `'${name}' statement`);
    return null;
  }

  private elseBlock(): Match {
    const start = this.mark;
    const head = this.tk(T.K_ELSE);
    if (head === null) return null;
    if (this.invalid) {
      this.indentedBlockAfter(head, "'else' statement");
      if (this.tk(T.COLON) !== null && this.block() !== null && this.tk(T.K_ELIF) !== null) {
        throw this.error("'elif' block follows an 'else' block");
      }
      this.mark = start + 1;
    }
    this.forced(T.COLON, ':');
    return this.block();
  }

  private whileStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(() => this.invalidCondition(T.K_WHILE, 'while'));
    this.mark = start + 1;
    if (this.namedExpression() === null || this.tk(T.COLON) === null || this.block() === null) return null;
    this.attempt(this.elseBlock);
    return true;
  }

  private forStmt(): Match {
    const start = this.mark;
    if (this.invalid) {
      this.tk(T.K_ASYNC);
      const head = this.tk(T.K_FOR);
      if (head !== null && this.attempt(this.starTargets) !== null && this.tk(T.K_IN) !== null) {
        if (this.starExpressions() !== null) {
          if (this.at(T.NEWLINE)) {
            this.mark++;
            throw this.error("expected ':'");
          }
          this.indentedBlockAfter(head, "'for' statement");
        }
      }
      this.mark = start;
    }
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_FOR) !== null && this.attempt(this.starTargets) !== null && this.tk(T.K_IN) !== null) {
      // Committed to a for statement.
      if (this.starExpressions() === null || this.tk(T.COLON) === null) return null;
      this.tk(T.TYPE_COMMENT);
      if (this.block() === null) return null;
      this.attempt(this.elseBlock);
      return true;
    }
    this.mark = start;
    return this.invalid ? this.invalidForTarget() : null;
  }

  // ---- with ----

  private withStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(this.invalidWithStmtIndent);
    this.mark = start;
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_WITH) === null) return null;
    const items = this.mark;
    if (this.tk(T.LPAR) !== null && this.separated(T.COMMA, this.withItem) !== null) {
      this.tk(T.COMMA);
      if (this.tk(T.RPAR) !== null && this.withBody()) return true;
    }
    this.mark = items;
    if (this.separated(T.COMMA, this.withItem) !== null && this.withBody()) return true;
    this.mark = start;
    if (this.invalid) this.invalidWithStmt();
    return null;
  }

  private withBody(): boolean {
    if (this.tk(T.COLON) === null) return false;
    this.tk(T.TYPE_COMMENT);
    return this.block() !== null;
  }

  private withItem(): Match {
    const start = this.mark;
    if (this.expression() === null) return null;
    const mark = this.mark;
    if (this.tk(T.K_AS) !== null && this.starTarget() !== null && this.atOf(AFTER_ITEM)) return true;
    if (this.invalid) {
      this.mark = mark;
      if (this.tk(T.K_AS) !== null) {
        const e = this.expression();
        if (e !== null && this.atOf(AFTER_ITEM)) {
          const error = this.targetError('star', e);
          if (error !== null) throw error;
        }
      }
    }
    this.mark = start;
    return this.expression() === null ? null : true;
  }

  /** `expression(s) ['as' star_target]`, as the rules for a missing colon or block read it. */
  private looseItem(several: boolean): Match {
    if ((several ? this.expressions() : this.expression()) === null) return null;
    this.attempt(() => (this.tk(T.K_AS) === null ? null : this.starTarget()));
    return true;
  }

  private looseItems(): boolean {
    return this.separated(T.COMMA, () => this.looseItem(false)) !== null;
  }

  private looseItemsInParentheses(): boolean {
    if (this.tk(T.LPAR) === null || this.separated(T.COMMA, () => this.looseItem(true)) === null) return false;
    this.tk(T.COMMA);
    return this.tk(T.RPAR) !== null;
  }

  private invalidWithStmtIndent(): null {
    this.tk(T.K_ASYNC);
    const head = this.tk(T.K_WITH);
    if (head === null) return null;
    const mark = this.mark;
    if (this.looseItems()) this.indentedBlockAfter(head, "'with' statement");
    this.mark = mark;
    if (this.looseItemsInParentheses()) this.indentedBlockAfter(head, "'with' statement");
    return null;
  }

  private invalidWithStmt(): void {
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_WITH) === null) return;
    const mark = this.mark;
    if (this.looseItems()) {
      const after = this.mark;
      const comma = this.tk(T.COMMA);
      if (comma !== null && this.tk(T.COLON) !== null) throw this.errorAt(comma, "the last 'with' item has a trailing comma");
      this.mark = after;
      if (this.tk(T.NEWLINE) !== null) throw this.error("expected ':'");
    }
    this.mark = mark;
    if (this.looseItemsInParentheses() && this.tk(T.NEWLINE) !== null) throw this.error("expected ':'");
  }

  // ---- try ----

  private tryStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(this.invalidTryStmt);
    this.mark = start + 1;
    this.forced(T.COLON, ':');
    if (this.block() === null) return null;
    const after = this.mark;
    if (this.attempt(this.finallyBlock) !== null) return true;
    for (const star of [false, true]) {
      this.mark = after;
      if (this.some(() => this.exceptBlock(star)) === null) continue;
      this.attempt(this.elseBlock);
      this.attempt(this.finallyBlock);
      return true;
    }
    return null;
  }

  private finallyBlock(): Match {
    const start = this.mark;
    const head = this.tk(T.K_FINALLY);
    if (head === null) return null;
    if (this.invalid) this.indentedBlockAfter(head, "'finally' statement");
    this.mark = start + 1;
    this.forced(T.COLON, ':');
    return this.block();
  }

  private asName(): Match {
    return this.tk(T.K_AS) === null || this.tk(T.NAME) === null ? null : true;
  }

  private invalidTryStmt(): null {
    const head = this.tk(T.K_TRY);
    if (head === null) return null;
    const start = this.mark;
    this.indentedBlockAfter(head, "'try' statement");
    if (this.tk(T.COLON) === null) return null;
    if (this.attempt(this.block) !== null && !this.atOf([T.K_EXCEPT, T.K_FINALLY])) {
      throw this.error("expected 'except' or 'finally' block");
    }
    for (const star of [false, true]) {
      this.mark = start + 1;
      this.many(this.block);
      if (this.some(() => this.exceptBlock(star)) === null) continue;
      const a = this.tk(T.K_EXCEPT);
      if (a === null) continue;
      const msg = "cannot have both 'except' and 'except*' on the same 'try'";
      if (star) {
        this.attempt(() => {
          if (this.expression() === null) return null;
          this.attempt(this.asName);
          return true;
        });
        if (this.tk(T.COLON) !== null) throw this.errorAt(a, msg);
      } else {
        const b = this.tk(T.STAR);
        if (b === null || this.expression() === null) continue;
        this.attempt(this.asName);
        if (this.tk(T.COLON) !== null) throw this.errorRange(a, b, msg);
      }
    }
    return null;
  }

  private exceptBlock(star: boolean): Match {
    const start = this.mark;
    const head = this.tk(T.K_EXCEPT);
    if (head === null) return null;
    const name = star ? "'except*' statement" : "'except' statement";
    if (this.invalid) {
      if (!star || this.tk(T.STAR) !== null) {
        const mark = this.mark;
        if (this.expression() !== null) {
          this.attempt(this.asName);
          this.indentedBlockAfter(head, name);
        }
        this.mark = mark;
        if (!star) this.indentedBlockAfter(head, name);
      }
      this.mark = start + 1;
    }
    if (!star || this.tk(T.STAR) !== null) {
      const types = this.mark;
      if (this.attempt(this.expression) !== null) {
        this.attempt(this.asName);
        if (this.tk(T.COLON) !== null && this.block() !== null) return true;
      }
      this.mark = types;
      if (this.attempt(this.expressions) !== null && this.tk(T.COLON) !== null && this.block() !== null) return true;
      this.mark = types;
      if (!star && this.tk(T.COLON) !== null && this.block() !== null) return true;
    }
    this.mark = start + 1;
    if (this.invalid) this.invalidExcept(star);
    return null;
  }

  private invalidExcept(star: boolean): void {
    if (star && this.tk(T.STAR) === null) return;
    const types = this.mark;
    const a = this.expression();
    if (a !== null && this.tk(T.COMMA) !== null && this.expressions() !== null && this.asName() !== null) {
      if (this.tk(T.COLON) !== null) {
        throw this.errorFrom(a, "multiple exception types must be parenthesized when using 'as'");
      }
    }
    this.mark = types;
    if (this.expression() !== null) {
      this.attempt(this.asName);
      if (this.tk(T.NEWLINE) !== null) throw this.error("expected ':'");
    }
    this.mark = types;
    if (star) {
      if (this.tkOf([T.NEWLINE, T.COLON]) !== null) throw this.error('expected one or more exception types');
    } else if (this.tk(T.NEWLINE) !== null) throw this.error("expected ':'");
    this.mark = types;
    if (this.expression() !== null && this.tk(T.K_AS) !== null) {
      const target = this.expression();
      if (target !== null && this.tk(T.COLON) !== null && this.block() !== null) {
        throw this.errorAt(target, `cannot use ${star ? 'except*' : 'except'} statement with ${exprName(target)}`);
      }
    }
  }
}
