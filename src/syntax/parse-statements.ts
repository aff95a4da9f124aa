// The fast parser, compound statements and start rules.
// Invariant: as in parse-expressions.ts: accepts exactly what is valid, else throws FAILED.

import type * as A from './ast.ts';
import { SimpleParser } from './parse-simple.ts';
import { FAILED } from './stream.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

/** What may follow the one statement of interactive input. */
export const ONLY_BLANK = /^(?:[ \t\n\f]|#[^\n]*)*$/;

/** The whole fast parser. `parse` throws FAILED (or TOO_DEEP) and nothing else. */

export class FastParser extends SimpleParser {
  parse(): A.mod {
    switch (this.mode) {
      case 'exec': {
        const body: A.stmt[] = [];
        while (this.type !== T.ENDMARKER) this.statement(body);
        return { node: 'Module', body, type_ignores: this.typeIgnores };
      }
      case 'single': {
        const body = this.interactive();
        if (!ONLY_BLANK.test(this.src.slice(this.last.end))) throw FAILED;
        return { node: 'Interactive', body };
      }
      case 'eval': {
        const body = this.expressions();
        this.trailer();
        return { node: 'Expression', body };
      }
      case 'func_type':
        return this.functionType();
    }
  }

  protected trailer(): void {
    while (this.accept(T.NEWLINE));
    if (this.type !== T.ENDMARKER) throw FAILED;
  }

  protected functionType(): A.FunctionType {
    this.expect(T.LPAR);
    const argtypes: A.expr[] = [];
    let stage = 0;
    while (this.type !== T.RPAR) {
      if (this.type === T.STAR && stage < 1) {
        this.advance();
        stage = 1;
      } else if (this.type === T.DOUBLESTAR && stage < 2) {
        this.advance();
        stage = 2;
      } else if (stage > 0) throw FAILED;
      argtypes.push(this.expression());
      if (!this.accept(T.COMMA)) break;
      if (this.type === T.RPAR) throw FAILED;
    }
    this.expect(T.RPAR);
    this.expect(T.RARROW);
    const returns = this.expression();
    this.trailer();
    return { node: 'FunctionType', argtypes, returns };
  }

  protected interactive(): A.stmt[] {
    const body: A.stmt[] = [];
    if (this.type === T.NEWLINE) {
      const start = this.advance();
      return [{ node: 'Pass', ...this.place0(start, start) }];
    }
    if (this.type === T.ENDMARKER) throw FAILED;
    if (this.compound(body)) this.expect(T.NEWLINE);
    else this.simpleStatements(body);
    return body;
  }

  protected statement(body: A.stmt[]): void {
    if (!this.compound(body)) this.simpleStatements(body);
  }

  protected simpleStatements(body: A.stmt[]): void {
    for (;;) {
      body.push(this.simple());
      if (this.type === T.NEWLINE) break;
      this.expect(T.SEMI);
      if (this.type === T.NEWLINE) break;
    }
    this.advance();
  }

  protected block(): A.stmt[] {
    const body: A.stmt[] = [];
    if (this.type !== T.NEWLINE) {
      this.simpleStatements(body);
      return body;
    }
    this.advance();
    this.expect(T.INDENT);
    this.enter();
    do this.statement(body);
    while (this.type !== T.DEDENT);
    this.leave();
    this.advance();
    return body;
  }

  /** Takes a compound statement, if one begins here. */
  protected compound(body: A.stmt[]): boolean {
    const start = this.tok;
    switch (this.type) {
      case T.K_IF:
        body.push(this.ifStatement());
        return true;
      case T.K_DEF:
        body.push(this.functionDef([], start, false));
        return true;
      case T.K_CLASS:
        body.push(this.classDef([]));
        return true;
      case T.AT:
        body.push(this.decorated());
        return true;
      case T.K_FOR:
        body.push(this.forStatement(start, false));
        return true;
      case T.K_WITH:
        body.push(this.withStatement(start, false));
        return true;
      case T.K_WHILE:
        body.push(this.whileStatement());
        return true;
      case T.K_TRY:
        body.push(this.tryStatement());
        return true;
      case T.K_ASYNC:
        this.advance();
        if (this.type === T.K_DEF) body.push(this.functionDef([], start, true));
        else if (this.type === T.K_FOR) body.push(this.forStatement(start, true));
        else if (this.type === T.K_WITH) body.push(this.withStatement(start, true));
        else throw FAILED;
        return true;
      case T.NAME:
        if (!this.isSoft('match')) return false;
        return this.matchStatement(body);
      default:
        return false;
    }
  }

  /** if_stmt; a chain of elif is a loop, for it may be long. */
  protected ifStatement(): A.If {
    const links: { start: Token; test: A.expr; body: A.stmt[] }[] = [];
    do {
      const start = this.advance();
      const test = this.namedExpression();
      this.expect(T.COLON);
      links.push({ start, test, body: this.block() });
    } while (this.type === T.K_ELIF);
    let orelse = this.elseBlock();
    for (let i = links.length - 1; ; i--) {
      const { start, test, body } = links[i];
      const node: A.If = { node: 'If', test, body, orelse, ...this.span(start) };
      if (i === 0) return node;
      orelse = [node];
    }
  }

  protected elseBlock(): A.stmt[] {
    if (!this.accept(T.K_ELSE)) return [];
    this.expect(T.COLON);
    return this.block();
  }

  protected whileStatement(): A.While {
    const start = this.advance();
    const test = this.namedExpression();
    this.expect(T.COLON);
    const body = this.block();
    const orelse = this.elseBlock();
    return { node: 'While', test, body, orelse, ...this.span(start) };
  }

  protected forStatement(start: Token, isAsync: boolean): A.For | A.AsyncFor {
    this.advance();
    const target = this.starTargets();
    this.expect(T.K_IN);
    const iter = this.starExpressions();
    this.expect(T.COLON);
    const type_comment = this.typeComment();
    const body = this.block();
    const orelse = this.elseBlock();
    return { node: isAsync ? 'AsyncFor' : 'For', target, iter, body, orelse, type_comment, ...this.span(start) };
  }

  protected withStatement(start: Token, isAsync: boolean): A.With | A.AsyncWith {
    this.advance();
    const items = this.parenthesisedItems() ?? this.withItems(T.COLON);
    this.expect(T.COLON);
    const type_comment = this.typeComment();
    const body = this.block();
    return { node: isAsync ? 'AsyncWith' : 'With', items, body, type_comment, ...this.span(start) };
  }

  /** `(a as b, c)` before the colon, unless the parentheses are those of an expression. */
  protected parenthesisedItems(): A.withitem[] | null {
    if (this.type !== T.LPAR || this.typeAfterBrackets() !== T.COLON) return null;
    const index = this.index;
    const depth = this.depthMark;
    try {
      this.advance();
      const items = this.withItems(T.RPAR);
      this.expect(T.RPAR);
      if (this.type === T.COLON) return items;
    } catch (e) {
      if (e !== FAILED) throw e;
    }
    this.depthMark = depth;
    this.reset(index);
    return null;
  }

  /** Type of the token after the bracket that matches the one here. */
  protected typeAfterBrackets(): number {
    let level = 0;
    for (let i = this.index; i < this.tokens.length; i++) {
      const t = this.tokens[i].type;
      if (t === T.LPAR || t === T.LSQB || t === T.LBRACE) level++;
      else if (t === T.RPAR || t === T.RSQB || t === T.RBRACE) {
        if (--level === 0) return this.tokens[i + 1]?.type ?? T.ENDMARKER;
      }
    }
    return T.ENDMARKER;
  }

  protected withItems(end: number): A.withitem[] {
    const items: A.withitem[] = [];
    do {
      if (end === T.RPAR && items.length > 0 && this.type === T.RPAR) break;
      const context_expr = this.expression();
      let optional_vars: A.expr | null = null;
      if (this.accept(T.K_AS)) {
        optional_vars = this.type === T.STAR ? this.starred(true) : this.primary();
        this.toTarget(optional_vars, 'Store');
        if (this.type !== T.COMMA && this.type !== T.RPAR && this.type !== T.COLON) throw FAILED;
      }
      items.push({ node: 'withitem', context_expr, optional_vars });
    } while (this.accept(T.COMMA));
    return items;
  }

  protected tryStatement(): A.Try | A.TryStar {
    const start = this.advance();
    this.expect(T.COLON);
    const body = this.block();
    const handlers: A.excepthandler[] = [];
    let star = false;
    let orelse: A.stmt[] = [];
    let finalbody: A.stmt[] = [];
    while (this.type === T.K_EXCEPT) {
      const isStar = this.peek(1) === T.STAR;
      if (handlers.length > 0 && isStar !== star) throw FAILED;
      star = isStar;
      handlers.push(this.exceptHandler(star));
    }
    if (handlers.length > 0) orelse = this.elseBlock();
    if (this.accept(T.K_FINALLY)) {
      this.expect(T.COLON);
      finalbody = this.block();
    } else if (handlers.length === 0) throw FAILED;
    return { node: star ? 'TryStar' : 'Try', body, handlers, orelse, finalbody, ...this.span(start) };
  }

  protected exceptHandler(star: boolean): A.ExceptHandler {
    const start = this.advance();
    if (star) this.advance();
    let type: A.expr | null = null;
    let name: string | null = null;
    if (star || this.type !== T.COLON) {
      const index = this.index;
      type = this.expression();
      if (this.type === T.COMMA) {
        // Several types without parentheses (PEP 758) may not be named.
        this.reset(index);
        type = this.expressions();
      } else if (this.accept(T.K_AS)) name = this.name();
    }
    this.expect(T.COLON);
    const body = this.block();
    return { node: 'ExceptHandler', type, name, body, ...this.span(start) };
  }

  protected decorated(): A.stmt {
    const decorators: A.expr[] = [];
    while (this.accept(T.AT)) {
      decorators.push(this.namedExpression());
      this.expect(T.NEWLINE);
    }
    const start = this.tok;
    if (this.type === T.K_CLASS) return this.classDef(decorators);
    const isAsync = this.accept(T.K_ASYNC);
    return this.functionDef(decorators, start, isAsync);
  }

  protected functionDef(decorator_list: A.expr[], start: Token, isAsync: boolean): A.FunctionDef | A.AsyncFunctionDef {
    this.expect(T.K_DEF);
    const name = this.name();
    const type_params = this.typeParams();
    this.expect(T.LPAR);
    const args = this.parameters(T.RPAR, true);
    this.expect(T.RPAR);
    const returns = this.accept(T.RARROW) ? this.expression() : null;
    this.expect(T.COLON);
    const type_comment = this.functionTypeComment();
    const body = this.block();
    return {
      node: isAsync ? 'AsyncFunctionDef' : 'FunctionDef',
      name,
      args,
      body,
      decorator_list,
      returns,
      type_comment,
      type_params,
      ...this.span(start),
    };
  }

  protected functionTypeComment(): string | null {
    if (this.type === T.NEWLINE && this.peek(1) === T.TYPE_COMMENT) {
      if (this.peek(2) === T.NEWLINE && this.peek(3) === T.INDENT) {
        this.advance();
        return this.text(this.advance());
      }
      return null;
    }
    return this.typeComment();
  }

  protected classDef(decorator_list: A.expr[]): A.ClassDef {
    const start = this.advance();
    const name = this.name();
    const type_params = this.typeParams();
    const bases: A.expr[] = [];
    const keywords: A.keyword[] = [];
    if (this.type === T.LPAR) this.arguments(bases, keywords, false);
    this.expect(T.COLON);
    const body = this.block();
    return { node: 'ClassDef', name, bases, keywords, body, decorator_list, type_params, ...this.span(start) };
  }

  /** match_stmt; `match` is an ordinary name unless a subject, a colon and a `case` follow. */
  protected matchStatement(body: A.stmt[]): boolean {
    const next = this.peek(1);
    if (next === T.EQUAL || next === T.DOT || next === T.COMMA || next === T.NEWLINE || next === T.COLON) return false;
    const index = this.index;
    const depth = this.depthMark;
    const start = this.advance();
    let subject: A.expr;
    try {
      subject = this.subject();
      this.expect(T.COLON);
      this.expect(T.NEWLINE);
      this.expect(T.INDENT);
      if (!this.isSoft('case')) throw FAILED;
    } catch (e) {
      if (e !== FAILED) throw e;
      this.depthMark = depth;
      this.reset(index);
      return false;
    }
    const cases: A.match_case[] = [];
    do {
      if (!this.isSoft('case')) throw FAILED;
      this.advance();
      const pattern = this.patterns();
      const guard = this.accept(T.K_IF) ? this.namedExpression() : null;
      this.expect(T.COLON);
      const caseBody = this.block();
      cases.push({ node: 'match_case', pattern, guard, body: caseBody });
    } while (this.type !== T.DEDENT);
    this.advance();
    body.push({ node: 'Match', subject, cases, ...this.span(start) });
    return true;
  }

  protected subject(): A.expr {
    const start = this.tok;
    const first = this.starNamedExpression();
    if (this.type !== T.COMMA) {
      if (first.node === 'Starred') throw FAILED;
      return first;
    }
    const elts = [first];
    while (this.accept(T.COMMA)) {
      if (!this.startsExpression()) break;
      elts.push(this.starNamedExpression());
    }
    return { node: 'Tuple', elts, ctx: 'Load', ...this.place0(start, this.last) };
  }
}
