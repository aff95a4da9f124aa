// SQLite's functions (the system's library, or the one in Node's own binary), the exceptions of DB-API and which of them a
// result code is. Invariant: text goes in and out as UTF-8.

import type { PyType } from '../../objects/type.ts';
import { exceptionClass, exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { memoryError, newException } from '../../objects/exceptions/raise.ts';
import { instanceSet } from '../../objects/protocol/attribute.ts';
import { fromJS } from '../../objects/str/text.ts';
import { SharedLibrary, textAt } from '../support/shared-library.ts';
import { codeName } from './constants.ts';

const library = new SharedLibrary(['libsqlite3.so.0', 'libsqlite3.so', 'libsqlite3.dylib', null]);
const int = (name: string, parameters: string) => library.int(`sqlite3_${name}`, parameters);
const func = (name: string, result: string, parameters: string) => library.func(`sqlite3_${name}`, result, parameters);
export const sqlite = {
  libversion: func('libversion', 'P', ''),
  threadsafe: int('threadsafe', ''),
  complete: int('complete', 'P'),
  errstr: func('errstr', 'P', 'i'),
  free: func('free', 'v', 'P'),
  malloc: func('malloc64', 'P', 'Q'),

  open: int('open_v2', 'PPiP'),
  close: int('close_v2', 'P'),
  errmsg: func('errmsg', 'P', 'P'),
  errcode: int('extended_errcode', 'P'),
  busyTimeout: int('busy_timeout', 'Pi'),
  autocommit: int('get_autocommit', 'P'),
  changes: int('changes', 'P'),
  totalChanges: int('total_changes', 'P'),
  lastInsertRowid: func('last_insert_rowid', 'q', 'P'),
  interrupt: func('interrupt', 'v', 'P'),
  limit: int('limit', 'Pii'),
  dbConfig: int('db_config', 'PiiP'),

  prepare: int('prepare_v2', 'PPiPP'),
  step: int('step', 'P'),
  reset: int('reset', 'P'),
  finalize: int('finalize', 'P'),
  clearBindings: int('clear_bindings', 'P'),
  parameterCount: int('bind_parameter_count', 'P'),
  parameterName: func('bind_parameter_name', 'P', 'Pi'),
  bindNull: int('bind_null', 'Pi'),
  bindInt: int('bind_int64', 'Piq'),
  bindDouble: int('bind_double', 'Pid'),
  bindText: int('bind_text', 'PiPiP'),
  bindBlob: int('bind_blob', 'PiPiP'),
  columnCount: int('column_count', 'P'),
  columnName: func('column_name', 'P', 'Pi'),
  columnDecltype: func('column_decltype', 'P', 'Pi'),
  columnType: int('column_type', 'Pi'),
  columnInt: func('column_int64', 'q', 'Pi'),
  columnDouble: func('column_double', 'd', 'Pi'),
  columnText: func('column_text', 'P', 'Pi'),
  columnBlob: func('column_blob', 'P', 'Pi'),
  columnBytes: int('column_bytes', 'Pi'),

  createFunction: int('create_function_v2', 'PPiiPPPPP'),
  createWindowFunction: int('create_window_function', 'PPiiPPPPPP'),
  createCollation: int('create_collation_v2', 'PPiPPP'),
  setAuthorizer: int('set_authorizer', 'PPP'),
  progressHandler: func('progress_handler', 'v', 'PiPP'),
  trace: int('trace_v2', 'PIPP'),
  expandedSql: func('expanded_sql', 'P', 'P'),
  userData: func('user_data', 'P', 'P'),
  aggregateContext: func('aggregate_context', 'P', 'Pi'),
  valueType: int('value_type', 'P'),
  valueInt: func('value_int64', 'q', 'P'),
  valueDouble: func('value_double', 'd', 'P'),
  valueText: func('value_text', 'P', 'P'),
  valueBlob: func('value_blob', 'P', 'P'),
  valueBytes: int('value_bytes', 'P'),
  resultNull: func('result_null', 'v', 'P'),
  resultInt: func('result_int64', 'v', 'Pq'),
  resultDouble: func('result_double', 'v', 'Pd'),
  resultText: func('result_text', 'v', 'PPiP'),
  resultBlob: func('result_blob', 'v', 'PPiP'),
  resultError: func('result_error', 'v', 'PPi'),
  resultTooBig: func('result_error_toobig', 'v', 'P'),
  resultNoMemory: func('result_error_nomem', 'v', 'P'),

  blobOpen: int('blob_open', 'PPPPqiP'),
  blobClose: int('blob_close', 'P'),
  blobBytes: int('blob_bytes', 'P'),
  blobRead: int('blob_read', 'PPii'),
  blobWrite: int('blob_write', 'PPii'),
  backupInit: func('backup_init', 'P', 'PPPP'),
  backupStep: int('backup_step', 'Pi'),
  backupFinish: int('backup_finish', 'P'),
  backupRemaining: int('backup_remaining', 'P'),
  backupPagecount: int('backup_pagecount', 'P'),
  serialize: func('serialize', 'P', 'PPPI'),
  deserialize: int('deserialize', 'PPPqqI'),
};

export const OK = 0;
export const BUSY = 5;
export const LOCKED = 6;
export const ROW = 100;
export const DONE = 101;
/** SQLITE_TRANSIENT: SQLite makes a copy. */
export const TRANSIENT = 0xffffffffffffffffn;

const exception = (name: string, base: PyType): PyType => exceptionClass(name, 'sqlite3', base);
const Warning = exception('Warning', exceptionTypes.Exception);
const ErrorType = exception('Error', exceptionTypes.Exception);
const DatabaseError = exception('DatabaseError', ErrorType);
/** The exceptions of DB-API. */
export const errors = {
  Warning,
  Error: ErrorType,
  InterfaceError: exception('InterfaceError', ErrorType),
  DatabaseError,
  InternalError: exception('InternalError', DatabaseError),
  OperationalError: exception('OperationalError', DatabaseError),
  ProgrammingError: exception('ProgrammingError', DatabaseError),
  IntegrityError: exception('IntegrityError', DatabaseError),
  DataError: exception('DataError', DatabaseError),
  NotSupportedError: exception('NotSupportedError', DatabaseError),
};
const raiser =
  (type: PyType) =>
  (text: string): PyBaseException =>
    newException(type, fromJS(text));
export const programmingError = raiser(errors.ProgrammingError);
export const operationalError = raiser(errors.OperationalError);
export const interfaceError = raiser(errors.InterfaceError);
export const dataError = raiser(errors.DataError);

function typeFor(code: number): PyType {
  switch (code & 0xff) {
    case 2: // INTERNAL
    case 12: // NOTFOUND
      return errors.InternalError;
    case 1:
    case 3:
    case 4:
    case 5:
    case 6:
    case 8:
    case 9:
    case 10:
    case 13:
    case 14:
    case 15:
    case 16:
    case 17:
      return errors.OperationalError;
    case 18: // TOOBIG
      return errors.DataError;
    case 19: // CONSTRAINT
    case 20: // MISMATCH
      return errors.IntegrityError;
    case 21: // MISUSE
    case 25: // RANGE
      return errors.InterfaceError;
  }
  return errors.DatabaseError;
}

export function codeError(code: number, text: string): PyBaseException {
  if ((code & 0xff) === 7) return memoryError('');
  const e = newException(typeFor(code), fromJS(text));
  instanceSet(e, 'sqlite_errorcode', code);
  instanceSet(e, 'sqlite_errorname', codeName(code));
  return e;
}
/** The error that a database's last call ended with. */
export function databaseError(db: bigint): PyBaseException {
  const code = sqlite.errcode(db);
  return codeError(code, textAt(BigInt(sqlite.errmsg(db))));
}

/** UTF-8 with a zero at its end. */
export function cText(s: string): Uint8Array {
  return Buffer.from(`${s}\0`, 'utf8');
}
