// Paths between Python and the host, and the host's failures as OSErrors. Invariant: a path that came as bytes goes
// back as bytes; bytes that are not UTF-8 become lone surrogates (PEP 383) and back.

import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { sync } from '../../objects/protocol/pending.ts';
import { callUnboundR } from '../../objects/protocol/call.ts';
import { SLOT } from '../../objects/slots.ts';
import { newException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes, type PyUnicodeError } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { fromPoints, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { HostError, type HostPath } from '../../runtime/host.ts';
import { cInt } from './arguments.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** File system bytes → str (UTF-8, surrogateescape). */
export function fsDecode(b: Uint8Array): string | PyStr {
  let ascii = true;
  for (let i = 0; i < b.length; i++) {
    if (b[i] > 127) {
      ascii = false;
      break;
    }
  }
  if (ascii) return String.fromCharCode.apply(null, b as unknown as number[]); // apply takes any array-like
  const points: number[] = [];
  for (let i = 0; i < b.length; ) {
    const n = sequenceLength(b, i);
    if (n > 0) {
      for (const c of strict.decode(b.subarray(i, i + n))) points.push(c.codePointAt(0)!);
      i += n;
    } else points.push(0xdc00 + b[i++]);
  }
  return fromPoints(Uint32Array.from(points));
}

/** Length of the valid UTF-8 sequence at i, or 0. */
function sequenceLength(b: Uint8Array, i: number): number {
  const c = b[i];
  const n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
  if (n === 0 || i + n > b.length) return 0;
  for (let k = 1; k < n; k++) if ((b[i + k] & 0xc0) !== 0x80) return 0;
  if (c === 0xe0 && b[i + 1] < 0xa0) return 0;
  if (c === 0xed && b[i + 1] > 0x9f) return 0;
  if (c === 0xf0 && b[i + 1] < 0x90) return 0;
  if (c === 0xf4 && b[i + 1] > 0x8f) return 0;
  return n;
}

/** str → file system bytes. */
export function fsEncode(v: string | PyStr): Uint8Array {
  if (typeof v === 'string') return encoder.encode(v);
  const out: number[] = [];
  const points = toPoints(v);
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (c >= 0xdc80 && c <= 0xdcff) out.push(c - 0xdc00);
    else if (c >= 0xd800 && c <= 0xdfff) {
      const e = newException(
        exceptionTypes.UnicodeEncodeError,
        'utf-8',
        v,
        i,
        i + 1,
        'surrogates not allowed',
      ) as PyUnicodeError;
      e.encoding = 'utf-8';
      e.object = v;
      e.start = i;
      e.end = i + 1;
      e.reason = 'surrogates not allowed';
      throw e;
    } else out.push(...encoder.encode(String.fromCodePoint(c)));
  }
  return Uint8Array.from(out);
}

/** A str value as the host takes it. */
export function hostPath(v: string | PyStr): HostPath {
  return typeof v === 'string' ? v : fsEncode(v);
}

/** A path argument. */
export interface PathArg {
  readonly host: HostPath;
  /** As given: what errors show. */
  readonly given: PyValue;
  readonly bytes: boolean;
  /** A file descriptor, or -1. */
  readonly fd: number;
}

/** os.fspath(v): str and bytes as they are, else what `__fspath__` says. */
export function fspath(v: PyValue): PyValue {
  if (isStr(v) || v instanceof PyBytes) return v;
  const f = typeOf(v).slot(SLOT.__fspath__);
  if (f === null || f === None) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(v).name}`);
  const r = sync(callUnboundR(f, v, []));
  if (isStr(r) || r instanceof PyBytes) return r;
  throw typeError(`expected ${typeOf(v).name}.__fspath__() to return str or bytes, not ${typeOf(r).name}`);
}

export interface PathOptions {
  readonly fd?: boolean;
  readonly nullable?: boolean;
}

/** Converts a path argument of function `fname` (CPython's path_t). */
export function pathArg(v: PyValue, fname: string, argument = 'path', options: PathOptions = {}): PathArg {
  const original = v;
  if (v === None && options.nullable === true) return { host: '.', given: None, bytes: false, fd: -1 };
  if (!isStr(v) && !(v instanceof PyBytes)) {
    const t = typeOf(v);
    if (options.fd === true && t.slot(SLOT.__index__) !== null && t.slot(SLOT.__index__) !== None) {
      return { host: '', given: original, bytes: false, fd: cInt(v) };
    }
    const f = t.slot(SLOT.__fspath__);
    if (f === null || f === None) {
      const kinds =
        options.fd === true && options.nullable === true
          ? 'string, bytes, os.PathLike, integer or None'
          : options.fd === true
            ? 'string, bytes, os.PathLike or integer'
            : options.nullable === true
              ? 'string, bytes, os.PathLike or None'
              : 'string, bytes or os.PathLike';
      throw typeError(`${fname}: ${argument} should be ${kinds}, not ${t.name}`);
    }
    v = fspath(v);
  }
  if (isStr(v)) {
    if (toJS(v).includes('\0')) throw valueError(`${fname}: embedded null character in ${argument}`);
    return { host: hostPath(v), given: v, bytes: false, fd: -1 };
  }
  const b = (v as PyBytes).b; // str and int were handled
  if (b.includes(0)) throw valueError(`${fname}: embedded null character in ${argument}`);
  return { host: b, given: v, bytes: true, fd: -1 };
}

/** Runs a host function; its failure becomes an OSError about these files. */
export function hostCall<T>(f: () => T, filename?: PyValue, filename2?: PyValue): T {
  try {
    return f();
  } catch (e) {
    throw fromHostError(e, filename, filename2);
  }
}

/** The OSError for a host's failure; anything else comes back as it is. */
export function fromHostError(e: unknown, filename?: PyValue, filename2?: PyValue): unknown {
  return e instanceof HostError ? osError(e.errno, filename, filename2) : e;
}

/** A name from the system in the kind the program uses. */
export function fsName(b: Uint8Array, bytes: boolean): PyValue {
  return bytes ? new PyBytes(b) : fsDecode(b);
}
