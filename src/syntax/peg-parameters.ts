// The diagnosing parser, parameters of `def` and `lambda`, which differ only in how they end and in annotations.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import type { N } from './peg.ts';
import { PegTargets } from './peg-targets.ts';
import * as T from './token.ts';

export abstract class PegParameters extends PegTargets {
  protected abstract starExpression(): N | null;

  /** (lambda_)params up to `end`. */
  protected params(end: number): true | null {
    if (this.invalid) this.attempt(() => this.invalidParameters(end));
    return this.parameters(end);
  }

  protected parameters(end: number): true | null {
    const plain = (): N | null => this.paramNoDefault(end);
    const withDefault = (): N | null => this.paramWithDefault(end);
    const start = this.mark;
    if (this.attempt(() => this.slashNoDefault(end)) !== null) {
      this.many(plain);
      this.many(withDefault);
      this.attempt(() => this.starEtc(end));
      this.since(8, 'Positional-only parameters are');
      return true;
    }
    if (this.attempt(() => this.slashWithDefault(end)) !== null) {
      this.many(withDefault);
      this.attempt(() => this.starEtc(end));
      this.since(8, 'Positional-only parameters are');
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

  protected slashEnd(end: number): true | null {
    if (this.tk(T.SLASH) === null) return null;
    return this.tk(T.COMMA) !== null || this.at(end) ? true : null;
  }

  protected slashNoDefault(end: number): true | null {
    return this.some(() => this.paramNoDefault(end)) === null ? null : this.slashEnd(end);
  }

  protected slashWithDefault(end: number): true | null {
    this.many(() => this.paramNoDefault(end));
    return this.some(() => this.paramWithDefault(end)) === null ? null : this.slashEnd(end);
  }

  protected starEtc(end: number): true | null {
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

  protected kwds(end: number): true | null {
    if (this.invalid) this.attempt(() => this.invalidKwds(end));
    if (this.tk(T.DOUBLESTAR) === null) return null;
    return this.paramNoDefault(end) === null ? null : true;
  }

  protected param(end: number): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null) return null;
    if (end === T.RPAR) this.attempt(() => (this.tk(T.COLON) === null ? null : this.expression()));
    return this.node('arg', start);
  }

  /** The comma or closing bracket after a parameter, type comment included. */
  protected paramEnd(end: number): boolean {
    if (this.tk(T.COMMA) !== null) {
      if (end === T.RPAR) this.tk(T.TYPE_COMMENT);
      return true;
    }
    if (end === T.RPAR) this.tk(T.TYPE_COMMENT);
    return this.at(end);
  }

  protected paramNoDefault(end: number): N | null {
    const p = this.param(end);
    return p !== null && this.paramEnd(end) ? p : null;
  }

  protected paramStarAnnotation(): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null || this.tk(T.COLON) === null || this.starExpression() === null) return null;
    const n = this.node('arg', start);
    return this.paramEnd(T.RPAR) ? n : null;
  }

  protected defaultValue(): N | null {
    const start = this.mark;
    const eq = this.tk(T.EQUAL);
    if (eq === null) return null;
    const e = this.attempt(this.expression);
    if (e !== null) return e;
    if (this.invalid && this.atOf([T.RPAR, T.COMMA])) throw this.errorAt(eq, 'expected default value expression');
    this.mark = start;
    return null;
  }

  protected paramWithDefault(end: number): N | null {
    const p = this.param(end);
    if (p === null || this.defaultValue() === null) return null;
    return this.paramEnd(end) ? p : null;
  }

  protected paramMaybeDefault(end: number): N | null {
    const p = this.param(end);
    if (p === null) return null;
    this.attempt(this.defaultValue);
    return this.paramEnd(end) ? p : null;
  }

  protected invalidParameters(end: number): null {
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
      const inner = end === T.RPAR ? this.some(plain) : this.separated(T.COMMA, () => this.param(end));
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

  protected invalidStarEtc(end: number): null {
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

  protected invalidKwds(end: number): null {
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
}
