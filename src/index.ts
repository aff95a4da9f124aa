// Typhon as a library: `import { Interpreter } from 'typhon'`. What it reaches by type is the package's declarations
// (scripts/build-types.ts): those files may not name the engine's classes in what they export.

/// <reference types="node" preserve="true" />

export {
  Interpreter,
  type InterpreterOptions,
  type RunOptions,
  type SyncOptions,
  type ThreadGilStats,
} from './embed/interpreter.ts';
export type { FileAccess, Permissions } from './host/permissions.ts';
export { type CallOptions, type JsValue, PythonAwaitable, PythonObject } from './embed/python-object.ts';
export { PythonError } from './embed/python-error.ts';
