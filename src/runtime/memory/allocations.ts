// What tracemalloc knows: where the objects that are alive were made, as tier 0 sees it. Invariant: nothing is recorded, and
// no code runs slower, while nobody traces; an object that was there before tracing began is never given a trace. What
// is not alive any more is found by a census, when somebody asks or when what was recorded since the last has doubled.

import * as op from '../../compile/opcodes.ts';
import { type Activation, lineOf, PyFrame } from '../../objects/frame.ts';
import { headerSize } from '../../objects/memory/layouts.ts';
import { objectSize } from '../../objects/memory/sizes.ts';
import { traverse } from '../../objects/memory/traverse.ts';
import { PyNative } from '../../objects/native.ts';
import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { callUnboundR } from '../../objects/protocol/call.ts';
import { sync } from '../../objects/protocol/pending.ts';
import { PyList, PyModule, PyTuple } from '../../objects/shapes.ts';
import { SLOT } from '../../objects/slots.ts';
import { PyType, TYPE_HEAP, typeOf } from '../../objects/type.ts';
import { eventSet, INSTRUCTION } from '../../vm/monitoring/events.ts';
import { ALLOCATION_TOOL, type FrameCallback, monitoringOf, setGlobalEvents } from '../../vm/monitoring/monitor.ts';
import { thread } from '../../vm/thread.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { census } from './census.ts';

/** The frames an allocation was made in, innermost first; one object for all that were made there. */
interface Site {
  readonly frames: PyTuple;
  readonly depth: number;
}
export interface Trace {
  readonly site: Site;
  size: number;
}

/** Instructions that may leave something new on top of the stack, and go on with the next one. */
const MAKING = new Set([
  op.BINARY_OP,
  op.BINARY_SLICE,
  op.BUILD_LIST,
  op.BUILD_MAP,
  op.BUILD_SET,
  op.BUILD_SLICE,
  op.BUILD_STRING,
  op.BUILD_TUPLE,
  op.CALL,
  op.CALL_FUNCTION_EX,
  op.CALL_INTRINSIC_1,
  op.CALL_KW,
  op.FORMAT_SIMPLE,
  op.FORMAT_WITH_SPEC,
  op.FOR_ITER,
  op.GET_ITER,
  op.MAKE_FUNCTION,
  op.UNARY_INVERT,
  op.UNARY_NEGATIVE,
]);

/** sys.getsizeof, without asking Python code. */
function sizeOf(v: PyValue): number {
  const t = typeOf(v);
  const method = t.slot(SLOT.__sizeof__);
  const own: PyValue = method instanceof PyNative ? sync(callUnboundR(method, v, [])) : objectSize(v);
  const header = v instanceof PyType && (v.flags & TYPE_HEAP) === 0 ? 0 : headerSize(t);
  return (typeof own === 'number' ? own : 0) + header;
}

/** CPython has those once, whoever asks. */
function shared(v: PyValue): boolean {
  if (typeof v === 'number') return v >= -5 && v <= 256;
  if (typeof v === 'string') return v.length < 2;
  return typeof v === 'boolean' || v === None || v instanceof PyModule || v instanceof PyNative;
}

/** How much may be recorded before a census looks what of it is left. */
const LEAST = 50_000;

export class Allocations {
  private readonly traces = new Map<PyValue, Trace>();
  /** What was there before. */
  private old = new Set<PyValue>();
  /** What tracemalloc itself has answered with. */
  private readonly answers = new WeakSet<PyObject>();
  private sites = new Map<string, Site>();
  private size = 0;
  private peak = 0;
  private limit = LEAST;

  constructor(
    private readonly i: RuntimeInterpreter,
    readonly frames: number,
  ) {
    this.clear();
    const m = monitoringOf(thread());
    m.callbacks[ALLOCATION_TOOL][INSTRUCTION] = this.see;
    setGlobalEvents(m, ALLOCATION_TOOL, eventSet(INSTRUCTION));
  }

  stop(): void {
    const m = monitoringOf(thread());
    m.callbacks[ALLOCATION_TOOL][INSTRUCTION] = null;
    setGlobalEvents(m, ALLOCATION_TOOL, 0);
  }

  /** Forgets every trace; what is there now will get none. */
  clear(): void {
    this.traces.clear();
    this.sites.clear();
    this.old = new Set();
    for (const o of census(this.i, null, [], (v) => this.old.add(v))) this.old.add(o);
    this.size = this.peak = 0;
    this.limit = LEAST;
  }

  /** Before an instruction: what the one before it has made lies on top. */
  private readonly see: FrameCallback = (_ts, frame, _event, pc) => {
    if (pc === 0 || !MAKING.has(frame.code.code.instrs[pc - 1] & 255)) return;
    const v = frame.regs[frame.sp - 1];
    if (v === undefined || shared(v) || this.old.has(v) || this.traces.has(v)) return;
    const site = this.siteOf(frame, pc - 1);
    const work = [v];
    for (let x = work.pop(); x !== undefined; x = work.pop()) {
      if (shared(x) || this.old.has(x) || this.traces.has(x)) continue;
      if (x instanceof PyObject && this.answers.has(x)) continue;
      const size = sizeOf(x);
      this.traces.set(x, { site, size });
      this.size += size;
      // What a native has made along with it.
      if (x instanceof PyObject && !(x instanceof PyFrame)) traverse(x, (y) => work.push(y));
    }
    if (this.traces.size > this.limit) {
      this.prune();
      this.limit = Math.max(LEAST, 2 * this.traces.size);
    } else if (this.size > this.peak + Math.max(CHUNK, this.peak / 4)) this.prune();
  };

  private siteOf(frame: PyFrame, pc: number): Site {
    const frames: PyValue[] = [];
    let key = '';
    let depth = 0;
    for (let f: Activation | null = frame; f !== null; f = f.back) {
      if (!(f instanceof PyFrame)) continue;
      if (depth++ >= this.frames) continue;
      const line = lineOf(f.code, f === frame ? pc : f.pc);
      const { filename } = f.code.code;
      frames.push(new PyTuple([filename, line]));
      key += `${filename}:${line}\n`;
    }
    key += depth;
    let site = this.sites.get(key);
    if (site === undefined) this.sites.set(key, (site = { frames: new PyTuple(frames), depth }));
    return site;
  }

  /** Forgets what is gone, and measures what is left. */
  private prune(): void {
    const alive = new Set<PyValue>();
    for (const o of census(this.i, null, [], (v) => alive.add(v))) alive.add(o);
    this.size = 0;
    for (const [v, t] of this.traces) {
      if (!alive.has(v)) this.traces.delete(v);
      else this.size += t.size = sizeOf(v);
    }
    this.peak = Math.max(this.peak, this.size);
  }

  memory(): { size: number; peak: number } {
    this.prune();
    return { size: this.size, peak: this.peak };
  }
  resetPeak(): void {
    this.peak = 0;
    this.prune();
  }
  count(): number {
    this.prune();
    return this.traces.size;
  }
  /** What `_get_traces()` returns. */
  all(): PyList {
    this.prune();
    const rows: PyTuple[] = [];
    for (const { size, site } of this.traces.values()) rows.push(new PyTuple([0, size, site.frames, site.depth]));
    for (const row of rows) this.answers.add(row);
    for (const { frames } of this.sites.values()) {
      this.answers.add(frames);
      for (const f of frames.items) if (f instanceof PyTuple) this.answers.add(f);
    }
    const list = new PyList(rows);
    this.answers.add(list);
    return list;
  }
  of(v: PyValue): Trace | undefined {
    return this.traces.get(v);
  }
}
/** The peak is looked at whenever so many bytes more than ever were recorded. */
const CHUNK = 65_536;
