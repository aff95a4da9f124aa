// Python's address tuples and C's sockaddr bytes, by family. Invariant: a host name that is no number is looked up without
// blocking (resumable); bytes that come from the system are trusted to have the family's size.

import { None, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes, PyTuple } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { newException, overflowError, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { index } from '../../objects/protocol/operators.ts';
import { isPending, sync, type Resumable } from '../../objects/protocol/pending.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import type { AddressInfo } from '../../runtime/system.ts';
import { system, waitR } from '../support/blocking.ts';
import { tryBytes } from '../support/arguments.ts';
import { fsDecode, fsEncode } from '../support/fs.ts';
import { CONSTANTS as C } from './constants.ts';
import { gaierror, resolverError } from './errors.ts';
import { formatIPv4, formatIPv6, parseIPv4, parseIPv6 } from './inet.ts';

const view = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.byteLength);

/** A host name argument as the resolver takes it: `idna` for what is not ASCII. */
export function hostName(v: PyValue): Uint8Array {
  let b: Uint8Array;
  if (isStr(v)) {
    const s = toJS(v);
    b = /^[\0-\x7f]*$/.test(s) ? new TextEncoder().encode(s) : (sync(callMethodR(v, 'encode', ['idna'])) as PyBytes).b; // encode gives bytes
  } else if (v instanceof PyBytes) b = v.b;
  else if (v instanceof PyByteArray) b = v.b.subarray(0, v.len);
  else throw typeError(`str, bytes or bytearray expected, not ${v === None ? 'NoneType' : typeOf(v).tpName}`);
  if (b.includes(0)) throw typeError('host name must not contain null character');
  return b;
}

/** getaddrinfo; failures raise gaierror. Resumable. */
export function* resolve(
  host: Uint8Array | null,
  service: string | null,
  family: number,
  type: number,
  protocol: number,
  flags: number,
): Generator<unknown, AddressInfo[], never> {
  let error = 0;
  let found: AddressInfo[] = [];
  yield* waitR(
    (wake) => {
      system().getaddrinfo(host, service, { family, type, protocol, flags }, (e, f) => {
        error = e;
        found = f;
        wake(None);
      });
    },
    () => {
      throw osError(35);
    },
  );
  if (error !== 0) throw resolverError(gaierror, error, system().gaiMessage(error));
  return found;
}

/** The address bytes (4 or 16) of a host name: setipaddr. */
function hostBytes(name: Uint8Array, family: number): Resumable<Uint8Array> {
  const text = new TextDecoder('latin1').decode(name);
  const inet = family === C.AF_INET;
  if (text === '') return new Uint8Array(inet ? 4 : 16);
  if (inet && (text === '255.255.255.255' || text === '<broadcast>')) return new Uint8Array(4).fill(255);
  const number = inet ? parseIPv4(text) : parseIPv6(text);
  if (number !== undefined) return number;
  return (function* (): Generator<unknown, Uint8Array, never> {
    const [first] = yield* resolve(name, null, family, 0, 0, 0);
    return inet ? first.address.slice(4, 8) : first.address.slice(8, 24);
  })() as Resumable<Uint8Array>;
}

function port(v: PyValue, caller: string): number {
  const n = index(v);
  if (n < 0 || n > 65535) throw overflowError(`${caller}(): port must be 0-65535.`);
  return Number(n);
}

/** Python's address for a socket of this family as sockaddr bytes. Resumable. */
export function encodeAddress(
  address: PyValue,
  family: number,
  protocol: number,
  caller: string,
): Resumable<Uint8Array> {
  void protocol;
  switch (family) {
    case C.AF_UNIX: {
      const b = isStr(address) ? fsEncode(address) : tryBytes(address);
      if (b === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(address).tpName}'`);
      const abstract = b.length > 0 && b[0] === 0;
      if (b.length > 108 || (!abstract && b.length >= 108))
        throw newException(exceptionTypes.OSError, 'AF_UNIX path too long');
      const out = new Uint8Array(2 + b.length + (abstract || b.length === 0 ? 0 : 1));
      view(out).setUint16(0, family, true);
      out.set(b, 2);
      return out;
    }
    case C.AF_INET: {
      if (!(address instanceof PyTuple))
        throw typeError(`${caller}(): AF_INET address must be tuple, not ${typeOf(address).name}`);
      if (address.items.length !== 2) throw typeError('AF_INET address must be a pair (host, port)');
      const name = hostName(address.items[0]);
      const n = port(address.items[1], caller);
      return finish(hostBytes(name, family), (b) => {
        const out = new Uint8Array(16);
        const v = view(out);
        v.setUint16(0, family, true);
        v.setUint16(2, n);
        out.set(b, 4);
        return out;
      });
    }
    case C.AF_INET6: {
      if (!(address instanceof PyTuple))
        throw typeError(`${caller}(): AF_INET6 address must be tuple, not ${typeOf(address).name}`);
      const { items } = address;
      if (items.length < 2 || items.length > 4)
        throw typeError('AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])');
      const name = hostName(items[0]);
      const n = port(items[1], caller);
      const flow = items.length > 2 ? index(items[2]) : 0;
      const scope = items.length > 3 ? Number(index(items[3])) : 0;
      if (flow < 0 || flow > 0xfffff) throw overflowError(`${caller}(): flowinfo must be 0-1048575.`);
      const text = new TextDecoder('latin1').decode(name);
      const at = text.indexOf('%');
      const zone = at < 0 ? '' : text.slice(at + 1);
      return finish(hostBytes(at < 0 ? name : name.subarray(0, at), family), (b) => {
        const out = new Uint8Array(28);
        const v = view(out);
        v.setUint16(0, family, true);
        v.setUint16(2, n);
        v.setUint32(4, Number(flow));
        out.set(b, 8);
        v.setUint32(24, zone === '' ? scope : /^\d+$/.test(zone) ? Number(zone) : system().interfaceIndex(zone), true);
        return out;
      });
    }
    case C.AF_NETLINK: {
      if (!(address instanceof PyTuple))
        throw typeError(`${caller}(): AF_NETLINK address must be tuple, not ${typeOf(address).name}`);
      if (address.items.length !== 2) throw typeError('AF_NETLINK address must be a pair (pid, groups)');
      const out = new Uint8Array(12);
      const v = view(out);
      v.setUint16(0, family, true);
      v.setUint32(4, Number(index(address.items[0])), true);
      v.setUint32(8, Number(index(address.items[1])), true);
      return out;
    }
    case C.AF_VSOCK: {
      if (!(address instanceof PyTuple))
        throw typeError(`${caller}(): AF_VSOCK address must be tuple, not ${typeOf(address).name}`);
      if (address.items.length !== 2) throw typeError('AF_VSOCK address must be a pair (cid, port)');
      const out = new Uint8Array(16);
      const v = view(out);
      v.setUint16(0, family, true);
      v.setUint32(4, Number(index(address.items[1])), true);
      v.setUint32(8, Number(index(address.items[0])), true);
      return out;
    }
    default:
      throw newException(exceptionTypes.OSError, `${caller}(): bad family`);
  }
}

function finish(b: Resumable<Uint8Array>, make: (b: Uint8Array) => Uint8Array): Resumable<Uint8Array> {
  if (!isPending(b)) return make(b);
  return (function* (): Generator<unknown, Uint8Array, never> {
    return make(yield b);
  })() as Resumable<Uint8Array>;
}

/** sockaddr bytes as Python shows them; no bytes at all (unnamed, or of a stream) give None. */
export function decodeAddress(b: Uint8Array): PyValue {
  if (b.length < 2) return None;
  const v = view(b);
  const family = v.getUint16(0, true);
  switch (family) {
    case C.AF_INET:
      return new PyTuple([formatIPv4(b.subarray(4, 8)), v.getUint16(2)]);
    case C.AF_INET6:
      return new PyTuple([
        formatIPv6(b.subarray(8, 24)),
        v.getUint16(2),
        v.getUint32(4),
        b.length >= 28 ? v.getUint32(24, true) : 0,
      ]);
    case C.AF_UNIX: {
      const path = b.subarray(2);
      if (path.length > 0 && path[0] === 0) return new PyBytes(path.slice()); // Linux's abstract names
      const end = path.indexOf(0);
      return fsDecode(end < 0 ? path : path.subarray(0, end));
    }
    case C.AF_NETLINK:
      return new PyTuple([v.getUint32(4, true), v.getUint32(8, true)]);
    case C.AF_VSOCK:
      return new PyTuple([v.getUint32(8, true), v.getUint32(4, true)]);
    default:
      return new PyTuple([family, new PyBytes(b.slice(2))]);
  }
}
