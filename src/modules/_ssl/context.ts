// SSLContext's native half: settings, keys, trusted certificates. Invariant: check_hostname implies a verify mode other
// than CERT_NONE; callbacks from OpenSSL find their context by a number, so that one C callback serves all.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyList } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { call } from '../../objects/protocol/call.ts';
import { index, intValue, truth } from '../../objects/protocol/operators.ts';
import { hooks } from '../../objects/hooks.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { typeOf } from '../../objects/type.ts';
import { SLOT } from '../../objects/slots.ts';
import { host, HostError } from '../../runtime/host.ts';
import type { OpenSSL, Pointer } from '../../runtime/openssl.ts';
import { PySocket } from '../_socket/socket.ts';
import { bytesLike, cInt, tryBytes } from '../support/arguments.ts';
import { fsEncode, fspath } from '../support/fs.ts';
import { PyMemoryBIO } from './bio.ts';
import { certificateDict, derOf } from './certificate.ts';
import { cipherDict, cipherStack } from './ciphers.ts';
import { connectionOf, newConnection } from './connection.ts';
import { makeError, queuedError, ssl, SSLError } from './errors.ts';

export const CERT_NONE = 0;
export const CERT_REQUIRED = 2;
/** CERT_… → OpenSSL's SSL_VERIFY_…. */
const MODES = [0, 1, 3];
const PROTOCOL_TLS = 2;
export const PROTOCOL_TLS_CLIENT = 16;
export const PROTOCOL_TLS_SERVER = 17;
/** Old protocols by number: the one version they allow. */
const SINGLE: { readonly [protocol: number]: number } = { 3: 0x301, 4: 0x302, 5: 0x303 };
export const DEFAULT_CIPHERS =
  '@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM';

const CTRL_SET_TMP_DH = 3;
const CTRL_SET_MIN = 123;
const CTRL_SET_MAX = 124;
const CTRL_GET_MIN = 130;
const CTRL_GET_MAX = 131;
const CTRL_SET_GROUPS_LIST = 92;
const CTRL_SET_SERVERNAME_CB = 53;
const CTRL_SET_SERVERNAME_ARG = 54;
/** ALL, NO_SSLv3, CIPHER_SERVER_PREFERENCE, SINGLE_DH_USE, NO_COMPRESSION. */
const OP_DEFAULT = 0x80000050 | 0x02000000 | 0x00400000 | 0x00100000 | 0x00020000;
const VERIFY_X509_TRUSTED_FIRST = 0x8000;
const NO_PARTIAL_WILDCARDS = 4;
const TLS1_2 = 0x303;
const FILETYPE_PEM = 1;

const contexts = new Map<bigint, WeakRef<PySSLContext>>();
let nextId = 1n;

export class PySSLContext extends PyObject {
  pointer: Pointer = null;
  id = 0n;
  readonly isSSLContext = true;
  protocol = PROTOCOL_TLS;
  checkHostname = false;
  postHandshakeAuth = false;
  alpn: Uint8Array | null = null;
  sniCallback: PyValue = None;
  keylog: PyValue = None;
  /** The password while a key is being read: OpenSSL keeps a pointer to it. */
  password: Uint8Array | null = null;

  cipherNames(): string[] {
    const s = ssl();
    return cipherStack(s, s.SSL_CTX_get_ciphers(this.pointer)).map((c) => s.SSL_CIPHER_get_name(c) ?? '');
  }
}
export const contextType = makeBuiltinType('_SSLContext', PySSLContext, { module: '_ssl', flags: TYPE_BASETYPE });

const dropped = new FinalizationRegistry<{ pointer: bigint; id: bigint }>(({ pointer, id }) => {
  contexts.delete(id);
  ssl().SSL_CTX_free(pointer);
});

const pathBytes = (v: PyValue, what: string): Uint8Array => {
  let p: PyValue;
  try {
    p = fspath(v);
  } catch {
    throw typeError(`${what} should be a valid filesystem path`);
  }
  const b = isStr(p) ? fsEncode(p) : (p as PyBytes).b; // fspath gives str or bytes
  return Uint8Array.of(...b, 0);
};

/** A file that OpenSSL could not read: the system's reason when it is one. */
function fileError(paths: readonly (Uint8Array | null)[]): unknown {
  for (const p of paths) {
    if (p === null) continue;
    try {
      const fd = host().fs.open(p.subarray(0, p.length - 1), 0, 0);
      host().fs.close(fd);
    } catch (e) {
      if (e instanceof HostError) {
        ssl().ERR_clear_error();
        return osError(e.errno);
      }
      throw e;
    }
  }
  const s = ssl();
  const code = s.ERR_peek_last_error();
  const lib = Math.floor(code / 2 ** 23) & 0xff;
  return lib === 9 && s.ERR_reason_error_string(code) === null
    ? makeError(SSLError, 9, '[SSL] PEM lib (_ssl.c:0)', 'SSL', '')
    : queuedError();
}

/** Whether a key file needs a password: without that nobody is asked for one. */
function isEncrypted(key: Uint8Array): boolean {
  try {
    const text = new TextDecoder('latin1').decode(host().fs.readFile(key.subarray(0, key.length - 1)));
    return text.includes('ENCRYPTED');
  } catch {
    return false; // OpenSSL says what is wrong with the file
  }
}

// ------------------------------------------------------------------------------------------------ OpenSSL's callbacks

let alpnCallback: bigint | undefined;
let sniCallback: bigint | undefined;
let keylogCallback: bigint | undefined;

function littleEndian(p: bigint): Uint8Array {
  const b = new Uint8Array(8);
  new DataView(b.buffer).setBigUint64(0, p, true);
  return b;
}

/** Chooses the server's first protocol that the client offers (ALPN). */
function chooseProtocol(_ssl: unknown, out: bigint, outLength: bigint, offered: bigint, length: number, arg: bigint) {
  const own = contexts.get(arg)?.deref()?.alpn;
  const s = ssl();
  const theirs = s.copy(offered, length);
  if (own !== null && own !== undefined) {
    for (let i = 0; i < own.length; i += 1 + own[i]) {
      const name = own.subarray(i + 1, i + 1 + own[i]);
      for (let j = 0; j < theirs.length; j += 1 + theirs[j]) {
        if (theirs[j] !== name.length || !name.every((x, k) => theirs[j + 1 + k] === x)) continue;
        s.poke(out, littleEndian(offered + BigInt(j + 1)));
        s.poke(outLength, Uint8Array.of(name.length));
        return 0;
      }
    }
  }
  return 3; // SSL_TLSEXT_ERR_NOACK
}

const ALERT_INTERNAL_ERROR = 80;
const ALERT_HANDSHAKE_FAILURE = 40;
const ALERT_FATAL = 2;

/** A client named the server it wants (SNI): the program may choose another context. */
function serverNamed(pointer: bigint, alert: bigint, arg: bigint): number {
  const context = contexts.get(arg)?.deref();
  const connection = connectionOf(pointer);
  if (context === undefined || connection === undefined || context.sniCallback === None) return 0;
  const s = ssl();
  const refuse = (n: number): number => {
    const b = new Uint8Array(4);
    new DataView(b.buffer).setInt32(0, n, true);
    s.poke(alert, b);
    return ALERT_FATAL;
  };
  const name = s.SSL_get_servername(pointer, 0);
  let r: PyValue;
  try {
    r = call(context.sniCallback, [connection.owner, name === null ? None : fromJS(name), context]);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    hooks.unraisable(e, 'Exception ignored in ssl servername callback', context.sniCallback);
    return refuse(ALERT_HANDSHAKE_FAILURE);
  }
  if (r === None) return 0;
  const n = intValue(r);
  return refuse(n === undefined ? ALERT_INTERNAL_ERROR : Number(n));
}

/** A line for the key log file (SSLKEYLOGFILE's format). */
function keyLogged(pointer: bigint, line: string): void {
  const context = connectionOf(pointer)?.context;
  if (context === undefined || context.keylog === None) return;
  const path = pathBytes(context.keylog, 'keylog_filename');
  const { fs, process } = host();
  const K = process.constants;
  const fd = fs.open(path.subarray(0, path.length - 1), K.O_WRONLY | K.O_APPEND | K.O_CREAT, 0o600);
  fs.write(fd, new TextEncoder().encode(`${line}\n`));
  fs.close(fd);
}

// ---------------------------------------------------------------------------------------------------------- settings

function setVerify(c: PySSLContext, mode: number): void {
  ssl().SSL_CTX_set_verify(c.pointer, MODES[mode], null);
}
const verifyMode = (c: PySSLContext): number => {
  const m = ssl().SSL_CTX_get_verify_mode(c.pointer);
  return m === 0 ? CERT_NONE : (m & 2) === 0 ? 1 : CERT_REQUIRED;
};

const MINIMUM = -2;
const MAXIMUM = -1;
function setVersion(c: PySSLContext, which: number, v: PyValue): void {
  const n = cInt(v);
  if (n !== MINIMUM && n !== MAXIMUM && (n < 0x300 || n > 0x304))
    throw valueError(`Unsupported TLS/SSL version 0x${(n >>> 0).toString(16)}`);
  if (c.protocol in SINGLE)
    throw valueError("The context's protocol doesn't support modification of highest and lowest version.");
  const s = ssl();
  const wanted =
    n === MINIMUM ? (which === CTRL_SET_MIN ? 0 : 0x301) : n === MAXIMUM ? (which === CTRL_SET_MAX ? 0 : 0x304) : n;
  if (s.SSL_CTX_ctrl(c.pointer, which, wanted, null) === 0)
    throw valueError(`Unsupported protocol version 0x${(n >>> 0).toString(16)}`);
}
function getVersion(c: PySSLContext, which: number): number {
  const v = ssl().SSL_CTX_ctrl(c.pointer, which, 0, null);
  return v === 0 ? (which === CTRL_GET_MIN ? MINIMUM : MAXIMUM) : v;
}

function addCertificates(c: PySSLContext, data: Uint8Array, pem: boolean): void {
  const s = ssl();
  if (data.length === 0) throw valueError('Empty certificate data');
  const bio = s.BIO_new_mem_buf(data, data.length);
  const store = s.SSL_CTX_get_cert_store(c.pointer);
  let loaded = 0;
  try {
    for (;;) {
      s.ERR_clear_error();
      const x = pem ? s.PEM_read_bio_X509(bio, null, null, Uint8Array.of(0)) : s.d2i_X509_bio(bio, null);
      if (x === null) break;
      s.X509_STORE_add_cert(store, x);
      s.X509_free(x);
      loaded++;
    }
    if (loaded === 0) {
      s.ERR_clear_error();
      throw makeError(
        SSLError,
        0,
        pem
          ? 'no start line: cadata does not contain a certificate (_ssl.c:0)'
          : 'not enough data: cadata does not contain a certificate (_ssl.c:0)',
        '',
        '',
      );
    }
    // The end of the data looks like an error.
    const code = s.ERR_peek_last_error() & 0x7fffff;
    if (!pem && code !== 142 && code !== 0) throw queuedError();
    s.ERR_clear_error();
  } finally {
    s.BIO_free(bio);
  }
}

/** Where systems keep the certificates they trust. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/etc/openssl/cert.pem',
];
/** The file and directory that set_default_verify_paths() reads. */
export function defaultPaths(): { file: string; directory: string } {
  const found = SYSTEM_FILES.find((f) => {
    try {
      host().fs.stat(f);
      return true;
    } catch {
      return false;
    }
  });
  return { file: found ?? SYSTEM_FILES[0], directory: '/etc/ssl/certs' };
}

function objects(s: OpenSSL, c: PySSLContext): Pointer[] {
  const stack = s.X509_STORE_get0_objects(s.SSL_CTX_get_cert_store(c.pointer));
  return cipherStack(s, stack); // any stack is read the same way
}
const X509_LU_X509 = 1;
const X509_LU_CRL = 2;

function hostnameArg(v: PyValue): string | null {
  if (v === None) return null;
  if (isStr(v)) return toJS(v);
  const b = tryBytes(v);
  if (b === undefined) throw typeError(`argument 3 must be str, bytes or bytearray, not ${typeOf(v).name}`);
  return new TextDecoder().decode(b);
}

const STATISTICS: readonly (readonly [string, number])[] = [
  ['number', 20],
  ['connect', 21],
  ['connect_good', 22],
  ['connect_renegotiate', 23],
  ['accept', 24],
  ['accept_good', 25],
  ['accept_renegotiate', 26],
  ['hits', 27],
  ['misses', 29],
  ['timeouts', 30],
  ['cache_full', 31],
];

defineType(contextType, {
  new: [
    '(protocol, /)',
    (cls: PyType, protocol: PyValue) => {
      const s = ssl();
      const p = cInt(protocol);
      const method =
        p === PROTOCOL_TLS_CLIENT
          ? s.TLS_client_method()
          : p === PROTOCOL_TLS_SERVER
            ? s.TLS_server_method()
            : p === PROTOCOL_TLS || p in SINGLE
              ? s.TLS_method()
              : null;
      if (method === null) throw valueError('invalid or unsupported protocol version');
      s.ERR_clear_error();
      const pointer = s.SSL_CTX_new(method);
      if (pointer === null) throw queuedError();
      const c = new cls.ctor() as PySSLContext; // the type's own shape
      c.pointer = pointer;
      c.protocol = p;
      c.id = nextId++;
      contexts.set(c.id, new WeakRef(c));
      dropped.register(c, { pointer, id: c.id });
      s.SSL_CTX_set_options(pointer, BigInt(OP_DEFAULT >>> 0));
      if (p in SINGLE) {
        s.SSL_CTX_ctrl(pointer, CTRL_SET_MIN, SINGLE[p], null);
        s.SSL_CTX_ctrl(pointer, CTRL_SET_MAX, SINGLE[p], null);
      } else s.SSL_CTX_ctrl(pointer, CTRL_SET_MIN, TLS1_2, null);
      if (s.SSL_CTX_set_cipher_list(pointer, DEFAULT_CIPHERS) === 0) throw queuedError();
      const name = new TextEncoder().encode('Python');
      s.SSL_CTX_set_session_id_context(pointer, name, name.length);
      const param = s.SSL_CTX_get0_param(pointer);
      s.X509_VERIFY_PARAM_set_flags(param, VERIFY_X509_TRUSTED_FIRST);
      s.X509_VERIFY_PARAM_set_hostflags(param, NO_PARTIAL_WILDCARDS);
      if (p === PROTOCOL_TLS_CLIENT) {
        c.checkHostname = true;
        setVerify(c, CERT_REQUIRED);
      } else setVerify(c, CERT_NONE);
      // Nobody is asked for a password at the terminal.
      c.password = Uint8Array.of(0);
      s.SSL_CTX_set_default_passwd_cb_userdata(pointer, c.password);
      return c;
    },
  ],
  methods: {
    '_wrap_socket(sock, server_side, server_hostname=None, *, owner=None, session=None)': (
      c: PySSLContext,
      sock: PyValue,
      serverSide: PyValue,
      hostname: PyValue,
      owner: PyValue,
      session: PyValue,
    ) => {
      if (!(sock instanceof PySocket))
        throw typeError(`_wrap_socket() argument 1 must be _socket.socket, not ${typeOf(sock).name}`);
      return newConnection(c, sock, null, side(c, serverSide), hostnameArg(hostname), owner, session);
    },
    '_wrap_bio(incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)': (
      c: PySSLContext,
      incoming: PyValue,
      outgoing: PyValue,
      serverSide: PyValue,
      hostname: PyValue,
      owner: PyValue,
      session: PyValue,
    ) => {
      for (const [i, b] of [incoming, outgoing].entries()) {
        if (!(b instanceof PyMemoryBIO))
          throw typeError(`_wrap_bio() argument ${i + 1} must be _ssl.MemoryBIO, not ${typeOf(b).name}`);
      }
      const bios = [incoming, outgoing] as [PyMemoryBIO, PyMemoryBIO]; // checked above
      return newConnection(c, null, bios, side(c, serverSide), hostnameArg(hostname), owner, session);
    },
    'set_ciphers(cipherlist, /)': (c: PySSLContext, list: PyValue) => {
      if (!isStr(list)) throw typeError(`set_ciphers() argument must be str, not ${typeOf(list).name}`);
      if (ssl().SSL_CTX_set_cipher_list(c.pointer, toJS(list)) === 0) {
        ssl().ERR_clear_error();
        throw makeError(SSLError, 0, 'No cipher can be selected.', '', '');
      }
    },
    'get_ciphers()': (c: PySSLContext) => {
      const s = ssl();
      return new PyList(cipherStack(s, s.SSL_CTX_get_ciphers(c.pointer)).map((x) => cipherDict(s, x)));
    },
    '_set_alpn_protocols(protos, /)': (c: PySSLContext, protos: PyValue) => {
      const s = ssl();
      const b = bytesLike(protos).slice();
      c.alpn = b;
      if (s.SSL_CTX_set_alpn_protos(c.pointer, b, b.length) !== 0) throw queuedError();
      alpnCallback ??= s.callback('int (void *, void *, void *, void *, uint32_t, void *)', chooseProtocol as never);
      s.SSL_CTX_set_alpn_select_cb(c.pointer, alpnCallback, c.id);
    },
    'load_cert_chain(certfile, keyfile=None, password=None)': (
      c: PySSLContext,
      certfile: PyValue,
      keyfile: PyValue,
      password: PyValue,
    ) => {
      const s = ssl();
      const certificate = pathBytes(certfile, 'certfile');
      const key = keyfile === None ? certificate : pathBytes(keyfile, 'keyfile');
      if (password !== None && isEncrypted(key)) {
        const callable = typeOf(password).slot(SLOT.__call__) !== null;
        const p = callable ? call(password, []) : password;
        const b = isStr(p) ? new TextEncoder().encode(toJS(p)) : tryBytes(p);
        if (b === undefined)
          throw typeError(
            callable ? 'password callback must return a string' : 'password should be a string or callable',
          );
        if (b.length > 1024) throw valueError('password cannot be longer than 1024 bytes');
        c.password = Uint8Array.of(...b, 0);
        s.SSL_CTX_set_default_passwd_cb_userdata(c.pointer, c.password);
      }
      try {
        s.ERR_clear_error();
        if (s.SSL_CTX_use_certificate_chain_file(c.pointer, certificate) !== 1) throw fileError([certificate]);
        if (s.SSL_CTX_use_PrivateKey_file(c.pointer, key, FILETYPE_PEM) !== 1) throw fileError([key]);
        if (s.SSL_CTX_check_private_key(c.pointer) !== 1) throw queuedError();
      } finally {
        c.password = Uint8Array.of(0);
        s.SSL_CTX_set_default_passwd_cb_userdata(c.pointer, c.password);
      }
    },
    'load_verify_locations(cafile=None, capath=None, cadata=None)': (
      c: PySSLContext,
      cafile: PyValue,
      capath: PyValue,
      cadata: PyValue,
    ) => {
      if (cafile === None && capath === None && cadata === None)
        throw typeError('cafile, capath and cadata cannot be all omitted');
      const file = cafile === None ? null : pathBytes(cafile, 'cafile');
      const directory = capath === None ? null : pathBytes(capath, 'capath');
      if (cadata !== None) {
        if (isStr(cadata)) {
          const text = toJS(cadata);
          if (!/^[\0-\x7f]*$/.test(text)) throw typeError('cadata should be an ASCII string or a bytes-like object');
          addCertificates(c, new TextEncoder().encode(text), true);
        } else {
          const b = tryBytes(cadata);
          if (b === undefined) throw typeError('cadata should be an ASCII string or a bytes-like object');
          addCertificates(c, b.slice(), false);
        }
      }
      if (file === null && directory === null) return;
      const s = ssl();
      s.ERR_clear_error();
      if (s.SSL_CTX_load_verify_locations(c.pointer, file, directory) !== 1) throw fileError([file]);
    },
    'set_default_verify_paths()': (c: PySSLContext) => {
      const env = host().process.environ();
      const { file, directory } = defaultPaths();
      const s = ssl();
      const zero = (t: string): Uint8Array => new TextEncoder().encode(`${t}\0`);
      s.SSL_CTX_load_verify_locations(c.pointer, zero(env.get('SSL_CERT_FILE') ?? file), null);
      s.SSL_CTX_load_verify_locations(c.pointer, null, zero(env.get('SSL_CERT_DIR') ?? directory));
      s.ERR_clear_error();
    },
    'load_dh_params(path, /)': (c: PySSLContext, path: PyValue) => {
      const s = ssl();
      const p = pathBytes(path, 'path');
      s.ERR_clear_error();
      const bio = s.BIO_new_file(p, 'r');
      if (bio === null) throw fileError([p]);
      const dh = s.PEM_read_bio_DHparams(bio, null, null, null);
      s.BIO_free(bio);
      if (dh === null) throw queuedError();
      const ok = s.SSL_CTX_ctrl(c.pointer, CTRL_SET_TMP_DH, 0, dh);
      s.DH_free(dh);
      if (ok === 0) throw queuedError();
    },
    'set_ecdh_curve(name, /)': (c: PySSLContext, name: PyValue) => {
      const b = isStr(name) ? fsEncode(name) : bytesLike(name);
      const text = new TextDecoder().decode(b);
      const s = ssl();
      if (s.SSL_CTX_ctrl_text(c.pointer, CTRL_SET_GROUPS_LIST, 0, text) === 0) {
        s.ERR_clear_error();
        throw valueError(`unknown elliptic curve name ${text}`);
      }
    },
    'session_stats()': (c: PySSLContext) => {
      const d = new PyDict();
      for (const [name, n] of STATISTICS) d.setStr(name, ssl().SSL_CTX_ctrl(c.pointer, n, 0, null));
      return d;
    },
    'cert_store_stats()': (c: PySSLContext) => {
      const s = ssl();
      let x509 = 0;
      let crl = 0;
      let ca = 0;
      for (const o of objects(s, c)) {
        const type = s.X509_OBJECT_get_type(o);
        if (type === X509_LU_CRL) crl++;
        else if (type === X509_LU_X509) {
          x509++;
          if (s.X509_check_ca(s.X509_OBJECT_get0_X509(o)) !== 0) ca++;
        }
      }
      const d = new PyDict();
      d.setStr('x509', x509);
      d.setStr('crl', crl);
      d.setStr('x509_ca', ca);
      return d;
    },
    'get_ca_certs(binary_form=False)': (c: PySSLContext, binary: PyValue) => {
      const s = ssl();
      const der = truth(binary);
      const out: PyValue[] = [];
      for (const o of objects(s, c)) {
        if (s.X509_OBJECT_get_type(o) !== X509_LU_X509) continue;
        const x = s.X509_OBJECT_get0_X509(o);
        if (s.X509_check_ca(x) === 0) continue;
        const b = derOf(s, x);
        out.push(der ? new PyBytes(b) : certificateDict(b));
      }
      return new PyList(out);
    },
  },
  getset: {
    protocol: [(c: PySSLContext) => c.protocol],
    options: [
      (c: PySSLContext) => Number(BigInt.asUintN(64, BigInt(ssl().SSL_CTX_get_options(c.pointer)))),
      (c: PySSLContext, v: PyValue | undefined) => {
        const n = BigInt(index(v ?? None));
        if (n < 0n) throw overflowError("can't convert negative value to unsigned int");
        const s = ssl();
        const old = BigInt.asUintN(64, BigInt(s.SSL_CTX_get_options(c.pointer)));
        if ((old & ~n) !== 0n) s.SSL_CTX_clear_options(c.pointer, old & ~n);
        if ((n & ~old) !== 0n) s.SSL_CTX_set_options(c.pointer, n & ~old);
      },
    ],
    verify_mode: [
      verifyMode,
      (c: PySSLContext, v: PyValue | undefined) => {
        const n = cInt(v ?? None);
        if (n < 0 || n > 2) throw valueError('invalid value for verify_mode');
        if (n === CERT_NONE && c.checkHostname)
          throw valueError('Cannot set verify_mode to CERT_NONE when check_hostname is enabled.');
        setVerify(c, n);
      },
    ],
    verify_flags: [
      (c: PySSLContext) => ssl().X509_VERIFY_PARAM_get_flags(ssl().SSL_CTX_get0_param(c.pointer)),
      (c: PySSLContext, v: PyValue | undefined) => {
        const n = Number(index(v ?? None));
        const s = ssl();
        const param = s.SSL_CTX_get0_param(c.pointer);
        const old = s.X509_VERIFY_PARAM_get_flags(param);
        if ((old & ~n) !== 0) s.X509_VERIFY_PARAM_clear_flags(param, old & ~n);
        if ((n & ~old) !== 0) s.X509_VERIFY_PARAM_set_flags(param, n & ~old);
      },
    ],
    check_hostname: [
      (c: PySSLContext) => c.checkHostname,
      (c: PySSLContext, v: PyValue | undefined) => {
        const on = truth(v ?? None);
        if (on && verifyMode(c) === CERT_NONE) setVerify(c, CERT_REQUIRED);
        c.checkHostname = on;
      },
    ],
    _host_flags: [
      (c: PySSLContext) => ssl().X509_VERIFY_PARAM_get_hostflags(ssl().SSL_CTX_get0_param(c.pointer)),
      (c: PySSLContext, v: PyValue | undefined) => {
        ssl().X509_VERIFY_PARAM_set_hostflags(ssl().SSL_CTX_get0_param(c.pointer), cInt(v ?? None));
      },
    ],
    minimum_version: [
      (c: PySSLContext) => getVersion(c, CTRL_GET_MIN),
      (c: PySSLContext, v: PyValue | undefined) => setVersion(c, CTRL_SET_MIN, v ?? None),
    ],
    maximum_version: [
      (c: PySSLContext) => getVersion(c, CTRL_GET_MAX),
      (c: PySSLContext, v: PyValue | undefined) => setVersion(c, CTRL_SET_MAX, v ?? None),
    ],
    num_tickets: [
      (c: PySSLContext) => ssl().SSL_CTX_get_num_tickets(c.pointer),
      (c: PySSLContext, v: PyValue | undefined) => {
        const n = cInt(v ?? None);
        if (n < 0) throw valueError('value must be non-negative');
        if (c.protocol !== PROTOCOL_TLS_SERVER) throw valueError('SSLContext is not a server context.');
        ssl().SSL_CTX_set_num_tickets(c.pointer, n);
      },
    ],
    security_level: [(c: PySSLContext) => ssl().SSL_CTX_get_security_level(c.pointer)],
    post_handshake_auth: [
      (c: PySSLContext) => c.postHandshakeAuth,
      (c: PySSLContext, v: PyValue | undefined) => {
        if (v === undefined) throw typeError('cannot delete attribute');
        c.postHandshakeAuth = truth(v);
      },
    ],
    sni_callback: [
      (c: PySSLContext) => c.sniCallback,
      (c: PySSLContext, v: PyValue | undefined) => {
        if (c.protocol === PROTOCOL_TLS_CLIENT) throw valueError('sni_callback cannot be set on TLS_CLIENT context');
        const f = v ?? None;
        if (f !== None && typeOf(f).slot(SLOT.__call__) === null) {
          c.sniCallback = None;
          throw typeError('not a callable object');
        }
        c.sniCallback = f;
        const s = ssl();
        sniCallback ??= s.callback('int (void *, void *, void *)', serverNamed as never);
        s.SSL_CTX_callback_ctrl(c.pointer, CTRL_SET_SERVERNAME_CB, f === None ? null : sniCallback);
        s.SSL_CTX_ctrl(c.pointer, CTRL_SET_SERVERNAME_ARG, 0, c.id);
      },
    ],
    keylog_filename: [
      (c: PySSLContext) => c.keylog,
      (c: PySSLContext, v: PyValue | undefined) => {
        c.keylog = v ?? None;
        const s = ssl();
        if (c.keylog !== None) {
          const p = pathBytes(c.keylog, 'keylog_filename');
          const K = host().process.constants;
          try {
            const fd = host().fs.open(p.subarray(0, p.length - 1), K.O_WRONLY | K.O_APPEND | K.O_CREAT, 0o600);
            if (host().fs.fstat(fd).size === 0)
              host().fs.write(fd, new TextEncoder().encode('# TLS secrets log file, generated by OpenSSL / Python\n'));
            host().fs.close(fd);
          } catch (e) {
            if (e instanceof HostError) throw osError(e.errno, c.keylog);
            throw e;
          }
        }
        keylogCallback ??= s.callback('void (void *, const char *)', keyLogged as never);
        s.SSL_CTX_set_keylog_callback(c.pointer, c.keylog === None ? null : keylogCallback);
      },
    ],
  },
});

function side(c: PySSLContext, v: PyValue): boolean {
  const server = truth(v);
  if (server && c.protocol === PROTOCOL_TLS_CLIENT)
    throw makeError(SSLError, 0, 'Cannot create a server socket with a PROTOCOL_TLS_CLIENT context', '', '');
  if (!server && c.protocol === PROTOCOL_TLS_SERVER)
    throw makeError(SSLError, 0, 'Cannot create a client socket with a PROTOCOL_TLS_SERVER context', '', '');
  return server;
}
