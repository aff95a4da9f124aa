// csv.Dialect: the parameters of a format, checked once. Invariant: immutable.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, typeOf } from '../../objects/type.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { lookupAttr } from '../../objects/protocol/attribute.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { fromJS, isStr, strLength, toJS } from '../../objects/str/text.ts';

export const QUOTE_MINIMAL = 0;
export const QUOTE_ALL = 1;
export const QUOTE_NONNUMERIC = 2;
export const QUOTE_NONE = 3;
export const QUOTE_STRINGS = 4;
export const QUOTE_NOTNULL = 5;

export class PyDialect extends PyObject {
  delimiter = ',';
  doublequote = true;
  escapechar: string | null = null;
  lineterminator = '\r\n';
  quotechar: string | null = '"';
  quoting = QUOTE_MINIMAL;
  skipinitialspace = false;
  strict = false;
}
export const dialectType = makeBuiltinType('Dialect', PyDialect, { module: '_csv', flags: TYPE_BASETYPE });

/** The parameters by name, in the order of Dialect's arguments. */
export const PARAMETERS = [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
] as const;
export type Parameters = { [name in (typeof PARAMETERS)[number]]?: PyValue };

function character(name: string, v: PyValue | undefined, absent: string | null, optional: boolean): string | null {
  if (v === undefined) return absent;
  if (v === None && optional) return null;
  const wanted = `"${name}" must be a unicode character${optional ? ' or None' : ''}`;
  if (!isStr(v)) throw typeError(`${wanted}, not ${typeOf(v).name}`);
  if (strLength(v) !== 1) throw typeError(`${wanted}, not a string of length ${strLength(v)}`);
  return toJS(v);
}

function check(d: PyDialect, name: string, c: string | null, spaceToo: boolean): void {
  if (c === null) return;
  if (c === '\n' || c === '\r' || (c === ' ' && spaceToo && d.skipinitialspace)) throw valueError(`bad ${name} value`);
  if (d.lineterminator.includes(c)) throw valueError(`bad ${name} or lineterminator value`);
}

/** A checked dialect from parameters given, then those of `base`, then the defaults. */
export function makeDialect(cls: PyType, base: PyValue | undefined, given: Parameters): PyDialect {
  const get = (name: keyof Parameters): PyValue | undefined =>
    given[name] ?? (base === undefined ? undefined : lookupAttr(base, name));
  const d = new cls.ctor() as PyDialect; // Dialect's shape
  const flag = (name: keyof Parameters, absent: boolean): boolean => {
    const v = get(name);
    return v === undefined ? absent : truth(v);
  };
  const delimiter = character('delimiter', get('delimiter'), ',', false);
  d.delimiter = delimiter ?? ',';
  d.doublequote = flag('doublequote', true);
  d.escapechar = character('escapechar', get('escapechar'), null, true);
  const terminator = get('lineterminator');
  if (terminator !== undefined) {
    if (!isStr(terminator)) throw typeError(`"lineterminator" must be a string, not ${typeOf(terminator).name}`);
    d.lineterminator = toJS(terminator);
  }
  const quoteGiven = get('quotechar');
  d.quotechar = character('quotechar', quoteGiven, '"', true);
  const quoting = get('quoting');
  if (quoting !== undefined) {
    if (typeof quoting !== 'number') throw typeError(`"quoting" must be an integer, not ${typeOf(quoting).name}`);
    if (quoting < 0 || quoting > QUOTE_NOTNULL) throw typeError('bad "quoting" value');
    d.quoting = quoting;
  } else if (quoteGiven === None) d.quoting = QUOTE_NONE;
  d.skipinitialspace = flag('skipinitialspace', false);
  d.strict = flag('strict', false);
  if (d.quoting !== QUOTE_NONE && d.quotechar === null) throw typeError('quotechar must be set if quoting enabled');
  check(d, 'delimiter', d.delimiter, false);
  check(d, 'escapechar', d.escapechar, true);
  check(d, 'quotechar', d.quotechar, true);
  if (d.delimiter === d.escapechar) throw valueError('bad delimiter or escapechar value');
  if (d.delimiter === d.quotechar) throw valueError('bad delimiter or quotechar value');
  if (d.escapechar !== null && d.escapechar === d.quotechar) throw valueError('bad escapechar or quotechar value');
  return d;
}

const optional = (s: string | null): PyValue => (s === null ? None : fromJS(s));
defineType(dialectType, {
  doc: 'CSV dialect\n\nThe Dialect type records CSV dialect options.',
  getset: {
    delimiter: [(d: PyDialect) => fromJS(d.delimiter)],
    doublequote: [(d: PyDialect) => d.doublequote],
    escapechar: [(d: PyDialect) => optional(d.escapechar)],
    lineterminator: [(d: PyDialect) => fromJS(d.lineterminator)],
    quotechar: [(d: PyDialect) => optional(d.quotechar)],
    quoting: [(d: PyDialect) => d.quoting],
    skipinitialspace: [(d: PyDialect) => d.skipinitialspace],
    strict: [(d: PyDialect) => d.strict],
  },
  methods: {
    '__reduce__()': (d: PyDialect) => {
      throw typeError(`cannot pickle '${d.cls.name}' instances`);
    },
    '__reduce_ex__(protocol, /)': (d: PyDialect) => {
      throw typeError(`cannot pickle '${d.cls.name}' instances`);
    },
  },
});
