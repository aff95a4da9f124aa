"""TLS/SSL wrapper for socket objects, after the documentation of the library's module.

Typhon's own: the package that brings the standard library has a stub in its place. Everything that needs OpenSSL is in
_ssl; here are the enumerations, the socket and the BIO object around a connection, and the default contexts.
"""

import base64
import errno
import os
import sys
import warnings
from collections import namedtuple
from enum import Enum as _Enum, IntEnum as _IntEnum, IntFlag as _IntFlag, _simple_enum
from socket import SOCK_STREAM, SO_TYPE, SOL_SOCKET, create_connection, socket, _GLOBAL_DEFAULT_TIMEOUT

import _ssl
from _ssl import (
    HAS_ALPN, HAS_ECDH, HAS_NPN, HAS_PSK, HAS_SNI, HAS_SSLv2, HAS_SSLv3, HAS_TLS_UNIQUE, HAS_TLSv1, HAS_TLSv1_1,
    HAS_TLSv1_2, HAS_TLSv1_3, MemoryBIO, OPENSSL_VERSION, OPENSSL_VERSION_INFO, OPENSSL_VERSION_NUMBER, RAND_add,
    RAND_bytes, RAND_status, SSLCertVerificationError, SSLEOFError, SSLError, SSLSession, SSLSyscallError,
    SSLWantReadError, SSLWantWriteError, SSLZeroReturnError, _DEFAULT_CIPHERS, _OPENSSL_API_VERSION, _SSLContext,
    nid2obj as _nid2obj, txt2obj as _txt2obj,
)

CertificateError = SSLCertVerificationError
socket_error = OSError
HAS_NEVER_CHECK_COMMON_NAME = True
HOSTFLAG_NEVER_CHECK_SUBJECT = 0x20
CHANNEL_BINDING_TYPES = ["tls-unique"] if HAS_TLS_UNIQUE else []
_SSLv2_IF_EXISTS = None

for _enum, _name, _prefix in (
    (_IntEnum, "_SSLMethod", "PROTOCOL_"),
    (_IntFlag, "Options", "OP_"),
    (_IntEnum, "AlertDescription", "ALERT_DESCRIPTION_"),
    (_IntEnum, "SSLErrorNumber", "SSL_ERROR_"),
    (_IntFlag, "VerifyFlags", "VERIFY_"),
    (_IntEnum, "VerifyMode", "CERT_"),
):
    _enum._convert_(
        _name, __name__,
        lambda name, prefix=_prefix: name.startswith(prefix) and name != "PROTOCOL_SSLv23",
        source=_ssl)
del _enum, _name, _prefix

PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_TLS
_PROTOCOL_NAMES = {value: name for name, value in _SSLMethod.__members__.items()}


@_simple_enum(_IntEnum)
class TLSVersion:
    MINIMUM_SUPPORTED = _ssl.PROTO_MINIMUM_SUPPORTED
    SSLv3 = _ssl.PROTO_SSLv3
    TLSv1 = _ssl.PROTO_TLSv1
    TLSv1_1 = _ssl.PROTO_TLSv1_1
    TLSv1_2 = _ssl.PROTO_TLSv1_2
    TLSv1_3 = _ssl.PROTO_TLSv1_3
    MAXIMUM_SUPPORTED = _ssl.PROTO_MAXIMUM_SUPPORTED


# Numbers of RFC 8446 for message callbacks and tools.
_TLSContentType = _IntEnum("_TLSContentType", {
    "CHANGE_CIPHER_SPEC": 20, "ALERT": 21, "HANDSHAKE": 22, "APPLICATION_DATA": 23, "HEADER": 0x100,
    "INNER_CONTENT_TYPE": 0x101,
})
_TLSAlertType = _IntEnum("_TLSAlertType", {
    "CLOSE_NOTIFY": 0, "UNEXPECTED_MESSAGE": 10, "BAD_RECORD_MAC": 20, "DECRYPTION_FAILED": 21,
    "RECORD_OVERFLOW": 22, "DECOMPRESSION_FAILURE": 30, "HANDSHAKE_FAILURE": 40, "NO_CERTIFICATE": 41,
    "BAD_CERTIFICATE": 42, "UNSUPPORTED_CERTIFICATE": 43, "CERTIFICATE_REVOKED": 44, "CERTIFICATE_EXPIRED": 45,
    "CERTIFICATE_UNKNOWN": 46, "ILLEGAL_PARAMETER": 47, "UNKNOWN_CA": 48, "ACCESS_DENIED": 49, "DECODE_ERROR": 50,
    "DECRYPT_ERROR": 51, "EXPORT_RESTRICTION": 60, "PROTOCOL_VERSION": 70, "INSUFFICIENT_SECURITY": 71,
    "INTERNAL_ERROR": 80, "INAPPROPRIATE_FALLBACK": 86, "USER_CANCELED": 90, "NO_RENEGOTIATION": 100,
    "MISSING_EXTENSION": 109, "UNSUPPORTED_EXTENSION": 110, "CERTIFICATE_UNOBTAINABLE": 111,
    "UNRECOGNIZED_NAME": 112, "BAD_CERTIFICATE_STATUS_RESPONSE": 113, "BAD_CERTIFICATE_HASH_VALUE": 114,
    "UNKNOWN_PSK_IDENTITY": 115, "CERTIFICATE_REQUIRED": 116, "NO_APPLICATION_PROTOCOL": 120,
})
_TLSMessageType = _IntEnum("_TLSMessageType", {
    "HELLO_REQUEST": 0, "CLIENT_HELLO": 1, "SERVER_HELLO": 2, "HELLO_VERIFY_REQUEST": 3, "NEWSESSION_TICKET": 4,
    "END_OF_EARLY_DATA": 5, "HELLO_RETRY_REQUEST": 6, "ENCRYPTED_EXTENSIONS": 8, "CERTIFICATE": 11,
    "SERVER_KEY_EXCHANGE": 12, "CERTIFICATE_REQUEST": 13, "SERVER_DONE": 14, "CERTIFICATE_VERIFY": 15,
    "CLIENT_KEY_EXCHANGE": 16, "FINISHED": 20, "CERTIFICATE_URL": 21, "CERTIFICATE_STATUS": 22,
    "SUPPLEMENTAL_DATA": 23, "KEY_UPDATE": 24, "NEXT_PROTO": 67, "MESSAGE_HASH": 254, "CHANGE_CIPHER_SPEC": 0x0101,
})

DefaultVerifyPaths = namedtuple(
    "DefaultVerifyPaths", "cafile capath openssl_cafile_env openssl_cafile openssl_capath_env openssl_capath")


def get_default_verify_paths():
    """Where certificates are looked for by default."""
    file_env, file, dir_env, directory = _ssl.get_default_verify_paths()
    cafile = os.environ.get(file_env, file)
    capath = os.environ.get(dir_env, directory)
    return DefaultVerifyPaths(
        cafile if os.path.isfile(cafile) else None,
        capath if os.path.isdir(capath) else None,
        file_env, file, dir_env, directory)


class _ASN1Object(namedtuple("_ASN1Object", "nid shortname longname oid")):
    """An ASN.1 object identifier and its names."""

    __slots__ = ()

    def __new__(cls, oid):
        return super().__new__(cls, *_txt2obj(oid, name=False))

    @classmethod
    def fromnid(cls, nid):
        return super().__new__(cls, *_nid2obj(nid))

    @classmethod
    def fromname(cls, name):
        return super().__new__(cls, *_txt2obj(name, name=True))


class Purpose(_ASN1Object, _Enum):
    """What a certificate may be used for (extended key usage)."""

    SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"


def _ascii_host(name):
    if name is None:
        return None
    if isinstance(name, str):
        return name.encode("idna").decode("ascii")
    return name.decode("ascii")


_OLD_OPTIONS = (Options.OP_NO_SSLv3 | Options.OP_NO_TLSv1 | Options.OP_NO_TLSv1_1 | Options.OP_NO_TLSv1_2
                | Options.OP_NO_TLSv1_3)


def _old_version(value):
    if value in (TLSVersion.SSLv3, TLSVersion.TLSv1, TLSVersion.TLSv1_1):
        warnings.warn(f"ssl.TLSVersion.{TLSVersion(value).name} is deprecated", DeprecationWarning, 3)


class SSLContext(_SSLContext):
    """Settings, keys and trusted certificates for TLS connections."""

    sslsocket_class = None  # below
    sslobject_class = None

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            warnings.warn("ssl.SSLContext() without protocol argument is deprecated.", DeprecationWarning, 2)
            protocol = PROTOCOL_TLS
        elif protocol in (PROTOCOL_TLS, *(p for p in _SSLMethod if p.name.startswith("PROTOCOL_TLSv1"))):
            warnings.warn(f"ssl.{_PROTOCOL_NAMES[protocol]} is deprecated", DeprecationWarning, 2)
        return super().__new__(cls, protocol)

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        return self.sslsocket_class._create(
            sock=sock, server_side=server_side, do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs, server_hostname=server_hostname, context=self, session=session)

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        return self.sslobject_class._create(
            incoming, outgoing, server_side=server_side, server_hostname=_ascii_host(server_hostname),
            session=session, context=self)

    def _encode_hostname(self, hostname):
        return _ascii_host(hostname)

    def set_alpn_protocols(self, alpn_protocols):
        encoded = bytearray()
        for protocol in alpn_protocols:
            name = bytes(protocol, "ascii")
            if not 0 < len(name) < 256:
                raise SSLError("ALPN protocols must be 1 to 255 bytes long")
            encoded.append(len(name))
            encoded += name
        self._set_alpn_protocols(encoded)

    def set_npn_protocols(self, npn_protocols):
        warnings.warn("ssl NPN is deprecated, use ALPN instead", DeprecationWarning, 2)

    def set_servername_callback(self, server_name_callback):
        if server_name_callback is None:
            self.sni_callback = None
            return
        if not callable(server_name_callback):
            raise TypeError("not a callable object")

        def callback(sslobj, servername, sslctx):
            if servername is not None:
                servername = self._encode_hostname(servername)
            return server_name_callback(sslobj, servername, sslctx)

        self.sni_callback = callback

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        if not isinstance(purpose, _ASN1Object):
            raise TypeError(purpose)
        self.set_default_verify_paths()

    @property
    def minimum_version(self):
        return TLSVersion(super().minimum_version)

    @minimum_version.setter
    def minimum_version(self, value):
        if value == TLSVersion.SSLv3:
            self.options &= ~Options.OP_NO_SSLv3
        _old_version(value)
        super(SSLContext, SSLContext).minimum_version.__set__(self, value)

    @property
    def maximum_version(self):
        return TLSVersion(super().maximum_version)

    @maximum_version.setter
    def maximum_version(self, value):
        _old_version(value)
        super(SSLContext, SSLContext).maximum_version.__set__(self, value)

    @property
    def options(self):
        return Options(super().options)

    @options.setter
    def options(self, value):
        if value & ~super().options & _OLD_OPTIONS:
            warnings.warn("ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated", DeprecationWarning, 2)
        super(SSLContext, SSLContext).options.__set__(self, value)

    @property
    def hostname_checks_common_name(self):
        return not self._host_flags & HOSTFLAG_NEVER_CHECK_SUBJECT

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        if value:
            self._host_flags &= ~HOSTFLAG_NEVER_CHECK_SUBJECT
        else:
            self._host_flags |= HOSTFLAG_NEVER_CHECK_SUBJECT

    @property
    def protocol(self):
        return _SSLMethod(super().protocol)

    @property
    def verify_flags(self):
        return VerifyFlags(super().verify_flags)

    @verify_flags.setter
    def verify_flags(self, value):
        super(SSLContext, SSLContext).verify_flags.__set__(self, value)

    @property
    def verify_mode(self):
        value = super().verify_mode
        try:
            return VerifyMode(value)
        except ValueError:
            return value

    @verify_mode.setter
    def verify_mode(self, value):
        super(SSLContext, SSLContext).verify_mode.__set__(self, value)


def _check_purpose(purpose):
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)


def _load_trust(context, purpose, cafile, capath, cadata):
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)
    keylog = os.environ.get("SSLKEYLOGFILE")
    if keylog and not sys.flags.ignore_environment:
        context.keylog_filename = keylog
    return context


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    """A context with settings that are secure for the purpose: certificates and host names are checked."""
    _check_purpose(purpose)
    if purpose == Purpose.SERVER_AUTH:
        context = SSLContext(PROTOCOL_TLS_CLIENT)
    elif purpose == Purpose.CLIENT_AUTH:
        context = SSLContext(PROTOCOL_TLS_SERVER)
    else:
        raise ValueError(purpose)
    context.verify_flags |= _ssl.VERIFY_X509_PARTIAL_CHAIN | _ssl.VERIFY_X509_STRICT
    return _load_trust(context, purpose, cafile, capath, cadata)


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE, check_hostname=False,
                               purpose=Purpose.SERVER_AUTH, certfile=None, keyfile=None, cafile=None, capath=None,
                               cadata=None):
    """A context for the library's own modules, which checks only what it is asked to."""
    _check_purpose(purpose)
    if purpose not in (Purpose.SERVER_AUTH, Purpose.CLIENT_AUTH):
        raise ValueError(purpose)
    if protocol is None:
        protocol = PROTOCOL_TLS_CLIENT if purpose == Purpose.SERVER_AUTH else PROTOCOL_TLS_SERVER
    context = SSLContext(protocol)
    context.check_hostname = check_hostname
    if cert_reqs is not None:
        context.verify_mode = cert_reqs
    if check_hostname:
        context.check_hostname = True
    if keyfile and not certfile:
        raise ValueError("certfile must be specified")
    if certfile or keyfile:
        context.load_cert_chain(certfile, keyfile)
    return _load_trust(context, purpose, cafile, capath, cadata)


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


def _no_constructor(cls, maker):
    raise TypeError(f"{cls.__name__} does not have a public constructor. Instances are returned by {maker}().")


class _Connected:
    """What sockets and BIO objects offer of their connection (`_sslobj`)."""

    @property
    def context(self):
        """The SSLContext that is in use."""
        return self._sslobj.context

    @context.setter
    def context(self, context):
        self._sslobj.context = context


class SSLObject(_Connected):
    """A TLS connection without a socket: the bytes go through two MemoryBIOs."""

    def __init__(self, *args, **kwargs):
        _no_constructor(type(self), "SSLContext.wrap_bio")

    @classmethod
    def _create(cls, incoming, outgoing, server_side=False, server_hostname=None, session=None, context=None):
        self = cls.__new__(cls)
        self._sslobj = context._wrap_bio(
            incoming, outgoing, server_side=server_side, server_hostname=server_hostname, owner=self, session=session)
        return self

    @property
    def session(self):
        return self._sslobj.session

    @session.setter
    def session(self, session):
        self._sslobj.session = session

    @property
    def session_reused(self):
        return self._sslobj.session_reused

    @property
    def server_side(self):
        return self._sslobj.server_side

    @property
    def server_hostname(self):
        return self._sslobj.server_hostname

    def read(self, len=1024, buffer=None):
        if buffer is None:
            return self._sslobj.read(len)
        return self._sslobj.read(len, buffer)

    def write(self, data):
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        return self._sslobj.getpeercert(binary_form)

    def get_verified_chain(self):
        return [c.public_bytes(_ssl.ENCODING_DER) for c in self._sslobj.get_verified_chain() or ()]

    def get_unverified_chain(self):
        return [c.public_bytes(_ssl.ENCODING_DER) for c in self._sslobj.get_unverified_chain() or ()]

    def selected_npn_protocol(self):
        warnings.warn("ssl NPN is deprecated, use ALPN instead", DeprecationWarning, 2)

    def selected_alpn_protocol(self):
        return self._sslobj.selected_alpn_protocol()

    def cipher(self):
        return self._sslobj.cipher()

    def shared_ciphers(self):
        return self._sslobj.shared_ciphers()

    def compression(self):
        return self._sslobj.compression()

    def pending(self):
        return self._sslobj.pending()

    def do_handshake(self):
        self._sslobj.do_handshake()

    def unwrap(self):
        return self._sslobj.shutdown()

    def get_channel_binding(self, cb_type="tls-unique"):
        return self._sslobj.get_channel_binding(cb_type)

    def version(self):
        return self._sslobj.version()

    def verify_client_post_handshake(self):
        return self._sslobj.verify_client_post_handshake()


class SSLSocket(_Connected, socket):
    """A socket whose data is encrypted."""

    def __init__(self, *args, **kwargs):
        _no_constructor(type(self), "SSLContext.wrap_socket")

    @classmethod
    def _create(cls, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                server_hostname=None, context=None, session=None):
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError("only stream sockets are supported")
        if server_side:
            if server_hostname:
                raise ValueError("server_hostname can only be specified in client mode")
            if session is not None:
                raise ValueError("session can only be specified in client mode")
        if context.check_hostname and not server_hostname:
            raise ValueError("check_hostname requires server_hostname")
        timeout = sock.gettimeout()
        self = cls.__new__(cls, family=sock.family, type=sock.type, proto=sock.proto, fileno=sock.fileno())
        socket.__init__(self, family=sock.family, type=sock.type, proto=sock.proto, fileno=sock.fileno())
        sock.detach()
        self._context = context
        self._session = session
        self._closed = False
        self._sslobj = None
        self.server_side = server_side
        self.server_hostname = context._encode_hostname(server_hostname)
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs
        try:
            try:
                self.getpeername()
                self._connected = True
            except OSError as e:
                if e.errno not in (errno.ENOTCONN, errno.EINVAL):
                    raise
                self._connected = False
                self._refuse_early_data()
            self.settimeout(timeout)
            if self._connected:
                self._attach()
                if do_handshake_on_connect:
                    if timeout == 0.0:
                        raise ValueError("do_handshake_on_connect should not be specified for non-blocking sockets")
                    self.do_handshake()
        except BaseException:
            try:
                self.close()
            except OSError:
                pass
            raise
        return self

    def _refuse_early_data(self):
        # A peer that is gone already may have left plain text behind, which must not pass for encrypted data.
        blocking = self.getblocking()
        self.setblocking(False)
        try:
            data = socket.recv(self, 1)
        except OSError as e:
            if e.errno not in (errno.ENOTCONN, errno.EINVAL, errno.EBADF):
                raise
            data = b""
        finally:
            self.setblocking(blocking)
        if data:
            reason = "Closed before TLS handshake with data in recv buffer."
            error = SSLError(_ssl.SSL_ERROR_SSL, reason)
            error.reason = reason
            error.library = None
            raise error

    def _attach(self):
        self._sslobj = self._context._wrap_socket(
            self, self.server_side, self.server_hostname, owner=self, session=self._session)

    @property
    def context(self):
        return self._context

    @context.setter
    def context(self, context):
        self._context = context
        self._sslobj.context = context

    @property
    def session(self):
        return None if self._sslobj is None else self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    @property
    def session_reused(self):
        return None if self._sslobj is None else self._sslobj.session_reused

    def dup(self):
        raise NotImplementedError(f"Can't dup() {type(self).__name__} instances")

    def _plain(self, name, flags):
        if self._sslobj is not None and flags:
            raise ValueError(f"non-zero flags not allowed in calls to {name}() on {self.__class__}")
        return self._sslobj is None

    def _checkClosed(self, msg=None):
        pass

    def _check_connected(self):
        if not self._connected:
            self.getpeername()  # raises the right error

    def read(self, len=1024, buffer=None):
        if self._sslobj is None:
            raise ValueError("Read on closed or unwrapped SSL socket.")
        try:
            if buffer is None:
                return self._sslobj.read(len)
            return self._sslobj.read(len, buffer)
        except SSLError as e:
            if e.args[0] == _ssl.SSL_ERROR_EOF and self.suppress_ragged_eofs:
                return b"" if buffer is None else 0
            raise

    def write(self, data):
        if self._sslobj is None:
            raise ValueError("Write on closed or unwrapped SSL socket.")
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    def get_verified_chain(self):
        return [c.public_bytes(_ssl.ENCODING_DER) for c in self._sslobj.get_verified_chain() or ()]

    def get_unverified_chain(self):
        return [c.public_bytes(_ssl.ENCODING_DER) for c in self._sslobj.get_unverified_chain() or ()]

    def selected_npn_protocol(self):
        warnings.warn("ssl NPN is deprecated, use ALPN instead", DeprecationWarning, 2)

    def selected_alpn_protocol(self):
        return None if self._sslobj is None else self._sslobj.selected_alpn_protocol()

    def cipher(self):
        return None if self._sslobj is None else self._sslobj.cipher()

    def shared_ciphers(self):
        return None if self._sslobj is None else self._sslobj.shared_ciphers()

    def compression(self):
        return None if self._sslobj is None else self._sslobj.compression()

    def version(self):
        return None if self._sslobj is None else self._sslobj.version()

    def pending(self):
        return 0 if self._sslobj is None else self._sslobj.pending()

    def send(self, data, flags=0):
        if self._plain("send", flags):
            return super().send(data, flags)
        return self._sslobj.write(data)

    def sendto(self, data, flags_or_addr, addr=None):
        if self._sslobj is not None:
            raise ValueError(f"sendto not allowed on instances of {self.__class__}")
        if addr is None:
            return super().sendto(data, flags_or_addr)
        return super().sendto(data, flags_or_addr, addr)

    def sendmsg(self, *args, **kwargs):
        raise NotImplementedError(f"sendmsg not allowed on instances of {self.__class__}")

    def sendall(self, data, flags=0):
        if self._plain("sendall", flags):
            return super().sendall(data, flags)
        with memoryview(data) as view, view.cast("B") as octets:
            sent = 0
            while sent < len(octets):
                sent += self.send(octets[sent:])

    def sendfile(self, file, offset=0, count=None):
        if self._sslobj is not None:
            return self._sendfile_use_send(file, offset, count)
        return super().sendfile(file, offset, count)

    def recv(self, buflen=1024, flags=0):
        if self._plain("recv", flags):
            return super().recv(buflen, flags)
        return self.read(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        if nbytes is None:
            if buffer is None:
                nbytes = 1024
            else:
                with memoryview(buffer) as view:
                    nbytes = view.nbytes or 1024
        if self._plain("recv_into", flags):
            return super().recv_into(buffer, nbytes, flags)
        return self.read(nbytes, buffer)

    def recvfrom(self, buflen=1024, flags=0):
        if self._sslobj is not None:
            raise ValueError(f"recvfrom not allowed on instances of {self.__class__}")
        return super().recvfrom(buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        if self._sslobj is not None:
            raise ValueError(f"recvfrom_into not allowed on instances of {self.__class__}")
        return super().recvfrom_into(buffer, nbytes, flags)

    def recvmsg(self, *args, **kwargs):
        raise NotImplementedError(f"recvmsg not allowed on instances of {self.__class__}")

    def recvmsg_into(self, *args, **kwargs):
        raise NotImplementedError(f"recvmsg_into not allowed on instances of {self.__class__}")

    def shutdown(self, how):
        self._sslobj = None
        super().shutdown(how)

    def unwrap(self):
        if self._sslobj is None:
            raise ValueError(f"No SSL wrapper around {self}")
        s = self._sslobj.shutdown()
        self._sslobj = None
        return s

    def verify_client_post_handshake(self):
        if self._sslobj is None:
            raise ValueError(f"No SSL wrapper around {self}")
        return self._sslobj.verify_client_post_handshake()

    def _real_close(self):
        self._sslobj = None
        super()._real_close()

    def do_handshake(self, block=False):
        self._check_connected()
        timeout = self.gettimeout()
        try:
            if timeout == 0.0 and block:
                self.settimeout(None)
            self._sslobj.do_handshake()
        finally:
            self.settimeout(timeout)

    def _connect_with(self, addr, connect_ex):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected or self._sslobj is not None:
            raise ValueError("attempt to connect already-connected SSLSocket!")
        self._attach()
        try:
            if connect_ex:
                code = super().connect_ex(addr)
            else:
                code = None
                super().connect(addr)
            if not code:
                self._connected = True
                if self.do_handshake_on_connect:
                    self.do_handshake()
            return code
        except (OSError, ValueError):
            self._sslobj = None
            raise

    def connect(self, addr):
        self._connect_with(addr, False)

    def connect_ex(self, addr):
        return self._connect_with(addr, True)

    def accept(self):
        sock, addr = super().accept()
        return self.context.wrap_socket(
            sock, do_handshake_on_connect=self.do_handshake_on_connect,
            suppress_ragged_eofs=self.suppress_ragged_eofs, server_side=True), addr

    def get_channel_binding(self, cb_type="tls-unique"):
        if self._sslobj is not None:
            return self._sslobj.get_channel_binding(cb_type)
        if cb_type not in CHANNEL_BINDING_TYPES:
            raise ValueError(f"{cb_type} channel binding type not implemented")
        return None


SSLContext.sslsocket_class = SSLSocket
SSLContext.sslobject_class = SSLObject

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def cert_time_to_seconds(cert_time):
    """Seconds since the epoch of a time in a certificate ("Jun  1 12:00:00 2030 GMT")."""
    from calendar import timegm
    from time import strptime

    form = " %d %H:%M:%S %Y GMT"
    try:
        month = _MONTHS.index(cert_time[:3].title()) + 1
    except ValueError:
        raise ValueError(f'time data {cert_time!r} does not match format "%b{form}"')
    t = strptime(cert_time[3:], form)
    return timegm((t[0], month) + t[2:6])


PEM_HEADER = "-----BEGIN CERTIFICATE-----"
PEM_FOOTER = "-----END CERTIFICATE-----"


def DER_cert_to_PEM_cert(der_cert_bytes):
    """A certificate as PEM text."""
    text = base64.standard_b64encode(der_cert_bytes).decode("ascii")
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "\n".join([PEM_HEADER, *lines, PEM_FOOTER, ""])


def PEM_cert_to_DER_cert(pem_cert_string):
    """A PEM certificate as bytes."""
    if not pem_cert_string.startswith(PEM_HEADER):
        raise ValueError(f"Invalid PEM encoding; must start with {PEM_HEADER}")
    if not pem_cert_string.strip().endswith(PEM_FOOTER):
        raise ValueError(f"Invalid PEM encoding; must end with {PEM_FOOTER}")
    body = pem_cert_string.strip()[len(PEM_HEADER):-len(PEM_FOOTER)]
    return base64.decodebytes(body.encode("ascii"))


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT, ca_certs=None, timeout=_GLOBAL_DEFAULT_TIMEOUT):
    """The certificate of the server at `addr` as PEM; checked against `ca_certs` when given."""
    host, port = addr
    context = _create_stdlib_context(
        ssl_version, cert_reqs=CERT_NONE if ca_certs is None else CERT_REQUIRED, cafile=ca_certs)
    with create_connection(addr, timeout=timeout) as sock:
        with context.wrap_socket(sock, server_hostname=host) as connection:
            return DER_cert_to_PEM_cert(connection.getpeercert(True))


def get_protocol_name(protocol_code):
    return _PROTOCOL_NAMES.get(protocol_code, "<unknown>")
