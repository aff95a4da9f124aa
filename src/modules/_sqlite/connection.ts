// sqlite3.Connection: opening, closing, transactions. Invariant: `db` is 0 when it is closed; every operation asks `open()` first.
// What makes cursors is in cursor.ts, what calls back in callbacks.ts.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { makeBuiltinType, strType, TYPE_BASETYPE, TYPE_HAS_DICT, TYPE_WEAKREF } from '../../objects/type.ts';
import type { PyType } from '../../objects/type.ts';
import { defineType, type GetSetSpec } from '../../objects/native.ts';
import type { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { attributeError, runtimeError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { truth } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { thread } from '../../vm/thread.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { census } from '../../runtime/memory/census.ts';
import { sleepR } from '../support/parking.ts';
import { cDouble, cInt, typeName } from '../support/arguments.ts';
import { fsEncode, fspath } from '../support/fs.ts';
import { addressOf, whenDropped } from '../support/shared-library.ts';
import type { PyBytes } from '../../objects/shapes.ts';
import { BUSY, codeError, databaseError, DONE, errors, LOCKED, OK, programmingError, sqlite } from './libsqlite.ts';
import { prepareOne, StatementCache } from './statement.ts';
import { textOf } from './values.ts';

const LEGACY = -1;
const ISOLATION_LEVELS = ['', 'DEFERRED', 'IMMEDIATE', 'EXCLUSIVE'];

/** Databases of connections that were dropped without being closed. */
const dropped = whenDropped<{ db: bigint }>((held) => {
  if (held.db !== 0n) sqlite.close(held.db);
});

/** Something that must be let go of before the database is closed. */
export interface Closable {
  closeWith(): void;
  /** The program cannot reach it any more: locks that it holds are let go of. */
  letGo(): void;
}

export class PySqliteConnection extends PyObject {
  initialized = false;
  held: { db: bigint } = { db: 0n };
  statements = new StatementCache(0);
  /** Cursors and blobs that are in use. */
  readonly users = new Set<WeakRef<Closable>>();
  detectTypes = 0;
  /** null: none; the module opens no transactions. */
  isolationLevel: string | null = '';
  autocommitMode = LEGACY;
  /** Milliseconds to wait for locks. */
  timeout = 5000;
  checkThread = true;
  thread = 0;
  rowFactory: PyValue = None;
  textFactory: PyValue = strType;
  /** What calls back, by what it is for: numbers that callbacks.ts knows. */
  readonly callbacks = new Map<string, bigint>();
  /** … and the objects themselves, held for as long. */
  readonly callables = new Map<string, PyValue>();

  /** The database, if it may be used here and now. */
  open(): bigint {
    this.check();
    return this.held.db;
  }
  check(): void {
    this.checkInitialized();
    if (this.held.db === 0n) throw programmingError('Cannot operate on a closed database.');
    this.checkOwner();
  }
  checkInitialized(): void {
    if (!this.initialized) throw programmingError('Base Connection.__init__ not called.');
  }
  checkOwner(): void {
    this.checkInitialized();
    const me = thread().id;
    if (this.checkThread && this.thread !== me) {
      throw programmingError(
        'SQLite objects created in a thread can only be used in that same thread. ' +
          `The object was created in thread id ${this.thread} and this is thread id ${me}.`,
      );
    }
  }
  /** The error of the last call. */
  error(): PyBaseException {
    return databaseError(this.held.db);
  }
  use(user: Closable): WeakRef<Closable> {
    const ref = new WeakRef(user);
    this.users.add(ref);
    return ref;
  }
  get inTransaction(): boolean {
    return sqlite.autocommit(this.held.db) === 0;
  }
}
export const connectionType = makeBuiltinType('Connection', PySqliteConnection, {
  module: 'sqlite3',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});

/** Runs SQL that gives no rows (BEGIN, COMMIT, …). */
export function* run(c: PySqliteConnection, sql: string): NativeGenerator {
  const statement = prepareOne(c.held.db, sql);
  const rc = yield* stepR(statement.pointer, c.timeout);
  const error = rc === DONE ? undefined : c.error();
  statement.finalize();
  if (error !== undefined) throw error;
  return undefined;
}

/** The interpreter's connections. */
function connections(): Set<WeakRef<PySqliteConnection>> {
  const { moduleState } = interpreter();
  let all = moduleState.get('_sqlite3.connections') as Set<WeakRef<PySqliteConnection>> | undefined; // only set here
  if (all === undefined) {
    all = new Set();
    moduleState.set('_sqlite3.connections', all);
  }
  return all;
}

/**
 * Lets cursors that the program has dropped in the middle of their rows let go of their locks: CPython's would have at
 * once. Looked for only when a lock is in the way. True: there were some.
 */
function letGoOfDropped(): boolean {
  const reached = census(interpreter(), null);
  let any = false;
  const all = connections();
  for (const ref of all) {
    const c = ref.deref();
    if (c === undefined || c.held.db === 0n) {
      all.delete(ref);
      continue;
    }
    for (const user of c.users) {
      const u = user.deref();
      if (u === undefined) c.users.delete(user);
      else if (u instanceof PyObject && !reached.has(u)) {
        u.letGo();
        any = true;
      }
    }
  }
  return any;
}

/**
 * One step. While another connection has the database locked the thread waits, so that the other one's thread can go on:
 * SQLite's own waiting would stop both.
 */
export function* stepR(statement: bigint, timeout: number): Generator<unknown, number, never> {
  const began = performance.now();
  let looked = false;
  for (let pause = 1; ; ) {
    const rc = sqlite.step(statement);
    const code = rc & 0xff;
    if (code !== BUSY && code !== LOCKED) return rc;
    if (!looked) {
      looked = true;
      if (letGoOfDropped()) {
        sqlite.reset(statement);
        continue;
      }
    }
    if (code === LOCKED || performance.now() - began + pause > timeout) return rc;
    yield sleepR(pause);
    pause = Math.min(pause * 2, 50);
  }
}

function isolationLevel(v: PyValue): string | null {
  if (v === None) return null;
  if (!isStr(v)) throw typeError('isolation_level must be str or None');
  const s = toJS(v);
  if (s.includes('\0')) throw valueError('embedded null character');
  const level = s.toUpperCase();
  if (!ISOLATION_LEVELS.includes(level))
    throw valueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'");
  return level;
}
function autocommitMode(v: PyValue): number {
  if (v === true) return 1;
  if (v === false) return 0;
  if (v === LEGACY) return LEGACY;
  throw valueError('autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL');
}

function* init(
  self: PySqliteConnection,
  database: PyValue,
  timeout: PyValue,
  detectTypes: PyValue,
  level: PyValue,
  checkSameThread: PyValue,
  _factory: PyValue | undefined,
  cachedStatements: PyValue,
  uri: PyValue,
  autocommit: PyValue,
): NativeGenerator {
  if (self.held.db !== 0n) abandon(self);
  self.initialized = false;
  const path = fspath(database);
  const name = isStr(path) ? fsEncode(path) : (path as PyBytes).b; // fspath gives these
  if (name.includes(0)) throw valueError('embedded null byte');
  const file = Buffer.concat([name, Buffer.of(0)]);
  const flags = 2 | 4 | (truth(uri) ? 0x40 : 0); // READWRITE, CREATE, URI
  self.timeout = cDouble(timeout) * 1000;
  self.detectTypes = cInt(detectTypes);
  self.isolationLevel = isolationLevel(level);
  self.autocommitMode = autocommitMode(autocommit);
  self.checkThread = truth(checkSameThread);
  self.thread = thread().id;
  const out = new Uint8Array(8);
  const rc = sqlite.open(addressOf(file), addressOf(out), flags, 0);
  const db = new DataView(out.buffer).getBigUint64(0, true);
  if (rc !== OK) {
    const error = db === 0n ? codeError(rc, textOf(BigInt(sqlite.errstr(rc)))) : databaseError(db);
    if (db !== 0n) sqlite.close(db);
    throw error;
  }
  self.held = { db };
  connections().add(new WeakRef(self));
  dropped.register(self, self.held);
  self.statements = new StatementCache(cInt(cachedStatements));
  self.rowFactory = None;
  self.textFactory = strType;
  self.initialized = true;
  if (self.autocommitMode === 0) yield* run(self, 'BEGIN');
  return undefined;
}

export function closeDatabase(self: PySqliteConnection): void {
  for (const ref of self.users) ref.deref()?.closeWith();
  self.users.clear();
  self.statements.clear();
  const { db } = self.held;
  self.held.db = 0n;
  if (db !== 0n) sqlite.close(db);
  for (const release of releasers) release(self);
}
/** __init__ again: cursors of the database before keep it until they are done. */
function abandon(self: PySqliteConnection): void {
  self.users.clear();
  self.statements.clear(true);
  const { db } = self.held;
  self.held.db = 0n;
  sqlite.close(db);
  for (const release of releasers) release(self);
}
/** Called when a connection closes (callbacks.ts lets go of its callbacks). */
export const releasers: ((c: PySqliteConnection) => void)[] = [];

function* commit(self: PySqliteConnection): NativeGenerator {
  self.check();
  if (self.autocommitMode === LEGACY) {
    if (self.inTransaction) yield* run(self, 'COMMIT');
  } else if (self.autocommitMode === 0) {
    yield* run(self, 'COMMIT');
    yield* run(self, 'BEGIN');
  }
  return undefined;
}
function* rollback(self: PySqliteConnection): NativeGenerator {
  self.check();
  if (self.autocommitMode === LEGACY) {
    if (self.inTransaction) yield* run(self, 'ROLLBACK');
  } else if (self.autocommitMode === 0) {
    yield* run(self, 'ROLLBACK');
    yield* run(self, 'BEGIN');
  }
  return undefined;
}

const exceptions: { [name: string]: GetSetSpec } = {};
for (const [name, type] of Object.entries(errors)) exceptions[name] = [() => type];

defineType(connectionType, {
  doc: 'SQLite database connection object.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    "__init__(database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=?, cached_statements=128, uri=False, *, autocommit=-1)":
      init,
    *'close()'(self: PySqliteConnection): NativeGenerator {
      self.checkOwner();
      if (self.held.db !== 0n && self.autocommitMode === 0 && self.inTransaction) yield* run(self, 'ROLLBACK');
      closeDatabase(self);
      return undefined;
    },
    'commit()': commit,
    'rollback()': rollback,
    '__enter__()': (self: PySqliteConnection) => {
      self.check();
      return self;
    },
    *'__exit__(type, value, traceback, /)'(self: PySqliteConnection, type: PyValue): NativeGenerator<PyValue> {
      const end = type === None ? commit : rollback;
      try {
        yield* end(self);
      } catch (e) {
        if (type === None && self.held.db !== 0n && self.inTransaction) yield* rollback(self);
        throw e;
      }
      return false;
    },
    'interrupt()': (self: PySqliteConnection) => {
      if (self.held.db === 0n) self.check();
      sqlite.interrupt(self.held.db);
    },
    'setlimit(category, limit, /)': (self: PySqliteConnection, category: PyValue, limit: PyValue) =>
      setLimit(self, cInt(category), cInt(limit)),
    'getlimit(category, /)': (self: PySqliteConnection, category: PyValue) => setLimit(self, cInt(category), -1),
    'setconfig(op, enable=True, /)': (self: PySqliteConnection, op: PyValue, enable: PyValue) => {
      const on = truth(enable);
      if (config(self, cInt(op), on ? 1 : 0) !== on) throw runtimeError('unable to set config');
    },
    'getconfig(op, /)': (self: PySqliteConnection, op: PyValue) => config(self, cInt(op), -1),
  },
  getset: {
    ...exceptions,
    in_transaction: [
      (self: PySqliteConnection) => {
        self.check();
        return self.inTransaction;
      },
    ],
    total_changes: [(self: PySqliteConnection) => sqlite.totalChanges(self.open())],
    isolation_level: [
      (self: PySqliteConnection) => {
        self.check();
        return self.isolationLevel === null ? None : fromJS(self.isolationLevel);
      },
      (self: PySqliteConnection, v: PyValue | undefined) => {
        if (v === undefined) throw attributeError('cannot delete attribute');
        const level = isolationLevel(v);
        if (level !== null) {
          self.isolationLevel = level;
          return undefined;
        }
        // Without transactions of the module's nothing stays open.
        self.check();
        self.isolationLevel = null;
        return self.inTransaction ? run(self, 'COMMIT') : undefined;
      },
    ],
    autocommit: [
      (self: PySqliteConnection) => {
        self.check();
        return self.autocommitMode === LEGACY ? LEGACY : self.autocommitMode === 1;
      },
      (self: PySqliteConnection, v: PyValue | undefined) => {
        self.check();
        const mode = autocommitMode(v ?? None);
        const end = mode === 1 && self.inTransaction;
        const begin = mode === 0 && !self.inTransaction;
        self.autocommitMode = mode;
        if (end) return run(self, 'COMMIT');
        return begin ? run(self, 'BEGIN') : undefined;
      },
    ],
  },
  writableMembers: { row_factory: 'rowFactory', text_factory: 'textFactory' },
});

function setLimit(self: PySqliteConnection, category: number, limit: number): number {
  const old = sqlite.limit(self.open(), category, limit);
  if (old < 0) throw programmingError("'category' is out of bounds");
  return old;
}
function config(self: PySqliteConnection, op: number, value: number): boolean {
  if (op < 1002 || op > 1017) throw valueError("unknown config 'op': " + op);
  const out = new Uint8Array(4);
  const rc = sqlite.dbConfig(self.open(), op, value, addressOf(out));
  if (rc !== OK) throw databaseError(self.held.db);
  return out[0] !== 0;
}

/** A connection argument. */
export function connectionArg(v: PyValue, fname: string): PySqliteConnection {
  if (v instanceof PySqliteConnection) return v;
  throw typeError(`${fname} argument 1 must be sqlite3.Connection, not ${typeName(v)}`);
}
