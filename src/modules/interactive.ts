// The plain interactive loop (`sys._baserepl`, PyRun_InteractiveLoop): prompts, statements of several lines, errors that
// do not end it. Invariant: a statement runs as soon as it is complete, a block at the first empty line.

import { None, type PyValue } from '../objects/object.ts';
import { PyBaseException, PySyntaxError, PySystemExit } from '../objects/exceptions/hierarchy.ts';
import { isException } from '../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { getattrR } from '../objects/protocol/attribute.ts';
import { strR } from '../objects/protocol/text.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import type { PyCode, PyModule } from '../objects/shapes.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { hooks } from '../objects/hooks.ts';
import { compileWarning } from '../runtime/compile-warning.ts';
import { compileToCode, executeCode } from '../runtime/execute.ts';
import { host } from '../runtime/host.ts';
import type { RuntimeInterpreter } from '../runtime/interpreter.ts';
import { printUncaught } from './uncaught.ts';

/** Nothing to run: white space and a comment. */
const EMPTY = /^\s*(?:#.*)?\s*$/;

/** Reads and runs statements from standard input in `__main__` until it ends. SystemExit leaves the loop. */
export function* interactiveLoop(i: RuntimeInterpreter): NativeGenerator<PyValue> {
  const globals = (i.modules.getStr('__main__') as PyModule).dict; // made at start-up
  if (i.sysGet('ps1') === undefined) i.sysSet('ps1', '>>> ');
  if (i.sysGet('ps2') === undefined) i.sysSet('ps2', '... ');
  let count = 0;
  for (;;) {
    try {
      const source: string | null = yield readStatement(i);
      if (source === null) break;
      if (EMPTY.test(source)) continue;
      const filename = `<stdin-${count++}>`;
      const code = compileToCode(source, filename, 'single', {
        onWarning: (category, message, lineno) => compileWarning(category, message, filename, lineno),
      });
      yield registerSource(code, source, filename);
      yield executeCode(code, globals);
      yield flush(i, 'stdout');
    } catch (e) {
      if (!(e instanceof PyBaseException) || e instanceof PySystemExit) throw e;
      if (e instanceof PySyntaxError && typeof e.filename === 'string' && /^<stdin-\d+>$/.test(e.filename))
        e.filename = '<stdin>';
      yield flush(i, 'stdout');
      if (isException(e, 'KeyboardInterrupt')) write('\n');
      yield printUncaught(i, e);
    }
  }
  write('\n');
  return None;
}

/** The text of one statement, or null at the end of input. */
function* readStatement(i: RuntimeInterpreter): NativeGenerator<string | null> {
  let source = '';
  for (;;) {
    const line: string = yield readLine(i, source === '' ? 'ps1' : 'ps2');
    if (line === '') return source === '' ? null : source;
    source += line;
    if (EMPTY.test(source)) return source;
    // Without its line end a block is unfinished until an empty line follows.
    if (!line.endsWith('\n') || isComplete(source.slice(0, -1))) return source;
  }
}

/** Whether more lines cannot change what this is: a statement, or an error. */
function isComplete(source: string): boolean {
  try {
    compileToCode(source, '<stdin>', 'single', { parse: { allowIncomplete: true, dontImplyDedent: true } });
    return true;
  } catch (e) {
    return !(e instanceof PyBaseException && e.cls.name === '_IncompleteInputError');
  }
}

function* readLine(i: RuntimeInterpreter, promptName: string): NativeGenerator<string> {
  const stdin = i.sysGet('stdin');
  if (stdin === undefined || stdin === None) return '';
  const ps = i.sysGet(promptName);
  if (ps !== undefined) {
    const text: PyValue = yield strR(ps);
    yield flush(i, 'stdout');
    yield flush(i, 'stderr');
    if (isStr(text)) write(toJS(text));
  }
  const line: PyValue = yield callMethodR(stdin, 'readline', []);
  return isStr(line) ? toJS(line) : '';
}

/** Lets tracebacks show the lines that were typed. */
/** Tells linecache the text of code that is in no file, for tracebacks. */
export function* registerSource(code: PyCode, source: string, filename: string): NativeGenerator<PyValue> {
  const linecache: PyValue = yield hooks.importR('linecache');
  const register: PyValue = yield getattrR(linecache, '_register_code');
  return yield callR(register, [code, fromJS(source), fromJS(filename)]);
}

function* flush(i: RuntimeInterpreter, name: string): NativeGenerator<PyValue> {
  const stream = i.sysGet(name);
  if (stream === undefined || stream === None) return None;
  return yield callMethodR(stream, 'flush', []);
}

/** Prompts go to standard error, so that the output of a piped session is the program's alone. */
function write(text: string): void {
  host().fs.write(2, new TextEncoder().encode(text));
}
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
