// sqlite3.Blob: a value read and written piece by piece; and copies of whole databases (backup, serialize). Invariant: a blob
// has the size it was made with.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PySlice } from '../../objects/shapes.ts';
import { makeBuiltinType, TYPE_NO_NEW, TYPE_WEAKREF, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { indexError, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { index, intValue, truth } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { sliceBounds } from '../../objects/sequence-index.ts';
import { bytesLike, cDouble, cInt, cString, typeName } from '../support/arguments.ts';
import { sleepR } from '../support/parking.ts';
import { addressOf, memoryAt } from '../support/shared-library.ts';
import { type Closable, connectionType, PySqliteConnection } from './connection.ts';
import {
  BUSY,
  codeError,
  cText,
  databaseError,
  DONE,
  LOCKED,
  OK,
  operationalError,
  programmingError,
  sqlite,
} from './libsqlite.ts';
import { copyOf, int64, place, textOf } from './values.ts';

export class PyBlob extends PyObject implements Closable {
  pointer = 0n;
  offset = 0;
  ref: WeakRef<Closable> | null = null;
  constructor(readonly connection: PySqliteConnection) {
    super();
  }
  use(): bigint {
    this.connection.check();
    if (this.pointer === 0n) throw programmingError('Cannot operate on a closed blob.');
    return this.pointer;
  }
  letGo(): void {
    this.closeWith();
  }
  closeWith(): void {
    if (this.pointer !== 0n) sqlite.blobClose(this.pointer);
    this.pointer = 0n;
  }
}
export const blobType = makeBuiltinType('Blob', PyBlob, { module: 'sqlite3', flags: TYPE_NO_NEW | TYPE_WEAKREF });

function read(self: PyBlob, offset: number, length: number): Uint8Array {
  const b = new Uint8Array(length);
  if (length > 0 && sqlite.blobRead(self.use(), addressOf(b), length, offset) !== OK) throw self.connection.error();
  return b;
}
function write(self: PyBlob, offset: number, data: Uint8Array): void {
  if (data.length > sqlite.blobBytes(self.use()) - offset) throw valueError('data longer than blob length');
  if (sqlite.blobWrite(self.pointer, place(data), data.length, offset) !== OK) throw self.connection.error();
}

defineType(blobType, {
  attrs: { __iter__: None },
  methods: {
    'close()': (self: PyBlob) => {
      self.connection.check();
      self.closeWith();
      if (self.ref !== null) self.connection.users.delete(self.ref);
    },
    'read(length=-1, /)': (self: PyBlob, length: PyValue) => {
      const rest = sqlite.blobBytes(self.use()) - self.offset;
      const n = cInt(length);
      const b = read(self, self.offset, n < 0 ? rest : Math.min(n, rest));
      self.offset += b.length;
      return new PyBytes(b);
    },
    'write(data, /)': (self: PyBlob, data: PyValue) => {
      const b = bytesLike(data);
      write(self, self.offset, b);
      self.offset += b.length;
    },
    'seek(offset, origin=0, /)': (self: PyBlob, offset: PyValue, origin: PyValue) => {
      const size = sqlite.blobBytes(self.use());
      const how = cInt(origin);
      const n = cInt(offset);
      if (how < 0 || how > 2) throw valueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END");
      const to = n + (how === 0 ? 0 : how === 1 ? self.offset : size);
      if (to > 2147483647) throw overflowError('seek offset results in offset overflow');
      if (to < 0 || to > size) throw valueError('offset out of blob range');
      self.offset = to;
    },
    'tell()': (self: PyBlob) => {
      self.use();
      return self.offset;
    },
    '__len__()': (self: PyBlob) => sqlite.blobBytes(self.use()),
    '__enter__()': (self: PyBlob) => {
      self.use();
      return self;
    },
    '__exit__(type, val, tb, /)': (self: PyBlob) => {
      self.use();
      self.closeWith();
      return false;
    },
    '__getitem__(key, /)': (self: PyBlob, key: PyValue) => {
      const size = sqlite.blobBytes(self.use());
      if (key instanceof PySlice) {
        const b = sliceBounds(key, size);
        if (b.step === 1) return new PyBytes(read(self, b.start, b.length));
        const all = read(self, 0, size);
        return new PyBytes(Uint8Array.from({ length: b.length }, (_, i) => all[b.start + i * b.step]));
      }
      return read(self, place1(key, size), 1)[0];
    },
    '__setitem__(key, value, /)': (self: PyBlob, key: PyValue, value: PyValue) => {
      const size = sqlite.blobBytes(self.use());
      if (key instanceof PySlice) {
        const b = sliceBounds(key, size);
        const data = bytesLike(value);
        if (data.length !== b.length) throw indexError('Blob slice assignment is wrong size');
        if (b.length === 0) return;
        if (b.step === 1) {
          write(self, b.start, data);
          return;
        }
        const all = read(self, 0, size);
        data.forEach((byte, i) => {
          all[b.start + i * b.step] = byte;
        });
        write(self, 0, all);
        return;
      }
      const at = place1(key, size);
      const n = intValue(value);
      if (n === undefined) throw typeError(`'${typeOf(value).name}' object cannot be interpreted as an integer`);
      if (n < 0 || n > 255) throw valueError('byte must be in range(0, 256)');
      write(self, at, Uint8Array.of(Number(n)));
    },
    '__delitem__(key, /)': (self: PyBlob, key: PyValue) => {
      self.use();
      if (key instanceof PySlice) throw typeError("Blob doesn't support slice deletion");
      throw typeError("Blob doesn't support item deletion");
    },
  },
});
function place1(key: PyValue, size: number): number {
  if (intValue(key) === undefined && typeof key === 'object' && typeOf(key).lookup('__index__') === undefined)
    throw typeError('Blob indices must be integers');
  if (typeof key === 'string') throw typeError('Blob indices must be integers');
  const n = Number(index(key));
  const at = n < 0 ? n + size : n;
  if (at < 0 || at >= size) throw indexError('Blob index out of range');
  return at;
}

const text = (v: PyValue, fname: string): Uint8Array => cText(cString(v, fname, 'argument'));

function* backup(
  self: PySqliteConnection,
  target: PyValue,
  pagesArg: PyValue,
  progress: PyValue,
  name: PyValue,
  sleep: PyValue,
): NativeGenerator {
  if (!(target instanceof PySqliteConnection))
    throw typeError(`backup() argument 1 must be sqlite3.Connection, not ${typeName(target)}`);
  const pages = cInt(pagesArg);
  const pause = cDouble(sleep);
  if (pause < 0) throw valueError('sleep must be greater-than or equal to zero');
  const from = self.open();
  if (target === self) throw valueError('target cannot be the same connection instance');
  const to = target.open();
  if (progress !== None && typeOf(progress).lookup('__call__') === undefined)
    throw typeError('progress argument must be a callable');
  const main = cText('main');
  const source = text(name, 'backup');
  const b = BigInt(sqlite.backupInit(to, addressOf(main), from, addressOf(source)));
  if (b === 0n) throw databaseError(to);
  let rc: number;
  try {
    do {
      rc = sqlite.backupStep(b, pages === 0 ? -1 : pages);
      if (progress !== None) yield callR(progress, [rc, sqlite.backupRemaining(b), sqlite.backupPagecount(b)]);
      if (rc === BUSY || rc === LOCKED) yield sleepR(pause * 1000);
    } while (rc === OK || rc === BUSY || rc === LOCKED);
  } catch (e) {
    sqlite.backupFinish(b);
    throw e;
  }
  const end = sqlite.backupFinish(b);
  if (rc !== DONE) throw databaseError(to);
  if (end !== OK) throw codeError(end, textOf(BigInt(sqlite.errstr(end))));
  return undefined;
}

defineType(connectionType, {
  methods: {
    "backup(target, *, pages=-1, progress=None, name='main', sleep=0.25)": backup,
    "blobopen(table, column, row, /, *, readonly=False, name='main')": (
      self: PySqliteConnection,
      table: PyValue,
      column: PyValue,
      row: PyValue,
      readonly: PyValue,
      name: PyValue,
    ) => {
      const db = self.open();
      const [n, t, c] = [name, table, column].map((v) => text(v, 'blobopen'));
      const out = new Uint8Array(8);
      const write = truth(readonly) ? 0 : 1;
      const rc = sqlite.blobOpen(
        db,
        addressOf(n),
        addressOf(t),
        addressOf(c),
        int64(index(row)),
        write,
        addressOf(out),
      );
      if (rc !== OK) throw databaseError(db);
      const blob = new PyBlob(self);
      blob.pointer = new DataView(out.buffer).getBigUint64(0, true);
      blob.ref = self.use(blob);
      return blob;
    },
    "serialize(*, name='main')": (self: PySqliteConnection, name: PyValue) => {
      const db = self.open();
      const schema = text(name, 'serialize');
      const size = new Uint8Array(8);
      const at = BigInt(sqlite.serialize(db, addressOf(schema), addressOf(size), 0));
      const n = new DataView(size.buffer).getBigInt64(0, true);
      if (at === 0n) {
        if (n === 0n) return new PyBytes();
        throw operationalError(`unable to serialize '${Buffer.from(schema.slice(0, -1)).toString()}'`);
      }
      const b = copyOf(at, Number(n));
      sqlite.free(at);
      return new PyBytes(b);
    },
    "deserialize(data, /, *, name='main')": (self: PySqliteConnection, data: PyValue, name: PyValue) => {
      const b = typeof data === 'string' ? Buffer.from(data) : bytesLike(data);
      const db = self.open();
      const schema = text(name, 'deserialize');
      const at = BigInt(sqlite.malloc(Math.max(1, b.length)));
      memoryAt(at, Math.max(1, b.length)).set(b);
      const rc = sqlite.deserialize(db, addressOf(schema), at, b.length, b.length, 3); // FREEONCLOSE | RESIZEABLE
      if (rc !== OK) throw databaseError(db);
    },
  },
});
