// SSLSession: what a client needs to resume. Invariant: owns one reference of its SSL_SESSION.

import { None, NotImplemented, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes } from '../../objects/shapes.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, TYPE_NO_NEW } from '../../objects/type.ts';
import type { Pointer } from '../../runtime/openssl.ts';
import { ssl } from './errors.ts';

export class PySSLSession extends PyObject {
  pointer: Pointer = null;
  context: PyObject | null = null;
}
export const sessionType = makeBuiltinType('SSLSession', PySSLSession, { module: '_ssl', flags: TYPE_NO_NEW });
const dropped = new FinalizationRegistry<bigint>((p) => ssl().SSL_SESSION_free(p));

export function newSession(context: PyObject, pointer: Pointer): PyValue {
  if (pointer === null) return None;
  const s = new PySSLSession();
  s.pointer = pointer;
  s.context = context;
  dropped.register(s, pointer);
  return s;
}
function id(self: PySSLSession): Uint8Array {
  const length = new Int32Array(1);
  const s = ssl();
  const p = s.SSL_SESSION_get_id(self.pointer, length);
  return p === null ? new Uint8Array(0) : s.copy(p, length[0]);
}

defineType(sessionType, {
  attrs: { __hash__: None },
  methods: {
    '__eq__(value, /)': (self: PySSLSession, other: PyValue) => {
      if (!(other instanceof PySSLSession)) return NotImplemented;
      const a = id(self);
      const b = id(other);
      return a.length === b.length && a.every((x, i) => x === b[i]);
    },
  },
  getset: {
    id: [(self: PySSLSession) => new PyBytes(new Uint8Array(id(self)))],
    time: [(self: PySSLSession) => ssl().SSL_SESSION_get_time(self.pointer)],
    timeout: [(self: PySSLSession) => ssl().SSL_SESSION_get_timeout(self.pointer)],
    ticket_lifetime_hint: [(self: PySSLSession) => ssl().SSL_SESSION_get_ticket_lifetime_hint(self.pointer)],
    has_ticket: [(self: PySSLSession) => ssl().SSL_SESSION_has_ticket(self.pointer) !== 0],
  },
});
