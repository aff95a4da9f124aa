// csv.writer: sequences of values → lines of text, handed to the file's write method.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyFloat, type PyStr } from '../../objects/shapes.ts';
import { makeBuiltinType, typeOf } from '../../objects/type.ts';
import { isException } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { collectR, iterR, nextR } from '../../objects/protocol/iteration.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { strR } from '../../objects/protocol/text.ts';
import { SLOT } from '../../objects/slots.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { type PyDialect, QUOTE_ALL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS } from './dialect.ts';
import type { CsvState } from './reader.ts';

export class PyWriter extends PyObject {
  constructor(
    readonly write: PyValue,
    readonly dialect: PyDialect,
    readonly module: CsvState,
  ) {
    super();
  }
}
export const writerType = makeBuiltinType('writer', PyWriter, { module: '_csv' });

const isNumber = (v: PyValue): boolean => {
  if (typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean' || v instanceof PyFloat) return true;
  const t = typeOf(v);
  return t.slot(SLOT.__index__) !== null || t.slot(SLOT.__int__) !== null || t.slot(SLOT.__float__) !== null;
};

/** A field as it appears in the line. */
function quoted(w: PyWriter, text: string, force: boolean, isNull: boolean): string {
  const d = w.dialect;
  let out = '';
  let quote = force;
  if (text === '' && d.delimiter === ' ' && d.skipinitialspace) {
    if (d.quoting === QUOTE_NONE || (isNull && (d.quoting === QUOTE_STRINGS || d.quoting === QUOTE_NOTNULL))) {
      throw w.module.error('empty field must be quoted if delimiter is a space and skipinitialspace is true');
    }
    quote = true;
  }
  for (const c of text) {
    let escape = false;
    const special =
      c === d.delimiter ||
      c === d.escapechar ||
      c === d.quotechar ||
      c === '\n' ||
      c === '\r' ||
      d.lineterminator.includes(c);
    if (special) {
      if (d.quoting === QUOTE_NONE) escape = true;
      else {
        if (c === d.quotechar) {
          if (d.doublequote) out += c;
          else escape = true;
        } else if (c === d.escapechar) escape = true;
        if (!escape) quote = true;
      }
      if (escape) {
        if (d.escapechar === null) throw w.module.error('need to escape, but no escapechar set');
        out += d.escapechar;
      }
    }
    out += c;
  }
  return quote ? `${d.quotechar ?? ''}${out}${d.quotechar ?? ''}` : out;
}

function* writeRow(w: PyWriter, row: PyValue): NativeGenerator<PyValue> {
  let fields: PyValue[];
  const t = typeOf(row);
  try {
    fields = (yield collectR(row)) as PyValue[];
  } catch (e) {
    if (isException(e, 'TypeError') && t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) {
      throw w.module.error(`iterable expected, not ${t.name}`);
    }
    throw e;
  }
  const d = w.dialect;
  const parts: string[] = [];
  for (const v of fields) {
    let force = false;
    switch (d.quoting) {
      case QUOTE_NONNUMERIC:
        force = !isNumber(v);
        break;
      case QUOTE_ALL:
        force = true;
        break;
      case QUOTE_STRINGS:
        force = isStr(v);
        break;
      case QUOTE_NOTNULL:
        force = v !== None;
        break;
    }
    let text: string;
    if (isStr(v)) text = toJS(v);
    else if (v === None) text = '';
    else {
      let s = strR(v);
      if (isPending(s)) s = (yield s) as string | PyStr;
      text = toJS(s);
    }
    parts.push(quoted(w, text, force, v === None));
  }
  let line = parts.join(d.delimiter);
  if (fields.length > 0 && line === '') {
    if (
      d.quoting === QUOTE_NONE ||
      (fields[0] === None && (d.quoting === QUOTE_STRINGS || d.quoting === QUOTE_NOTNULL))
    ) {
      throw w.module.error('single empty field record must be quoted');
    }
    line = quoted(w, '', true, false);
  }
  return (yield callR(w.write, [fromJS(line + d.lineterminator)])) as PyValue;
}

defineType(writerType, {
  doc: 'CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.',
  members: { dialect: 'dialect' },
  methods: {
    'writerow(row, /)': writeRow,
    *'writerows(rows, /)'(w: PyWriter, rows: PyValue): NativeGenerator {
      const it = (yield iterR(rows)) as PyValue;
      for (;;) {
        let row = nextR(it);
        if (isPending(row)) row = (yield row) as PyValue | undefined;
        if (row === undefined) return undefined;
        yield* writeRow(w, row);
      }
    },
  },
});
