// The diagnosing parser, assignment targets.
// Invariant: as in peg-expressions.ts, the order of alternatives is CPython 3.14's.

import type { N } from './peg.ts';
import { PegArguments } from './peg-arguments.ts';
import * as T from './token.ts';

const AFTER_PRIMARY = [T.LPAR, T.LSQB, T.DOT];

export abstract class PegTargets extends PegArguments {
  protected abstract atom(): N | null;
  protected abstract slices(): N | null;
  protected abstract trailer(start: number, first: boolean): N | null;

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

  protected targetWithStarAtom(): N | null {
    return this.memo('target_with_star_atom', () => this.attempt(this.memberTarget) ?? this.starAtom());
  }

  /** `t_primary.NAME` or `t_primary[slices]`, not followed by more of a primary. */
  protected memberTarget(): N | null {
    const start = this.mark;
    if (this.tPrimary() === null) return null;
    const mark = this.mark;
    if (this.tk(T.DOT) !== null && this.tk(T.NAME) !== null && !this.atOf(AFTER_PRIMARY))
      return this.node('Attribute', start);
    this.mark = mark;
    if (this.tk(T.LSQB) !== null && this.slices() !== null && this.tk(T.RSQB) !== null && !this.atOf(AFTER_PRIMARY)) {
      return this.node('Subscript', start);
    }
    return null;
  }

  /** A primary with more of a primary after it. */
  protected tPrimary(): N | null {
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

  protected starAtom(): N | null {
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
}
