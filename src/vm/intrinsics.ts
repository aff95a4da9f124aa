// CALL_INTRINSIC_1 and CALL_INTRINSIC_2: the operations the compiler has no instruction of its own for.

import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import type { PyFrame } from '../objects/frame.ts';
import { type PyFunction, PyList, PyModule, PyTuple } from '../objects/shapes.ts';
import { dictType, typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { CO_ASYNC_GENERATOR, CO_COROUTINE } from '../compile/code.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { importError, isException, runtimeError, systemError, typeError } from '../objects/exceptions/raise.ts';
import type { Resumable } from '../objects/protocol/pending.ts';
import { callR } from '../objects/protocol/call.ts';
import { getattrR, lookupAttrR } from '../objects/protocol/attribute.ts';
import { getitemR, setitemR, unaryR } from '../objects/protocol/operators.ts';
import { collectR } from '../objects/protocol/iteration.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { AsyncGenWrapped } from '../objects/async-generator.ts';
import {
  makeParamSpec,
  makeTypeAlias,
  makeTypeVar,
  makeTypeVarTuple,
  setTypeParamDefault,
  subscriptGenericR,
} from '../objects/typevar.ts';
import type { ThreadState } from './thread.ts';
import { setContext } from './drive.ts';
import { prepReraiseStarR } from './except-match.ts';
import { repr } from '../objects/protocol/text.ts';

export function intrinsic1(ts: ThreadState, frame: PyFrame, n: number, v: PyValue): Resumable {
  switch (n) {
    case 1: // PRINT: the interactive prompt shows an expression statement
      return printExpression(frame, v);
    case 2: // IMPORT_STAR
      return importStar(frame, v);
    case 3:
      return stopIterationError(ts, frame, v);
    case 4:
      return new AsyncGenWrapped(v);
    case 5:
      return unaryR(v, SLOT.__pos__, '+');
    case 6:
      return new PyTuple((v as PyList).items.slice());
    case 7:
      return makeTypeVar(v, null, null, moduleName(frame));
    case 8:
      return makeParamSpec(v, moduleName(frame));
    case 9:
      return makeTypeVarTuple(v, moduleName(frame));
    case 10:
      return subscriptGenericR(v);
    case 11: {
      const [name, params, value] = (v as PyTuple).items;
      return makeTypeAlias(name, params, value, moduleName(frame));
    }
  }
  throw systemError(`unknown intrinsic ${n}`);
}

export function intrinsic2(_ts: ThreadState, frame: PyFrame, n: number, a: PyValue, b: PyValue): Resumable {
  switch (n) {
    case 1:
      return prepReraiseStarR(a as PyBaseException, b as PyList);
    case 2:
      return makeTypeVar(a, b, null, moduleName(frame));
    case 3:
      return makeTypeVar(a, null, b, moduleName(frame));
    case 4:
      (a as PyFunction).typeParams = b as PyTuple;
      return a;
    case 5:
      setTypeParamDefault(a, b);
      return a;
  }
  throw systemError(`unknown intrinsic ${n}`);
}

function moduleName(frame: PyFrame): PyValue {
  return frame.globals.getStr('__name__') ?? None;
}

function* printExpression(frame: PyFrame, v: PyValue): Generator<unknown, PyValue, PyValue> {
  const sys = sysModule();
  const hook = sys.dict.getStr('displayhook');
  if (hook === undefined) throw runtimeError('lost sys.displayhook');
  void frame;
  return yield callR(hook, [v]);
}
let sysModule: () => PyModule;
export function setSysModule(f: () => PyModule): void {
  sysModule = f;
}

function stopIterationError(ts: ThreadState, frame: PyFrame, v: PyValue): PyValue {
  const e = v as PyBaseException; // pushed by the exception handler
  const flags = frame.code.code.flags;
  const kind =
    (flags & CO_ASYNC_GENERATOR) !== 0 ? 'async generator' : (flags & CO_COROUTINE) !== 0 ? 'coroutine' : 'generator';
  let message: string | undefined;
  if (isException(e, 'StopIteration')) message = `${kind} raised StopIteration`;
  else if ((flags & CO_ASYNC_GENERATOR) !== 0 && isException(e, 'StopAsyncIteration'))
    message = 'async generator raised StopAsyncIteration';
  if (message === undefined) return e;
  const r = runtimeError(message);
  r.cause = e;
  r.context = e;
  r.suppressContext = true;
  void setContext;
  void ts;
  return r;
}

function* importStar(frame: PyFrame, module: PyValue): Generator<unknown, PyValue, never> {
  const ns: PyValue = frame.locals ?? frame.globals;
  const put = function* (name: PyValue, value: PyValue): Generator<unknown, void, never> {
    if (ns instanceof PyDict && ns.cls === dictType) ns.set(name, value);
    else yield setitemR(ns, name, value);
  };
  const all: PyValue | undefined = yield lookupAttrR(module, '__all__');
  let names: PyValue[];
  if (all !== undefined) names = yield collectR(all);
  else {
    const dict: PyValue | undefined = module instanceof PyModule ? module.dict : yield lookupAttrR(module, '__dict__');
    if (dict === undefined) throw importError('from-import-* object has no __dict__ and no __all__');
    names = yield collectR(
      dict instanceof PyDict
        ? new PyList([...dict.entries()].map(([k]) => k))
        : yield callR(yield getattrR(dict, 'keys'), []),
    );
  }
  for (const name of names) {
    if (!isStr(name)) {
      const owner: PyValue | undefined = yield lookupAttrR(module, '__name__');
      const where = owner !== undefined && isStr(owner) ? toJS(owner) : '?';
      throw typeError(
        all !== undefined
          ? `Item in ${where}.__all__ must be str, not ${typeOf(name).tpName}`
          : `Key in ${where}.__dict__ must be str, not ${typeOf(name).tpName}`,
      );
    }
    if (all === undefined && toJS(name).startsWith('_')) continue;
    const value: PyValue = yield getattrR(module, toJS(name));
    yield put(name, value);
  }
  void getitemR;
  void repr;
  return None;
}
