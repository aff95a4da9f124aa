// What is reported of a file, socket or directory that a program has dropped open. Invariant: it never raises, as nobody
// could catch that: a ResourceWarning that a filter makes an error of goes to sys.unraisablehook.

import { PyBaseException, exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { hooks } from '../../objects/hooks.ts';
import type { PyObject, PyValue } from '../../objects/object.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { repr } from '../../objects/protocol/text.ts';
import { toJS } from '../../objects/str/text.ts';
import { unraisableR } from '../../runtime/unraisable.ts';

/** `self` is finalised though open. `source` is what the program had of it, `what` the kind of thing it is. */
export function* unclosed(self: PyObject, what: string, source: PyValue): NativeGenerator<undefined> {
  const kind = what === 'socket' ? '' : `${what} `;
  try {
    yield hooks.warnR(exceptionTypes.ResourceWarning, `unclosed ${kind}${toJS(repr(source))}`, 1, source);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    if (e.cls.isSubtype(exceptionTypes.Warning))
      yield unraisableR(e, `Exception ignored while finalizing ${what} ${toJS(repr(self))}`, null);
  }
  return undefined;
}
