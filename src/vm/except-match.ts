// `except` and `except*` matching, and what an `except*` statement raises at its end (PEP 654).

import { None, type PyValue } from '../objects/object.ts';
import { MODE_PUSH, type PyFrame, PyTraceback } from '../objects/frame.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { PyType, typeOf } from '../objects/type.ts';
import { exceptionTypes, PyBaseException, PyBaseExceptionGroup } from '../objects/exceptions/hierarchy.ts';
import { newException, typeError } from '../objects/exceptions/raise.ts';
import { instanceGet } from '../objects/protocol/attribute.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import type { ThreadState } from './thread.ts';

const MESSAGE = 'catching classes that do not inherit from BaseException is not allowed';

/** Whether `except t:` catches `e`; TypeError when t is no exception class (or tuple of them). */
export function exceptionMatches(e: PyBaseException, t: PyValue): boolean {
  const classes = t instanceof PyTuple ? t.items : [t];
  for (const c of classes) {
    if (!(c instanceof PyType) || !c.isSubtype(exceptionTypes.BaseException)) throw typeError(MESSAGE);
  }
  for (const c of classes) if (e.cls.isSubtype(c as PyType)) return true;
  return false;
}

/** CHECK_EG_MATCH: pushes (rest, match); match is None when nothing matched. */
export function* checkEgMatchR(
  ts: ThreadState,
  frame: PyFrame,
  e: PyBaseException,
  t: PyValue,
): Generator<unknown, undefined, never> {
  const classes = t instanceof PyTuple ? t.items : [t];
  for (const c of classes) {
    if (!(c instanceof PyType) || !c.isSubtype(exceptionTypes.BaseException)) throw typeError(MESSAGE);
    if (c.isSubtype(exceptionTypes.BaseExceptionGroup)) {
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
    }
  }
  let match: PyValue = None;
  let rest: PyValue = e;
  if (e instanceof PyBaseException && exceptionMatches(e, t)) {
    if (e instanceof PyBaseExceptionGroup) match = e;
    else {
      const wrapped = newException(
        e.cls.isSubtype(exceptionTypes.Exception) ? exceptionTypes.ExceptionGroup : exceptionTypes.BaseExceptionGroup,
        '',
        new PyTuple([e]),
      ) as PyBaseExceptionGroup;
      wrapped.message = '';
      wrapped.exceptions = new PyTuple([e]);
      wrapped.traceback = new PyTraceback(null, frame, frame.pc);
      match = wrapped;
    }
    rest = None;
  } else if (e instanceof PyBaseExceptionGroup) {
    const pair = (yield callMethodR(e, 'split', [t])) as PyValue;
    if (!(pair instanceof PyTuple))
      throw typeError(`${e.cls.name}.split must return a tuple, not ${typeOf(pair).tpName}`);
    if (pair.items.length < 2)
      throw typeError(`${e.cls.name}.split must return a 2-tuple, got tuple of size ${pair.items.length}`);
    match = pair.items[0];
    rest = pair.items[1];
  }
  if (match !== None) ts.excInfo.exception = match as PyBaseException;
  frame.mode = MODE_PUSH;
  frame.regs[frame.sp++] = rest;
  frame.regs[frame.sp++] = match;
  frame.mode = 1;
  return undefined;
}

/** PREP_RERAISE_STAR: the exception to raise at the end of a try-except*, or None. */
export function* prepReraiseStarR(orig: PyBaseException, excs: PyList): Generator<unknown, PyValue, never> {
  const raisedList: PyBaseException[] = [];
  const reraised: PyBaseException[] = [];
  if (!(orig instanceof PyBaseExceptionGroup)) {
    // A naked exception was wrapped for one clause: at most one is to be raised.
    return excs.items.find((x) => x !== None) ?? None;
  }
  const isSame = (a: PyBaseException, b: PyBaseException): boolean =>
    a.traceback === b.traceback &&
    a.context === b.context &&
    a.cause === b.cause &&
    instanceGet(a, '__notes__') === instanceGet(b, '__notes__');
  for (const x of excs.items) {
    if (x === None) continue;
    const e = x as PyBaseException; // the compiler only collects exceptions and None
    if (e instanceof PyBaseExceptionGroup && isSame(e, orig)) reraised.push(e);
    else raisedList.push(e);
  }
  let projection: PyValue = None;
  if (reraised.length > 0) {
    const leaves = new Set<PyBaseException>();
    const collect = (g: PyBaseException): void => {
      if (g instanceof PyBaseExceptionGroup) for (const c of g.exceptions.items) collect(c as PyBaseException);
      else leaves.add(g);
    };
    reraised.forEach(collect);
    projection = yield project(orig, leaves);
  }
  if (raisedList.length === 0) return projection;
  if (projection !== None) raisedList.push(projection as PyBaseException);
  if (raisedList.length === 1) return raisedList[0];
  const allPlain = raisedList.every((e) => e.cls.isSubtype(exceptionTypes.Exception));
  const g = newException(
    allPlain ? exceptionTypes.ExceptionGroup : exceptionTypes.BaseExceptionGroup,
    '',
    new PyList(raisedList),
  ) as PyBaseExceptionGroup;
  g.message = '';
  g.exceptions = new PyTuple(raisedList);
  return g;
}

/** The part of a group whose leaves are in `keep`, with the nesting of the original. */
function* project(g: PyBaseExceptionGroup, keep: Set<PyBaseException>): Generator<unknown, PyValue, never> {
  const out: PyValue[] = [];
  let all = true;
  for (const c of g.exceptions.items) {
    if (c instanceof PyBaseExceptionGroup) {
      const p: PyValue = yield project(c, keep);
      if (p !== c) all = false;
      if (p !== None) out.push(p);
    } else if (keep.has(c as PyBaseException)) out.push(c);
    else all = false;
  }
  if (all) return g;
  if (out.length === 0) return None;
  const d = (yield callMethodR(g, 'derive', [new PyList(out)])) as PyValue;
  if (d instanceof PyBaseException) {
    d.traceback = g.traceback;
    d.context = g.context;
    d.cause = g.cause;
    d.suppressContext = g.suppressContext;
  }
  return d;
}
