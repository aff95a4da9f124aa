// PEP 765: break, continue and return that leave a finally block give a SyntaxWarning. Invariant: each statement is
// looked at once, before anything else is checked.

import type { stmt } from '../../syntax/ast.ts';
import type { WarningHandler } from '../../syntax/errors.ts';

interface Where {
  readonly inFinally: boolean;
  readonly inFunction: boolean;
  readonly inLoop: boolean;
}

const OUTSIDE: Where = { inFinally: false, inFunction: false, inLoop: false };

/** Warns about every such statement. */
export function warnAboutFinally(body: readonly stmt[], warn: WarningHandler, where: Where = OUTSIDE): void {
  for (const s of body) visit(s, warn, where);
}

function visit(s: stmt, warn: WarningHandler, where: Where): void {
  const leaves = (word: string): void => {
    warn('SyntaxWarning', `'${word}' in a 'finally' block`, s.lineno, s.col_offset);
  };
  switch (s.node) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return warnAboutFinally(s.body, warn, { inFinally: false, inFunction: true, inLoop: false });
    case 'ClassDef':
      return warnAboutFinally(s.body, warn, OUTSIDE);
    case 'Return':
      if (where.inFinally && where.inFunction) leaves('return');
      return;
    case 'Break':
      if (where.inFinally && !where.inLoop) leaves('break');
      return;
    case 'Continue':
      if (where.inFinally && !where.inLoop) leaves('continue');
      return;
    case 'For':
    case 'AsyncFor':
    case 'While':
      warnAboutFinally(s.body, warn, { ...where, inLoop: true });
      return warnAboutFinally(s.orelse, warn, where);
    case 'If': {
      let at = s;
      for (;;) {
        warnAboutFinally(at.body, warn, where);
        const e = at.orelse[0] as stmt | undefined;
        if (e !== undefined && at.orelse.length === 1 && e.node === 'If') at = e;
        else break;
      }
      return warnAboutFinally(at.orelse, warn, where);
    }
    case 'With':
    case 'AsyncWith':
      return warnAboutFinally(s.body, warn, where);
    case 'Try':
    case 'TryStar':
      warnAboutFinally(s.body, warn, where);
      for (const h of s.handlers) warnAboutFinally(h.body, warn, where);
      warnAboutFinally(s.orelse, warn, where);
      return warnAboutFinally(s.finalbody, warn, { inFinally: true, inFunction: where.inFunction, inLoop: false });
    case 'Match':
      for (const m of s.cases) warnAboutFinally(m.body, warn, where);
  }
}
