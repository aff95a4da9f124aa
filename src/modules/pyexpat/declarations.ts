// Declarations of a document type: elements, attribute lists, entities and notations.
// Invariant: what a declaration says is remembered only while keepProcessing holds (nothing unread came before that might
// say otherwise), and the first one of a name counts.

import { attributeValue } from './attributes.ts';
import { normalizeLines } from './content.ts';
import {
  BAD_CHAR_REF,
  ExpatFailure,
  PARAM_ENTITY_REF,
  PUBLICID,
  RECURSIVE_ENTITY_REF,
  UNDEFINED_ENTITY,
} from './errors.ts';
import { charReference, nameEnd, predefined } from './scan.ts';
import {
  ATTLIST_DECL,
  ELEMENT_DECL,
  type Entity,
  ENTITY_DECL,
  type Events,
  type Expat,
  type Model,
  NOTATION_DECL,
  Source,
  UNPARSED_ENTITY_DECL,
} from './state.ts';
import type { Token, Tokens } from './tokens.ts';

/** The next token of a declaration; a parameter entity in it is read, where it may stand at all. */
function* next(t: Tokens): Events<Token> {
  for (;;) {
    const k = yield* t.next();
    if (k.kind !== 'reference') return k;
    const { c } = t;
    if (k.src.main && !c.externalSubset) throw c.fail(k.src, PARAM_ENTITY_REF, k.from);
    const entity = c.dtd.parameter.get(k.text);
    c.dtd.hasParamEntityRefs = true;
    if (c.paramEntityParsing === 0 || entity === undefined || entity.text === null) {
      if (c.paramEntityParsing !== 0 && entity === undefined && !c.dtd.hasParamEntityRefs)
        throw c.fail(k.src, UNDEFINED_ENTITY, k.from);
      c.dtd.keepProcessing = c.dtd.standalone;
      continue;
    }
    if (t.depth > 200) throw c.fail(k.src, RECURSIVE_ENTITY_REF, k.from);
    c.expand(entity.text.length);
    t.push(new Source(entity.text, false, true));
  }
}
function* expect(t: Tokens, kind: Token['kind']): Events<Token> {
  const k = yield* next(t);
  if (k.kind !== kind) throw t.unexpected(k);
  return k;
}

const PUBLIC_ID = /[^\w \r\n\-'()+,./:=?;!*#@$%]/;
/** A public identifier, its white space reduced. */
export function publicId(c: Expat, t: Token): string {
  const wrong = t.text.search(PUBLIC_ID);
  if (wrong >= 0) throw c.fail(t.src, PUBLICID, t.from + 1 + wrong);
  return t.text.replace(/[ \r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** <!ELEMENT … */
export function* elementDecl(t: Tokens): Events {
  const { c } = t;
  t.taken = c.on[ELEMENT_DECL];
  const { text: name } = yield* expect(t, 'name');
  const k = yield* next(t);
  let model: Model;
  if (k.kind === 'name' && (k.text === 'EMPTY' || k.text === 'ANY'))
    model = { type: k.text === 'EMPTY' ? 1 : 2, quantifier: 0, name: null, children: [] };
  else if (k.kind === '(') model = yield* group(t, true);
  else throw t.unexpected(k);
  if (c.on[ELEMENT_DECL]) yield { kind: ELEMENT_DECL, args: [name, model] };
  yield* expect(t, '>');
}

const QUANTIFIER: { readonly [suffix: string]: number } = { '': 0, '?': 1, '*': 2, '+': 3 };

/** A content model after its "(". */
function* group(t: Tokens, outermost: boolean): Events<Model> {
  const model: Model = { type: 6, quantifier: 0, name: null, children: [] };
  const first = yield* next(t);
  if (outermost && first.kind === 'pound' && first.text === '#PCDATA') return yield* mixed(t, model);
  let k: Token = first;
  for (let separator = ''; ; ) {
    if (k.kind === '(') model.children.push(yield* group(t, false));
    else if (k.kind === 'name')
      model.children.push({ type: 4, quantifier: QUANTIFIER[k.suffix], name: k.text, children: [] });
    else throw t.unexpected(k);
    k = yield* next(t);
    if (k.kind === ')') {
      model.quantifier = QUANTIFIER[k.suffix];
      return model;
    }
    if ((k.kind !== ',' && k.kind !== '|') || (separator !== '' && separator !== k.kind)) throw t.unexpected(k);
    separator = k.kind;
    if (separator === '|') model.type = 5;
    k = yield* next(t);
  }
}

function* mixed(t: Tokens, model: Model): Events<Model> {
  model.type = 3;
  for (;;) {
    const k = yield* next(t);
    if (k.kind === ')') {
      const any = model.children.length > 0;
      if (k.suffix !== '*' && (any || k.suffix !== '')) throw t.unexpected(k);
      model.quantifier = QUANTIFIER[k.suffix];
      return model;
    }
    if (k.kind !== '|') throw t.unexpected(k);
    const name = yield* expect(t, 'name');
    if (name.suffix !== '') throw t.unexpected(name);
    model.children.push({ type: 4, quantifier: 0, name: name.text, children: [] });
  }
}

const ATTRIBUTE_TYPES = new Set(['CDATA', 'ID', 'IDREF', 'IDREFS', 'ENTITY', 'ENTITIES', 'NMTOKEN', 'NMTOKENS']);

/** <!ATTLIST … */
export function* attlistDecl(t: Tokens): Events {
  const { c } = t;
  t.taken = c.on[ATTLIST_DECL] && c.dtd.keepProcessing;
  const { text: elementName } = yield* expect(t, 'name');
  const element = c.dtd.element(elementName);
  for (;;) {
    const k = yield* next(t);
    if (k.kind === '>') return;
    if (k.kind !== 'name') throw t.unexpected(k);
    const name = k.text;
    const type = yield* attributeType(t);
    const how = yield* next(t);
    let value: string | null = null;
    let required = false;
    let literal: Token | null = null;
    if (how.kind === 'literal') literal = how;
    else if (how.kind !== 'pound') throw t.unexpected(how);
    else if (how.text === '#REQUIRED') required = true;
    else if (how.text === '#FIXED') {
      required = true;
      literal = yield* expect(t, 'literal');
    } else if (how.text !== '#IMPLIED') throw t.unexpected(how);
    if (literal !== null && c.dtd.keepProcessing)
      value = attributeValue(c, literal.src, literal.from + 1, literal.to - 1, type !== 'CDATA');
    if (!c.dtd.keepProcessing) continue;
    if (!element.declared.has(name)) {
      element.declared.add(name);
      if (type !== 'CDATA') element.tokenized.add(name);
      element.defaults.push({ name, value });
    }
    if (c.on[ATTLIST_DECL]) yield { kind: ATTLIST_DECL, args: [elementName, name, type, value, required ? 1 : 0] };
  }
}

function* attributeType(t: Tokens): Events<string> {
  let k = yield* next(t);
  if (k.kind === 'name' && ATTRIBUTE_TYPES.has(k.text)) return k.text;
  const notation = k.kind === 'name' && k.text === 'NOTATION';
  if (notation) k = yield* next(t);
  if (k.kind !== '(') throw t.unexpected(k);
  const values: string[] = [];
  for (;;) {
    k = yield* next(t);
    if (k.kind !== 'name' && (notation || k.kind !== 'nmtoken')) throw t.unexpected(k);
    values.push(k.text);
    k = yield* next(t);
    if (k.kind === ')' && k.suffix === '') return `${notation ? 'NOTATION' : ''}(${values.join('|')})`;
    if (k.kind !== '|') throw t.unexpected(k);
  }
}

/** SYSTEM "…" or PUBLIC "…" "…". */
export interface ExternalId {
  systemId: string | null;
  publicId: string | null;
}
/** After the word SYSTEM or PUBLIC; a notation's system identifier may be left out: then the token after is given. */
function* externalId(t: Tokens, word: Token): Events<ExternalId> {
  const { c } = t;
  if (word.text === 'SYSTEM') return { publicId: null, systemId: (yield* expect(t, 'literal')).text };
  const id = publicId(c, yield* expect(t, 'literal'));
  return { publicId: id, systemId: (yield* expect(t, 'literal')).text };
}
function isExternal(t: Token): boolean {
  return t.kind === 'name' && t.suffix === '' && (t.text === 'SYSTEM' || t.text === 'PUBLIC');
}

/** <!NOTATION … */
export function* notationDecl(t: Tokens): Events {
  const { c } = t;
  t.taken = c.on[NOTATION_DECL];
  const { text: name } = yield* expect(t, 'name');
  const word = yield* next(t);
  if (!isExternal(word)) throw t.unexpected(word);
  const literal = yield* expect(t, 'literal');
  const isSystem = word.text === 'SYSTEM';
  const id = isSystem ? null : publicId(c, literal);
  const report = function* (systemId: string | null): Events {
    if (c.on[NOTATION_DECL] && c.dtd.keepProcessing) yield { kind: NOTATION_DECL, args: [name, c.base, systemId, id] };
  };
  if (isSystem) yield* report(literal.text);
  let end = yield* next(t);
  if (end.kind === 'literal' && !isSystem) {
    yield* report(end.text);
    end = yield* next(t);
  } else if (!isSystem && end.kind === '>') yield* report(null);
  if (end.kind !== '>') throw t.unexpected(end);
}

/** <!ENTITY … */
export function* entityDecl(t: Tokens): Events {
  const { c } = t;
  const { dtd } = c;
  t.taken = c.on[ENTITY_DECL] && dtd.keepProcessing;
  let k = yield* next(t);
  const isParameter = k.kind === '%';
  if (isParameter) k = yield* next(t);
  if (k.kind !== 'name') throw t.unexpected(k);
  const name = k.text;
  const table = isParameter ? dtd.parameter : dtd.general;
  // Whoever came first counts; the five predefined ones did.
  const known = table.has(name) || (!isParameter && predefined(name) !== undefined);
  const entity: Entity = {
    name,
    text: null,
    base: c.base,
    systemId: null,
    publicId: null,
    notation: null,
    internal: !c.isChild && t.depth === 0 && c.open.size === 0,
  };
  const counts = !known && dtd.keepProcessing;
  k = yield* next(t);
  const flag = isParameter ? 1 : 0;
  if (k.kind === 'literal') {
    // What is right of the value is told before what is wrong with it.
    let wrong: unknown;
    if (dtd.keepProcessing) {
      const value: Value = { text: '' };
      try {
        entityValue(c, k.src, k.from + 1, k.to - 1, value);
      } catch (e) {
        if (!(e instanceof ExpatFailure)) throw e;
        wrong = e;
      }
      entity.text = value.text;
    }
    if (counts) table.set(name, entity);
    if (counts && c.on[ENTITY_DECL])
      yield { kind: ENTITY_DECL, args: [name, flag, entity.text, entity.base, null, null, null] };
    if (wrong !== undefined) throw wrong;
    yield* expect(t, '>');
    return;
  }
  if (!isExternal(k)) throw t.unexpected(k);
  const id = yield* externalId(t, k);
  entity.systemId = id.systemId;
  entity.publicId = id.publicId;
  const { base, systemId } = entity;
  k = yield* next(t);
  if (!isParameter && k.kind === 'name' && k.text === 'NDATA') {
    entity.notation = (yield* expect(t, 'name')).text;
    if (counts) table.set(name, entity);
    if (counts && c.on[UNPARSED_ENTITY_DECL]) {
      // Of the whole declaration this is all that the handler takes.
      const { taken } = t;
      t.taken = true;
      yield { kind: UNPARSED_ENTITY_DECL, args: [name, base, systemId, id.publicId, entity.notation] };
      yield* t.settle();
      t.taken = taken;
    } else if (counts && c.on[ENTITY_DECL])
      yield { kind: ENTITY_DECL, args: [name, 0, null, base, systemId, id.publicId, entity.notation] };
    yield* expect(t, '>');
    return;
  }
  if (counts) table.set(name, entity);
  if (k.kind !== '>') throw t.unexpected(k);
  if (counts && c.on[ENTITY_DECL])
    yield { kind: ENTITY_DECL, args: [name, flag, null, base, systemId, id.publicId, null] };
}

/** A replacement text as far as it is known. */
interface Value {
  text: string;
}

/** The replacement text of an entity: character and parameter references replaced, general ones left. */
function entityValue(c: Expat, src: Source, from: number, to: number, value: Value): void {
  const { text } = src;
  let start = from;
  const take = (end: number): void => {
    value.text += normalizeLines(text.slice(start, end));
  };
  for (let i = from; i < to; i++) {
    const ch = text[i];
    if (ch === '&') {
      const end = referenceEnd(text, i + 1, to);
      if (end < 0) {
        take(i);
        throw c.invalid(src, i);
      }
      if (text[i + 1] === '#') {
        take(i);
        const n = charReference(text, i, end);
        if (n < 0) throw c.fail(src, BAD_CHAR_REF, i);
        value.text += String.fromCodePoint(n);
        start = end;
      }
      i = end - 1;
    } else if (ch === '%') {
      take(i);
      const end = nameEnd(text, i + 1);
      if (end === i + 1 || end >= to || text[end] !== ';') throw c.invalid(src, i);
      if (!c.externalSubset && src.main) throw c.fail(src, PARAM_ENTITY_REF, i);
      value.text += parameterText(c, text.slice(i + 1, end));
      start = end + 1;
      i = end;
    }
  }
  take(to);
}
/** Where the reference after "&" ends, within `to`; -1: it is none. */
function referenceEnd(text: string, at: number, to: number): number {
  const m = /^(?:#x[0-9a-fA-F]+|#[0-9]+);/.exec(text.slice(at, to));
  if (m !== null) return at + m[0].length;
  const end = nameEnd(text, at);
  return end > at && end < to && text[end] === ';' ? end + 1 : -1;
}

function parameterText(c: Expat, name: string): string {
  const entity = c.dtd.parameter.get(name);
  if (entity === undefined || entity.text === null) {
    c.dtd.keepProcessing = c.dtd.standalone;
    return '';
  }
  if (c.open.has(`%${name}`)) throw new ExpatFailure(RECURSIVE_ENTITY_REF);
  c.expand(entity.text.length);
  c.open.add(`%${name}`);
  const value: Value = { text: '' };
  entityValue(c, new Source(entity.text, false, true), 0, entity.text.length, value);
  c.open.delete(`%${name}`);
  return value.text;
}
