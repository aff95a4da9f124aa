// _ssl: TLS by the OpenSSL that Node carries. Invariant: nothing of OpenSSL is touched before it is used. Left out: PSK
// callbacks, message callbacks, certificate stores of Windows.

import type { PyValue } from '../../objects/object.ts';
import { None } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { valueError } from '../../objects/exceptions/raise.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { newException, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { fromJS } from '../../objects/str/text.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { defineModule } from '../../runtime/modules.ts';
import { host } from '../../runtime/host.ts';
import type { Pointer } from '../../runtime/openssl.ts';
import { bytesLike, cInt, typeName } from '../support/arguments.ts';
import { fspath } from '../support/fs.ts';
import { memoryBIOType } from './bio.ts';
import { certificateDict, certificateType } from './certificate.ts';
import { connectionType } from './connection.ts';
import { CONSTANTS, FEATURES } from './constants.ts';
import { contextType, DEFAULT_CIPHERS, defaultPaths } from './context.ts';
import {
  ssl,
  SSLCertVerificationError,
  SSLEOFError,
  SSLError,
  SSLSyscallError,
  SSLWantReadError,
  SSLWantWriteError,
  SSLZeroReturnError,
} from './errors.ts';
import { sessionType } from './session.ts';

/** What `ssl` asks for while it is imported, known without OpenSSL: that may have to be loaded first. */
const USAGES: { readonly [number: string]: readonly [nid: number, short: string, long: string] } = {
  '1.3.6.1.5.5.7.3.1': [129, 'serverAuth', 'TLS Web Server Authentication'],
  '1.3.6.1.5.5.7.3.2': [130, 'clientAuth', 'TLS Web Client Authentication'],
};

/** (nid, short name, long name, number text) of an object identifier. */
function described(o: Pointer): PyTuple {
  const s = ssl();
  const nid = s.OBJ_obj2nid(o);
  if (nid === 0) throw valueError('Unknown object');
  const b = new Uint8Array(100);
  const n = s.OBJ_obj2txt(b, b.length, o, 1);
  return new PyTuple([
    nid,
    fromJS(s.OBJ_nid2sn(nid) ?? ''),
    fromJS(s.OBJ_nid2ln(nid) ?? ''),
    n > 0 ? fromJS(new TextDecoder().decode(b.subarray(0, n))) : None,
  ]);
}

defineModule('_ssl', (m) => {
  const version = host().opensslVersion();
  if (version === null) throw newException(exceptionTypes.ImportError, 'no OpenSSL here');
  for (const t of [contextType, connectionType, memoryBIOType, sessionType, certificateType]) m.type(t);
  for (const t of [
    SSLError,
    SSLZeroReturnError,
    SSLWantReadError,
    SSLWantWriteError,
    SSLSyscallError,
    SSLEOFError,
    SSLCertVerificationError,
  ])
    m.type(t);
  for (const [n, v] of Object.entries(CONSTANTS)) m.set(n, v);
  for (const [n, v] of Object.entries(FEATURES)) m.set(n, v);
  m.set('HAS_PSK', false);
  m.set('_DEFAULT_CIPHERS', DEFAULT_CIPHERS);
  const { number } = version;
  const info = new PyTuple([
    Math.floor(number / 2 ** 28) & 0xf,
    (number >>> 20) & 0xff,
    (number >>> 12) & 0xff,
    (number >>> 4) & 0xff,
    number & 0xf,
  ]);
  m.set('OPENSSL_VERSION_NUMBER', number);
  m.set('OPENSSL_VERSION_INFO', info);
  m.set('OPENSSL_VERSION', fromJS(version.text));
  m.set('_OPENSSL_API_VERSION', info);
  m.funcs({
    'txt2obj(txt, name=False)': (txt: PyValue, name: PyValue) => {
      if (!isStr(txt)) throw typeError(`txt2obj() argument 'txt' must be str, not ${typeName(txt)}`);
      const usage = USAGES[toJS(txt)];
      if (usage !== undefined) return new PyTuple([usage[0], fromJS(usage[1]), fromJS(usage[2]), txt]);
      const s = ssl();
      const o = s.OBJ_txt2obj(toJS(txt), truth(name) ? 0 : 1);
      if (o === null) {
        s.ERR_clear_error();
        throw valueError(`unknown object '${toJS(txt).slice(0, 100)}'`);
      }
      try {
        return described(o);
      } finally {
        s.ASN1_OBJECT_free(o);
      }
    },
    'nid2obj(nid, /)': (nid: PyValue) => {
      const n = cInt(nid);
      if (n < 0) throw valueError('NID must be positive');
      const s = ssl();
      const o = s.OBJ_nid2obj(n);
      s.ERR_clear_error();
      if (o === null) throw valueError(`unknown NID ${n}`);
      return described(o);
    },
    'RAND_status()': () => ssl().RAND_status() === 1,
    'RAND_bytes(n, /)': (n: PyValue) => {
      const size = cInt(n);
      if (size < 0) throw valueError('num must be positive');
      return new PyBytes(new Uint8Array(host().crypto.random(size)));
    },
    'RAND_add(string, entropy, /)': (data: PyValue, entropy: PyValue) => {
      void entropy; // OpenSSL's generator needs none
      const b = isStr(data) ? new TextEncoder().encode(toJS(data)) : bytesLike(data);
      ssl().RAND_add(b, b.length, 0);
    },
    'get_default_verify_paths()': () => {
      const { file, directory } = defaultPaths();
      return new PyTuple(['SSL_CERT_FILE', fromJS(file), 'SSL_CERT_DIR', fromJS(directory)]);
    },
    '_test_decode_cert(path, /)': (path: PyValue) => {
      const p = fspath(path);
      const text = new TextDecoder('latin1').decode(
        host().fs.readFile(isStr(p) ? toJS(p) : (p as PyBytes).b), // fspath gives str or bytes
      );
      const body = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----([^-]*)-----END/.exec(text);
      if (body === null) throw valueError('no certificate');
      return certificateDict(Uint8Array.from(atob(body[1].replace(/\s/g, '')), (c) => c.charCodeAt(0)));
    },
  });
});
declare function atob(s: string): string;
