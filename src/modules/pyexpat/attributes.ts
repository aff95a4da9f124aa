// Attributes of a start tag: values normalised, defaults of the document type added, namespaces applied.
// Invariant: values are as XML says a processor must pass them on; entities in them are expanded here.

import {
  ATTRIBUTE_EXTERNAL_ENTITY_REF,
  BAD_CHAR_REF,
  BINARY_ENTITY_REF,
  DUPLICATE_ATTRIBUTE,
  ENTITY_DECLARED_IN_PE,
  ExpatFailure,
  RECURSIVE_ENTITY_REF,
  RESERVED_NAMESPACE_URI,
  RESERVED_PREFIX_XML,
  RESERVED_PREFIX_XMLNS,
  SYNTAX,
  UNBOUND_PREFIX,
  UNDECLARING_PREFIX,
  UNDEFINED_ENTITY,
} from './errors.ts';
import { charReference, predefined, scanReference, type StartTag } from './scan.ts';
import {
  type Attributes,
  type Binding,
  type Events,
  type Expat,
  Source,
  START_NAMESPACE_DECL,
  XML_NAMESPACE,
  XMLNS_NAMESPACE,
} from './state.ts';

/** Anything in an attribute's value that is not itself. */
const SPECIAL = /[&\t\n\r]/;

/** The value of an attribute from its text between the quotes. */
export function attributeValue(c: Expat, src: Source, from: number, to: number, tokenized: boolean): string {
  let value = src.text.slice(from, to);
  if (SPECIAL.test(value)) value = expandValue(c, src, from, to);
  if (tokenized) value = value.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' ');
  return value;
}

function expandValue(c: Expat, src: Source, from: number, to: number): string {
  const { text } = src;
  let out = '';
  let start = from;
  for (let i = from; i < to; i++) {
    const ch = text.charCodeAt(i);
    if (ch === 38) {
      out += text.slice(start, i);
      const end = scanReference(c, src, i + 1);
      if (end < 0 || end > to) throw c.invalid(src, to);
      out += referenceInValue(c, src, i, end);
      start = end;
      i = end - 1;
    } else if (ch === 9 || ch === 10 || ch === 13) {
      out += `${text.slice(start, i)} `;
      if (ch === 13 && text.charCodeAt(i + 1) === 10 && i + 1 < to) i++;
      start = i + 1;
    }
  }
  return out + text.slice(start, to);
}

function referenceInValue(c: Expat, src: Source, at: number, end: number): string {
  const { text } = src;
  if (text[at + 1] === '#') {
    const n = charReference(text, at, end);
    if (n < 0) throw c.fail(src, BAD_CHAR_REF, at);
    return String.fromCodePoint(n);
  }
  const name = text.slice(at + 1, end - 1);
  const known = predefined(name);
  if (known !== undefined) return known;
  const { dtd } = c;
  const entity = dtd.general.get(name);
  if (!dtd.hasParamEntityRefs || dtd.standalone) {
    if (entity === undefined) throw c.fail(src, UNDEFINED_ENTITY, at);
    if (!entity.internal) throw c.fail(src, ENTITY_DECLARED_IN_PE, at);
  } else if (entity === undefined) return ''; // it may be declared where the parser does not look
  if (c.open.has(name)) throw c.fail(src, RECURSIVE_ENTITY_REF, at);
  if (entity.notation !== null) throw c.fail(src, BINARY_ENTITY_REF, at);
  if (entity.text === null) throw c.fail(src, ATTRIBUTE_EXTERNAL_ENTITY_REF, at);
  c.expand(entity.text.length);
  c.open.add(name);
  const value = expandValue(c, new Source(entity.text, false, true), 0, entity.text.length);
  c.open.delete(name);
  return value;
}

/** Makes a namespace known under a prefix ('' is the default one). */
function* bind(c: Expat, prefix: string, uri: string, bindings: Binding[]): Events {
  if (uri === '' && prefix !== '') throw new ExpatFailure(UNDECLARING_PREFIX);
  if (prefix === 'xmlns') throw new ExpatFailure(RESERVED_PREFIX_XMLNS);
  if (prefix === 'xml' && uri !== XML_NAMESPACE) throw new ExpatFailure(RESERVED_PREFIX_XML);
  if (uri === XMLNS_NAMESPACE || (uri === XML_NAMESPACE && prefix !== 'xml'))
    throw new ExpatFailure(RESERVED_NAMESPACE_URI);
  // A separator within the URI would let the document forge names; one that URIs have anyway is the caller's choice.
  const { separator } = c;
  if (separator !== null && separator !== '' && !/[\w\-.~:/?#[\]@!$&'()*+,;=%]/.test(separator)) {
    if (uri.includes(separator)) throw new ExpatFailure(SYNTAX);
  }
  const spaces = c.namespaces!;
  bindings.push({ prefix: prefix === '' ? null : prefix, before: spaces.get(prefix) });
  if (uri === '') spaces.delete(prefix);
  else spaces.set(prefix, uri);
  if (c.on[START_NAMESPACE_DECL])
    yield { kind: START_NAMESPACE_DECL, args: [prefix === '' ? null : prefix, uri === '' ? null : uri] };
}

/** A name with its namespace. */
function qualified(c: Expat, name: string, useDefault: boolean): string {
  const i = name.indexOf(':');
  if (i < 0) {
    const uri = useDefault ? c.namespaces!.get('') : undefined;
    return uri === undefined ? name : uri + c.separator + name;
  }
  const prefix = name.slice(0, i);
  const uri = c.namespaces!.get(prefix);
  if (uri === undefined) throw new ExpatFailure(UNBOUND_PREFIX);
  const local = uri + c.separator + name.slice(i + 1);
  return c.triplets && c.separator !== '' ? local + c.separator + prefix : local;
}

const NO_ATTRIBUTES: Attributes = { list: [], specified: 0 };

/** A start tag's name and attributes; the namespaces it declares go to `bindings`. */
export function* startTag(
  c: Expat,
  src: Source,
  at: number,
  tag: StartTag,
  bindings: Binding[],
): Events<[name: string, attributes: Attributes]> {
  const { text } = src;
  const { namespaces } = c;
  const raw = text.slice(at + 1, tag.nameTo);
  const type = c.dtd.elements.get(raw);
  let attributes = NO_ATTRIBUTES;
  if (tag.count > 0 || (type !== undefined && type.defaults.length > 0)) {
    const list: string[] = [];
    const seen = new Set<string>();
    for (let k = 0; k < tag.count; k++) {
      const from = tag.places[k * 4];
      const name = text.slice(from, tag.places[k * 4 + 1]);
      if (seen.has(name)) throw c.fail(src, DUPLICATE_ATTRIBUTE, from);
      seen.add(name);
      const tokenized = type?.tokenized.has(name) === true;
      const value = attributeValue(c, src, tag.places[k * 4 + 2], tag.places[k * 4 + 3], tokenized);
      const prefix = namespaces === null ? undefined : declares(name);
      if (prefix === undefined) list.push(name, value);
      else yield* bind(c, prefix, value, bindings);
    }
    const specified = list.length;
    if (type !== undefined) {
      for (const { name, value } of type.defaults) {
        if (value === null || seen.has(name)) continue;
        const prefix = namespaces === null ? undefined : declares(name);
        if (prefix === undefined) list.push(name, value);
        else yield* bind(c, prefix, value, bindings);
      }
    }
    if (namespaces !== null) expandNames(c, list);
    attributes = { list, specified };
  }
  return [namespaces === null ? raw : qualified(c, raw, true), attributes];
}

/** The prefix that an attribute of this name declares ('' the default namespace). */
function declares(name: string): string | undefined {
  if (!name.startsWith('xmlns')) return undefined;
  if (name.length === 5) return '';
  return name[5] === ':' ? name.slice(6) : undefined;
}

/** Attributes with a prefix get their namespace: two prefixes may mean the same one. */
function expandNames(c: Expat, list: string[]): void {
  let seen: Set<string> | null = null;
  for (let k = 0; k < list.length; k += 2) {
    const name = list[k];
    const i = name.indexOf(':');
    if (i < 0) continue;
    list[k] = qualified(c, name, false);
    seen ??= new Set();
    const key = `${c.namespaces!.get(name.slice(0, i))} ${name.slice(i + 1)}`;
    if (seen.has(key)) throw new ExpatFailure(DUPLICATE_ATTRIBUTE);
    seen.add(key);
  }
}
