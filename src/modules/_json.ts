// _json: the fast half of json. Invariant: results and errors are those of json's own Python code.

import type { PyValue } from '../objects/object.ts';
import { typeOf } from '../objects/type.ts';
import { typeError } from '../objects/exceptions/raise.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { encoderType, quote, quoteAscii } from './_json/encode.ts';
import { scannerType, scanString } from './_json/scan.ts';

function encoded(f: (s: string) => string): (v: PyValue) => PyValue {
  return (v) => {
    if (!isStr(v)) throw typeError(`first argument must be a string, not ${typeOf(v).name}`);
    return fromJS(f(toJS(v)));
  };
}

defineModule('_json', (m) => {
  m.set('make_scanner', scannerType);
  m.set('make_encoder', encoderType);
  m.func('scanstring(string, end, strict=True, /)', scanString);
  m.func('encode_basestring_ascii(string, /)', encoded(quoteAscii));
  m.func('encode_basestring(string, /)', encoded(quote));
});
