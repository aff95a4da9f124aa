// _socket: BSD sockets by the system's own calls. Invariant: descriptors are the system's, so select, os.read and child
// processes know them too. Left out: Bluetooth, CAN, ALG and TIPC addresses.

import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyFloat, PyList, PyTuple } from '../../objects/shapes.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { newException, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { index } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { host, HostError } from '../../runtime/host.ts';
import type { AddressInfo } from '../../runtime/system.ts';
import { bytesLike, cInt, cSize, cString, typeName } from '../support/arguments.ts';
import { system, waitR } from '../support/blocking.ts';
import { fromHostError, fsEncode, hostCall } from '../support/fs.ts';
import { timeoutArg } from '../support/timeout.ts';
import { decodeAddress, hostName, resolve } from './address.ts';
import { CONSTANTS as C } from './constants.ts';
import { controlLength, controlSpace } from './control.ts';
import { gaierror, herror, resolverError } from './errors.ts';
import { formatIPv4, formatIPv6, parseIPv4, parseIPv4Loose, parseIPv6 } from './inet.ts';
import { adopt, PySocket, socketType, stateOf } from './socket.ts';

/** htons and its kin: the number in the other byte order. */
function swap(name: string, v: PyValue, size: 2 | 4): number {
  if (typeof v !== 'number' && typeof v !== 'boolean' && typeof v !== 'bigint' && size === 4)
    throw typeError(`expected int, ${typeName(v)} found`);
  const n = index(v);
  if (size === 2) {
    if (n < 0) throw overflowError(`${name}: can't convert negative Python int to C 16-bit unsigned integer`);
    if (n > 0xffff) throw overflowError(`${name}: Python int too large to convert to C 16-bit unsigned integer`);
  } else {
    if (n < 0) throw valueError("can't convert negative value to unsigned int");
    if (n > 0xffffffff) throw overflowError('int larger than 32 bits');
  }
  const x = Number(n);
  return size === 2
    ? ((x & 0xff) << 8) | (x >>> 8)
    : (((x & 0xff) << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24)) >>> 0;
}

const ipText = (a: AddressInfo): string =>
  a.family === C.AF_INET ? formatIPv4(a.address.subarray(4, 8)) : formatIPv6(a.address.subarray(8, 24));

/** getnameinfo of address bytes. */
function* nameOf(
  address: Uint8Array,
  flags: number,
): Generator<unknown, { error: number; name: string; service: string }, never> {
  let out = { error: 0, name: '', service: '' };
  yield* waitR(
    (wake) => {
      system().getnameinfo(address, flags, (error, name, service) => {
        out = { error, name, service };
        wake(None);
      });
    },
    () => {
      throw osError(ERRNO.EDEADLK);
    },
  );
  return out;
}

const socketAddress = (family: number, ip: Uint8Array, port: number, flow = 0, scope = 0): Uint8Array => {
  const inet = family === C.AF_INET;
  const out = new Uint8Array(inet ? 16 : 28);
  const v = new DataView(out.buffer);
  v.setUint16(0, family, true);
  v.setUint16(2, port);
  if (inet) out.set(ip, 4);
  else {
    v.setUint32(4, flow);
    out.set(ip, 8);
    v.setUint32(24, scope, true);
  }
  return out;
};

defineModule('_socket', (m) => {
  m.type(socketType);
  m.set('SocketType', socketType);
  m.set('error', exceptionTypes.OSError);
  m.set('timeout', exceptionTypes.TimeoutError);
  m.set('gaierror', gaierror);
  m.set('herror', herror);
  m.set('has_ipv6', true);
  m.set('CAPI', None);
  for (const [n, v] of Object.entries(C)) m.set(n, v);
  m.funcs({
    'socketpair(family=1, type=1, proto=0, /)': (family: PyValue, kind: PyValue, proto: PyValue) => {
      const f = cInt(family);
      const k = cInt(kind);
      const p = cInt(proto);
      const fds = hostCall(() => system().socketpair(f, k, p));
      return new PyTuple(
        fds.map((fd) => {
          const s = new PySocket();
          adopt(s, fd, f, k, p);
          return s;
        }),
      );
    },
    'getdefaulttimeout()': () => {
      const { defaultTimeout: t } = stateOf();
      return t < 0 ? None : new PyFloat(t / 1000);
    },
    'setdefaulttimeout(timeout, /)': (t: PyValue) => {
      stateOf().defaultTimeout = timeoutArg(t);
    },
    'close(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      try {
        host().fs.close(n);
      } catch (e) {
        if (!(e instanceof HostError) || e.errno !== ERRNO.ECONNRESET) throw fromHostError(e);
      }
    },
    'dup(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      return hostCall(() => system().dup(n));
    },
    'gethostname()': () => fromJS(host().process.hostname()),
    'sethostname(name, /)': () => {
      throw osError(ERRNO.EPERM);
    },
    'htons(x, /)': (v: PyValue) => swap('htons', v, 2),
    'ntohs(x, /)': (v: PyValue) => swap('ntohs', v, 2),
    'htonl(x, /)': (v: PyValue) => swap('htonl', v, 4),
    'ntohl(x, /)': (v: PyValue) => swap('ntohl', v, 4),

    'inet_aton(ip_addr, /)': (v: PyValue) => {
      const b = parseIPv4Loose(cString(v, 'inet_aton', 'argument'));
      if (b === undefined) throw newException(exceptionTypes.OSError, 'illegal IP address string passed to inet_aton');
      return new PyBytes(b);
    },
    'inet_ntoa(packed_ip, /)': (v: PyValue) => {
      const b = bytesLike(v);
      if (b.length !== 4) throw newException(exceptionTypes.OSError, 'packed IP wrong length');
      return formatIPv4(b);
    },
    'inet_pton(address_family, ip_string, /)': (family: PyValue, v: PyValue) => {
      const f = cInt(family);
      const text = cString(v, 'inet_pton', 'argument 2');
      if (f !== C.AF_INET && f !== C.AF_INET6) throw osError(ERRNO.EAFNOSUPPORT);
      const b = f === C.AF_INET ? parseIPv4(text) : parseIPv6(text);
      if (b === undefined) throw newException(exceptionTypes.OSError, 'illegal IP address string passed to inet_pton');
      return new PyBytes(b);
    },
    'inet_ntop(address_family, packed_ip, /)': (family: PyValue, v: PyValue) => {
      const f = cInt(family);
      const b = bytesLike(v);
      if (f !== C.AF_INET && f !== C.AF_INET6) throw valueError(`unknown address family ${f}`);
      if (b.length !== (f === C.AF_INET ? 4 : 16)) throw valueError('invalid length of packed IP address string');
      return f === C.AF_INET ? formatIPv4(b) : formatIPv6(b);
    },

    *'getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)'(
      hostArg: PyValue,
      portArg: PyValue,
      family: PyValue,
      type: PyValue,
      proto: PyValue,
      flags: PyValue,
    ): NativeGenerator<PyValue> {
      let name: Uint8Array | null = null;
      if (hostArg !== None) {
        if (!isStr(hostArg) && !(hostArg instanceof PyBytes))
          throw typeError('getaddrinfo() argument 1 must be string or None');
        name = hostName(hostArg);
      }
      let service: string | null = null;
      if (portArg === None) service = null;
      else if (isStr(portArg)) service = toJS(portArg);
      else if (portArg instanceof PyBytes) service = new TextDecoder().decode(portArg.b);
      else if (typeof portArg === 'number' || typeof portArg === 'bigint' || typeof portArg === 'boolean') {
        const n = index(portArg);
        if (n > 9223372036854775807n || n < -9223372036854775808n)
          throw overflowError('Python int too large to convert to C long');
        service = String(n);
      } else if (typeName(portArg) !== 'str') {
        throw newException(exceptionTypes.OSError, 'Int or String expected');
      }
      const found = yield* resolve(name, service, cInt(family), cInt(type), cInt(proto), cInt(flags));
      return new PyList(
        found.map(
          (a) => new PyTuple([a.family, a.type, a.protocol, fromJS(a.canonicalName), decodeAddress(a.address)]),
        ),
      );
    },
    *'gethostbyname(host, /)'(name: PyValue): NativeGenerator<PyValue> {
      const b = hostName(name);
      const text = new TextDecoder('latin1').decode(b);
      if (text === '') return '0.0.0.0';
      if (text === '<broadcast>') return '255.255.255.255';
      const [first] = yield* resolve(b, null, C.AF_INET, 0, 0, 0);
      return ipText(first);
    },
    *'gethostbyname_ex(host, /)'(name: PyValue): NativeGenerator<PyValue> {
      const b = hostName(name);
      const found = yield* resolve(b, null, C.AF_INET, C.SOCK_STREAM, 0, C.AI_CANONNAME);
      const canonical = found[0].canonicalName || new TextDecoder('latin1').decode(b);
      return new PyTuple([fromJS(canonical), new PyList([]), new PyList([...new Set(found.map(ipText))])]);
    },
    *'gethostbyaddr(host, /)'(name: PyValue): NativeGenerator<PyValue> {
      const found = yield* resolve(hostName(name), null, 0, C.SOCK_STREAM, 0, 0);
      const { error, name: n } = yield* nameOf(found[0].address, C.NI_NAMEREQD);
      if (error !== 0) throw resolverError(herror, 1, 'Unknown host');
      return new PyTuple([fromJS(n), new PyList([]), new PyList([...new Set(found.map(ipText))])]);
    },
    *'getnameinfo(sockaddr, flags, /)'(address: PyValue, flags: PyValue): NativeGenerator<PyValue> {
      const f = cInt(flags);
      if (!(address instanceof PyTuple)) throw typeError('getnameinfo() argument 1 must be a tuple');
      const { items } = address;
      if (items.length < 2 || items.length > 4 || !isStr(items[0]))
        throw typeError('getnameinfo(): illegal sockaddr argument');
      const port = cInt(items[1]);
      const flow = items.length > 2 ? index(items[2]) : 0;
      const scope = items.length > 3 ? index(items[3]) : 0;
      if (flow < 0 || flow > 0xfffff) throw overflowError('getnameinfo(): flowinfo must be 0-1048575.');
      const found = yield* resolve(hostName(items[0]), String(port), 0, C.SOCK_DGRAM, 0, C.AI_NUMERICHOST);
      if (found.length > 1) throw newException(exceptionTypes.OSError, 'sockaddr resolved to multiple addresses');
      const [a] = found;
      if (a.family === C.AF_INET && items.length !== 2)
        throw newException(exceptionTypes.OSError, 'IPv4 sockaddr must be 2 tuple');
      const bytes =
        a.family === C.AF_INET
          ? a.address
          : socketAddress(a.family, a.address.subarray(8, 24), port & 0xffff, Number(flow), Number(scope));
      const r = yield* nameOf(bytes, f);
      if (r.error !== 0) throw resolverError(gaierror, r.error, system().gaiMessage(r.error));
      return new PyTuple([fromJS(r.name), fromJS(r.service)]);
    },
    'getservbyname(servicename, protocolname=?, /)': (name: PyValue, protocol: PyValue | undefined) => {
      const n = cString(name, 'getservbyname', 'argument 1');
      const p = protocol === undefined ? null : cString(protocol, 'getservbyname', 'argument 2');
      const port = system().servicePort(n, p);
      if (port === undefined) throw newException(exceptionTypes.OSError, 'service/proto not found');
      return port;
    },
    'getservbyport(port, protocolname=?, /)': (port: PyValue, protocol: PyValue | undefined) => {
      const n = cInt(port);
      const p = protocol === undefined ? null : cString(protocol, 'getservbyport', 'argument 2');
      if (n < 0 || n > 0xffff) throw overflowError('getservbyport: port must be 0-65535.');
      const name = system().serviceName(n, p);
      if (name === undefined) throw newException(exceptionTypes.OSError, 'port/proto not found');
      return fromJS(name);
    },
    'getprotobyname(name, /)': (name: PyValue) => {
      const n = system().protocolNumber(cString(name, 'getprotobyname', 'argument'));
      if (n === undefined) throw newException(exceptionTypes.OSError, 'protocol not found');
      return n;
    },
    'if_nametoindex(oname, /)': (name: PyValue) => {
      const text = isStr(name) ? new TextDecoder().decode(fsEncode(name)) : new TextDecoder().decode(bytesLike(name));
      const n = system().interfaceIndex(text);
      if (n === 0) throw newException(exceptionTypes.OSError, 'no interface with this name');
      return n;
    },
    'if_indextoname(if_index, /)': (v: PyValue) => {
      const n = index(v);
      if (n < 0) throw overflowError("can't convert negative value to unsigned int");
      if (n > 0xffffffff) throw overflowError('Python int too large to convert to C unsigned int');
      return fromJS(hostCall(() => system().interfaceName(Number(n))));
    },
    'if_nameindex()': () => {
      const names = hostCall(() => host().fs.readdir('/sys/class/net')).map((d) => new TextDecoder().decode(d.name));
      const pairs = names
        .map((n): [number, string] => [system().interfaceIndex(n), n])
        .filter(([n]) => n !== 0)
        .sort((a, b) => a[0] - b[0]);
      return new PyList(pairs.map(([i, n]) => new PyTuple([i, fromJS(n)])));
    },
    'CMSG_LEN(length, /)': (n: PyValue) => controlLength(cSize(n)),
    'CMSG_SPACE(length, /)': (n: PyValue) => controlSpace(cSize(n)),
  });
});
