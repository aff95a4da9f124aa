// Values between Python and SQLite: parameters, columns, arguments and results of functions; adapters and converters.
// Invariant: integers are 64 bits there, text is UTF-8.

import { None, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyFloat, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { bytearrayType, bytesType, strType, typeOf } from '../../objects/type.ts';
import { isException, overflowError } from '../../objects/exceptions/raise.ts';
import { lookupAttr } from '../../objects/protocol/attribute.ts';
import { call, callMethod } from '../../objects/protocol/call.ts';
import { intValue } from '../../objects/protocol/operators.ts';
import { fromJS, isStr } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { tryBytes } from '../support/arguments.ts';
import { addressOf, copyAt, textAt } from '../support/shared-library.ts';
import { operationalError, programmingError, sqlite, TRANSIENT } from './libsqlite.ts';

/** What the module remembers for an interpreter. */
export interface SqliteState {
  /** (type, protocol) → function */
  readonly adapters: PyDict;
  /** NAME → function */
  readonly converters: PyDict;
  prepareProtocol: PyValue;
  /** Somebody registered an adapter for int, float, str or bytearray. */
  baseTypeAdapted: boolean;
  callbackTracebacks: boolean;
}
export function state(): SqliteState {
  const { moduleState } = interpreter();
  let s = moduleState.get('_sqlite3') as SqliteState | undefined; // only set here
  if (s === undefined) {
    s = {
      adapters: new PyDict(),
      converters: new PyDict(),
      prepareProtocol: None,
      baseTypeAdapted: false,
      callbackTracebacks: false,
    };
    moduleState.set('_sqlite3', s);
  }
  return s;
}

/** An object as one that SQLite can store, or undefined when nothing can make it one. */
export function adapt(v: PyValue, protocol: PyValue): PyValue | undefined {
  const adapter = state().adapters.get(new PyTuple([typeOf(v), protocol]));
  if (adapter !== undefined) return call(adapter, [v]);
  const byProtocol = lookupAttr(protocol, '__adapt__');
  if (byProtocol !== undefined) {
    const r = unlessTypeError(() => call(byProtocol, [v]));
    if (r !== None) return r;
  }
  const conform = lookupAttr(v, '__conform__');
  if (conform !== undefined) {
    const r = unlessTypeError(() => call(conform, [protocol]));
    if (r !== None) return r;
  }
  return undefined;
}

/** A TypeError says that the object cannot be adapted so. */
function unlessTypeError(f: () => PyValue): PyValue {
  try {
    return f();
  } catch (e) {
    if (isException(e, 'TypeError')) return None;
    throw e;
  }
}

const MAX = 0x7fffffffffffffffn;
export function int64(n: number | bigint): bigint {
  const b = BigInt(n);
  if (b > MAX || b < -MAX - 1n) throw overflowError('Python int too large to convert to SQLite INTEGER');
  return b;
}

/** A str as UTF-8; UnicodeEncodeError when it has surrogates. */
export function utf8(v: string | PyStr): Uint8Array {
  // Characters that take two in JavaScript are told from two surrogates by the str itself.
  if (typeof v === 'string' && !SURROGATE.test(v)) return Buffer.from(v, 'utf8');
  return (callMethod(v, 'encode', ['utf-8']) as PyBytes).b; // what it gives
}
const SURROGATE = /[\ud800-\udfff]/;
/** Empty data needs somewhere to point to: NULL is another value. */
const SOMEWHERE = new Uint8Array(8);
export const place = (b: Uint8Array): bigint => addressOf(b.length === 0 ? SOMEWHERE : b);

/** How a value is stored: what SQLite's binding and result functions are called with. */
export interface Sink {
  null(): number;
  int(n: bigint): number;
  double(x: number): number;
  text(b: Uint8Array): number;
  blob(b: Uint8Array): number;
}
/** Stores a value; undefined: its type cannot be stored. */
export function store(v: PyValue, to: Sink): number | undefined {
  if (v === None) return to.null();
  if (typeof v === 'number' || typeof v === 'bigint') return to.int(int64(v));
  if (isStr(v)) return to.text(utf8(v));
  if (v instanceof PyFloat) return to.double(v.v);
  const n = intValue(v);
  if (n !== undefined) return to.int(int64(n));
  const b = tryBytes(v);
  return b === undefined ? undefined : to.blob(b);
}

/** Binds parameter `i`. */
export function bind(statement: bigint, i: number, given: PyValue): number {
  let v = given;
  const plain =
    !state().baseTypeAdapted &&
    (typeof v === 'number' ||
      typeof v === 'bigint' ||
      typeof v === 'string' ||
      v === None ||
      (v instanceof PyBytes && v.cls === bytesType) ||
      (v instanceof PyFloat && typeOf(v).name === 'float'));
  if (!plain) v = adapt(v, state().prepareProtocol) ?? v;
  const r = store(v, {
    null: () => sqlite.bindNull(statement, i),
    int: (n) => sqlite.bindInt(statement, i, n),
    double: (x) => sqlite.bindDouble(statement, i, x),
    text: (b) => sqlite.bindText(statement, i, place(b), b.length, TRANSIENT),
    blob: (b) => sqlite.bindBlob(statement, i, place(b), b.length, TRANSIENT),
  });
  if (r !== undefined) return r;
  const name = BigInt(sqlite.parameterName(statement, i));
  const which = name === 0n ? String(i) : `':${textOf(name).slice(1)}'`;
  throw programmingError(`Error binding parameter ${which}: type '${typeOf(v).name}' is not supported`);
}

/** C's text, '' for NULL. */
export function textOf(address: bigint): string {
  return address === 0n ? '' : textAt(address);
}

/** A copy of memory that SQLite has. */
export function copyOf(address: bigint, length: number): Uint8Array {
  return length === 0 || address === 0n ? new Uint8Array(0) : copyAt(address, length);
}

const fatalDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A column's text by the connection's text_factory; undefined: it must be called with the bytes. */
function textValue(b: Uint8Array, factory: PyValue, column: () => string): PyValue | undefined {
  if (factory === strType) {
    try {
      const s = Buffer.from(b.buffer, b.byteOffset, b.length).toString('utf8');
      return fromJS(s.includes('\ufffd') ? fatalDecoder.decode(b) : s);
    } catch {
      throw operationalError(
        `Could not decode to UTF-8 column '${column()}' with text '${Buffer.from(b).toString('utf8')}'`,
      );
    }
  }
  if (factory === bytesType) return new PyBytes(b);
  if (factory === bytearrayType) return new PyByteArray(b);
  return undefined;
}

/** A column of the current row; an array: the converter or text_factory to call with the bytes. */
export function readColumn(
  statement: bigint,
  i: number,
  converter: PyValue | undefined,
  factory: PyValue,
): PyValue | readonly [f: PyValue, bytes: PyBytes] {
  const type = sqlite.columnType(statement, i);
  if (converter !== undefined) {
    if (type === 5) return None;
    const at = BigInt(sqlite.columnBlob(statement, i));
    if (at === 0n) return None; // an empty one
    return [converter, new PyBytes(copyOf(at, sqlite.columnBytes(statement, i)))];
  }
  switch (type) {
    case 1:
      return intNormalize(BigInt(sqlite.columnInt(statement, i)));
    case 2:
      return new PyFloat(Number(sqlite.columnDouble(statement, i)));
    case 3: {
      const at = BigInt(sqlite.columnText(statement, i));
      const b = copyOf(at, sqlite.columnBytes(statement, i));
      const v = textValue(b, factory, () => textOf(BigInt(sqlite.columnName(statement, i))));
      return v ?? [factory, new PyBytes(b)];
    }
    case 4: {
      const at = BigInt(sqlite.columnBlob(statement, i));
      return new PyBytes(copyOf(at, sqlite.columnBytes(statement, i)));
    }
  }
  return None;
}

/** An argument of an SQL function. */
export function readValue(value: bigint): PyValue {
  switch (sqlite.valueType(value)) {
    case 1:
      return intNormalize(BigInt(sqlite.valueInt(value)));
    case 2:
      return new PyFloat(Number(sqlite.valueDouble(value)));
    case 3: {
      const at = BigInt(sqlite.valueText(value));
      return fromJS(fatalDecoder.decode(copyOf(at, sqlite.valueBytes(value))));
    }
    case 4: {
      const at = BigInt(sqlite.valueBlob(value));
      return new PyBytes(copyOf(at, sqlite.valueBytes(value)));
    }
  }
  return None;
}

/** The result of an SQL function; false: no value that SQLite knows. */
export function giveResult(context: bigint, v: PyValue): boolean {
  const done = (_: unknown): number => 0;
  const r = store(v, {
    null: () => done(sqlite.resultNull(context)),
    int: (n) => done(sqlite.resultInt(context, n)),
    double: (x) => done(sqlite.resultDouble(context, x)),
    text: (b) => done(sqlite.resultText(context, place(b), b.length, TRANSIENT)),
    blob: (b) => done(sqlite.resultBlob(context, place(b), b.length, TRANSIENT)),
  });
  return r !== undefined;
}
