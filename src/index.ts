// Typhon as a library: `import { Interpreter } from 'typhon'`.

export {
  Interpreter,
  type InterpreterOptions,
  type RunOptions,
  type SyncOptions,
  type ThreadGilStats,
} from './embed/interpreter.ts';
export type { FileAccess, Permissions } from './host/restricted.ts';
export { type CallOptions, type JsValue, PythonAwaitable, PythonObject } from './embed/convert.ts';
export { PythonError } from './embed/errors.ts';
