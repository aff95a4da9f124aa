// Watching begins when the interpreter is set up: what start-up itself made is not watched. Invariant: a generator is
// watched when closing it can run code of the program.

import * as op from '../../compile/opcodes.ts';
import { type Activation, NativeFrame, PyFrame } from '../../objects/frame.ts';
import type { PyObject } from '../../objects/object.ts';
import { PyCoroutine, PyGenerator } from '../../objects/generator.ts';
import { born, HAS_DEL, HAS_WEAKREFS, IS_GENERATOR, IS_WEAKREF, memory, watch } from '../../objects/memory/tracking.ts';
import { watchResources } from '../../objects/memory/resources.ts';
import { setWatching } from '../../objects/memory/watching.ts';
import { type PyCode, PyModule } from '../../objects/shapes.ts';
import { PyType } from '../../objects/type.ts';
import { thread } from '../../vm/thread.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { beginTelling } from '../../vm/memory/drops.ts';
import { noteAnchors } from './holders.ts';
import { rest, stress } from './finalise.ts';

const cleansUp = new WeakMap<PyCode, boolean>();

/** Whether some `yield` of it stands where an exception is handled by the program: a `finally`, `with` or `except`. */
function hasCleanup(code: PyCode): boolean {
  let r = cleansUp.get(code);
  if (r === undefined) {
    const { instrs, exceptionTable } = code.code;
    r = false;
    for (let i = 0; i < instrs.length && !r; i++) {
      if ((instrs[i] & 255) !== op.YIELD_VALUE) continue;
      r = exceptionTable.some((h) => {
        if (i < h.start || i >= h.end) return false;
        const first = instrs[h.target] & 255;
        return first !== op.CLEANUP_THROW && !(first === op.CALL_INTRINSIC_1 && instrs[h.target] >>> 8 === 3);
      });
    }
    cleansUp.set(code, r);
  }
  return r;
}

/** Generator functions that `contextlib.contextmanager` decorates, as far as `with` statements have called them. */
const managers = new WeakSet<PyCode>();

/**
 * The generator of a `@contextmanager` is ended by the `with` statement it is made for, so its end need not be noticed.
 * Which it is made for can be seen where tier 0 calls; compiled code is taken to do what tier 0 has done before.
 */
function endedByWith(code: PyCode, maker: Activation): boolean {
  if (!(maker instanceof PyFrame)) return managers.has(code);
  if (maker.code.code.qualname !== '_GeneratorContextManagerBase.__init__') return false;
  if (maker.globals.getStr('__name__') !== 'contextlib') return false;
  // `with name(…)`: what the decorated function returns goes nowhere else.
  let caller = maker.back;
  if (caller instanceof NativeFrame) caller = caller.back; // the call of the class
  for (;;) {
    if (!(caller instanceof PyFrame)) return managers.has(code);
    const at = caller.code.code.instrs[caller.pc + 1] & 255;
    if (at === op.RETURN_VALUE) {
      caller = caller.back;
      continue;
    }
    if (at !== op.COPY || (caller.code.code.instrs[caller.pc + 2] & 255) !== op.LOAD_SPECIAL) return false;
    managers.add(code);
    return true;
  }
}

/** `-X finalise`: the interpreter of this agent watches. */
let wanted = false;

/** From now on somebody can ask for garbage: what is made is remembered. */
export function beginCollecting(): void {
  if (!wanted) return;
  memory.made ??= [];
  if (!memory.on) beginTelling();
}

/**
 * The library keeps weak references to objects of its own (every thread and task has some): those change nothing a
 * program sees, and are not watched. What a program refers to weakly itself is.
 */
function isLibrarys(i: RuntimeInterpreter, o: PyObject): boolean {
  const f = thread().frame;
  const { stdlib } = i.config;
  if (f === null || stdlib === '') return false;
  // Whose compiled code it is that runs above the frame nobody can tell: then the class decides alone.
  const { filename } = f.code.code;
  if (memory.compiled === 0 && !filename.startsWith(stdlib) && !filename.startsWith('<frozen ')) return false;
  const name = o.cls.ns.getStr('__module__');
  if (name === '_frozen_importlib' || name === 'importlib._bootstrap') return true;
  const module = typeof name === 'string' ? i.modules.getStr(name) : undefined;
  if (!(module instanceof PyModule)) return false;
  const file = module.dict.getStr('__file__');
  if (typeof file !== 'string' || !file.startsWith(stdlib)) return false;
  return memory.compiled > 0 || keptForLibrary(f, stdlib);
}

/**
 * Whose reference one is that a weak set or dictionary makes: whoever calls it. One of a `weakref.finalize` does something
 * when the object ends (the files of a `TemporaryDirectory` go), whoever asked for it.
 */
function keptForLibrary(top: PyFrame, stdlib: string): boolean {
  let f: Activation | null = top;
  while (f !== null) {
    if (f instanceof PyFrame) {
      const { filename, qualname } = f.code.code;
      if (qualname === 'finalize.__init__' && filename === `${stdlib}/weakref.py`) return false;
      if (filename !== `${stdlib}/weakref.py` && filename !== `${stdlib}/_weakrefset.py`)
        return filename.startsWith(stdlib) || filename.startsWith('<frozen ');
    }
    f = f.back;
  }
  return true;
}

/**
 * asyncio's futures and transports have a `__del__` that only reports what was forgotten, and a program has them by the
 * thousand: watching them makes it five times as slow (bench/programs/async_tree.py), so it is done on demand. Sockets
 * are watched while they are open, when that is to be reported (objects/memory/resources.ts).
 */
function onlyReports(o: PyObject): boolean {
  // The class whose `__del__` it is: subclasses inherit that of _asyncio's futures and tasks.
  const name = o.cls.mro.find((c) => c.ns.getStr('__del__') !== undefined)?.ns.getStr('__module__');
  return typeof name === 'string' && (name.startsWith('asyncio.') || name === '_asyncio' || name === '_socket');
}

/** `-X finalise=off`: nothing is watched; `-X finalise` and `-X dev`: what only reports is watched too. */
export function beginWatching(i: RuntimeInterpreter): void {
  const finalise = stress.on ? true : i.config.xOptions.finalise;
  if (finalise === 'off') return;
  const everything = finalise !== undefined || i.config.flags.devMode;
  wanted = true;
  stress.exact = finalise !== undefined;
  i.atSafepoint = () => rest(i);
  noteAnchors(i);
  watchResources(true, everything);
  setWatching({
    instance(o: PyObject): void {
      if (memory.on) born(o);
    },
    weakref(o: PyObject, reference: PyObject, callback: boolean): void {
      // A class goes only with the collector.
      if (o instanceof PyType || isLibrarys(i, o)) return;
      watch(o, HAS_WEAKREFS, false);
      if (callback) watch(reference, IS_WEAKREF, true);
    },
    finalizable(o: PyObject): void {
      if (everything || !onlyReports(o)) watch(o, HAS_DEL, true);
    },
    generator(g: PyObject, dropped: boolean, maker: Activation): void {
      if (!(g instanceof PyGenerator) || g.frame === null) return;
      if (g instanceof PyCoroutine) {
        // Every coroutine that is not awaited is to be reported; without a reason to watch, those that never could be.
        if (memory.on || dropped) watch(g, IS_GENERATOR, true);
      } else if (stress.on || (hasCleanup(g.frame.code) && !endedByWith(g.frame.code, maker)))
        watch(g, IS_GENERATOR, true);
    },
  });
}
