// The dictionary's storage: insertion-ordered entries with a direct path for keys that JavaScript itself can compare.
// Invariant: keys[i]/vals[i] are entry i; a deleted entry has vals[i] === undefined; `size` counts the live ones;
// a key is either *direct* (int, bool, str, integral float, an object whose class hashes and compares by identity) or
// *hashed* (everything else, found by Python hash and ==). Direct keys of more than SMALL entries are found through
// `index` (a Map from direct key to i), hashed ones through `slots`; both are made when first looked into, so that a
// copy costs nothing but its arrays. `keysVersion` changes whenever an index may change its meaning.
// It may not know any concrete type: hash, equality and directness come in through setKeyProtocol.

import { PyObject, type PyValue } from '../object.ts';

/** What a direct key looks like to JavaScript's Map: equal Python keys give the same value. */
export type DirectKey = number | bigint | string | PyObject;

/** How the storage asks about keys (filled in by dict/keys.ts, which knows the types). */
export interface KeyProtocol {
  /** The Map key of a direct key, or undefined where Python's `__hash__` and `__eq__` must decide. */
  direct(key: PyValue): DirectKey | undefined;
  /** Python hash folded to 32 bits; may run Python code; throws TypeError for unhashable keys. */
  hash(key: PyValue, use: string): number;
  /** `a is b or a == b`; may run Python code. */
  equal(a: PyValue, b: PyValue): boolean;
}

let protocol: KeyProtocol;
export function setKeyProtocol(p: KeyProtocol): void {
  protocol = p;
}

const SMALL = 8;
const GONE = -1;
let versions = 0;

/** Where the search for a hash begins in a table of `mask + 1` slots. */
function firstSlot(hash: number, mask: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 7) & mask;
}

/** A Python dict. Also the namespace of modules, classes and (once asked for) instances. */
export class PyDict extends PyObject {
  keys: PyValue[] = [];
  vals: (PyValue | undefined)[] = [];
  size = 0;
  keysVersion = 0;
  /** Changes when entries move to other indices (compaction, clear). */
  layout = 0;
  /** What a key is to the user, for error messages; on the prototype: 'dict key' or 'set element'. */
  declare use: string;
  /** Direct key of each entry (undefined for hashed ones), parallel to keys; null while all keys are their own. */
  private direct: (DirectKey | undefined)[] | null = null;
  private index: Map<DirectKey, number> | null = null;
  /** Open addressing over the hashed keys: 0 is free, GONE was one that is deleted, else the entry's index + 1. */
  private slots: Int32Array | null = null;
  /** Slots that are not free. */
  private filled = 0;
  /** Live entries with hashed keys. */
  private hashed = 0;
  /** Hash of each entry (0 for direct ones), parallel to keys once there was a hashed one. */
  private hashes: number[] | null = null;

  /** A dict of these keys and values, which has the arrays for its own where it can. */
  static ofItems(keys: PyValue[], vals: PyValue[]): PyDict {
    const d = new PyDict();
    const n = keys.length;
    if (n === 0) return d;
    let simple = n <= SMALL;
    for (let i = 0; i < n && simple; i++) {
      const k = keys[i];
      simple = typeof k === 'string' && keys.indexOf(k) === i;
    }
    if (simple) {
      d.keys = keys;
      d.vals = vals;
      d.size = n;
    } else for (let i = 0; i < n; i++) d.set(keys[i], vals[i]);
    return d;
  }

  /** Entry index of a str key given as a JS string, or -1. The hot path of every namespace look-up. */
  findStr(key: string): number {
    const index = this.index ?? this.indexed();
    if (index !== null) {
      const i = index.get(key);
      return i === undefined ? -1 : i;
    }
    const direct = this.direct ?? this.keys;
    for (let i = direct.length - 1; i >= 0; i--) if (direct[i] === key && this.vals[i] !== undefined) return i;
    return -1;
  }

  /** Makes `index`, which is missing: null for so few entries that looking through them is quicker. */
  private indexed(): Map<DirectKey, number> | null {
    const n = this.keys.length;
    if (n <= SMALL) return null;
    const index = new Map<DirectKey, number>();
    const direct = this.direct ?? (this.keys as DirectKey[]); // each its own
    const vals = this.vals;
    for (let i = 0; i < n; i++) {
      const d = direct[i];
      if (d !== undefined && vals[i] !== undefined) index.set(d, i);
    }
    this.index = index;
    return index;
  }

  /** Makes `slots` for the hashed keys there are, and as many again. */
  private hashTable(): Int32Array {
    let size = 16;
    while (size < this.hashed * 4) size *= 2;
    const slots = new Int32Array(size);
    const mask = size - 1;
    const { hashes, vals, direct } = this;
    if (hashes !== null && direct !== null)
      for (let i = 0; i < direct.length; i++) {
        if (direct[i] !== undefined || vals[i] === undefined) continue;
        let slot = firstSlot(hashes[i], mask);
        while (slots[slot] !== 0) slot = (slot + 1) & mask;
        slots[slot] = i + 1;
      }
    this.filled = this.hashed;
    this.slots = slots;
    return slots;
  }

  /** Entry index of any key, or -1. May run Python code for hashed keys; throws TypeError when unhashable. */
  find(key: PyValue): number {
    if (typeof key === 'string') {
      const i = this.findStr(key);
      return i >= 0 || this.hashed === 0 ? i : this.findHashed(key, protocol.hash(key, this.use));
    }
    const d = typeof key === 'number' ? key : protocol.direct(key);
    if (d !== undefined) {
      const i = this.findDirect(d);
      if (i >= 0 || this.hashed === 0) return i;
      return this.findHashed(key, protocol.hash(key, this.use));
    }
    return this.findHashed(key, protocol.hash(key, this.use));
  }

  /** The direct key of entry i (live), undefined when it is hashed. */
  directAt(i: number): DirectKey | undefined {
    return this.direct === null ? (this.keys[i] as DirectKey) : this.direct[i]; // each its own
  }

  private findDirect(d: DirectKey): number {
    const index = this.index ?? this.indexed();
    if (index !== null) {
      const i = index.get(d);
      return i === undefined ? -1 : i;
    }
    const direct = this.direct ?? this.keys;
    for (let i = 0; i < direct.length; i++) if (direct[i] === d && this.vals[i] !== undefined) return i;
    return -1;
  }

  private findHashed(key: PyValue, hash: number): number {
    // A hashed key may equal a direct one with the same hash (a class with its own __eq__, say): rare, so the direct
    // entries are only searched when the hash of one of them can match.
    retry: for (;;) {
      const version = this.keysVersion;
      if (this.hashed > 0) {
        const slots = this.slots ?? this.hashTable();
        const mask = slots.length - 1;
        const hashes = this.hashes!; // there are hashed keys
        for (let slot = firstSlot(hash, mask); ; slot = (slot + 1) & mask) {
          const entry = slots[slot];
          if (entry === 0) break;
          const i = entry - 1;
          if (entry === GONE || hashes[i] !== hash) continue;
          const k = this.keys[i];
          if (k === key) return i;
          const same = protocol.equal(k, key);
          if (this.keysVersion !== version) continue retry;
          if (same) return i;
        }
      }
      if (this.size > this.hashed && protocol.direct(key) === undefined) {
        const i = this.findAmongDirect(key, hash);
        if (i === -2 || this.keysVersion !== version) continue;
        return i;
      }
      return -1;
    }
  }

  /** A non-direct key against direct entries: only those whose hash is equal are compared. */
  private findAmongDirect(key: PyValue, hash: number): number {
    if (typeof key !== 'object') return -1;
    // Plain containers can never equal a direct key; the types say so through `neverEqualsDirect`.
    if ((key as PyObject & { neverEqualsDirect?: boolean }).neverEqualsDirect === true) return -1;
    const version = this.keysVersion;
    for (let i = 0; i < this.keys.length; i++) {
      if (this.vals[i] === undefined || this.directAt(i) === undefined) continue;
      const k = this.keys[i];
      if (protocol.hash(k, this.use) !== hash) continue;
      const same = protocol.equal(k, key);
      if (this.keysVersion !== version) return -2;
      if (same) return i;
    }
    return -1;
  }

  getStr(key: string): PyValue | undefined {
    const i = this.findStr(key);
    return i < 0 ? undefined : this.vals[i];
  }

  get(key: PyValue): PyValue | undefined {
    const i = this.find(key);
    return i < 0 ? undefined : this.vals[i];
  }

  has(key: PyValue): boolean {
    return this.find(key) >= 0;
  }

  setStr(key: string, value: PyValue): void {
    const i = this.findStr(key);
    if (i >= 0) this.vals[i] = value;
    else this.append(key, key, value);
  }

  set(key: PyValue, value: PyValue): void {
    if (typeof key === 'string' && this.hashed === 0) return this.setStr(key, value);
    const d = typeof key === 'number' ? key : protocol.direct(key);
    if (d !== undefined) {
      let i = this.findDirect(d);
      if (i < 0 && this.hashed > 0) i = this.findHashed(key, protocol.hash(key, this.use));
      if (i >= 0) this.vals[i] = value;
      else this.append(key, d, value);
      return;
    }
    const hash = protocol.hash(key, this.use);
    const i = this.findHashed(key, hash);
    if (i >= 0) {
      this.vals[i] = value;
      return;
    }
    this.appendHashed(key, hash, value);
  }

  /** The hash kept with entry i: 0 when the key is direct. */
  hashAt(i: number): number {
    return this.hashes === null ? 0 : this.hashes[i];
  }

  /** Entry index of a key whose direct form or hash is known from another table, so that it is not hashed anew. */
  findKnown(key: PyValue, d: DirectKey | undefined, hash: number): number {
    if (d === undefined) return this.findHashed(key, hash);
    const at = this.findDirect(d);
    return at >= 0 || this.hashed === 0 ? at : this.findHashed(key, protocol.hash(key, this.use));
  }

  /** Sets a key whose direct form or hash is known from another table. */
  setKnown(key: PyValue, d: DirectKey | undefined, hash: number, value: PyValue): void {
    const at = this.findKnown(key, d, hash);
    if (at >= 0) this.vals[at] = value;
    else if (d !== undefined) this.append(key, d, value);
    else this.appendHashed(key, hash, value);
  }

  /** Entry index of the key of another table's live entry, without hashing it anew. */
  findFrom(source: PyDict, i: number): number {
    return this.findKnown(source.keys[i], source.directAt(i), source.hashAt(i));
  }

  /** Sets the key of another table's live entry, without hashing it anew. */
  setFrom(source: PyDict, i: number, value: PyValue): void {
    this.setKnown(source.keys[i], source.directAt(i), source.hashAt(i), value);
  }

  /** The value of a key, set to `value` when it has none. The key is hashed once. */
  setDefault(key: PyValue, value: PyValue): PyValue {
    const d = protocol.direct(key);
    if (d !== undefined) {
      const i = this.find(key);
      if (i >= 0) return this.vals[i]!; // found entries are live
      this.append(key, d, value);
      return value;
    }
    const hash = protocol.hash(key, this.use);
    const i = this.findHashed(key, hash);
    if (i >= 0) return this.vals[i]!;
    this.appendHashed(key, hash, value);
    return value;
  }

  private appendHashed(key: PyValue, hash: number, value: PyValue): void {
    const at = this.keys.length;
    this.append(key, undefined, value);
    if (this.hashes === null) {
      this.hashes = [];
      for (let i = 0; i < at; i++) this.hashes.push(0);
      this.hashes.push(hash);
    } else this.hashes[at] = hash;
    this.hashed++;
    const slots = this.slots;
    if (slots === null) return;
    if (++this.filled * 2 > slots.length) {
      this.hashTable();
      return;
    }
    const mask = slots.length - 1;
    let slot = firstSlot(hash, mask);
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = at + 1;
  }

  private append(key: PyValue, d: DirectKey | undefined, value: PyValue): void {
    if (this.direct !== null) this.direct.push(d);
    else if (d !== key) {
      this.direct = this.keys.slice() as DirectKey[]; // so far each was its own
      this.direct.push(d);
    }
    if (this.hashes !== null) this.hashes.push(0);
    if (this.index !== null && d !== undefined) this.index.set(d, this.keys.length);
    this.keys.push(key);
    this.vals.push(value);
    this.size++;
    this.keysVersion = ++versions;
  }

  /** Removes entry i (which must be live). */
  deleteAt(i: number): void {
    const d = this.directAt(i);
    if (d !== undefined) this.index?.delete(d);
    else {
      const slots = this.slots;
      if (slots !== null) {
        const mask = slots.length - 1;
        let slot = firstSlot(this.hashes![i], mask); // a hashed key has its hash
        while (slots[slot] !== i + 1) slot = (slot + 1) & mask;
        slots[slot] = GONE;
      }
      this.hashed--;
    }
    this.vals[i] = undefined;
    if (this.direct !== null) this.direct[i] = undefined;
    this.keys[i] = '';
    this.size--;
    this.keysVersion = ++versions;
    if (this.size === 0) this.clear();
    else if (i === this.keys.length - 1) {
      // popitem() and stack-like use: give the tail back so that it never grows.
      let n = i;
      while (n > 0 && this.vals[n - 1] === undefined) n--;
      this.keys.length = this.vals.length = n;
      if (this.direct !== null) this.direct.length = n;
      if (this.hashes !== null) this.hashes.length = n;
    } else if (this.keys.length > 32 && this.size < this.keys.length >> 2) this.compact();
  }

  /** Removes a key; the value it had, or undefined. */
  delete(key: PyValue): PyValue | undefined {
    const i = this.find(key);
    if (i < 0) return undefined;
    const v = this.vals[i];
    this.deleteAt(i);
    return v;
  }

  clear(): void {
    const entries = this.keys.length;
    this.keys = [];
    this.vals = [];
    this.direct = null;
    this.index = null;
    this.slots = null;
    this.hashes = null;
    this.hashed = 0;
    this.size = 0;
    if (entries > 0) this.layout++;
    this.keysVersion = ++versions;
  }

  /** Squeezes out deleted entries. Iterators notice through `size`/`keysVersion` (see iterators.ts). */
  private compact(): void {
    const { keys, vals, direct, hashes } = this;
    const n = keys.length;
    let to = 0;
    for (let i = 0; i < n; i++) {
      if (vals[i] === undefined) continue;
      keys[to] = keys[i];
      vals[to] = vals[i];
      if (direct !== null) direct[to] = direct[i];
      if (hashes !== null) hashes[to] = hashes[i];
      to++;
    }
    keys.length = vals.length = to;
    if (direct !== null) direct.length = to;
    this.layout++;
    if (hashes !== null) hashes.length = to;
    this.index = null;
    this.slots = null;
    this.keysVersion = ++versions;
  }

  /** A shallow copy with the same order (no Python code runs). */
  copyInto(target: PyDict): void {
    if (target.size === 0) {
      target.clear();
      target.keys = this.keys.slice();
      target.vals = this.vals.slice();
      target.direct = this.direct === null ? null : this.direct.slice();
      target.hashes = this.hashes === null ? null : this.hashes.slice();
      target.size = this.size;
      target.hashed = this.hashed;
      return;
    }
    for (let i = 0; i < this.keys.length; i++) {
      const v = this.vals[i];
      if (v !== undefined) target.setFrom(this, i, v);
    }
  }

  /** Live entries in order, for code that neither runs Python nor changes the dict while looping. */
  *entries(): Generator<[PyValue, PyValue]> {
    for (let i = 0; i < this.keys.length; i++) {
      const v = this.vals[i];
      if (v !== undefined) yield [this.keys[i], v];
    }
  }
}
Object.defineProperty(PyDict.prototype, 'use', { value: 'dict key', writable: true });
