// Making memory shared: what a memoryview shows moves to a SharedArrayBuffer when it is first sent to another interpreter.
// Invariant: the exporter and all its views show the same memory before and after; its size cannot change meanwhile,
// since it is exported.

import { PyByteArray, PyBytes } from '../objects/shapes.ts';
import { holdersOf } from '../objects/exports.ts';
import { PyMemoryView } from '../objects/memoryview.ts';
import { PyArray } from '../modules/array/array.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { repr } from '../objects/protocol/text.ts';
import { fromJS } from '../objects/str/text.ts';
import { notShareableErrorType } from './errors.ts';

/** The memory under a view, shared from now on. */
export function sharedMemoryOf(view: PyMemoryView): Uint8Array {
  const { data } = view;
  if (data.buffer instanceof SharedArrayBuffer) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const shared = new Uint8Array(new SharedArrayBuffer(data.byteLength));
  shared.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const { owner } = view;
  if (owner instanceof PyBytes) return shared; // nobody can see that it is a copy
  if (owner instanceof PyByteArray && data.byteOffset === owner.b.byteOffset) {
    owner.b = shared;
  } else if (owner instanceof PyArray && data.byteOffset === owner.b.byteOffset) {
    owner.b = shared;
    owner.view = new DataView(shared.buffer);
  } else {
    throw newException(notShareableErrorType, fromJS(`${repr(view)} does not support cross-interpreter data`));
  }
  const moved = new DataView(shared.buffer);
  view.data = moved;
  for (const other of holdersOf(owner)) if (other instanceof PyMemoryView) other.data = moved;
  return shared;
}
