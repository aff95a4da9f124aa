// Streams that hold data a program has written and the system has not: they are flushed when the program ends.
// Invariant: a stream is in the set exactly while its write buffer is not empty, which also keeps it alive.

import type { PyObject } from '../../objects/object.ts';
import type { HostPath } from '../../runtime/host.ts';

export const dirtyStreams = new Set<PyObject>();

let settler: (path: HostPath | null) => void = () => undefined;
/** open.ts, which knows all stream types, says how to settle. */
export function setSettler(f: (path: HostPath | null) => void): void {
  settler = f;
}

/**
 * Writes out what streams hold for the file at `path` (null: for any file) before the program looks at it. CPython does so
 * when the last reference to a stream goes; here a dropped stream cannot be told from one in use, and writing
 * a little early is the difference nobody sees.
 */
export function settle(path: HostPath | null): void {
  if (dirtyStreams.size > 0) settler(path);
}
