// Compiles one entry of a code object — its start, or a loop head — to a JavaScript function. Invariant: the function
// either returns the Python function's value, throws, or (with a heap frame) returns undefined after writing into it
// exactly the state tier 0 goes on from.

import { FAST_CELL, FAST_FREE } from '../compile/code.ts';
import { MODE_PUSH, type PyFrame } from '../objects/frame.ts';
import { None } from '../objects/object.ts';
import { PyCell, PyFloat } from '../objects/shapes.ts';
import { PyRangeIterator, rangeIteratorType } from '../objects/range.ts';
import * as op from '../compile/opcodes.ts';
import { stackHeights } from '../vm/instruction.ts';
import { buildGraph } from './cfg.ts';
import { ofComprehension } from './calls.ts';
import { Emitter, Refused, UNDEFINED } from './emitter.ts';
import * as k from './kinds.ts';
import type { Val } from './kinds.ts';
import type { Compiled, JitCode } from './record.ts';
import { LEVEL, type Meta, rt, STACK_UNITS } from './runtime.ts';
import { helpers } from './helpers.ts';
import { refusal, Translator } from './translate.ts';

export interface Result {
  readonly fn: Compiled;
  readonly meta: Meta;
  readonly source: string;
  readonly units: number;
}

/**
 * `loop` is the index of a loop head or exception handler, or -1 for the function's start; `frame` is where it is needed
 * now. `raisedAt` is the instruction that raised what a handler catches, -1 for the others.
 */
export function compile(
  h: JitCode,
  frame: PyFrame,
  loop: number,
  raisedAt: number,
  annotate: ((pc: number) => string) | null,
): Result {
  // A handler is entered from many places: variables may be bound or not, and after a miss be of any kind.
  const isHandler = raisedAt >= 0;
  // So is what follows a RESUME of a generator, but the kinds seen there so far are known.
  const isResume = loop > 0 && (h.code.code.instrs[loop - 1] & 255) === op.RESUME;
  const misses = h.misses.get(loop) ?? 0;
  const careful = misses > (isHandler ? 0 : 3);
  const enteredWith = loop >= 0 && !isHandler ? kindsAt(h, frame, loop) : null;
  // A loop that is entered for the first time will most likely be entered with the same again.
  const kinds = isResume || misses > 0 ? enteredWith : null;
  const code = h.code;
  const c = code.code;
  const why = refusal(c.instrs);
  if (why !== null) throw new Refused(why);
  const isModule = frame.locals !== null && frame.locals === frame.globals;
  if (frame.locals !== null && !isModule) throw new Refused('a namespace of its own');
  if (loop < 0 && isModule) throw new Refused('module level');
  const graph = buildGraph(c.instrs, Math.max(loop, 0));
  const e = new Emitter(h, code, graph, h.feedback!, frame.globals, frame.builtins, isModule);
  if (annotate !== null) {
    e.annotate = true;
    e.note = (pc) => e.lines.push(annotate(pc));
  }
  const params = loop < 0 ? h.code.parameters : 0;
  if (loop < 0) {
    for (let i = 0; i < code.nlocalsplus; i++)
      e.state.locals.push(i < params ? { bits: k.ANY, tag: e.localTag(i), dbl: null } : UNDEFINED);
  } else {
    for (let i = 0; i < code.nlocalsplus; i++) {
      const v = frame.regs[i];
      const cell = (c.localsplusKinds[i] & (FAST_CELL | FAST_FREE)) !== 0 && v instanceof PyCell;
      if (kinds !== null && !cell) {
        const unbound = careful || (kinds[i] & k.UNDEF) !== 0;
        e.state.locals.push({ bits: unbound ? k.ANY | k.UNDEF : k.ANY, tag: e.localTag(i), dbl: null });
        continue;
      }
      if (isHandler && !cell && (careful || v === undefined)) {
        e.state.locals.push({ bits: k.ANY | k.UNDEF, tag: e.localTag(i), dbl: null });
        continue;
      }
      e.state.locals.push(
        v === undefined ? UNDEFINED : { bits: cell ? k.OTHER : k.ANY, tag: e.localTag(i), dbl: null },
      );
    }
    for (let i = code.nlocalsplus; i < frame.sp; i++) {
      const v = frame.regs[i];
      const at = i - code.nlocalsplus;
      e.state.stack.push(v === undefined ? UNDEFINED : { bits: k.ANY, tag: e.stackTag(at), dbl: null });
    }
  }
  const raw = e.clone(e.state);
  // What is assumed at the entry: tests in the prologue, and what holds after them.
  const tests: string[] = [];
  const loads: string[] = [];
  const assume = (v: Val, bits: number, dbl: string, cell: boolean): Val => {
    if (v.bits === k.UNDEF || v.tag === null || cell || careful || (v.bits & k.UNDEF) !== 0) return v;
    if (!Emitter.testable(bits)) return v;
    tests.push(e.notKind(v.tag, bits));
    if (bits !== k.FLOAT) return { ...v, bits };
    loads.push(`${e.v(dbl)} = ${v.tag}.v;`);
    return { ...v, bits, dbl };
  };
  const s = e.state;
  for (let i = 0; i < s.locals.length; i++) {
    const v = s.locals[i];
    if (v.bits === k.UNDEF) continue;
    const cell = v.bits === k.OTHER;
    const bits = kinds !== null ? kinds[i] : loop < 0 ? (h.feedback!.args[i] ?? 0) : k.kindOf(frame.regs[i]);
    s.locals[i] = assume(v, bits, `d${e.localNames[i]}`, cell);
  }
  for (let i = 0; i < s.stack.length; i++) {
    const v = s.stack[i];
    if (v.bits === k.UNDEF) continue;
    const value = frame.regs[code.nlocalsplus + i];
    const fresh = value instanceof PyRangeIterator ? freshRange(h, frame, isHandler ? raisedAt : loop, i) : -1;
    if (value instanceof PyRangeIterator && fresh >= 0) {
      const r = e.range(fresh, value.step);
      tests.push(`${v.tag}.cls !== ${e.c(rangeIteratorType)} || ${v.tag}.step !== ${value.step}`);
      loads.push(`${r.value} = ${v.tag}.value; ${r.stop} = ${v.tag}.value + ${v.tag}.left * ${value.step};`);
      s.stack[i] = { bits: k.OTHER, tag: null, dbl: null, range: r };
      continue;
    }
    const bits = kinds !== null ? kinds[code.nlocalsplus + i] : k.kindOf(value);
    const exc = isHandler && i >= s.stack.length - 1;
    if (bits === k.OTHER && !exc && !careful && typeof value === 'object' && (value.cls.flags & 1) === 0) {
      tests.push(`${v.tag}.cls !== ${e.c(value.cls)}`);
      s.stack[i] = { ...v, bits, cls: value.cls };
    } else s.stack[i] = assume(v, bits, `f${i}`, false);
  }
  const initial = e.clone(e.state);
  const t = new Translator(e);
  e.pc = -1;
  e.before = e.clone(raw);
  e.join(graph.entry);
  t.infer();

  e.final = true;
  const entrySite = e.site(raw, loop < 0 ? -1 : loop - 1, MODE_PUSH, null);
  const argumentSite = e.site(raw, -1, MODE_PUSH, 'argument of another kind');
  e.state = e.clone(initial);
  e.before = e.clone(raw);
  if (tests.length > 0) {
    if (loop < 0) e.emit(`if (${tests.join(' || ')}) { x = ${argumentSite}; break D; }`);
    else e.emit(`if (${tests.join(' || ')}) return rt.missed(m, ${loop});`);
  }
  for (const l of loads) e.emit(l);
  e.moves(graph.entry);
  t.write();

  const units = Math.ceil((e.vars.size * 16 + 300) / 128);
  const names = [...e.vars.keys()];
  const all = `[${names.join(', ')}]`;
  const jsName = `py_${c.name.replace(/[^A-Za-z0-9_]/g, '_')}${loop < 0 ? '' : `_${isHandler ? `handler_${loop}` : `loop_${c.positions[loop * 4]}`}`}`;
  const out: string[] = [];
  const args = Array.from({ length: params }, (_, i) => e.localTag(i));
  out.push(`return function ${jsName}(${['s', 'fn', 'fr', ...args].join(', ')}) {`);
  const declared = names
    .filter((n) => !args.includes(n))
    .map((n) => (n === 'fuel' ? 'fuel = S.loopFuel' : initialValue(n)));
  out.push(`let x = ${entrySite}${declared.length > 0 ? ', ' : ''}${declared.join(', ')};`);
  out.push('D: try {');
  if (loop < 0) {
    out.push(`if (s > S.limit || (s & ${LEVEL - 1}) > ${STACK_UNITS}) rt.over(s);`);
    out.push('if (--S.fuel < 0) rt.poll();');
  } else {
    out.push('const R = fr.regs;');
    raw.locals.forEach((v, i) => {
      if (v.bits !== k.UNDEF) out.push(`${v.tag} = R[${i}];`);
    });
    raw.stack.forEach((v, i) => {
      if (v.bits !== k.UNDEF) out.push(`${v.tag} = R[${code.nlocalsplus + i}];`);
    });
    const missing = raw.locals
      .flatMap((v, i) =>
        v.bits !== k.UNDEF && (v.bits & k.UNDEF) !== 0
          ? []
          : [`R[${i}] ${v.bits === k.UNDEF ? '!==' : '==='} undefined`],
      )
      .concat(raw.stack.map((v, i) => `R[${code.nlocalsplus + i}] ${v.bits === k.UNDEF ? '!==' : '==='} undefined`));
    missing.push(`fr.sp !== ${frame.sp}`);
    out.push(`if (${missing.join(' || ')}) return rt.missed(m, ${loop});`);
  }
  for (const line of e.lines) out.push(line);
  out.push(`} catch (e) { return rt.caught(m, x, e, s, fn, fr, ${all}); }`);
  if (e.vars.has('raised')) out.push(`if (raised !== undefined) return rt.caught(m, x, raised, s, fn, fr, ${all});`);
  if (e.calls) out.push(`if (S.raise !== null) return rt.failed(m, x, s, fn, fr, ${all});`);
  out.push(`return rt.exit(m, x, s, fn, fr, ${all});`);
  out.push('}');
  const source = out.join('\n');
  const meta: Meta = { owner: h, code, sites: e.sites, consts: e.consts, steps: e.steps };
  const make = new Function('rt', 'S', 'm', 'None', 'PyFloat', ...e.consts.map((_, i) => `c${i}`), source) as (
    ...a: unknown[]
  ) => Compiled; // what the source returns
  return { fn: make(helpers, rt, meta, None, PyFloat, ...e.consts), meta, source, units };
}

/** Kinds of the values in a frame that enters a loop or goes on after a RESUME, with those seen there before. */
function kindsAt(h: JitCode, frame: PyFrame, at: number): number[] {
  let kinds = h.entered.get(at);
  if (kinds === undefined) h.entered.set(at, (kinds = []));
  for (let i = 0; i < frame.sp; i++) kinds[i] = (kinds[i] ?? 0) | k.kindOf(frame.regs[i]);
  return kinds;
}

/** Doubles start as doubles: their variables never change representation. */
function initialValue(name: string): string {
  return /^(?:[dfug]\d|r\d|e\d)/.test(name) ? `${name} = 0` : name;
}

/**
 * The iterator at this depth was made by a `for` over a `range(…)` call, so that nobody else can have it: the index of
 * the call, else -1.
 */
function freshRange(h: JitCode, frame: PyFrame, loop: number, depth: number): number {
  const c = h.code.code;
  const instrs = c.instrs;
  if (frame.globals.findStr('range') >= 0) return -1;
  const heads: number[] = [];
  for (let pc = 0; pc <= loop; pc++) if ((instrs[pc] & 255) === op.FOR_ITER && instrs[pc] >>> 8 > loop) heads.push(pc);
  const heights = stackHeights(h.code);
  const head = heads.find((pc) => heights[pc] - 1 - h.code.nlocalsplus === depth);
  if (head === undefined) return -1;
  // A comprehension makes its container between the iterator and the loop.
  let call = head - 1;
  while (call > 0 && ofComprehension(instrs[call] & 255)) call--;
  if ((instrs[call] & 255) !== op.GET_ITER || (instrs[--call] & 255) !== op.CALL) return -1;
  for (let pc = call - 1; pc >= 0 && pc > call - 14; pc--) {
    const o = instrs[pc] & 255;
    const arg = instrs[pc] >>> 8;
    if (o === op.LOAD_GLOBAL && c.names[arg >> 1] === 'range') return call;
    if (o === op.LOAD_NAME && c.names[arg] === 'range') return call;
  }
  return -1;
}
