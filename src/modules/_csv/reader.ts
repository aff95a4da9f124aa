// csv.reader: lines → lists of fields. Invariant: the state machine sees each line followed by END; a record may take
// several lines. Lines without quotes and escapes are split without it.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyList } from '../../objects/shapes.ts';
import { floatType, makeBuiltinType, typeOf } from '../../objects/type.ts';
import { call } from '../../objects/protocol/call.ts';
import { nextR } from '../../objects/protocol/iteration.ts';
import { isPending, type NativeGenerator, type Pending } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { type PyDialect, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS } from './dialect.ts';

const START_RECORD = 0,
  START_FIELD = 1,
  ESCAPED = 2,
  IN_FIELD = 3,
  IN_QUOTED = 4,
  ESCAPE_IN_QUOTED = 5,
  QUOTE_IN_QUOTED = 6;
const EAT_NEWLINE = 7,
  AFTER_ESCAPED_NEWLINE = 8;
/** Stands for the end of a line. */
const END = '';

/** What a reader needs of its module. */
export interface CsvState {
  fieldLimit: number;
  error: (message: string) => PyObject;
}

export class PyReader extends PyObject {
  lineNum = 0;
  state = START_RECORD;
  fields: PyValue[] = [];
  field = '';
  unquoted = true;
  constructor(
    readonly it: PyValue,
    readonly dialect: PyDialect,
    readonly module: CsvState,
  ) {
    super();
  }
}
export const readerType = makeBuiltinType('reader', PyReader, { module: '_csv' });

function save(r: PyReader): void {
  const q = r.dialect.quoting;
  const text = r.field;
  r.field = '';
  if (r.unquoted) {
    if (text === '' && (q === QUOTE_NOTNULL || q === QUOTE_STRINGS)) {
      r.fields.push(None);
      return;
    }
    if (text !== '' && (q === QUOTE_NONNUMERIC || q === QUOTE_STRINGS)) {
      r.fields.push(call(floatType, [fromJS(text)]));
      return;
    }
  }
  r.fields.push(fromJS(text));
}
function add(r: PyReader, c: string): void {
  if (r.field.length >= r.module.fieldLimit)
    throw r.module.error(`field larger than field limit (${r.module.fieldLimit})`);
  r.field += c;
}

const isNewline = (c: string): boolean => c === '\n' || c === '\r';

function process(r: PyReader, c: string): void {
  const d = r.dialect;
  const endOfField = (): void => {
    save(r);
    r.state = c === END ? START_RECORD : EAT_NEWLINE;
  };
  switch (r.state) {
    case START_RECORD:
      if (c === END) return;
      if (isNewline(c)) {
        r.state = EAT_NEWLINE;
        return;
      }
      r.state = START_FIELD;
    // falls through
    case START_FIELD:
      r.unquoted = true;
      if (c === END || isNewline(c)) endOfField();
      else if (c === d.quotechar && d.quoting !== QUOTE_NONE) {
        r.unquoted = false;
        r.state = IN_QUOTED;
      } else if (c === d.escapechar) r.state = ESCAPED;
      else if (c === ' ' && d.skipinitialspace) return;
      else if (c === d.delimiter) save(r);
      else {
        add(r, c);
        r.state = IN_FIELD;
      }
      return;
    case ESCAPED:
      if (c !== END && isNewline(c)) {
        add(r, c);
        r.state = AFTER_ESCAPED_NEWLINE;
        return;
      }
      add(r, c === END ? '\n' : c);
      r.state = IN_FIELD;
      return;
    case AFTER_ESCAPED_NEWLINE:
      if (c === END) return;
    // falls through
    case IN_FIELD:
      if (c === END || isNewline(c)) endOfField();
      else if (c === d.escapechar) r.state = ESCAPED;
      else if (c === d.delimiter) {
        save(r);
        r.state = START_FIELD;
      } else add(r, c);
      return;
    case IN_QUOTED:
      if (c === END) return;
      if (c === d.escapechar) r.state = ESCAPE_IN_QUOTED;
      else if (c === d.quotechar && d.quoting !== QUOTE_NONE) r.state = d.doublequote ? QUOTE_IN_QUOTED : IN_FIELD;
      else add(r, c);
      return;
    case ESCAPE_IN_QUOTED:
      add(r, c === END ? '\n' : c);
      r.state = IN_QUOTED;
      return;
    case QUOTE_IN_QUOTED:
      if (d.quoting !== QUOTE_NONE && c === d.quotechar) {
        add(r, c);
        r.state = IN_QUOTED;
      } else if (c === d.delimiter) {
        save(r);
        r.state = START_FIELD;
      } else if (c === END || isNewline(c)) endOfField();
      else if (!d.strict) {
        add(r, c);
        r.state = IN_FIELD;
      } else throw r.module.error(`'${d.delimiter}' expected after '${d.quotechar}'`);
      return;
    default: // EAT_NEWLINE
      if (c === END) r.state = START_RECORD;
      else if (!isNewline(c)) {
        throw r.module.error(
          "new-line character seen in unquoted field - do you need to open the file with newline=''?",
        );
      }
  }
}

/** Takes a line in; true when a record is complete. */
function feed(r: PyReader, line: PyValue): boolean {
  if (!isStr(line)) {
    throw r.module.error(
      `iterator should return strings, not ${typeOf(line).name} (the file should be opened in text mode)`,
    );
  }
  r.lineNum++;
  const s = toJS(line);
  if (r.state === START_RECORD && splitPlain(r, s)) return true;
  // Code points, so that an astral delimiter is one character.
  for (const c of s) process(r, c);
  process(r, END);
  return r.state === START_RECORD;
}

/** Splits a line that has nothing special in it; false when the state machine must look at it. */
function splitPlain(r: PyReader, s: string): boolean {
  const d = r.dialect;
  if (d.skipinitialspace || d.quoting >= QUOTE_NONNUMERIC || s.length > r.module.fieldLimit) return false;
  if ((d.quotechar !== null && s.includes(d.quotechar)) || (d.escapechar !== null && s.includes(d.escapechar)))
    return false;
  let end = s.length;
  while (end > 0 && isNewline(s[end - 1])) end--;
  if (end === 0) return false;
  const body = end === s.length ? s : s.slice(0, end);
  if (body.includes('\n') || body.includes('\r')) return false;
  for (const field of body.split(d.delimiter)) r.fields.push(fromJS(field));
  return true;
}

function begin(r: PyReader): void {
  r.fields = [];
  r.field = '';
  r.state = START_RECORD;
  r.unquoted = true;
}
function finish(r: PyReader): PyValue {
  const fields = r.fields;
  r.fields = [];
  return new PyList(fields);
}
/** The input has ended: what is left of a record, or the end. */
function atEnd(r: PyReader): PyValue | undefined {
  if (r.field === '' && r.state !== IN_QUOTED) return undefined;
  if (r.dialect.strict) throw r.module.error('unexpected end of data');
  save(r);
  return finish(r);
}

function* slow(r: PyReader, p: Pending): NativeGenerator<PyValue | undefined> {
  let v: PyValue | undefined | Pending = p;
  for (;;) {
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return atEnd(r);
    if (feed(r, v)) return finish(r);
    v = nextR(r.it);
  }
}

defineIterator<PyReader>(
  readerType,
  (r) => {
    begin(r);
    for (;;) {
      const v = nextR(r.it);
      if (isPending(v)) return slow(r, v);
      if (v === undefined) return atEnd(r);
      if (feed(r, v)) return finish(r);
    }
  },
  {
    doc: 'CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.',
    members: { dialect: 'dialect', line_num: 'lineNum' },
  },
);
