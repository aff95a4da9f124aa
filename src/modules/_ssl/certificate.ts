// Certificates: X.509 in DER as the dictionaries of getpeercert(), and the Certificate type. Invariant: knows just enough
// ASN.1 for that; what it does not know is left out, as it is not needed to check a connection (OpenSSL has done that).

import { PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, TYPE_NO_NEW } from '../../objects/type.ts';
import { valueError } from '../../objects/exceptions/raise.ts';
import { fromJS } from '../../objects/str/text.ts';
import type { OpenSSL, Pointer } from '../../runtime/openssl.ts';
import { cInt } from '../support/arguments.ts';
import { ssl } from './errors.ts';

/** One element of DER. */
interface Element {
  readonly tag: number;
  readonly body: Uint8Array;
  /** Header included. */
  readonly end: number;
}

function element(b: Uint8Array, at: number): Element {
  const tag = b[at];
  let length = b[at + 1];
  let start = at + 2;
  if (length >= 0x80) {
    const n = length & 0x7f;
    length = 0;
    for (let i = 0; i < n; i++) length = length * 256 + b[start++];
  }
  return { tag, body: b.subarray(start, start + length), end: start + length };
}
function children(b: Uint8Array): Element[] {
  const out: Element[] = [];
  for (let at = 0; at < b.length; ) {
    const e = element(b, at);
    out.push(e);
    at = e.end;
  }
  return out;
}

/** An object identifier's number text. */
function oid(b: Uint8Array): string {
  const parts: number[] = [];
  let n = 0;
  for (const x of b) {
    n = n * 128 + (x & 0x7f);
    if ((x & 0x80) === 0) {
      if (parts.length === 0) parts.push(Math.min(2, Math.floor(n / 40)), n - 40 * Math.min(2, Math.floor(n / 40)));
      else parts.push(n);
      n = 0;
    }
  }
  return parts.join('.');
}

/** The name OpenSSL has for an object identifier. */
function longName(number: string): string {
  const s = ssl();
  const o = s.OBJ_txt2obj(number, 1);
  if (o === null) return number;
  const nid = s.OBJ_obj2nid(o);
  s.ASN1_OBJECT_free(o);
  return nid === 0 ? number : (s.OBJ_nid2ln(nid) ?? number);
}

const UTF16 = 30;
function text(e: Element): string {
  if (e.tag === UTF16) return new TextDecoder('utf-16be').decode(e.body);
  return new TextDecoder(e.tag === 20 ? 'latin1' : 'utf-8').decode(e.body);
}

/** A Name: a tuple of relative names, each a tuple of (type, value) pairs. */
function name(b: Uint8Array): PyTuple {
  return new PyTuple(
    children(b).map(
      (rdn) =>
        new PyTuple(
          children(rdn.body).map((pair) => {
            const [type, value] = children(pair.body);
            return new PyTuple([fromJS(longName(oid(type.body))), fromJS(text(value))]);
          }),
        ),
    ),
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A time as OpenSSL prints it: `Jun  1 12:00:00 2030 GMT`. */
function time(e: Element): string {
  let t = new TextDecoder('latin1').decode(e.body);
  if (e.tag === 23) t = (Number(t.slice(0, 2)) < 50 ? '20' : '19') + t;
  const day = String(Number(t.slice(6, 8))).padStart(2, ' ');
  return `${MONTHS[Number(t.slice(4, 6)) - 1]} ${day} ${t.slice(8, 10)}:${t.slice(10, 12)}:${t.slice(12, 14)} ${t.slice(0, 4)} GMT`;
}

/** An IPv6 address as X.509 printing has it: groups without leading zeros, nothing left out. */
const ipText = (b: Uint8Array): string => {
  if (b.length === 4) return b.join('.');
  if (b.length !== 16) return '<invalid>';
  return Array.from({ length: 8 }, (_, i) => ((b[2 * i] << 8) | b[2 * i + 1]).toString(16).toUpperCase()).join(':');
};

function alternativeNames(b: Uint8Array): PyTuple {
  const out: PyValue[] = [];
  const add = (kind: string, value: PyValue): void => void out.push(new PyTuple([kind, value]));
  for (const e of children(b)) {
    const latin = (): PyValue => fromJS(new TextDecoder('latin1').decode(e.body));
    switch (e.tag & 0x1f) {
      case 1:
        add('email', latin());
        break;
      case 2:
        add('DNS', latin());
        break;
      case 4:
        add('DirName', name(children(e.body)[0].body));
        break;
      case 6:
        add('URI', latin());
        break;
      case 7:
        add('IP Address', ipText(e.body));
        break;
      case 8:
        add('Registered ID', oid(e.body));
        break;
      default:
        add('othername', '<unsupported>');
    }
  }
  return new PyTuple(out);
}

/** URIs of GeneralNames anywhere below an element. */
function uris(b: Uint8Array): PyValue[] {
  const out: PyValue[] = [];
  for (const e of children(b)) {
    if (e.tag === 0x86) out.push(fromJS(new TextDecoder('latin1').decode(e.body)));
    else if ((e.tag & 0x20) !== 0) out.push(...uris(e.body));
  }
  return out;
}

/** getpeercert()'s dictionary. */
export function certificateDict(der: Uint8Array): PyDict {
  const parts = children(children(element(der, 0).body)[0].body);
  const d = new PyDict();
  let i = 0;
  let version = 1;
  if (parts[0].tag === 0xa0) {
    version = element(parts[0].body, 0).body[0] + 1;
    i = 1;
  }
  const serial = parts[i].body;
  const validity = children(parts[i + 3].body);
  d.setStr('subject', name(parts[i + 4].body));
  d.setStr('issuer', name(parts[i + 2].body));
  d.setStr('version', version);
  const hex = Array.from(serial, (x) => x.toString(16).padStart(2, '0').toUpperCase()).join('');
  d.setStr('serialNumber', hex.length > 2 && hex.startsWith('00') ? hex.slice(2) : hex);
  d.setStr('notBefore', time(validity[0]));
  d.setStr('notAfter', time(validity[1]));
  const extensions = parts.find((p) => p.tag === 0xa3);
  if (extensions === undefined) return d;
  for (const x of children(element(extensions.body, 0).body)) {
    const fields = children(x.body);
    const value = fields[fields.length - 1].body;
    switch (oid(fields[0].body)) {
      case '2.5.29.17':
        d.setStr('subjectAltName', alternativeNames(element(value, 0).body));
        break;
      case '1.3.6.1.5.5.7.1.1': {
        const found: { [kind: string]: PyValue[] } = {};
        for (const access of children(element(value, 0).body)) {
          const [method, location] = children(access.body);
          if (location.tag !== 0x86) continue;
          const kind = oid(method.body) === '1.3.6.1.5.5.7.48.1' ? 'OCSP' : 'caIssuers';
          (found[kind] ??= []).push(fromJS(new TextDecoder('latin1').decode(location.body)));
        }
        for (const kind of ['OCSP', 'caIssuers'])
          if (found[kind] !== undefined) d.setStr(kind, new PyTuple(found[kind]));
        break;
      }
      case '2.5.29.31':
        d.setStr('crlDistributionPoints', new PyTuple(uris(element(value, 0).body)));
        break;
    }
  }
  return d;
}

/** The DER bytes of an X509. */
export function derOf(s: OpenSSL, x509: Pointer): Uint8Array {
  const n = s.i2d_X509(x509, null);
  const out = new Uint8Array(n);
  // i2d moves the pointer it is given: it writes to memory, and that must stay where it is.
  const at = new BigUint64Array([s.address(out)]);
  s.i2d_X509(x509, at);
  return out;
}

/** The X509s of an OpenSSL stack as DER. */
export function stackOf(s: OpenSSL, stack: Pointer): Uint8Array[] {
  if (stack === null) return [];
  return Array.from({ length: s.OPENSSL_sk_num(stack) }, (_, i) => derOf(s, s.OPENSSL_sk_value(stack, i)));
}

export const ENCODING_PEM = 1;
export const ENCODING_DER = 2;

export class PyCertificate extends PyObject {
  der: Uint8Array = new Uint8Array(0);
}
export const certificateType = makeBuiltinType('Certificate', PyCertificate, { module: '_ssl', flags: TYPE_NO_NEW });
export function newCertificate(der: Uint8Array): PyCertificate {
  const c = new PyCertificate();
  c.der = der;
  return c;
}
function pem(der: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...der)).replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
declare function btoa(s: string): string;

defineType(certificateType, {
  methods: {
    'get_info()': (self: PyCertificate) => certificateDict(self.der),
    'public_bytes(format=1)': (self: PyCertificate, format: PyValue) => {
      const f = cInt(format);
      if (f === ENCODING_PEM) return fromJS(pem(self.der));
      if (f === ENCODING_DER) return new PyBytes(self.der.slice());
      throw valueError('Unsupported format');
    },
  },
});
