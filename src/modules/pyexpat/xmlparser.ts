// pyexpat.xmlparser: calls the Python handlers for the parser's events. Invariant: handlers run between two steps of the
// parser, called from a resumable native, so that their thread can be suspended in any of them.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyList, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, TYPE_NO_NEW, typeOf } from '../../objects/type.ts';
import { defineType, type GetSetSpec } from '../../objects/native.ts';
import { exceptionClass, exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import {
  isException,
  newException,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../../objects/exceptions/raise.ts';
import { instanceSet, lookupAttrR } from '../../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { intValue, truth } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, strLength, toJS } from '../../objects/str/text.ts';
import { cInt, cString, tryBytes, typeName } from '../support/arguments.ts';
import { Decoder } from './decoder.ts';
import { ERRORS, UNKNOWN_ENCODING } from './errors.ts';
import { ExpatParser } from './parser.ts';
import {
  type Attributes,
  CHARACTER_DATA,
  DEFAULT,
  DEFAULT_EXPAND,
  ENCODING,
  type EventArgument,
  type ExpatEvent,
  EXTERNAL_ENTITY_REF,
  HANDLERS,
  type Model,
  NOT_STANDALONE_HANDLER,
  START_ELEMENT,
} from './state.ts';

export const expatErrorType = exceptionClass('ExpatError', 'xml.parsers.expat', exceptionTypes.Exception);

export class PyXmlParser extends PyObject {
  parser!: ExpatParser;
  readonly handlers: PyValue[] = HANDLERS.map(() => None);
  orderedAttributes = false;
  specifiedAttributes = false;
  bufferSize = 8192;
  /** Character data that no handler has had yet; null: each piece goes to the handler at once. */
  buffer: string[] | null = null;
  /** … as many bytes of UTF-8. */
  bufferUsed = 0;
  intern: PyValue = None;
  /** Names made once: JavaScript's text → the str. */
  names = new Map<string, PyValue>();
  inCallback = false;
}
export const xmlParserType = makeBuiltinType('xmlparser', PyXmlParser, { module: 'pyexpat', flags: TYPE_NO_NEW });

/** A new parser; `intern` is the dict that names go to, or None. */
export function makeParser(parser: ExpatParser, intern: PyValue): PyXmlParser {
  const p = new PyXmlParser();
  p.parser = parser;
  p.intern = intern;
  return p;
}

/** ExpatError for what is wrong at the parser's place. */
function expatError(p: ExpatParser, code: number): PyBaseException {
  const { lineNumber, columnNumber } = p;
  const text = `${ERRORS[code][1]}: line ${lineNumber}, column ${columnNumber}`;
  const e = newException(expatErrorType, fromJS(text));
  instanceSet(e, 'code', code);
  instanceSet(e, 'offset', columnNumber);
  instanceSet(e, 'lineno', lineNumber);
  return e;
}

// --------------------------------------------------------------------------------------- events as handlers get them

function nameValue(self: PyXmlParser, s: string): PyValue {
  let v = self.names.get(s);
  if (v === undefined) {
    v = fromJS(s);
    self.names.set(s, v);
    if (self.intern instanceof PyDict) {
      const known = self.intern.get(v);
      if (known === undefined) self.intern.set(v, v);
      else v = known;
    }
  }
  return v;
}

function attributesValue(self: PyXmlParser, a: Attributes): PyValue {
  const n = self.specifiedAttributes ? a.specified : a.list.length;
  if (self.orderedAttributes) {
    const items: PyValue[] = [];
    for (let i = 0; i < n; i += 2) items.push(nameValue(self, a.list[i]), fromJS(a.list[i + 1]));
    return new PyList(items);
  }
  const d = new PyDict();
  for (let i = 0; i < n; i += 2) d.set(nameValue(self, a.list[i]), fromJS(a.list[i + 1]));
  return d;
}

function modelValue(m: Model): PyValue {
  const children = new PyTuple(m.children.map(modelValue));
  return new PyTuple([m.type, m.quantifier, m.name === null ? None : fromJS(m.name), children]);
}

function argument(v: EventArgument): PyValue {
  if (v === null) return None;
  if (typeof v === 'string') return fromJS(v);
  if (typeof v === 'number') return v;
  return modelValue(v as Model); // attributes are START_ELEMENT's alone
}

/** Hands the buffered character data to its handler. */
function* flush(self: PyXmlParser): NativeGenerator {
  if (self.bufferUsed === 0 || self.buffer === null) return undefined;
  const text = self.buffer.join('');
  self.buffer = [];
  self.bufferUsed = 0;
  yield* callHandler(self, CHARACTER_DATA, [fromJS(text)]);
  return undefined;
}

function* callHandler(self: PyXmlParser, kind: number, args: PyValue[]): NativeGenerator<PyValue> {
  const h = self.handlers[kind];
  if (h === None) return None;
  self.inCallback = true;
  try {
    let r = callR(h, args);
    if (isPending(r)) r = (yield r) as PyValue;
    return r;
  } catch (e) {
    // What comes after in this input is read, but nobody is told.
    clearHandlers(self);
    throw e;
  } finally {
    self.inCallback = false;
  }
}

function clearHandlers(self: PyXmlParser): void {
  self.handlers.fill(None);
  self.parser.c.on.fill(false);
  self.parser.c.defaultKind = -1;
  if (self.buffer !== null) self.buffer = [];
  self.bufferUsed = 0;
}

/** Calls the handler of an event; the answer is what the parser needs to know of the result. */
function* dispatch(self: PyXmlParser, event: ExpatEvent): NativeGenerator<unknown> {
  const { kind, args } = event;
  if (kind === CHARACTER_DATA) {
    const text = args[0] as string; // CHARACTER_DATA's argument
    if (self.buffer === null) {
      yield* callHandler(self, kind, [fromJS(text)]);
      return undefined;
    }
    const size = Buffer.byteLength(text);
    if (self.bufferUsed + size > self.bufferSize) {
      yield* flush(self);
      // The handler may be gone now.
      if (self.handlers[kind] === None) return undefined;
    }
    if (size > self.bufferSize || self.buffer === null) yield* callHandler(self, kind, [fromJS(text)]);
    else {
      self.buffer.push(text);
      self.bufferUsed += size;
    }
    return undefined;
  }
  if (kind === ENCODING) return yield* encodingTable(self, args[0] as string); // ENCODING's argument
  if (self.bufferUsed > 0) {
    yield* flush(self);
    if (self.handlers[kind] === None) return undefined;
  }
  let values: PyValue[];
  // The casts: START_ELEMENT's arguments are a name and attributes.
  if (kind === START_ELEMENT)
    values = [nameValue(self, args[0] as string), attributesValue(self, args[1] as Attributes)];
  else if (kind === 1) values = [nameValue(self, args[0] as string)];
  else values = args.map(argument);
  const r = yield* callHandler(self, kind, values);
  if (kind !== EXTERNAL_ENTITY_REF && kind !== NOT_STANDALONE_HANDLER) return undefined;
  const n = intValue(r);
  if (n === undefined) {
    clearHandlers(self);
    throw typeError(`'${typeOf(r).name}' object cannot be interpreted as an integer`);
  }
  return Number(n) === 0 ? 0 : 1;
}

/** What each byte is in an encoding that Python knows. */
function* encodingTable(self: PyXmlParser, name: string): NativeGenerator<string[] | null> {
  const bytes = new PyBytes(Uint8Array.from({ length: 256 }, (_, i) => i));
  const u = (yield callMethodR(bytes, 'decode', [fromJS(name), 'replace'])) as PyValue;
  const text = isStr(u) ? toJS(u) : '';
  if (!isStr(u) || strLength(u) !== 256) {
    clearHandlers(self);
    throw valueError('multi-byte encodings are not supported');
  }
  return Array.from(text, (ch) => (ch === '\ufffd' ? '\udfff' : ch));
}

/** One piece of input, to its end. */
function* parse(self: PyXmlParser, input: Uint8Array | string, final: boolean): NativeGenerator<PyValue> {
  const p = self.parser;
  if (p.encoding !== null && !p.begun && typeof input !== 'string' && !Decoder.isKnown(p.encoding)) {
    try {
      p.c.decoder.fixTable((yield* encodingTable(self, p.encoding)) ?? []);
    } catch (e) {
      if (!isException(e, 'LookupError')) throw e;
      p.error = UNKNOWN_ENCODING;
      throw expatError(p, p.error);
    }
  }
  if (p.feed(input, final)) {
    let answer: unknown;
    for (;;) {
      const event = p.next(answer);
      if (event === undefined) break;
      try {
        answer = yield* dispatch(self, event);
      } catch (e) {
        // The rest of the input is read, and what is wrong with it does not matter any more.
        clearHandlers(self);
        while (p.next(event.kind === EXTERNAL_ENTITY_REF ? 0 : undefined) !== undefined);
        throw e;
      }
    }
  }
  if (p.error !== 0) throw expatError(p, p.error);
  yield* flush(self);
  return 1;
}

/** What ParseFile asks a file for at a time. */
const READ_SIZE = 2048;

function* parseFile(self: PyXmlParser, file: PyValue): NativeGenerator<PyValue> {
  const read = (yield lookupAttrR(file, 'read')) as PyValue | undefined;
  if (read === undefined) throw typeError("argument must have 'read' attribute");
  for (;;) {
    const got = (yield callR(read, [READ_SIZE])) as PyValue;
    if (!(got instanceof PyBytes) && !(got instanceof PyByteArray))
      throw typeError(`read() did not return a bytes object (type=${typeOf(got).name})`);
    const bytes = tryBytes(got) as Uint8Array; // bytes or bytearray
    if (bytes.length > READ_SIZE)
      throw valueError(`read() returned too much data: ${READ_SIZE} bytes requested, ${bytes.length} returned`);
    yield* parse(self, bytes.slice(), bytes.length === 0);
    if (bytes.length === 0) return 1;
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

// -------------------------------------------------------------------------------------------------------- attributes

function setHandler(self: PyXmlParser, kind: number, value: PyValue): void {
  const { c } = self.parser;
  self.handlers[kind] = value;
  c.on[kind] = value !== None;
  if (kind === DEFAULT || kind === DEFAULT_EXPAND) {
    // There is one default handler: the last one set.
    c.defaultKind = value === None ? -1 : kind;
    c.expandInternal = kind === DEFAULT_EXPAND;
  }
}
function* flushAndSet(self: PyXmlParser, kind: number, value: PyValue): NativeGenerator {
  yield* flush(self);
  setHandler(self, kind, value);
  return undefined;
}

const handlerAttributes: { [name: string]: GetSetSpec } = {};
HANDLERS.forEach((name, kind) => {
  handlerAttributes[name] = [
    (self: PyXmlParser) => self.handlers[kind],
    (self: PyXmlParser, v: PyValue | undefined) => {
      if (v === undefined) throw runtimeError('Cannot delete attribute');
      if (kind === CHARACTER_DATA && self.bufferUsed > 0) return flushAndSet(self, kind, v);
      setHandler(self, kind, v);
    },
  ];
});

function flag(get: (self: PyXmlParser) => boolean, set: (self: PyXmlParser, v: boolean) => void): GetSetSpec {
  return [
    get,
    (self: PyXmlParser, v: PyValue | undefined) => {
      if (v === undefined) throw runtimeError('Cannot delete attribute');
      set(self, truth(v));
    },
  ];
}

function* setBufferText(self: PyXmlParser, v: PyValue): NativeGenerator {
  const on = truth(v);
  if (on) self.buffer ??= [];
  else {
    yield* flush(self);
    self.buffer = null;
  }
  return undefined;
}

function* setBufferSize(self: PyXmlParser, v: PyValue): NativeGenerator {
  const n = intValue(v);
  if (n === undefined) throw typeError('buffer_size must be an integer');
  if (n <= 0) throw valueError('buffer_size must be greater than zero');
  if (n > 0x7fffffff) throw overflowError('buffer_size must not be greater than 2147483647');
  if (Number(n) === self.bufferSize) return undefined;
  yield* flush(self);
  self.bufferSize = Number(n);
  return undefined;
}

const position = (get: (p: ExpatParser) => number): GetSetSpec => [(self: PyXmlParser) => get(self.parser)];

defineType(xmlParserType, {
  doc: 'XML parser',
  getset: {
    ...handlerAttributes,
    buffer_text: [
      (self: PyXmlParser) => self.buffer !== null,
      (self: PyXmlParser, v: PyValue | undefined) => {
        if (v === undefined) throw runtimeError('Cannot delete attribute');
        return setBufferText(self, v);
      },
    ],
    buffer_size: [
      (self: PyXmlParser) => self.bufferSize,
      (self: PyXmlParser, v: PyValue | undefined) => {
        if (v === undefined) throw runtimeError('Cannot delete attribute');
        return setBufferSize(self, v);
      },
    ],
    buffer_used: [(self: PyXmlParser) => self.bufferUsed],
    namespace_prefixes: flag(
      (self) => self.parser.c.triplets,
      (self, v) => {
        self.parser.c.triplets = v;
      },
    ),
    ordered_attributes: flag(
      (self) => self.orderedAttributes,
      (self, v) => {
        self.orderedAttributes = v;
      },
    ),
    specified_attributes: flag(
      (self) => self.specifiedAttributes,
      (self, v) => {
        self.specifiedAttributes = v;
      },
    ),
    ErrorCode: position((p) => p.error),
    ErrorLineNumber: position((p) => p.lineNumber),
    ErrorColumnNumber: position((p) => p.columnNumber),
    ErrorByteIndex: position((p) => p.byteIndex),
    CurrentLineNumber: position((p) => p.lineNumber),
    CurrentColumnNumber: position((p) => p.columnNumber),
    CurrentByteIndex: position((p) => p.byteIndex),
  },
  members: { intern: 'intern' },
  methods: {
    'Parse(data, isfinal=False, /)': (self: PyXmlParser, data: PyValue, isFinal: PyValue) => {
      const final = truth(isFinal);
      if (isStr(data)) {
        const text = toJS(data);
        if (!LONE_SURROGATE.test(text)) return parse(self, text, final);
        // The error of encoding it.
        return callMethodR(data, 'encode', ['utf-8']);
      }
      const bytes = tryBytes(data);
      if (bytes === undefined) throw typeError(`a bytes-like object is required, not '${typeName(data)}'`);
      return parse(self, bytes.slice(), final);
    },
    'ParseFile(file, /)': parseFile,
    'SetBase(base, /)': (self: PyXmlParser, base: PyValue) => {
      self.parser.c.base = cString(base, 'SetBase', 'argument');
    },
    'GetBase()': (self: PyXmlParser) => {
      const { base } = self.parser.c;
      return base === null ? None : fromJS(base);
    },
    'GetInputContext()': (self: PyXmlParser) =>
      self.inCallback ? new PyBytes(self.parser.inputContext().slice()) : None,
    'ExternalEntityParserCreate(context, encoding=None, /)': (
      self: PyXmlParser,
      context: PyValue,
      encoding: PyValue,
    ) => {
      const within = context === None ? null : cString(context, 'ExternalEntityParserCreate', 'argument 1');
      const name = encoding === None ? null : cString(encoding, 'ExternalEntityParserCreate', 'argument 2');
      const { c } = self.parser;
      const child = new ExpatParser(name, c.separator, self.parser, within);
      const p = makeParser(child, self.intern);
      p.bufferSize = self.bufferSize;
      p.buffer = self.buffer === null ? null : [];
      p.orderedAttributes = self.orderedAttributes;
      p.specifiedAttributes = self.specifiedAttributes;
      self.handlers.forEach((h, kind) => {
        p.handlers[kind] = h;
        child.c.on[kind] = h !== None;
      });
      child.c.defaultKind = c.defaultKind;
      return p;
    },
    'SetParamEntityParsing(flag, /)': (self: PyXmlParser, value: PyValue) => {
      const n = cInt(value);
      if (self.parser.begun || n < 0 || n > 2) return 0;
      self.parser.c.paramEntityParsing = n;
      return 1;
    },
    'UseForeignDTD(flag=True, /)': (self: PyXmlParser, value: PyValue) => {
      const on = truth(value);
      if (self.parser.begun) {
        const code = 26;
        const e = newException(expatErrorType, fromJS(`${ERRORS[code][1]}: line 1, column 0`));
        instanceSet(e, 'code', code);
        throw e;
      }
      self.parser.c.useForeignDtd = on;
    },
    'SetReparseDeferralEnabled(enabled, /)': (self: PyXmlParser, on: PyValue) => {
      self.parser.deferral = truth(on);
    },
    'GetReparseDeferralEnabled()': (self: PyXmlParser) => self.parser.deferral,
  },
});
