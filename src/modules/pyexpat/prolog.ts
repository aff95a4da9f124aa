// The prolog: XML declaration, document type declaration with its subsets; and what may follow the last element.
// Invariant: what the document type's external parts say is known when the first element is read, if they are read.

import { comment, content, instruction, more } from './content.ts';
import { attlistDecl, elementDecl, entityDecl, notationDecl, publicId } from './declarations.ts';
import {
  ENTITY_DECLARED_IN_PE,
  EXTERNAL_ENTITY_HANDLING,
  INCOMPLETE_PE,
  INCORRECT_ENCODING,
  JUNK_AFTER_DOC_ELEMENT,
  NOT_STANDALONE,
  RECURSIVE_ENTITY_REF,
  SYNTAX,
  TEXT_DECL,
  UNDEFINED_ENTITY,
  UNKNOWN_ENCODING,
  XML_DECL,
} from './errors.ts';
import { Decoder } from './decoder.ts';
import { nameEnd, spaceEnd } from './scan.ts';
import {
  ENCODING,
  END_DOCTYPE_DECL,
  type Events,
  type Expat,
  EXTERNAL_ENTITY_REF,
  NOT_STANDALONE_HANDLER,
  SKIPPED_ENTITY,
  Source,
  START_DOCTYPE_DECL,
  XML_DECLARATION,
} from './state.ts';
import { type Token, Tokens } from './tokens.ts';

const PSEUDO = /[ \t\r\n]+(version|encoding|standalone)[ \t\r\n]*=[ \t\r\n]*(?:"([\w.:-]*)"|'([\w.:-]*)')/y;

/** The XML declaration (or text declaration) from `from` to `to`. */
function* declaration(c: Expat, src: Source, from: number, to: number, isText: boolean): Events {
  const { text } = src;
  const code = isText ? TEXT_DECL : XML_DECL;
  const order = ['version', 'encoding', 'standalone'];
  let version: string | null = null;
  let encoding: string | null = null;
  let encodingAt = 0;
  let standalone = -1;
  let at = from + 5;
  let last = -1;
  for (;;) {
    const rest = spaceEnd(text, at);
    if (rest === to - 2) break;
    PSEUDO.lastIndex = at;
    const m = PSEUDO.exec(text);
    if (m === null) {
      const name = nameEnd(text, rest);
      throw c.fail(src, code, name > rest && text[name] !== '=' && text[name] !== ' ' ? name : rest);
    }
    const value = m[2] ?? m[3];
    const k = order.indexOf(m[1]);
    if (k <= last || (last < 0 && k > 0 && !(isText && k === 1)) || (isText && k === 2)) throw c.fail(src, code, rest);
    last = k;
    if (k === 0) version = value;
    else if (k === 1) {
      encoding = value;
      encodingAt = PSEUDO.lastIndex - 1 - value.length;
      if (!/^[A-Za-z]/.test(value)) throw c.fail(src, code, encodingAt);
    } else if (value !== 'yes' && value !== 'no') throw c.fail(src, code, PSEUDO.lastIndex - 1 - value.length);
    else standalone = value === 'yes' ? 1 : 0;
    at = PSEUDO.lastIndex;
  }
  if (last < 0 || (isText && encoding === null)) throw c.fail(src, code, to - 2);
  if (standalone === 1) {
    c.dtd.standalone = true;
    if (c.paramEntityParsing === 1) c.paramEntityParsing = 0;
  }
  if (c.on[XML_DECLARATION]) yield { kind: XML_DECLARATION, args: [version, encoding, standalone] };
  else if (c.hasDefault) yield c.default(src, from, to);
  if (encoding !== null) yield* changeEncoding(c, src, encoding, to, encodingAt);
}

function* changeEncoding(c: Expat, src: Source, name: string, to: number, at: number): Events {
  const { decoder } = c;
  if (c.encodingFixed) return;
  let table: readonly string[] | null = null;
  if (Decoder.isKnown(name)) {
    const wide = name.toLowerCase().startsWith('utf-16');
    if (wide !== decoder.wide) throw c.fail(src, INCORRECT_ENCODING, at);
  } else {
    const answer = yield { kind: ENCODING, args: [name] };
    if (!Array.isArray(answer)) throw c.fail(src, UNKNOWN_ENCODING, at);
    table = answer as string[]; // ENCODING's answer
  }
  const bytes = decoder.markBytes + decoder.byteLength(src.text, 0, to);
  const rest = decoder.declared(name, table, bytes);
  if (rest !== undefined) src.text = src.text.slice(0, to) + rest;
}

/** The XML declaration at the very start, if there is one. */
function* opening(c: Expat, isText: boolean): Events {
  const src = c.main;
  for (;;) {
    const { text } = src;
    if (text.startsWith('<?xml') && text.length > 5 && !' \t\r\n?'.includes(text[5])) break;
    if (!'<?xml'.startsWith(text.slice(0, 5))) break;
    const t = text.length > 5 ? text.indexOf('?>') : -1;
    if (t < 0) {
      if (src.final) break;
      yield undefined;
      continue;
    }
    // Characters that are none are told of first.
    const end = yield* scanned(c, src);
    yield* declaration(c, src, 0, end, isText);
    src.pos = end;
    break;
  }
  c.decoder.settle();
}
function* scanned(c: Expat, src: Source): Events<number> {
  const quiet = new Tokens(c, src);
  quiet.taken = true;
  const t = yield* quiet.raw();
  return t.to;
}

/** A whole document. */
export function* document(c: Expat): Events {
  yield* opening(c, false);
  const src = c.main;
  const t = new Tokens(c, src);
  let doctype = false;
  for (;;) {
    t.taken = false;
    const k = yield* t.raw();
    if (k.kind === 'instance') break;
    if (k.kind === 'declaration' && k.text === 'DOCTYPE' && !doctype) {
      doctype = true;
      yield* doctypeDecl(t);
    } else if (k.kind !== 'space' && k.kind !== 'comment' && k.kind !== 'instruction') throw t.unexpected(k);
  }
  if (c.useForeignDtd) yield* externalSubset(c, null, null);
  yield* content(c, src, 0);
  yield* epilog(c, src);
}

/** After the last element: comments, instructions and space. */
function* epilog(c: Expat, src: Source): Events {
  for (;;) {
    const { text } = src;
    const s = src.pos;
    c.at(src, s);
    if (s >= text.length) {
      if (src.final) {
        if (c.decoder.partial) yield* more(c, src, s);
        return;
      }
      yield undefined;
      continue;
    }
    const space = spaceEnd(text, s);
    if (space > s) {
      if (c.hasDefault) yield c.default(src, s, space);
      src.pos = space;
      continue;
    }
    if (s + 1 >= text.length && text[s] === '<') {
      yield* more(c, src, s);
      continue;
    }
    let end: number;
    if (text.startsWith('<?', s)) end = yield* instruction(c, src, s);
    else if ('<!--'.startsWith(text.slice(s, s + 4))) end = text.length < s + 4 ? -1 : yield* comment(c, src, s);
    else {
      // What cannot be a token at all is told of as that.
      new Tokens(c, src).raw().next();
      throw c.fail(src, JUNK_AFTER_DOC_ELEMENT, s);
    }
    if (end < 0) yield* more(c, src, s);
    else src.pos = end;
  }
}

/** Asks whether a document that is not standalone is wanted. */
function* notStandalone(c: Expat): Events {
  if (c.dtd.standalone || !c.on[NOT_STANDALONE_HANDLER]) return;
  const answer = yield { kind: NOT_STANDALONE_HANDLER, args: [] };
  if (answer === 0) throw c.fail(c.main, NOT_STANDALONE, c.eventAt);
}

/** <!DOCTYPE … */
function* doctypeDecl(t: Tokens): Events {
  const { c } = t;
  t.taken = c.on[START_DOCTYPE_DECL];
  const nameToken = yield* t.next();
  if (nameToken.kind !== 'name') throw t.unexpected(nameToken);
  let systemId: string | null = null;
  let publicName: string | null = null;
  let k = yield* t.next();
  if (k.kind === 'name' && (k.text === 'SYSTEM' || k.text === 'PUBLIC')) {
    if (k.text === 'PUBLIC') {
      const literal = yield* t.next();
      if (literal.kind !== 'literal') throw t.unexpected(literal);
      publicName = publicId(c, literal);
    }
    const literal = yield* t.next();
    if (literal.kind !== 'literal') throw t.unexpected(literal);
    systemId = literal.text;
    c.dtd.hasParamEntityRefs = true;
    if (c.paramEntityParsing === 0) yield* notStandalone(c);
    k = yield* t.next();
  }
  const start = (subset: number) =>
    ({ kind: START_DOCTYPE_DECL, args: [nameToken.text, systemId, publicName, subset] }) as const;
  const subset = k.kind === '[';
  if (subset) {
    if (c.on[START_DOCTYPE_DECL]) yield { kind: START_DOCTYPE_DECL, args: [...start(1).args] };
    yield* t.settle();
    t.taken = false;
    yield* subsetDeclarations(t, false);
    t.taken = c.on[START_DOCTYPE_DECL];
    k = yield* t.next();
  }
  if (k.kind !== '>') throw t.unexpected(k);
  if (!subset && c.on[START_DOCTYPE_DECL]) yield { kind: START_DOCTYPE_DECL, args: [...start(0).args] };
  if (systemId !== null || c.useForeignDtd) yield* externalSubset(c, systemId, publicName);
  if (c.on[END_DOCTYPE_DECL]) {
    t.taken = true;
    yield { kind: END_DOCTYPE_DECL, args: [] };
  }
  yield* t.settle();
}

/** Has the handler read the external subset (or the one that the caller wants read where there is none). */
function* externalSubset(c: Expat, systemId: string | null, publicName: string | null): Events {
  const { dtd } = c;
  const before = dtd.hasParamEntityRefs;
  dtd.hasParamEntityRefs = true;
  if (c.paramEntityParsing !== 0 && c.on[EXTERNAL_ENTITY_REF]) {
    dtd.paramEntityRead = false;
    const done = yield { kind: EXTERNAL_ENTITY_REF, args: [null, c.base, systemId, publicName] };
    if (done === 0) throw c.fail(c.main, EXTERNAL_ENTITY_HANDLING, c.eventAt);
    if (dtd.paramEntityRead) yield* notStandalone(c);
    else if (systemId === null) dtd.hasParamEntityRefs = before;
  }
  c.useForeignDtd = false;
}

/** Declarations up to "]" of the internal subset, or to the end of the text. */
function* subsetDeclarations(t: Tokens, external: boolean): Events {
  const { c } = t;
  for (let sections = 0; ; ) {
    const k = yield* t.raw();
    t.taken = false;
    switch (k.kind) {
      case 'space':
      case 'comment':
      case 'instruction':
        continue;
      case 'declaration': {
        const { depth } = t;
        if (k.text === 'ELEMENT') yield* elementDecl(t);
        else if (k.text === 'ATTLIST') yield* attlistDecl(t);
        else if (k.text === 'ENTITY') yield* entityDecl(t);
        else if (k.text === 'NOTATION') yield* notationDecl(t);
        else throw t.unexpected(k);
        t.check(depth);
        yield* t.settle();
        t.taken = false;
        continue;
      }
      case 'reference':
        yield* parameterReference(t, k, external);
        continue;
      case ']':
        if (external) throw t.unexpected(k);
        return;
      case 'section':
        if (!external) throw t.unexpected(k);
        if (yield* conditionalSection(t)) sections++;
        continue;
      case 'section-end':
        if (sections-- === 0) throw t.unexpected(k);
        continue;
      case 'end':
        if (external) {
          if (sections > 0) throw c.fail(t.src, INCOMPLETE_PE, k.from);
          return;
        }
        throw t.unexpected(k);
      default:
        throw t.unexpected(k);
    }
  }
}

/** %NAME; between declarations. */
function* parameterReference(t: Tokens, k: Token, external: boolean): Events {
  const { c } = t;
  const { dtd } = c;
  dtd.hasParamEntityRefs = true;
  const name = k.text;
  const key = `%${name}`;
  const entity = dtd.parameter.get(name);
  if (c.paramEntityParsing === 0) dtd.keepProcessing = dtd.standalone;
  else {
    if (!external && dtd.standalone) {
      if (entity === undefined) throw c.fail(k.src, UNDEFINED_ENTITY, k.from);
      if (!entity.internal) throw c.fail(k.src, ENTITY_DECLARED_IN_PE, k.from);
    }
    if (entity === undefined) {
      dtd.keepProcessing = dtd.standalone;
      if (c.on[SKIPPED_ENTITY]) {
        t.taken = true;
        yield { kind: SKIPPED_ENTITY, args: [name, 1] };
      }
      return;
    }
    if (c.open.has(key)) throw c.fail(k.src, RECURSIVE_ENTITY_REF, k.from);
    if (entity.text !== null) {
      t.taken = true;
      yield* t.settle();
      c.expand(entity.text.length);
      c.open.add(key);
      yield* subsetDeclarations(new Tokens(c, new Source(entity.text, false, true)), true);
      c.open.delete(key);
      t.taken = false;
    } else if (c.on[EXTERNAL_ENTITY_REF]) {
      t.taken = true;
      dtd.paramEntityRead = false;
      c.open.add(key);
      const { base, systemId } = entity;
      const done = yield { kind: EXTERNAL_ENTITY_REF, args: [null, base, systemId, entity.publicId] };
      if (done === 0) throw c.fail(k.src, EXTERNAL_ENTITY_HANDLING, k.from);
      c.open.delete(key);
      if (!dtd.paramEntityRead) {
        dtd.keepProcessing = dtd.standalone;
        return;
      }
    } else {
      dtd.keepProcessing = dtd.standalone;
      return;
    }
  }
  yield* notStandalone(c);
}

/** After "<![" of an external subset: INCLUDE (true) or IGNORE with all it holds. */
function* conditionalSection(t: Tokens): Events<boolean> {
  const { c } = t;
  let k = yield* t.next();
  while (k.kind === 'reference') {
    const entity = c.dtd.parameter.get(k.text);
    if (entity === undefined || entity.text === null) throw c.fail(k.src, UNDEFINED_ENTITY, k.from);
    t.push(new Source(entity.text, false, true));
    k = yield* t.next();
  }
  if (k.kind !== 'name' || (k.text !== 'INCLUDE' && k.text !== 'IGNORE')) throw t.unexpected(k);
  const open = yield* t.next();
  if (open.kind !== '[') throw t.unexpected(open);
  if (k.text === 'INCLUDE') return true;
  yield* t.settle();
  const { src } = t;
  for (let depth = 1; depth > 0; ) {
    const { text } = src;
    const from = text.indexOf('<![', src.pos);
    const to = text.indexOf(']]>', src.pos);
    if (to < 0 || (from < 0 && !src.final && text.length < to + 3)) {
      yield* more(c, src, src.pos, SYNTAX);
      continue;
    }
    if (from >= 0 && from < to) {
      depth++;
      src.pos = from + 3;
    } else {
      depth--;
      src.pos = to + 3;
    }
  }
  return false;
}

/** The external subset, or an external parameter entity. */
export function* externalDtd(c: Expat): Events {
  c.dtd.paramEntityRead = true;
  yield* opening(c, true);
  yield* subsetDeclarations(new Tokens(c, c.main), true);
}

/** An external general entity. */
export function* externalContent(c: Expat): Events {
  c.level = 1;
  yield* opening(c, true);
  yield* content(c, c.main, 1);
}
