// `_multibytecodec`: the machinery of the codecs of East Asia, and `_codecs_*`, which name them. Invariant: a stream or
// incremental object keeps what is left of a character (`pending`) and the codec's state between two calls.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_NO_NEW, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { attributeError, lookupError, newException, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { decodeError } from '../../objects/codecs/codecs.ts';
import { intFromBytes, intToBytes } from '../../objects/algorithms/int-text.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { collectR } from '../../objects/protocol/iteration.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { index, intValue } from '../../objects/protocol/operators.ts';
import { strR } from '../../objects/protocol/text.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromPoints, isStr, strLength, toJS, toPoints } from '../../objects/str/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { type Bad, decodeLoop, encodeLoop, type Step } from '../_codecs/loops.ts';
import { bytesLike } from '../support/arguments.ts';
import { type Codec, CODECS, newState, type State } from './codec.ts';
import { ISO2022 } from './iso2022.ts';

/** More than any codec leaves of a character. */
const MAX_PENDING = 8;

class PyMultibyteCodec extends PyObject {
  constructor(readonly codec: Codec) {
    super();
  }
}
const codecType = makeBuiltinType('MultibyteCodec', PyMultibyteCodec, {
  module: '_multibytecodec',
  flags: TYPE_NO_NEW,
});

function errorsOf(v: PyValue | undefined): string {
  if (v === undefined || v === None) return 'strict';
  if (!isStr(v)) throw typeError(`errors must be str or None, not ${typeOf(v).name}`);
  return toJS(v);
}

/** Decodes from where `state` is; the text and how much was used. What is left at the end of all is an error. */
function decode(
  codec: Codec,
  b: Uint8Array,
  errors: string,
  state: State,
  final: boolean,
): NativeGenerator<[string | PyStr, number]> {
  return decodeLoop(codec.name, b, errors, 0, (i, out): Step => {
    const r = codec.decode(b, i, out, state);
    return r === null && final ? [b.length, 'incomplete multibyte sequence'] : r;
  });
}

function encode(
  codec: Codec,
  s: string | PyStr,
  errors: string,
  state: State,
  final: boolean,
): NativeGenerator<Uint8Array> {
  return encodeAll(codec, s, errors, state, final);
}
function* encodeAll(
  codec: Codec,
  s: string | PyStr,
  errors: string,
  state: State,
  final: boolean,
): NativeGenerator<Uint8Array> {
  const out: number[] = [];
  yield* encodeLoop(codec.name, s, errors, out, (p, i, o): number | Bad => codec.encode(p, i, o, state));
  if (final) codec.reset(out, state);
  return Uint8Array.from(out);
}

function* textOf(v: PyValue): NativeGenerator<string | PyStr> {
  return isStr(v) ? v : ((yield strR(v)) as string | PyStr);
}

defineType(codecType, {
  methods: {
    *'encode(input, errors=None)'(self: PyMultibyteCodec, input: PyValue, errors: PyValue): NativeGenerator<PyValue> {
      const text = yield* textOf(input);
      const state = newState();
      self.codec.init(state, false);
      const b = yield* encode(self.codec, text, errorsOf(errors), state, true);
      return new PyTuple([new PyBytes(b), strLength(text)]);
    },
    *'decode(input, errors=None)'(self: PyMultibyteCodec, input: PyValue, errors: PyValue): NativeGenerator<PyValue> {
      const b = bytesLike(input);
      const state = newState();
      self.codec.init(state, true);
      const [text] = yield* decode(self.codec, b, errorsOf(errors), state, true);
      return new PyTuple([text, b.length]);
    },
  },
});

/** What incremental and stream objects share. */
class Stateful extends PyObject {
  codec: Codec | null = null;
  errors = 'strict';
  state: State = newState();
  stream: PyValue = None;
}
const own = (self: Stateful): Codec => {
  if (self.codec === null) throw attributeError('codec is not set');
  return self.codec;
};

/** A new instance with the codec that its class names. */
function* begin<T extends Stateful>(cls: PyType, errors: PyValue | undefined): NativeGenerator<T> {
  const codec = (yield getattrR(cls, 'codec')) as PyValue;
  if (!(codec instanceof PyMultibyteCodec)) throw typeError('codec is unexpected type');
  const self = new cls.ctor() as T; // cls derives from the type whose `new` this is
  self.codec = codec.codec;
  self.errors = errorsOf(errors);
  codec.codec.init(self.state, self instanceof PyDecoder);
  return self;
}
const errorsMember = {
  errors: [
    (self: Stateful): PyValue => self.errors,
    (self: Stateful, v: PyValue | undefined): void => {
      if (v === undefined) throw attributeError("cannot delete attribute 'errors'");
      if (!isStr(v)) throw typeError('errors must be a string');
      self.errors = toJS(v);
    },
    'how to treat errors',
  ],
} as const;

class PyEncoder extends Stateful {
  pending: string | PyStr = '';
}
class PyDecoder extends Stateful {
  pending: Uint8Array = new Uint8Array(0);
}
class PyReader extends PyDecoder {}
class PyWriter extends PyEncoder {}
const options = { module: '_multibytecodec', flags: TYPE_BASETYPE };
const encoderType = makeBuiltinType('MultibyteIncrementalEncoder', PyEncoder, options);
const decoderType = makeBuiltinType('MultibyteIncrementalDecoder', PyDecoder, options);
const readerType = makeBuiltinType('MultibyteStreamReader', PyReader, options);
const writerType = makeBuiltinType('MultibyteStreamWriter', PyWriter, options);

/** The next piece of a text; on an error the state is as before. */
function* encodePiece(self: Stateful, text: PyValue, final: boolean): NativeGenerator<PyBytes> {
  if (!isStr(text)) throw typeError("couldn't convert the object to str.");
  const before = self.state.slice();
  try {
    return new PyBytes(yield* encode(own(self), text, self.errors, self.state, final));
  } catch (e) {
    self.state.set(before);
    throw e;
  }
}

function* decodePiece(self: PyDecoder, b: Uint8Array, final: boolean): NativeGenerator<string | PyStr> {
  let data = b;
  if (self.pending.length > 0) {
    data = new Uint8Array(self.pending.length + b.length);
    data.set(self.pending);
    data.set(b, self.pending.length);
  }
  const before = self.state.slice();
  try {
    const [text, used] = yield* decode(own(self), data, self.errors, self.state, final);
    self.pending = data.slice(used);
    return text;
  } catch (e) {
    // What was pending stays so, and what of the new bytes comes before the error is lost, as in CPython.
    self.state.set(before);
    throw e;
  }
}

const zeros = new Uint8Array(8);

defineType(encoderType, {
  new: ["(errors='strict')", (cls: PyType, errors: PyValue) => begin<PyEncoder>(cls, errors)],
  methods: {
    '__init__(*args, **kwargs)': () => undefined,
    'encode(input, final=False)': (self: PyEncoder, input: PyValue, final: PyValue) =>
      encodePiece(self, input, final !== false && final !== 0),
    'getstate()': (self: PyEncoder) => intFromBytes(Uint8Array.of(0, ...self.state), true, false),
    'setstate(state, /)': (self: PyEncoder, v: PyValue) => {
      if (intValue(v) === undefined) throw typeError(`an integer is required (got type ${typeOf(v).name})`);
      const b = intToBytes(index(v), 17, true, false);
      if (typeof b === 'string') throw newException(exceptionTypes.OverflowError, 'int too big to convert');
      const n = b[0];
      if (n > MAX_PENDING) throw newException(exceptionTypes.UnicodeError, 'pending buffer too large');
      if (n > 0) {
        const text = b.subarray(1, 1 + n);
        if (text.some((c) => c >= 0x80)) throw decodeError('utf-8', text, 0, 1, 'invalid start byte');
      }
      self.state.set(b.subarray(1 + n, 9 + n));
    },
    'reset()': (self: PyEncoder) => own(self).init(self.state, false),
  },
  getset: { ...errorsMember },
});

defineType(decoderType, {
  new: ["(errors='strict')", (cls: PyType, errors: PyValue) => begin<PyDecoder>(cls, errors)],
  methods: {
    '__init__(*args, **kwargs)': () => undefined,
    'decode(input, final=False)': (self: PyDecoder, input: PyValue, final: PyValue) =>
      decodePiece(self, bytesLike(input), final !== false && final !== 0),
    'getstate()': (self: PyDecoder) => new PyTuple([new PyBytes(self.pending), intFromBytes(self.state, true, false)]),
    'setstate(state, /)': (self: PyDecoder, v: PyValue) => {
      if (!(v instanceof PyTuple)) throw typeError(`setstate() argument 1 must be tuple, not ${typeOf(v).name}`);
      const [pending, flags] = v.items;
      if (!(pending instanceof PyBytes) || intValue(flags) === undefined) {
        throw typeError('setstate(): illegal state argument');
      }
      if (pending.b.length > MAX_PENDING) {
        throw decodeError(own(self).name, pending.b, 0, MAX_PENDING, 'pending buffer too large');
      }
      const b = intToBytes(index(flags), 8, true, false);
      if (typeof b === 'string') throw newException(exceptionTypes.OverflowError, 'int too big to convert');
      self.pending = pending.b.slice();
      self.state.set(b);
    },
    'reset()': (self: PyDecoder) => {
      self.pending = zeros.slice(0, 0);
      own(self).init(self.state, true);
    },
  },
  getset: { ...errorsMember },
});

/** Text from the stream: all of it, or what about `size` bytes (a line) give. */
function* read(self: PyReader, method: string, size: number): NativeGenerator<string | PyStr> {
  const parts: number[] = [];
  if (size === 0) return '';
  let ask = size;
  for (;;) {
    const piece = (yield callMethodR(self.stream, method, ask < 0 ? [] : [ask])) as PyValue;
    if (!(piece instanceof PyBytes)) {
      throw typeError(`stream function returned a non-bytes object (${typeOf(piece).name})`);
    }
    const end = ask < 0 || piece.b.length === 0;
    const text = yield* decodePiece(self, piece.b, end);
    for (const c of toPoints(text)) parts.push(c);
    if (end || parts.length > 0) break;
    ask = 1; // only a part of a character so far
  }
  return fromPoints(Uint32Array.from(parts));
}
function sizeOf(v: PyValue): number {
  return v === None ? -1 : Number(index(v));
}
function* readLines(self: PyReader, size: number): NativeGenerator<PyValue> {
  const text = yield* read(self, 'read', size);
  return (yield callMethodR(text, 'splitlines', [true])) as PyValue;
}

function* attach<T extends Stateful>(cls: PyType, stream: PyValue, errors: PyValue | undefined): NativeGenerator<T> {
  const self = yield* begin<T>(cls, errors);
  self.stream = stream;
  return self;
}

defineType(readerType, {
  new: [
    '(stream, errors=None)',
    (cls: PyType, stream: PyValue, errors: PyValue) => attach<PyReader>(cls, stream, errors),
  ],
  methods: {
    '__init__(*args, **kwargs)': () => undefined,
    'read(sizeobj=None, /)': (self: PyReader, size: PyValue) => read(self, 'read', sizeOf(size)),
    'readline(sizeobj=None, /)': (self: PyReader, size: PyValue) => read(self, 'readline', sizeOf(size)),
    'readlines(sizehintobj=None, /)': (self: PyReader, size: PyValue) => readLines(self, sizeOf(size)),
    'reset()': (self: PyReader) => {
      self.pending = zeros.slice(0, 0);
      own(self).init(self.state, true);
    },
  },
  getset: { ...errorsMember, stream: [(self: PyReader) => self.stream] },
});

function* write(self: PyWriter, text: PyValue): NativeGenerator<PyValue> {
  const b = yield* encodePiece(self, text, false);
  yield callMethodR(self.stream, 'write', [b]);
  return None;
}

defineType(writerType, {
  new: [
    '(stream, errors=None)',
    (cls: PyType, stream: PyValue, errors: PyValue) => attach<PyWriter>(cls, stream, errors),
  ],
  methods: {
    '__init__(*args, **kwargs)': () => undefined,
    'write(strobj, /)': write,
    *'writelines(lines, /)'(self: PyWriter, lines: PyValue): NativeGenerator<PyValue> {
      for (const line of (yield collectR(lines)) as PyValue[]) yield* write(self, line);
      return None;
    },
    *'reset()'(self: PyWriter): NativeGenerator<PyValue> {
      const out: number[] = [];
      own(self).reset(out, self.state);
      if (out.length > 0) yield callMethodR(self.stream, 'write', [new PyBytes(Uint8Array.from(out))]);
      return None;
    },
  },
  getset: { ...errorsMember, stream: [(self: PyWriter) => self.stream] },
});

defineModule('_multibytecodec', (m) => {
  for (const type of [encoderType, decoderType, readerType, writerType]) m.type(type);
});

for (const [module, codecs] of Object.entries({ ...CODECS, _codecs_iso2022: ISO2022, _codecs_hk: [] })) {
  defineModule(module, (m) => {
    m.funcs({
      'getcodec(encoding, /)': (name: PyValue) => {
        if (!isStr(name)) throw typeError('encoding name must be a string.');
        const codec = codecs.find((c) => c.name === toJS(name));
        if (codec === undefined) throw lookupError('no such codec is supported.');
        return new PyMultibyteCodec(codec);
      },
    });
  });
}
