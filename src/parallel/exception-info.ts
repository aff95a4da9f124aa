// What of an exception crosses to another interpreter: names and texts (CPython's _PyXI_excinfo). Invariant: making it never
// fails; what cannot be found out stays empty.

import { None, type PyValue } from '../objects/object.ts';
import { PyTuple } from '../objects/shapes.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { PyBaseException as BaseException } from '../objects/exceptions/hierarchy.ts';
import { hooks } from '../objects/hooks.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { simpleNamespace } from '../objects/simplenamespace.ts';
import { SUPPORT } from './data.ts';

/** (name, qualname, module, message, formatted, display), all str or None. */
export function* exceptionInfoR(e: PyBaseException): NativeGenerator<PyValue> {
  try {
    const support: PyValue = yield hooks.importR(SUPPORT);
    return yield callMethodR(support, 'describe', [e]);
  } catch (inner) {
    const second: unknown = inner;
    if (!(second instanceof BaseException)) throw second;
    return new PyTuple([e.cls.name, e.cls.name, 'builtins', None, e.cls.name, None]);
  }
}

/** As the `excinfo` that exec() and call() give. */
export function exceptionNamespace(info: PyValue): PyValue {
  const [name, qualname, module, message, formatted, display] = (info as PyTuple).items; // what exceptionInfoR gives
  const type = simpleNamespace({ __name__: name, __qualname__: qualname, __module__: module });
  return simpleNamespace({ type, msg: message, formatted, ...(display === None ? {} : { errdisplay: display }) });
}
