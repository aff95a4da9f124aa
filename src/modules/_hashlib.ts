// _hashlib: what CPython takes from OpenSSL, here from the host's cryptographic library: all its digests, HMAC, PBKDF2 and
// scrypt. Invariant: names are Python's (sha3_256, blake2b); the host's are in HOST_NAMES.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyBytes } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { makeBuiltinType, TYPE_BASETYPE, TYPE_NO_NEW, typeOf } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionClass, exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { newException, overflowError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { index } from '../objects/protocol/operators.ts';
import { idHex } from '../objects/identity.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { host, type HostHash } from '../runtime/host.ts';
import { bytesLike, cLong } from './support/arguments.ts';
import { makeFrozenSet } from './support/make.ts';
import { hashInput, hex } from './hashes.ts';

/** Python's name → the host's name, digest size, block size. */
const ALGORITHMS: { readonly [name: string]: readonly [host: string, digest: number, block: number] } = {
  blake2b: ['blake2b512', 64, 128],
  blake2s: ['blake2s256', 32, 64],
  md5: ['md5', 16, 64],
  'md5-sha1': ['md5-sha1', 36, 64],
  ripemd160: ['ripemd160', 20, 64],
  sha1: ['sha1', 20, 64],
  sha224: ['sha224', 28, 64],
  sha256: ['sha256', 32, 64],
  sha384: ['sha384', 48, 128],
  sha512: ['sha512', 64, 128],
  sha512_224: ['sha512-224', 28, 128],
  sha512_256: ['sha512-256', 32, 128],
  sha3_224: ['sha3-224', 28, 144],
  sha3_256: ['sha3-256', 32, 136],
  sha3_384: ['sha3-384', 48, 104],
  sha3_512: ['sha3-512', 64, 72],
  shake_128: ['shake128', 0, 168],
  shake_256: ['shake256', 0, 136],
  sm3: ['sm3', 32, 64],
};

class PyOpenHash extends PyObject {
  name = '';
  state!: HostHash;
}
class PyOpenXof extends PyOpenHash {}
class PyHmac extends PyObject {
  name = '';
  inner!: HostHash;
  outer!: HostHash;
}
const hashType = makeBuiltinType('HASH', PyOpenHash, { module: '_hashlib', flags: TYPE_NO_NEW | TYPE_BASETYPE });
const xofType = makeBuiltinType('HASHXOF', PyOpenXof, { module: '_hashlib', bases: [hashType], flags: TYPE_NO_NEW });
const hmacType = makeBuiltinType('HMAC', PyHmac, { module: '_hashlib', flags: TYPE_NO_NEW });
const unsupportedType = exceptionClass('UnsupportedDigestmodError', '_hashlib', exceptionTypes.ValueError);

/** Python's spelling of a digest's name (OpenSSL is lenient). */
function canonical(name: string): string {
  const n = name.toLowerCase();
  for (const c of [n, n.replaceAll('-', '_'), n.replaceAll('-', '')]) if (c in ALGORITHMS) return c;
  for (const [k, [h]] of Object.entries(ALGORITHMS)) if (h === n) return k;
  return n;
}
function open(name: string): HostHash {
  const a = ALGORITHMS[name];
  const state = a === undefined ? null : host().crypto.hash(a[0]);
  if (state === null) throw newException(unsupportedType, '[digital envelope routines] unsupported');
  return state;
}
function make(name: string, state: HostHash): PyOpenHash {
  const h = name.startsWith('shake') ? new PyOpenXof() : new PyOpenHash();
  h.name = name;
  h.state = state;
  return h;
}
function start(name: string, data: PyValue | undefined, string: PyValue | undefined): PyValue {
  if (data !== undefined && string !== undefined) {
    throw typeError(
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
    );
  }
  const h = make(name, open(name));
  const v = data ?? string;
  if (v !== undefined) h.state.update(hashInput(v));
  return h;
}

const common = {
  'update(obj, /)': (self: PyOpenHash, data: PyValue) => self.state.update(hashInput(data)),
  'copy()': (self: PyOpenHash) => make(self.name, self.state.copy()),
};
defineType(hashType, {
  methods: {
    ...common,
    'digest()': (self: PyOpenHash) => new PyBytes(new Uint8Array(self.state.copy().digest())),
    'hexdigest()': (self: PyOpenHash) => hex(self.state.copy().digest()),
    '__repr__(/)': (self: PyOpenHash) =>
      fromJS(`<${self.name} ${typeOf(self).module}.${typeOf(self).name} object @ ${idHex(self)}>`),
  },
  getset: {
    name: [(self: PyOpenHash) => self.name],
    digest_size: [(self: PyOpenHash) => ALGORITHMS[self.name][1]],
    block_size: [(self: PyOpenHash) => ALGORITHMS[self.name][2]],
  },
});
function xof(self: PyOpenHash, length: PyValue): Uint8Array {
  const n = Number(index(length));
  if (n < 0) throw valueError('value must be positive');
  if (n > 0x7fffffff) throw overflowError('digest length is too large');
  return n === 0 ? new Uint8Array(0) : new Uint8Array(self.state.copy().digest(n));
}
defineType(xofType, {
  methods: {
    'digest(length)': (self: PyOpenHash, n: PyValue) => new PyBytes(xof(self, n)),
    'hexdigest(length)': (self: PyOpenHash, n: PyValue) => hex(xof(self, n)),
  },
});

function hmacDigest(self: PyHmac): Uint8Array {
  const outer = self.outer.copy();
  outer.update(self.inner.copy().digest());
  return new Uint8Array(outer.digest());
}
defineType(hmacType, {
  methods: {
    'update(msg)': (self: PyHmac, data: PyValue) => self.inner.update(hashInput(data)),
    'copy()': (self: PyHmac) => {
      const h = new PyHmac();
      h.name = self.name;
      h.inner = self.inner.copy();
      h.outer = self.outer.copy();
      return h;
    },
    'digest()': (self: PyHmac) => new PyBytes(hmacDigest(self)),
    'hexdigest()': (self: PyHmac) => hex(hmacDigest(self)),
    '__repr__(/)': (self: PyHmac) => fromJS(`<${self.name} HMAC object @ ${idHex(self)}>`),
  },
  getset: {
    name: [(self: PyHmac) => `hmac-${self.name}`],
    digest_size: [(self: PyHmac) => ALGORITHMS[self.name][1]],
    block_size: [(self: PyHmac) => ALGORITHMS[self.name][2]],
  },
});

/** Adds data to a plain str-or-bytes comparison without leaking where they differ. */
function secret(v: PyValue): Uint8Array | null {
  if (!isStr(v)) return null;
  const s = toJS(v);
  const b = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c > 127) throw typeError('comparing strings with non-ASCII characters is not supported');
    b[i] = c;
  }
  return b;
}

defineModule('_hashlib', (m) => {
  const constructors = new PyDict();
  const byFunction = new Map<PyValue, string>();
  const names = [
    'md5',
    'sha1',
    'sha224',
    'sha256',
    'sha384',
    'sha512',
    'sha3_224',
    'sha3_256',
    'sha3_384',
    'sha3_512',
    'shake_128',
    'shake_256',
  ];
  for (const name of names) {
    const f = m.func(
      `openssl_${name}(data=?, *, usedforsecurity=True, string=?)`,
      (data?: PyValue, _secure?: PyValue, string?: PyValue) => start(name, data, string),
    );
    constructors.set(f, name);
    byFunction.set(f, name);
  }
  /** The algorithm a digestmod argument means. */
  const digestmod = (v: PyValue): string => {
    if (isStr(v)) return canonical(toJS(v));
    const name = byFunction.get(v);
    if (name === undefined) throw newException(unsupportedType, fromJS(`Unsupported digestmod ${typeOf(v).name}`));
    return name;
  };
  const hmacNew = (key: PyValue, name: string): PyHmac => {
    if (name.startsWith('shake')) throw newException(unsupportedType, '[digital envelope routines] unsupported');
    let k = bytesLike(key);
    const block = ALGORITHMS[name]?.[2] ?? 64;
    if (k.length > block) {
      const s = open(name);
      s.update(k);
      k = s.digest();
    }
    const h = new PyHmac();
    h.name = name;
    h.inner = open(name);
    h.outer = open(name);
    const ipad = new Uint8Array(block).fill(0x36);
    const opad = new Uint8Array(block).fill(0x5c);
    for (let i = 0; i < k.length; i++) {
      ipad[i] ^= k[i];
      opad[i] ^= k[i];
    }
    h.inner.update(ipad);
    h.outer.update(opad);
    return h;
  };
  m.set('_constructors', constructors);
  m.type(hashType);
  m.type(xofType);
  m.type(hmacType);
  m.type(unsupportedType);
  const known = new Set(
    host()
      .crypto.hashNames()
      .map((n) => n.toLowerCase()),
  );
  m.set(
    'openssl_md_meth_names',
    makeFrozenSet(Object.keys(ALGORITHMS).filter((n) => known.has(ALGORITHMS[n][0]) || names.includes(n))),
  );
  m.funcs({
    'new(name, data=?, *, usedforsecurity=True, string=?)': (
      name: PyValue,
      data?: PyValue,
      _secure?: PyValue,
      string?: PyValue,
    ) => {
      if (!isStr(name)) throw typeError('name must be a string');
      return start(canonical(toJS(name)), data, string);
    },
    'hmac_new(key, msg=?, digestmod=None)': (key: PyValue, msg: PyValue | undefined, mod: PyValue) => {
      if (mod === None) throw typeError("Missing required parameter 'digestmod'.");
      const h = hmacNew(key, digestmod(mod));
      if (msg !== undefined && msg !== None) h.inner.update(hashInput(msg));
      return h;
    },
    'hmac_digest(key, msg, digest)': (key: PyValue, msg: PyValue, mod: PyValue) => {
      const h = hmacNew(key, digestmod(mod));
      h.inner.update(hashInput(msg));
      return new PyBytes(hmacDigest(h));
    },
    'pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)': (
      name: PyValue,
      password: PyValue,
      salt: PyValue,
      iterations: PyValue,
      dklen: PyValue,
    ) => {
      if (!isStr(name)) throw typeError(`pbkdf2_hmac() argument 'hash_name' must be str, not ${typeOf(name).name}`);
      const algorithm = canonical(toJS(name));
      open(algorithm);
      const p = bytesLike(password);
      const s = bytesLike(salt);
      const n = cLong(iterations);
      if (n < 1) throw valueError('iteration value must be greater than 0.');
      if (n > 2147483647) throw overflowError('iteration value is too great.');
      const length = dklen === None ? ALGORITHMS[algorithm][1] : cLong(dklen);
      if (length < 1) throw valueError('key length must be greater than 0.');
      if (length > 2147483647) throw overflowError('key length is too great.');
      return new PyBytes(new Uint8Array(host().crypto.pbkdf2(ALGORITHMS[algorithm][0], p, s, n, length)));
    },
    'scrypt(password, *, salt, n, r, p, maxmem=0, dklen=64)': (
      password: PyValue,
      salt: PyValue,
      n: PyValue,
      r: PyValue,
      p: PyValue,
      maxmem: PyValue,
      dklen: PyValue,
    ) => {
      const pw = bytesLike(password);
      const s = bytesLike(salt);
      const N = Number(index(n));
      if (N < 2 || (BigInt(N) & BigInt(N - 1)) !== 0n) throw valueError('n must be a power of 2.');
      const R = Number(index(r));
      const P = Number(index(p));
      const max = cLong(maxmem);
      if (max < 0 || max > 2147483647) throw valueError('maxmem must be positive and smaller than 2147483647');
      const length = cLong(dklen);
      if (length < 1 || length > 2147483647)
        throw valueError('dklen must be greater than 0 and smaller than 2147483647');
      try {
        return new PyBytes(
          new Uint8Array(host().crypto.scrypt(pw, s, N, R, P, max === 0 ? 32 * 1024 * 1024 + 1 : max, length)),
        );
      } catch (e) {
        throw valueError(`Invalid parameter combination for n, r, p, maxmem.${e instanceof Error ? '' : ''}`);
      }
    },
    'compare_digest(a, b, /)': (a: PyValue, b: PyValue) => {
      const x = isStr(a) && isStr(b) ? secret(a)! : bytesLike(a);
      const y = isStr(a) && isStr(b) ? secret(b)! : bytesLike(b);
      if (x.length !== y.length) return false;
      return host().crypto.timingSafeEqual(x, y);
    },
    'get_fips_mode()': () => 0,
  });
});
