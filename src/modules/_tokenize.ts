// `_tokenize`: the tokenizer for tokenize.py. Invariant: the source is read through `readline` at the first step; tokens
// and errors then come one at a time, in order.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType, typeOf } from '../objects/type.ts';
import { isException, typeError } from '../objects/exceptions/raise.ts';
import { callMethodR, callR, isCallable } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineIterator } from '../objects/iterator.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { type TokenInfo, tokenizeSource } from '../syntax/tokenize.ts';
import { syntaxException } from '../runtime/execute.ts';
import { defineModule } from '../runtime/modules.ts';

class PyTokenizerIter extends PyObject {
  tokens: Generator<TokenInfo> | null = null;
  done = false;
  constructor(
    readonly readline: PyValue,
    readonly encoding: PyValue,
    readonly extraTokens: boolean,
  ) {
    super();
  }
}
const tokenizerIterType = makeBuiltinType('TokenizerIter', PyTokenizerIter, { module: '_tokenize' });

/** Everything `readline` gives, until it gives nothing or stops. */
function* readAll(self: PyTokenizerIter): Generator<unknown, string, never> {
  let source = '';
  for (;;) {
    let line: PyValue;
    try {
      line = (yield callR(self.readline, [])) as PyValue;
    } catch (e) {
      if (isException(e, 'StopIteration')) return source;
      throw e;
    }
    if (!isStr(line)) {
      if (self.encoding === None) throw typeError(`readline() returned a non-string object`);
      line = (yield callMethodR(line, 'decode', [self.encoding])) as PyValue;
      if (!isStr(line)) throw typeError(`readline() returned a non-bytes object`);
    }
    const text = toJS(line);
    if (text === '') return source;
    source += text;
  }
}

function step(self: PyTokenizerIter): PyValue | undefined {
  let r: IteratorResult<TokenInfo>;
  try {
    r = self.tokens!.next(); // set before the first step
  } catch (e) {
    self.done = true;
    throw syntaxException(e);
  }
  if (r.done === true) {
    self.done = true;
    return undefined;
  }
  const t = r.value;
  return new PyTuple([t.type, fromJS(t.string), new PyTuple([...t.start]), new PyTuple([...t.end]), fromJS(t.line)]);
}

defineIterator<PyTokenizerIter>(
  tokenizerIterType,
  (self) => {
    if (self.done) return undefined;
    if (self.tokens !== null) return step(self);
    return (function* (): NativeGenerator<PyValue | undefined> {
      const source = yield* readAll(self);
      self.tokens = tokenizeSource(source, self.extraTokens);
      return step(self);
    })();
  },
  {
    new: [
      '(readline, /, *, extra_tokens, encoding=None)',
      (_t: PyType, readline: PyValue, extra: PyValue, encoding: PyValue) => {
        if (!isCallable(readline)) throw typeError(`'${typeOf(readline).tpName}' object is not callable`);
        return new PyTokenizerIter(readline, encoding, extra === true);
      },
    ],
  },
);

defineModule('_tokenize', (m) => m.type(tokenizerIterType));
