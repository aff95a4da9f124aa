// Prepared statements and the cache of them that a connection has. Invariant: a statement is used by one cursor at a time; one
// that is not in the cache is finalised when its cursor is done with it.

import { addressOf } from '../support/shared-library.ts';
import { databaseError, OK, programmingError, sqlite } from './libsqlite.ts';

export class Statement {
  inUse = false;
  cached = false;
  constructor(
    readonly db: bigint,
    public pointer: bigint,
    /** INSERT, UPDATE, DELETE or REPLACE: opens a transaction, and tells how many rows it changed. */
    readonly isDml: boolean,
    /** INSERT or REPLACE */
    readonly inserts: boolean,
  ) {}

  reset(): void {
    if (this.pointer === 0n) return;
    sqlite.reset(this.pointer);
    this.inUse = false;
    if (!this.cached) this.finalize();
  }
  finalize(): void {
    if (this.pointer === 0n) return;
    sqlite.finalize(this.pointer);
    this.pointer = 0n;
    this.inUse = false;
  }
}

/** Where the first word of SQL is: behind space and comments. */
export function skipComments(sql: string): number {
  let i = 0;
  for (;;) {
    while (i < sql.length && ' \t\n\r\f'.includes(sql[i])) i++;
    if (sql.startsWith('--', i)) {
      const end = sql.indexOf('\n', i);
      if (end < 0) return sql.length;
      i = end + 1;
    } else if (sql.startsWith('/*', i)) {
      const end = sql.indexOf('*/', i + 2);
      if (end < 0) return sql.length;
      i = end + 2;
    } else return i;
  }
}

/** Prepares the first statement of SQL; what is left of it, too. */
export function prepare(db: bigint, sql: string): { readonly statement: Statement; readonly tail: string } {
  if (sql.includes('\0')) throw programmingError('the query contains a null character');
  const text = Buffer.from(`${sql}\0`, 'utf8');
  const out = new Uint8Array(16);
  const view = new DataView(out.buffer);
  const at = addressOf(text);
  const where = addressOf(out);
  const rc = sqlite.prepare(db, at, text.length, where, where + 8n);
  if (rc !== OK) throw databaseError(db);
  const pointer = view.getBigUint64(0, true);
  const used = Number(view.getBigUint64(8, true) - at);
  const word = /^[a-zA-Z]*/.exec(sql.slice(skipComments(sql)))![0].toUpperCase();
  const inserts = word === 'INSERT' || word === 'REPLACE';
  const statement = new Statement(db, pointer, inserts || word === 'UPDATE' || word === 'DELETE', inserts);
  return { statement, tail: text.subarray(used, text.length - 1).toString('utf8') };
}

/** The one statement that execute() takes. */
export function prepareOne(db: bigint, sql: string): Statement {
  const { statement, tail } = prepare(db, sql);
  if (skipComments(tail) < tail.length) {
    statement.finalize();
    throw programmingError('You can only execute one statement at a time.');
  }
  return statement;
}

/** Statements by their text, the least recently used one goes first. */
export class StatementCache {
  private readonly statements = new Map<string, Statement>();
  constructor(private readonly size: number) {}

  get(db: bigint, sql: string): Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) {
      this.statements.delete(sql);
      this.statements.set(sql, known);
      if (!known.inUse) return known;
      return prepareOne(db, sql);
    }
    const made = prepareOne(db, sql);
    if (this.size > 0 && made.pointer !== 0n) {
      made.cached = true;
      this.statements.set(sql, made);
      for (const [old, s] of this.statements) {
        if (this.statements.size <= this.size) break;
        this.statements.delete(old);
        s.cached = false;
        if (!s.inUse) s.finalize();
      }
    }
    return made;
  }
  /** Finalises all of them, or leaves those in use to their cursors. */
  clear(leaveUsed = false): void {
    for (const s of this.statements.values()) {
      s.cached = false;
      if (!leaveUsed || !s.inUse) s.finalize();
    }
    this.statements.clear();
  }
}
