// Ciphers as the tuples of cipher() and the dictionaries of get_ciphers(). Knows nothing of connections.

import { None, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { fromJS } from '../../objects/str/text.ts';
import type { OpenSSL, Pointer } from '../../runtime/openssl.ts';

const text = (s: string | null): PyValue => (s === null ? None : fromJS(s));

/** (name, version, bits). */
export function cipherTuple(s: OpenSSL, c: Pointer): PyTuple {
  return new PyTuple([
    text(s.SSL_CIPHER_get_name(c)),
    text(s.SSL_CIPHER_get_version(c)),
    s.SSL_CIPHER_get_bits(c, null),
  ]);
}

export function cipherDict(s: OpenSSL, c: Pointer): PyDict {
  const alg = new Int32Array(1);
  const bits = s.SSL_CIPHER_get_bits(c, alg);
  const nid = (n: number): PyValue => (n === 0 ? None : text(s.OBJ_nid2ln(n)?.toLowerCase() ?? null));
  const d = new PyDict();
  d.setStr('id', s.SSL_CIPHER_get_id(c));
  d.setStr('name', text(s.SSL_CIPHER_get_name(c)));
  d.setStr('protocol', text(s.SSL_CIPHER_get_version(c)));
  const buffer = new Uint8Array(512);
  d.setStr('description', text(s.SSL_CIPHER_description(c, buffer, buffer.length)?.replace(/\s+$/, '') ?? null));
  d.setStr('strength_bits', bits);
  d.setStr('alg_bits', alg[0]);
  d.setStr('aead', s.SSL_CIPHER_is_aead(c) !== 0);
  d.setStr('symmetric', nid(s.SSL_CIPHER_get_cipher_nid(c)));
  d.setStr('digest', nid(s.SSL_CIPHER_get_digest_nid(c)));
  d.setStr('kea', nid(s.SSL_CIPHER_get_kx_nid(c)));
  d.setStr('auth', nid(s.SSL_CIPHER_get_auth_nid(c)));
  return d;
}

export function cipherStack(s: OpenSSL, stack: Pointer): Pointer[] {
  if (stack === null) return [];
  return Array.from({ length: s.OPENSSL_sk_num(stack) }, (_, i) => s.OPENSSL_sk_value(stack, i));
}
