// Names and addresses by the C library's resolver. Invariant: look-ups that may ask the network run in koffi's thread pool
// and call back later; C's lists are copied and freed before anybody sees them.

import type { AddressInfo } from '../runtime/system.ts';
import { callInPool, type Libc } from './libc.ts';

const EAI_MEMORY = -10;
/** getaddrinfo takes hints as a struct addrinfo of 48 bytes. */
const ADDRINFO = 48;

export function lookUpName(
  c: Libc,
  host: Uint8Array | null,
  service: string | null,
  hints: { readonly family: number; readonly type: number; readonly protocol: number; readonly flags: number },
  done: (error: number, found: AddressInfo[]) => void,
): void {
  const h = Buffer.alloc(ADDRINFO);
  h.writeInt32LE(hints.flags, 0);
  h.writeInt32LE(hints.family, 4);
  h.writeInt32LE(hints.type, 8);
  h.writeInt32LE(hints.protocol, 12);
  const out: [bigint | null] = [null];
  const name = host === null ? null : Buffer.concat([host, Buffer.alloc(1)]);
  callInPool(c.getaddrinfo, [name, service, h, out], (e, error) => {
    const first = out[0];
    if (e !== null) return done(EAI_MEMORY, []);
    if (error !== 0 || first === null) return done(error, []);
    const found: AddressInfo[] = [];
    for (let at: bigint = first; at !== 0n; ) {
      const info = c.copy(at, ADDRINFO);
      found.push({
        family: info.readInt32LE(4),
        type: info.readInt32LE(8),
        protocol: info.readInt32LE(12),
        address: c.copy(info.readBigUInt64LE(24), info.readUInt32LE(16)),
        canonicalName: c.text(info.readBigUInt64LE(32)),
      });
      at = info.readBigUInt64LE(40);
    }
    c.freeaddrinfo(first);
    done(0, found);
  });
}

export function lookUpAddress(
  c: Libc,
  address: Uint8Array,
  flags: number,
  done: (error: number, host: string, service: string) => void,
): void {
  const host = Buffer.alloc(1025);
  const service = Buffer.alloc(32);
  const args = [address, address.length, host, host.length, service, service.length, flags];
  callInPool(c.getnameinfo, args, (e, error) => {
    const text = (b: Buffer): string => b.subarray(0, b.indexOf(0)).toString();
    done(e === null ? error : EAI_MEMORY, text(host), text(service));
  });
}

const pointer = (v: unknown): bigint => (typeof v === 'bigint' ? v : 0n);

export function servicePort(c: Libc, name: string, protocol: string | null): number | undefined {
  const p = pointer(c.getservbyname(name, protocol));
  if (p === 0n) return undefined;
  return c.copy(p, 32).readUInt16BE(16);
}
export function serviceName(c: Libc, port: number, protocol: string | null): string | undefined {
  const p = pointer(c.getservbyport(((port & 0xff) << 8) | (port >> 8), protocol));
  return p === 0n ? undefined : c.text(c.copy(p, 8).readBigUInt64LE(0));
}
export function protocolNumber(c: Libc, name: string): number | undefined {
  const p = pointer(c.getprotobyname(name));
  return p === 0n ? undefined : c.copy(p, 24).readInt32LE(16);
}
