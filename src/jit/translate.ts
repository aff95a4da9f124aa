// From bytecode to JavaScript: types by abstract interpretation to a fixpoint, then structured code from the dominator
// tree (loops and labelled blocks, after Ramsey's "Beyond Relooper"). Invariant: both passes run the very same
// instruction translators, so what was inferred is what is written.

import { MODE_DISCARD, MODE_JUMP, MODE_METHOD, MODE_PUSH } from '../objects/frame.ts';
import { AsyncGenWrapped } from '../objects/async-generator.ts';
import * as op from '../compile/opcodes.ts';
import type { Block } from './cfg.ts';
import * as k from './kinds.ts';
import { type Emitter, Refused, UNDEFINED } from './emitter.ts';
import {
  binaryOp,
  compareOp,
  condition,
  stackAt,
  storeSubscript,
  truthCondition,
  unaryNegative,
} from './arithmetic.ts';
import { loadAttr, loadGlobal, storeAttr, storeGlobal } from './attributes.ts';
import { display } from './displays.ts';
import { callEx, callKw, callOp, dictMerge, loadSpecial } from './calls.ts';
import { forIter, getIter, unpackSequence } from './iteration.ts';
import { asyncFor, getAwaitable, send, yieldValue } from './yielding.ts';

/** Instructions that push what this function did not have yet. */
const FROM_ELSEWHERE = new Set<number>([
  op.LOAD_DEREF,
  op.LOAD_FROM_DICT_OR_DEREF,
  op.LOAD_GLOBAL,
  op.LOAD_NAME,
  op.LOAD_ATTR,
  op.LOAD_SUPER_ATTR,
  op.LOAD_SPECIAL,
  op.BINARY_OP,
  op.BINARY_SLICE,
  op.CALL,
  op.CALL_KW,
  op.CALL_FUNCTION_EX,
  op.CALL_INTRINSIC_1,
  op.CALL_INTRINSIC_2,
  op.WITH_EXCEPT_START,
  op.GET_ITER,
  op.GET_AWAITABLE,
  op.GET_YIELD_FROM_ITER,
  op.UNPACK_SEQUENCE,
  op.UNPACK_EX,
  op.IMPORT_NAME,
  op.IMPORT_FROM,
  op.COMPARE_OP,
  op.MATCH_KEYS,
  op.MATCH_CLASS,
]);
/** Instructions run out of line on operands of their own: how many they take and leave. */
const COLD = new Map<number, (arg: number) => [take: number, leave: number]>([
  [op.BUILD_STRING, (a) => [a, 1]],
  [op.DELETE_ATTR, () => [1, 0]],
  [op.SET_FUNCTION_ATTRIBUTE, () => [2, 1]],
  [op.FORMAT_SIMPLE, () => [1, 1]],
  [op.FORMAT_WITH_SPEC, () => [2, 1]],
  [op.CONVERT_VALUE, () => [1, 1]],
  [op.LOAD_COMMON_CONSTANT, () => [0, 1]],
  [op.GET_YIELD_FROM_ITER, () => [1, 1]],
  [op.LOAD_SUPER_ATTR, (a) => [3, (a & 1) + 1]],
]);
/** The same for those whose container lies deeper in the stack. */
const DEEP = new Map<number, number>([
  [op.SET_UPDATE, 1],
  [op.DICT_UPDATE, 1],
]);

/** Writes the body: statements that end in `return` or leave through a site. */
export class Translator {
  constructor(readonly e: Emitter) {}

  /** Types at the start of every block. */
  infer(): void {
    const e = this.e;
    const order = e.graph.order;
    e.final = false;
    const dirty = new Set<number>([e.graph.entry]);
    for (let rounds = 0; dirty.size > 0; rounds++) {
      if (rounds > 60) throw new Refused('types do not settle');
      for (const b of order) {
        if (!dirty.delete(b.start)) continue;
        this.block(b, (target) => {
          if (e.join(target)) dirty.add(target);
        });
      }
    }
  }

  write(): void {
    this.e.final = true;
    if (!this.e.graph.reducible) {
      this.machine();
      return;
    }
    this.tree(this.e.graph.blocks.get(this.e.graph.entry)!);
  }

  /** The rare graph that is not structured: a block at a time, chosen by number. */
  private machine(): void {
    const e = this.e;
    e.v('block');
    e.emit(`block = ${e.graph.entry};`);
    e.emit('M: for (;;) switch (block) {');
    for (const b of e.graph.order) {
      e.emit(`case ${b.start}: {`);
      this.block(b, (target) => {
        e.moves(target);
        e.emit(`block = ${target}; continue M;`);
      });
      e.emit('}');
    }
    e.emit('}');
  }

  private tree(b: Block): void {
    const merges = b.children.map((c) => this.e.graph.blocks.get(c)!).filter((c) => c.isMerge);
    if (b.isLoop) {
      this.e.emit(`L${b.start}: for (;;) {`);
      this.within(b, merges);
      this.e.emit('}');
    } else this.within(b, merges);
  }
  private within(b: Block, merges: Block[]): void {
    if (merges.length === 0) {
      this.block(b, (target) => this.branch(b, target));
      return;
    }
    const last = merges[merges.length - 1];
    this.e.emit(`B${last.start}: {`);
    this.within(b, merges.slice(0, -1));
    this.e.emit('}');
    this.tree(last);
  }
  private branch(from: Block, target: number): void {
    const e = this.e;
    const to = e.graph.blocks.get(target)!;
    e.moves(target);
    if (to.order <= from.order) e.emit(`continue L${target};`);
    else if (to.isMerge) e.emit(`break B${target};`);
    else this.tree(to);
  }

  private block(b: Block, edge: (target: number) => void): void {
    const e = this.e;
    const entry = e.entries.get(b.start);
    if (entry === undefined) return; // not reached
    e.state = e.clone(entry);
    const instrs = e.code.code.instrs;
    for (let pc = b.start; pc < b.end; pc++) {
      e.pc = pc;
      e.before = e.clone(e.state);
      const ins = instrs[pc];
      const arg = ins >>> 8;
      const opcode = ins & 255;
      if (e.final && e.annotate) e.note(pc);
      switch (opcode) {
        case op.POP_JUMP_IF_FALSE:
        case op.POP_JUMP_IF_TRUE: {
          const v = e.pop();
          this.fork(
            v.bits === k.BOOL ? v.tag! : `${v.tag} === true`,
            opcode === op.POP_JUMP_IF_TRUE ? arg : pc + 1,
            opcode === op.POP_JUMP_IF_TRUE ? pc + 1 : arg,
            edge,
            typeof v.konst === 'boolean' ? v.konst : undefined,
          );
          return;
        }
        case op.POP_JUMP_IF_NONE:
        case op.POP_JUMP_IF_NOT_NONE: {
          const v = e.pop();
          const known = v.tag === null || (v.bits & k.NONE) === 0 ? false : v.bits === k.NONE ? true : undefined;
          const yes = opcode === op.POP_JUMP_IF_NONE ? arg : pc + 1;
          const no = opcode === op.POP_JUMP_IF_NONE ? pc + 1 : arg;
          this.fork(`${v.tag} === None`, yes, no, edge, known);
          return;
        }
        case op.JUMP_FORWARD:
        case op.JUMP_BACKWARD_NO_INTERRUPT:
          edge(arg);
          return;
        case op.JUMP_BACKWARD:
          e.v('fuel');
          if (e.final) e.emit(`if (--fuel < 0) { x = ${e.site(e.state, pc, MODE_JUMP, null)}; fuel = rt.poll(); }`);
          edge(arg);
          return;
        case op.RETURN_VALUE:
          e.emit(`return ${e.tag(e.pop())};`);
          return;
        case op.FOR_ITER:
          forIter(e, arg, edge);
          return;
        case op.SEND:
          send(e, arg, edge);
          return;
        case op.YIELD_VALUE:
          yieldValue(e);
          return;
        case op.RAISE_VARARGS:
        case op.RERAISE:
          this.raise(opcode, arg);
          return;
      }
      // A comparison or truth test right before its jump needs no boolean.
      const next = pc + 1 < b.end ? instrs[pc + 1] & 255 : 0;
      if (next === op.POP_JUMP_IF_FALSE || next === op.POP_JUMP_IF_TRUE) {
        let c: string | null = null;
        if (opcode === op.COMPARE_OP) c = condition(e, arg);
        else if (opcode === op.TO_BOOL) c = truthCondition(e);
        else if (opcode === op.IS_OP) c = this.identity(arg);
        if (c !== null) {
          const target = instrs[pc + 1] >>> 8;
          const t = next === op.POP_JUMP_IF_TRUE;
          this.fork(c, t ? target : pc + 2, t ? pc + 2 : target, edge);
          return;
        }
      }
      if (!this.instruction(opcode, arg)) {
        // Not compiled: tier 0 does it and goes on from there.
        e.emit(`{ x = ${e.site(e.before, pc - 1, 0, null)}; break D; }`);
        return;
      }
      if (e.telling && FROM_ELSEWHERE.has(opcode)) {
        const before = new Set(e.before.stack);
        for (const v of e.state.stack) if (!before.has(v)) e.tellOf(v);
      }
      pc += e.skip;
      e.skip = 0;
    }
    edge(b.succs[0]);
  }

  private fork(c: string, yes: number, no: number, edge: (target: number) => void, known?: boolean): void {
    const e = this.e;
    if (known !== undefined) {
      edge(known ? yes : no);
      return;
    }
    const saved = e.clone(e.state);
    const pc = e.pc;
    e.emit(`if (${c}) {`);
    edge(yes);
    e.emit('} else {');
    e.state = saved;
    e.pc = pc;
    edge(no);
    e.emit('}');
  }

  /** Raises without a JavaScript throw: behind the `try`, `caught` looks for the handler. */
  private raise(opcode: number, arg: number): void {
    const e = this.e;
    let call: string;
    if (opcode === op.RERAISE) {
      const lasti = arg > 0 ? e.tag(stackAt(e, arg + 1)) : '-1';
      call = `rt.reraise(${e.tag(e.pop())}, ${lasti})`;
    } else if (arg === 0) call = 'rt.raiseAgain()';
    else {
      const cause = arg === 2 ? e.tag(e.top()) : 'undefined';
      if (arg === 2) e.pop();
      call = `rt.raise(${e.tag(e.top())}, ${cause}, s)`;
      e.pop();
    }
    e.risky(MODE_DISCARD);
    e.emit(`${e.v('raised')} = ${call}; break D;`);
  }

  /** `is`: popped operands as a condition. */
  private identity(arg: number): string {
    const e = this.e;
    const y = e.tag(stackAt(e, 1));
    const x = e.tag(stackAt(e, 2));
    e.pop();
    e.pop();
    return `${x} ${arg === 1 ? '!==' : '==='} ${y}`;
  }

  private loadFast(i: number): void {
    const v = this.e.state.locals[i];
    if (v.bits === k.UNDEF) throw new Refused('an unbound local is read');
    if ((v.bits & k.UNDEF) !== 0) {
      // The compiler has proved it bound on every path that gets here.
      this.e.guard(`${v.tag} === undefined`, 'unbound local');
      this.e.state.locals[i] = { ...v, bits: v.bits & ~k.UNDEF };
    }
    this.e.push(this.e.state.locals[i]);
  }

  /** One instruction that is no jump; false when it is not compiled. */
  private instruction(opcode: number, arg: number): boolean {
    const e = this.e;
    const code = e.code;
    const stack = e.state.stack;
    switch (opcode) {
      case op.RESUME:
      case op.NOP:
      case op.NOT_TAKEN:
        return true;
      case op.LOAD_FAST:
      case op.LOAD_FAST_BORROW:
      case op.LOAD_FAST_CHECK:
        if (e.state.locals[arg].bits === k.UNDEF) return false;
        this.loadFast(arg);
        return true;
      case op.LOAD_FAST_LOAD_FAST:
      case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        if (e.state.locals[arg >> 4].bits === k.UNDEF || e.state.locals[arg & 15].bits === k.UNDEF) return false;
        this.loadFast(arg >> 4);
        this.loadFast(arg & 15);
        return true;
      case op.LOAD_FAST_AND_CLEAR: {
        const v = e.state.locals[arg];
        // The local's variable may be written before this value is used: it moves.
        if (v.bits === k.UNDEF) e.push(UNDEFINED);
        else if (v.tag !== null) {
          const n = e.v(`k${arg}`);
          e.rescue(n);
          e.emit(`${n} = ${v.tag};`);
          e.push({ bits: v.bits, tag: n, dbl: null });
        } else {
          const n = e.v(`g${arg}`);
          e.rescue(n);
          e.emit(`${n} = ${v.dbl};`);
          e.push({ bits: v.bits, tag: null, dbl: n });
        }
        e.state.locals[arg] = UNDEFINED;
        return true;
      }
      case op.STORE_FAST: {
        const v = e.pop();
        if (v.bits === k.UNDEF) e.state.locals[arg] = UNDEFINED;
        else e.storeLocal(arg, v);
        return true;
      }
      case op.STORE_FAST_LOAD_FAST:
        e.storeLocal(arg >> 4, e.pop());
        if (e.state.locals[arg & 15].bits === k.UNDEF) throw new Refused('an unbound local is read');
        this.loadFast(arg & 15);
        return true;
      case op.STORE_FAST_STORE_FAST:
        e.storeLocal(arg >> 4, e.pop());
        e.storeLocal(arg & 15, e.pop());
        return true;
      case op.DELETE_FAST:
        if (e.state.locals[arg].bits === k.UNDEF) return false;
        if ((e.state.locals[arg].bits & k.UNDEF) !== 0)
          e.guard(`${e.state.locals[arg].tag} === undefined`, 'unbound local');
        e.state.locals[arg] = UNDEFINED;
        return true;
      case op.LOAD_CONST:
        e.push(e.konst(code.consts[arg]));
        return true;
      case op.LOAD_SMALL_INT:
        e.push(e.konst(arg));
        return true;
      case op.POP_TOP:
      case op.POP_ITER:
      case op.END_FOR:
        e.pop();
        return true;
      case op.PUSH_NULL:
        e.push(UNDEFINED);
        return true;
      case op.COPY: {
        const v = stackAt(e, arg);
        if (v.range !== undefined) throw new Refused('a range iterator is copied');
        e.push(v);
        return true;
      }
      case op.SWAP: {
        const n = stack.length;
        const t = stack[n - 1];
        stack[n - 1] = stack[n - arg];
        stack[n - arg] = t;
        return true;
      }
      case op.LOAD_DEREF: {
        const c = e.state.locals[arg].tag!;
        e.guard(`${c}.v === undefined`, 'unbound cell');
        e.pushTag(`${c}.v`, k.ANY);
        e.assume(e.seen()?.r ?? 0, 'variable of another kind');
        return true;
      }
      case op.STORE_DEREF: {
        const v = e.tag(e.top());
        e.pop();
        e.emit(`${e.state.locals[arg].tag}.v = ${v};`);
        return true;
      }
      case op.DELETE_DEREF:
        return false;
      case op.COPY_FREE_VARS: {
        const base = code.nlocalsplus - arg;
        for (let i = 0; i < arg; i++) {
          const n = e.localTag(base + i);
          e.emit(`${n} = fn.closure[${i}];`);
          e.state.locals[base + i] = { bits: k.OTHER, tag: n, dbl: null };
        }
        return true;
      }
      case op.MAKE_CELL: {
        const v = e.state.locals[arg];
        const n = e.localTag(arg);
        e.emit(`${n} = new ${e.c(e.PyCell)}(${v.bits === k.UNDEF ? 'undefined' : e.tag(v)});`);
        e.state.locals[arg] = { bits: k.OTHER, tag: n, dbl: null };
        return true;
      }
      case op.LOAD_GLOBAL:
        loadGlobal(e, code.code.names[arg >> 1]);
        if ((arg & 1) !== 0) e.push(UNDEFINED);
        return true;
      case op.LOAD_NAME:
        if (!e.isModule) return false;
        loadGlobal(e, code.code.names[arg]);
        return true;
      case op.STORE_GLOBAL:
        return storeGlobal(e, code.code.names[arg]);
      case op.STORE_NAME:
        return e.isModule && storeGlobal(e, code.code.names[arg]);
      case op.LOAD_ATTR:
        loadAttr(e, arg);
        return true;
      case op.STORE_ATTR:
        storeAttr(e, arg);
        return true;
      case op.BINARY_OP:
        binaryOp(e, arg);
        return true;
      case op.COMPARE_OP:
        compareOp(e, arg);
        return true;
      case op.IS_OP:
        e.pushTag(this.identity(arg), k.BOOL);
        return true;
      case op.TO_BOOL: {
        if (e.top().bits === k.BOOL) return true;
        const c = truthCondition(e);
        e.pushTag(c, k.BOOL);
        return true;
      }
      case op.UNARY_NOT: {
        const v = e.pop();
        e.pushTag(v.bits === k.BOOL ? `!${v.tag}` : `${v.tag} === false`, k.BOOL);
        return true;
      }
      case op.UNARY_NEGATIVE:
        unaryNegative(e);
        return true;
      case op.STORE_SUBSCR:
        storeSubscript(e);
        return true;
      case op.GET_ITER:
        getIter(e);
        return true;
      case op.GET_AWAITABLE:
        getAwaitable(e, arg);
        return true;
      case op.GET_AITER:
      case op.GET_ANEXT:
      case op.END_ASYNC_FOR:
        asyncFor(e, opcode);
        return true;
      case op.END_SEND: {
        const v = e.pop();
        e.pop();
        e.push(v);
        return true;
      }
      case op.UNPACK_SEQUENCE:
        unpackSequence(e, arg);
        return true;
      case op.CALL:
        callOp(e, arg);
        return true;
      case op.CALL_KW:
        return callKw(e, arg);
      case op.CALL_FUNCTION_EX:
        callEx(e);
        return true;
      case op.DICT_MERGE:
        return dictMerge(e, arg);
      case op.PUSH_EXC_INFO: {
        const exc = e.tag(e.pop());
        const name = e.v(`x${stack.length}_${e.pc}`);
        e.emit(`${name} = ${exc};`);
        e.pushTag(`rt.pushExcInfo(${name})`, k.NONE | k.OTHER);
        e.push({ bits: k.OTHER, tag: name, dbl: null });
        return true;
      }
      case op.POP_EXCEPT:
        e.emit(`rt.popExcept(${e.tag(e.pop())});`);
        return true;
      case op.CHECK_EXC_MATCH: {
        const t = e.tag(e.pop());
        e.risky();
        e.pushTag(`rt.exceptionMatches(${e.top().tag}, ${t})`, k.BOOL);
        return true;
      }
      case op.WITH_EXCEPT_START: {
        const n = stack.length;
        const items = stack.slice(n - 5).map((v) => v.tag ?? 'undefined');
        e.risky();
        e.clobber();
        e.pushTag(`rt.coldOp(${e.c(code)}, fn, null, ${opcode}, 0, [${items.join(', ')}], s)[5]`, k.ANY);
        return true;
      }
      case op.LOAD_SPECIAL:
        return loadSpecial(e, arg) || this.outOfLine(opcode, arg, 1, 2);
      case op.CALL_INTRINSIC_1:
        if (arg === op.INTRINSIC_ASYNC_GEN_WRAP) {
          e.pushTag(`new ${e.c(AsyncGenWrapped)}(${e.tag(e.pop())})`, k.OTHER);
          return true;
        }
        if (arg !== 5 && arg !== 6) return false; // unary +, list to tuple
        if (arg === 5) return this.outOfLine(opcode, arg, 1, 1);
        e.pushTag(`new ${e.c(e.PyTuple)}(${e.tag(e.pop())}.items)`, k.TUPLE); // nobody else has the list
        return true;
      case op.LIST_EXTEND: {
        const v = e.tag(e.top());
        const list = e.tag(stackAt(e, arg + 1));
        e.pop();
        e.risky(MODE_DISCARD);
        e.clobber();
        e.emit(`rt.extend(${list}, ${v}, s);`);
        return true;
      }
      case op.LIST_APPEND: {
        const v = e.tag(e.top());
        e.pop();
        e.emit(`${stackAt(e, arg).tag}.items.push(${v});`);
        return true;
      }
      case op.BUILD_LIST:
      case op.BUILD_TUPLE: {
        const n = stack.length;
        for (let i = n - arg; i < n; i++) e.tag(e.state.stack[i]);
        const items = e.state.stack.slice(n - arg).map((v) => v.tag!);
        for (let i = 0; i < arg; i++) e.pop();
        const list = opcode === op.BUILD_LIST;
        e.pushTag(`new ${e.c(list ? e.PyList : e.PyTuple)}([${items.join(', ')}])`, list ? k.LIST : k.TUPLE);
        return true;
      }
      case op.FORMAT_SIMPLE: {
        const v = e.top();
        if (v.bits === k.STR) return true;
        const t = e.tag(v);
        e.pop();
        e.risky();
        e.clobber();
        e.pushCall(`typeof ${t} === 'string' ? ${t} : rt.format(${t}, s)`, k.ANY);
        return true;
      }
      case op.BUILD_STRING: {
        const n = stack.length;
        const parts = stack.slice(n - arg);
        if (parts.some((v) => v.bits !== k.STR && v.bits !== k.ANY)) break;
        for (let i = n - arg; i < n; i++) e.tag(e.state.stack[i]);
        const items = e.state.stack.slice(n - arg);
        const tests = items.filter((v) => v.bits !== k.STR).map((v) => `typeof ${v.tag} === 'string'`);
        for (let i = 0; i < arg; i++) e.pop();
        e.risky();
        const sum = items.map((v) => v.tag!).join(' + ');
        e.pushTag(
          tests.length === 0
            ? sum
            : `${tests.join(' && ')} ? ${sum} : rt.coldOp(${e.c(code)}, fn, null, ${op.BUILD_STRING}, ${arg}, [${items.map((v) => v.tag!).join(', ')}], s)[0]`,
          tests.length === 0 ? k.STR : k.ANY,
        );
        return true;
      }
    }
    if (display(e, opcode, arg)) return true;
    const deep = DEEP.get(opcode);
    if (deep !== undefined) {
      const n = stack.length;
      const at = n - deep - arg; // the container, counted below the operands
      for (let i = n - deep; i < n; i++) e.tag(e.state.stack[i]);
      const items = e.state.stack.slice(n - deep).map((v) => v.tag!);
      const container = e.tag(e.state.stack[at]);
      for (let i = 0; i < deep; i++) e.pop();
      e.risky(1);
      e.clobber();
      e.emit(`rt.coldOp(${e.c(code)}, fn, null, ${opcode}, 1, [${[container, ...items].join(', ')}], s);`);
      return true;
    }
    const shape = COLD.get(opcode);
    if (shape === undefined) return false;
    const [take, leave] = shape(arg);
    return this.outOfLine(opcode, arg, take, leave);
  }

  /** Runs an instruction through tier 0's out-of-line code, on operands of its own. */
  private outOfLine(opcode: number, arg: number, take: number, leave: number): boolean {
    const e = this.e;
    const n = e.state.stack.length;
    for (let i = n - take; i < n; i++) if (e.state.stack[i].bits !== k.UNDEF) e.tag(e.state.stack[i]);
    const items = e.state.stack.slice(n - take).map((v) => v.tag!);
    for (let i = 0; i < take; i++) e.pop();
    // An attribute that is called leaves two values; LOAD_SPECIAL always does.
    e.risky(leave === 0 ? MODE_DISCARD : leave === 2 ? MODE_METHOD : MODE_PUSH);
    e.clobber();
    const call = `rt.coldOp(${e.c(e.code)}, fn, null, ${opcode}, ${arg}, [${items.join(', ')}], s)`;
    if (leave === 0) e.emit(`${call};`);
    else if (leave === 1) e.pushTag(`${call}[0]`, k.ANY);
    else {
      const names: string[] = [];
      for (let i = 0; i < leave; i++) {
        const name = e.stackTag(n - take + i);
        e.rescue(name);
        names.push(name);
      }
      e.emit(`{ const r = ${call}; ${names.map((name, i) => `${name} = r[${i}];`).join(' ')} }`);
      names.forEach((name, i) => e.push({ bits: i === 0 ? k.ANY : k.ANY | k.UNDEF, tag: name, dbl: null }));
    }
    return true;
  }
}

/** Whether a code object is of a kind that is compiled at all. */
export function refusal(instrs: Int32Array): string | null {
  if (instrs.length > 4000) return 'too large';
  return null;
}
