// Structural pattern matching: the type tests and the look-ups of mapping and class patterns (PEP 634).

import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyTuple } from '../objects/shapes.ts';
import { dictType, PyType, TYPE_MATCH_MAPPING, TYPE_MATCH_SELF, TYPE_MATCH_SEQUENCE, typeOf } from '../objects/type.ts';
import { typeError, valueError, isException } from '../objects/exceptions/raise.ts';
import type { Resumable } from '../objects/protocol/pending.ts';
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

/** MATCH_CLASS: a tuple of the attributes, or None when the subject does not match. */
export function* matchClassR(
  subject: PyValue,
  cls: PyValue,
  npos: number,
  kwd: PyTuple,
): Generator<unknown, PyValue, never> {
  if (!(cls instanceof PyType)) throw typeError('called match pattern must be a class');
  const ok: boolean = yield isinstanceR(subject, cls);
  if (!ok) return None;
  const out: PyValue[] = [];
  const seen = new Set<string>();
  const fetch = function* (name: string): Generator<unknown, PyValue | undefined, never> {
    try {
      const v: PyValue = yield getattrR(subject, name);
      return v;
    } catch (e) {
      if (isException(e, 'AttributeError')) return undefined;
      throw e;
    }
  };
  if (npos > 0) {
    const args = (yield lookupAttrR(cls, '__match_args__')) as PyValue | undefined;
    let matchSelf = false;
    let names: readonly PyValue[] = [];
    if (args === undefined) matchSelf = (cls.flags & TYPE_MATCH_SELF) !== 0;
    else if (args instanceof PyTuple) names = args.items;
    else throw typeError(`${cls.name}.__match_args__ must be a tuple (got ${typeOf(args).tpName})`);
    const allowed = matchSelf ? 1 : names.length;
    if (allowed < npos) {
      throw typeError(
        `${cls.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${npos} given)`,
      );
    }
    if (matchSelf) out.push(subject);
    else {
      for (let i = 0; i < npos; i++) {
        const n = names[i];
        if (!isStr(n)) throw typeError(`__match_args__ elements must be strings (got ${typeOf(n).tpName})`);
        if (seen.has(toJS(n))) throw typeError(`${cls.name}() got multiple sub-patterns for attribute ${repr(n)}`);
        seen.add(toJS(n));
        const v: PyValue | undefined = yield fetch(toJS(n));
        if (v === undefined) return None;
        out.push(v);
      }
    }
  }
  for (const n of kwd.items) {
    const name = isStr(n) ? toJS(n) : '';
    if (seen.has(name)) throw typeError(`${cls.name}() got multiple sub-patterns for attribute ${repr(n)}`);
    seen.add(name);
    const v: PyValue | undefined = yield fetch(name);
    if (v === undefined) return None;
    out.push(v);
  }
  return new PyTuple(out);
}
