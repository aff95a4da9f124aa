// A TLS connection over a socket or two MemoryBIOs. Invariant: OpenSSL never waits; over a socket in blocking or time-out
// mode we wait for the descriptor by suspending the Python thread, and call OpenSSL again.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyBytes, PyList } from '../../objects/shapes.ts';
import { borrow } from '../../objects/buffer.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, TYPE_NO_NEW } from '../../objects/type.ts';
import { newException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { truth } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { host } from '../../runtime/host.ts';
import type { OpenSSL, Pointer } from '../../runtime/openssl.ts';
import { POLLIN, POLLOUT } from '../../runtime/system.ts';
import { parseIPv4, parseIPv6 } from '../_socket/inet.ts';
import type { PySocket } from '../_socket/socket.ts';
import { bytesLike, cInt, typeName } from '../support/arguments.ts';
import { readyR, system } from '../support/blocking.ts';
import { hostCall } from '../support/fs.ts';
import type { PyMemoryBIO } from './bio.ts';
import { certificateDict, derOf, newCertificate, stackOf } from './certificate.ts';
import { cipherTuple } from './ciphers.ts';
import type { PySSLContext } from './context.ts';
import {
  makeError,
  operationError,
  queuedError,
  ssl,
  SSL_ERROR_WANT_READ,
  SSL_ERROR_WANT_WRITE,
  SSL_ERROR_ZERO_RETURN,
  SSLError,
} from './errors.ts';
import { newSession, PySSLSession } from './session.ts';

const CTRL_MODE = 33;
const MODE_ACCEPT_MOVING_WRITE_BUFFER = 2;
const MODE_AUTO_RETRY = 4;
const CTRL_SET_TLSEXT_HOSTNAME = 55;
const RECEIVED_SHUTDOWN = 2;
const VERIFY_PEER = 1;
const VERIFY_POST_HANDSHAKE = 8;

export class PySSLConnection extends PyObject {
  pointer: Pointer = null;
  hostname = '';
  context!: PySSLContext;
  socket: PySocket | null = null;
  serverSide = false;
  owner: PyValue = None;
}
export const connectionType = makeBuiltinType('_SSLSocket', PySSLConnection, { module: '_ssl', flags: TYPE_NO_NEW });

const dropped = new FinalizationRegistry<bigint>((p) => ssl().SSL_free(p));
const byPointer = new Map<bigint, WeakRef<PySSLConnection>>();
/** The connection behind an SSL pointer (in OpenSSL's callbacks). */
export function connectionOf(p: bigint): PySSLConnection | undefined {
  return byPointer.get(p)?.deref();
}

export function newConnection(
  context: PySSLContext,
  socket: PySocket | null,
  bios: readonly [PyMemoryBIO, PyMemoryBIO] | null,
  serverSide: boolean,
  hostname: string | null,
  owner: PyValue,
  session: PyValue,
): PySSLConnection {
  const s = ssl();
  const c = new PySSLConnection();
  s.ERR_clear_error();
  const p = s.SSL_new(context.pointer);
  if (p === null) throw queuedError();
  c.pointer = p;
  dropped.register(c, p);
  byPointer.set(p, new WeakRef(c));
  c.context = context;
  c.owner = owner;
  c.serverSide = serverSide;
  c.socket = socket;
  if (socket !== null) {
    socket.nonblocking = true;
    hostCall(() => system().setBlocking(socket.fd, false));
    s.SSL_set_fd(p, socket.fd);
  } else if (bios !== null) {
    for (const b of bios) s.BIO_up_ref(b.pointer);
    s.SSL_set_bio(p, bios[0].pointer, bios[1].pointer);
  }
  s.SSL_ctrl(p, CTRL_MODE, MODE_ACCEPT_MOVING_WRITE_BUFFER | MODE_AUTO_RETRY, null);
  if (context.postHandshakeAuth) {
    const mode = s.SSL_get_verify_mode(p);
    if (!serverSide) s.SSL_set_post_handshake_auth(p, 1);
    else if ((mode & VERIFY_PEER) !== 0) s.SSL_set_verify(p, mode | VERIFY_POST_HANDSHAKE, null);
  }
  if (hostname !== null) setHostname(s, c, hostname);
  if (serverSide) s.SSL_set_accept_state(p);
  else s.SSL_set_connect_state(p);
  if (session !== None) setSession(c, session);
  return c;
}

function setHostname(s: OpenSSL, c: PySSLConnection, hostname: string): void {
  if (hostname === '' || hostname.startsWith('.'))
    throw valueError('server_hostname cannot be an empty string or start with a leading dot.');
  if (hostname.includes('\0')) throw typeError('embedded null character');
  c.hostname = hostname;
  const ip = parseIPv4(hostname) ?? parseIPv6(hostname);
  if (ip === undefined && s.SSL_ctrl_text(c.pointer, CTRL_SET_TLSEXT_HOSTNAME, 0, hostname) !== 1) throw queuedError();
  if (!c.context.checkHostname) return;
  const param = s.SSL_get0_param(c.pointer);
  const name = new TextEncoder().encode(hostname);
  const ok =
    ip === undefined
      ? s.X509_VERIFY_PARAM_set1_host(param, name, name.length)
      : s.X509_VERIFY_PARAM_set1_ip(param, ip, ip.length);
  if (ok === 0) throw queuedError();
}

function setSession(c: PySSLConnection, session: PyValue): void {
  if (!(session instanceof PySSLSession)) throw typeError('Value is not a SSLSession.');
  if (session.context !== c.context) throw valueError('Session refers to a different SSLContext.');
  if (c.serverSide) throw valueError('Cannot set session for server-side SSLSocket.');
  const s = ssl();
  if (s.SSL_is_init_finished(c.pointer) !== 0) throw valueError('Cannot set session after handshake.');
  if (s.SSL_set_session(c.pointer, session.pointer) === 0) throw queuedError();
}

/** Calls OpenSSL until it is done; the result, positive, or 0 when the other side has closed properly. */
function* untilDone(
  c: PySSLConnection,
  what: string,
  op: (s: OpenSSL) => number,
  closedIsFine = false,
): Generator<unknown, number, never> {
  const s = ssl();
  const { socket } = c;
  const timeout = socket === null ? 0 : socket.timeout;
  const clock = host().clock;
  const end = timeout > 0 ? clock.milliseconds() + timeout : -1;
  for (;;) {
    if (socket !== null && socket.fd < 0) throw makeError(SSLError, 0, 'Underlying socket connection gone', '', '');
    s.ERR_clear_error();
    const r = op(s);
    if (r > 0) return r;
    const errno = s.errno();
    const code = s.SSL_get_error(c.pointer, r);
    if (closedIsFine && code === SSL_ERROR_ZERO_RETURN && s.SSL_get_shutdown(c.pointer) === RECEIVED_SHUTDOWN) return 0;
    if ((code !== SSL_ERROR_WANT_READ && code !== SSL_ERROR_WANT_WRITE) || socket === null || timeout === 0)
      throw operationError(c, code, r, errno);
    const left = end < 0 ? -1 : end - clock.milliseconds();
    const late = (): unknown => newException(exceptionTypes.TimeoutError, `The ${what} operation timed out`);
    if (end >= 0 && left <= 0) throw late();
    if (yield* readyR(socket.fd, code === SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, left)) throw late();
  }
}

function peer(s: OpenSSL, c: PySSLConnection): Uint8Array | null {
  const x = s.SSL_get1_peer_certificate(c.pointer);
  if (x === null) return null;
  const der = derOf(s, x);
  s.X509_free(x);
  return der;
}
function shaken(s: OpenSSL, c: PySSLConnection): void {
  if (s.SSL_is_init_finished(c.pointer) === 0) throw valueError('handshake not done yet');
}

defineType(connectionType, {
  methods: {
    *'do_handshake()'(c: PySSLConnection): NativeGenerator {
      yield* untilDone(c, 'handshake', (s) => s.SSL_do_handshake(c.pointer));
      return None;
    },
    *'read(size, buffer=?, /)'(
      c: PySSLConnection,
      size: PyValue,
      buffer: PyValue | undefined,
    ): NativeGenerator<PyValue> {
      let n = cInt(size);
      let target: Uint8Array;
      if (buffer === undefined) {
        if (n < 0) throw valueError('size should not be negative');
        target = new Uint8Array(n);
      } else {
        const b = borrow(buffer, true);
        if (b === undefined)
          throw typeError(`read() argument 2 must be read-write bytes-like object, not ${typeName(buffer)}`);
        target = b;
        if (n <= 0 || n > b.length) n = b.length;
      }
      if (n === 0) return buffer === undefined ? new PyBytes() : 0;
      const got = yield* untilDone(c, 'read', (s) => s.SSL_read(c.pointer, target, n), true);
      return buffer === undefined ? new PyBytes(got === n ? target : target.slice(0, got)) : got;
    },
    *'write(b, /)'(c: PySSLConnection, data: PyValue): NativeGenerator<PyValue> {
      const b = bytesLike(data);
      if (b.length === 0) return 0;
      return yield* untilDone(c, 'write', (s) => s.SSL_write(c.pointer, b, b.length));
    },
    *'shutdown()'(c: PySSLConnection): NativeGenerator<PyValue> {
      let zeros = 0;
      yield* untilDone(c, 'read', (s) => {
        let r = s.SSL_shutdown(c.pointer);
        // 0: ours is sent, theirs has not come; the second call waits for it.
        if (r === 0 && zeros++ === 0) r = s.SSL_shutdown(c.pointer);
        return r === 0 ? 1 : r;
      });
      return c.socket ?? None;
    },
    'pending()': (c: PySSLConnection) => ssl().SSL_pending(c.pointer),
    'version()': (c: PySSLConnection) => {
      const s = ssl();
      return s.SSL_is_init_finished(c.pointer) === 0 ? None : (s.SSL_get_version(c.pointer) ?? None);
    },
    'cipher()': (c: PySSLConnection) => {
      const s = ssl();
      const cipher = s.SSL_get_current_cipher(c.pointer);
      return cipher === null ? None : cipherTuple(s, cipher);
    },
    'shared_ciphers()': (c: PySSLConnection) => {
      const s = ssl();
      const stack = c.serverSide ? s.SSL_get_client_ciphers(c.pointer) : null;
      if (stack === null) return None;
      const own = new Set(c.context.cipherNames());
      const out: PyValue[] = [];
      for (let i = 0; i < s.OPENSSL_sk_num(stack); i++) {
        const cipher = s.OPENSSL_sk_value(stack, i);
        if (own.has(s.SSL_CIPHER_get_name(cipher) ?? '')) out.push(cipherTuple(s, cipher));
      }
      return new PyList(out);
    },
    'compression()': () => None,
    'selected_alpn_protocol()': (c: PySSLConnection) => {
      const s = ssl();
      const out = new BigUint64Array(1);
      const length = new Int32Array(1);
      s.SSL_get0_alpn_selected(c.pointer, out, length);
      return out[0] === 0n || length[0] === 0 ? None : fromJS(new TextDecoder().decode(s.copy(out[0], length[0])));
    },
    'getpeercert(der=False, /)': (c: PySSLConnection, der: PyValue) => {
      const s = ssl();
      shaken(s, c);
      const certificate = peer(s, c);
      if (certificate === null) return None;
      if (truth(der)) return new PyBytes(certificate);
      return (s.SSL_get_verify_mode(c.pointer) & 1) === 0 ? new PyDict() : certificateDict(certificate);
    },
    'get_verified_chain()': (c: PySSLConnection) => {
      const s = ssl();
      return new PyList(stackOf(s, s.SSL_get0_verified_chain(c.pointer)).map(newCertificate));
    },
    'get_unverified_chain()': (c: PySSLConnection) => {
      const s = ssl();
      const chain = stackOf(s, s.SSL_get_peer_cert_chain(c.pointer));
      const own = c.serverSide ? peer(s, c) : null; // a server's chain is without the peer itself
      return new PyList((own === null ? chain : [own, ...chain]).map(newCertificate));
    },
    "get_channel_binding(cb_type='tls-unique')": (c: PySSLConnection, type: PyValue) => {
      const t = isStr(type) ? toJS(type) : '';
      if (t !== 'tls-unique') throw valueError(`'${t}' channel binding type not implemented`);
      const s = ssl();
      const b = new Uint8Array(128);
      const theirs = (s.SSL_session_reused(c.pointer) !== 0) !== !c.serverSide;
      const n = theirs ? s.SSL_get_peer_finished(c.pointer, b, b.length) : s.SSL_get_finished(c.pointer, b, b.length);
      return n === 0 ? None : new PyBytes(b.slice(0, n));
    },
    'verify_client_post_handshake()': (c: PySSLConnection) => {
      if (ssl().SSL_verify_client_post_handshake(c.pointer) === 0) throw queuedError();
    },
  },
  getset: {
    context: [
      (c: PySSLConnection) => c.context,
      (c: PySSLConnection, v: PyValue | undefined) => {
        if (v === undefined || !('isSSLContext' in Object(v))) throw typeError('The value must be a SSLContext');
        const context = v as PySSLContext; // it has the mark
        ssl().SSL_set_SSL_CTX(c.pointer, context.pointer);
        c.context = context;
      },
    ],
    server_side: [(c: PySSLConnection) => c.serverSide],
    server_hostname: [(c: PySSLConnection) => (c.hostname === '' ? None : fromJS(c.hostname))],
    owner: [
      (c: PySSLConnection) => c.owner,
      (c: PySSLConnection, v: PyValue | undefined) => {
        c.owner = v ?? None;
      },
    ],
    session: [
      (c: PySSLConnection) => newSession(c.context, ssl().SSL_get1_session(c.pointer)),
      (c: PySSLConnection, v: PyValue | undefined) => setSession(c, v ?? None),
    ],
    session_reused: [(c: PySSLConnection) => ssl().SSL_session_reused(c.pointer) !== 0],
  },
});
