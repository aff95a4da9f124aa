// `unicodedata`: the Unicode database of 16.0, and that of 3.2 as differences from it (for IDNA).

import { PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyFloat, type PyStr } from '../../objects/shapes.ts';
import { makeBuiltinType, typeOf, TYPE_NO_NEW } from '../../objects/type.ts';
import { defineType, type NativeTable } from '../../objects/native.ts';
import { keyError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { fromJS, isStr, strLength, toJS, toPoints } from '../../objects/str/text.ts';
import { ASSIGNED_SINCE, CHANGES } from '../../objects/algorithms/unicode-3-2.ts';
import * as U from '../../objects/algorithms/unicode-data.ts';
import { characterName, lookupName } from '../../objects/algorithms/unicode-names.ts';
import { defineModule } from '../../runtime/modules.ts';

/** A version of the database. */
class PyUCD extends PyObject {}
const ucdType = makeBuiltinType('UCD', PyUCD, { module: 'unicodedata', flags: TYPE_NO_NEW });

let since: { readonly first: number; readonly last: number }[] | undefined;

/** True for characters that Unicode 3.2 did not have. */
function isNewer(cp: number): boolean {
  if (since === undefined) {
    let at = 0;
    since = ASSIGNED_SINCE.split(',').map((run) => {
      const [gap, length] = run.split(' ');
      const first = at + parseInt(gap, 36);
      at = first + parseInt(length, 36);
      return { first, last: at };
    });
  }
  let low = 0;
  let high = since.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    if (cp < since[mid].first) high = mid - 1;
    else if (cp > since[mid].last) low = mid + 1;
    else return true;
  }
  return false;
}

const changed = new Map<string, Map<number, string>>();

/** What a property was in 3.2, if it was something else. */
function formerly(property: string, cp: number): string | undefined {
  let map = changed.get(property);
  if (map === undefined) {
    map = new Map(
      (CHANGES[property] ?? '').split(',').map((entry): [number, string] => {
        const space = entry.indexOf(' ');
        return [parseInt(entry.slice(0, space), 36), entry.slice(space + 1)];
      }),
    );
    changed.set(property, map);
  }
  return map.get(cp);
}

/** A character argument; `which` is '' or ' 1' as the function has one argument or more. */
function character(v: PyValue, fname: string, which = ''): number {
  if (!isStr(v)) throw typeError(`${fname}() argument${which} must be a unicode character, not ${typeOf(v).tpName}`);
  if (typeof v === 'string' && v.length === 1) return v.charCodeAt(0);
  const points = toPoints(v);
  if (points.length !== 1) {
    throw typeError(
      `${fname}(): argument${which} must be a unicode character, not a string of length ${points.length}`,
    );
  }
  return points[0];
}

function normalForm(v: PyValue, fname: string): U.NormalForm {
  if (!isStr(v)) throw typeError(`${fname}() argument 1 must be str, not ${typeOf(v).tpName}`);
  const s = toJS(v);
  if (s === 'NFC' || s === 'NFD' || s === 'NFKC' || s === 'NFKD') return s;
  throw valueError('invalid normalization form');
}

function text(v: PyValue, fname: string): string | PyStr {
  if (!isStr(v)) throw typeError(`${fname}() argument 2 must be str, not ${typeOf(v).tpName}`);
  return v;
}

/** Normalises; in 3.2 the characters it did not have stay as they are. */
function normalize(form: U.NormalForm, v: string | PyStr, old: boolean): string | PyStr {
  const s = toJS(v);
  if (!old) return fromJS(U.normalize(form, s));
  let out = '';
  let segment = '';
  for (const c of s) {
    if (isNewer(c.codePointAt(0)!)) {
      out += U.normalize(form, segment) + c;
      segment = '';
    } else segment += c;
  }
  return fromJS(out + U.normalize(form, segment));
}

/** The functions of the module, and of ucd_3_2_0 with `old`. The first JavaScript argument of a method is its self. */
function functions(old: boolean): NativeTable {
  const gone = (cp: number): boolean => old && isNewer(cp);
  const was = (property: string, cp: number): string | undefined => (old ? formerly(property, cp) : undefined);
  const or = (absent: PyValue | undefined, message: string): PyValue => {
    if (absent === undefined) throw valueError(message);
    return absent;
  };
  const table: NativeTable = {
    'category(chr, /)': (c: PyValue) => {
      const cp = character(c, 'category');
      return gone(cp) ? 'Cn' : (was('category', cp) ?? U.category(cp));
    },
    'bidirectional(chr, /)': (c: PyValue) => {
      const cp = character(c, 'bidirectional');
      return gone(cp) ? '' : (was('bidirectional', cp) ?? U.bidirectional(cp));
    },
    'combining(chr, /)': (c: PyValue) => {
      const cp = character(c, 'combining');
      return gone(cp) ? 0 : U.combining(cp);
    },
    'mirrored(chr, /)': (c: PyValue) => {
      const cp = character(c, 'mirrored');
      return gone(cp) ? 0 : Number(was('mirrored', cp) ?? U.mirrored(cp));
    },
    'east_asian_width(chr, /)': (c: PyValue) => {
      const cp = character(c, 'east_asian_width');
      return gone(cp) ? 'N' : (was('east_asian_width', cp) ?? U.eastAsianWidth(cp));
    },
    'decomposition(chr, /)': (c: PyValue) => {
      const cp = character(c, 'decomposition');
      return gone(cp) ? '' : U.decomposition(cp);
    },
    'decimal(chr, default=?, /)': (c: PyValue, absent?: PyValue) => {
      const cp = character(c, 'decimal', ' 1');
      const d = gone(cp) ? -1 : Number(was('decimal', cp) ?? U.decimalValue(cp));
      return d < 0 ? or(absent, 'not a decimal') : d;
    },
    'digit(chr, default=?, /)': (c: PyValue, absent?: PyValue) => {
      const d = U.digitValue(character(c, 'digit', ' 1'));
      return d < 0 ? or(absent, 'not a digit') : d;
    },
    'numeric(chr, default=?, /)': (c: PyValue, absent?: PyValue) => {
      const cp = character(c, 'numeric', ' 1');
      const n = gone(cp) ? undefined : U.numericValue(cp);
      return n === undefined ? or(absent, 'not a numeric character') : new PyFloat(n);
    },
    'name(chr, default=?, /)': (c: PyValue, absent?: PyValue) => {
      const cp = character(c, 'name', ' 1');
      return (gone(cp) ? undefined : characterName(cp)) ?? or(absent, 'no such name');
    },
    'lookup(name, /)': (v: PyValue) => {
      let name: string;
      if (isStr(v)) name = toJS(v);
      else if (v instanceof PyBytes) name = String.fromCharCode(...v.b);
      else throw typeError(`a bytes-like object is required, not '${typeOf(v).tpName}'`);
      if (name.length > 256) throw keyError('name too long');
      const found = lookupName(name, !old, !old);
      if (found === undefined || (old && isNewer(found.codePointAt(0)!)))
        throw keyError(fromJS(`undefined character name '${name}'`));
      return fromJS(found);
    },
    'normalize(form, unistr, /)': (form: PyValue, s: PyValue) => {
      const f = normalForm(form, 'normalize');
      return normalize(f, text(s, 'normalize'), old);
    },
    'is_normalized(form, unistr, /)': (form: PyValue, s: PyValue) => {
      const f = normalForm(form, 'is_normalized');
      const t = text(s, 'is_normalized');
      return strLength(t) === 0 || toJS(normalize(f, t, old)) === toJS(t);
    },
  };
  return table;
}

const methods: { [signature: string]: NativeTable[string] } = {};
for (const [signature, f] of Object.entries(functions(true))) {
  methods[signature] = (_self: PyUCD, ...args: never[]) => f(...args);
}
defineType(ucdType, { methods, getset: { unidata_version: [() => '3.2.0'] } });

defineModule('unicodedata', (m) => {
  m.set('__doc__', 'Access to the Unicode character database of version 16.0.0.');
  m.set('unidata_version', U.UNIDATA_VERSION);
  m.funcs(functions(false));
  m.type(ucdType);
  m.set('ucd_3_2_0', new PyUCD());
});
