// The content of elements: from the first start tag to the end of the last element, and within entities.
// Invariant: one event for each stretch of character data, line end and reference, as expat has them.

import { startTag } from './attributes.ts';
import {
  ASYNC_ENTITY,
  BAD_CHAR_REF,
  BINARY_ENTITY_REF,
  ENTITY_DECLARED_IN_PE,
  EXTERNAL_ENTITY_HANDLING,
  MISPLACED_XML_PI,
  NO_ELEMENTS,
  PARTIAL_CHAR,
  RECURSIVE_ENTITY_REF,
  TAG_MISMATCH,
  UNCLOSED_CDATA_SECTION,
  UNCLOSED_TOKEN,
  UNDEFINED_ENTITY,
} from './errors.ts';
import {
  charReference,
  isWrongAt,
  nameEnd,
  notXml,
  PARTIAL,
  predefined,
  scanComment,
  scanInstruction,
  scanReference,
  scanStartTag,
  spaceEnd,
  StartTag,
} from './scan.ts';
import {
  type Binding,
  CHARACTER_DATA,
  COMMENT,
  END_CDATA_SECTION,
  END_ELEMENT,
  END_NAMESPACE_DECL,
  type Events,
  type Expat,
  EXTERNAL_ENTITY_REF,
  type OpenElement,
  PROCESSING_INSTRUCTION,
  SKIPPED_ENTITY,
  Source,
  START_CDATA_SECTION,
  START_ELEMENT,
} from './state.ts';

/** More text, or the error of a token that the end of the input cuts off. */
export function* more(c: Expat, src: Source, at: number, code = UNCLOSED_TOKEN): Events {
  if (src.final) {
    if (src.main && c.decoder.partial && !c.decoder.wide) throw c.fail(src, PARTIAL_CHAR, src.text.length);
    throw c.fail(src, code, at);
  }
  yield undefined;
}

/** Line ends are "\n" for whoever reads the document. */
export function normalizeLines(s: string): string {
  return s.includes('\r') ? s.replace(/\r\n?/g, '\n') : s;
}

/** Text that is converted to UTF-8 comes in pieces of so many bytes. */
const CONVERTED = 1024;

function* data(c: Expat, src: Source, from: number, to: number, value?: string): Events {
  if (c.on[CHARACTER_DATA]) {
    const text = value ?? src.text.slice(from, to);
    if (text.length * 3 > CONVERTED && src.main && c.decoder.converts) yield* pieces(text);
    else yield { kind: CHARACTER_DATA, args: [text] };
  } else if (c.hasDefault) yield c.default(src, from, to);
}

function* pieces(text: string): Events {
  let from = 0;
  let size = 0;
  let i = 0;
  for (const ch of text) {
    const n = Buffer.byteLength(ch);
    if (size + n > CONVERTED) {
      yield { kind: CHARACTER_DATA, args: [text.slice(from, i)] };
      from = i;
      size = 0;
    }
    size += n;
    i += ch.length;
  }
  yield { kind: CHARACTER_DATA, args: [text.slice(from)] };
}

/** Content until the element that opened at `startLevel` closes (or the entity's text ends). */
export function* content(c: Expat, src: Source, startLevel: number): Events {
  const tag = new StartTag();
  for (;;) {
    const { text } = src;
    const s = src.pos;
    c.at(src, s);
    if (s >= text.length) {
      if (!src.final) {
        yield undefined;
        continue;
      }
      if (src.main && c.decoder.partial) yield* more(c, src, s);
      if (startLevel === 0) throw c.fail(src, NO_ELEMENTS, s);
      if (c.level !== startLevel) throw c.fail(src, ASYNC_ENTITY, s);
      return;
    }
    const ch = text.charCodeAt(s);
    if (ch === 60) {
      const end = yield* markup(c, src, s, tag, startLevel);
      if (end === PARTIAL) {
        yield* more(c, src, s);
        continue;
      }
      if (end === CLOSED) return;
      src.pos = end;
    } else if (ch === 38) {
      const end = scanReference(c, src, s + 1);
      if (end === PARTIAL) {
        yield* more(c, src, s);
        continue;
      }
      yield* reference(c, src, s, end);
      src.pos = end;
    } else if (ch === 10) {
      yield* data(c, src, s, s + 1);
      src.pos = s + 1;
    } else if (ch === 13) {
      if (s + 1 >= text.length && !src.final) {
        yield undefined;
        continue;
      }
      const end = text.charCodeAt(s + 1) === 10 ? s + 2 : s + 1;
      yield* data(c, src, s, end, '\n');
      src.pos = end;
    } else {
      const end = textEnd(c, src, s);
      if (end === s) {
        // "]" or "]]" at the end: it depends on what comes.
        if (!src.final) {
          yield undefined;
          continue;
        }
        yield* data(c, src, s, text.length);
        src.pos = text.length;
      } else {
        yield* data(c, src, s, end);
        src.pos = end;
      }
    }
  }
}

/** Where plain text ends. */
function textEnd(c: Expat, src: Source, s: number): number {
  const { text } = src;
  const len = text.length;
  let i = s;
  for (; i < len; i++) {
    const ch = text.charCodeAt(i);
    if (ch > 93) {
      if (ch >= 0xd800 && isWrongAt(text, i)) break;
      continue;
    }
    if (ch === 60 || ch === 38 || ch === 10 || ch === 13) return i;
    if (ch === 93) {
      if (i + 1 >= len) return i;
      if (text.charCodeAt(i + 1) !== 93) continue;
      if (i + 2 >= len) return i;
      if (text.charCodeAt(i + 2) === 62) throw c.invalid(src, i + 2);
    } else if (ch < 32 && ch !== 9) break;
  }
  if (i < len && i === s) throw c.invalid(src, i);
  return i;
}

/** The element that content began with has ended. */
const CLOSED = -2;

/** A token that begins with "<": where it ends, PARTIAL or CLOSED. */
function* markup(c: Expat, src: Source, s: number, tag: StartTag, startLevel: number): Events<number> {
  const { text } = src;
  if (s + 1 >= text.length) return PARTIAL;
  const ch = text.charCodeAt(s + 1);
  if (ch === 47) return yield* endTag(c, src, s, startLevel);
  if (ch === 63) return yield* instruction(c, src, s);
  if (ch === 33) {
    if (s + 2 >= text.length) return PARTIAL;
    if (text[s + 2] === '-') return yield* comment(c, src, s);
    if (text[s + 2] !== '[') throw c.invalid(src, s + 2);
    const CDATA = '<![CDATA[';
    for (let i = 3; i < CDATA.length; i++) {
      if (s + i >= text.length) return PARTIAL;
      if (text[s + i] !== CDATA[i]) throw c.invalid(src, s + i);
    }
    yield* cdata(c, src, s);
    return src.pos;
  }
  const end = scanStartTag(c, src, s + 1, tag);
  if (end === PARTIAL) return PARTIAL;
  const raw = text.slice(s + 1, tag.nameTo);
  const bindings: Binding[] = [];
  const { empty } = tag;
  const [name, attributes] = yield* startTag(c, src, s, tag, bindings);
  if (c.on[START_ELEMENT]) yield { kind: START_ELEMENT, args: [name, attributes] };
  else if (c.hasDefault && !(empty && c.on[END_ELEMENT])) yield c.default(src, s, end);
  if (!empty) {
    c.elements.push({ raw, name, bindings: bindings.length > 0 ? bindings : null });
    c.level++;
    return end;
  }
  if (c.on[END_ELEMENT]) {
    if (c.on[START_ELEMENT]) c.at(src, end);
    yield { kind: END_ELEMENT, args: [name] };
  }
  yield* unbind(c, bindings);
  if (c.level === 0) {
    src.pos = end;
    return CLOSED;
  }
  return end;
}

function* unbind(c: Expat, bindings: Binding[]): Events {
  for (let i = bindings.length - 1; i >= 0; i--) {
    const { prefix, before } = bindings[i];
    if (c.on[END_NAMESPACE_DECL]) yield { kind: END_NAMESPACE_DECL, args: [prefix] };
    if (before === undefined) c.namespaces!.delete(prefix ?? '');
    else c.namespaces!.set(prefix ?? '', before);
  }
}

function* endTag(c: Expat, src: Source, s: number, startLevel: number): Events<number> {
  const { text } = src;
  const nameTo = nameEnd(text, s + 2);
  if (nameTo >= text.length) return PARTIAL;
  if (nameTo === s + 2) throw c.invalid(src, nameTo);
  const end = spaceEnd(text, nameTo);
  if (end >= text.length) return PARTIAL;
  if (text[end] !== '>') throw c.invalid(src, end);
  if (c.level === startLevel) throw c.fail(src, ASYNC_ENTITY, s);
  // The level says that there is one.
  const element = c.elements.pop() as OpenElement;
  c.level--;
  if (text.length < s + 2 + element.raw.length || text.slice(s + 2, nameTo) !== element.raw)
    throw c.fail(src, TAG_MISMATCH, s + 2);
  if (c.on[END_ELEMENT]) yield { kind: END_ELEMENT, args: [element.name] };
  else if (c.hasDefault) yield c.default(src, s, end + 1);
  if (element.bindings !== null) yield* unbind(c, element.bindings);
  if (c.level === 0) {
    src.pos = end + 1;
    return CLOSED;
  }
  return end + 1;
}

/** A comment at `s`: where it ends, or PARTIAL. */
export function* comment(c: Expat, src: Source, s: number): Events<number> {
  const end = scanComment(c, src, s + 3);
  if (end === PARTIAL) return PARTIAL;
  if (c.on[COMMENT]) yield { kind: COMMENT, args: [normalizeLines(src.text.slice(s + 4, end - 3))] };
  else if (c.hasDefault) yield c.default(src, s, end);
  return end;
}

/** A processing instruction at `s`: where it ends, or PARTIAL. */
export function* instruction(c: Expat, src: Source, s: number): Events<number> {
  const { text } = src;
  const end = scanInstruction(c, src, s + 2);
  if (end === PARTIAL) return PARTIAL;
  const target = text.slice(s + 2, src.end);
  if (target === 'xml') throw c.fail(src, MISPLACED_XML_PI, s);
  if (c.on[PROCESSING_INSTRUCTION]) {
    const body = normalizeLines(text.slice(spaceEnd(text, src.end), end - 2));
    yield { kind: PROCESSING_INSTRUCTION, args: [target, body] };
  } else if (c.hasDefault) yield c.default(src, s, end);
  return end;
}

function* cdata(c: Expat, src: Source, start: number): Events {
  if (c.on[START_CDATA_SECTION]) yield { kind: START_CDATA_SECTION, args: [] };
  else if (c.hasDefault) yield c.default(src, start, start + 9);
  src.pos = start + 9;
  for (;;) {
    const { text } = src;
    const s = src.pos;
    c.at(src, s);
    if (s >= text.length) {
      yield* more(c, src, s, UNCLOSED_CDATA_SECTION);
      continue;
    }
    const ch = text.charCodeAt(s);
    if (ch === 93 && text.startsWith(']]>', s)) {
      if (c.on[END_CDATA_SECTION]) yield { kind: END_CDATA_SECTION, args: [] };
      else if (c.hasDefault) yield c.default(src, s, s + 3);
      src.pos = s + 3;
      return;
    }
    if ((ch === 93 && s + 2 >= text.length && ']]>'.startsWith(text.slice(s))) || (ch === 13 && s + 1 >= text.length)) {
      // What it is depends on what comes.
      yield* more(c, src, s, UNCLOSED_CDATA_SECTION);
      continue;
    }
    if (ch === 10 || ch === 13) {
      const end = ch === 13 && text.charCodeAt(s + 1) === 10 ? s + 2 : s + 1;
      yield* data(c, src, s, end, '\n');
      src.pos = end;
      continue;
    }
    let i = s + 1;
    for (; i < text.length; i++) {
      const d = text.charCodeAt(i);
      if (d === 93 || d === 10 || d === 13) break;
    }
    const wrong = notXml(text, s, i);
    if (wrong === s) throw c.invalid(src, s);
    if (wrong >= 0) i = wrong;
    yield* data(c, src, s, i);
    src.pos = i;
  }
}

function* reference(c: Expat, src: Source, s: number, end: number): Events {
  const { text } = src;
  if (text[s + 1] === '#') {
    const n = charReference(text, s, end);
    if (n < 0) throw c.fail(src, BAD_CHAR_REF, s);
    yield* data(c, src, s, end, String.fromCodePoint(n));
    return;
  }
  const name = text.slice(s + 1, end - 1);
  const known = predefined(name);
  if (known !== undefined) {
    yield* data(c, src, s, end, known);
    return;
  }
  const { dtd } = c;
  const entity = dtd.general.get(name);
  if (!dtd.hasParamEntityRefs || dtd.standalone) {
    if (entity === undefined) throw c.fail(src, UNDEFINED_ENTITY, s);
    if (!entity.internal) throw c.fail(src, ENTITY_DECLARED_IN_PE, s);
  } else if (entity === undefined) {
    yield* skipped(c, src, s, end, name);
    return;
  }
  if (c.open.has(name)) throw c.fail(src, RECURSIVE_ENTITY_REF, s);
  if (entity.notation !== null) throw c.fail(src, BINARY_ENTITY_REF, s);
  if (entity.text !== null) {
    if (!c.expandInternal) {
      yield* skipped(c, src, s, end, name);
      return;
    }
    c.expand(entity.text.length);
    c.open.add(name);
    yield* content(c, new Source(entity.text, false, true), c.level);
    c.open.delete(name);
  } else if (c.on[EXTERNAL_ENTITY_REF]) {
    c.open.add(name);
    const context = c.context();
    c.open.delete(name);
    const { base, systemId, publicId } = entity;
    const done = yield { kind: EXTERNAL_ENTITY_REF, args: [context, base, systemId, publicId] };
    if (done === 0) throw c.fail(src, EXTERNAL_ENTITY_HANDLING, s);
  } else if (c.hasDefault) yield c.default(src, s, end);
}

function* skipped(c: Expat, src: Source, s: number, end: number, name: string): Events {
  if (c.on[SKIPPED_ENTITY]) yield { kind: SKIPPED_ENTITY, args: [name, 0] };
  else if (c.hasDefault) yield c.default(src, s, end);
}
