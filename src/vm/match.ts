// Structural pattern matching: the type tests and the look-ups of mapping and class patterns (PEP 634).

import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyTuple } from '../objects/shapes.ts';
import { dictType, PyType, TYPE_MATCH_MAPPING, TYPE_MATCH_SELF, TYPE_MATCH_SEQUENCE, typeOf } from '../objects/type.ts';
import { typeError, valueError } from '../objects/exceptions/raise.ts';
import { isPending, type Resumable, thenR } from '../objects/protocol/pending.ts';
import { callR } from '../objects/protocol/call.ts';
import { getattrR, lookupAttrR } from '../objects/protocol/attribute.ts';
import { isinstanceR } from '../objects/type/isinstance.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { repr } from '../objects/protocol/text.ts';
import { newSet } from '../objects/set.ts';

export function isSequencePattern(v: PyValue): boolean {
  return (typeOf(v).flags & TYPE_MATCH_SEQUENCE) !== 0;
}
export function isMappingPattern(v: PyValue): boolean {
  return (typeOf(v).flags & TYPE_MATCH_MAPPING) !== 0;
}

/** MATCH_KEYS: a tuple of the values, or None when a key is missing. */
export function matchKeysR(subject: PyValue, keys: PyTuple): Resumable {
  const seen = newSet();
  for (const k of keys.items) {
    if (seen.has(k)) throw valueError(`mapping pattern checks duplicate key (${repr(k)})`);
    seen.add(k);
  }
  if (subject instanceof PyDict && subject.cls === dictType) {
    const out: PyValue[] = [];
    for (const k of keys.items) {
      const v = subject.get(k);
      if (v === undefined) return None;
      out.push(v);
    }
    return new PyTuple(out);
  }
  return (function* (): Generator<unknown, PyValue, PyValue> {
    const get = yield getattrR(subject, 'get');
    const dummy = new PyTuple([]);
    const out: PyValue[] = [];
    for (const k of keys.items) {
      const v = yield callR(get, [k, dummy]);
      if (v === dummy) return None;
      out.push(v);
    }
    return new PyTuple(out);
  })();
}

/** MATCH_CLASS: a tuple of the attributes, or None when the subject does not match. Resumable. */
export function matchClassR(subject: PyValue, cls: PyValue, npos: number, kwd: PyTuple): Resumable {
  if (!(cls instanceof PyType)) throw typeError('called match pattern must be a class');
  return thenR(isinstanceR(subject, cls), (ok): Resumable => {
    if (!ok) return None;
    if (npos === 0) return attributes(subject, cls, kwd.items, 0, []);
    return thenR(lookupAttrR(cls, '__match_args__'), (args) => positional(subject, cls, npos, kwd, args));
  });
}

/** The attributes that positional sub-patterns mean, then those of keywords. */
function positional(subject: PyValue, cls: PyType, npos: number, kwd: PyTuple, args: PyValue | undefined): Resumable {
  if (args !== undefined && !(args instanceof PyTuple))
    throw typeError(`${cls.name}.__match_args__ must be a tuple (got ${typeOf(args).tpName})`);
  const matchSelf = args === undefined && (cls.flags & TYPE_MATCH_SELF) !== 0;
  const names = args === undefined ? [] : args.items;
  const allowed = matchSelf ? 1 : names.length;
  if (allowed < npos)
    throw typeError(
      `${cls.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${npos} given)`,
    );
  if (matchSelf) return attributes(subject, cls, kwd.items, 0, [subject]);
  return attributes(subject, cls, [...names.slice(0, npos), ...kwd.items], 0, []);
}

/** A tuple of these attributes after `out`, from number `i` on; None when one is missing. */
function attributes(subject: PyValue, cls: PyType, names: readonly PyValue[], i: number, out: PyValue[]): Resumable {
  for (; i < names.length; i++) {
    const n = names[i];
    if (!isStr(n)) throw typeError(`__match_args__ elements must be strings (got ${typeOf(n).tpName})`);
    const name = toJS(n);
    for (let j = 0; j < i; j++)
      if (toJS(names[j] as typeof n) === name)
        throw typeError(`${cls.name}() got multiple sub-patterns for attribute ${repr(n)}`); // those before are text too
    const v = lookupAttrR(subject, name);
    if (v === undefined) return None;
    if (isPending(v)) {
      const next = i + 1;
      return thenR(v as Resumable<PyValue | undefined>, (got): Resumable => {
        if (got === undefined) return None;
        out.push(got);
        return attributes(subject, cls, names, next, out);
      });
    }
    out.push(v);
  }
  return new PyTuple(out);
}
