// The fast parser, parameters of `def` and `lambda`.
// Invariant: as in parse-expressions.ts: accepts exactly what is valid, else throws FAILED.

import type * as A from './ast.ts';
import { DisplayParser } from './parse-displays.ts';
import { FAILED } from './stream.ts';
import * as T from './token.ts';

export abstract class ParameterParser extends DisplayParser {
  protected abstract starExpression(): A.expr;

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
  protected afterParameter(arg: A.arg | null, end: number): boolean {
    const comma = this.accept(T.COMMA);
    if (this.type === T.TYPE_COMMENT && end === T.RPAR && arg !== null) {
      arg.type_comment = this.text(this.advance());
    }
    if (!comma && this.type !== end) throw FAILED;
    return comma;
  }

  protected parameter(annotated: boolean, star: boolean): A.arg {
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
}
