// The diagnosing parser, arguments of calls and classes.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import type { N } from './peg.ts';
import { PegDisplays } from './peg-displays.ts';
import * as T from './token.ts';

/** Arguments of a call, as far as messages need them. */
interface Arguments {
  positional: N[];
  unpacksMapping: boolean;
}

interface Kwarg {
  starred: N | null;
  unpacksMapping: boolean;
}

const SINGLETONS = [T.K_TRUE, T.K_FALSE, T.K_NONE];

export abstract class PegArguments extends PegDisplays {
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

  protected positional(): N | null {
    const starred = this.attempt(this.starredExpression);
    const e =
      starred ?? (this.atWalrus() ? this.attempt(this.assignmentExpression) : this.attempt(this.expressionNotWalrus));
    return e === null || this.at(T.EQUAL) ? null : e;
  }

  protected args(): Arguments | null {
    const positional = this.separated(T.COMMA, this.positional);
    if (positional !== null) {
      const kwargs = this.attempt(() => (this.tk(T.COMMA) === null ? null : this.kwargs())) ?? [];
      for (const k of kwargs) if (k.starred !== null) positional.push(k.starred);
      return { positional, unpacksMapping: kwargs.some((k) => k.unpacksMapping) };
    }
    const kwargs = this.kwargs();
    if (kwargs === null) return null;
    const starred = kwargs.flatMap((k) => (k.starred === null ? [] : [k.starred]));
    return { positional: starred, unpacksMapping: kwargs.some((k) => k.unpacksMapping) };
  }

  protected kwargs(): Kwarg[] | null {
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

  protected keywordArgument(): Kwarg | null {
    if (this.tk(T.NAME) === null || this.tk(T.EQUAL) === null) return null;
    return this.expression() === null ? null : { starred: null, unpacksMapping: false };
  }

  protected kwargOrStarred(): Kwarg | null {
    if (this.invalid) this.attempt(this.invalidKwarg);
    const keyword = this.attempt(this.keywordArgument);
    if (keyword !== null) return keyword;
    const starred = this.starredExpression();
    return starred === null ? null : { starred, unpacksMapping: false };
  }

  protected kwargOrDoubleStarred(): Kwarg | null {
    if (this.invalid) this.attempt(this.invalidKwarg);
    const keyword = this.attempt(this.keywordArgument);
    if (keyword !== null) return keyword;
    if (this.tk(T.DOUBLESTAR) === null || this.expression() === null) return null;
    return { starred: null, unpacksMapping: true };
  }

  protected invalidKwarg(): null {
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

  protected invalidArguments(): void {
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
  protected argsWithKwargs(): true | null {
    const start = this.mark;
    if (this.separated(T.COMMA, this.positional) !== null && this.tk(T.COMMA) !== null && this.kwargs() !== null)
      return true;
    this.mark = start;
    return this.kwargs() === null ? null : true;
  }
}
