// Calling a function that makes a generator, coroutine or asynchronous generator: nothing of it runs, so the object is
// made in place, without a turn of the evaluation loop. Invariant: it is what executing the code up to and including
// RETURN_GENERATOR makes; the compiler puts only cells and free variables before that.

import { born, memory, stored } from '../objects/memory/tracking.ts';
import { generatorMade } from '../objects/memory/watching.ts';
import * as op from '../compile/opcodes.ts';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR } from '../compile/code.ts';
import { type Activation, lineOf, PyFrame, pythonFrame } from '../objects/frame.ts';
import { PyAsyncGenerator, PyCoroutine, PyGenerator, rememberCode } from '../objects/generator.ts';
import type { PyValue } from '../objects/object.ts';
import { PyCell, type PyCode, PyFunction, PyTuple } from '../objects/shapes.ts';
import { fromJS } from '../objects/str/text.ts';
import { enterFunction } from './function-call.ts';
import type { ThreadState } from './thread.ts';

const KINDS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;

/** Whether calling the function only makes an object. */
export function makesGenerator(code: PyCode): boolean {
  return (code.makesGenerator ??= onlyMakes(code));
}
function onlyMakes(code: PyCode): boolean {
  if ((code.code.flags & KINDS) === 0) return false;
  for (const ins of code.code.instrs) {
    const o = ins & 255;
    if (o === op.RETURN_GENERATOR) return true;
    if (o !== op.MAKE_CELL && o !== op.COPY_FREE_VARS) return false; // made by code.replace()
  }
  return false;
}

/** The generator of a frame whose arguments are bound; `back` is who called. */
export function newGenerator(ts: ThreadState, frame: PyFrame, back: Activation): PyGenerator {
  const { code, regs } = frame;
  const { instrs } = code.code;
  let pc = 0;
  for (; (instrs[pc] & 255) !== op.RETURN_GENERATOR; pc++) {
    const arg = instrs[pc] >>> 8;
    if ((instrs[pc] & 255) === op.MAKE_CELL) regs[arg] = new PyCell(regs[arg]);
    else for (let i = 0; i < arg; i++) regs[code.nlocalsplus - arg + i] = frame.func!.closure![i]; // COPY_FREE_VARS
  }
  frame.pc = pc;
  return generatorOf(ts, frame, back);
}

/** RETURN_GENERATOR: `frame` becomes the generator's. */
export function generatorOf(ts: ThreadState, frame: PyFrame, back: Activation): PyGenerator {
  const { flags } = frame.code.code;
  const f = frame.func!;
  let g: PyGenerator;
  if ((flags & CO_COROUTINE) !== 0) {
    const coroutine = new PyCoroutine(frame, f.name, f.qualname);
    if (ts.coroutineOriginDepth > 0) coroutine.origin = originOf(back, ts.coroutineOriginDepth);
    g = coroutine;
  } else if ((flags & CO_ASYNC_GENERATOR) !== 0) g = new PyAsyncGenerator(frame, f.name, f.qualname);
  else g = new PyGenerator(frame, f.name, f.qualname);
  rememberCode(g, frame.code);
  generatorMade(g, (flags & CO_COROUTINE) !== 0 && isDropped(back), back);
  if (memory.on) {
    born(g);
    for (let i = 0; i < frame.code.nlocalsplus; i++) stored(g, frame.regs[i]);
  }
  frame.back = null;
  frame.generator = g;
  return g;
}

/** `f()` as a statement: what it makes is gone with the next instruction. */
function isDropped(caller: Activation): boolean {
  return caller instanceof PyFrame && (caller.code.code.instrs[caller.pc + 1] & 255) === op.POP_TOP;
}

/** Calls the special method `f` of `self` if that only makes a generator; undefined: it must be run. */
export function callForGenerator(
  ts: ThreadState,
  f: PyValue,
  self: PyValue,
  back: Activation,
): PyGenerator | undefined {
  if (!(f instanceof PyFunction) || !makesGenerator(f.code)) return undefined;
  return newGenerator(ts, enterFunction(f, [self], null), back);
}

/** cr_origin: who called, innermost first, as (file, line, function). */
function originOf(caller: Activation, depth: number): PyTuple {
  const out: PyValue[] = [];
  for (let f = pythonFrame(caller); f !== null && out.length < depth; f = pythonFrame(f.back)) {
    const { filename, name } = f.code.code;
    out.push(new PyTuple([fromJS(filename), lineOf(f.code, f.pc), fromJS(name)]));
  }
  return new PyTuple(out);
}
