// Calls in compiled code: Python functions as JavaScript functions, natives by their JavaScript, classes with a plain
// __new__ and a Python __init__, and the generic call. Invariant: nothing is bound that need not be; the depth word
// grows by one level and the callee's own weight.

import { MODE_DISCARD, MODE_INIT } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import { PyFunction, PyStaticMethod, PyTuple } from '../objects/shapes.ts';
import { PyNative } from '../objects/native.ts';
import {
  functionType,
  methodType,
  objectType,
  PyType,
  TYPE_ABSTRACT,
  TYPE_HEAP,
  typeOf,
  typeType,
} from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { plainNew } from '../vm/cold.ts';
import { plainSpecial } from '../vm/handlers/special.ts';
import * as op from '../compile/opcodes.ts';
import * as k from './kinds.ts';
import type { Val } from './kinds.ts';
import type { Emitter } from './emitter.ts';
import { likely, stackAt } from './arithmetic.ts';
import { bind, expectOwnCode } from './binding.ts';
import { construct } from './constructors.ts';
import { calledObject, lengthOfObject, unaryOperator } from './operators.ts';
import { LEVEL } from './runtime.ts';

/** Natives compiled code replaces: by `name` and `owner.name`, resolved when the JIT starts. */
export const intrinsics = new WeakMap<object, string>();

export function callOp(e: Emitter, nargs: number): void {
  const stack = e.state.stack;
  const base = stack.length - nargs - 2;
  const seen = e.seen();
  const usable = seen?.generic !== true;
  const callee = stack[base];
  let self: Val | null = stack[base + 1];
  if (self.bits === k.UNDEF) self = null;
  else if ((self.bits & k.UNDEF) !== 0) return genericCall(e, nargs, true);
  let target: PyValue | undefined = callee.konst;
  let guarded = callee.tag!;
  if (target === undefined && usable && seen?.target !== undefined && seen.target !== null) {
    const t = seen.target;
    if (seen.bound) {
      if (self === null && t instanceof PyFunction) {
        e.guard(
          `${callee.tag}.cls !== ${e.c(methodType)} || ${callee.tag}.func !== ${e.c(t)}`,
          `calls something else than ${nameOf(t)}`,
        );
        const v = e.v(`m${base}_${e.pc}`);
        e.emit(`${v} = ${callee.tag}.self;`);
        self = { bits: k.ANY, tag: v, dbl: null };
        stack[base + 1] = self;
        target = t;
        guarded = e.c(t);
        stack[base] = e.konst(t);
        // The frame's stack now differs from tier 0's, but means the same.
      }
    } else if (t instanceof PyFunction) {
      expectCode(e, callee.tag!, t); // a callee has one
      target = t;
    } else if (t instanceof PyNative || t instanceof PyType) {
      e.guard(`${callee.tag} !== ${e.c(t)}`, 'calls something else');
      target = t;
      guarded = e.c(t);
    }
  }
  let isConst = callee.konst !== undefined || seen?.bound === true;
  const called = target === undefined && usable && self === null ? calledObject(e, callee) : null;
  if (called !== null) {
    const { stack: now } = e.state; // as expectClass left it
    now[base + 1] = self = now[base];
    now[base] = e.konst(called);
    target = called;
    guarded = e.c(called);
    isConst = true;
  }
  if (target instanceof PyFunction) {
    if (pythonCall(e, target, guarded, isConst, nargs, self)) return;
  } else if (target instanceof PyType) {
    if (
      self === null &&
      (rangeLoop(e, target, nargs) ||
        instantiate(e, target, nargs) ||
        instantiateByNew(e, target, nargs) ||
        construct(e, target, nargs))
    )
      return;
  } else if (target instanceof PyNative) {
    if (intrinsic(e, target, nargs, self)) return;
    if (nargs < target.framesBelow) {
      // It looks at frames: all of them must be on the heap, and tier 0 makes the call.
      e.emit(`x = ${e.site(e.before, e.pc - 1, 0, null)}; rt.unwind();`);
    }
    if (nativeCall(e, target, nargs, self)) return;
  }
  genericCall(e, nargs, false);
}

/** The callee is a function with the code of `f`, in the same namespace. */
function expectCode(e: Emitter, callee: string, f: PyFunction): void {
  e.guard(
    `${callee}.cls !== ${e.c(functionType)} || ${callee}.code !== ${e.c(f.code)} || ${callee}.globals !== ${e.c(f.globals)}`,
    `calls something else than ${nameOf(f)}`,
  );
}

function nameOf(f: PyFunction): string {
  return f.code.code.qualname;
}

/** Pops the call's operands; the argument expressions, self first. */
function operands(e: Emitter, nargs: number): string[] {
  const stack = e.state.stack;
  const args: string[] = [];
  for (let i = 0; i < nargs; i++) e.tag(stack[stack.length - nargs + i]);
  for (let i = stack.length - nargs; i < stack.length; i++) args.push(e.state.stack[i].tag!);
  const self = e.state.stack[e.state.stack.length - nargs - 1];
  if (self.bits !== k.UNDEF) args.unshift(e.tag(self));
  for (let i = 0; i < nargs + 2; i++) e.pop();
  return args;
}

function genericCall(e: Emitter, nargs: number, maybeSelf: boolean): void {
  const stack = e.state.stack;
  for (let i = 0; i < nargs; i++) e.tag(e.state.stack[stack.length - nargs + i]);
  const f = e.tag(stackAt(e, nargs + 2));
  const self = stackAt(e, nargs + 1);
  const all = e.state.stack.slice(e.state.stack.length - nargs).map((v) => v.tag!);
  const s = self.bits === k.UNDEF ? null : e.tag(self);
  for (let i = 0; i < nargs + 2; i++) e.pop();
  e.risky();
  e.clobber();
  const direct = (args: string[]): string =>
    args.length <= 4
      ? `rt.call${args.length}(${[f, ...args, 's'].join(', ')})`
      : `rt.call(${f}, [${args.join(', ')}], s)`;
  if (maybeSelf && s !== null) e.pushCall(`${s} === undefined ? ${direct(all)} : ${direct([s, ...all])}`, k.ANY);
  else e.pushCall(direct(s === null ? all : [s, ...all]), k.ANY);
}

function pythonCall(
  e: Emitter,
  f: PyFunction,
  fexpr: string,
  isConst: boolean,
  nargs: number,
  self: Val | null,
  keywords: readonly string[] = [],
): boolean {
  const h = e.callee(f);
  if (h.globals !== f.globals) return false;
  if (isConst) {
    expectOwnCode(e, f);
    fexpr = e.c(f);
  }
  const binding = bind(e, f, isConst, nargs - keywords.length + (self === null ? 0 : 1), keywords);
  if (binding === null) return false;
  const args = binding(operands(e, nargs));
  e.risky();
  e.clobber();
  e.pushCall(`${e.c(h)}.fn(s + ${LEVEL + h.units}, ${[fexpr, 'null', ...args].join(', ')})`, k.ANY);
  return true;
}

/** DICT_MERGE of a call's keywords; false when tier 0 must do it. */
export function dictMerge(e: Emitter, arg: number): boolean {
  if (arg !== 1) return false;
  const n = e.state.stack.length;
  for (let i = n - 5; i < n; i++) if (e.state.stack[i].bits !== k.UNDEF) e.tag(e.state.stack[i]);
  const items = e.state.stack.slice(n - 5).map((v) => v.tag!);
  const slow = `rt.coldOp(${e.c(e.code)}, fn, null, ${op.DICT_MERGE}, 1, [${items.join(', ')}], s)`;
  e.pop();
  e.risky(MODE_DISCARD);
  e.clobber();
  e.emit(`if (!rt.merge(${items[3]}, ${items[4]})) ${slow};`);
  return true;
}

/** CALL_FUNCTION_EX: its tuple and its dict are spread out. */
export function callEx(e: Emitter): void {
  const n = e.state.stack.length;
  for (let i = n - 4; i < n; i++) if (e.state.stack[i].bits !== k.UNDEF) e.tag(e.state.stack[i]);
  const items = e.state.stack.slice(n - 4).map((v) => v.tag!);
  const [f, , args, kwargs] = items;
  const t = e.v('ex');
  for (let i = 0; i < 4; i++) e.pop();
  e.risky();
  e.clobber();
  const slow = `rt.coldOp(${e.c(e.code)}, fn, null, ${op.CALL_FUNCTION_EX}, 0, [${items.join(', ')}], s)[0]`;
  e.emit(`${t} = rt.spread(${f}, ${args}, ${kwargs}, s);`);
  e.pushCall(`${t} === rt.NOT_HERE ? ${slow} : ${t}`, k.ANY);
}

/** CALL_KW: a known function's keywords are put in their places now; false when tier 0 must do it. */
export function callKw(e: Emitter, count: number): boolean {
  const names = e.top().konst;
  if (!(names instanceof PyTuple)) return false;
  const keywords = names.items.map((n) => (typeof n === 'string' ? n : ''));
  if (keywords.includes('')) return false;
  e.pop();
  const stack = e.state.stack;
  const base = stack.length - count - 2;
  const f = stack[base].konst;
  const self = stack[base + 1];
  if ((self.bits & k.UNDEF) !== 0 && self.bits !== k.UNDEF) {
    e.push(e.konst(names));
    return false;
  }
  const seen = e.seen();
  if (seen?.generic !== true) {
    const receiver = self.bits === k.UNDEF ? null : self;
    if (f instanceof PyFunction) {
      if (pythonCall(e, f, e.c(f), true, count, receiver, keywords)) return true;
    } else if (f instanceof PyType) {
      if (receiver === null && (instantiate(e, f, count, keywords) || instantiateByNew(e, f, count, keywords)))
        return true;
    } else if (f === undefined && seen?.target instanceof PyFunction && !seen.bound) {
      const { tag } = stack[base]; // a callee has one
      expectCode(e, tag!, seen.target);
      if (pythonCall(e, seen.target, tag!, false, count, receiver, keywords)) return true;
    }
  }
  const callee = e.tag(stack[base]);
  const args = operands(e, count);
  e.risky();
  e.clobber();
  e.pushCall(`rt.callKw(${callee}, [${args.join(', ')}], ${e.c(keywords)}, s)`, k.ANY);
  return true;
}

/** Instructions between a comprehension's first iterator and its loop. */
export function ofComprehension(opcode: number): boolean {
  return (
    opcode === op.LOAD_FAST_AND_CLEAR ||
    opcode === op.SWAP ||
    opcode === op.BUILD_LIST ||
    opcode === op.BUILD_SET ||
    opcode === op.BUILD_MAP
  );
}

/** Only a loop gets the iterator made before `pc`, at once or as a comprehension begins; a generator expression takes it along. */
function reachesLoop(instrs: Int32Array, pc: number): boolean {
  for (; ; pc++) {
    if ((instrs[pc] & 255) === op.FOR_ITER) return true;
    if (!ofComprehension(instrs[pc] & 255)) return false;
  }
}

/** `for i in range(…)`: no range object, no iterator object. */
function rangeLoop(e: Emitter, t: PyType, nargs: number): boolean {
  if (t.name !== 'range' || (t.flags & TYPE_HEAP) !== 0 || t.module !== 'builtins') return false;
  const instrs = e.code.code.instrs;
  if ((instrs[e.pc + 1] & 255) !== op.GET_ITER || nargs < 1 || nargs > 3) return false;
  if (e.graph.blocks.has(e.pc + 1) || !reachesLoop(instrs, e.pc + 2)) return false;
  if (e.seen()?.generic === true) return false;
  const args: Val[] = e.state.stack.slice(e.state.stack.length - nargs);
  let step = 1;
  if (nargs === 3) {
    const c = args[2].konst;
    if (typeof c !== 'number' || c === 0) return false;
    step = c;
  }
  for (const a of args) if ((a.bits & k.INT) === 0) return false;
  for (let i = 0; i < Math.min(nargs, 2); i++) {
    const a = e.state.stack[e.state.stack.length - nargs + i];
    e.expect(a, k.INT, 'range() of something else');
    if (typeof a.konst !== 'number' || Math.abs(a.konst) > 2 ** 50)
      e.guard(`${a.tag} > 1125899906842624 || ${a.tag} < -1125899906842624`, 'large range');
  }
  const start = nargs === 1 ? '0' : args[0].tag!;
  const stop = nargs === 1 ? args[0].tag! : args[1].tag!;
  for (let i = 0; i < nargs + 2; i++) e.pop();
  const r = e.range(e.pc, step);
  e.emit(`${r.value} = ${start}; ${r.stop} = ${stop};`);
  e.push({ bits: k.OTHER, tag: null, dbl: null, range: r });
  e.skip = 1; // GET_ITER
  return true;
}

/** A class whose instances are made by `object.__new__`, with a Python `__init__` or none. */
function instantiate(e: Emitter, t: PyType, nargs: number, keywords: readonly string[] = []): boolean {
  if (
    (t.flags & (TYPE_HEAP | TYPE_ABSTRACT)) !== TYPE_HEAP ||
    t.slot(SLOT.__new__) !== plainNew() ||
    !isPlainlyCalled(t)
  )
    return false;
  const init = t.slot(SLOT.__init__);
  if (!(init instanceof PyFunction) || t.slot(SLOT.__del__) !== null) return false;
  const h = e.callee(init);
  if (h.globals !== init.globals) return false;
  expectClassItself(e, t);
  expectOwnCode(e, init);
  const binding = bind(e, init, true, nargs + 1 - keywords.length, keywords);
  if (binding === null) return false;
  const given = operands(e, nargs);
  // The new object gets a variable of its own: arguments may live where it will be pushed.
  const n = e.v(`o${e.pc}`);
  const args = binding([n, ...given]);
  e.emit(`${n} = new ${e.c(t.ctor)}();`);
  e.push({ bits: k.OTHER, tag: n, dbl: null });
  e.risky(MODE_INIT);
  e.clobber();
  e.emit(
    `{ const t = ${e.c(h)}.fn(s + ${LEVEL + h.units}, ${[e.c(init), 'null', ...args].join(', ')}); if (t !== None) {`,
  );
  e.leaveRaised('t');
  e.emit('rt.badInit(t); } }');
  return true;
}

/** Calling the class is `type.__call__`: its metaclass (ABCMeta, say) does not say otherwise. */
function isPlainlyCalled(t: PyType): boolean {
  return t.cls === typeType || t.cls.slot(SLOT.__call__) === typeType.slot(SLOT.__call__);
}
/** The class and what its metaclass says of calls are as they were. */
function expectClassItself(e: Emitter, t: PyType): void {
  e.expectVersion(t);
  e.expectVersion(t.cls);
}

/** A class with a Python `__new__` and no `__init__` (a namedtuple): the call of `__new__`. */
function instantiateByNew(e: Emitter, t: PyType, nargs: number, keywords: readonly string[] = []): boolean {
  if ((t.flags & (TYPE_HEAP | TYPE_ABSTRACT)) !== TYPE_HEAP || !isPlainlyCalled(t)) return false;
  const n = t.slot(SLOT.__new__);
  const make = n instanceof PyStaticMethod ? n.callable : n;
  if (!(make instanceof PyFunction) || t.slot(SLOT.__init__) !== objectType.slot(SLOT.__init__)) return false;
  const h = e.callee(make);
  if (h.globals !== make.globals) return false;
  expectClassItself(e, t);
  expectOwnCode(e, make);
  const binding = bind(e, make, true, nargs + 1 - keywords.length, keywords);
  if (binding === null) return false;
  const args = binding([e.c(t), ...operands(e, nargs)]);
  e.risky();
  e.clobber();
  e.pushCall(`${e.c(h)}.fn(s + ${LEVEL + h.units}, ${[e.c(make), 'null', ...args].join(', ')})`, k.ANY);
  return true;
}

/** LOAD_SPECIAL of an object whose class is known: the method is a constant. False when tier 0 must look. */
export function loadSpecial(e: Emitter, arg: number): boolean {
  const v = e.top();
  const seen = e.seen();
  const t = v.konst !== undefined ? typeOf(v.konst) : (v.cls ?? seen?.cls);
  if (t === undefined || t === null || seen?.generic === true || v.tag === null || (v.bits & k.OTHER) === 0)
    return false;
  const m = plainSpecial(t, arg);
  if (m === null) return false;
  let self = v;
  if (v.konst === undefined) self = e.expectClass(v, t);
  else e.expectVersion(t);
  e.pop();
  e.push(e.konst(m));
  e.push(self);
  return true;
}

/** A native whose JavaScript takes exactly these arguments. */
function nativeCall(e: Emitter, n: PyNative, nargs: number, self: Val | null): boolean {
  const given = nargs + (self === null ? 0 : 1);
  const rest = n.rest;
  const vector = n.vector !== undefined;
  if (nargs < n.framesBelow || given < n.required) return false;
  if (vector) {
    // It looks at its arguments itself.
  } else if (rest < 0 ? !n.simple || given > n.arity : given < rest) return false;
  if (n.hasSelf) {
    // A method found on the class of a checked receiver; anything else goes the checking way.
    if (self === null || n.owner === null) return false;
    const known =
      self.cls !== undefined
        ? self.cls.isSubtype(n.owner)
        : (self.bits === k.LIST && n.owner.name === 'list') ||
          (self.bits === k.STR && n.owner.name === 'str') ||
          (self.bits === k.DICT && n.owner.name === 'dict') ||
          (self.bits === k.TUPLE && n.owner.name === 'tuple') ||
          (self.bits === k.INT && n.owner.name === 'int') ||
          (self.bits === k.FLOAT && n.owner.name === 'float');
    if (!known || (n.owner.flags & TYPE_HEAP) !== 0) return false;
  } else if (self !== null || n.owner !== null) return false;
  const defaults: string[] = [];
  const first = n.hasSelf ? 1 : 0;
  for (let i = given; !vector && rest < 0 && i < n.arity; i++) {
    const d = n.params[i - first].default;
    defaults.push(d === undefined ? 'undefined' : e.konst(d).tag!);
  }
  let args = [...operands(e, nargs), ...defaults];
  if (vector) args = [`[${args.join(', ')}]`, 'null'];
  else if (rest >= 0) args = [...args.slice(0, rest), `[${args.slice(rest, given).join(', ')}]`];
  e.risky();
  e.clobber();
  e.pushCall(`rt.res(${vector ? `${e.c(n)}.vector` : e.c(n.raw)}(${args.join(', ')}), s)`, k.ANY);
  return true;
}

/** Builtins with JavaScript of their own. */
function intrinsic(e: Emitter, n: PyNative, nargs: number, self: Val | null): boolean {
  const name = intrinsics.get(n);
  if (name === undefined) return false;
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const drop = (count: number): void => {
    for (let i = 0; i < count; i++) e.pop();
  };
  const arg = (i: number): Val => stackAt(e, nargs - i);
  switch (name) {
    case 'len': {
      if (nargs !== 1 || self !== null) return false;
      let v = arg(0);
      const kind = likely(v, seen?.a);
      const size =
        kind === k.STR
          ? '.length'
          : kind === k.LIST || kind === k.TUPLE
            ? '.items.length'
            : kind === k.DICT
              ? '.size'
              : null;
      if (size !== null) {
        v = e.expect(v, kind, 'len() of something else');
        drop(3);
        e.pushTag(`${v.tag}${size}`, k.INT);
        return true;
      }
      if (v.tag === null) return false;
      if (lengthOfObject(e, 2)) return true;
      drop(3);
      e.risky();
      e.clobber();
      e.pushCall(`rt.len(${v.tag}, s)`, k.INT);
      return true;
    }
    case 'abs': {
      if (nargs !== 1 || self !== null) return false;
      const v = arg(0);
      if (v.dbl !== null) {
        drop(3);
        e.pushDbl(`Math.abs(${v.dbl})`);
        return true;
      }
      if (v.bits === k.INT) {
        drop(3);
        e.pushTag(`Math.abs(${v.tag})`, k.INT);
        return true;
      }
      return unaryOperator(e, SLOT.__abs__, 2);
    }
    case 'min':
    case 'max': {
      if (nargs < 2 || nargs > 8 || self !== null) return false;
      const args = Array.from({ length: nargs }, (_, i) => arg(i));
      const ints = args.every((a) => a.bits === k.INT);
      if (!ints && !args.every((a) => a.dbl !== null)) return false;
      const better = name === 'min' ? '<' : '>';
      const text = args.map((a) => (ints ? a.tag! : a.dbl!)); // as was just asked
      drop(nargs + 2);
      // The first of equal ones; only one that is better takes its place, so that NaN is as in CPython.
      const t = e.v(`${ints ? 'w' : 'g'}${e.state.stack.length}_${e.pc}`);
      const steps = text.slice(1).map((x) => `${x} ${better} ${t} && (${t} = ${x})`);
      const expr = `(${t} = ${text[0]}, ${steps.join(', ')}, ${t})`;
      if (ints) e.pushTag(expr, k.INT);
      else e.pushDbl(expr);
      return true;
    }
    case 'ord': {
      if (nargs !== 1 || self !== null || (arg(0).bits & k.STR) === 0 || arg(0).tag === null) return false;
      const v = e.expect(arg(0), k.STR, 'ord() of something else');
      e.guard(`${v.tag}.length !== 1`, 'ord() of more than one');
      drop(3);
      e.pushTag(`${v.tag}.charCodeAt(0)`, k.INT);
      return true;
    }
    case 'chr': {
      if (nargs !== 1 || self !== null || (arg(0).bits & k.INT) === 0) return false;
      const v = e.expect(arg(0), k.INT, 'chr() of something else');
      e.guard(`${v.tag} < 0 || ${v.tag} > 55295`, 'chr() out of the plain range');
      drop(3);
      e.pushTag(`String.fromCharCode(${v.tag})`, k.STR);
      return true;
    }
    case 'isinstance': {
      if (nargs !== 2 || self !== null) return false;
      const t = arg(1).konst;
      const v = arg(0);
      if (!(t instanceof PyType) || t.cls !== typeType || v.tag === null) return false;
      const primitive: { [name: string]: string } = {
        int: `typeof ${v.tag} === 'number' || typeof ${v.tag} === 'boolean' || typeof ${v.tag} === 'bigint'`,
        str: `typeof ${v.tag} === 'string'`,
        bool: `typeof ${v.tag} === 'boolean'`,
      };
      const quick = (t.flags & TYPE_HEAP) === 0 ? (primitive[t.name] ?? 'false') : 'false';
      drop(4);
      e.risky();
      e.clobber();
      e.pushCall(`${quick} || (${v.tag}).cls === ${e.c(t)} || rt.res(${e.c(n.raw)}(${v.tag}, ${e.c(t)}), s)`, k.BOOL);
      return true;
    }
    case 'list.append': {
      if (nargs !== 1 || self === null || self.bits !== k.LIST) return false;
      const v = e.tag(arg(0));
      drop(3);
      e.emit(`${self.tag}.items.push(${v});`);
      e.push({ bits: k.NONE, tag: 'None', dbl: null, konst: e.none });
      return true;
    }
    case 'list.pop': {
      if (nargs !== 0 || self === null || self.bits !== k.LIST) return false;
      e.guard(`${self.tag}.items.length === 0`, 'pop from an empty list');
      drop(2);
      e.pushTag(`${self.tag}.items.pop()`, k.ANY);
      e.assume(seen?.b ?? 0, 'popped another kind');
      return true;
    }
    case 'globals': {
      if (nargs !== 0 || self !== null) return false;
      drop(2);
      e.push(e.konst(e.globals));
      return true;
    }
    case 'math.sqrt': {
      if (nargs !== 1 || self !== null) return false;
      const v = arg(0);
      if (v.dbl === null && v.bits !== k.INT) return false;
      const x = e.num(v);
      e.guard(`${x} < 0`, 'sqrt() of a negative number');
      drop(3);
      e.pushDbl(`Math.sqrt(${x})`);
      return true;
    }
    case 'math.sin':
    case 'math.cos': {
      return false;
    }
  }
  return false;
}
