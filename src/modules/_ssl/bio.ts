// MemoryBIO: bytes on their way to or from OpenSSL. Invariant: the BIO lives as long as this object or a connection uses
// it; at its end it reports EOF only after write_eof().

import { PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes } from '../../objects/shapes.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, type PyType } from '../../objects/type.ts';
import type { Pointer } from '../../runtime/openssl.ts';
import { bytesLike, cInt } from '../support/arguments.ts';
import { makeError, queuedError, ssl, SSLError } from './errors.ts';

const SET_EOF_RETURN = 130;

export class PyMemoryBIO extends PyObject {
  pointer: Pointer = null;
  eofWritten = false;
}
export const memoryBIOType = makeBuiltinType('MemoryBIO', PyMemoryBIO, { module: '_ssl' });

const dropped = new FinalizationRegistry<bigint>((p) => void ssl().BIO_free(p));

defineType(memoryBIOType, {
  new: [
    '()',
    (cls: PyType) => {
      const s = ssl();
      const b = new cls.ctor() as PyMemoryBIO; // the type's own shape
      b.pointer = s.BIO_new(s.BIO_s_mem());
      if (b.pointer === null) throw queuedError();
      s.BIO_ctrl(b.pointer, SET_EOF_RETURN, -1, null);
      dropped.register(b, b.pointer);
      return b;
    },
  ],
  methods: {
    'read(size=-1, /)': (self: PyMemoryBIO, size: PyValue) => {
      const s = ssl();
      const available = s.BIO_ctrl_pending(self.pointer);
      const n = cInt(size);
      const out = new Uint8Array(n < 0 || n > available ? available : n);
      if (out.length === 0) return new PyBytes(out);
      const got = s.BIO_read(self.pointer, out, out.length);
      if (got < 0) throw queuedError();
      return new PyBytes(got === out.length ? out : out.slice(0, got));
    },
    'write(b, /)': (self: PyMemoryBIO, data: PyValue) => {
      const b = bytesLike(data);
      if (self.eofWritten) throw makeError(SSLError, 0, 'cannot write() after write_eof()', '', '');
      if (b.length === 0) return 0;
      const n = ssl().BIO_write(self.pointer, b, b.length);
      if (n < 0) throw queuedError();
      return n;
    },
    'write_eof()': (self: PyMemoryBIO) => {
      self.eofWritten = true;
      ssl().BIO_ctrl(self.pointer, SET_EOF_RETURN, 0, null);
    },
  },
  getset: {
    pending: [(self: PyMemoryBIO) => ssl().BIO_ctrl_pending(self.pointer)],
    eof: [(self: PyMemoryBIO) => self.eofWritten && ssl().BIO_ctrl_pending(self.pointer) === 0],
  },
});
