// Everything of the engine that numpy is written against. Invariant: the other files of this folder import the engine
// only through here, because their bundle gets this very module handed in when it is loaded (scripts/build.ts).

export * from '../../objects/object.ts';
export {
  PyBytes,
  PyByteArray,
  PyComplex,
  PyFloat,
  PyInt,
  PyList,
  PyModule,
  PySlice,
  PyStr,
  PyTuple,
} from '../../objects/shapes.ts';
export {
  boolType,
  bytesType,
  complexType,
  floatType,
  intType,
  isInstance,
  makeBuiltinType,
  objectType,
  PyType,
  strType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  TYPE_WEAKREF,
  typeModified,
  typeOf,
} from '../../objects/type.ts';
export { defineType, native, type NativeFn, type NativeTable, PyNative } from '../../objects/native.ts';
export { PyDict } from '../../objects/dict/storage.ts';
export * from '../../objects/exceptions/raise.ts';
export { exceptionClass, exceptionTypes, PyBaseException } from '../../objects/exceptions/hierarchy.ts';
export {
  binary,
  BINARY_OPERATORS,
  binaryR,
  compare,
  compareR,
  EQ,
  equal,
  GE,
  genericAlias,
  getitem,
  GT,
  hash,
  index,
  LE,
  length,
  LT,
  NE,
  OPERATOR,
  truth,
} from '../../objects/protocol/operators.ts';
export { getattr, getattrR, lookupAttr, setattr } from '../../objects/protocol/attribute.ts';
export { call, callMethod, callMethodR, callR, isCallable } from '../../objects/protocol/call.ts';
export { collect, collectR, iter, next } from '../../objects/protocol/iteration.ts';
export { repr, str } from '../../objects/protocol/text.ts';
export { isPending, type NativeGenerator, type Resumable, sync, thenR } from '../../objects/protocol/pending.ts';
export { sliceBounds } from '../../objects/sequence-index.ts';
export { defineIterator } from '../../objects/iterator.ts';
export { fromJS, fromPoints, isStr, strLength, toJS, toPoints } from '../../objects/str/text.ts';
export { defineBufferMethods, PyMemoryView, viewOf } from '../../objects/memoryview.ts';
export { type BufferView, getBuffer, setBufferProvider } from '../../objects/buffer.ts';
export { hooks } from '../../objects/hooks.ts';
export { SLOT } from '../../objects/slots.ts';
export { idOf } from '../../objects/identity.ts';
export { hashText } from '../../objects/hash.ts';
export { floatRepr } from '../../objects/algorithms/float-text.ts';
export { floatOfR } from '../../objects/float.ts';
export { complexOfR, complexRepr } from '../../objects/complex.ts';
export { intOfR } from '../../objects/int.ts';
export { interpreter } from '../../runtime/interpreter.ts';
export type { ModuleBuilder } from '../../runtime/modules.ts';
export { newModule } from '../../runtime/modules.ts';
export { host } from '../../runtime/host.ts';
