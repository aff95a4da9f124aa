// Typhon as a library: `import { Interpreter } from 'typhon'`.

export {
  Interpreter,
  type InterpreterOptions,
  PythonError,
  type RunOptions,
  type ThreadGilStats,
} from './embed/interpreter.ts';
export type { FileAccess, Permissions } from './host/restricted.ts';
export { type JsValue, PythonObject } from './embed/convert.ts';
