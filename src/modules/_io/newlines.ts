// Newline translation and line splitting, shared by TextIOWrapper, StringIO and IncrementalNewlineDecoder.
// Invariant: works on UTF-16 text; only \r and \n matter. A trailing \r waits in `pendingcr` for what follows.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import {
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';

const SEEN_CR = 1;
const SEEN_LF = 2;
const SEEN_CRLF = 4;

export class Newlines {
  pendingcr = false;
  seen = 0;
  constructor(readonly translate: boolean) {}

  /** Takes decoded text, gives it with what was held back, translated if asked for. */
  decode(text: string, final: boolean): string {
    if (this.pendingcr && (final || text.length > 0)) {
      text = '\r' + text;
      this.pendingcr = false;
    }
    if (!final && text.charCodeAt(text.length - 1) === 13) {
      text = text.slice(0, -1);
      this.pendingcr = true;
    }
    if (text.length === 0) return text;
    if (!text.includes('\r')) {
      if ((this.seen & SEEN_LF) === 0 && text.includes('\n')) this.seen |= SEEN_LF;
      return text;
    }
    if (this.seen !== 7) {
      if (text.includes('\r\n')) this.seen |= SEEN_CRLF;
      if (/\r(?!\n)/.test(text)) this.seen |= SEEN_CR;
      if (/(?<!\r)\n/.test(text)) this.seen |= SEEN_LF;
    }
    return this.translate ? text.replace(/\r\n?/g, '\n') : text;
  }

  reset(): void {
    this.pendingcr = false;
    this.seen = 0;
  }

  /** The `newlines` attribute. */
  get newlines(): PyValue {
    const kinds: string[] = [];
    if (this.seen & SEEN_CR) kinds.push('\r');
    if (this.seen & SEEN_LF) kinds.push('\n');
    if (this.seen & SEEN_CRLF) kinds.push('\r\n');
    return kinds.length === 0 ? None : kinds.length === 1 ? kinds[0] : new PyTuple(kinds);
  }
}

/** How a stream finds the ends of its lines. */
export interface LineEnds {
  /** Newlines are \n already. */
  readtranslate: boolean;
  /** \n, \r and \r\n all end lines. */
  readuniversal: boolean;
  /** The one string that ends lines otherwise. */
  readnl: string;
}

/** Index after the end of the first line of `text` from `start`, or -1 when it has none. */
export function lineEnd(text: string, start: number, ends: LineEnds): number {
  if (ends.readtranslate) {
    const i = text.indexOf('\n', start);
    return i < 0 ? -1 : i + 1;
  }
  if (ends.readuniversal) {
    const n = text.indexOf('\n', start);
    const r = text.lastIndexOf('\r', n < 0 ? text.length : n) < start ? -1 : text.indexOf('\r', start);
    if (r < 0) return n < 0 ? -1 : n + 1;
    if (n >= 0 && n < r) return n + 1;
    return n === r + 1 ? n + 1 : r + 1;
  }
  const i = text.indexOf(ends.readnl, start);
  return i < 0 ? -1 : i + ends.readnl.length;
}

class PyNewlineDecoder extends PyObject {
  decoder: PyValue = None;
  state: Newlines | null = null;
}
export const newlineDecoderType = makeBuiltinType('IncrementalNewlineDecoder', PyNewlineDecoder, {
  module: '_io',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});

function stateOf(self: PyNewlineDecoder): Newlines {
  if (self.state === null) throw valueError('IncrementalNewlineDecoder.__init__() not called');
  return self.state;
}

defineType(newlineDecoderType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    "__init__(decoder, translate, errors='strict')": (self: PyNewlineDecoder, decoder: PyValue, translate: PyValue) => {
      self.decoder = decoder;
      self.state = new Newlines(truth(translate));
    },
    *'decode(input, final=False)'(self: PyNewlineDecoder, input: PyValue, final: PyValue): NativeGenerator {
      const s = stateOf(self);
      let text: PyValue = input;
      if (self.decoder !== None) text = (yield callMethodR(self.decoder, 'decode', [input, final])) as PyValue;
      if (!isStr(text)) throw typeError(`decoder should return a string result, not '${typeOf(text).name}'`);
      return fromJS(s.decode(toJS(text), truth(final)));
    },
    *'getstate()'(self: PyNewlineDecoder): NativeGenerator {
      const s = stateOf(self);
      let buffer: PyValue = new PyBytes();
      let flag = 0n;
      if (self.decoder !== None) {
        let state = callMethodR(self.decoder, 'getstate');
        if (isPending(state)) state = (yield state) as PyValue;
        if (!(state instanceof PyTuple)) throw typeError('illegal decoder state');
        if (state.items.length !== 2) throw typeError('illegal decoder state');
        buffer = state.items[0];
        flag = BigInt(index(state.items[1]));
      }
      return new PyTuple([buffer, intNormalize((flag << 1n) | (s.pendingcr ? 1n : 0n))]);
    },
    *'setstate(state, /)'(self: PyNewlineDecoder, state: PyValue): NativeGenerator {
      const s = stateOf(self);
      if (!(state instanceof PyTuple)) throw typeError('state argument must be a tuple');
      if (state.items.length !== 2) throw typeError('illegal decoder state');
      const flag = BigInt(index(state.items[1]));
      s.pendingcr = (flag & 1n) !== 0n;
      if (self.decoder !== None)
        yield callMethodR(self.decoder, 'setstate', [new PyTuple([state.items[0], intNormalize(flag >> 1n)])]);
      return None;
    },
    *'reset()'(self: PyNewlineDecoder): NativeGenerator {
      stateOf(self).reset();
      if (self.decoder !== None) yield callMethodR(self.decoder, 'reset');
      return None;
    },
  },
  getset: { newlines: [(self: PyNewlineDecoder) => stateOf(self).newlines] },
});
