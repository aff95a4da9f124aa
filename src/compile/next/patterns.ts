// Code for match. Invariant: while a pattern is tried, the stack holds `onTop` values of the pattern above the names
// captured so far (`stores`); a failing test jumps to the label that pops exactly those.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import { type Constant, ConstComplex, ConstFloat, ConstTuple } from '../../syntax/constant.ts';
import * as op from '../opcodes.ts';
import { quote } from '../unparse.ts';
import type { Compiler } from './compiler.ts';
import { compareOp, expr, jumpIf } from './expressions.ts';
import { patternConstant } from './fold.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import { stmts } from './emitters.ts';
import { constKey } from './unit.ts';
import { constantRepr } from './repr.ts';

interface PatternContext {
  /** Names captured, in the order their values lie on the stack. */
  stores: string[];
  allowIrrefutable: boolean;
  /** failPop[n] pops n values and goes on with the next case. */
  failPop: Label[];
  onTop: number;
}

function isWildcard(p: ast.pattern): boolean {
  return p.node === 'MatchAs' && p.name === null && p.pattern === null;
}

export function matchStatement(c: Compiler, s: ast.Match): void {
  const pc: PatternContext = { stores: [], allowIrrefutable: false, failPop: [], onTop: 0 };
  expr(c, s.subject);
  const end = new Label();
  const cases = s.cases.length;
  const last = s.cases[cases - 1];
  const hasDefault = isWildcard(last.pattern) && cases > 1;
  const tried = cases - (hasDefault ? 1 : 0);
  for (let i = 0; i < tried; i++) {
    const m = s.cases[i];
    const loc = m.pattern;
    if (i !== tried - 1) c.op(loc, op.COPY, 1);
    pc.stores = [];
    pc.allowIrrefutable = m.guard !== null || i === cases - 1;
    pc.failPop = [];
    pc.onTop = 0;
    pattern(c, m.pattern, pc);
    for (const name of pc.stores) c.name(loc, name, 'Store');
    if (m.guard !== null) {
      ensureFailPop(pc, 0);
      jumpIf(c, loc, m.guard, pc.failPop[0], false);
    }
    if (i !== tried - 1) c.op(loc, op.POP_TOP);
    stmts(c, m.body);
    c.jump(NO_LOCATION, op.JUMP, end);
    emitFailPop(c, loc, pc);
  }
  if (hasDefault) {
    const loc = last.pattern;
    if (cases === 1) c.op(loc, op.POP_TOP);
    else c.op(loc, op.NOP); // shows the default case to line tracing
    if (last.guard !== null) jumpIf(c, loc, last.guard, end, false);
    stmts(c, last.body);
  }
  c.use(end);
}

function ensureFailPop(pc: PatternContext, n: number): void {
  while (pc.failPop.length <= n) pc.failPop.push(new Label());
}

/** Tests the top of the stack and gives the case up. */
function jumpToFailPop(c: Compiler, loc: Position, pc: PatternContext, opcode: number): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(pc, pops);
  c.jump(loc, opcode, pc.failPop[pops]);
}

function emitFailPop(c: Compiler, loc: Position, pc: PatternContext): void {
  for (let i = pc.failPop.length - 1; i >= 0; i--) {
    c.use(pc.failPop[i]);
    if (i > 0) c.op(loc, op.POP_TOP);
  }
  pc.failPop = [];
}

function rotate(c: Compiler, loc: Position, count: number): void {
  while (count > 1) c.op(loc, op.SWAP, count--);
}

function duplicateStore(c: Compiler, loc: Position, name: string): never {
  return c.error(loc, `multiple assignments to name ${quote(name)} in pattern`);
}

function storeName(c: Compiler, loc: Position, name: string | null, pc: PatternContext): void {
  if (name === null) return c.op(loc, op.POP_TOP);
  if (pc.stores.includes(name)) duplicateStore(c, loc, name);
  rotate(c, loc, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function subpattern(c: Compiler, p: ast.pattern, pc: PatternContext): void {
  const was = pc.allowIrrefutable;
  pc.allowIrrefutable = true;
  pattern(c, p, pc);
  pc.allowIrrefutable = was;
}

function pattern(c: Compiler, p: ast.pattern, pc: PatternContext): void {
  switch (p.node) {
    case 'MatchValue': {
      const v = p.value;
      const k = patternConstant(v);
      if (k === undefined && v.node !== 'Attribute') {
        c.error(p, 'patterns may only match literals and attribute lookups');
      }
      expr(c, v);
      compareOp(c, p, 'Eq');
      c.op(p, op.TO_BOOL);
      return jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
    }
    case 'MatchSingleton':
      c.loadConst(p, p.value);
      compareOp(c, p, 'Is');
      return jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
    case 'MatchSequence':
      return sequence(c, p, pc);
    case 'MatchMapping':
      return mapping(c, p, pc);
    case 'MatchClass':
      return classPattern(c, p, pc);
    case 'MatchStar':
      return storeName(c, p, p.name, pc);
    case 'MatchAs':
      return asPattern(c, p, pc);
    case 'MatchOr':
      return orPattern(c, p, pc);
  }
}

function asPattern(c: Compiler, p: ast.MatchAs, pc: PatternContext): void {
  if (p.pattern === null) {
    if (!pc.allowIrrefutable) {
      if (p.name !== null) c.error(p, `name capture ${quote(p.name)} makes remaining patterns unreachable`);
      c.error(p, 'wildcard makes remaining patterns unreachable');
    }
    return storeName(c, p, p.name, pc);
  }
  pc.onTop++;
  c.op(p, op.COPY, 1);
  pattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, p, p.name, pc);
}

function sequence(c: Compiler, p: ast.MatchSequence, pc: PatternContext): void {
  const { patterns } = p;
  const size = patterns.length;
  let star = -1;
  let onlyWildcard = true;
  let starWildcard = false;
  patterns.forEach((q, i) => {
    if (q.node === 'MatchStar') {
      if (star >= 0) c.error(p, 'multiple starred names in sequence pattern');
      starWildcard = q.name === null;
      onlyWildcard &&= starWildcard;
      star = i;
    } else onlyWildcard &&= isWildcard(q);
  });
  pc.onTop++;
  c.op(p, op.MATCH_SEQUENCE);
  jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  if (star < 0) {
    c.op(p, op.GET_LEN);
    c.loadConst(p, size);
    compareOp(c, p, 'Eq');
    jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  } else if (size > 1) {
    c.op(p, op.GET_LEN);
    c.loadConst(p, size - 1);
    compareOp(c, p, 'GtE');
    jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (onlyWildcard) c.op(p, op.POP_TOP);
  else if (starWildcard) bySubscript(c, p, star, pc);
  else byUnpacking(c, p, pc);
}

function byUnpacking(c: Compiler, p: ast.MatchSequence, pc: PatternContext): void {
  const { patterns } = p;
  const n = patterns.length;
  let star = false;
  patterns.forEach((q, i) => {
    if (q.node !== 'MatchStar') return;
    if (star) c.error(p, 'multiple starred expressions in sequence pattern');
    if (i >= 256 || n - i - 1 >= 0x7fffff) c.error(p, 'too many expressions in star-unpacking sequence pattern');
    c.op(p, op.UNPACK_EX, i | ((n - i - 1) << 8));
    star = true;
  });
  if (!star) c.op(p, op.UNPACK_SEQUENCE, n);
  pc.onTop += n;
  for (const q of patterns) {
    pc.onTop--;
    subpattern(c, q, pc);
  }
}

/** With `*_` the rest is never built: the items that matter are indexed. */
function bySubscript(c: Compiler, p: ast.MatchSequence, star: number, pc: PatternContext): void {
  pc.onTop++;
  const size = p.patterns.length;
  p.patterns.forEach((q, i) => {
    if (i === star || isWildcard(q)) return;
    c.op(p, op.COPY, 1);
    if (i < star) c.loadConst(p, i);
    else {
      c.op(p, op.GET_LEN);
      c.loadConst(p, size - i);
      c.op(p, op.BINARY_OP, op.NB_SUBTRACT);
    }
    c.op(p, op.BINARY_OP, op.NB_SUBSCR);
    subpattern(c, q, pc);
  });
  pc.onTop--;
  c.op(p, op.POP_TOP);
}

function classPattern(c: Compiler, p: ast.MatchClass, pc: PatternContext): void {
  const nargs = p.patterns.length;
  const nattrs = p.kwd_attrs.length;
  const seen = new Set<string>();
  p.kwd_attrs.forEach((a, i) => {
    if (seen.has(a)) c.error(p.kwd_patterns[i], `attribute name repeated in class pattern: ${a}`);
    seen.add(a);
  });
  expr(c, p.cls);
  c.loadConst(p, new ConstTuple(p.kwd_attrs));
  c.op(p, op.MATCH_CLASS, nargs);
  c.op(p, op.COPY, 1);
  c.loadConst(p, null);
  c.op(p, op.IS_OP, 1);
  pc.onTop++;
  jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  c.op(p, op.UNPACK_SEQUENCE, nargs + nattrs);
  pc.onTop += nargs + nattrs - 1;
  for (const q of [...p.patterns, ...p.kwd_patterns]) {
    pc.onTop--;
    if (isWildcard(q)) c.op(p, op.POP_TOP);
    else subpattern(c, q, pc);
  }
}

/** Equal constants have equal keys: 1, 1.0, True and 1+0j are one. */
function equalityKey(k: Constant): unknown {
  const real = k instanceof ConstComplex && k.im === 0 ? k.re : k instanceof ConstFloat ? k.v : k;
  if (typeof real === 'boolean') return BigInt(real);
  if (typeof real === 'number') return Number.isInteger(real) ? BigInt(real) : real;
  return typeof real === 'bigint' ? real : constKey(k);
}

function mapping(c: Compiler, p: ast.MatchMapping, pc: PatternContext): void {
  let size = p.keys.length;
  pc.onTop++;
  c.op(p, op.MATCH_MAPPING);
  jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  if (size === 0 && p.rest === null) {
    pc.onTop--;
    return c.op(p, op.POP_TOP);
  }
  if (size > 0) {
    c.op(p, op.GET_LEN);
    c.loadConst(p, size);
    compareOp(c, p, 'GtE');
    jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  }
  const seen = new Set<unknown>();
  for (const key of p.keys) {
    const k = patternConstant(key);
    if (k !== undefined) {
      const id = equalityKey(k);
      if (seen.has(id)) c.error(p, `mapping pattern checks duplicate key (${constantRepr(k)})`);
      seen.add(id);
    } else if (key.node !== 'Attribute') {
      c.error(p, 'mapping pattern keys may only match literals and attribute lookups');
    }
    expr(c, key);
  }
  c.op(p, op.BUILD_TUPLE, size);
  c.op(p, op.MATCH_KEYS);
  pc.onTop += 2;
  c.op(p, op.COPY, 1);
  c.loadConst(p, null);
  c.op(p, op.IS_OP, 1);
  jumpToFailPop(c, p, pc, op.POP_JUMP_IF_FALSE);
  c.op(p, op.UNPACK_SEQUENCE, size);
  pc.onTop += size - 1;
  for (const q of p.patterns) {
    pc.onTop--;
    subpattern(c, q, pc);
  }
  pc.onTop -= 2;
  if (p.rest !== null) {
    // A copy of the subject without the keys that were matched.
    c.op(p, op.BUILD_MAP, 0);
    c.op(p, op.SWAP, 3);
    c.op(p, op.DICT_UPDATE, 2);
    c.op(p, op.UNPACK_SEQUENCE, size);
    while (size > 0) {
      c.op(p, op.COPY, 1 + size--);
      c.op(p, op.SWAP, 2);
      c.op(p, op.DELETE_SUBSCR);
    }
    storeName(c, p, p.rest, pc);
  } else {
    c.op(p, op.POP_TOP);
    c.op(p, op.POP_TOP);
  }
}

function orPattern(c: Compiler, p: ast.MatchOr, pc: PatternContext): void {
  const end = new Label();
  const size = p.patterns.length;
  const old = { ...pc };
  let control: string[] = [];
  p.patterns.forEach((alt, i) => {
    pc.stores = [];
    pc.allowIrrefutable = i === size - 1 && old.allowIrrefutable;
    pc.failPop = [];
    pc.onTop = 0;
    c.op(alt, op.COPY, 1);
    pattern(c, alt, pc);
    const n = pc.stores.length;
    if (i === 0) control = pc.stores;
    else if (n !== control.length) c.error(p, 'alternative patterns bind different names');
    else {
      for (let k = n - 1; k >= 0; k--) {
        const at = pc.stores.indexOf(control[k]);
        if (at < 0) c.error(p, 'alternative patterns bind different names');
        if (k === at) continue;
        // Bring the names, and the values on the stack, into the order of the first alternative.
        const rotations = at + 1;
        const rotated = pc.stores.splice(0, rotations);
        pc.stores.splice(k - at, 0, ...rotated);
        for (let r = 0; r < rotations; r++) rotate(c, alt, k + 1);
      }
    }
    c.jump(alt, op.JUMP, end);
    emitFailPop(c, alt, pc);
  });
  pc.stores = old.stores;
  pc.allowIrrefutable = old.allowIrrefutable;
  pc.failPop = old.failPop;
  pc.onTop = old.onTop;
  c.op(p, op.POP_TOP);
  jumpToFailPop(c, p, pc, op.JUMP);
  c.use(end);
  const rotations = control.length + 1 + pc.onTop + pc.stores.length;
  for (const name of control) {
    rotate(c, p, rotations);
    if (pc.stores.includes(name)) duplicateStore(c, p, name);
    pc.stores.push(name);
  }
  c.op(p, op.POP_TOP);
}
