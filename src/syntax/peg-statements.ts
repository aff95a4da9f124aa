// The diagnosing parser, compound statements and start rules.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import { exprName } from './peg-names.ts';
import { PegSimple } from './peg-simple.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

const AFTER_ITEM = [T.COMMA, T.RPAR, T.COLON];

type Match = true | null;

export class PegStatements extends PegSimple {
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

  protected trailerTokens(): Match {
    while (this.tk(T.NEWLINE) !== null);
    return this.tk(T.ENDMARKER) === null ? null : true;
  }

  protected interactive(): Match {
    if (this.attempt(this.compoundStmt) !== null && this.tk(T.NEWLINE) !== null) return true;
    this.mark = 0;
    if (this.attempt(this.simpleStmts) !== null) return true;
    return this.tk(T.NEWLINE) !== null ? true : null;
  }

  protected functionType(): Match {
    if (this.tk(T.LPAR) === null) return null;
    this.attempt(this.typeExpressions);
    if (this.tk(T.RPAR) === null || this.tk(T.RARROW) === null || this.expression() === null) return null;
    return this.trailerTokens();
  }

  protected typeExpressions(): Match {
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

  protected statements(): Match {
    return this.some(this.statement) === null ? null : true;
  }

  protected statement(): Match {
    return this.attempt(this.compoundStmt) ?? this.attempt(this.simpleStmts);
  }

  protected simpleStmts(): Match {
    if (this.separated(T.SEMI, this.simpleStmt) === null) return null;
    this.tk(T.SEMI);
    return this.tk(T.NEWLINE) === null ? null : true;
  }

  protected compoundStmt(): Match {
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

  protected block(): Match {
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

  protected decorators(): Match {
    const one = (): Match =>
      this.tk(T.AT) === null || this.namedExpression() === null || this.tk(T.NEWLINE) === null ? null : true;
    return this.some(one) === null ? null : true;
  }

  protected classDef(): Match {
    const start = this.mark;
    if (this.attempt(this.decorators) !== null && this.attempt(this.classDefRaw) !== null) return true;
    this.mark = start;
    return this.classDefRaw();
  }

  /** `class NAME [type_params] [(arguments)]` */
  protected classHead(): Token | null {
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

  protected classDefRaw(): Match {
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
  protected indentedBlockAfter(head: Token, what: string): void {
    const mark = this.mark;
    if (this.tk(T.COLON) !== null && this.tk(T.NEWLINE) !== null && !this.at(T.INDENT)) {
      throw this.error(`expected an indented block after ${what} on line ${head.lineno}`, 'IndentationError');
    }
    this.mark = mark;
  }

  protected functionDef(): Match {
    const start = this.mark;
    if (this.attempt(this.decorators) !== null && this.attempt(this.functionDefRaw) !== null) return true;
    this.mark = start;
    return this.functionDefRaw();
  }

  protected functionDefRaw(): Match {
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
    const isAsync = this.at(T.K_ASYNC);
    if (this.functionHead() === null || this.tk(T.LPAR) === null || !this.restOfHead()) return null;
    if (this.tk(T.COLON) === null) return null;
    this.attempt(this.funcTypeComment);
    if (this.block() === null) return null;
    if (isAsync) this.since(5, 'Async functions are');
    return true;
  }

  /** `['async'] 'def' NAME [type_params]`; gives the `def`. */
  protected functionHead(): Token | null {
    this.tk(T.K_ASYNC);
    const def = this.tk(T.K_DEF);
    if (def === null || this.tk(T.NAME) === null) return null;
    this.attempt(this.typeParams);
    return def;
  }

  /** `[params] ')' ['->' expression]` */
  protected restOfHead(): boolean {
    this.attempt(() => this.params(T.RPAR));
    if (this.tk(T.RPAR) === null) return false;
    this.attempt(() => (this.tk(T.RARROW) === null ? null : this.expression()));
    return true;
  }

  protected funcTypeComment(): Match {
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

  protected ifStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(() => this.invalidCondition(T.K_IF, 'if'));
    this.mark = start + 1;
    if (this.namedExpression() === null || this.tk(T.COLON) === null || this.block() === null) return null;
    if (this.attempt(this.elifStmt) === null) this.attempt(this.elseBlock);
    return true;
  }

  protected elifStmt(): Match {
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
  protected invalidCondition(keyword: number, name: string): null {
    const head = this.tk(keyword);
    if (head === null || this.namedExpression() === null) return null;
    if (this.at(T.NEWLINE)) {
      this.mark++;
      throw this.error("expected ':'");
    }
    this.indentedBlockAfter(head, `'${name}' statement`);
    return null;
  }

  protected elseBlock(): Match {
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

  protected whileStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(() => this.invalidCondition(T.K_WHILE, 'while'));
    this.mark = start + 1;
    if (this.namedExpression() === null || this.tk(T.COLON) === null || this.block() === null) return null;
    this.attempt(this.elseBlock);
    return true;
  }

  protected forStmt(): Match {
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
    const isAsync = this.tk(T.K_ASYNC) !== null;
    if (this.tk(T.K_FOR) !== null && this.attempt(this.starTargets) !== null && this.tk(T.K_IN) !== null) {
      // Committed to a for statement.
      if (this.starExpressions() === null || this.tk(T.COLON) === null) return null;
      this.tk(T.TYPE_COMMENT);
      if (this.block() === null) return null;
      this.attempt(this.elseBlock);
      if (isAsync) this.since(5, 'Async for loops are');
      return true;
    }
    this.mark = start;
    return this.invalid ? this.invalidForTarget() : null;
  }

  protected withStmt(): Match {
    const start = this.mark;
    if (this.invalid) this.attempt(this.invalidWithStmtIndent);
    this.mark = start;
    const isAsync = this.tk(T.K_ASYNC) !== null;
    if (this.tk(T.K_WITH) === null) return null;
    const items = this.mark;
    if (this.tk(T.LPAR) !== null && this.separated(T.COMMA, this.withItem) !== null) {
      this.tk(T.COMMA);
      if (this.tk(T.RPAR) !== null && this.withBody(isAsync)) return true;
    }
    this.mark = items;
    if (this.separated(T.COMMA, this.withItem) !== null && this.withBody(isAsync)) return true;
    this.mark = start;
    if (this.invalid) this.invalidWithStmt();
    return null;
  }

  protected withBody(isAsync: boolean): boolean {
    if (this.tk(T.COLON) === null) return false;
    this.tk(T.TYPE_COMMENT);
    if (this.block() === null) return false;
    if (isAsync) this.since(5, 'Async with statements are');
    return true;
  }

  protected withItem(): Match {
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
  protected looseItem(several: boolean): Match {
    if ((several ? this.expressions() : this.expression()) === null) return null;
    this.attempt(() => (this.tk(T.K_AS) === null ? null : this.starTarget()));
    return true;
  }

  protected looseItems(): boolean {
    return this.separated(T.COMMA, () => this.looseItem(false)) !== null;
  }

  protected looseItemsInParentheses(): boolean {
    if (this.tk(T.LPAR) === null || this.separated(T.COMMA, () => this.looseItem(true)) === null) return false;
    this.tk(T.COMMA);
    return this.tk(T.RPAR) !== null;
  }

  protected invalidWithStmtIndent(): null {
    this.tk(T.K_ASYNC);
    const head = this.tk(T.K_WITH);
    if (head === null) return null;
    const mark = this.mark;
    if (this.looseItems()) this.indentedBlockAfter(head, "'with' statement");
    this.mark = mark;
    if (this.looseItemsInParentheses()) this.indentedBlockAfter(head, "'with' statement");
    return null;
  }

  protected invalidWithStmt(): void {
    this.tk(T.K_ASYNC);
    if (this.tk(T.K_WITH) === null) return;
    const mark = this.mark;
    if (this.looseItems() && this.tk(T.NEWLINE) !== null) throw this.error("expected ':'");
    this.mark = mark;
    if (this.looseItemsInParentheses() && this.tk(T.NEWLINE) !== null) throw this.error("expected ':'");
  }

  protected tryStmt(): Match {
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
      if (star) this.since(11, 'Exception groups are');
      return true;
    }
    return null;
  }

  protected finallyBlock(): Match {
    const start = this.mark;
    const head = this.tk(T.K_FINALLY);
    if (head === null) return null;
    if (this.invalid) this.indentedBlockAfter(head, "'finally' statement");
    this.mark = start + 1;
    this.forced(T.COLON, ':');
    return this.block();
  }

  protected asName(): Match {
    return this.tk(T.K_AS) === null || this.tk(T.NAME) === null ? null : true;
  }

  protected invalidTryStmt(): null {
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

  protected exceptBlock(star: boolean): Match {
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
      if (this.attempt(this.expressions) !== null && this.tk(T.COLON) !== null && this.block() !== null) {
        this.since(14, 'except expressions without parentheses are');
        return true;
      }
      this.mark = types;
      if (!star && this.tk(T.COLON) !== null && this.block() !== null) return true;
    }
    this.mark = start + 1;
    if (this.invalid) this.invalidExcept(star);
    return null;
  }

  protected invalidExcept(star: boolean): void {
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
