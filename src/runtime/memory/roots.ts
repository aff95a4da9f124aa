// Everything a program's objects are reachable from: the modules, the threads' frames, and what extension modules keep
// outside of their namespaces. Invariant: an object that no root leads to cannot be reached by Python code any more.
// Extension modules whose JavaScript holds Python values tell of them with `addRoots`.

import { None, type PyObject } from '../../objects/object.ts';
import { held, type Visit } from '../../objects/memory/traverse.ts';
import { type Executing, traverseThread } from '../../vm/memory/frames.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';

const registered = new WeakMap<RuntimeInterpreter, (() => unknown)[]>();

/** `values` gives what a module of this interpreter keeps in JavaScript: a value, or arrays, maps and records of them. */
export function addRoots(i: RuntimeInterpreter, values: () => unknown): void {
  const list = registered.get(i);
  if (list === undefined) registered.set(i, [values]);
  else list.push(values);
}

/** Visits the roots; frames that are under way are told to `asFrame`. */
export function traverseRoots(i: RuntimeInterpreter, visit: Visit, asFrame: (e: Executing) => void): void {
  visit(i.modules);
  visit(i.builtins);
  if (i.sys !== undefined) visit(i.sys);
  if (i.importlib !== None) visit(i.importlib);
  for (const v of i.moduleState.values()) held(v, visit, 1);
  for (const f of registered.get(i) ?? []) held(f(), visit, 1);
  for (const ts of i.threads()) traverseThread(ts, visit, asFrame);
}

/** Objects the roots lead to, each once, in the order in which they are found. */
export type Reached = Set<PyObject>;
