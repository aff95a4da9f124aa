// The JIT's policy: when to sample, when to compile, when to compile again and when to give up. Invariant: whatever it
// decides, tier 0 can always go on from the frame; nothing here changes what a program does.

import type { PyFrame } from '../objects/frame.ts';
import { PyObject, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { memory } from '../objects/memory/tracking.ts';
import { setInPlace } from '../objects/protocol/pending.ts';
import { PyCell, type PyCode, type PyFunction, PyModule } from '../objects/shapes.ts';
import { PyNative } from '../objects/native.ts';
import { dictType, listType } from '../objects/type.ts';
import { CO_OPTIMIZED } from '../compile/code.ts';
import * as op from '../compile/opcodes.ts';
import { nestingDepth } from '../vm/enter.ts';
import { instructions, JUMP_BACKWARD, RESUME } from '../vm/instruction.ts';
import { carries, type Jit, setJit } from '../vm/jit-hook.ts';
import { makesGenerator } from '../vm/new-generator.ts';
import { listened, setListened } from '../vm/monitoring/monitor.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import { intrinsics } from './calls.ts';
import { compile } from './compile.ts';
import { Refused } from './emitter.ts';
import { arm, disarm, Feedback, see } from './feedback.ts';
import { BIG, kindOf, NUMBER } from './kinds.ts';
import { type Compiled, JitCode, type LoopEntry, record, setMakeRecord } from './record.ts';
import { callGenerator } from './generators.ts';
import { inPlace } from './in-place.ts';
import { callPython, depthWord, handle, LEVEL, refuel, rt, type Site, STACK_UNITS } from './runtime.ts';

/** What the command line decides. */
export interface JitOptions {
  /** Compile at the first call and the first time round a loop. */
  readonly always: boolean;
  /** Qualified name of a function whose JavaScript is shown; '' for every one. */
  readonly dump?: string | undefined;
  readonly report?: boolean;
}

/** Calls of a function, or rounds of a loop, before the first sampling. */
const CALLS = 300;
const LOOPS = 1000;
/** Rounds of sampling before compiling, and how often it is entered between them. */
const ROUNDS = 4;
const BETWEEN = 12;
/** Of them before it is compiled again. */
const AGAIN = 2;
/** Exits at one site that make the function be compiled again. */
const WRONG = 4;
/** Compilations of one code object. */
const MOST = 8;
/** After so many a wrong assumption is not made again in any form. */
const PATIENCE = 3;
/** Exceptions before a handler is compiled. */
const HANDLED = 30;
/** Exceptions caught that a callee threw, or by handlers that cannot be compiled. */
const EXCEPTIONS = 200;
/** Never again. */
const COLD = -1_000_000_000;

let options: JitOptions = { always: false };
let installed = false;
/** Time spent compiling so far, in milliseconds. */
let spent = 0;
let started = 0;
/** Of all code that is still there: an interpreter that ends takes its code along. */
const held = new Set<WeakRef<JitCode>>();
const dropped = new FinalizationRegistry<WeakRef<JitCode>>((r) => held.delete(r));
function* records(): Generator<JitCode> {
  for (const r of held) {
    const h = r.deref();
    if (h !== undefined) yield h;
  }
}
/** Shows text to whoever runs the program. */
let show: (text: string) => void = () => {};
/** A source line, for dumps. */
let sourceLine: (filename: string, line: number) => string = () => '';

/** How compiled code calls what is not compiled. */
function trampoline(code: PyCode): Compiled {
  return makesGenerator(code)
    ? (_s, fn, _fr, ...values) => callGenerator(fn, values as PyValue[]) // a callee's parameters have values
    : (s, fn, _fr, ...values) => callPython(fn, values as PyValue[], s); // as above
}

function makeRecord(code: PyCode): JitCode {
  const h: JitCode = new JitCode(code, trampoline(code));
  h.raised = () => {
    // A JavaScript throw takes longer than an exception in tier 0: where most are thrown by callees, tier 0 is better.
    if (++h.caught > EXCEPTIONS && !options.always && h.refused === null) refuse(h, 'handles many exceptions');
  };
  h.handler = (f, target, at) => handler(h, f, target, at);
  h.left = (site, f) => left(h, site, f);
  h.missed = (loop) => missed(h, loop);
  h.disturbed = () => disturbed(h);
  const r = new WeakRef(h);
  held.add(r);
  dropped.register(h, r);
  return h;
}

/** An assumption of compiled code was wrong. */
function left(h: JitCode, site: Site, f: PyFrame): void {
  site.count++;
  const fb = h.feedback!;
  const instrs = h.code.code.instrs;
  if (site.pc < 0) {
    for (let i = 0; i < f.code.nlocalsplus; i++) fb.args[i] = (fb.args[i] ?? 0) | kindOf(f.regs[i]);
  } else if (site.after) {
    const opcode = instrs[site.pc] & 255;
    if (opcode === op.UNPACK_SEQUENCE) {
      const seen = fb.make(site.pc);
      const n = instrs[site.pc] >>> 8;
      seen.items ??= [];
      for (let i = 0; i < n; i++) seen.items[i] = (seen.items[i] ?? 0) | kindOf(f.regs[f.sp - 1 - i]);
    } else {
      const seen = fb.make(site.pc);
      seen.r |= kindOf(f.regs[f.sp - 1]);
      if (opcode === op.LOAD_GLOBAL || opcode === op.LOAD_NAME || opcode === op.CALL) {
        if (site.count >= WRONG) seen.generic = true;
      }
    }
  } else {
    const pc = site.pc + 1;
    see(fb, f, pc, f.sp);
    if (site.why === 'int overflow') fb.make(pc).r |= BIG;
  }
  if (/of another kind|not float/.test(site.why ?? '')) {
    const seen = fb.get(site.after ? site.pc : site.pc + 1);
    if (seen !== undefined && [seen.a, seen.b, seen.r].some((bits) => (bits & NUMBER) === NUMBER)) fb.mixNumbers();
  }
  const key = `${site.pc}:${site.why}`;
  const times = (h.history.get(key) ?? 0) + 1;
  h.history.set(key, times);
  if (site.count < WRONG) return;
  // What it saw is in the feedback now. Where that did not help, assume nothing there.
  if (
    times >= 2 * WRONG ||
    /changed|shadowed|range|zero|dictionary|replaced|no attribute|shift|number|wide/.test(site.why ?? '')
  ) {
    const pc = site.after ? site.pc : site.pc + 1;
    if (
      pc >= 0 &&
      site.pc >= 0 &&
      (times >= 2 * WRONG || h.compilations > PATIENCE || !/names changed/.test(site.why ?? ''))
    )
      fb.make(pc).generic = true;
  }
  retire(h);
}

/** Drops what was compiled for it. */
function forget(h: JitCode): void {
  h.compiled = false;
  h.fn = trampoline(h.code);
  h.loops.clear();
  h.resumes.length = 0;
}

/** Its compiled functions are not entered any more; it may be compiled again. */
function retire(h: JitCode): void {
  forget(h);
  if (h.compilations >= MOST) return refuse(h, 'too many wrong assumptions');
  // One assumption was wrong: others of its kind will be. Tier 0 looks again before the next compilation.
  h.rounds = Math.min(h.rounds, ROUNDS - AGAIN);
  heat(h.code, options.always ? 0 : -1);
}

/** The compiled form of an exception handler, made once it has run for a while. */
function handler(h: JitCode, f: PyFrame, target: number, at: number): LoopEntry | null {
  if (listened(thread()) || (memory.on && carries(f))) return null;
  const known = h.loops.get(target);
  if (known !== undefined) return known;
  const n = (h.handled.get(target) ?? 0) + 1;
  h.handled.set(target, n);
  if (h.refused !== null) return null;
  if (h.refusedLoops.has(target)) {
    // Tier 0 runs it. Where that happens all the time, so should the rest.
    if (n > EXCEPTIONS && !options.always) refuse(h, 'handles many exceptions');
    return null;
  }
  if (n < HANDLED && !options.always) return null;
  if (h.feedback === null || h.globals !== f.globals || h.loops.size > 20 || !affordable()) return null;
  return build(h, f, target, at) ? h.loops.get(target)! : null;
}

/** Objects whose end matters keep coming by: tier 0 has it for a while, longer each time. */
function disturbed(h: JitCode): void {
  if (h.refused !== null) return;
  heat(h.code, -200 * 2 ** Math.min(h.disturbances++, 12));
}

/** What was compiled while nothing was told of looks at nothing: it is compiled anew when next asked for. */
function telling(): void {
  for (const h of records()) {
    if (h.refused !== null || (!h.compiled && h.loops.size === 0)) continue;
    forget(h);
    heat(h.code, options.always ? 0 : -20);
  }
}

function missed(h: JitCode, loop: number): void {
  const n = (h.misses.get(loop) ?? 0) + 1;
  h.misses.set(loop, n);
  const key = `${loop}:entered with values of other kinds`;
  h.history.set(key, (h.history.get(key) ?? 0) + 1);
  h.loops.delete(loop);
  if (loop < h.resumes.length) h.resumes[loop] = undefined;
  if (h.handled.has(loop)) {
    if (n > 4) h.refusedLoops.add(loop);
    return;
  }
  heat(h.code, n > 4 ? -20000 * n : -100);
}

/** The JIT is asked again after so many (negative) rounds or calls. */
function heat(code: PyCode, n: number): void {
  const { refusedLoops } = record(code);
  for (const ins of instructions(code)) {
    if (ins.kind === RESUME) ins.heat = refusedLoops.has(ins.pc + 1) ? COLD : n;
    else if (ins.kind === JUMP_BACKWARD) ins.heat = refusedLoops.has(ins.arg) ? COLD : n;
  }
}

function refuse(h: JitCode, why: string): void {
  h.refused = why;
  forget(h);
  disarm(h);
  heat(h.code, COLD);
}

/** Whether there is time for another compilation: a fifth of the time so far, and a little to begin with. */
function affordable(): boolean {
  return options.always || spent < 60 + (Date.now() - started) / 5;
}

/** Ready to compile: sampled often enough. */
function ready(h: JitCode): boolean {
  if (h.refused !== null) {
    heat(h.code, COLD);
    return false;
  }
  if (options.always) {
    h.feedback ??= new Feedback();
    if (h.rounds > 0) return true;
    arm(h);
    heat(h.code, 0);
    return false;
  }
  if (h.rounds < ROUNDS) {
    arm(h);
    heat(h.code, -BETWEEN);
    return false;
  }
  if (!affordable()) {
    heat(h.code, -2000);
    return false;
  }
  return true;
}

function build(h: JitCode, frame: PyFrame, loop: number, raisedAt = -1): boolean {
  const before = performance.now();
  const c = h.code.code;
  const wanted =
    options.dump !== undefined && (options.dump === '' || options.dump === c.qualname || options.dump === c.name);
  const annotate = wanted
    ? (pc: number): string => {
        const line = c.positions[4 * pc];
        return `// ${line}: ${sourceLine(c.filename, line).trim()}   ${op.opname[c.instrs[pc] & 255]} ${c.instrs[pc] >>> 8}`;
      }
    : null;
  try {
    disarm(h);
    heat(h.code, 0);
    if (raisedAt < 0) h.compilations++;
    if (h.returnPc < 0) {
      h.returnPc = c.instrs.findIndex((ins) => (ins & 255) === op.RETURN_VALUE);
      if (h.returnPc < 0) h.returnPc = 0;
    }
    const r = compile(h, frame, loop, raisedAt, annotate);
    if (loop < 0) {
      h.fn = r.fn;
      h.compiled = true;
      h.units = r.units;
    } else {
      h.loops.set(loop, { fn: r.fn, meta: r.meta });
      if (raisedAt < 0 && (c.instrs[loop - 1] & 255) === op.RESUME) {
        h.units = Math.max(h.units, r.units);
        while (h.resumes.length < loop) h.resumes.push(undefined); // no holes
        h.resumes[loop] = r.fn;
      }
    }
    if (wanted)
      show(
        `// ${c.qualname}${loop < 0 ? '' : `, ${raisedAt < 0 ? 'loop' : 'handler'} in line ${c.positions[4 * loop]}`} (${c.filename})\n${indent(r.source)}\n`,
      );
    return true;
  } catch (e) {
    if (!(e instanceof Refused)) {
      if (options.always || wanted) throw e;
    }
    const why = e instanceof Error ? e.message : String(e);
    if (loop < 0) refuse(h, why);
    else {
      h.history.set(`${loop}:${raisedAt < 0 ? 'loop' : 'handler'} not compiled: ${why}`, 1);
      h.refusedLoops.add(loop); // heating the rest must not bring it back
      heat(h.code, 0);
    }
    return false;
  } finally {
    spent += performance.now() - before;
  }
}

function indent(source: string): string {
  let depth = 0;
  return source
    .split('\n')
    .map((line) => {
      const opens = (line.match(/\{/g) ?? []).length;
      const closes = (line.match(/\}/g) ?? []).length;
      const lead = line.startsWith('}') ? 1 : 0;
      const text = '  '.repeat(Math.max(0, depth - lead)) + line;
      depth += opens - closes;
      return text;
    })
    .join('\n');
}

const theJit: Jit = {
  enter(ts: ThreadState, frame: PyFrame): PyValue | undefined {
    const code = frame.code;
    const ins = code.code.instrs[frame.pc];
    if (((ins >>> 8) & 3) !== 0 || frame.func === null || listened(ts)) return undefined;
    if (
      (code.code.flags & CO_OPTIMIZED) === 0 ||
      frame.locals !== null ||
      frame.generator !== null ||
      nestingDepth() > 5
    ) {
      heat(code, -1000);
      return undefined;
    }
    const h = record(code);
    if (!h.compiled) {
      h.feedback ??= new Feedback();
      unwrapArguments(h, frame);
      if (!ready(h)) return undefined;
      if (h.globals === null) h.globals = frame.globals;
      if (h.globals !== frame.globals || !build(h, frame, -1)) {
        if (h.globals !== frame.globals) heat(code, -1000);
        return undefined;
      }
    }
    if (h.globals !== frame.globals || !plainNamespace(frame)) return undefined;
    const n = h.code.parameters;
    const args = new Array<PyValue | undefined>(n);
    for (let i = 0; i < n; i++) {
      const v = frame.regs[i];
      args[i] = v instanceof PyCell && (code.code.localsplusKinds[i] & 0x40) !== 0 ? v.v : v;
    }
    return enter(ts, frame, h.fn, args);
  },
  loop(ts: ThreadState, frame: PyFrame): PyValue | undefined {
    const code = frame.code;
    if (listened(ts)) return undefined;
    if (frame.func === null || (frame.locals !== null && frame.locals !== frame.globals) || nestingDepth() > 5) {
      heat(code, -1000);
      return undefined;
    }
    const h = record(code);
    const head = frame.pc + 1;
    let l = h.loops.get(head);
    if (l === undefined) {
      if (!ready(h)) return undefined;
      if (h.globals === null) h.globals = frame.globals;
      if (h.globals !== frame.globals || h.loops.size > 20 || !build(h, frame, head)) {
        if (h.loops.size > 20 || h.globals !== frame.globals) heat(code, -1000);
        return undefined;
      }
      l = h.loops.get(head)!;
    }
    if (h.globals !== frame.globals || !plainNamespace(frame)) return undefined;
    return enter(ts, frame, l.fn, []);
  },
  returnPc(code: PyCode): number {
    return record(code).returnPc;
  },
  telling,
};

function unwrapArguments(h: JitCode, frame: PyFrame): void {
  const kinds = h.code.code.localsplusKinds;
  const fb = h.feedback!;
  for (let i = 0; i < h.code.nlocalsplus; i++) {
    const v = frame.regs[i];
    fb.args[i] = (fb.args[i] ?? 0) | kindOf(v instanceof PyCell && (kinds[i] & 0x40) !== 0 ? v.v : v);
  }
}

function plainNamespace(frame: PyFrame): boolean {
  return frame.globals.cls === dictType && frame.builtins.cls === dictType;
}

function enter(ts: ThreadState, frame: PyFrame, fn: JitCode['fn'], a: (PyValue | undefined)[]): PyValue | undefined {
  const s = depthWord(ts, frame.depth);
  if (s % LEVEL > STACK_UNITS) return undefined;
  const f = frame.func as PyFunction; // checked by the callers
  if (rt.fuel > ts.fuel * 4) refuel(ts);
  const { at } = rt;
  const v = run(fn, s, f, frame, a);
  rt.at = at;
  if (v !== undefined || ts.raise === null) return v;
  return handle(ts, record(frame.code), f, frame, s);
}
function run(
  fn: JitCode['fn'],
  s: number,
  f: PyFunction,
  frame: PyFrame,
  a: (PyValue | undefined)[],
): PyValue | undefined {
  switch (a.length) {
    case 0:
      return fn(s, f, frame);
    case 1:
      return fn(s, f, frame, a[0]);
    case 2:
      return fn(s, f, frame, a[0], a[1]);
    case 3:
      return fn(s, f, frame, a[0], a[1], a[2]);
    default:
      return fn(s, f, frame, ...a);
  }
}

const FRAME_NATIVES: { [module: string]: string[] } = {
  builtins: ['locals', 'globals', 'eval', 'exec', 'dir', 'vars', 'breakpoint'],
  sys: [
    '_getframe',
    '_getframemodulename',
    'getrefcount',
    '_current_frames',
    'settrace',
    'setprofile',
    'setrecursionlimit',
    'call_tracing',
    '_settraceallthreads',
    '_setprofileallthreads',
  ],
  _warnings: ['warn', 'warn_explicit'],
  gc: ['collect', 'get_objects', 'get_referrers'],
  _signal: ['raise_signal', 'pthread_kill'],
  posix: ['kill', 'abort'],
  faulthandler: ['dump_traceback', '_sigsegv', '_sigabrt', '_sigfpe', '_read_null'],
};
const INTRINSICS = ['len', 'abs', 'min', 'max', 'ord', 'chr', 'isinstance', 'globals'];
/** What asks for the caller's variables only when it is called without arguments. */
const FRAMES_WITHOUT_ARGUMENTS = new Set(['dir', 'vars']);

/** A module's natives are known once it is there. */
export function learnModule(name: string, dict: PyDict): void {
  for (const n of FRAME_NATIVES[name] ?? []) {
    const v = dict.getStr(n);
    if (v instanceof PyNative) v.framesBelow = name === 'builtins' && FRAMES_WITHOUT_ARGUMENTS.has(n) ? 1 : Infinity;
  }
  const monitoring = name === 'sys' ? dict.getStr('monitoring') : undefined;
  if (monitoring instanceof PyModule) {
    for (const n of ['set_events', 'set_local_events']) {
      const v = monitoring.dict.getStr(n);
      if (v instanceof PyNative) v.framesBelow = Infinity;
    }
  }
  if (name === 'math') {
    const v = dict.getStr('sqrt');
    if (v instanceof PyObject) intrinsics.set(v, 'math.sqrt');
  }
}

/** Installs the JIT for interpreters started from now on. */
export function installJit(o: JitOptions, output: (text: string) => void, line: typeof sourceLine): void {
  options = o;
  installed = true;
  started = Date.now();
  show = output;
  sourceLine = line;
  setMakeRecord(makeRecord);
  // Code that somebody listens to runs in tier 0: compiled code tells nothing.
  setListened(() => {
    for (const h of records()) if (h.compiled || h.loops.size > 0) retire(h);
  });
  setInPlace(inPlace);
  setJit(theJit, o.always ? 0 : CALLS, o.always ? 0 : LOOPS);
}

/** What the JIT was installed with; null: there is none. Worker threads install their own with the same. */
export function installedJit(): JitOptions | null {
  return installed ? options : null;
}

/** Tells the JIT about the interpreter's builtins. */
export function learnBuiltins(builtins: PyDict): void {
  learnModule('builtins', builtins);
  for (const n of INTRINSICS) {
    const v = builtins.getStr(n);
    if (v instanceof PyObject) intrinsics.set(v, n);
  }
  for (const n of ['append', 'pop']) {
    const v = listType.lookup(n);
    if (v instanceof PyObject) intrinsics.set(v, `list.${n}`);
  }
}

/** What was compiled, what was left and why, by source line. */
export function jitReport(): string {
  const out: string[] = [`compiling took ${spent.toFixed(0)} ms`];
  for (const h of records()) {
    const c = h.code.code;
    if (h.compilations === 0 && h.refused === null) continue;
    const state =
      h.refused !== null
        ? `refused: ${h.refused}`
        : h.compiled
          ? 'compiled'
          : h.loops.size > 0
            ? 'loops compiled'
            : 'left';
    out.push(
      `${c.filename}:${c.firstlineno} ${c.qualname}: ${state}, ${h.compilations} compilation${h.compilations === 1 ? '' : 's'}`,
    );
    for (const [key, n] of h.history) {
      const at = Number.parseInt(key, 10);
      out.push(`    line ${c.positions[4 * Math.max(0, at)]}: ${key.slice(key.indexOf(':') + 1)} (${n} times)`);
    }
  }
  return `${out.join('\n')}\n`;
}
