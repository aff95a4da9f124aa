// What _asyncio remembers of an interpreter: its tasks, the counter of their names, what it has looked up in the library.
// Invariant: a task is in `tasks` exactly while it is registered and pending; being there does not keep it alive, except
// during its eager first step. It knows nothing of what a task is.

import type { PyObject, PyValue } from '../../objects/object.ts';
import { newSet, type PySet } from '../../objects/set.ts';
import { callR } from '../../objects/protocol/call.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { fromJS } from '../../objects/str/text.ts';
import type { NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { importModuleR } from '../../runtime/import.ts';

/** The tasks of one interpreter. */
export interface AsyncioState {
  /** How many tasks have got a name of the form `Task-N`. */
  named: number;
  /** Pending tasks of _asyncio.Task; strongly only those in their eager step. */
  readonly tasks: Set<WeakRef<PyObject> | PyObject>;
  /** Tasks of other classes in their eager step. */
  readonly foreignEager: PySet;
  /** `module.name` → what the library has there. */
  readonly library: Map<string, PyValue>;
}

/** The state of the running interpreter. */
export function state(): AsyncioState {
  const table = interpreter().moduleState;
  let s = table.get('_asyncio') as AsyncioState | undefined; // only set here
  if (s === undefined) {
    s = { named: 0, tasks: new Set(), foreignEager: newSet(), library: new Map() };
    table.set('_asyncio', s);
  }
  return s;
}

/** `name` of a module of the library; looked up once. */
export function libraryR(module: string, name: string): Resumable {
  return state().library.get(`${module}.${name}`) ?? lookUp(module, name);
}
function* lookUp(module: string, name: string): NativeGenerator<PyValue> {
  const m: PyValue = yield importModuleR(module);
  const v: PyValue = yield getattrR(m, name);
  state().library.set(`${module}.${name}`, v);
  return v;
}

/** The WeakSet of the tasks of other classes. */
export function foreignTasksR(): Resumable {
  return state().library.get('foreign tasks') ?? makeForeign();
}
function* makeForeign(): NativeGenerator<PyValue> {
  const type: PyValue = yield libraryR('weakref', 'WeakSet');
  const set: PyValue = yield callR(type, []);
  state().library.set('foreign tasks', set);
  return set;
}

/** Raises asyncio.InvalidStateError. */
export function* invalidState(text: string): NativeGenerator<never> {
  const type: PyValue = yield libraryR('asyncio.exceptions', 'InvalidStateError');
  throw (yield callR(type, [fromJS(text)])) as PyValue;
}
