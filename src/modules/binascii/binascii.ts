// `binascii`: the Python face of codecs.ts.

import { PyBytes } from '../../objects/shapes.ts';
import type { PyValue } from '../../objects/object.ts';
import { typeOf } from '../../objects/type.ts';
import { exceptionClass, exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { newException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { bytesLike, cInt, tryBytes } from '../support/arguments.ts';
import * as A from './codecs.ts';

const errorType = exceptionClass('Error', 'binascii', exceptionTypes.ValueError);
const incompleteType = exceptionClass('Incomplete', 'binascii', exceptionTypes.Exception);

function convert(f: () => Uint8Array): PyBytes {
  try {
    return new PyBytes(f());
  } catch (e) {
    if (e instanceof A.BinasciiError) throw newException(errorType, fromJS(e.message));
    throw e;
  }
}

/** Bytes, or the ASCII characters of a str. */
function ascii(v: PyValue): Uint8Array {
  if (isStr(v)) {
    const s = toJS(v);
    const out = new Uint8Array(s.length);
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c > 127) throw valueError('string argument should contain only ASCII characters');
      out[i] = c;
    }
    return out;
  }
  const b = tryBytes(v);
  if (b === undefined) throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeOf(v).tpName}'`);
  return b;
}

/** A C unsigned int, wrapping. */
function unsigned(v: PyValue): number {
  return Number(BigInt.asUintN(32, BigInt(index(v))));
}

function hexlify(data: PyValue, sep: PyValue | undefined, group: PyValue): PyBytes {
  const b = bytesLike(data);
  if (sep === undefined) return new PyBytes(A.encodeHex(b));
  const n = cInt(group);
  let c: number;
  if (isStr(sep)) {
    const s = toJS(sep);
    if (Array.from(s).length !== 1) throw valueError('sep must be length 1.');
    c = s.codePointAt(0)!;
    if (c > 255) throw valueError('sep must be ASCII.');
  } else if (sep instanceof PyBytes) {
    if (sep.b.length !== 1) throw valueError('sep must be length 1.');
    c = sep.b[0];
  } else throw typeError('sep must be str or bytes.');
  return new PyBytes(A.encodeHex(b, c, n));
}

const unhexlify = (text: PyValue): PyBytes => convert(() => A.decodeHex(ascii(text)));

defineModule('binascii', (m) => {
  m.set('__doc__', 'Conversion between binary data and ASCII');
  m.type(errorType);
  m.type(incompleteType);
  m.funcs({
    'a2b_base64(data, /, *, strict_mode=False)': (data: PyValue, strict: PyValue) =>
      convert(() => A.decodeBase64(ascii(data), truth(strict))),
    'b2a_base64(data, /, *, newline=True)': (data: PyValue, newline: PyValue) =>
      convert(() => A.encodeBase64(bytesLike(data), truth(newline))),
    'a2b_hex(hexstr, /)': unhexlify,
    'unhexlify(hexstr, /)': unhexlify,
    'b2a_hex(data, sep=?, bytes_per_sep=1)': hexlify,
    'hexlify(data, sep=?, bytes_per_sep=1)': hexlify,
    'a2b_uu(data, /)': (data: PyValue) => convert(() => A.decodeUu(ascii(data))),
    'b2a_uu(data, /, *, backtick=False)': (data: PyValue, backtick: PyValue) =>
      convert(() => A.encodeUu(bytesLike(data), truth(backtick))),
    'a2b_qp(data, header=False)': (data: PyValue, header: PyValue) =>
      convert(() => A.decodeQp(ascii(data), truth(header))),
    'b2a_qp(data, quotetabs=False, istext=True, header=False)': (
      data: PyValue,
      tabs: PyValue,
      text: PyValue,
      header: PyValue,
    ) => convert(() => A.encodeQp(bytesLike(data), truth(tabs), truth(text), truth(header))),
    'crc_hqx(data, crc, /)': (data: PyValue, crc: PyValue) => A.crcHqx(bytesLike(data), unsigned(crc)),
    'crc32(data, crc=0, /)': (data: PyValue, crc: PyValue) => A.crc32(bytesLike(data), unsigned(crc)),
  });
});
