// The instructions that are not worth a place in the evaluation loop. Invariant: `cold` is entered with frame.pc and
// frame.sp written back and leaves them right; it returns undefined when done, a frame to switch to, a Pending whose
// value the frame waits for (frame.mode says how), or RERAISED with the exception in `ts.raise`.

import { None, type PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { MODE_DISCARD, MODE_PUSH, MODE_SEND, MODE_UNPACK, PyFrame, PyTraceback } from '../objects/frame.ts';
import { type PyCell, type PyCode, PyFunction, PyList, PyMethod, PySlice, PyTuple } from '../objects/shapes.ts';
import { dictType, objectType, PyType, tupleType, typeOf } from '../objects/type.ts';
import { PyNative } from '../objects/native.ts';
import { isPending, type Pending, type Resumable } from '../objects/protocol/pending.ts';
import {
  asyncGeneratorType,
  PyCoroutine,
  PyGenerator,
  setFinishDelegation,
  setIsDelegating,
} from '../objects/generator.ts';
import { docstring } from '../objects/code.ts';
import { CO_COROUTINE } from '../compile/code.ts';
import { exceptionTypes, PyBaseException, type PyStopIteration } from '../objects/exceptions/hierarchy.ts';
import {
  importError,
  isException,
  nameError,
  runtimeError,
  systemError,
  typeError,
} from '../objects/exceptions/raise.ts';
import { unpackR } from './unpack.ts';
import { callR } from '../objects/protocol/call.ts';
import { bindDescriptorR, getattrR, lookupAttrR, setattrR } from '../objects/protocol/attribute.ts';
import { delitemR, getitemR, lengthR, setitemR, unaryR, getitem } from '../objects/protocol/operators.ts';
import { askLengthR, collectR, iterR, nextR } from '../objects/protocol/iteration.ts';
import { formatR, reprR, str, strR } from '../objects/protocol/text.ts';
import { SLOT } from '../objects/slots.ts';
import { fromJS, isStr, toJS, toPoints, fromPoints } from '../objects/str/text.ts';
import { PySet } from '../objects/set.ts';
import { superGetR } from '../objects/super.ts';
import * as op from '../compile/opcodes.ts';
import type { ThreadState } from './thread.ts';
import { unboundLocal } from './names.ts';
import { intrinsic1, intrinsic2 } from './intrinsics.ts';
import { containsR } from './contains.ts';
import { matchClassR, matchKeysR } from './match.ts';
import { getAiter, getAnext, getAwaitableR, sendToR } from './async.ts';
import { generatorOf } from './new-generator.ts';
import { checkEgMatchR, exceptionMatches } from './except-match.ts';
import { isSequencePattern, isMappingPattern } from './match.ts';
import { makeInterpolation, makeTemplate } from '../objects/template.ts';

export const RERAISED = Symbol('reraised');
/** null: control leaves to JavaScript. */
export type ColdResult = undefined | PyFrame | Pending | typeof RERAISED | null;

let objectNew: PyValue | undefined;
/** The native `object.__new__`. */
export function plainNew(): PyValue {
  return (objectNew ??= objectType.ns.getStr('__new__')!);
}

/** What a Pending must do with its value beyond being pushed is said by `mode`. */
function wait(frame: PyFrame, r: Resumable<PyValue | undefined>, mode = MODE_PUSH): ColdResult {
  if (isPending(r)) {
    frame.mode = mode;
    return r;
  }
  if (mode === MODE_PUSH) frame.regs[frame.sp++] = r;
  return undefined;
}

type Cold = (ts: ThreadState, frame: PyFrame, arg: number, regs: (PyValue | undefined)[], opcode: number) => ColdResult;

/** A function an instruction: V8 optimises (and gives up on) each by itself. */
const BY_OPCODE: { [opcode: number]: Cold | undefined } = {
  [op.LOAD_NAME]: (_ts, frame, arg) => {
    return loadName(frame, arg);
  },
  [op.STORE_NAME]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const name = frame.code.code.names[arg];
    const ns = frame.locals;
    if (ns instanceof PyDict && ns.cls === dictType) {
      setName(ns, name, v);
      return undefined;
    }
    if (ns === null) throw systemError(`no locals found when storing '${name}'`);
    return wait(frame, setitemR(ns, fromJS(name), v), MODE_DISCARD);
  },
  [op.DELETE_NAME]: (_ts, frame, arg) => {
    const name = frame.code.code.names[arg];
    const ns = frame.locals;
    if (ns instanceof PyDict && ns.cls === dictType) {
      if (ns.delete(fromJS(name)) === undefined) throw undefinedName(name);
      return undefined;
    }
    if (ns === null) throw systemError(`no locals when deleting '${name}'`);
    return wait(frame, translateKeyError(delitemR(ns, fromJS(name)), name), MODE_DISCARD);
  },
  [op.STORE_GLOBAL]: (_ts, frame, arg, regs) => {
    setName(frame.globals, frame.code.code.names[arg], regs[--frame.sp]!);
    return undefined;
  },
  [op.DELETE_GLOBAL]: (_ts, frame, arg) => {
    const name = frame.code.code.names[arg];
    if (frame.globals.delete(fromJS(name)) === undefined) throw undefinedName(name);
    return undefined;
  },
  [op.LOAD_LOCALS]: (_ts, frame, _arg, regs) => {
    if (frame.locals === null) throw systemError('no locals');
    regs[frame.sp++] = frame.locals;
    return undefined;
  },
  [op.LOAD_FROM_DICT_OR_GLOBALS]: (_ts, frame, arg, regs) => {
    const ns = regs[--frame.sp]!;
    const name = frame.code.code.names[arg];
    return wait(
      frame,
      mapGetR(ns, name, () => globalOrBuiltin(frame, name)),
    );
  },
  [op.LOAD_FROM_DICT_OR_DEREF]: (_ts, frame, arg, regs) => {
    const ns = regs[--frame.sp]!;
    const name = frame.code.code.localsplusNames[arg];
    return wait(
      frame,
      mapGetR(ns, name, () => {
        const v = (regs[arg] as PyCell).v;
        if (v === undefined) throw unboundLocal(frame.code, arg);
        return v;
      }),
    );
  },
  [op.DELETE_FAST]: (_ts, frame, arg, regs) => {
    if (regs[arg] === undefined) throw unboundLocal(frame.code, arg);
    regs[arg] = undefined;
    return undefined;
  },
  [op.DELETE_DEREF]: (_ts, frame, arg, regs) => {
    const c = regs[arg] as PyCell;
    if (c.v === undefined) throw unboundLocal(frame.code, arg);
    c.v = undefined;
    return undefined;
  },
  [op.SETUP_ANNOTATIONS]: (_ts, frame) => {
    const ns = frame.locals ?? frame.globals;
    if (ns instanceof PyDict && ns.cls === dictType) {
      if (ns.getStr('__annotations__') === undefined) ns.setStr('__annotations__', new PyDict());
      return undefined;
    }
    return wait(frame, setupAnnotations(ns), MODE_DISCARD);
  },
  [op.DELETE_ATTR]: (_ts, frame, arg, regs) => {
    const o = regs[--frame.sp]!;
    return wait(frame, setattrR(o, frame.code.code.names[arg], undefined), MODE_DISCARD);
  },
  [op.DELETE_SUBSCR]: (_ts, frame, _arg, regs) => {
    const key = regs[--frame.sp]!;
    const o = regs[--frame.sp]!;
    return wait(frame, delitemR(o, key), MODE_DISCARD);
  },
  [op.BINARY_SLICE]: (_ts, frame, _arg, regs) => {
    const stop = regs[--frame.sp]!;
    const start = regs[--frame.sp]!;
    const o = regs[--frame.sp]!;
    return wait(frame, getitemR(o, new PySlice(start, stop, None)));
  },
  [op.STORE_SLICE]: (_ts, frame, _arg, regs) => {
    const stop = regs[--frame.sp]!;
    const start = regs[--frame.sp]!;
    const o = regs[--frame.sp]!;
    const v = regs[--frame.sp]!;
    return wait(frame, setitemR(o, new PySlice(start, stop, None), v), MODE_DISCARD);
  },
  [op.BUILD_SLICE]: (_ts, frame, arg, regs) => {
    const step = arg === 3 ? regs[--frame.sp]! : None;
    const stop = regs[--frame.sp]!;
    regs[frame.sp - 1] = new PySlice(regs[frame.sp - 1]!, stop, step);
    return undefined;
  },
  [op.UNARY_NEGATIVE]: (_ts, frame, _arg, regs) => {
    const v = regs[--frame.sp]!;
    return wait(frame, unaryR(v, SLOT.__neg__, '-'));
  },
  [op.UNARY_INVERT]: (_ts, frame, _arg, regs) => {
    const v = regs[--frame.sp]!;
    return wait(frame, unaryR(v, SLOT.__invert__, '~'));
  },
  [op.CONTAINS_OP]: (_ts, frame, arg, regs) => {
    const container = regs[--frame.sp]!;
    const v = regs[--frame.sp]!;
    const r = containsR(container, v);
    if (typeof r === 'boolean') {
      regs[frame.sp++] = r !== (arg === 1);
      return undefined;
    }
    return arg === 1 ? negated(r) : r;
  },
  [op.BUILD_MAP]: (_ts, frame, arg, regs) => {
    const d = new PyDict();
    const base = frame.sp - 2 * arg;
    for (let i = 0; i < arg; i++) d.set(regs[base + 2 * i]!, regs[base + 2 * i + 1]!);
    frame.sp = base;
    regs[frame.sp++] = d;
    return undefined;
  },
  [op.BUILD_SET]: (_ts, frame, arg, regs) => {
    const base = frame.sp - arg;
    const s = new PySet();
    for (let i = base; i < frame.sp; i++) s.add(regs[i]!);
    frame.sp = base;
    regs[frame.sp++] = s;
    return undefined;
  },
  [op.BUILD_STRING]: (_ts, frame, arg, regs) => {
    const base = frame.sp - arg;
    let plain = true;
    let s = '';
    for (let i = base; i < frame.sp; i++) {
      const v = regs[i]!;
      if (typeof v === 'string') s += v;
      else plain = false;
    }
    const v = plain ? s : joinPoints(regs.slice(base, frame.sp) as PyValue[]);
    frame.sp = base;
    regs[frame.sp++] = v;
    return undefined;
  },
  [op.LIST_EXTEND]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const list = regs[frame.sp - arg] as PyList;
    return wait(frame, extendR(list, v), MODE_DISCARD);
  },
  [op.SET_ADD]: (_ts, frame, arg, regs) => {
    frame.sp--;
    (regs[frame.sp - arg] as PySet).add(regs[frame.sp]!);
    return undefined;
  },
  [op.SET_UPDATE]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const s = regs[frame.sp - arg] as PySet;
    return wait(frame, updateSetR(s, v), MODE_DISCARD);
  },
  [op.MAP_ADD]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const k = regs[--frame.sp]!;
    (regs[frame.sp - arg] as PyDict).set(k, v);
    return undefined;
  },
  [op.DICT_UPDATE]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const d = regs[frame.sp - arg] as PyDict;
    return wait(frame, dictUpdateR(d, v, null), MODE_DISCARD);
  },
  [op.DICT_MERGE]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const d = regs[frame.sp - arg] as PyDict;
    // stack: func, NULL, callargs, …, d
    return wait(frame, dictUpdateR(d, v, regs[frame.sp - arg - 3] ?? regs[frame.sp - arg - 2]!), MODE_DISCARD);
  },
  [op.CALL_FUNCTION_EX]: (_ts, frame) => {
    return callEx(frame);
  },
  [op.MAKE_FUNCTION]: (_ts, frame, _arg, regs) => {
    const code = regs[frame.sp - 1] as PyCode;
    regs[frame.sp - 1] = makeFunction(code, frame);
    return undefined;
  },
  [op.SET_FUNCTION_ATTRIBUTE]: (_ts, frame, arg, regs) => {
    const f = regs[--frame.sp] as PyFunction;
    const v = regs[frame.sp - 1]!;
    switch (arg) {
      case 1:
        f.defaults = (v as PyTuple).items;
        break;
      case 2:
        f.kwdefaults = v as PyDict;
        break;
      case 4:
        f.annotations = v instanceof PyDict ? v : pairsToDict(v as PyTuple);
        break;
      case 8:
        f.closure = (v as PyTuple).items as PyCell[];
        break;
      case 16:
        f.annotate = v;
        break;
    }
    regs[frame.sp - 1] = f;
    return undefined;
  },
  [op.LOAD_BUILD_CLASS]: (_ts, frame, _arg, regs) => {
    const v = frame.builtins.getStr('__build_class__');
    if (v === undefined) throw nameError('__build_class__ not found', '__build_class__');
    regs[frame.sp++] = v;
    return undefined;
  },
  [op.RETURN_GENERATOR]: (ts, frame) => {
    return makeGenerator(ts, frame);
  },
  [op.PUSH_EXC_INFO]: (ts, frame, _arg, regs) => {
    const e = regs[frame.sp - 1];
    const info = ts.excInfo;
    regs[frame.sp - 1] = info.exception ?? None;
    regs[frame.sp++] = e;
    info.exception = e as PyBaseException;
    return undefined;
  },
  [op.POP_EXCEPT]: (ts, frame, _arg, regs) => {
    const v = regs[--frame.sp];
    ts.excInfo.exception = v === None ? null : (v as PyBaseException);
    return undefined;
  },
  [op.CHECK_EXC_MATCH]: (_ts, frame, _arg, regs) => {
    const t = regs[--frame.sp]!;
    regs[frame.sp] = exceptionMatches(regs[frame.sp - 1] as PyBaseException, t);
    frame.sp++;
    return undefined;
  },
  [op.CHECK_EG_MATCH]: (ts, frame, _arg, regs) => {
    const t = regs[--frame.sp]!;
    const e = regs[--frame.sp] as PyBaseException;
    return wait(frame, checkEgMatchR(ts, frame, e, t), MODE_DISCARD);
  },
  [op.RAISE_VARARGS]: (ts, frame, arg) => {
    return raiseVarargs(ts, frame, arg);
  },
  [op.RERAISE]: (ts, frame, arg, regs) => {
    const e = regs[--frame.sp] as PyBaseException;
    if (arg > 0) ts.reraisedAt = regs[frame.sp - arg] as number; // pushed by unwind
    ts.raise = e;
    return RERAISED;
  },
  [op.LOAD_SPECIAL]: (_ts, frame, arg) => {
    return loadSpecial(frame, arg);
  },
  [op.WITH_EXCEPT_START]: (_ts, frame, _arg, regs) => {
    // exit_func, exit_self, lasti, previous exception, exception
    const e = regs[frame.sp - 1] as PyBaseException;
    const self = regs[frame.sp - 4];
    const f = regs[frame.sp - 5]!;
    const args: PyValue[] = [e.cls, e, e.traceback ?? None];
    if (self !== undefined) args.unshift(self);
    return wait(frame, callR(f, args));
  },
  [op.GET_LEN]: (_ts, frame, _arg, regs) => {
    const r = lengthR(regs[frame.sp - 1]!);
    return wait(frame, r as Resumable);
  },
  [op.MATCH_SEQUENCE]: (_ts, frame, _arg, regs) => {
    regs[frame.sp] = isSequencePattern(regs[frame.sp - 1]!);
    frame.sp++;
    return undefined;
  },
  [op.MATCH_MAPPING]: (_ts, frame, _arg, regs) => {
    regs[frame.sp] = isMappingPattern(regs[frame.sp - 1]!);
    frame.sp++;
    return undefined;
  },
  [op.MATCH_KEYS]: (_ts, frame, _arg, regs) => {
    return wait(frame, matchKeysR(regs[frame.sp - 2]!, regs[frame.sp - 1] as PyTuple));
  },
  [op.MATCH_CLASS]: (_ts, frame, arg, regs) => {
    const names = regs[--frame.sp] as PyTuple;
    const cls = regs[--frame.sp]!;
    const subject = regs[--frame.sp]!;
    return wait(frame, matchClassR(subject, cls, arg, names));
  },
  [op.IMPORT_NAME]: (_ts, frame, arg, regs) => {
    const fromlist = regs[--frame.sp]!;
    const level = regs[--frame.sp]!;
    const f = frame.builtins.getStr('__import__');
    if (f === undefined) throw importError('__import__ not found');
    return wait(
      frame,
      callR(f, [fromJS(frame.code.code.names[arg]), frame.globals, frame.locals ?? None, fromlist, level]),
    );
  },
  [op.IMPORT_FROM]: (_ts, frame, arg, regs) => {
    return wait(frame, importFrom(regs[frame.sp - 1]!, frame.code.code.names[arg]));
  },
  [op.UNPACK_EX]: (_ts, frame, arg, _regs, opcode) => {
    return unpack(frame, opcode === op.UNPACK_EX ? arg & 255 : arg, opcode === op.UNPACK_EX ? arg >> 8 : -1);
  },
  [op.FORMAT_SIMPLE]: (_ts, frame, _arg, regs) => {
    const v = regs[frame.sp - 1]!;
    if (typeof v === 'string') return undefined;
    frame.sp--;
    return wait(frame, formatR(v, ''));
  },
  [op.FORMAT_WITH_SPEC]: (_ts, frame, _arg, regs) => {
    const spec = regs[--frame.sp]!;
    const v = regs[--frame.sp]!;
    return wait(frame, formatR(v, spec));
  },
  [op.CONVERT_VALUE]: (_ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    return wait(frame, arg === 1 ? strR(v) : arg === 2 ? reprR(v) : asciiR(v));
  },
  [op.BUILD_INTERPOLATION]: (_ts, frame, arg, regs) => {
    const spec = (arg & 1) !== 0 ? regs[--frame.sp]! : '';
    const text = regs[--frame.sp]!;
    const v = regs[--frame.sp]!;
    regs[frame.sp++] = makeInterpolation(v, text, [None, 's', 'r', 'a'][arg >> 2], spec);
    return undefined;
  },
  [op.BUILD_TEMPLATE]: (_ts, frame, _arg, regs) => {
    const interpolations = regs[--frame.sp] as PyTuple;
    const strings = regs[--frame.sp] as PyTuple;
    regs[frame.sp++] = makeTemplate(strings, interpolations);
    return undefined;
  },
  [op.LOAD_COMMON_CONSTANT]: (_ts, frame, arg, regs) => {
    regs[frame.sp++] = [
      exceptionTypes.AssertionError,
      exceptionTypes.NotImplementedError,
      tupleType,
      frame.builtins.getStr('all')!,
      frame.builtins.getStr('any')!,
    ][arg];
    return undefined;
  },
  [op.LOAD_SUPER_ATTR]: (_ts, frame, arg, regs) => {
    const self = regs[--frame.sp]!;
    const cls = regs[--frame.sp]!;
    const sup = regs[--frame.sp]!;
    const name = frame.code.code.names[arg >> 2];
    return loadSuperAttr(frame, sup, cls, self, name, arg);
  },
  [op.CALL_INTRINSIC_1]: (ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    return wait(frame, intrinsic1(ts, frame, arg, v));
  },
  [op.CALL_INTRINSIC_2]: (ts, frame, arg, regs) => {
    const b = regs[--frame.sp]!;
    const a = regs[--frame.sp]!;
    return wait(frame, intrinsic2(ts, frame, arg, a, b));
  },
  [op.SEND]: (ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    const receiver = regs[frame.sp - 1]!;
    frame.mode = MODE_SEND;
    const r = sendToR(ts, receiver, v);
    if (isPending(r)) return r;
    frame.mode = MODE_PUSH;
    if (r !== undefined) regs[frame.sp++] = r;
    else {
      regs[frame.sp++] = ts.sendResult ?? None;
      ts.sendResult = undefined;
      frame.pc = arg - 1;
    }
    return undefined;
  },
  [op.END_SEND]: (_ts, frame, _arg, regs) => {
    regs[frame.sp - 2] = regs[frame.sp - 1];
    frame.sp--;
    return undefined;
  },
  [op.CLEANUP_THROW]: (ts, frame, _arg, regs) => {
    const e = regs[frame.sp - 1] as PyBaseException;
    if (isException(e, 'StopIteration')) {
      regs[frame.sp - 3] = None;
      regs[frame.sp - 2] = (e as PyStopIteration).value ?? None;
      frame.sp--;
      return undefined;
    }
    ts.raise = e;
    frame.sp--;
    return RERAISED;
  },
  [op.GET_YIELD_FROM_ITER]: (_ts, frame, _arg, regs) => {
    const v = regs[frame.sp - 1]!;
    if (v instanceof PyCoroutine) {
      if ((frame.code.code.flags & (CO_COROUTINE | 0x100)) === 0) {
        throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
      }
      return undefined;
    }
    if (v instanceof PyGenerator && v.cls !== asyncGeneratorType) return undefined;
    frame.sp--;
    return wait(frame, iterR(v));
  },
  [op.GET_AWAITABLE]: (ts, frame, arg, regs) => {
    const v = regs[--frame.sp]!;
    return wait(frame, getAwaitableR(v, arg, ts, frame));
  },
  [op.GET_AITER]: (_ts, frame, _arg, regs) => {
    const v = regs[--frame.sp]!;
    return wait(frame, getAiter(v));
  },
  [op.GET_ANEXT]: (ts, frame, _arg, regs) => {
    return wait(frame, getAnext(regs[frame.sp - 1]!, ts, frame));
  },
  [op.END_ASYNC_FOR]: (ts, frame, _arg, regs) => {
    // awaitable, exception
    const e = regs[--frame.sp] as PyBaseException;
    if (isException(e, 'StopAsyncIteration')) {
      frame.sp--;
      return undefined;
    }
    ts.raise = e;
    frame.sp--;
    return RERAISED;
  },
};
BY_OPCODE[op.UNPACK_SEQUENCE] = BY_OPCODE[op.UNPACK_EX];

const COLD: Cold[] = [];
for (let i = 0; i < 256; i++) {
  COLD.push(
    BY_OPCODE[i] ??
      ((_ts, _frame, _arg, _regs, opcode) => {
        throw systemError(`unknown opcode ${opcode}`);
      }),
  );
}

/** Executes an instruction of this file. */
export function cold(ts: ThreadState, frame: PyFrame, opcode: number, arg: number): ColdResult {
  return COLD[opcode](ts, frame, arg, frame.regs, opcode);
}

function setName(ns: PyDict, name: string, v: PyValue): void {
  const k = fromJS(name);
  if (typeof k === 'string') ns.setStr(k, v);
  else ns.set(k, v);
}

function undefinedName(name: string): PyObject {
  return nameError(`name '${name}' is not defined`, fromJS(name));
}

function* translateKeyError(r: Resumable, name: string): Generator<unknown, PyValue, PyValue> {
  try {
    return yield r;
  } catch (e) {
    if (isException(e, 'KeyError')) throw undefinedName(name);
    throw e;
  }
}

function globalOrBuiltin(frame: PyFrame, name: string): PyValue {
  const v = frame.globals.cls === dictType ? frame.globals.get(fromJS(name)) : mappingGet(frame.globals, name);
  if (v !== undefined) return v;
  const b = frame.builtins.getStr(name);
  if (b !== undefined) return b;
  throw undefinedName(name);
}
function mappingGet(d: PyDict, name: string): PyValue | undefined {
  try {
    return getitem(d, fromJS(name));
  } catch (e) {
    if (isException(e, 'KeyError')) return undefined;
    throw e;
  }
}

function loadName(frame: PyFrame, arg: number): ColdResult {
  const name = frame.code.code.names[arg];
  const ns = frame.locals;
  if (ns === null || (ns instanceof PyDict && ns.cls === dictType)) {
    const v = ns === null ? undefined : ns.getStr(name);
    frame.regs[frame.sp++] = v ?? globalOrBuiltin(frame, name);
    return undefined;
  }
  return wait(
    frame,
    mapGetR(ns, name, () => globalOrBuiltin(frame, name)),
  );
}

/** `ns[name]`, or `otherwise()` on KeyError. */
function mapGetR(ns: PyValue, name: string, otherwise: () => PyValue): Resumable {
  if (ns instanceof PyDict && ns.cls === dictType) return ns.get(fromJS(name)) ?? otherwise();
  return (function* (): Generator<unknown, PyValue, PyValue> {
    try {
      return yield getitemR(ns, fromJS(name));
    } catch (e) {
      if (!isException(e, 'KeyError')) throw e;
    }
    return otherwise();
  })();
}

function* setupAnnotations(ns: PyValue): Generator<unknown, PyValue, PyValue> {
  try {
    yield getitemR(ns, '__annotations__');
  } catch (e) {
    if (!isException(e, 'KeyError')) throw e;
    yield setitemR(ns, '__annotations__', new PyDict());
  }
  return None;
}

function* negated(r: Pending): Generator<unknown, PyValue, PyValue> {
  return (yield r) === false;
}

function joinPoints(parts: PyValue[]): PyValue {
  const arrays = parts.map((p) => (isStr(p) ? toPoints(p) : new Uint32Array(0)));
  const out = new Uint32Array(arrays.reduce((n, a) => n + a.length, 0));
  let at = 0;
  for (const a of arrays) {
    out.set(a, at);
    at += a.length;
  }
  return fromPoints(out);
}

function extendR(list: PyList, v: PyValue): Resumable<undefined> {
  if ((v instanceof PyList || v instanceof PyTuple) && (v.cls.flags & 1) === 0) {
    const n = v.items.length;
    for (let i = 0; i < n; i++) list.items.push(v.items[i]);
    return undefined;
  }
  return (function* (): Generator<unknown, undefined, never> {
    let it: PyValue;
    try {
      it = yield iterR(v);
    } catch (e) {
      const t = typeOf(v);
      if (isException(e, 'TypeError') && t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) {
        throw typeError(`Value after * must be an iterable, not ${t.tpName}`);
      }
      throw e;
    }
    yield askLengthR(v);
    for (;;) {
      let x = nextR(it);
      if (isPending(x)) x = (yield x) as PyValue | undefined;
      if (x === undefined) return undefined;
      list.items.push(x);
    }
  })();
}

function* updateSetR(s: PySet, v: PyValue): Generator<unknown, undefined, never> {
  const items: PyValue[] = yield collectR(v);
  for (const x of items) s.add(x);
  return undefined;
}

/** `{**v}` (callee null) or the `**v` of a call (duplicates are an error naming the callee). */
function dictUpdateR(d: PyDict, v: PyValue, callee: PyValue | null): Resumable<undefined> {
  if (v instanceof PyDict && (v.cls === dictType || v.cls.slot(SLOT.__iter__) === dictType.slot(SLOT.__iter__))) {
    if (callee === null) v.copyInto(d);
    else {
      for (const [k, x] of v.entries()) {
        checkKeyword(d, k, callee);
        d.set(k, x);
      }
    }
    return undefined;
  }
  return (function* (): Generator<unknown, undefined, never> {
    const keysMethod: PyValue | undefined = yield lookupAttrR(v, 'keys');
    if (keysMethod === undefined) {
      if (callee === null) throw typeError(`'${typeOf(v).tpName}' object is not a mapping`);
      throw typeError(`${calleeName(callee)} argument after ** must be a mapping, not ${typeOf(v).tpName}`);
    }
    const keys: PyValue[] = yield collectR(yield callR(keysMethod, []));
    for (const k of keys) {
      const x: PyValue = yield getitemR(v, k);
      if (callee !== null) checkKeyword(d, k, callee);
      d.set(k, x);
    }
    return undefined;
  })();
}
function checkKeyword(d: PyDict, k: PyValue, callee: PyValue): void {
  if (d.has(k))
    throw typeError(
      `${calleeName(callee)} got multiple values for keyword argument '${isStr(k) ? toJS(k) : String(k)}'`,
    );
}
/** A callable as error messages name it: `module.qualname()`. */
export function calleeName(f: PyValue): string {
  const withModule = (module: PyValue | undefined, name: string): string =>
    module !== undefined && isStr(module) && toJS(module) !== 'builtins' ? `${toJS(module)}.${name}()` : `${name}()`;
  if (f instanceof PyMethod) f = f.func;
  if (f instanceof PyFunction) return withModule(f.module, isStr(f.qualname) ? toJS(f.qualname) : '?');
  if (f instanceof PyNative) return `${f.owner !== null ? f.owner.name + '.' : ''}${f.name}()`;
  if (f instanceof PyType) return withModule(f.ns.getStr('__module__'), f.qualname);
  return str(f);
}

function callEx(frame: PyFrame): ColdResult {
  const regs = frame.regs;
  const kwargs = regs[--frame.sp];
  const callargs = regs[--frame.sp]!;
  frame.sp--; // NULL
  const f = regs[--frame.sp]!;
  if (callargs instanceof PyTuple && (kwargs === undefined || (kwargs instanceof PyDict && kwargs.cls === dictType))) {
    return wait(frame, callWith(f, callargs.items, kwargs as PyDict | undefined));
  }
  return (function* (): Generator<unknown, PyValue, PyValue> {
    let args: PyValue[];
    if (callargs instanceof PyTuple) args = callargs.items;
    else {
      if (typeOf(callargs).slot(SLOT.__iter__) === null && typeOf(callargs).slot(SLOT.__getitem__) === null) {
        throw typeError(`${calleeName(f)} argument after * must be an iterable, not ${typeOf(callargs).tpName}`);
      }
      args = (yield collectR(callargs)) as unknown as PyValue[]; // collectR's value
    }
    let kw: PyDict | undefined;
    if (kwargs !== undefined) {
      kw = new PyDict();
      yield dictUpdateR(kw, kwargs, f);
    }
    return yield callWith(f, args, kw);
  })();
}

function callWith(f: PyValue, args: readonly PyValue[], kw: PyDict | undefined): Resumable {
  if (kw === undefined || kw.size === 0) return callR(f, args.slice(), null);
  const all = args.slice();
  const names: string[] = [];
  for (const [k, v] of kw.entries()) {
    if (!isStr(k)) throw typeError('keywords must be strings');
    names.push(toJS(k));
    all.push(v);
  }
  return callR(f, all, names);
}

function pairsToDict(t: PyTuple): PyDict {
  const d = new PyDict();
  for (let i = 0; i + 1 < t.items.length; i += 2) d.set(t.items[i], t.items[i + 1]);
  return d;
}

/** A function object for a code object in the environment of a frame or another function. */
export function makeFunction(code: PyCode, frame: { readonly globals: PyDict; readonly builtins: PyDict }): PyFunction {
  const c = code.code;
  return new PyFunction(
    code,
    frame.globals,
    frame.builtins,
    fromJS(c.name),
    fromJS(c.qualname),
    docstring(code),
    frame.globals.getStr('__name__') ?? None,
    null,
  );
}

/** `cr_origin`: file, line and name of the frames that made a coroutine, innermost first. */
function makeGenerator(ts: ThreadState, frame: PyFrame): PyFrame | null {
  const back = frame.back!; // it was called
  const g = generatorOf(ts, frame, back);
  if (back instanceof PyFrame && back.mode === MODE_PUSH) {
    back.regs[back.sp++] = g;
    ts.frame = back;
    return back;
  }
  // A native asked, or the frame waits in another way: deliver through a finished native.
  ts.frame = back instanceof PyFrame ? back : ts.frame;
  return deliverTo(ts, back, g);
}
let deliverTo: (ts: ThreadState, back: NonNullable<PyFrame['back']>, value: PyValue) => PyFrame | null;
/** enter.ts gives drive's deliver. */
export function setDeliver(f: typeof deliverTo): void {
  deliverTo = f;
}

function loadSpecial(frame: PyFrame, arg: number): ColdResult {
  const names = ['__enter__', '__exit__', '__aenter__', '__aexit__'];
  const slots = [SLOT.__enter__, SLOT.__exit__, SLOT.__aenter__, SLOT.__aexit__];
  const regs = frame.regs;
  const o = regs[frame.sp - 1]!;
  const t = typeOf(o);
  const m = t.slot(slots[arg]);
  if (m === null) {
    const isAsync = arg >= 2;
    const kind = isAsync ? 'asynchronous context manager' : 'context manager';
    let hint = '';
    const other = isAsync
      ? t.slot(SLOT.__enter__) !== null && t.slot(SLOT.__exit__) !== null
      : t.slot(SLOT.__aenter__) !== null && t.slot(SLOT.__aexit__) !== null;
    if (other)
      hint = isAsync
        ? " but it supports the context manager protocol. Did you mean to use 'with'?"
        : " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?";
    const missing = arg === 1 || arg === 3 ? ` (missed ${names[arg]} method)` : '';
    throw typeError(`'${t.tpName}' object does not support the ${kind} protocol${missing}${hint}`);
  }
  // What needs no binding is handlers/special.ts's; a compiled loop may still ask for it here.
  if (m instanceof PyFunction || (m instanceof PyNative && m.hasSelf && m.owner !== null)) {
    regs[frame.sp - 1] = m;
    regs[frame.sp++] = o;
    return undefined;
  }
  const bound = bindDescriptorR(m, o, t);
  if (!isPending(bound)) {
    regs[frame.sp - 1] = bound;
    regs[frame.sp++] = undefined;
    return undefined;
  }
  frame.sp--;
  frame.mode = 5; // MODE_METHOD: the bound method and a NULL
  return bound;
}

function loadSuperAttr(
  frame: PyFrame,
  sup: PyValue,
  cls: PyValue,
  self: PyValue,
  name: string,
  arg: number,
): ColdResult {
  const method = (arg & 1) !== 0;
  let r: Resumable;
  if (
    sup === frame.builtins.getStr('super') &&
    sup instanceof PyType &&
    sup.name === 'super' &&
    (sup.flags & 1) === 0
  ) {
    r = superGetR(cls, self, name);
  } else {
    r = (function* (): Generator<unknown, PyValue, PyValue> {
      const s = yield callR(sup, (arg & 2) !== 0 ? [cls, self] : []);
      return yield getattrR(s, name);
    })();
  }
  if (isPending(r)) {
    if (method) frame.mode = 5;
    return r;
  }
  frame.regs[frame.sp++] = r;
  if (method) frame.regs[frame.sp++] = undefined;
  return undefined;
}

function raiseVarargs(ts: ThreadState, frame: PyFrame, arg: number): ColdResult {
  const regs = frame.regs;
  if (arg === 0) {
    const e = ts.handled();
    if (e === null) throw runtimeError('No active exception to reraise');
    // The exception goes on as it was: this line is not added to its traceback.
    ts.raise = e;
    return RERAISED;
  }
  const cause = arg === 2 ? regs[--frame.sp]! : undefined;
  let exc = regs[--frame.sp]!;
  // A JavaScript throw costs V8 ten microseconds in a function as large as the loop: an exception goes straight to
  // `unwind`. So does a class whose instance native code can make.
  if (cause === undefined && exc instanceof PyType && exc.isSubtype(exceptionTypes.BaseException)) {
    const made = callR(exc, []);
    if (made instanceof PyBaseException) exc = made;
    else return raiseLater(ts, frame, exc, made, cause);
  }
  if (exc instanceof PyBaseException && (cause === undefined || cause === None || cause instanceof PyBaseException)) {
    applyCause(exc, cause);
    setRaiseContext(ts, exc);
    return raiseHere(ts, frame, exc);
  }
  return raiseLater(ts, frame, exc, undefined, cause);
}
function raiseLater(
  ts: ThreadState,
  frame: PyFrame,
  exc: PyValue,
  made: Resumable | undefined,
  cause: PyValue | undefined,
): ColdResult {
  frame.mode = MODE_DISCARD;
  return raiseR(ts, exc, made, cause);
}
/** `raise` with what only Python code can make; `made` is the instance as far as it is there. It always throws. */
export function* raiseR(
  ts: ThreadState,
  exc: PyValue,
  made: Resumable | undefined,
  cause: PyValue | undefined,
): Generator<unknown, PyValue, PyValue> {
  {
    const e = yield made ?? instantiate(exc);
    if (!(e instanceof PyBaseException)) {
      if (exc instanceof PyType && exc.isSubtype(exceptionTypes.BaseException)) {
        const shown = toJS((yield reprR(exc)) as string);
        throw typeError(
          `calling ${shown} should have returned an instance of BaseException, not ${toJS((yield reprR(typeOf(e))) as string)}`,
        );
      }
      throw typeError('exceptions must derive from BaseException');
    }
    let c: PyValue | undefined = cause;
    if (c instanceof PyType && c.isSubtype(exceptionTypes.BaseException)) {
      const made = yield callR(c, []);
      if (!(made instanceof PyBaseException)) {
        const shown = toJS((yield reprR(c)) as string);
        throw typeError(
          `calling ${shown} should have returned an instance of BaseException, not ${typeOf(made).tpName}`,
        );
      }
      c = made;
    }
    if (c !== undefined && c !== None && !(c instanceof PyBaseException))
      throw typeError('exception causes must derive from BaseException');
    applyCause(e, c);
    throwWithContext(ts, e);
  }
}
function instantiate(exc: PyValue): Resumable {
  return exc instanceof PyType && exc.isSubtype(exceptionTypes.BaseException) ? callR(exc, []) : exc;
}
/** `from cause`. */
export function applyCause(e: PyBaseException, cause: PyValue | undefined): void {
  if (cause === undefined) return;
  e.cause = cause === None ? null : (cause as PyBaseException);
  e.suppressContext = true;
}
function throwWithContext(ts: ThreadState, e: PyBaseException): never {
  setRaiseContext(ts, e);
  throw e;
}
let setRaiseContext: (ts: ThreadState, e: PyBaseException) => void = () => {};
export function setContextSetter(f: typeof setRaiseContext): void {
  setRaiseContext = f;
}
/** What `raise e` does: its line joins the traceback. */
function raiseHere(ts: ThreadState, frame: PyFrame, e: PyBaseException): ColdResult {
  e.traceback = new PyTraceback(e.traceback as PyTraceback | null, frame, frame.pc);
  ts.raise = e;
  return RERAISED;
}

function* importFrom(module: PyValue, name: string): Generator<unknown, PyValue, PyValue> {
  const v = (yield lookupAttrR(module, name)) as PyValue | undefined;
  if (v !== undefined) return v;
  return yield importFromFallback(module, name);
}
let importFromFallback: (module: PyValue, name: string) => Resumable = (_m, name) => {
  throw importError(`cannot import name '${name}'`);
};
/** runtime/import.ts: the sys.modules fallback and the error texts of `from m import name`. */
export function setImportFromFallback(f: typeof importFromFallback): void {
  importFromFallback = f;
}

function unpack(frame: PyFrame, before: number, after: number): ColdResult {
  const r = unpackR(frame.regs[--frame.sp]!, before, after);
  if (isPending(r)) {
    frame.mode = MODE_UNPACK;
    return r;
  }
  for (let i = r.length - 1; i >= 0; i--) frame.regs[frame.sp++] = r[i];
  return undefined;
}

function asciiR(v: PyValue): Resumable {
  const escape = (r: PyValue): PyValue => {
    let s = '';
    for (const c of toPoints(isStr(r) ? r : '')) {
      if (c < 128) s += String.fromCharCode(c);
      else if (c < 256) s += '\\x' + c.toString(16).padStart(2, '0');
      else if (c < 65536) s += '\\u' + c.toString(16).padStart(4, '0');
      else s += '\\U' + c.toString(16).padStart(8, '0');
    }
    return s;
  };
  const r = reprR(v);
  if (!isPending(r)) return escape(r);
  return (function* (): Generator<unknown, PyValue, PyValue> {
    return escape(yield r);
  })();
}

setIsDelegating(
  (f) =>
    (f.code.code.instrs[f.pc] & 255) === op.YIELD_VALUE && f.pc > 0 && (f.code.code.instrs[f.pc - 1] & 255) === op.SEND,
);
setFinishDelegation((f) => {
  // At YIELD_VALUE after SEND: go to SEND's target (END_SEND); resuming pushes the result where SEND would have.
  f.pc = (f.code.code.instrs[f.pc - 1] >>> 8) - 1;
});
