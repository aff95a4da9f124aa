// Where objects whose end can be noticed come into being. Invariant: until somebody installs itself here nothing is
// watched. It may not know concrete types: those import it.

import type { Activation } from '../frame.ts';
import type { PyObject } from '../object.ts';

/** Told of each object whose end will be noticed. */
export interface Watching {
  /** A weak reference to `o` was made. */
  weakref(o: PyObject, reference: PyObject, callback: boolean): void;
  /** An instance of a class with `__del__` was made. */
  finalizable(o: PyObject): void;
  /** A generator, coroutine or async generator was made, by `maker`; `dropped`: nobody will take it. */
  generator(g: PyObject, dropped: boolean, maker: Activation): void;
  /** An instance was made which nobody has got yet. */
  instance(o: PyObject): void;
}

let watching: Watching | null = null;
export function setWatching(w: Watching | null): void {
  watching = w;
}

export function weakrefMade(o: PyObject, reference: PyObject, callback: boolean): void {
  watching?.weakref(o, reference, callback);
}
export function finalizableMade(o: PyObject): void {
  watching?.finalizable(o);
}
export function generatorMade(g: PyObject, dropped: boolean, maker: Activation): void {
  watching?.generator(g, dropped, maker);
}
export function instanceMade(o: PyObject): void {
  watching?.instance(o);
}
