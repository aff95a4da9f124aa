// The _codecs module: the registry of codecs and error handlers, and the codecs CPython has in C. Invariant: registry and
// handlers belong to the interpreter that imported the module.

import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyList, PyTuple, type PyStr } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { hooks } from '../../objects/hooks.ts';
import { callMethodR, callR, isCallable } from '../../objects/protocol/call.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { isException, lookupError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { fromJS, isStr, strLength, toJS, toPoints } from '../../objects/str/text.ts';
import { decodeAsciiR, decodeLatin1, decodeUtf8R, encodeSmallR, encodeUtf8R } from '../../objects/codecs/codecs.ts';
import { defineModule } from '../../runtime/modules.ts';
import { bytesLike, cInt } from '../support/arguments.ts';
import { buildMap, decodeCharmap, encodeCharmap } from './charmap.ts';
import {
  decodeEscape,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeEscape,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
} from './escapes.ts';
import { standardHandlers } from './handlers.ts';
import { decodeUtf16, decodeUtf32, decodeUtf7, encodeUtf16, encodeUtf32, encodeUtf7 } from './utf.ts';

/** encodings' own normalisation: lower case, runs of other characters as one underscore. */
function normalise(name: string): string {
  return name
    .replace(/[^A-Za-z0-9.]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}
const text = (v: PyValue, fname: string, n = 1): string | PyStr => {
  if (!isStr(v)) throw typeError(`${fname}() argument ${n} must be str, not ${typeOf(v).name}`);
  return v;
};
const mode = (v: PyValue): string => {
  if (v === None) return 'strict';
  if (!isStr(v)) throw typeError(`argument 2 must be str or None, not ${typeOf(v).name}`);
  return toJS(v);
};
const pair = (v: PyValue, n: number): PyValue => new PyTuple([v, n]);

defineModule('_codecs', (m) => {
  const searchers: PyValue[] = [];
  const cache = new Map<string, PyTuple>();
  const handlers = new Map<string, PyValue>(standardHandlers());
  const standard = new Set(handlers.keys());
  let loaded = false;

  function* lookup(name: string): NativeGenerator<PyTuple> {
    const key = normalise(name);
    const hit = cache.get(key);
    if (hit !== undefined) return hit;
    if (!loaded && searchers.length === 0) {
      loaded = true;
      yield hooks.importR('encodings');
    }
    for (const f of searchers.slice()) {
      const r = (yield callR(f, [fromJS(key)])) as PyValue;
      if (r === None) continue;
      if (!(r instanceof PyTuple) || r.items.length !== 4)
        throw typeError('codec search functions must return 4-tuples');
      cache.set(key, r);
      return r;
    }
    throw lookupError(`unknown encoding: ${name}`);
  }
  function* convert(
    what: 'encoding' | 'decoding',
    object: PyValue,
    encoding: PyValue,
    errors: PyValue | undefined,
  ): NativeGenerator<PyValue> {
    const name = toJS(text(encoding, what === 'encoding' ? 'encode' : 'decode', 2));
    const codec = yield* lookup(name);
    const f = codec.items[what === 'encoding' ? 0 : 1];
    let r: PyValue;
    try {
      r = (yield callR(f, errors === undefined ? [object] : [object, errors])) as PyValue;
    } catch (e) {
      if (isException(e, 'Exception'))
        yield callMethodR(e, 'add_note', [fromJS(`${what} with '${name}' codec failed`)]);
      throw e;
    }
    if (!(r instanceof PyTuple) || r.items.length !== 2) {
      throw typeError(`${what === 'encoding' ? 'encoder' : 'decoder'} must return a tuple (object, integer)`);
    }
    return r.items[0];
  }
  m.funcs({
    'register(search_function, /)': (f: PyValue) => {
      if (!isCallable(f)) throw typeError('argument must be callable');
      searchers.push(f);
    },
    'unregister(search_function, /)': (f: PyValue) => {
      const i = searchers.indexOf(f);
      if (i >= 0) {
        searchers.splice(i, 1);
        cache.clear();
      }
    },
    'lookup(encoding, /)': (name: PyValue) => lookup(toJS(text(name, 'lookup'))),
    'encode(obj, encoding=?, errors=?)': (o: PyValue, encoding: PyValue = 'utf-8', errors?: PyValue) =>
      convert('encoding', o, encoding, errors),
    'decode(obj, encoding=?, errors=?)': (o: PyValue, encoding: PyValue = 'utf-8', errors?: PyValue) =>
      convert('decoding', o, encoding, errors),
    'register_error(errors, handler, /)': (name: PyValue, f: PyValue) => {
      const n = toJS(text(name, 'register_error'));
      if (!isCallable(f)) throw typeError('handler must be callable');
      handlers.set(n, f);
    },
    '_unregister_error(errors, /)': (name: PyValue) => {
      const n = toJS(text(name, '_unregister_error'));
      if (standard.has(n)) throw valueError(`cannot un-register built-in error handler '${n}'`);
      return handlers.delete(n);
    },
    'lookup_error(name, /)': (name: PyValue) => {
      const n = toJS(text(name, 'lookup_error'));
      const f = handlers.get(n);
      if (f === undefined) throw lookupError(`unknown error handler name '${n}'`);
      return f;
    },
    'charmap_build(map, /)': (map: PyValue) => buildMap(text(map, 'charmap_build')),
  });

  /** `<name>_encode(str, errors=None)` → (bytes, number of characters). */
  const encoder = (name: string, f: (s: string | PyStr, errors: string) => Resumable<Uint8Array>): void => {
    m.func(`${name}_encode(str, errors=None, /)`, (v: PyValue, errors: PyValue) => {
      const s = text(v, `${name}_encode`);
      return finish(f(s, mode(errors)), strLength(s));
    });
  };
  const finish = (r: Resumable<Uint8Array>, n: number): PyValue | NativeGenerator<PyValue> => {
    if (!isPending(r)) return pair(new PyBytes(r), n);
    return (function* (): NativeGenerator<PyValue> {
      return pair(new PyBytes((yield r) as Uint8Array), n);
    })();
  };
  type Decoded = Resumable<[string | PyStr, number]>;
  const decoded = (r: Decoded): PyValue | NativeGenerator<PyValue> => {
    if (!isPending(r)) return pair(r[0], r[1]);
    return (function* (): NativeGenerator<PyValue> {
      const [s, n] = (yield r) as [string | PyStr, number];
      return pair(s, n);
    })();
  };
  /** `<name>_decode(data, errors=None, final=False)` → (str, bytes used). */
  const decoder = (
    name: string,
    f: (b: Uint8Array, errors: string, final: boolean) => Decoded,
    final = 'False',
  ): void => {
    m.func(`${name}_decode(data, errors=None, final=${final}, /)`, (data: PyValue, errors: PyValue, fin: PyValue) =>
      decoded(f(bytesLike(data), mode(errors), truth(fin))),
    );
  };
  /** A str given to an escape decoder is its UTF-8. */
  const source = (v: PyValue): Uint8Array => {
    if (!isStr(v)) return bytesLike(v);
    return new TextEncoder().encode(toJS(v));
  };

  encoder('utf_8', encodeUtf8R);
  decoder('utf_8', (b, e, final) => decodeUtf8R(b, e, final));
  encoder('latin_1', (s, e) => encodeSmallR(s, 256, e));
  m.func('latin_1_decode(data, errors=None, /)', (data: PyValue) => {
    const b = bytesLike(data);
    return pair(decodeLatin1(b), b.length);
  });
  encoder('ascii', (s, e) => encodeSmallR(s, 128, e));
  m.func('ascii_decode(data, errors=None, /)', (data: PyValue, errors: PyValue) => {
    const b = bytesLike(data);
    const r = decodeAsciiR(b, mode(errors));
    if (!isPending(r)) return pair(r, b.length);
    return (function* (): NativeGenerator<PyValue> {
      return pair((yield r) as PyValue, b.length);
    })();
  });
  encoder('utf_7', (s) => encodeUtf7(toPoints(s)));
  decoder('utf_7', decodeUtf7);

  for (const [name, encode, decode] of [
    ['utf_16', encodeUtf16, decodeUtf16],
    ['utf_32', encodeUtf32, decodeUtf32],
  ] as const) {
    for (const [suffix, order] of [
      ['_le', -1],
      ['_be', 1],
    ] as const) {
      encoder(name + suffix, (s, e) => encode(s, e, order));
      decoder(name + suffix, function* (b, e, final): NativeGenerator<[string | PyStr, number]> {
        const [s, n] = yield* decode(b, e, order, final);
        return [s, n];
      });
    }
    m.func(`${name}_encode(str, errors=None, byteorder=0, /)`, (v: PyValue, errors: PyValue, order: PyValue) => {
      const s = text(v, `${name}_encode`);
      return finish(encode(s, mode(errors), cInt(order)), strLength(s));
    });
    decoder(name, function* (b, e, final): NativeGenerator<[string | PyStr, number]> {
      const [s, n] = yield* decode(b, e, 0, final);
      return [s, n];
    });
    m.func(
      `${name}_ex_decode(data, errors=None, byteorder=0, final=False, /)`,
      function* (data: PyValue, errors: PyValue, order: PyValue, final: PyValue): NativeGenerator<PyValue> {
        const [s, n, o] = yield* decode(bytesLike(data), mode(errors), cInt(order), truth(final));
        return new PyTuple([s, n, o]);
      },
    );
  }

  encoder('unicode_escape', (s) => encodeUnicodeEscape(toPoints(s)));
  m.func('unicode_escape_decode(data, errors=None, final=True, /)', (data: PyValue, errors: PyValue, final: PyValue) =>
    decoded(decodeUnicodeEscape(source(data), mode(errors), truth(final))),
  );
  encoder('raw_unicode_escape', (s) => encodeRawUnicodeEscape(toPoints(s)));
  m.func(
    'raw_unicode_escape_decode(data, errors=None, final=True, /)',
    (data: PyValue, errors: PyValue, final: PyValue) =>
      decoded(decodeRawUnicodeEscape(source(data), mode(errors), truth(final))),
  );
  m.funcs({
    *'escape_decode(data, errors=None, /)'(data: PyValue, errors: PyValue): NativeGenerator<PyValue> {
      const b = source(data);
      return pair(new PyBytes(yield* decodeEscape(b, mode(errors))), b.length);
    },
    'escape_encode(data, errors=None, /)': (data: PyValue) => {
      if (!(data instanceof PyBytes))
        throw typeError(`escape_encode() argument 1 must be bytes, not ${typeOf(data).name}`);
      return pair(new PyBytes(encodeEscape(data.b)), data.b.length);
    },
    'readbuffer_encode(data, errors=None, /)': (data: PyValue) => {
      const b = source(data).slice();
      return pair(new PyBytes(b), b.length);
    },
    *'charmap_decode(data, errors=None, mapping=None, /)'(
      data: PyValue,
      errors: PyValue,
      mapping: PyValue,
    ): NativeGenerator<PyValue> {
      const b = bytesLike(data);
      if (mapping === None) return pair(decodeLatin1(b), b.length);
      return pair(yield* decodeCharmap(b, mode(errors), mapping), b.length);
    },
    *'charmap_encode(str, errors=None, mapping=None, /)'(
      v: PyValue,
      errors: PyValue,
      mapping: PyValue,
    ): NativeGenerator<PyValue> {
      const s = text(v, 'charmap_encode');
      if (mapping === None)
        return pair(new PyBytes((yield encodeSmallR(s, 256, mode(errors))) as Uint8Array), strLength(s));
      return pair(new PyBytes(yield* encodeCharmap(s, mode(errors), mapping)), strLength(s));
    },
  });
  void PyList;
});
