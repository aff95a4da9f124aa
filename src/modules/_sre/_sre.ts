// `_sre`: the compiled half of re — pattern and match objects over the matching engine.
// Invariant: code arrays come from re/_compiler.py and are trusted as it makes them.

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import { PyInt, PyList, PyTuple } from '../../objects/shapes.ts';
import { typeOf, type PyType } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { indexError, overflowError, typeError } from '../../objects/exceptions/raise.ts';
import { genericAlias } from '../../objects/genericalias.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { PyMappingProxy } from '../../objects/mappingproxy.ts';
import { equal, hash, index } from '../../objects/protocol/operators.ts';
import { repr } from '../../objects/protocol/text.ts';
import { fromJS } from '../../objects/str/text.ts';
import { toLowerSimple } from '../../objects/algorithms/unicode-data.ts';
import { defineModule } from '../../runtime/modules.ts';
import { cInt, typeName } from '../support/arguments.ts';
import { asciiIsCased, asciiLower, unicodeIsCased } from './charset.ts';
import * as C from './constants.ts';
import { type Mode, Program } from './engine.ts';
import {
  clip,
  groupOf,
  matchIteratorType,
  matchType,
  patternType,
  PyMatch,
  PyMatchIterator,
  PyPattern,
  PyScanner,
  scannerType,
} from './pattern.ts';
import { slice, tryText } from './subject.ts';
import { expandR, makeTemplate, split, subR } from './substitute.ts';

function compile(
  pattern: PyValue,
  flags: PyValue,
  code: PyValue,
  groups: PyValue,
  groupindex: PyValue,
  indexgroup: PyValue,
): PyPattern {
  const wrong = (n: string, wanted: string, v: PyValue): never => {
    throw typeError(`compile() argument '${n}' must be ${wanted}, not ${typeName(v)}`);
  };
  const f = cInt(flags);
  if (!(code instanceof PyList)) return wrong('code', 'list', code);
  const n = Number(index(groups));
  if (!(groupindex instanceof PyDict)) return wrong('groupindex', 'dict', groupindex);
  if (!(indexgroup instanceof PyTuple)) return wrong('indexgroup', 'tuple', indexgroup);
  const words = code.items.map((v) => {
    const word = typeof v === 'number' ? v : v instanceof PyInt ? v.v : index(v);
    if (word < 0 || word > 18446744073709551615n)
      throw overflowError('Python int too large to convert to C unsigned long');
    if (word > 4294967295) throw overflowError('regular expression code size limit exceeded');
    return Number(word);
  });
  const p = new PyPattern();
  p.pattern = pattern;
  p.flags = f;
  p.groups = n;
  p.groupindex = groupindex;
  p.indexgroup = indexgroup;
  p.program = new Program(words, n);
  if (pattern !== None) {
    const t = tryText(pattern);
    if (t === undefined) throw typeError(`expected string or bytes-like object, got '${typeOf(pattern).tpName}'`);
    p.isBytes = t.isBytes;
  }
  return p;
}

function exec(p: PyPattern, string: PyValue, pos: PyValue, endpos: PyValue | undefined, mode: Mode): PyValue {
  const text = p.text(string);
  const from = clip(pos, text.length, 0);
  const to = clip(endpos, text.length, text.length);
  const raw = p.exec(text, from, to, mode);
  return raw === undefined ? None : new PyMatch(p, text, from, to, raw);
}

function scanner(p: PyPattern, string: PyValue, pos: PyValue, endpos: PyValue | undefined): PyScanner {
  const text = p.text(string);
  return new PyScanner(p, text, clip(pos, text.length, 0), clip(endpos, text.length, text.length));
}

function findall(p: PyPattern, string: PyValue, pos: PyValue, endpos: PyValue | undefined): PyList {
  const text = p.text(string);
  let at = clip(pos, text.length, 0);
  const end = clip(endpos, text.length, text.length);
  const out: PyValue[] = [];
  const none = slice(text, 0, 0);
  let mustAdvance = false;
  for (;;) {
    const raw = p.exec(text, at, end, 'search', mustAdvance);
    if (raw === undefined) return new PyList(out);
    if (p.groups <= 1) out.push(groupOf(raw, text, p.groups, none));
    else {
      const items: PyValue[] = new Array<PyValue>(p.groups);
      for (let i = 1; i <= p.groups; i++) items[i - 1] = groupOf(raw, text, i, none);
      out.push(new PyTuple(items));
    }
    mustAdvance = raw.start === raw.end;
    at = raw.end;
  }
}

const FLAG_NAMES: readonly [number, string][] = [
  [C.FLAG_IGNORECASE, 're.IGNORECASE'],
  [C.FLAG_LOCALE, 're.LOCALE'],
  [C.FLAG_MULTILINE, 're.MULTILINE'],
  [C.FLAG_DOTALL, 're.DOTALL'],
  [C.FLAG_VERBOSE, 're.VERBOSE'],
  [C.FLAG_DEBUG, 're.DEBUG'],
  [C.FLAG_ASCII, 're.ASCII'],
];

function patternRepr(p: PyPattern): PyValue {
  let flags = p.flags;
  // A str pattern is Unicode unless it says otherwise.
  if (p.isBytes === false && (flags & (C.FLAG_LOCALE | C.FLAG_UNICODE | C.FLAG_ASCII)) === C.FLAG_UNICODE)
    flags &= ~C.FLAG_UNICODE;
  const names: string[] = [];
  for (const [bit, name] of FLAG_NAMES) {
    if ((flags & bit) === 0) continue;
    names.push(name);
    flags &= ~bit;
  }
  if (flags !== 0) names.push('0x' + flags.toString(16));
  const shown = cut(repr(p.pattern), 200);
  return fromJS(`re.compile(${shown}${names.length > 0 ? ', ' + names.join('|') : ''})`);
}

/** At most n characters, as `%.200R` shows. */
function cut(s: string, n: number): string {
  return s.length <= n ? s : Array.from(s).slice(0, n).join('');
}

function samePattern(a: PyPattern, b: PyValue): boolean | undefined {
  if (!(b instanceof PyPattern)) return undefined;
  if (a === b) return true;
  if (a.flags !== b.flags || a.isBytes !== b.isBytes || a.groups !== b.groups) return false;
  const [x, y] = [a.program.code, b.program.code];
  if (x.length !== y.length || x.some((word, i) => word !== y[i])) return false;
  return equal(a.pattern, b.pattern);
}

defineType(patternType, {
  doc: 'Compiled regular expression object.',
  methods: {
    'match(string, pos=0, endpos=?)': (p: PyPattern, s: PyValue, pos: PyValue, end?: PyValue) =>
      exec(p, s, pos, end, 'match'),
    'fullmatch(string, pos=0, endpos=?)': (p: PyPattern, s: PyValue, pos: PyValue, end?: PyValue) =>
      exec(p, s, pos, end, 'fullmatch'),
    'search(string, pos=0, endpos=?)': (p: PyPattern, s: PyValue, pos: PyValue, end?: PyValue) =>
      exec(p, s, pos, end, 'search'),
    'findall(string, pos=0, endpos=?)': findall,
    'finditer(string, pos=0, endpos=?)': (p: PyPattern, s: PyValue, pos: PyValue, end?: PyValue) =>
      new PyMatchIterator(scanner(p, s, pos, end)),
    'scanner(string, pos=0, endpos=?)': scanner,
    'split(string, maxsplit=0)': split,
    'sub(repl, string, count=0)': (p: PyPattern, repl: PyValue, s: PyValue, count: PyValue) =>
      subR(p, repl, s, count, false),
    'subn(repl, string, count=0)': (p: PyPattern, repl: PyValue, s: PyValue, count: PyValue) =>
      subR(p, repl, s, count, true),
    '__copy__()': (p: PyPattern) => p,
    '__deepcopy__(memo, /)': (p: PyPattern) => p,
    '__repr__()': patternRepr,
    '__hash__()': (p: PyPattern) => {
      const h = hash(p.pattern);
      const n = (typeof h === 'number' ? h : Number(BigInt.asIntN(32, h))) ^ p.flags ^ p.program.code.length;
      return n === -1 ? -2 : n;
    },
    '__eq__(value, /)': (p: PyPattern, other: PyValue) => samePattern(p, other) ?? NotImplemented,
    '__ne__(value, /)': (p: PyPattern, other: PyValue) => {
      const same = samePattern(p, other);
      return same === undefined ? NotImplemented : !same;
    },
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  getset: {
    groupindex: [
      (p: PyPattern) => new PyMappingProxy(p.groupindex),
      null,
      'A dictionary mapping group names to group numbers.',
    ],
  },
  members: { pattern: 'pattern', flags: 'flags', groups: 'groups' },
});

defineType(matchType, {
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  methods: {
    'group(*args)': (m: PyMatch, args: PyValue[]) => {
      if (args.length === 0) return m.group(0, None);
      if (args.length === 1) return m.group(m.groupNumber(args[0]), None);
      return new PyTuple(args.map((a) => m.group(m.groupNumber(a), None)));
    },
    '__getitem__(key, /)': (m: PyMatch, key: PyValue) => m.group(m.groupNumber(key), None),
    'start(group=0, /)': (m: PyMatch, g: PyValue) => (g === 0 ? m.raw.start : m.raw.regs[2 * m.groupNumber(g)]),
    'end(group=0, /)': (m: PyMatch, g: PyValue) => (g === 0 ? m.raw.end : m.raw.regs[2 * m.groupNumber(g) + 1]),
    'span(group=0, /)': (m: PyMatch, g: PyValue) => m.span(m.groupNumber(g)),
    'groups(default=None)': (m: PyMatch, absent: PyValue) => {
      const items: PyValue[] = [];
      for (let i = 1; i <= m.re.groups; i++) items.push(m.group(i, absent));
      return new PyTuple(items);
    },
    'groupdict(default=None)': (m: PyMatch, absent: PyValue) => {
      const d = new PyDict();
      const names = m.re.groupindex;
      for (let i = 0; i < names.keys.length; i++) {
        const n = names.vals[i];
        if (n !== undefined) d.set(names.keys[i], m.group(m.groupNumber(n), absent));
      }
      return d;
    },
    'expand(template)': expandR,
    '__copy__()': (m: PyMatch) => m,
    '__deepcopy__(memo, /)': (m: PyMatch) => m,
    '__repr__()': (m: PyMatch) => {
      const [a, b] = [m.raw.start, m.raw.end];
      return fromJS(`<re.Match object; span=(${a}, ${b}), match=${cut(repr(m.group(0, None)), 50)}>`);
    },
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  getset: {
    string: [(m: PyMatch) => m.text.value, null, 'The string passed to match() or search().'],
    lastindex: [
      (m: PyMatch) => (m.raw.lastindex < 0 ? None : m.raw.lastindex),
      null,
      'The integer index of the last matched capturing group.',
    ],
    lastgroup: [
      (m: PyMatch) => (m.raw.lastindex < 0 ? None : (m.re.indexgroup.items[m.raw.lastindex] ?? None)),
      null,
      'The name of the last matched capturing group.',
    ],
    regs: [
      (m: PyMatch) => {
        const items: PyValue[] = [];
        for (let i = 0; i <= m.re.groups; i++) items.push(m.span(i));
        return new PyTuple(items);
      },
    ],
  },
  members: { re: 're', pos: 'pos', endpos: 'endpos' },
});

defineType(scannerType, {
  methods: {
    'match()': (s: PyScanner) => s.next('match') ?? None,
    'search()': (s: PyScanner) => s.next('search') ?? None,
  },
  members: { pattern: 'pattern' },
});

defineIterator<PyMatchIterator>(matchIteratorType, (it) => it.scanner.next('search'));

/** A character argument: any int that fits a C int. */
const character = (v: PyValue): number => cInt(v);

defineModule('_sre', (m) => {
  m.set('MAGIC', C.MAGIC);
  m.set('CODESIZE', C.CODESIZE);
  m.set('MAXREPEAT', C.MAXREPEAT);
  m.set('MAXGROUPS', C.MAXGROUPS);
  m.set('copyright', ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ');
  m.funcs({
    'compile(pattern, flags, code, groups, groupindex, indexgroup)': compile,
    'template(pattern, template, /)': (p: PyValue, t: PyValue) => {
      const template = makeTemplate(t);
      if (p instanceof PyPattern && template.items.some((item) => item.group > p.groups))
        throw indexError('invalid group reference');
      return template;
    },
    'getcodesize()': () => C.CODESIZE,
    'ascii_iscased(character, /)': (c: PyValue) => asciiIsCased(character(c)),
    'unicode_iscased(character, /)': (c: PyValue) => unicodeIsCased(character(c)),
    'ascii_tolower(character, /)': (c: PyValue) => asciiLower(character(c)),
    'unicode_tolower(character, /)': (c: PyValue) => toLowerSimple(character(c)),
  });
  m.set('__doc__', None);
});
