// match statements (PEP 634): patterns test the subject on top of the stack and jump to a failure label that pops what
// is left. Invariant: `failPops[n]` is the label that pops n values and goes to the next case; names are stored only
// after the whole pattern has matched.

import type * as ast from '../../syntax/ast.ts';
import { ConstTuple } from '../../syntax/constant.ts';
import { Label } from '../unit.ts';
import * as op from '../opcodes.ts';
import type { Context } from './context.ts';
import { expr, jumpIf, NB_SUBSCR } from './expressions.ts';

interface PatternState {
  stores: string[];
  allowIrrefutable: boolean;
  failPops: Label[];
  /** Values above the subject. */
  onTop: number;
}

export function matchStmt(c: Context, s: ast.Match): void {
  const u = c.unit;
  expr(c, s.subject);
  const end = new Label();
  const last = s.cases[s.cases.length - 1];
  const hasDefault = isWildcard(last.pattern) && s.cases.length > 1;
  const n = s.cases.length - (hasDefault ? 1 : 0);
  for (let i = 0; i < n; i++) {
    const m = s.cases[i];
    u.pos = m.pattern;
    if (i !== s.cases.length - 1) u.emit(op.COPY, 1, m.pattern);
    const p: PatternState = {
      stores: [],
      allowIrrefutable: m.guard !== null || i === s.cases.length - 1,
      failPops: [],
      onTop: 0,
    };
    pattern(c, m.pattern, p);
    for (const name of p.stores) c.name(name, 'Store', m.pattern);
    if (m.guard !== null) {
      ensureFail(p, 0);
      jumpIf(c, m.guard, p.failPops[0], false);
    }
    if (i !== s.cases.length - 1) u.emit(op.POP_TOP, 0, m.pattern);
    c.emit.stmts(c, m.body);
    u.jump(op.JUMP_FORWARD, end, s);
    emitFailPops(c, p, m.pattern);
  }
  if (hasDefault) {
    u.emit(s.cases.length === 1 ? op.NOP : op.POP_TOP, 0, last.pattern);
    if (last.guard !== null) jumpIf(c, last.guard, end, false);
    c.emit.stmts(c, last.body);
  }
  u.mark(end);
}

function isWildcard(p: ast.pattern): boolean {
  return p.node === 'MatchAs' && p.name === null;
}
function isWildcardStar(p: ast.pattern): boolean {
  return p.node === 'MatchStar' && p.name === null;
}

function ensureFail(p: PatternState, n: number): void {
  while (p.failPops.length <= n) p.failPops.push(new Label());
}
function jumpToFail(c: Context, p: PatternState, opcode: number, pos: ast.Position): void {
  const pops = p.onTop + p.stores.length; // the captured values wait on the stack, too
  ensureFail(p, pops);
  c.unit.jump(opcode, p.failPops[pops], pos);
}
function emitFailPops(c: Context, p: PatternState, pos: ast.Position): void {
  for (let i = p.failPops.length - 1; i > 0; i--) {
    c.unit.mark(p.failPops[i]);
    c.unit.emit(op.POP_TOP, 0, pos);
  }
  if (p.failPops.length > 0) c.unit.mark(p.failPops[0]);
  c.unit.emit(op.NOP, 0, pos);
}

/** Moves the top value below the names and subjects collected so far, to be stored at the end. */
function storeName(c: Context, p: PatternState, name: string | null, pos: ast.Position): void {
  const u = c.unit;
  if (name === null) {
    u.emit(op.POP_TOP, 0, pos);
    return;
  }
  if (p.stores.includes(name)) c.error(`multiple assignments to name '${name}' in pattern`, pos);
  rotate(c, p.onTop + p.stores.length + 1, pos);
  p.stores.push(name);
}
/** Rotates the top of the stack down by n - 1 places. */
function rotate(c: Context, n: number, pos: ast.Position): void {
  for (; n > 1; n--) c.unit.emit(op.SWAP, n, pos);
}

function pattern(c: Context, p: ast.pattern, s: PatternState): void {
  const u = c.unit;
  switch (p.node) {
    case 'MatchValue':
      if (!['Constant', 'Attribute', 'UnaryOp', 'BinOp'].includes(p.value.node)) {
        c.error('patterns may only match literals and attribute lookups', p);
      }
      expr(c, p.value);
      u.emit(op.COMPARE_OP, (2 << 5) | 8 | 16, p);
      jumpToFailAfter(c, s, op.POP_JUMP_IF_FALSE, p, 1);
      return;
    case 'MatchSingleton':
      u.loadConst(p.value, p);
      u.emit(op.IS_OP, 0, p);
      jumpToFailAfter(c, s, op.POP_JUMP_IF_FALSE, p, 1);
      return;
    case 'MatchSequence':
      return sequence(c, p, s);
    case 'MatchMapping':
      return mapping(c, p, s);
    case 'MatchClass':
      return classPattern(c, p, s);
    case 'MatchStar':
      return storeName(c, s, p.name, p);
    case 'MatchAs':
      return asPattern(c, p, s);
    case 'MatchOr':
      return orPattern(c, p, s);
  }
}
/** The tests consume the subject itself: nothing of it is left when they fail. */
function jumpToFailAfter(c: Context, s: PatternState, opcode: number, pos: ast.Position, _consumed: number): void {
  jumpToFail(c, s, opcode, pos);
}

function asPattern(c: Context, p: ast.MatchAs, s: PatternState): void {
  const u = c.unit;
  if (p.pattern === null) {
    if (!s.allowIrrefutable) {
      if (p.name !== null) c.error(`name capture '${p.name}' makes remaining patterns unreachable`, p);
      c.error('wildcard makes remaining patterns unreachable', p);
    }
    storeName(c, s, p.name, p);
    return;
  }
  s.onTop++;
  u.emit(op.COPY, 1, p);
  pattern(c, p.pattern, s);
  s.onTop--;
  storeName(c, s, p.name, p);
}

function subpattern(c: Context, p: ast.pattern, s: PatternState): void {
  const old = s.allowIrrefutable;
  s.allowIrrefutable = true;
  pattern(c, p, s);
  s.allowIrrefutable = old;
}

function sequence(c: Context, p: ast.MatchSequence, s: PatternState): void {
  const u = c.unit;
  const size = p.patterns.length;
  let star = -1;
  let starWildcard = false;
  let onlyWildcard = true;
  p.patterns.forEach((x, i) => {
    if (x.node === 'MatchStar') {
      if (star >= 0) c.error('multiple starred names in sequence pattern', p);
      starWildcard = isWildcardStar(x);
      onlyWildcard = onlyWildcard && starWildcard;
      star = i;
    } else onlyWildcard = onlyWildcard && isWildcard(x);
  });
  s.onTop++;
  u.emit(op.MATCH_SEQUENCE, 0, p);
  jumpToFail(c, s, op.POP_JUMP_IF_FALSE, p);
  if (star < 0) {
    u.emit(op.GET_LEN, 0, p);
    u.loadConst(size, p);
    u.emit(op.COMPARE_OP, (2 << 5) | 8 | 16, p);
    jumpToFail(c, s, op.POP_JUMP_IF_FALSE, p);
  } else if (size > 1) {
    u.emit(op.GET_LEN, 0, p);
    u.loadConst(size - 1, p);
    u.emit(op.COMPARE_OP, (5 << 5) | 4 | 8 | 16, p);
    jumpToFail(c, s, op.POP_JUMP_IF_FALSE, p);
  }
  s.onTop--;
  if (onlyWildcard) u.emit(op.POP_TOP, 0, p);
  else if (starWildcard) bySubscript(c, p, star, s);
  else {
    if (star >= 0) u.emit(op.UNPACK_EX, star | ((size - star - 1) << 8), p);
    else u.emit(op.UNPACK_SEQUENCE, size, p);
    s.onTop += size;
    for (const x of p.patterns) {
      s.onTop--;
      subpattern(c, x, s);
    }
  }
}
function bySubscript(c: Context, p: ast.MatchSequence, star: number, s: PatternState): void {
  const u = c.unit;
  const size = p.patterns.length;
  s.onTop++;
  p.patterns.forEach((x, i) => {
    if (isWildcard(x) || i === star) return;
    u.emit(op.COPY, 1, p);
    if (i < star) u.loadConst(i, p);
    else {
      u.emit(op.GET_LEN, 0, p);
      u.loadConst(size - i, p);
      u.emit(op.BINARY_OP, 10, p);
    }
    u.emit(op.BINARY_OP, NB_SUBSCR, p);
    subpattern(c, x, s);
  });
  s.onTop--;
  u.emit(op.POP_TOP, 0, p);
}

function mapping(c: Context, p: ast.MatchMapping, s: PatternState): void {
  const u = c.unit;
  const size = p.keys.length;
  s.onTop++;
  u.emit(op.MATCH_MAPPING, 0, p);
  jumpToFail(c, s, op.POP_JUMP_IF_FALSE, p);
  if (size === 0 && p.rest === null) {
    s.onTop--;
    u.emit(op.POP_TOP, 0, p);
    return;
  }
  if (size > 0) {
    u.emit(op.GET_LEN, 0, p);
    u.loadConst(size, p);
    u.emit(op.COMPARE_OP, (5 << 5) | 4 | 8 | 16, p);
    jumpToFail(c, s, op.POP_JUMP_IF_FALSE, p);
  }
  const seen = new Set<string>();
  for (const k of p.keys) {
    if (k.node === 'Constant') {
      const id = `${typeof k.value}:${typeof k.value === 'object' && k.value !== null ? JSON.stringify(k.value) : String(k.value)}`;
      if (seen.has(id)) c.error(`mapping pattern checks duplicate key (${showKey(k.value)})`, p);
      seen.add(id);
    }
    expr(c, k);
  }
  u.emit(op.BUILD_TUPLE, size, p);
  u.emit(op.MATCH_KEYS, 0, p);
  s.onTop += 2;
  u.emit(op.COPY, 1, p);
  jumpToFail(c, s, op.POP_JUMP_IF_NONE, p);
  u.emit(op.UNPACK_SEQUENCE, size, p);
  s.onTop += size - 1;
  for (const x of p.patterns) {
    s.onTop--;
    subpattern(c, x, s);
  }
  // subject, keys
  s.onTop -= 2;
  if (p.rest !== null) {
    u.emit(op.BUILD_MAP, 0, p);
    u.emit(op.SWAP, 3, p);
    u.emit(op.DICT_UPDATE, 2, p);
    u.emit(op.UNPACK_SEQUENCE, size, p);
    for (let n = size; n > 0; n--) {
      u.emit(op.COPY, 1 + n, p);
      u.emit(op.SWAP, 2, p);
      u.emit(op.DELETE_SUBSCR, 0, p);
    }
    storeName(c, s, p.rest, p);
  } else {
    u.emit(op.POP_TOP, 0, p);
    u.emit(op.POP_TOP, 0, p);
  }
}
function showKey(v: unknown): string {
  return typeof v === 'string'
    ? `'${v}'`
    : v === null
      ? 'None'
      : v === true
        ? 'True'
        : v === false
          ? 'False'
          : String(v);
}

function classPattern(c: Context, p: ast.MatchClass, s: PatternState): void {
  const u = c.unit;
  const nargs = p.patterns.length;
  p.kwd_attrs.forEach((a, i) => {
    if (p.kwd_attrs.indexOf(a) < i) c.error(`attribute name repeated in class pattern: ${a}`, p.kwd_patterns[i]);
  });
  expr(c, p.cls);
  u.emit(op.LOAD_CONST, u.constant(new ConstTuple(p.kwd_attrs.slice())), p);
  u.emit(op.MATCH_CLASS, nargs, p);
  u.emit(op.COPY, 1, p);
  s.onTop++;
  jumpToFail(c, s, op.POP_JUMP_IF_NONE, p);
  const all = [...p.patterns, ...p.kwd_patterns];
  u.emit(op.UNPACK_SEQUENCE, all.length, p);
  s.onTop += all.length - 1;
  for (const x of all) {
    s.onTop--;
    if (isWildcard(x)) u.emit(op.POP_TOP, 0, p);
    else subpattern(c, x, s);
  }
}

function orPattern(c: Context, p: ast.MatchOr, s: PatternState): void {
  const u = c.unit;
  const end = new Label();
  const outer: PatternState = { ...s };
  let control: string[] | null = null;
  const size = p.patterns.length;
  for (let i = 0; i < size; i++) {
    const alt = p.patterns[i];
    const inner: PatternState = {
      stores: [],
      allowIrrefutable: i === size - 1 && outer.allowIrrefutable,
      failPops: [],
      onTop: 0,
    };
    u.emit(op.COPY, 1, alt);
    pattern(c, alt, inner);
    const n = inner.stores.length;
    if (control === null) control = inner.stores;
    else {
      if (n !== control.length) c.error('alternative patterns bind different names', p);
      for (let at = n - 1; at >= 0; at--) {
        const name: string = control[at];
        const j = inner.stores.indexOf(name);
        if (j < 0) c.error('alternative patterns bind different names', p);
        if (j !== at) {
          // Bring the names into the order of the first alternative.
          const moved = inner.stores.splice(0, j + 1);
          inner.stores.splice(at - j, 0, ...moved);
          for (let k = 0; k < j + 1; k++) rotate(c, at + 1, p);
        }
      }
    }
    u.jump(op.JUMP_FORWARD, end, alt);
    emitFailPops(c, inner, alt);
  }
  // No alternative matched: drop the subject's copy and fail.
  u.emit(op.POP_TOP, 0, p);
  jumpToFail(c, s, op.JUMP_FORWARD, p);
  u.mark(end);
  const names = control ?? [];
  const n = names.length;
  // Below the names lies the subject of the alternatives: move the names under what s keeps, then drop it.
  const rot = n + 1 + s.onTop + s.stores.length;
  for (let i = 0; i < n; i++) {
    rotate(c, rot, p);
    const name = names[i];
    if (s.stores.includes(name)) c.error(`multiple assignments to name '${name}' in pattern`, p);
    s.stores.push(name);
  }
  u.emit(op.POP_TOP, 0, p);
}
