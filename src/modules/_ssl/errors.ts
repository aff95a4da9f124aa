// SSLError and its kin, made from OpenSSL's error queue. Invariant: the queue is empty after an error was made; messages
// are `[LIBRARY: REASON] text (_ssl.c:…)`, as programs look for them.

import { None } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { exceptionClass, exceptionTypes, type PyOSError } from '../../objects/exceptions/hierarchy.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { setattr } from '../../objects/protocol/attribute.ts';
import { strR } from '../../objects/protocol/text.ts';
import type { PyType } from '../../objects/type.ts';
import { fromJS } from '../../objects/str/text.ts';
import { host } from '../../runtime/host.ts';
import type { OpenSSL, Pointer } from '../../runtime/openssl.ts';

export function ssl(): OpenSSL {
  const s = host().openssl();
  if (s === null) throw osError(ERRNO.ENOSYS);
  return s;
}

const { OSError, ValueError } = exceptionTypes;
const subclass = (name: string, base: PyType, ...more: PyType[]): PyType => exceptionClass(name, 'ssl', base, ...more);

export const SSLError = subclass('SSLError', OSError);
export const SSLZeroReturnError = subclass('SSLZeroReturnError', SSLError);
export const SSLWantReadError = subclass('SSLWantReadError', SSLError);
export const SSLWantWriteError = subclass('SSLWantWriteError', SSLError);
export const SSLSyscallError = subclass('SSLSyscallError', SSLError);
export const SSLEOFError = subclass('SSLEOFError', SSLError);
export const SSLCertVerificationError = subclass('SSLCertVerificationError', SSLError, ValueError);

defineType(SSLError, {
  methods: {
    '__str__()': (self: PyOSError) => {
      const { strerror } = self;
      return strR(strerror !== undefined && strerror !== None ? strerror : self.args);
    },
  },
});

/** OpenSSL's libraries as CPython names them. */
const LIBRARIES: { readonly [number: number]: string } = {
  3: 'BN',
  4: 'RSA',
  5: 'DH',
  6: 'EVP',
  8: 'OBJ',
  9: 'PEM',
  10: 'DSA',
  11: 'X509',
  13: 'ASN1',
  14: 'CONF',
  15: 'CRYPTO',
  16: 'EC',
  20: 'SSL',
  32: 'BIO',
  33: 'PKCS7',
  34: 'X509V3',
  35: 'PKCS12',
  36: 'RAND',
};

export const SSL_ERROR_SSL = 1;
export const SSL_ERROR_WANT_READ = 2;
export const SSL_ERROR_WANT_WRITE = 3;
export const SSL_ERROR_SYSCALL = 5;
export const SSL_ERROR_ZERO_RETURN = 6;
export const SSL_ERROR_EOF = 8;
const CERTIFICATE_VERIFY_FAILED = 134;
const UNEXPECTED_EOF = 294;
const LIB_SSL = 20;

export function makeError(type: PyType, errno: number, message: string, library: string, reason: string): PyOSError {
  const e = newException(type, errno, fromJS(message)) as PyOSError; // all subclasses have its shape
  e.errno = errno;
  e.strerror = fromJS(message);
  setattr(e, 'library', library === '' ? None : library);
  setattr(e, 'reason', reason === '' ? None : reason);
  return e;
}

/** Why a certificate was refused. */
function verification(s: OpenSSL, pointer: Pointer, hostname: string): { code: number; text: string } {
  const code = s.SSL_get_verify_result(pointer);
  if (code === 62) return { code, text: `Hostname mismatch, certificate is not valid for '${hostname}'.` };
  if (code === 64) return { code, text: `IP address mismatch, certificate is not valid for '${hostname}'.` };
  return { code, text: s.X509_verify_cert_error_string(code) ?? 'unknown' };
}

/** The error on top of OpenSSL's queue; `text` is used when there is none. */
export function queuedError(
  type: PyType = SSLError,
  errno?: number,
  connection?: { readonly pointer: Pointer; readonly hostname: string },
  text = 'unknown error',
): PyOSError {
  const s = ssl();
  const code = s.ERR_peek_last_error();
  s.ERR_clear_error();
  if (code === 0) return makeError(type, errno ?? 0, `${text} (_ssl.c:0)`, '', '');
  const lib = Math.floor(code / 2 ** 23) & 0xff;
  const number = code & 0x7fffff;
  const reasonText = s.ERR_reason_error_string(code) ?? '';
  const library = LIBRARIES[lib] ?? '';
  const reason = reasonText.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  let message = reasonText === '' ? text : reasonText;
  let kind = type;
  if (lib === LIB_SSL && number === CERTIFICATE_VERIFY_FAILED && connection !== undefined) {
    kind = SSLCertVerificationError;
    const v = verification(s, connection.pointer, connection.hostname);
    message += `: ${v.text}`;
    const e = makeError(kind, errno ?? SSL_ERROR_SSL, bracketed(library, reason, message), library, reason);
    setattr(e, 'verify_code', v.code);
    setattr(e, 'verify_message', fromJS(v.text));
    return e;
  }
  if (lib === LIB_SSL && number === UNEXPECTED_EOF) kind = SSLEOFError;
  return makeError(
    kind,
    kind === SSLEOFError ? SSL_ERROR_EOF : (errno ?? number),
    bracketed(library, reason, message),
    library,
    reason,
  );
}
function bracketed(library: string, reason: string, message: string): string {
  const place = '(_ssl.c:0)';
  if (library !== '' && reason !== '') return `[${library}: ${reason}] ${message} ${place}`;
  return library !== '' ? `[${library}] ${message} ${place}` : `${message} ${place}`;
}

/** What SSL_get_error says about an operation that failed. `errno`: of the system, for SYSCALL. */
export function operationError(
  connection: { readonly pointer: Pointer; readonly hostname: string },
  code: number,
  result: number,
  errno: number,
): PyOSError {
  const s = ssl();
  switch (code) {
    case SSL_ERROR_ZERO_RETURN:
      return makeError(SSLZeroReturnError, code, 'TLS/SSL connection has been closed (EOF) (_ssl.c:0)', '', '');
    case SSL_ERROR_WANT_READ:
      return makeError(SSLWantReadError, code, 'The operation did not complete (read) (_ssl.c:0)', '', '');
    case SSL_ERROR_WANT_WRITE:
      return makeError(SSLWantWriteError, code, 'The operation did not complete (write) (_ssl.c:0)', '', '');
    case SSL_ERROR_SYSCALL:
      if (s.ERR_peek_last_error() === 0) {
        if (result === 0 || errno === 0)
          return makeError(SSLEOFError, SSL_ERROR_EOF, 'EOF occurred in violation of protocol (_ssl.c:0)', '', '');
        return osError(errno);
      }
      return queuedError(SSLSyscallError, code, connection, 'Some I/O error occurred');
    case SSL_ERROR_SSL:
      return queuedError(SSLError, code, connection, 'A failure in the SSL library occurred');
    default:
      return queuedError(SSLError, code, connection, 'Invalid error code');
  }
}
