// _md5, _sha1, _sha2, _sha3, _blake2: incremental hashes. Invariant: an object's state is the host's hash object (a
// Blake2 of our own for _blake2); digest() and copy() leave it usable.

import { PyObject, type PyValue } from '../objects/object.ts';
import { PyBytes } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_NO_NEW } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { index, truth } from '../objects/protocol/operators.ts';
import { overflowError, runtimeError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { isStr } from '../objects/str/text.ts';
import { defineModule, type ModuleBuilder } from '../runtime/modules.ts';
import { host, type HostHash } from '../runtime/host.ts';
import { bytesLike, cInt, cSize } from './support/arguments.ts';
import { Blake2 } from './support/blake2.ts';

interface Algorithm {
  readonly name: string;
  /** What the host calls it. */
  readonly host: string;
  readonly digestSize: number;
  readonly blockSize: number;
}

class PyHash extends PyObject {
  algorithm!: Algorithm;
  state!: HostHash;
}

/** The bytes to hash: no text. */
export function hashInput(v: PyValue): Uint8Array {
  if (isStr(v)) throw typeError('Strings must be encoded before hashing');
  return bytesLike(v);
}
const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
export function hex(b: Uint8Array): string {
  let s = '';
  for (let i = 0; i < b.length; i++) s += HEX[b[i]];
  return s;
}

/** data (positional or `string=`) of the constructors. */
function initial(data: PyValue | undefined, string: PyValue | undefined): Uint8Array | null {
  if (data !== undefined && string !== undefined) {
    throw typeError(
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
    );
  }
  const v = data ?? string;
  return v === undefined ? null : hashInput(v);
}

function start(algorithm: Algorithm, type: PyType, data: PyValue | undefined, string: PyValue | undefined): PyHash {
  const state = host().crypto.hash(algorithm.host);
  if (state === null) throw runtimeError(`${algorithm.name} is not available on this host`);
  const h = new type.ctor() as PyHash; // the types below have its shape
  h.algorithm = algorithm;
  h.state = state;
  const b = initial(data, string);
  if (b !== null) state.update(b);
  return h;
}

function defineHashType(
  type: PyType,
  extra: { readonly xof?: boolean; readonly sha3?: readonly [capacity: number, rate: number, suffix: number] } = {},
): void {
  const length = (v: PyValue): number => {
    const n = index(v);
    if (n < 0) throw valueError("can't convert negative value to unsigned int");
    if (n >= 1 << 29) throw overflowError('digest length is too large');
    return Number(n);
  };
  const xof = extra.xof === true;
  defineType(type, {
    methods: {
      'update(obj, /)': (self: PyHash, data: PyValue) => self.state.update(hashInput(data)),
      'copy()': (self: PyHash) => {
        const h = new type.ctor() as PyHash; // its own type
        h.algorithm = self.algorithm;
        h.state = self.state.copy();
        return h;
      },
      ...(xof
        ? {
            'digest(length)': (self: PyHash, n: PyValue) => new PyBytes(xofDigest(self, length(n))),
            'hexdigest(length)': (self: PyHash, n: PyValue) => hex(xofDigest(self, length(n))),
          }
        : {
            'digest()': (self: PyHash) => new PyBytes(new Uint8Array(self.state.copy().digest())),
            'hexdigest()': (self: PyHash) => hex(self.state.copy().digest()),
          }),
    },
    getset: {
      name: [(self: PyHash) => self.algorithm.name],
      digest_size: [(self: PyHash) => self.algorithm.digestSize],
      block_size: [(self: PyHash) => self.algorithm.blockSize],
      ...(extra.sha3 === undefined
        ? {}
        : {
            _capacity_bits: [() => extra.sha3![0]] as const,
            _rate_bits: [() => extra.sha3![1]] as const,
            _suffix: [() => new PyBytes(Uint8Array.of(extra.sha3![2]))] as const,
          }),
    },
  });
}

function xofDigest(self: PyHash, n: number): Uint8Array {
  return n === 0 ? new Uint8Array(0) : new Uint8Array(self.state.copy().digest(n));
}

const SIGNATURE = '(data=?, *, usedforsecurity=True, string=?)';

/** A module whose types are made by functions only (md5, sha1, sha2). */
function functionHash(m: ModuleBuilder, typeName: string, algorithms: readonly Algorithm[]): void {
  const type = makeBuiltinType(typeName, class extends PyHash {}, { module: m.name, flags: TYPE_NO_NEW });
  defineHashType(type);
  m.type(type);
  for (const a of algorithms) {
    m.func(`${a.name}${SIGNATURE}`, (data: PyValue | undefined, _secure: PyValue, string: PyValue | undefined) =>
      start(a, type, data, string),
    );
  }
}
const alg = (name: string, digestSize: number, blockSize: number, hostName = name): Algorithm => ({
  name,
  host: hostName,
  digestSize,
  blockSize,
});

defineModule('_md5', (m) => functionHash(m, 'MD5Type', [alg('md5', 16, 64)]));
defineModule('_sha1', (m) => functionHash(m, 'SHA1Type', [alg('sha1', 20, 64)]));
defineModule('_sha2', (m) => {
  functionHash(m, 'SHA224Type', [alg('sha224', 28, 64)]);
  functionHash(m, 'SHA256Type', [alg('sha256', 32, 64)]);
  functionHash(m, 'SHA384Type', [alg('sha384', 48, 128)]);
  functionHash(m, 'SHA512Type', [alg('sha512', 64, 128)]);
});
defineModule('_sha3', (m) => {
  const kinds: readonly (readonly [Algorithm, number, number])[] = [
    [alg('sha3_224', 28, 144, 'sha3-224'), 448, 6],
    [alg('sha3_256', 32, 136, 'sha3-256'), 512, 6],
    [alg('sha3_384', 48, 104, 'sha3-384'), 768, 6],
    [alg('sha3_512', 64, 72, 'sha3-512'), 1024, 6],
    [alg('shake_128', 0, 168, 'shake128'), 256, 0x1f],
    [alg('shake_256', 0, 136, 'shake256'), 512, 0x1f],
  ];
  for (const [a, capacity, suffix] of kinds) {
    const type = makeBuiltinType(a.name, class extends PyHash {}, { module: '_sha3' });
    defineHashType(type, { xof: a.name.startsWith('shake'), sha3: [capacity, 1600 - capacity, suffix] });
    defineType(type, {
      new: [
        SIGNATURE,
        (_cls: PyType, data: PyValue | undefined, _secure: PyValue, string: PyValue | undefined) =>
          start(a, type, data, string),
      ],
    });
    m.type(type);
  }
  m.set('implementation', 'HACL');
});

// --------------------------------------------------------------------------------------------------------------- blake2

class PyBlake2 extends PyObject {
  state!: Blake2;
}
const EMPTY = new PyBytes();

defineModule('_blake2', (m) => {
  for (const [name, wide] of [
    ['blake2b', true],
    ['blake2s', false],
  ] as const) {
    const max = wide ? 64 : 32;
    const saltSize = wide ? 16 : 8;
    const type = makeBuiltinType(name, class extends PyBlake2 {}, { module: '_blake2', flags: TYPE_BASETYPE });
    const limited = (v: PyValue, maximum: number, what: string): number => {
      const n = cSize(v);
      if (n < 0 || n > maximum) throw valueError(`${what} must be between 0 and ${maximum}`);
      return n;
    };
    defineType(type, {
      new: [
        `(data=?, *, digest_size=${max}, key=?, salt=?, person=?, fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=?)`,
        (
          cls: PyType,
          data: PyValue | undefined,
          digestSize: PyValue,
          key: PyValue = EMPTY,
          salt: PyValue = EMPTY,
          person: PyValue = EMPTY,
          fanout: PyValue,
          depth: PyValue,
          leafSize: PyValue,
          nodeOffset: PyValue,
          nodeDepth: PyValue,
          innerSize: PyValue,
          lastNode: PyValue,
          _secure: PyValue,
          string: PyValue | undefined,
        ) => {
          const d = cInt(digestSize);
          if (d <= 0 || d > max)
            throw valueError(
              `digest_size for ${wide ? 'Blake2b' : 'Blake2s'} must be between 1 and ${max} bytes, here it is ${d}`,
            );
          const s = bytesLike(salt).slice();
          if (s.length > saltSize) throw valueError(`maximum salt length is ${saltSize} bytes`);
          const p = bytesLike(person).slice();
          if (p.length > saltSize) throw valueError(`maximum person length is ${saltSize} bytes`);
          const k = bytesLike(key).slice();
          if (k.length > max) throw valueError(`maximum key length is ${max} bytes`);
          const f = limited(fanout, 255, 'fanout');
          const dp = cInt(depth);
          if (dp <= 0 || dp > 255) throw valueError('depth must be between 1 and 255');
          const leaf = index(leafSize);
          if (leaf < 0) throw valueError("can't convert negative value to unsigned int");
          if (leaf > 0xffffffff) throw overflowError('leaf_size is too large');
          const offset = BigInt(index(nodeOffset));
          if (offset < 0n) throw valueError("can't convert negative value to unsigned int");
          if (offset > (wide ? 0xffffffffffffffffn : 0xffffffffffffn)) throw overflowError('node_offset is too large');
          const nd = cInt(nodeDepth);
          if (nd < 0 || nd > 255) throw valueError('node_depth must be between 0 and 255');
          const inner = cInt(innerSize);
          if (inner < 0 || inner > max) throw valueError(`inner_size must be between 0 and is ${max}`);
          const h = new cls.ctor() as PyBlake2; // blake2b/blake2s or a subclass
          h.state = new Blake2(wide, {
            digestSize: d,
            key: k,
            salt: s,
            person: p,
            fanout: f,
            depth: dp,
            leafSize: Number(leaf),
            nodeOffset: offset,
            nodeDepth: nd,
            innerSize: inner,
            lastNode: truth(lastNode),
          });
          const b = initial(data, string);
          if (b !== null) h.state.update(b);
          return h;
        },
      ],
      methods: {
        'update(obj, /)': (self: PyBlake2, data: PyValue) => self.state.update(hashInput(data)),
        'copy()': (self: PyBlake2) => {
          const h = new type.ctor() as PyBlake2; // its own type
          h.state = self.state.copy();
          return h;
        },
        'digest()': (self: PyBlake2) => new PyBytes(self.state.digest()),
        'hexdigest()': (self: PyBlake2) => hex(self.state.digest()),
      },
      getset: {
        name: [() => name],
        digest_size: [(self: PyBlake2) => self.state.digestSize],
        block_size: [() => (wide ? 128 : 64)],
      },
      attrs: { MAX_DIGEST_SIZE: max, MAX_KEY_SIZE: max, SALT_SIZE: saltSize, PERSON_SIZE: saltSize },
    });
    m.type(type);
    const prefix = name.toUpperCase();
    m.set(`${prefix}_MAX_DIGEST_SIZE`, max);
    m.set(`${prefix}_MAX_KEY_SIZE`, max);
    m.set(`${prefix}_SALT_SIZE`, saltSize);
    m.set(`${prefix}_PERSON_SIZE`, saltSize);
  }
});
