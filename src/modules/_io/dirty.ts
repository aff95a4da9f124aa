// Streams that hold data a program has written and the system has not: they are flushed when the program ends.
// Invariant: a stream is in the set exactly while its write buffer is not empty, which also keeps it alive.

import type { PyObject } from '../../objects/object.ts';

export const dirtyStreams = new Set<PyObject>();
