// Warnings the compiler gives, on their way to the warnings module.

import type { PyValue } from '../objects/object.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { sync } from '../objects/protocol/pending.ts';
import { hooks } from '../objects/hooks.ts';
import { fromJS } from '../objects/str/text.ts';

/** Shows (or raises) a compile-time warning; a warning turned into an error is raised as it is. */
export function compileWarning(category: string, message: string, filename: string, lineno: number): void {
  sync(show(category, message, filename, lineno));
}
function* show(category: string, message: string, filename: string, lineno: number): NativeGenerator<PyValue> {
  const w: PyValue = yield hooks.importR('_warnings');
  return yield callMethodR(w, 'warn_explicit', [fromJS(message), exceptionTypes[category], fromJS(filename), lineno]);
}
