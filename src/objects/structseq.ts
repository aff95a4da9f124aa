// Struct sequences: tuples whose fields also have names (`os.stat_result`, `time.struct_time`, `sys.flags`, …).
// Invariant: `items` holds the visible part; fields beyond it are in `hidden`. A type says what it is called in
// messages by `fullName`. It may not know who makes such types.

import { None, type PyValue } from './object.ts';
import { PyTuple } from './shapes.ts';
import { PyDict } from './dict/storage.ts';
import { makeBuiltinType, type PyType, tupleType, TYPE_MATCH_SELF, TYPE_NO_NEW } from './type.ts';
import { defineType, type GetSetSpec } from './native.ts';
import { typeError } from './exceptions/raise.ts';
import { collectR } from './protocol/iteration.ts';
import { reprR } from './protocol/text.ts';
import { fromJS, toJS } from './str/text.ts';

/** An instance of a struct sequence type. */
export class PyStructSeq extends PyTuple {
  hidden: PyValue[] = [];
}

/** A struct sequence type: make instances with `of`. */
export interface StructSeq {
  readonly type: PyType;
  /** A new instance from all values in field order (missing ones at the end are None). */
  of(...values: PyValue[]): PyStructSeq;
}

/** An unnamed field: only an index leads to it. */
export const UNNAMED = '';

/**
 * Makes a struct sequence type. `fullName` is `module.name`; `fields` are names (or UNNAMED) in index order, of which the
 * first `visible` are what the tuple shows.
 */
export function makeStructSeq(
  fullName: string,
  fields: readonly string[],
  visible: number = fields.length,
  options: {
    doc?: string;
    newable?: boolean /** Completes the values of an instance made by a program. */;
    complete?: (values: PyValue[]) => void;
  } = {},
): StructSeq {
  const dot = fullName.lastIndexOf('.');
  const ctor = class extends PyStructSeq {};
  const type = makeBuiltinType(fullName.slice(dot + 1), ctor, {
    bases: [tupleType],
    module: dot < 0 ? 'builtins' : fullName.slice(0, dot),
  });
  type.flags &= ~TYPE_MATCH_SELF;
  if (options.newable === false) type.flags |= TYPE_NO_NEW;
  const named = fields.filter((f) => f !== UNNAMED);
  const unnamed = fields.length - named.length;

  const make = (values: readonly PyValue[]): PyStructSeq => {
    const s = new ctor();
    s.items = values.slice(0, visible);
    while (s.items.length < visible) s.items.push(None);
    for (let i = visible; i < fields.length; i++) s.hidden.push(values[i] ?? None);
    return s;
  };
  const at = (s: PyStructSeq, i: number): PyValue => (i < visible ? s.items[i] : s.hidden[i - visible]);

  const getset: { [name: string]: GetSetSpec } = {};
  fields.forEach((name, i) => {
    if (name !== UNNAMED) getset[name] = [(self: PyStructSeq) => at(self, i)];
  });

  function* construct(_cls: PyType, sequence: PyValue, dict: PyValue): Generator<unknown, PyValue, never> {
    if (dict !== undefined && !(dict instanceof PyDict))
      throw typeError(`${fullName}() takes a dict as second arg, if any`);
    let given: PyValue[];
    try {
      given = yield collectR(sequence);
    } catch {
      throw typeError('constructor requires a sequence');
    }
    const n = given.length;
    if (visible !== fields.length) {
      if (n < visible) throw typeError(`${fullName}() takes an at least ${visible}-sequence (${n}-sequence given)`);
      if (n > fields.length)
        throw typeError(`${fullName}() takes an at most ${fields.length}-sequence (${n}-sequence given)`);
    } else if (n !== visible) throw typeError(`${fullName}() takes a ${visible}-sequence (${n}-sequence given)`);
    const values = given.slice();
    let used = 0;
    for (let i = n; i < fields.length; i++) {
      const v = dict === undefined || fields[i] === UNNAMED ? undefined : dict.getStr(fields[i]);
      if (v !== undefined) used++;
      values.push(v ?? None);
    }
    if (dict !== undefined && dict.size > used)
      throw typeError(`${fullName}() got duplicate or unexpected field name(s)`);
    options.complete?.(values);
    return make(values);
  }

  defineType(type, {
    ...(options.doc === undefined ? {} : { doc: options.doc }),
    ...(options.newable === false ? {} : { new: ['(sequence, dict=?)', construct] as const }),
    getset,
    methods: {
      *'__repr__(/)'(self: PyStructSeq): Generator<unknown, PyValue, never> {
        const parts: string[] = [];
        for (let i = 0; i < visible; i++) {
          const text: PyValue = yield reprR(self.items[i]);
          parts.push(`${named[i]}=${toJS(text as string)}`); // reprR gives a str
        }
        return fromJS(`${fullName}(${parts.join(', ')})`);
      },
      '__reduce__(/)': (self: PyStructSeq) => {
        const rest = new PyDict();
        for (let i = visible; i < fields.length; i++) if (fields[i] !== UNNAMED) rest.setStr(fields[i], at(self, i));
        return new PyTuple([type, new PyTuple([new PyTuple(self.items.slice()), rest])]);
      },
      '__replace__(**changes)': (self: PyStructSeq, changes: PyDict) => {
        if (unnamed > 0)
          throw typeError(`__replace__() is not supported for ${type.name} because it has unnamed field(s)`);
        const values = fields.map((name, i) => changes.getStr(name) ?? at(self, i));
        const unknown = [...changes.entries()].filter(([k]) => !fields.includes(toJS(k as string))); // keywords are str
        if (unknown.length > 0) {
          throw typeError(
            `Got unexpected field name(s): [${unknown.map(([k]) => `'${toJS(k as string)}'`).join(', ')}]`,
          );
        }
        return make(values);
      },
    },
    attrs: {
      n_sequence_fields: visible,
      n_fields: fields.length,
      n_unnamed_fields: unnamed,
      __match_args__: new PyTuple(fields.slice(0, visible).filter((f) => f !== UNNAMED)),
    },
  });
  return { type, of: (...values) => make(values) };
}
