// What the parts of the parser share: input, position, document type, open elements, and the events they hand out.
// Invariant: `eventAt` is where the event (or the error) is in the main input; within an entity it stays at the
// reference. May not know Python: events are made of strings and numbers.

import type { Decoder } from './decoder.ts';
import { AMPLIFICATION_LIMIT_BREACH, ExpatFailure, INVALID_TOKEN } from './errors.ts';

/** The handlers, by the names of the attributes that hold them; the place is the event's kind. */
export const HANDLERS = [
  'StartElementHandler',
  'EndElementHandler',
  'ProcessingInstructionHandler',
  'CharacterDataHandler',
  'UnparsedEntityDeclHandler',
  'NotationDeclHandler',
  'StartNamespaceDeclHandler',
  'EndNamespaceDeclHandler',
  'CommentHandler',
  'StartCdataSectionHandler',
  'EndCdataSectionHandler',
  'DefaultHandler',
  'DefaultHandlerExpand',
  'NotStandaloneHandler',
  'ExternalEntityRefHandler',
  'StartDoctypeDeclHandler',
  'EndDoctypeDeclHandler',
  'EntityDeclHandler',
  'XmlDeclHandler',
  'ElementDeclHandler',
  'AttlistDeclHandler',
  'SkippedEntityHandler',
] as const;
export const START_ELEMENT = 0;
export const END_ELEMENT = 1;
export const PROCESSING_INSTRUCTION = 2;
export const CHARACTER_DATA = 3;
export const UNPARSED_ENTITY_DECL = 4;
export const NOTATION_DECL = 5;
export const START_NAMESPACE_DECL = 6;
export const END_NAMESPACE_DECL = 7;
export const COMMENT = 8;
export const START_CDATA_SECTION = 9;
export const END_CDATA_SECTION = 10;
export const DEFAULT = 11;
export const DEFAULT_EXPAND = 12;
export const NOT_STANDALONE_HANDLER = 13;
export const EXTERNAL_ENTITY_REF = 14;
export const START_DOCTYPE_DECL = 15;
export const END_DOCTYPE_DECL = 16;
export const ENTITY_DECL = 17;
export const XML_DECLARATION = 18;
export const ELEMENT_DECL = 19;
export const ATTLIST_DECL = 20;
export const SKIPPED_ENTITY = 21;
/** Not a handler: the answer is the table of an encoding, or null when there is none. */
export const ENCODING = 22;

/** A content model as ElementDeclHandler is given it. */
export interface Model {
  type: number;
  quantifier: number;
  name: string | null;
  children: Model[];
}
/** Attributes: names and values in turn; the first `specified` entries are in the document, others are defaults. */
export interface Attributes {
  list: string[];
  specified: number;
}
export type EventArgument = string | number | null | Model | Attributes;
/** A handler is to be called. */
export interface ExpatEvent {
  readonly kind: number;
  readonly args: EventArgument[];
}
/** Events; undefined: more input is needed. The answer to an event is what its handler returned (0 is no). */
export type Events<T = void> = Generator<ExpatEvent | undefined, T, unknown>;

export interface Entity {
  readonly name: string;
  /** Replacement text of an internal entity. */
  text: string | null;
  base: string | null;
  systemId: string | null;
  publicId: string | null;
  notation: string | null;
  /** Declared in the internal subset itself. */
  readonly internal: boolean;
}
export interface AttributeDefault {
  readonly name: string;
  readonly value: string | null;
}
export interface ElementType {
  readonly defaults: AttributeDefault[];
  /** Attributes that are not CDATA: their values are trimmed. */
  readonly tokenized: Set<string>;
  readonly declared: Set<string>;
}

/** What the document type declaration said. Parsers of external entities share their parent's. */
export class Dtd {
  readonly general = new Map<string, Entity>();
  readonly parameter = new Map<string, Entity>();
  readonly elements = new Map<string, ElementType>();
  keepProcessing = true;
  hasParamEntityRefs = false;
  standalone = false;
  /** The handler did parse the external entity it was given. */
  paramEntityRead = false;

  element(name: string): ElementType {
    let t = this.elements.get(name);
    if (t === undefined) {
      t = { defaults: [], tokenized: new Set(), declared: new Set() };
      this.elements.set(name, t);
    }
    return t;
  }
}

/** Text being scanned: the document (which grows) or the replacement text of an entity. */
export class Source {
  pos = 0;
  /** Where the token just scanned ends. */
  end = 0;
  constructor(
    public text: string,
    readonly main: boolean,
    /** No more text comes. */
    public final: boolean,
  ) {}
}

/** A namespace that an element declares. */
export interface Binding {
  readonly prefix: string | null;
  readonly before: string | undefined;
}
/** An open element. */
export interface OpenElement {
  readonly raw: string;
  readonly name: string;
  readonly bindings: Binding[] | null;
}

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** Expansion is limited once this much text has been looked at … */
const AMPLIFICATION_THRESHOLD = 8 << 20;
/** … to so many times the input. */
const AMPLIFICATION = 100;

export class Expat {
  readonly main = new Source('', true, false);
  eventAt = 0;
  dtd = new Dtd();
  /** The kinds of event that somebody handles. */
  readonly on: boolean[] = HANDLERS.map(() => false);
  /** Which of the two default handlers is in force, or -1. */
  defaultKind = -1;
  /** DefaultHandler (not …Expand) leaves references to internal entities unexpanded. */
  expandInternal = true;
  /** Prefix → URI; null: namespaces are not processed. */
  readonly namespaces: Map<string, string> | null;
  triplets = false;
  readonly elements: OpenElement[] = [];
  /** Elements that are open here: one more in an external entity. */
  level = 0;
  /** General and parameter (with %) entities being expanded. */
  readonly open = new Set<string>();
  paramEntityParsing = 0;
  useForeignDtd = false;
  base: string | null = null;
  /** The caller said what the encoding is. */
  encodingFixed = false;
  /** This is the parser of an external entity. */
  isChild = false;
  /** … of the external subset, or of a parameter entity. */
  externalSubset = false;
  private direct = 0;
  private expanded = 0;

  constructor(
    readonly decoder: Decoder,
    /** Between URI and name; null: namespaces are not processed. */
    readonly separator: string | null,
  ) {
    this.namespaces = separator === null ? null : new Map([['xml', XML_NAMESPACE]]);
  }

  get hasDefault(): boolean {
    return this.defaultKind >= 0;
  }
  /** The event of the default handler: the text as it stands there. */
  default(src: Source, from: number, to: number): ExpatEvent {
    return { kind: this.defaultKind, args: [src.text.slice(from, to)] };
  }
  /** Sets the place of events and errors. */
  at(src: Source, place: number): void {
    if (src.main) this.eventAt = place;
  }
  fail(src: Source, code: number, place: number): ExpatFailure {
    this.at(src, place);
    return new ExpatFailure(code);
  }
  invalid(src: Source, place: number): ExpatFailure {
    return this.fail(src, INVALID_TOKEN, place);
  }

  /** So much input came in. */
  account(length: number): void {
    this.direct += length;
  }
  /** So much text comes from an entity: refuses an expansion out of all proportion. */
  expand(length: number): void {
    this.expanded += length;
    const all = this.direct + this.expanded;
    if (all > AMPLIFICATION_THRESHOLD && all > AMPLIFICATION * this.direct)
      throw new ExpatFailure(AMPLIFICATION_LIMIT_BREACH);
  }

  /** Namespaces and entities in force, as an external entity's parser is told. */
  context(): string {
    const parts: string[] = [];
    if (this.namespaces !== null) {
      const inDefault = this.namespaces.get('');
      if (inDefault !== undefined) parts.push(`=${inDefault}`);
      for (const [prefix, uri] of this.namespaces) if (prefix !== '') parts.push(`${prefix}=${uri}`);
    }
    for (const name of this.open) if (!name.startsWith('%')) parts.push(name);
    return parts.join('\f');
  }
  /** The inverse of context(), for the parser of the external entity. */
  setContext(context: string): void {
    for (const part of context.split('\f')) {
      const i = part.indexOf('=');
      if (i < 0) {
        if (part !== '') this.open.add(part);
      } else this.namespaces?.set(part.slice(0, i), part.slice(i + 1));
    }
  }
}
