// Exceptions nobody can catch (in `__del__`, weakref callbacks, threads, atexit): they go to sys.unraisablehook.
// Invariant: reporting never raises; what the hook raises is dropped.

import { None, type PyValue } from '../objects/object.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { hooks } from '../objects/hooks.ts';
import { callR } from '../objects/protocol/call.ts';
import { type NativeGenerator, sync } from '../objects/protocol/pending.ts';
import { fromJS } from '../objects/str/text.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { interpreter } from './interpreter.ts';

/** sys.UnraisableHookArgs. */
export const unraisableArgs = makeStructSeq(
  'sys.UnraisableHookArgs',
  ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'],
  5,
);

/** Hands an exception to sys.unraisablehook. Resumable. */
export function* unraisableR(
  e: PyBaseException,
  message: string | null,
  object: PyValue | null,
): NativeGenerator<undefined> {
  const hook = interpreter().sysGet('unraisablehook');
  if (hook === undefined || hook === None) return undefined;
  const args = unraisableArgs.of(
    e.cls,
    e,
    e.traceback ?? None,
    message === null ? None : fromJS(message),
    object ?? None,
  );
  try {
    yield callR(hook, [args]);
  } catch (second) {
    if (!(second instanceof PyBaseException)) throw second;
  }
  return undefined;
}

hooks.unraisable = (e, message, object) => {
  if (e instanceof PyBaseException) sync(unraisableR(e, message, object));
};
