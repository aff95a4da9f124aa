// sub(), subn(), expand() and split(): the operations that build text from matches. Resumable, because a replacement
// may be a Python function and templates are compiled by re/_parser.py.

import { None, type PyValue } from '../../objects/object.ts';
import { PyList, PyTuple } from '../../objects/shapes.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { importAttrR } from '../../objects/hooks.ts';
import { callR, isCallable } from '../../objects/protocol/call.ts';
import { index } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { cSize, typeName } from '../support/arguments.ts';
import { groupOf, PyMatch, type PyPattern, PyTemplate } from './pattern.ts';
import { joinPieces, slice, type Text, tryText } from './subject.ts';

/** _sre.template(): checks what re._parser.parse_template made. */
export function makeTemplate(list: PyValue): PyTemplate {
  const invalid = (): PyValue => {
    throw typeError('invalid template');
  };
  if (!(list instanceof PyList)) {
    throw typeError(`template() argument 2 must be list, not ${typeName(list)}`);
  }
  const items = list.items;
  if ((items.length & 1) === 0) invalid();
  const t = new PyTemplate();
  t.literal = items[0];
  for (let i = 1; i < items.length; i += 2) {
    const group = index(items[i]);
    if (group < 0) invalid();
    t.items.push({ group: Number(group), literal: items[i + 1] });
  }
  return t;
}

function isEmpty(v: PyValue): boolean {
  return tryText(v)?.length === 0;
}

/** The pieces of a template for one match. */
function expandInto(out: PyValue[], t: PyTemplate, group: (i: number) => PyValue): void {
  if (!isEmpty(t.literal)) out.push(t.literal);
  for (const item of t.items) {
    const v = group(item.group);
    if (v !== None) out.push(v);
    if (!isEmpty(item.literal)) out.push(item.literal);
  }
}

/** match.expand(template) */
export function* expandR(match: PyMatch, template: PyValue): NativeGenerator<PyValue> {
  const compile = (yield importAttrR('re', '_compile_template')) as PyValue;
  const t = (yield callR(compile, [match.re, template])) as PyValue;
  if (!(t instanceof PyTemplate)) return (yield callR(t, [match])) as PyValue;
  if (t.items.length === 0) return t.literal;
  const out: PyValue[] = [];
  expandInto(out, t, (i) => match.group(i, None));
  return joinPieces(out, match.text.isBytes);
}

/** A replacement: literal text, a template, or something to call. */
type Filter = { readonly literal: PyValue } | PyTemplate | { readonly call: PyValue };

function result(list: PyValue[], text: Text, count: number, withCount: boolean): PyValue {
  const joined =
    list.length === 0
      ? slice(text, 0, 0)
      : list.length === 1 && list[0] === text.value
        ? slice(text, 0, text.length)
        : joinPieces(list, text.isBytes);
  return withCount ? new PyTuple([joined, count]) : joined;
}

/** The loop of sub() for replacements that need no Python. */
function substitutePlain(
  p: PyPattern,
  filter: { readonly literal: PyValue } | PyTemplate,
  text: Text,
  count: number,
  withCount: boolean,
): PyValue {
  const list: PyValue[] = [];
  const literal = filter instanceof PyTemplate ? undefined : filter.literal;
  const empty = literal !== undefined && isEmpty(literal);
  let at = 0;
  let from = 0;
  let mustAdvance = false;
  let n = 0;
  while (count === 0 || n < count) {
    const raw = p.exec(text, at, text.length, 'search', mustAdvance);
    if (raw === undefined) break;
    const b = raw.start;
    const e = raw.end;
    if (from < b) list.push(slice(text, from, b));
    if (literal === undefined) {
      expandInto(list, filter as PyTemplate, (i) => {
        if (i > p.groups) throw typeError('invalid template');
        return groupOf(raw, text, i, None);
      });
    } else if (!empty) list.push(literal);
    from = at = e;
    n++;
    mustAdvance = b === e;
  }
  if (from < text.length) list.push(slice(text, from, text.length));
  return result(list, text, n, withCount);
}

function* substituteCalling(
  p: PyPattern,
  f: PyValue,
  text: Text,
  count: number,
  withCount: boolean,
): NativeGenerator<PyValue> {
  const list: PyValue[] = [];
  let at = 0;
  let from = 0;
  let mustAdvance = false;
  let n = 0;
  while (count === 0 || n < count) {
    const raw = p.exec(text, at, text.length, 'search', mustAdvance);
    if (raw === undefined) break;
    const b = raw.start;
    const e = raw.end;
    if (from < b) list.push(slice(text, from, b));
    let item = callR(f, [new PyMatch(p, text, 0, text.length, raw)]);
    if (isPending(item)) item = (yield item) as PyValue;
    if (item !== None) list.push(item);
    from = at = e;
    n++;
    mustAdvance = b === e;
  }
  if (from < text.length) list.push(slice(text, from, text.length));
  return result(list, text, n, withCount);
}

function substitute(p: PyPattern, filter: Filter, text: Text, count: number, withCount: boolean): Resumable {
  if ('call' in filter) return substituteCalling(p, filter.call, text, count, withCount);
  return substitutePlain(p, filter, text, count, withCount);
}

function* substituteTemplate(
  p: PyPattern,
  repl: PyValue,
  string: PyValue,
  count: number,
  withCount: boolean,
): NativeGenerator<PyValue> {
  const compile = (yield importAttrR('re', '_compile_template')) as PyValue;
  const t = (yield callR(compile, [p, repl])) as PyValue;
  const filter: Filter = !(t instanceof PyTemplate) ? { call: t } : t.items.length === 0 ? { literal: t.literal } : t;
  const text = p.text(string);
  return (yield substitute(p, filter, text, count, withCount)) as PyValue;
}

/** pattern.sub() and subn(). */
export function subR(
  p: PyPattern,
  repl: PyValue,
  string: PyValue,
  countArgument: PyValue,
  withCount: boolean,
): Resumable {
  const count = cSize(countArgument);
  if (isCallable(repl)) return substitute(p, { call: repl }, p.text(string), count, withCount);
  const t = tryText(repl);
  const backslash =
    t === undefined || (typeof t.subject === 'string' ? t.subject.includes('\\') : t.subject.includes(92));
  if (!backslash) return substitute(p, { literal: repl }, p.text(string), count, withCount);
  return substituteTemplate(p, repl, string, count, withCount);
}

/** pattern.split() */
export function split(p: PyPattern, string: PyValue, maxsplitArgument: PyValue): PyList {
  const text = p.text(string);
  const maxsplit = cSize(maxsplitArgument);
  const list: PyValue[] = [];
  let last = 0;
  let mustAdvance = false;
  let n = 0;
  while (maxsplit === 0 || n < maxsplit) {
    const raw = p.exec(text, last, text.length, 'search', mustAdvance);
    if (raw === undefined) break;
    list.push(slice(text, last, raw.start));
    for (let g = 1; g <= p.groups; g++) list.push(groupOf(raw, text, g, None));
    n++;
    mustAdvance = raw.start === raw.end;
    last = raw.end;
  }
  list.push(slice(text, last, text.length));
  return new PyList(list);
}
