// _locale: the C locale with UTF-8, the only one there is here. Invariant: setlocale() accepts what names that locale and
// refuses the rest, as a system without other locales does.

import { None, type PyValue } from '../objects/object.ts';
import { PyList } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { typeOf } from '../objects/type.ts';
import { exceptionClass, exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { newException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { fromJS, isStr, toJS, toPoints } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { cInt } from './support/arguments.ts';
import { DAYS, MONTHS } from './time/fields.ts';

const CATEGORIES: { readonly [name: string]: number } = {
  LC_CTYPE: 0,
  LC_NUMERIC: 1,
  LC_TIME: 2,
  LC_COLLATE: 3,
  LC_MONETARY: 4,
  LC_MESSAGES: 5,
  LC_ALL: 6,
};
const NAMES = new Set(['C', 'POSIX', 'C.UTF-8', 'C.utf8']);

/** nl_langinfo items of the C locale. */
const LANGINFO = new Map<number, readonly [name: string, value: string]>();
const info = (name: string, n: number, value: string): void => {
  LANGINFO.set(n, [name, value]);
};
DAYS.forEach((d, i) => {
  info(`ABDAY_${i + 1}`, 131072 + i, d.slice(0, 3));
  info(`DAY_${i + 1}`, 131079 + i, d);
});
MONTHS.forEach((d, i) => {
  info(`ABMON_${i + 1}`, 131086 + i, d.slice(0, 3));
  info(`MON_${i + 1}`, 131098 + i, d);
});
info('CODESET', 14, 'UTF-8');
info('AM_STR', 131110, 'AM');
info('PM_STR', 131111, 'PM');
info('D_T_FMT', 131112, '%a %b %e %H:%M:%S %Y');
info('D_FMT', 131113, '%m/%d/%y');
info('T_FMT', 131114, '%H:%M:%S');
info('T_FMT_AMPM', 131115, '%I:%M:%S %p');
info('ERA', 131116, '');
info('ERA_D_FMT', 131118, '');
info('ALT_DIGITS', 131119, '');
info('ERA_D_T_FMT', 131120, '');
info('ERA_T_FMT', 131121, '');
info('_DATE_FMT', 131180, '%a %b %e %H:%M:%S %Z %Y');
info('RADIXCHAR', 65536, '.');
info('THOUSEP', 65537, '');
info('YESEXPR', 327680, '^[yY]');
info('NOEXPR', 327681, '^[nN]');
info('CRNCYSTR', 262159, '-');

function text(v: PyValue, fname: string): string | null {
  if (v === None) return null;
  if (!isStr(v)) throw typeError(`${fname}() argument must be str or None, not ${typeOf(v).name}`);
  const s = toJS(v);
  if (s.includes('\0')) throw valueError('embedded null character');
  return s;
}

defineModule('_locale', (m) => {
  const error = exceptionClass('Error', 'locale', exceptionTypes.Exception);
  m.set('Error', error);
  for (const [name, n] of Object.entries(CATEGORIES)) m.set(name, n);
  for (const [n, [name]] of LANGINFO) m.set(name, n);
  m.set('CHAR_MAX', 127);
  const current: string[] = ['C.UTF-8', 'C', 'C', 'C', 'C', 'C'];
  const all = (): string => {
    if (current.every((c) => c === current[0])) return current[0];
    return ['LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES']
      .map((n) => `${n}=${current[CATEGORIES[n]]}`)
      .concat(
        ['LC_PAPER', 'LC_NAME', 'LC_ADDRESS', 'LC_TELEPHONE', 'LC_MEASUREMENT', 'LC_IDENTIFICATION'].map(
          (n) => `${n}=C`,
        ),
      )
      .join(';');
  };
  const environment = (category: string): string => {
    const env = host().process.environ();
    for (const name of ['LC_ALL', category, 'LANG']) {
      const v = env.get(name);
      if (v !== undefined && v !== '') return NAMES.has(v) ? v : /utf-?8$/i.test(v) ? 'C.UTF-8' : 'C';
    }
    return 'C';
  };
  m.funcs({
    'setlocale(category, locale=None, /)': (category: PyValue, locale: PyValue) => {
      const c = cInt(category);
      const name = text(locale, 'setlocale');
      if (c < 0 || c > 6)
        throw newException(error, name === null ? 'locale query failed' : 'unsupported locale setting');
      if (name === null) return fromJS(c === 6 ? all() : current[c]);
      const set = (n: number, to: string): void => {
        if (!NAMES.has(to)) throw newException(error, 'unsupported locale setting');
        current[n] = to === 'POSIX' ? 'C' : to === 'C.utf8' ? 'C.UTF-8' : to;
      };
      const names = Object.keys(CATEGORIES);
      if (c < 6) set(c, name === '' ? environment(names[c]) : name);
      else if (name.includes('=')) {
        const parts = name.split(';').map((p) => p.split('='));
        if (parts.some(([, v]) => !NAMES.has(v))) throw newException(error, 'unsupported locale setting');
        for (const [k, v] of parts) if (CATEGORIES[k] !== undefined) set(CATEGORIES[k], v);
      } else {
        if (name !== '' && !NAMES.has(name)) throw newException(error, 'unsupported locale setting');
        for (let n = 0; n < 6; n++) set(n, name === '' ? environment(names[n]) : name);
      }
      return fromJS(c === 6 ? all() : current[c]);
    },
    'localeconv()': () => {
      const d = new PyDict();
      const entries: { readonly [name: string]: PyValue } = {
        decimal_point: '.',
        thousands_sep: '',
        grouping: new PyList([]),
        int_curr_symbol: '',
        currency_symbol: '',
        mon_decimal_point: '',
        mon_thousands_sep: '',
        mon_grouping: new PyList([]),
        positive_sign: '',
        negative_sign: '',
        int_frac_digits: 127,
        frac_digits: 127,
        p_cs_precedes: 127,
        p_sep_by_space: 127,
        n_cs_precedes: 127,
        n_sep_by_space: 127,
        p_sign_posn: 127,
        n_sign_posn: 127,
      };
      for (const [k, v] of Object.entries(entries)) d.setStr(k, v);
      return d;
    },
    'nl_langinfo(key, /)': (key: PyValue) => {
      const v = LANGINFO.get(cInt(key));
      if (v === undefined) throw valueError('unsupported langinfo constant');
      return fromJS(v[1]);
    },
    'strcoll(os1, os2, /)': (a: PyValue, b: PyValue) => {
      if (!isStr(a) || !isStr(b))
        throw typeError(`strcoll() argument ${isStr(a) ? 2 : 1} must be str, not ${typeOf(isStr(a) ? b : a).name}`);
      const x = toPoints(a);
      const y = toPoints(b);
      for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i] < y[i] ? -1 : 1;
      return Math.sign(x.length - y.length);
    },
    'strxfrm(string, /)': (s: PyValue) => {
      if (!isStr(s)) throw typeError(`strxfrm() argument must be str, not ${typeOf(s).name}`);
      if (toJS(s).includes('\0')) throw valueError('embedded null character');
      return s;
    },
    'getencoding()': () => 'UTF-8',
    'gettext(msg, /)': (s: PyValue) => s,
    'dgettext(domain, msg, /)': (_d: PyValue, s: PyValue) => s,
    'dcgettext(domain, msg, category, /)': (_d: PyValue, s: PyValue) => s,
    'textdomain(domain, /)': (d: PyValue) => (d === None ? 'messages' : d),
    'bindtextdomain(domain, dir, /)': (d: PyValue, dir: PyValue) => {
      if (text(d, 'bindtextdomain') === '') throw newException(error, 'domain must be a non-empty string');
      return dir;
    },
    'bind_textdomain_codeset(domain, codeset, /)': (_d: PyValue, c: PyValue) => c,
  });
});
