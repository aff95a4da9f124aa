// The compiler's workbench: the abstract state (a Val for each local and stack entry), the JavaScript being written,
// and the sites where it can be left. Invariant: a local lives in its own variable (`v_name` tagged, `d_name` raw
// double), a stack entry in its own or as an alias of another variable; nothing is overwritten while an alias needs it.

import type { Block, Graph } from './cfg.ts';
import { None, type PyValue } from '../objects/object.ts';
import { MODE_PUSH } from '../objects/frame.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { memory } from '../objects/memory/tracking.ts';
import { PyNative } from '../objects/native.ts';
import { PyCell, type PyCode, PyFloat, type PyFunction, PyList, PyModule, PyTuple } from '../objects/shapes.ts';
import { dictType, floatType, listType, PyType, TYPE_HEAP, tupleType } from '../objects/type.ts';
import type { Feedback, Seen } from './feedback.ts';
import * as k from './kinds.ts';
import type { Val, VirtualRange } from './kinds.ts';
import { type JitCode, record } from './record.ts';
import {
  FROM_CONST,
  FROM_DOUBLE,
  FROM_NOTHING,
  FROM_RANGE,
  FROM_TAG,
  Names,
  type Site,
  type Source,
} from './runtime.ts';

export interface State {
  locals: Val[];
  stack: Val[];
  /** What has been checked and still holds: type versions, global names. */
  facts: Set<string>;
}

/** The code cannot be compiled: why. */
export class Refused extends Error {}

export const UNDEFINED: Val = { bits: k.UNDEF, tag: 'undefined', dbl: null };
const IDENTIFIER = /[^A-Za-z0-9_]/;

export class Emitter {
  state: State = { locals: [], stack: [], facts: new Set() };
  /** State before the instruction being translated, and its index. */
  before: State = this.state;
  pc = -1;
  lines: string[] = [];
  /** The last pass: text counts, edges write moves. */
  final = false;
  readonly sites: Site[] = [];
  readonly vars = new Map<string, number>();
  readonly consts: unknown[] = [];
  private readonly constIndex = new Map<unknown, number>();
  readonly steps = new Map<number, number>();
  readonly entries = new Map<number, State>();
  readonly localNames: string[];
  readonly globalNames: Names;
  readonly builtinNames: Names;
  /** Comments with the Python lines and instructions (--jit-dump). */
  annotate = false;
  note: (pc: number) => void = () => {};
  readonly PyCell = PyCell;
  readonly PyList = PyList;
  readonly PyTuple = PyTuple;
  readonly none = None;
  /** The end of some object matters (objects/memory): what comes from elsewhere is looked at. */
  readonly telling = memory.wasOn;
  /** Locals the graph may write, once somebody has asked (yielding.ts). */
  written: Set<number> | null = null;
  /** Something that may come back without a value is called. */
  calls = false;
  /** Instructions this one translated along with it. */
  skip = 0;

  constructor(
    readonly h: JitCode,
    readonly code: PyCode,
    readonly graph: Graph,
    readonly fb: Feedback,
    readonly globals: PyDict,
    readonly builtins: PyDict,
    /** Module-level code: its names are those of `globals`. */
    readonly isModule: boolean,
  ) {
    this.localNames = code.code.localsplusNames.map((n, i) => `${i}_${n.replace(/[^A-Za-z0-9_]/g, '')}`);
    this.globalNames = new Names(globals);
    this.builtinNames = new Names(builtins);
  }

  // ------------------------------------------------------------------------------------------------------- writing

  emit(text: string): void {
    if (this.final) this.lines.push(text);
  }
  /** The JavaScript of a run-time object. */
  c(v: unknown): string {
    let i = this.constIndex.get(v);
    if (i === undefined) {
      i = this.consts.length;
      this.consts.push(v);
      this.constIndex.set(v, i);
    }
    return `c${i}`;
  }
  /** Declares a variable of the function. */
  v(name: string): string {
    if (!this.vars.has(name)) this.vars.set(name, this.vars.size);
    return name;
  }
  localTag(i: number): string {
    return this.v(`v${this.localNames[i]}`);
  }
  localDbl(i: number): string {
    return this.v(`d${this.localNames[i]}`);
  }
  stackTag(i: number): string {
    return this.v(`s${i}`);
  }
  stackDbl(i: number): string {
    return this.v(`f${i}`);
  }
  seen(): Seen | undefined {
    return this.fb.get(this.pc);
  }

  // -------------------------------------------------------------------------------------------------------- values

  konst(v: PyValue): Val {
    const bits = k.kindOf(v);
    switch (typeof v) {
      case 'number':
        return { bits, tag: v < 0 ? `(${v})` : String(v), dbl: null, konst: v };
      case 'boolean':
        return { bits, tag: String(v), dbl: null, konst: v };
      case 'bigint':
        return { bits, tag: `(${v}n)`, dbl: null, konst: v };
      case 'string':
        return { bits, tag: v.length < 40 ? JSON.stringify(v) : this.c(v), dbl: null, konst: v };
    }
    if (v === None) return { bits, tag: 'None', dbl: null, konst: v };
    if (v instanceof PyFloat && v.cls === floatType) {
      const text = Object.is(v.v, -0) ? '(-0)' : v.v < 0 ? `(${v.v})` : String(v.v);
      return { bits, tag: this.c(v), dbl: text, konst: v };
    }
    return {
      bits,
      tag: this.c(v),
      dbl: null,
      konst: v,
      cls: bits === k.OTHER ? (v as { cls: PyType }).cls : undefined,
    };
  }

  /** The tagged form, boxing a raw double into the variable of the place that holds it. */
  tag(v: Val): string {
    if (v.tag !== null) return v.tag;
    if (v.range !== undefined || v.parts !== undefined) throw new Error('a virtual value has no tagged form here');
    const t = this.v(`b_${IDENTIFIER.test(v.dbl!) ? this.pc : v.dbl!}`);
    this.emit(`${t} = new PyFloat(${v.dbl});`);
    this.refine((x) => (x.dbl === v.dbl && x.tag === null ? { ...x, tag: t } : x), t);
    return t;
  }
  /** A number's value as a JavaScript number: the raw double, or the int. */
  num(v: Val): string {
    if (v.dbl !== null) return v.dbl;
    if (v.bits === k.INT) return v.tag!;
    return v.bits === k.NUMBER ? `(typeof ${v.tag} === 'number' ? ${v.tag} : ${v.tag}.v)` : `${v.tag}.v`;
  }

  /** Rewrites what is known everywhere. `fresh` is a variable written just now: older aliases of it are gone. */
  refine(f: (v: Val) => Val, fresh?: string): void {
    const s = this.state;
    if (fresh !== undefined) this.forget(fresh);
    s.locals = s.locals.map(f);
    s.stack = s.stack.map(f);
  }
  /** `name` gets a new value: nobody may still take it for the old one. Only for boxes, whose double remains. */
  private forget(name: string): void {
    const s = this.state;
    const f = (v: Val): Val => (v.tag === name && v.dbl !== null ? { ...v, tag: null } : v);
    s.locals = s.locals.map(f);
    s.stack = s.stack.map(f);
  }

  push(v: Val): void {
    this.state.stack.push(v);
  }
  pop(): Val {
    return this.state.stack.pop()!;
  }
  top(): Val {
    const s = this.state.stack;
    return s[s.length - 1];
  }

  /** Moves aliases of a variable that is about to be written out of the way. */
  rescue(name: string): void {
    const s = this.state.stack;
    const b = this.before.stack;
    for (let i = 0; i < s.length; i++) {
      const v = s[i];
      if (v.tag === name) {
        const to = this.v(`t${i}_${this.pc}`);
        this.emit(`${to} = ${name};`);
        s[i] = { ...v, tag: to };
        for (let j = 0; j < b.length; j++) if (b[j].tag === name) b[j] = { ...b[j], tag: to };
      } else if (v.dbl === name) {
        const to = this.v(`u${i}_${this.pc}`);
        this.emit(`${to} = ${name};`);
        s[i] = { ...v, dbl: to };
        for (let j = 0; j < b.length; j++) if (b[j].dbl === name) b[j] = { ...b[j], dbl: to };
      }
    }
  }

  /** Pushes the value of a tagged expression. */
  pushTag(expr: string, bits: number, cls?: PyType): void {
    const name = this.stackTag(this.state.stack.length);
    this.rescue(name);
    this.emit(`${name} = ${expr};`);
    this.push({ bits, tag: name, dbl: null, cls });
  }
  /** Pushes what a call gives: it comes back without a value where it has raised. */
  pushCall(expr: string, bits: number): void {
    this.pushTag(expr, bits);
    this.leaveRaised(this.top().tag!); // it was just written
  }
  /** Leaves if `value` shows that what was called has raised; the site is the last one (see `risky`). */
  leaveRaised(value: string): void {
    this.calls = true;
    this.emit(`if (${value} === undefined) break D;`);
  }
  /** Pushes a raw double. */
  pushDbl(expr: string): void {
    const name = this.stackDbl(this.state.stack.length);
    this.rescue(name);
    this.emit(`${name} = ${expr};`);
    this.push({ bits: k.FLOAT, tag: null, dbl: name });
  }

  storeLocal(i: number, v: Val): void {
    if (v.range !== undefined || v.parts !== undefined) throw new Refused('a virtual value in a variable');
    let tag: string | null = null;
    let dbl: string | null = null;
    if (v.tag !== null) {
      tag = this.localTag(i);
      if (v.tag !== tag) {
        this.rescue(tag);
        this.emit(`${tag} = ${v.tag};`);
      }
    }
    if (v.dbl !== null) {
      dbl = this.localDbl(i);
      if (v.dbl !== dbl) {
        this.rescue(dbl);
        this.emit(`${dbl} = ${v.dbl};`);
      }
    }
    // An alias that still names the variable must have been rescued; a boxed copy elsewhere stays what it was.
    this.state.locals[i] = { ...v, tag, dbl };
  }

  // --------------------------------------------------------------------------------------------------------- sites

  private source(v: Val): Source {
    if (v.range !== undefined) {
      const at = this.vars.get(v.range.value)!;
      this.steps.set(at, v.range.step);
      return at * 8 + FROM_RANGE;
    }
    if (v.bits === k.UNDEF) return FROM_NOTHING;
    if (v.parts !== undefined) throw new Refused('left with a tuple that was not made');
    if (v.tag !== null) {
      const at = this.vars.get(v.tag);
      if (at !== undefined) return at * 8 + FROM_TAG;
      if (v.konst === undefined) throw new Error(`no source for ${v.tag}`);
      this.c(v.konst);
      return this.constIndex.get(v.konst)! * 8 + FROM_CONST;
    }
    const at = this.vars.get(v.dbl!);
    if (at === undefined) throw new Error(`no source for ${v.dbl}`);
    return at * 8 + FROM_DOUBLE;
  }
  /** A new site with the given state. */
  site(state: State, pc: number, mode: number, why: string | null): number {
    if (!this.final) return 0;
    const sources: Source[] = [];
    for (const v of state.locals) sources.push(this.source(v));
    for (const v of state.stack) sources.push(this.source(v));
    this.sites.push({ pc, mode, why, sources, after: false, count: 0 });
    return this.sites.length - 1;
  }
  /** Before something that may throw or be put down: operands are popped; its value is taken as `mode` says. */
  risky(mode = MODE_PUSH): void {
    if (this.final) this.emit(`x = ${this.site(this.state, this.pc, mode, null)}; S.at = s;`);
  }
  /** Python code may have run: what was checked must be checked again. */
  clobber(): void {
    this.state.facts.clear();
    if (this.state.locals.some((v) => v.cls !== undefined && v.konst === undefined))
      this.state.locals = this.state.locals.map(dropClass);
    if (this.state.stack.some((v) => v.cls !== undefined && v.konst === undefined))
      this.state.stack = this.state.stack.map(dropClass);
  }
  /** The statement that leaves to tier 0 before this instruction. */
  bail(why: string): string {
    if (!this.final) return '';
    return `{ x = ${this.site(this.before, this.pc - 1, MODE_PUSH, why)}; break D; }`;
  }
  /** Is about to overwrite `expr`: an object whose end matters is left to tier 0. */
  tellBefore(expr: string): void {
    if (!this.final) return;
    const x = this.site(this.before, this.pc - 1, MODE_PUSH, null);
    this.emit(`if (typeof ${expr} === 'object' && ${expr}.tracking !== undefined) { x = ${x}; rt.touched(); }`);
  }
  /** `v` comes from elsewhere: compiled code never has an object whose end matters. The state is that after the instruction. */
  tellOf(v: Val): void {
    if (!this.final || !this.telling || v.tag === null || v.range !== undefined) return;
    if ((v.bits & (k.LIST | k.TUPLE | k.DICT | k.OTHER)) === 0) return;
    const { konst } = v;
    if (konst instanceof PyType || konst instanceof PyModule || konst instanceof PyNative) return;
    const object = (v.bits & ~(k.LIST | k.TUPLE | k.DICT | k.OTHER | k.NONE | k.FLOAT)) === 0;
    const x = this.site(this.state, this.pc, MODE_PUSH, null);
    this.emit(
      `if (${object ? '' : `typeof ${v.tag} === 'object' && `}${v.tag}.tracking !== undefined) { x = ${x}; rt.touched(); }`,
    );
  }
  /** Leaves before this instruction if `condition`. */
  guard(condition: string, why: string): void {
    this.emit(`if (${condition}) ${this.bail(why)}`);
  }
  /** Leaves after this instruction (its effect is in the state) if `condition`. */
  guardAfter(condition: string, why: string): void {
    if (!this.final) return;
    const x = this.site(this.state, this.pc, MODE_PUSH, why);
    this.sites[x].after = true;
    this.emit(`if (${condition}) { x = ${x}; break D; }`);
  }

  /** The test that a tagged expression is *not* of the one kind. */
  notKind(expr: string, bits: number): string {
    switch (bits) {
      case k.INT:
        return `typeof ${expr} !== 'number'`;
      case k.STR:
        return `typeof ${expr} !== 'string'`;
      case k.BOOL:
        return `typeof ${expr} !== 'boolean'`;
      case k.BIG:
        return `typeof ${expr} !== 'bigint'`;
      case k.NONE:
        return `${expr} !== None`;
      case k.FLOAT:
        return `${expr}.cls !== ${this.c(floatType)}`;
      case k.LIST:
        return `${expr}.cls !== ${this.c(listType)}`;
      case k.TUPLE:
        return `${expr}.cls !== ${this.c(tupleType)}`;
      case k.DICT:
        return `${expr}.cls !== ${this.c(dictType)}`;
    }
    throw new Error(`no test for ${k.kindNames(bits)}`);
  }
  static testable(bits: number): boolean {
    return k.isSingle(bits) && bits < k.OTHER;
  }
  /** Makes sure a value is of one kind; what is known grows. The value as known now. */
  expect(v: Val, bits: number, why: string): Val {
    if (v.bits === bits) return v;
    if (v.tag === null) throw new Error('an unboxed value has a known kind');
    this.guard(this.notKind(v.tag, bits), why);
    const tag = v.tag;
    const better: Val = { ...v, bits };
    this.refine((x) => (x.tag === tag ? { ...x, bits } : x));
    return better;
  }
  /** Makes sure of a float and gives its raw double in a variable that lasts. */
  expectDouble(v: Val, why: string): string {
    if (v.dbl !== null) return v.dbl;
    const f = this.expect(v, k.FLOAT, why);
    const i = this.state.locals.findIndex((x) => x.tag === f.tag);
    if (i < 0) return `${f.tag}.v`;
    const name = this.localDbl(i);
    this.rescue(name);
    this.emit(`${name} = ${f.tag}.v;`);
    this.refine((x) => (x.tag === f.tag ? { ...x, bits: k.FLOAT, dbl: name } : x));
    return name;
  }
  /** Makes sure of an int or a float, whichever of them `bits` says (see `num`). */
  expectNumber(v: Val, bits: number, side: string): void {
    if (bits === k.FLOAT) this.expectDouble(v, `${side} not float`);
    else if (bits === k.INT) this.expect(v, k.INT, `${side} not int`);
    else if ((v.bits & ~k.NUMBER) !== 0) {
      const { tag } = v; // a value that may be of several kinds has one
      this.guard(`typeof ${tag} !== 'number' && ${tag}.cls !== ${this.c(floatType)}`, `${side} neither int nor float`);
      this.refine((x) => (x.tag === tag ? { ...x, bits: k.NUMBER } : x));
    }
  }
  /** After a value of any kind was pushed: assumes the one kind that was seen. */
  assume(bits: number, why: string): void {
    const v = this.top();
    if (!Emitter.testable(bits) || v.bits === bits || this.seen()?.generic === true) return;
    this.guardAfter(this.notKind(v.tag!, bits), why);
    this.pop();
    if (bits === k.FLOAT) {
      const at = this.state.stack.length;
      const d = this.stackDbl(at);
      this.rescue(d);
      this.emit(`${d} = ${v.tag}.v;`);
      this.push({ ...v, bits, dbl: d });
    } else this.push({ ...v, bits });
  }
  /** Relies on a type's version. */
  expectVersion(t: PyType): void {
    if ((t.flags & TYPE_HEAP) === 0) return; // built-in types never change
    const fact = `T${t.version}`;
    if (this.state.facts.has(fact)) return;
    this.guard(`${this.c(t)}.version !== ${t.version}`, `class ${t.name} changed`);
    this.state.facts.add(fact);
  }
  /** Makes sure of an exact class and its version. */
  expectClass(v: Val, t: PyType): Val {
    if (v.cls !== t) {
      this.guard(`${v.tag}.cls !== ${this.c(t)}`, `not a ${t.name}`);
      this.refine((x) => (x.tag === v.tag ? { ...x, cls: t } : x));
    }
    this.expectVersion(t);
    return { ...v, cls: t };
  }

  // --------------------------------------------------------------------------------------------------------- edges

  clone(s: State): State {
    return { locals: s.locals.slice(), stack: s.stack.slice(), facts: new Set(s.facts) };
  }

  /** Joins the current state into the entry state of a block; true when that changed. */
  join(target: number): boolean {
    const at = this.entries.get(target);
    const cur = this.state;
    if (at === undefined) {
      this.entries.set(target, {
        locals: cur.locals.map((v, i) => this.canonical(v, `v${this.localNames[i]}`, `d${this.localNames[i]}`)),
        stack: cur.stack.map((v, i) => this.canonical(v, `s${i}`, `f${i}`)),
        facts: new Set(cur.facts),
      });
      return true;
    }
    if (at.stack.length !== cur.stack.length) throw new Refused('uneven stack');
    let changed = false;
    const merge = (a: Val[], b: Val[], name: (i: number) => [string, string]): void => {
      for (let i = 0; i < a.length; i++) {
        const m = this.merge(a[i], b[i], ...name(i));
        if (m !== a[i]) {
          a[i] = m;
          changed = true;
        }
      }
    };
    merge(at.locals, cur.locals, (i) => [`v${this.localNames[i]}`, `d${this.localNames[i]}`]);
    merge(at.stack, cur.stack, (i) => [`s${i}`, `f${i}`]);
    for (const f of at.facts)
      if (!cur.facts.has(f)) {
        at.facts.delete(f);
        changed = true;
      }
    return changed;
  }
  private canonical(v: Val, tag: string, dbl: string): Val {
    if (v.range !== undefined || v.parts !== undefined) return v;
    if (v.bits === k.UNDEF) return UNDEFINED;
    if (v.bits === k.FLOAT) return { bits: v.bits, tag: null, dbl: this.v(dbl), konst: undefined };
    return { bits: v.bits, tag: this.v(tag), dbl: null, konst: v.konst, cls: v.cls };
  }
  private merge(a: Val, b: Val, tag: string, dbl: string): Val {
    if (a.range !== undefined || b.range !== undefined) {
      if (a.range?.step === b.range?.step && a.range?.value === b.range?.value) return a;
      throw new Refused('range iterators meet');
    }
    if (a.parts !== undefined || b.parts !== undefined) {
      if (b.parts !== undefined && a.parts?.every((p, i) => p.name === b.parts![i].name && p.bits === b.parts![i].bits))
        return a;
      throw new Refused('a tuple that was not made meets another');
    }
    const bits = a.bits | b.bits;
    const konst = a.konst !== undefined && a.konst === b.konst ? a.konst : undefined;
    const cls = a.cls !== undefined && a.cls === b.cls ? a.cls : undefined;
    if (bits === a.bits && konst === a.konst && cls === a.cls) return a;
    if (bits === k.UNDEF) return UNDEFINED;
    if (bits === k.FLOAT) return { bits, tag: null, dbl: this.v(dbl) };
    return { bits, tag: this.v(tag), dbl: null, konst, cls };
  }

  /** Writes what brings the current state into the form block `target` expects. */
  moves(target: number): void {
    const to = this.entries.get(target)!;
    const moves: [string, string][] = [];
    const need = (have: Val, want: Val): void => {
      if (want.range !== undefined || want.parts !== undefined || want.bits === k.UNDEF) return;
      if (want.dbl !== null && want.tag === null) {
        const d = have.dbl ?? `${have.tag}.v`;
        if (d !== want.dbl) moves.push([want.dbl, d]);
      } else {
        const t = have.tag ?? `new PyFloat(${have.dbl})`;
        if (t !== want.tag) moves.push([want.tag!, t]);
      }
    };
    this.state.locals.forEach((v, i) => need(v, to.locals[i]));
    this.state.stack.forEach((v, i) => need(v, to.stack[i]));
    if (moves.length === 0) return;
    const targets = new Set(moves.map((m) => m[0]));
    const reads = (e: string, self: string): boolean => {
      for (const t of targets) if (t !== self && new RegExp(`(?<![\\w$])${t}(?![\\w$])`).test(e)) return true;
      return false;
    };
    if (moves.some(([t, e]) => reads(e, t))) {
      this.emit('{');
      moves.forEach(([, e], i) => this.emit(`const m${i} = ${e};`));
      moves.forEach(([t], i) => this.emit(`${t} = m${i};`));
      this.emit('}');
    } else for (const [t, e] of moves) this.emit(`${t} = ${e};`);
  }

  /** The record of a function compiled code calls. */
  callee(f: PyFunction): JitCode {
    const h = record(f.code);
    h.globals ??= f.globals;
    return h;
  }

  /** The variables of the range made by the call at `pc`. */
  range(pc: number, step: number): VirtualRange {
    const value = this.v(`r${pc}`);
    const stop = `e${pc}`;
    // The two are neighbours: `materialise` finds the stop after the value.
    if (!this.vars.has(stop)) this.v(stop);
    if (this.vars.get(stop) !== this.vars.get(value)! + 1) throw new Refused('range variables apart');
    return { value, stop, step };
  }
}

function dropClass(v: Val): Val {
  return v.cls === undefined || v.konst !== undefined || (v.cls.flags & TYPE_HEAP) === 0 ? v : { ...v, cls: undefined };
}

export type { Block };
