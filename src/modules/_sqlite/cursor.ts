// sqlite3.Cursor: running statements and fetching their rows; the Connection's short-cuts to it. Invariant: a row is read one
// step ahead only as far as SQLite does it: the statement stays between rows until it is done or reset.

import { whenDropped } from '../support/shared-library.ts';
import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { type PyBytes, PyList, PyTuple } from '../../objects/shapes.ts';
import {
  isInstance,
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_NO_NEW,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { indexError, isException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { getitemR, lengthR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { SLOT } from '../../objects/slots.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { defineIterator, itemsOf } from '../../objects/iterator.ts';
import { cInt, typeName } from '../support/arguments.ts';
import { type Closable, connectionArg, connectionType, type PySqliteConnection, run, stepR } from './connection.ts';
import { dataError, DONE, OK, operationalError, programmingError, ROW, sqlite } from './libsqlite.ts';
import { prepare, prepareOne, type Statement } from './statement.ts';
import { bind, readColumn, state, textOf, utf8 } from './values.ts';

const PARSE_DECLTYPES = 1;
const PARSE_COLNAMES = 2;

/** Statements of cursors that were dropped in the middle. */
const dropped = whenDropped<{ statement: Statement | null }>((held) => held.statement?.reset());

export class PyCursor extends PyObject implements Closable {
  connection: PySqliteConnection | null = null;
  description: PyValue = None;
  lastrowid: PyValue = None;
  rowcount = -1;
  arraysize: PyValue = 1;
  rowFactory: PyValue = None;
  held: { statement: Statement | null } = { statement: null };
  converters: (PyValue | undefined)[] = [];
  closed = false;
  locked = false;
  /** letGo() took its rows. */
  lost = false;
  ref: WeakRef<Closable> | null = null;

  /** The connection, when the cursor may be used. */
  use(): PySqliteConnection {
    if (this.connection === null) throw programmingError('Base Cursor.__init__ not called.');
    if (this.closed) throw programmingError('Cannot operate on a closed cursor.');
    if (this.locked) throw programmingError('Recursive use of cursors not allowed.');
    this.connection.check();
    return this.connection;
  }
  reset(): void {
    this.held.statement?.reset();
    this.held.statement = null;
  }
  letGo(): void {
    if (this.held.statement === null) return;
    this.reset();
    this.lost = true;
  }
  closeWith(): void {
    this.held.statement?.reset();
    this.held.statement?.finalize();
    this.held.statement = null;
  }
}
export const cursorType = makeBuiltinType('Cursor', PyCursor, {
  module: 'sqlite3',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});

/** The functions that columns go through, by their declared types or their names. */
function converters(c: PySqliteConnection, statement: bigint, columns: number): (PyValue | undefined)[] {
  if (c.detectTypes === 0) return [];
  const table = state().converters;
  const find = (name: string): PyValue | undefined => table.get(fromJS(name.toUpperCase()));
  return Array.from({ length: columns }, (_, i) => {
    if ((c.detectTypes & PARSE_COLNAMES) !== 0) {
      const m = /\[([^\]]*)\]/.exec(textOf(BigInt(sqlite.columnName(statement, i))));
      const f = m === null ? undefined : find(m[1]);
      if (f !== undefined) return f;
    }
    if ((c.detectTypes & PARSE_DECLTYPES) !== 0) {
      const declared = textOf(BigInt(sqlite.columnDecltype(statement, i)));
      if (declared !== '') return find(declared.split(/[ (]/)[0]);
    }
    return undefined;
  });
}

function describe(c: PySqliteConnection, statement: bigint, columns: number): PyValue {
  if (columns === 0) return None;
  const items: PyValue[] = [];
  for (let i = 0; i < columns; i++) {
    let name = textOf(BigInt(sqlite.columnName(statement, i)));
    if ((c.detectTypes & PARSE_COLNAMES) !== 0 && name.includes(' [')) name = name.slice(0, name.indexOf(' ['));
    items.push(new PyTuple([fromJS(name), None, None, None, None, None, None]));
  }
  return new PyTuple(items);
}

function* bindParameters(c: PySqliteConnection, statement: bigint, parameters: PyValue): NativeGenerator {
  const needed = sqlite.parameterCount(statement);
  const check = (rc: number): void => {
    if (rc !== OK) throw c.error();
  };
  const t = typeOf(parameters);
  const isSequence =
    parameters instanceof PyTuple ||
    parameters instanceof PyList ||
    (!(parameters instanceof PyDict) &&
      t.slot(SLOT.__getitem__) !== null &&
      t.slot(SLOT.__len__) !== null &&
      t.lookup('keys') === undefined);
  if (isSequence) {
    const items = itemsOf(parameters);
    const length = items?.length ?? ((yield lengthR(parameters)) as number);
    if (length !== needed) {
      throw programmingError(
        `Incorrect number of bindings supplied. The current statement uses ${needed}, and there are ${length} supplied.`,
      );
    }
    for (let i = 0; i < needed; i++) {
      const name = BigInt(sqlite.parameterName(statement, i + 1));
      if (name !== 0n && !textOf(name).startsWith('?')) {
        throw programmingError(
          `Binding ${i + 1} ('${textOf(name)}') is a named parameter, but you supplied a sequence which requires nominal (qmark) placeholders.`,
        );
      }
      // An adapter may have changed the list.
      const now = itemsOf(parameters);
      if (now !== undefined && i >= now.length) throw indexError('list index out of range');
      const v = now === undefined ? ((yield getitemR(parameters, i)) as PyValue) : now[i];
      check(bind(statement, i + 1, v));
    }
    return undefined;
  }
  if (t.slot(SLOT.__getitem__) === null) throw programmingError('parameters are of unsupported type');
  for (let i = 1; i <= needed; i++) {
    const name = BigInt(sqlite.parameterName(statement, i));
    if (name === 0n)
      throw programmingError(`Binding ${i} has no name, but you supplied a dictionary (which has only names).`);
    const key = textOf(name).slice(1);
    let v: PyValue;
    try {
      v = (yield getitemR(parameters, fromJS(key))) as PyValue;
    } catch (e) {
      if (isException(e, 'LookupError') || isException(e, 'KeyError'))
        throw programmingError(`You did not supply a value for binding parameter :${key}.`);
      throw e;
    }
    check(bind(statement, i, v));
  }
  return undefined;
}

function sqlArg(v: PyValue, fname: string): string {
  if (!isStr(v)) throw typeError(`${fname} argument must be str, not ${typeName(v)}`);
  utf8(v); // surrogates cannot be
  return toJS(v);
}

function* execute(self: PyCursor, sql: string, rows: PyValue, many: boolean): NativeGenerator<PyValue> {
  const c = self.use();
  self.locked = true;
  try {
    self.reset();
    self.lost = false;
    self.description = None;
    self.rowcount = -1;
    const limit = sqlite.limit(c.held.db, 1, -1); // LIMIT_SQL_LENGTH
    if (Buffer.byteLength(sql) > limit) throw dataError('query string is too large');
    const statement = c.statements.get(c.held.db, sql);
    if (statement.pointer === 0n) {
      // Nothing but comments.
      return self;
    }
    if (many && !statement.isDml) {
      if (!statement.cached) statement.finalize();
      throw programmingError('executemany() can only execute DML statements.');
    }
    statement.inUse = true;
    self.held.statement = statement;
    const { pointer } = statement;
    sqlite.clearBindings(pointer);
    const begins = c.autocommitMode === -1 && c.isolationLevel !== null && statement.isDml;
    if (begins && !c.inTransaction) yield* run(c, `BEGIN ${c.isolationLevel}`);
    if (statement.isDml) self.rowcount = 0;
    const it = many ? ((yield iterR(rows)) as PyValue) : None;
    for (let done = false; !done; ) {
      let parameters = rows;
      if (many) {
        let next = nextR(it);
        if (isPending(next)) next = (yield next) as PyValue | undefined;
        if (next === undefined) break;
        parameters = next;
      } else done = true;
      yield* bindParameters(c, pointer, parameters);
      const rc = yield* stepR(pointer, c.timeout);
      if (rc !== ROW && rc !== DONE) throw c.error();
      const columns = sqlite.columnCount(pointer);
      self.description = describe(c, pointer, columns);
      self.converters = converters(c, pointer, columns);
      if (many) {
        self.rowcount += sqlite.changes(c.held.db);
        sqlite.reset(pointer);
      } else {
        if (statement.inserts) self.lastrowid = intNormalize(BigInt(sqlite.lastInsertRowid(c.held.db)));
        if (rc === DONE) {
          if (statement.isDml) self.rowcount = sqlite.changes(c.held.db);
          self.reset();
        }
      }
    }
    if (many) self.reset();
    return self;
  } catch (e) {
    self.reset();
    self.rowcount = -1;
    throw e;
  } finally {
    self.locked = false;
  }
}

/** The next row, or undefined. */
function* next(self: PyCursor): NativeGenerator<PyValue | undefined> {
  const c = self.use();
  // Somebody had it after all.
  if (self.lost) throw operationalError('the cursor was reset to let go of its locks');
  const { statement } = self.held;
  if (statement === null || statement.pointer === 0n) return undefined;
  const { pointer } = statement;
  const columns = sqlite.columnCount(pointer);
  const values: PyValue[] = [];
  self.locked = true;
  try {
    for (let i = 0; i < columns; i++) {
      const v = readColumn(pointer, i, self.converters[i], c.textFactory);
      if (!Array.isArray(v)) {
        values.push(v as PyValue); // no array
        continue;
      }
      const [f, bytes] = v as readonly [PyValue, PyBytes]; // as readColumn says
      let r = callR(f, [bytes]);
      if (isPending(r)) r = (yield r) as PyValue;
      values.push(r);
    }
  } finally {
    self.locked = false;
  }
  const row = new PyTuple(values);
  const rc = yield* stepR(pointer, c.timeout);
  if (rc === DONE) {
    if (statement.isDml) self.rowcount = sqlite.changes(c.held.db);
    self.reset();
  } else if (rc !== ROW) {
    const error = c.error();
    self.reset();
    throw error;
  }
  if (self.rowFactory === None) return row;
  return (yield callR(self.rowFactory, [self, row])) as PyValue;
}

function* fetch(self: PyCursor, limit: number): NativeGenerator<PyValue> {
  const rows: PyValue[] = [];
  while (rows.length < limit) {
    const row = yield* next(self);
    if (row === undefined) break;
    rows.push(row);
  }
  return new PyList(rows);
}

function* script(self: PyCursor, text: string): NativeGenerator<PyValue> {
  const c = self.use();
  if (text.includes('\0')) throw valueError('embedded null character');
  if (Buffer.byteLength(text) > sqlite.limit(c.held.db, 1, -1)) throw dataError('query string is too large');
  if (c.autocommitMode === -1 && c.inTransaction) yield* run(c, 'COMMIT');
  for (let rest = text; rest !== ''; ) {
    const { statement, tail } = prepare(c.held.db, rest);
    rest = tail;
    if (statement.pointer === 0n) continue;
    try {
      let rc: number;
      do rc = yield* stepR(statement.pointer, c.timeout);
      while (rc === ROW);
      if (rc !== DONE) throw c.error();
    } finally {
      statement.finalize();
    }
  }
  return self;
}

defineIterator<PyCursor>(cursorType, (self) => next(self), {
  doc: 'SQLite database cursor class.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(connection, /)': (self: PyCursor, connection: PyValue) => {
      const c = connectionArg(connection, 'Cursor()');
      if (self.locked) throw programmingError('Recursive use of cursors not allowed.');
      self.reset();
      self.connection = c;
      self.closed = false;
      self.held = { statement: null };
      dropped.register(self, self.held);
      self.rowFactory = None;
      c.check();
      self.ref = c.use(self);
    },
    'execute(sql, parameters=(), /)': (self: PyCursor, sql: PyValue, parameters: PyValue) =>
      execute(self, sqlArg(sql, 'execute()'), parameters, false),
    'executemany(sql, seq_of_parameters, /)': (self: PyCursor, sql: PyValue, rows: PyValue) =>
      execute(self, sqlArg(sql, 'executemany()'), rows, true),
    'executescript(sql_script, /)': (self: PyCursor, sql: PyValue) => script(self, sqlArg(sql, 'executescript()')),
    *'fetchone()'(self: PyCursor): NativeGenerator<PyValue> {
      return (yield* next(self)) ?? None;
    },
    'fetchmany(size=?)': (self: PyCursor, size: PyValue | undefined) =>
      fetch(self, cInt(size === undefined ? self.arraysize : size)),
    'fetchall()': (self: PyCursor) => fetch(self, Number.POSITIVE_INFINITY),
    'close()': (self: PyCursor) => {
      if (self.connection === null) throw programmingError('Base Cursor.__init__ not called.');
      if (self.locked) throw programmingError('Recursive use of cursors not allowed.');
      self.connection.check();
      self.reset();
      if (self.ref !== null) self.connection.users.delete(self.ref);
      self.closed = true;
    },
    'setinputsizes(sizes, /)': () => undefined,
    'setoutputsize(size, column=None, /)': () => undefined,
  },
  members: {
    connection: 'connection',
    description: 'description',
    lastrowid: 'lastrowid',
    rowcount: 'rowcount',
  },
  writableMembers: { arraysize: 'arraysize', row_factory: 'rowFactory' },
});

/** A cursor as the connection gives it. */
function* cursor(c: PySqliteConnection, factory: PyValue | undefined): NativeGenerator<PyValue> {
  c.check();
  const made = (yield callR(factory ?? cursorType, [c])) as PyValue;
  if (!(made instanceof PyCursor) || !isInstance(made, cursorType))
    throw typeError(`factory must return a cursor, not ${typeOf(made).name}`);
  if (c.rowFactory !== None) made.rowFactory = c.rowFactory;
  return made;
}
/** A short-cut: a new cursor, and a method of it. */
const shortcut = (name: string) =>
  function* (c: PySqliteConnection, ...args: (PyValue | undefined)[]): NativeGenerator<PyValue> {
    const made = yield* cursor(c, undefined);
    const given = args.filter((a) => a !== undefined);
    if (name === 'executescript') return yield* script(made as PyCursor, sqlArg(given[0], `${name}()`));
    const rows = given[1] ?? new PyTuple([]);
    // cursor() gave a cursor.
    return yield* execute(made as PyCursor, sqlArg(given[0], `${name}()`), rows, name === 'executemany');
  };

/** What calling a connection gives: a statement that was prepared, and nothing can be done with. */
class PyStatement extends PyObject {}
const statementType = makeBuiltinType('Statement', PyStatement, { module: 'sqlite3', flags: TYPE_NO_NEW });

defineType(connectionType, {
  methods: {
    '__call__(*args)': (c: PySqliteConnection, args: PyValue[]) => {
      c.check();
      if (args.length !== 1) throw typeError(`expected 1 argument, got ${args.length}`);
      const text = sqlArg(args[0], '__call__()');
      if (Buffer.byteLength(text) > sqlite.limit(c.open(), 1, -1)) throw dataError('query string is too large');
      prepareOne(c.held.db, text).finalize();
      return new statementType.ctor();
    },
    'cursor(factory=?)': cursor,
    'execute(sql, parameters=?, /)': shortcut('execute'),
    'executemany(sql, parameters, /)': shortcut('executemany'),
    'executescript(sql_script, /)': shortcut('executescript'),
  },
});
