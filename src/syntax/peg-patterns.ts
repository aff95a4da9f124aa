// The diagnosing parser, match statements and patterns.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import type { N } from './peg.ts';
import { PegExpressions } from './peg-expressions.ts';
import { exprName } from './peg-names.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

const NOT_CAPTURE = [T.DOT, T.LPAR, T.EQUAL];
const STRING_STARTS = [T.STRING, T.FSTRING_START, T.TSTRING_START];
const SINGLETONS = [T.K_TRUE, T.K_FALSE, T.K_NONE];

type Match = true | null;

export abstract class PegPatterns extends PegExpressions {
  protected abstract block(): Match;
  protected abstract indentedBlockAfter(head: Token, what: string): void;

  protected matchStmt(): Match {
    const start = this.mark;
    const head = this.soft('match');
    if (head === null) return null;
    if (this.subjectExpr() !== null && this.tk(T.COLON) !== null && this.tk(T.NEWLINE) !== null) {
      if (this.tk(T.INDENT) !== null && this.some(this.caseBlock) !== null && this.tk(T.DEDENT) !== null) {
        this.since(10, 'Pattern matching is');
        return true;
      }
    }
    if (!this.invalid) return null;
    this.mark = start + 1;
    if (this.subjectExpr() !== null) {
      if (this.at(T.NEWLINE)) {
        this.mark++;
        throw this.error("expected ':'");
      }
      this.indentedBlockAfter(head, "'match' statement");
    }
    return null;
  }

  private subjectExpr(): Match {
    const start = this.mark;
    if (this.starNamedExpression() !== null && this.tk(T.COMMA) !== null) {
      this.attempt(this.starNamedExpressions);
      return true;
    }
    this.mark = start;
    return this.namedExpression() === null ? null : true;
  }

  private guard(): Match {
    return this.tk(T.K_IF) === null || this.namedExpression() === null ? null : true;
  }

  private caseBlock(): Match {
    const start = this.mark;
    const head = this.soft('case');
    if (head === null) return null;
    if (this.invalid) {
      if (this.patterns() !== null) {
        this.attempt(this.guard);
        if (this.at(T.NEWLINE)) {
          this.mark++;
          throw this.error("expected ':'");
        }
        this.indentedBlockAfter(head, "'case' statement");
      }
      this.mark = start + 1;
    }
    if (this.patterns() === null) return null;
    this.attempt(this.guard);
    if (this.tk(T.COLON) === null) return null;
    return this.block();
  }

  private patterns(): N | null {
    return this.attempt(this.openSequencePattern) ?? this.pattern();
  }

  private pattern(): N | null {
    return this.attempt(this.asPattern) ?? this.orPattern();
  }

  private asPattern(): N | null {
    const start = this.mark;
    if (this.orPattern() === null || this.tk(T.K_AS) === null) return null;
    const mark = this.mark;
    if (this.attempt(this.captureTarget) !== null) return this.node('MatchAs', start);
    if (!this.invalid) return null;
    this.mark = mark;
    const wildcard = this.soft('_');
    if (wildcard !== null) throw this.errorAt(wildcard, "cannot use '_' as a target");
    const e = this.expression();
    if (e !== null) throw this.errorAt(e, `cannot use ${exprName(e)} as pattern target`);
    return null;
  }

  private orPattern(): N | null {
    const start = this.mark;
    return this.separated(T.VBAR, this.closedPattern) === null ? null : this.node('pattern', start);
  }

  private closedPattern(): N | null {
    return this.memo('closed_pattern', () => {
      const start = this.mark;
      if (
        this.attempt(this.literalPattern) !== null ||
        this.attempt(this.captureTarget) !== null ||
        this.soft('_') !== null ||
        this.attempt(this.valuePattern) !== null ||
        this.attempt(this.groupPattern) !== null ||
        this.attempt(this.sequencePattern) !== null ||
        this.attempt(this.mappingPattern) !== null ||
        this.attempt(this.classPattern) !== null
      ) {
        return this.node('pattern', start);
      }
      return null;
    });
  }

  private literalPattern(): Match {
    if (this.attempt(this.signedNumberAlone) !== null || this.attempt(this.complexNumber) !== null) return true;
    if (this.atOf(STRING_STARTS)) return this.strings() === null ? null : true;
    return this.tkOf(SINGLETONS) === null ? null : true;
  }

  private signedNumberAlone(): Match {
    this.tk(T.MINUS);
    if (this.number() === null || this.atOf([T.PLUS, T.MINUS])) return null;
    return true;
  }

  private complexNumber(): Match {
    this.tk(T.MINUS);
    const real = this.number();
    if (real === null) return null;
    if (real.left !== null) throw this.errorAt(real, 'real number required in complex literal');
    if (this.tkOf([T.PLUS, T.MINUS]) === null) return null;
    const imaginary = this.number();
    if (imaginary === null) return null;
    if (imaginary.left === null) throw this.errorAt(imaginary, 'imaginary number required in complex literal');
    return true;
  }

  private captureTarget(): N | null {
    if (this.ahead(() => this.soft('_'))) return null;
    const name = this.name();
    return name === null || this.atOf(NOT_CAPTURE) ? null : name;
  }

  /** `NAME ('.' NAME)*`; how many names. */
  private nameOrAttr(): number | null {
    const names = this.separated(T.DOT, () => this.tk(T.NAME));
    return names === null ? null : names.length;
  }

  private valuePattern(): Match {
    const names = this.nameOrAttr();
    return names === null || names < 2 || this.atOf(NOT_CAPTURE) ? null : true;
  }

  private groupPattern(): Match {
    if (this.tk(T.LPAR) === null || this.pattern() === null) return null;
    return this.tk(T.RPAR) === null ? null : true;
  }

  private sequencePattern(): Match {
    if (this.tk(T.LSQB) !== null) {
      this.attempt(this.maybeSequencePattern);
      return this.tk(T.RSQB) === null ? null : true;
    }
    if (this.tk(T.LPAR) === null) return null;
    this.attempt(this.openSequencePattern);
    return this.tk(T.RPAR) === null ? null : true;
  }

  private openSequencePattern(): N | null {
    const start = this.mark;
    if (this.maybeStarPattern() === null || this.tk(T.COMMA) === null) return null;
    this.attempt(this.maybeSequencePattern);
    return this.node('pattern', start);
  }

  private maybeSequencePattern(): Match {
    if (this.separated(T.COMMA, this.maybeStarPattern) === null) return null;
    this.tk(T.COMMA);
    return true;
  }

  private maybeStarPattern(): N | null {
    const start = this.mark;
    if (this.tk(T.STAR) !== null) {
      if (this.attempt(this.captureTarget) !== null || this.soft('_') !== null) return this.node('MatchStar', start);
      this.mark = start;
    }
    return this.pattern();
  }

  private mappingPattern(): Match {
    if (this.tk(T.LBRACE) === null) return null;
    if (this.attempt(() => this.separated(T.COMMA, this.keyValuePattern)) !== null) {
      const mark = this.mark;
      if (this.tk(T.COMMA) !== null && this.doubleStarPattern() !== null) {
        this.tk(T.COMMA);
        if (this.tk(T.RBRACE) !== null) return true;
      }
      this.mark = mark;
      this.tk(T.COMMA);
      return this.tk(T.RBRACE) === null ? null : true;
    }
    if (this.attempt(this.doubleStarPattern) !== null) this.tk(T.COMMA);
    return this.tk(T.RBRACE) === null ? null : true;
  }

  private doubleStarPattern(): Match {
    return this.tk(T.DOUBLESTAR) === null || this.captureTarget() === null ? null : true;
  }

  private keyValuePattern(): Match {
    const start = this.mark;
    const literal = this.attempt(this.literalPattern) !== null;
    if (!literal) {
      this.mark = start;
      const names = this.nameOrAttr();
      if (names === null || names < 2) return null;
    }
    return this.tk(T.COLON) === null || this.pattern() === null ? null : true;
  }

  private keywordPattern(): N | null {
    const start = this.mark;
    if (this.tk(T.NAME) === null || this.tk(T.EQUAL) === null || this.pattern() === null) return null;
    return this.node('pattern', start);
  }

  private classPattern(): Match {
    if (this.nameOrAttr() === null || this.tk(T.LPAR) === null) return null;
    const inside = this.mark;
    const positional = this.attempt(() => this.separated(T.COMMA, this.pattern));
    const mark = this.mark;
    if (positional === null || this.tk(T.COMMA) !== null) {
      if (this.attempt(() => this.separated(T.COMMA, this.keywordPattern)) !== null) {
        this.tk(T.COMMA);
        if (this.tk(T.RPAR) !== null) return true;
      }
    }
    this.mark = mark;
    if (positional !== null) this.tk(T.COMMA);
    if (this.tk(T.RPAR) !== null) return true;
    if (!this.invalid) return null;
    this.mark = inside;
    this.attempt(() => (this.separated(T.COMMA, this.pattern) === null ? null : this.tk(T.COMMA)));
    if (this.separated(T.COMMA, this.keywordPattern) !== null && this.tk(T.COMMA) !== null) {
      const late = this.separated(T.COMMA, this.pattern);
      if (late !== null)
        throw this.errorRange(late[0], late[late.length - 1], 'positional patterns follow keyword patterns');
    }
    return null;
  }
}
