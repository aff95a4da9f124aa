// The proxies through which JavaScript holds Python objects. Invariant: one proxy an object; what a proxy holds is a root of
// the interpreter until JavaScript's collector has taken the proxy, so no finaliser runs too early and nothing is kept longer.

import type { PyObject, PyValue } from '../objects/object.ts';
import { PyCoroutine } from '../objects/generator.ts';
import { typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { escaped, memory } from '../objects/memory/tracking.ts';
import type { RuntimeInterpreter } from '../runtime/interpreter.ts';
import { addRoots } from '../runtime/memory/roots.ts';
import { type ProxyOwner, PythonAwaitable, PythonObject } from './python-object.ts';

/** What `await` takes in Python. */
export function isAwaitable(v: PyValue): boolean {
  return v instanceof PyCoroutine || typeOf(v).slot(SLOT.__await__) !== null;
}

export class Proxies {
  private readonly held = new Map<PyObject, WeakRef<PythonObject>>();
  private readonly registry = new FinalizationRegistry<WeakRef<PyObject>>((ref) => {
    // A newer proxy of the same object may have taken its place.
    const v = ref.deref();
    if (v === undefined || this.held.get(v)?.deref() !== undefined) return;
    this.held.delete(v);
    memory.dirty = true;
  });

  constructor(
    state: RuntimeInterpreter,
    private readonly owner: ProxyOwner,
  ) {
    addRoots(state, () => [...this.held.keys()]);
  }

  /** The proxy of an object. */
  of(v: PyObject): PythonObject {
    const known = this.held.get(v)?.deref();
    if (known !== undefined) return known;
    const proxy = isAwaitable(v) ? new PythonAwaitable(v, this.owner) : new PythonObject(v, this.owner);
    escaped(v);
    this.held.set(v, new WeakRef(proxy));
    this.registry.register(proxy, new WeakRef(v));
    return proxy;
  }

  /** How many objects JavaScript holds. */
  get size(): number {
    return this.held.size;
  }

  clear(): void {
    this.held.clear();
  }
}
