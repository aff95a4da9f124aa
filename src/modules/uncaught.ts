// Exceptions that nobody caught: what they mean for the exit code, and their way through sys.excepthook (CPython's
// pythonrun.c). Invariant: a hook that fails itself does not lose the first exception.

import { None, type PyValue } from '../objects/object.ts';
import { PyBaseException, PySystemExit } from '../objects/exceptions/hierarchy.ts';
import { isException } from '../objects/exceptions/raise.ts';
import { getattrR } from '../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { intValue } from '../objects/protocol/operators.ts';
import { strR } from '../objects/protocol/text.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { host } from '../runtime/host.ts';
import type { RuntimeInterpreter } from '../runtime/interpreter.ts';
import { flushAll } from './_io/open.ts';

/** The exit code of an uncaught KeyboardInterrupt: the process is to end by that signal, so that a shell sees it. */
export const INTERRUPTED = -2;

/** Prints what ended the program; the exit code it asks for. */
export function* uncaught(i: RuntimeInterpreter, e: PyBaseException): NativeGenerator<number> {
  if (e instanceof PySystemExit) return yield exitStatus(i, e);
  yield printUncaught(i, e);
  return isException(e, 'KeyboardInterrupt') ? INTERRUPTED : 1;
}

/** The exit code of a SystemExit; what is no number is printed. */
function* exitStatus(i: RuntimeInterpreter, e: PySystemExit): NativeGenerator<number> {
  const value = e.code;
  if (value === undefined || value === None) return 0;
  const n = intValue(value);
  if (n !== undefined) return Number(BigInt.asUintN(32, BigInt(n)) & 0xffn);
  yield flushStreams(i);
  const text: PyValue = yield strR(value);
  const err = i.sysGet('stderr');
  if (err !== undefined && err !== None)
    yield callMethodR(err, 'write', [fromJS(`${isStr(text) ? toJS(text) : ''}\n`)]);
  return 1;
}

/** Shows an exception through sys.excepthook and remembers it in sys.last_exc. */
export function* printUncaught(i: RuntimeInterpreter, e: PyBaseException): NativeGenerator<PyValue> {
  yield flushStreams(i);
  i.sysSet('last_exc', e);
  i.sysSet('last_type', e.cls);
  i.sysSet('last_value', e);
  i.sysSet('last_traceback', e.traceback ?? None);
  const hook = i.sysGet('excepthook');
  try {
    if (hook !== undefined && hook !== None) yield callR(hook, [e.cls, e, e.traceback ?? None]);
  } catch (inner) {
    const second: unknown = inner;
    if (!(second instanceof PyBaseException)) throw second;
    const write = (text: string): void => void host().fs.write(2, new TextEncoder().encode(text));
    write('Error in sys.excepthook:\n');
    const original = i.sysGet('__excepthook__')!;
    yield callR(original, [second.cls, second, second.traceback ?? None]);
    write('\nOriginal exception was:\n');
    yield callR(original, [e.cls, e, e.traceback ?? None]);
  }
  return None;
}
/** Flushes the standard streams; errors are ignored as at CPython's exit. */
export function* flushStreams(i: RuntimeInterpreter): NativeGenerator<boolean> {
  let ok = true;
  for (const name of ['stdout', 'stderr']) {
    const s = i.sysGet(name);
    if (s === undefined || s === None) continue;
    try {
      const closed: PyValue = yield getattrR(s, 'closed');
      if (closed !== true) yield callMethodR(s, 'flush', []);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
      ok = false;
    }
  }
  yield* flushAll(() => undefined);
  return ok;
}
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
