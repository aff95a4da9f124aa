// What Python code can ask of a frame: `f_*`, `clear()`, and `f_locals` as a write-through view (PEP 667). Invariant: a
// view reads and writes the frame's own registers; names that are no fast locals go to a dictionary beside the frame.

import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { type Activation, frameType, lineOf, PyFrame, pythonFrame } from './frame.ts';
import { GEN_CREATED, GEN_SUSPENDED } from './generator.ts';
import { PyCell, PyList, PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, typeOf, TYPE_MATCH_MAPPING } from './type.ts';
import { attributeError, keyError, runtimeError, typeError, valueError } from './exceptions/raise.ts';
import { callMethodR } from './protocol/call.ts';
import { collectR, iterR } from './protocol/iteration.ts';
import { compareR, EQ, getitemR, NE } from './protocol/operators.ts';
import { lookupAttrR } from './protocol/attribute.ts';
import { repr, reprEnter, reprLeave } from './protocol/text.ts';
import type { NativeGenerator } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { FAST_CELL, FAST_FREE, FAST_HIDDEN } from '../compile/code.ts';
import { byteOffset } from './code-offsets.ts';
import { shownBuiltins } from './builtins-mapping.ts';
import { hooks } from './hooks.ts';
import { idHex } from './identity.ts';

class PyFrameLocals extends PyObject {
  constructor(readonly frame: PyFrame) {
    super();
  }
}
export const frameLocalsType = makeBuiltinType('FrameLocalsProxy', PyFrameLocals, { flags: TYPE_MATCH_MAPPING });

/** Names set through `f_locals` that are no variables of the code. */
const extras = new WeakMap<PyFrame, PyDict>();

/** Hidden fast locals (of comprehensions inlined in a module or class body) are there to be read while they are set. */
function fastIndex(f: PyFrame, key: PyValue, reading: boolean): number {
  if (!isStr(key)) return -1;
  const name = toJS(key);
  const c = f.code.code;
  for (let i = 0; i < c.localsplusNames.length; i++) {
    if (c.localsplusNames[i] !== name) continue;
    if (reading ? fastGet(f, i) !== undefined : (c.localsplusKinds[i] & FAST_HIDDEN) === 0) return i;
  }
  return -1;
}
function hasHiddenLocals(f: PyFrame): boolean {
  const kinds = f.code.code.localsplusKinds;
  for (let i = 0; i < kinds.length; i++) if ((kinds[i] & FAST_HIDDEN) !== 0 && fastGet(f, i) !== undefined) return true;
  return false;
}
function fastGet(f: PyFrame, i: number): PyValue | undefined {
  const v = f.regs[i];
  return (f.code.code.localsplusKinds[i] & (FAST_CELL | FAST_FREE)) !== 0 && v instanceof PyCell ? v.v : v;
}
function fastSet(f: PyFrame, i: number, value: PyValue): void {
  const v = f.regs[i];
  if ((f.code.code.localsplusKinds[i] & (FAST_CELL | FAST_FREE)) !== 0 && v instanceof PyCell) v.v = value;
  else f.regs[i] = value;
}

function get(f: PyFrame, key: PyValue): PyValue | undefined {
  const i = fastIndex(f, key, true);
  return i >= 0 ? fastGet(f, i) : extras.get(f)?.get(key);
}
function set(f: PyFrame, key: PyValue, value: PyValue): void {
  const i = fastIndex(f, key, false);
  if (i >= 0) {
    fastSet(f, i, value);
    return;
  }
  let d = extras.get(f);
  if (d === undefined) extras.set(f, (d = new PyDict()));
  d.set(key, value);
}
function remove(f: PyFrame, key: PyValue): PyValue | undefined {
  if (fastIndex(f, key, false) >= 0) throw valueError('cannot remove local variables from FrameLocalsProxy');
  return extras.get(f)?.delete(key);
}

/** The fast variables of a frame as a new dict. */
export function snapshot(f: PyFrame): PyDict {
  const d = new PyDict();
  const c = f.code.code;
  for (let i = 0; i < c.localsplusNames.length; i++) {
    const v = fastGet(f, i);
    if (v !== undefined) d.set(fromJS(c.localsplusNames[i]), v);
  }
  extras.get(f)?.copyInto(d);
  return d;
}

/** `frame.f_locals`: the namespace of module and class bodies, a view of everything else (PEP 667). */
export function frameLocalsOf(f: PyFrame): PyValue {
  if ((f.code.code.flags & 1) === 0 && !hasHiddenLocals(f)) return f.locals ?? f.globals;
  return new PyFrameLocals(f);
}

/** What `locals()` gives: a view is taken down as a new dict. */
export function localsOf(f: PyFrame): PyValue {
  const v = frameLocalsOf(f);
  return v instanceof PyFrameLocals ? snapshot(f) : v;
}

function* merge(target: (k: PyValue, v: PyValue) => void, other: PyValue): NativeGenerator<void> {
  if (other instanceof PyDict) {
    for (const [k, v] of [...other.entries()]) target(k, v);
    return;
  }
  if (other instanceof PyFrameLocals) {
    for (const [k, v] of snapshot(other.frame).entries()) target(k, v);
    return;
  }
  const keys = (yield lookupAttrR(other, 'keys')) as PyValue | undefined;
  if (keys === undefined) {
    const pairs = (yield collectR(other)) as PyValue[];
    for (const p of pairs) {
      const kv = (yield collectR(p)) as PyValue[];
      if (kv.length !== 2) throw valueError('dictionary update sequence elements must have length 2');
      target(kv[0], kv[1]);
    }
    return;
  }
  const list = (yield callMethodR(other, 'keys')) as PyValue;
  const names = (yield collectR(list)) as PyValue[];
  for (const k of names) {
    const v = (yield getitemR(other, k)) as PyValue;
    target(k, v);
  }
}

const isMapping = (v: PyValue): boolean => v instanceof PyDict || v instanceof PyFrameLocals;
const list = (d: PyDict, f: (k: PyValue, v: PyValue) => PyValue): PyList =>
  new PyList([...d.entries()].map(([k, v]) => f(k, v)));

function* union(a: PyValue, b: PyValue): NativeGenerator<PyValue> {
  if (!isMapping(a) || !isMapping(b)) return NotImplemented;
  const out = new PyDict();
  const put = (k: PyValue, v: PyValue): void => out.set(k, v);
  yield* merge(put, a);
  yield* merge(put, b);
  return out;
}

defineType(frameLocalsType, {
  new: [
    '(*args, **kwargs)',
    (_t: PyType, args: PyValue[]) => {
      if (args.length !== 1) throw typeError(`FrameLocalsProxy expected 1 argument, got ${args.length}`);
      const f = args[0];
      if (!(f instanceof PyFrame)) throw typeError(`expect frame, not ${typeOf(f).name}`);
      return new PyFrameLocals(f);
    },
  ],
  methods: {
    '__getitem__(key, /)': (s: PyFrameLocals, k: PyValue) => {
      const v = get(s.frame, k);
      if (v === undefined) throw keyError(fromJS(`local variable '${repr(k)}' is not defined`));
      return v;
    },
    '__setitem__(key, value, /)': (s: PyFrameLocals, k: PyValue, v: PyValue) => set(s.frame, k, v),
    '__delitem__(key, /)': (s: PyFrameLocals, k: PyValue) => {
      if (remove(s.frame, k) === undefined) throw keyError(k);
    },
    '__contains__(key, /)': (s: PyFrameLocals, k: PyValue) => get(s.frame, k) !== undefined,
    '__len__()': (s: PyFrameLocals) => snapshot(s.frame).size,
    '__iter__()': (s: PyFrameLocals) => iterR(list(snapshot(s.frame), (k) => k)),
    '__reversed__()': (s: PyFrameLocals) => {
      const l = list(snapshot(s.frame), (k) => k);
      l.items.reverse();
      return l;
    },
    '__repr__()': (s: PyFrameLocals) => {
      if (!reprEnter(s)) return '{...}';
      try {
        return fromJS(repr(snapshot(s.frame)));
      } finally {
        reprLeave(s);
      }
    },
    '__eq__(value, /)': (s: PyFrameLocals, o: PyValue) =>
      o instanceof PyFrameLocals
        ? s.frame === o.frame
        : o instanceof PyDict
          ? compareR(snapshot(s.frame), o, EQ)
          : NotImplemented,
    '__ne__(value, /)': (s: PyFrameLocals, o: PyValue) =>
      o instanceof PyFrameLocals
        ? s.frame !== o.frame
        : o instanceof PyDict
          ? compareR(snapshot(s.frame), o, NE)
          : NotImplemented,
    '__or__(value, /)': union,
    '__ror__(value, /)': (s: PyValue, o: PyValue) => union(o, s),
    '__ior__(value, /)': function* (s: PyFrameLocals, o: PyValue): NativeGenerator<PyValue> {
      yield* merge((k, v) => set(s.frame, k, v), o);
      return s;
    },
    'copy()': (s: PyFrameLocals) => snapshot(s.frame),
    'keys()': (s: PyFrameLocals) => list(snapshot(s.frame), (k) => k),
    'values()': (s: PyFrameLocals) => list(snapshot(s.frame), (_k, v) => v),
    'items()': (s: PyFrameLocals) => list(snapshot(s.frame), (k, v) => new PyTuple([k, v])),
    'get(key, default=None, /)': (s: PyFrameLocals, k: PyValue, d: PyValue) => get(s.frame, k) ?? d,
    'setdefault(key, default=None, /)': (s: PyFrameLocals, k: PyValue, d: PyValue) => {
      const v = get(s.frame, k);
      if (v !== undefined) return v;
      set(s.frame, k, d);
      return d;
    },
    'pop(key, default=?, /)': (s: PyFrameLocals, k: PyValue, d: PyValue | undefined) => {
      const v = remove(s.frame, k) ?? d;
      if (v === undefined) throw keyError(k);
      return v;
    },
    'update(other, /)': (s: PyFrameLocals, o: PyValue) => merge((k, v) => set(s.frame, k, v), o),
  },
  attrs: { __hash__: None },
});

/** Under way in any thread: one that waits needs its variables when it goes on. */
function isExecuting(f: PyFrame): boolean {
  for (const innermost of hooks.innermostFrames()) {
    // What the hook gives are PyFrames, named less exactly because of the order of layers.
    for (let a = innermost as Activation | null; a !== null; a = a.back) if (a === f) return true;
  }
  return false;
}

defineType(frameType, {
  methods: {
    '__repr__()': (f: PyFrame) =>
      fromJS(
        `<frame at ${idHex(f)}, file ${repr(fromJS(f.code.code.filename))}, line ${currentLine(f) ?? 'None'}, code ${f.code.code.name}>`,
      ),
    'clear()': (f: PyFrame) => {
      const g = f.generator;
      if (isExecuting(f)) throw runtimeError('cannot clear an executing frame');
      if (g !== null && g.frame === f) {
        if (g.state === GEN_SUSPENDED) throw runtimeError('cannot clear a suspended frame');
        if (g.state === GEN_CREATED) return callMethodR(g, 'close');
      }
      const n = f.code.nlocalsplus;
      for (let i = 0; i < n; i++) f.regs[i] = undefined;
      extras.delete(f);
      return None;
    },
    '__sizeof__()': (f: PyFrame) => 120 + 8 * f.regs.length,
  },
  getset: {
    f_back: [(f: PyFrame) => pythonFrame(f.back) ?? None],
    f_code: [(f: PyFrame) => f.code],
    f_globals: [(f: PyFrame) => f.globals],
    f_builtins: [(f: PyFrame) => shownBuiltins(f.builtins)],
    f_locals: [frameLocalsOf],
    f_generator: [(f: PyFrame) => f.generator ?? None],
    f_lasti: [(f: PyFrame) => (f.pc < 0 ? -1 : byteOffset(f.code.code, f.pc))],
    f_lineno: [
      (f: PyFrame) => currentLine(f) ?? None,
      (f: PyFrame, v) => {
        if (v === undefined) throw attributeError('cannot delete attribute');
        if (typeof v !== 'number' && typeof v !== 'bigint') throw valueError('lineno must be an integer');
        hooks.jumpToLine(f, Number(v));
      },
    ],
    f_trace: [
      (f: PyFrame) => f.trace ?? None,
      (f: PyFrame, v) => {
        f.trace = v === undefined || v === None ? null : v;
      },
    ],
    f_trace_lines: [
      (f: PyFrame) => f.traceLines,
      (f: PyFrame, v) => {
        f.traceLines = flag(v);
      },
    ],
    f_trace_opcodes: [
      (f: PyFrame) => f.traceOpcodes,
      (f: PyFrame, v) => {
        f.traceOpcodes = flag(v);
        hooks.traceOpcodes(f, f.traceOpcodes);
      },
    ],
  },
});

function flag(v: PyValue | undefined): boolean {
  if (v === undefined) throw typeError("can't delete numeric/char attribute");
  if (typeof v !== 'boolean') throw typeError('attribute value type must be bool');
  return v;
}

/** The line being executed, or null where the instruction has none. */
export function currentLine(f: PyFrame): number | null {
  const line = lineOf(f.code, f.pc);
  return line === undefined || line < 0 ? null : line;
}
