// Functions of a connection that SQLite calls: SQL functions, aggregates, collations, authorizer, progress, trace. Invariant: C
// knows a callback by a number; one C function of each kind serves all. They run within a C call, so a thread that
// waits in one makes all wait.

import { None, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { isException, typeError } from '../../objects/exceptions/raise.ts';
import { call, callMethod, isCallable } from '../../objects/protocol/call.ts';
import { lookupAttr } from '../../objects/protocol/attribute.ts';
import { intValue, truth } from '../../objects/protocol/operators.ts';
import { sync } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import type { ForeignNumber } from '../../runtime/system.ts';
import { unraisableR } from '../../runtime/unraisable.ts';
import { cInt, cString, typeName } from '../support/arguments.ts';
import { system } from '../support/blocking.ts';
import { addressOf, copyAt, memoryAt } from '../support/shared-library.ts';
import { connectionType, type PySqliteConnection, releasers } from './connection.ts';
import { cText, databaseError, dataError, OK, operationalError, programmingError, sqlite } from './libsqlite.ts';
import { copyOf, giveResult, readValue, state, textOf, utf8 } from './values.ts';

/** What is called, and for whom. */
interface Callback {
  readonly f: PyValue;
  readonly connection: WeakRef<PySqliteConnection>;
}
/** Numbers are never used again, so all interpreters may share them. */
const registered = new Map<bigint, Callback>();
let serial = 0n;
/** Number → the instance that an aggregate is working with. */
const instances = new Map<bigint, PyValue>();

function register(c: PySqliteConnection, key: string, f: PyValue): bigint {
  const old = c.callbacks.get(key);
  if (old !== undefined) registered.delete(old);
  c.callbacks.delete(key);
  c.callables.delete(key);
  if (f === None) return 0n;
  const id = ++serial;
  registered.set(id, { f, connection: new WeakRef(c) });
  c.callbacks.set(key, id);
  c.callables.set(key, f);
  return id;
}
releasers.push((c) => {
  for (const id of c.callbacks.values()) registered.delete(id);
  c.callbacks.clear();
  c.callables.clear();
});

/** Runs what a callback does; what is raised is shown if that was asked for, and `failed` says what C gets. */
function guard<T>(f: PyValue, what: () => T, failed: (e: PyBaseException) => T): T {
  try {
    return what();
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    if (state().callbackTracebacks) sync(unraisableR(e, 'Exception ignored on sqlite3 callback', f));
    return failed(e);
  }
}

function fail(context: bigint, e: PyBaseException, text: string): number {
  if (isException(e, 'MemoryError')) sqlite.resultNoMemory(context);
  else if (isException(e, 'OverflowError')) sqlite.resultTooBig(context);
  else {
    const b = Buffer.from(text);
    sqlite.resultError(context, addressOf(b), b.length);
  }
  return 0;
}

function args(count: ForeignNumber, argv: ForeignNumber): PyValue[] {
  const n = Number(count);
  if (n === 0) return [];
  const memory = copyAt(BigInt(argv), 8 * n);
  const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  return Array.from({ length: n }, (_, i) => readValue(view.getBigUint64(8 * i, true)));
}
const of = (context: bigint): PyValue => registered.get(BigInt(sqlite.userData(context)))?.f ?? None;
const connectionOf = (context: bigint): PySqliteConnection | undefined =>
  registered.get(BigInt(sqlite.userData(context)))?.connection.deref();
const big = (n: ForeignNumber): bigint => BigInt(n);

/** Where SQLite keeps the number of an aggregate's instance. */
function slot(context: bigint): DataView | null {
  const at = BigInt(sqlite.aggregateContext(context, 8));
  if (at === 0n) return null;
  const memory = memoryAt(at, 8);
  return new DataView(memory.buffer, memory.byteOffset, 8);
}

function aggregateStep(context: bigint, count: ForeignNumber, argv: ForeignNumber, method: string): number {
  const cls = of(context);
  const view = slot(context);
  if (view === null) return 0;
  let id = view.getBigUint64(0, true);
  if (id === 0n) {
    const made = guard(
      cls,
      () => call(cls, []),
      (e) => {
        fail(context, e, "user-defined aggregate's '__init__' method raised error");
        return undefined;
      },
    );
    if (made === undefined) return 0;
    id = ++serial;
    instances.set(id, made);
    connectionOf(context)?.callables.set(`instance ${id}`, made);
    view.setBigUint64(0, id, true);
  }
  const instance = instances.get(id) ?? None;
  return guard(
    cls,
    () => {
      callMethod(instance, method, args(count, argv));
      return 0;
    },
    (e) => {
      const how = isException(e, 'AttributeError') && lookupAttr(instance, method) === undefined;
      return fail(context, e, `user-defined aggregate's '${method}' method ${how ? 'not defined' : 'raised error'}`);
    },
  );
}
function aggregateResult(context: bigint, method: string, last: boolean): number {
  const cls = of(context);
  const id = slot(context)?.getBigUint64(0, true) ?? 0n;
  const instance = instances.get(id);
  if (last) {
    instances.delete(id);
    connectionOf(context)?.callables.delete(`instance ${id}`);
  }
  if (instance === undefined) return 0; // no rows, or the instance could not be made
  return guard(
    cls,
    () => {
      if (!giveResult(context, callMethod(instance, method, [])))
        throw operationalError(`user-defined aggregate's '${method}' method raised error`);
      return 0;
    },
    (e) => {
      const how = isException(e, 'AttributeError') && lookupAttr(instance, method) === undefined;
      return fail(context, e, `user-defined aggregate's '${method}' method ${how ? 'not defined' : 'raised error'}`);
    },
  );
}

/** SQLITE_DENY */
const DENY = 1;
const optional = (address: ForeignNumber): PyValue => (big(address) === 0n ? None : fromJS(textOf(big(address))));

/** The C functions, made when first needed; there they are for good. */
const made = new Map<string, bigint>();
const trampolines: {
  readonly [name: string]: readonly [result: string, parameters: string, run: (n: ForeignNumber[]) => ForeignNumber];
} = {
  func: [
    'v',
    'PiP',
    ([context, count, argv]) => {
      const f = of(big(context));
      const text = 'user-defined function raised exception';
      return guard(
        f,
        () => {
          if (!giveResult(big(context), call(f, args(count, argv)))) throw operationalError(text);
          return 0;
        },
        (e) => fail(big(context), e, text),
      );
    },
  ],
  step: ['v', 'PiP', ([context, count, argv]) => aggregateStep(big(context), count, argv, 'step')],
  inverse: ['v', 'PiP', ([context, count, argv]) => aggregateStep(big(context), count, argv, 'inverse')],
  final: ['v', 'P', ([context]) => aggregateResult(big(context), 'finalize', true)],
  value: ['v', 'P', ([context]) => aggregateResult(big(context), 'value', false)],
  collation: [
    'i',
    'PiPiP',
    ([id, n1, p1, n2, p2]) => {
      const f = registered.get(big(id))?.f ?? None;
      const text = (p: ForeignNumber, n: ForeignNumber): PyValue =>
        fromJS(Buffer.from(copyOf(big(p), Number(n))).toString('utf8'));
      return guard(
        f,
        () => {
          const n = intValue(call(f, [text(p1, n1), text(p2, n2)]));
          return n === undefined ? 0 : n > 0 ? 1 : n < 0 ? -1 : 0;
        },
        () => 0,
      );
    },
  ],
  authorizer: [
    'i',
    'PiPPPP',
    ([id, action, ...rest]) => {
      const f = registered.get(big(id))?.f ?? None;
      return guard(
        f,
        () => {
          const n = intValue(call(f, [Number(action), ...rest.map(optional)]));
          return n === undefined || n > 2147483647 || n < -2147483648 ? DENY : Number(n);
        },
        () => DENY,
      );
    },
  ],
  progress: [
    'i',
    'P',
    ([id]) => {
      const f = registered.get(big(id))?.f ?? None;
      return guard(
        f,
        () => (truth(call(f, [])) ? 1 : 0),
        () => 1,
      );
    },
  ],
  trace: [
    'i',
    'IPPP',
    ([, id, statement, sql]) => {
      const f = registered.get(big(id))?.f ?? None;
      let text = textOf(big(sql));
      if (!text.startsWith('--')) {
        const expanded = big(sqlite.expandedSql(statement));
        if (expanded === 0n) {
          const e = dataError('Expanded SQL string exceeds the maximum string length');
          if (state().callbackTracebacks) sync(unraisableR(e, 'Exception ignored on sqlite3 callback', f));
        } else {
          text = textOf(expanded);
          sqlite.free(expanded);
        }
      }
      return guard(
        f,
        () => {
          call(f, [fromJS(text)]);
          return 0;
        },
        () => 0,
      );
    },
  ],
};
function trampoline(name: string): bigint {
  let at = made.get(name);
  if (at === undefined) {
    const [result, parameters, run] = trampolines[name];
    at = system().makeCallback(result, parameters, run);
    made.set(name, at);
  }
  return at;
}
const when = (id: bigint, name: string): bigint => (id === 0n ? 0n : trampoline(name));

const UTF8 = 1;
const DETERMINISTIC = 0x800;

function nameArg(v: PyValue, fname: string): Uint8Array {
  if (!isStr(v)) throw typeError(`${fname}() argument 1 must be str, not ${typeName(v)}`);
  utf8(v); // surrogates cannot be
  return cText(cString(v, fname, 'argument 1'));
}

defineType(connectionType, {
  methods: {
    'create_function(name, narg, func, *, deterministic=False)': (
      self: PySqliteConnection,
      name: PyValue,
      count: PyValue,
      f: PyValue,
      deterministic: PyValue,
    ) => {
      const text = nameArg(name, 'create_function');
      const n = cInt(count);
      const flags = UTF8 | (truth(deterministic) ? DETERMINISTIC : 0);
      const db = self.open();
      const id = register(self, `function ${isStr(name) ? toJS(name).toLowerCase() : ''} ${n}`, f);
      const rc = sqlite.createFunction(db, addressOf(text), n, flags, id, when(id, 'func'), 0, 0, 0);
      if (rc !== OK) throw operationalError('Error creating function');
    },
    'create_aggregate(name, n_arg, aggregate_class)': (
      self: PySqliteConnection,
      name: PyValue,
      count: PyValue,
      cls: PyValue,
    ) => {
      const text = nameArg(name, 'create_aggregate');
      const n = cInt(count);
      const db = self.open();
      const id = register(self, `function ${isStr(name) ? toJS(name).toLowerCase() : ''} ${n}`, cls);
      const rc = sqlite.createFunction(db, addressOf(text), n, UTF8, id, 0, when(id, 'step'), when(id, 'final'), 0);
      if (rc !== OK) throw operationalError('Error creating aggregate');
    },
    'create_window_function(name, num_params, aggregate_class, /)': (
      self: PySqliteConnection,
      name: PyValue,
      count: PyValue,
      cls: PyValue,
    ) => {
      const text = nameArg(name, 'create_window_function');
      const n = cInt(count);
      const db = self.open();
      const id = register(self, `function ${isStr(name) ? toJS(name).toLowerCase() : ''} ${n}`, cls);
      const [step, final, value, inverse] = ['step', 'final', 'value', 'inverse'].map((kind) => when(id, kind));
      const rc = sqlite.createWindowFunction(db, addressOf(text), n, UTF8, id, step, final, value, inverse, 0);
      if (rc !== OK) throw programmingError(textOf(BigInt(sqlite.errstr(rc))));
    },
    'create_collation(name, callback, /)': (self: PySqliteConnection, name: PyValue, f: PyValue) => {
      const text = nameArg(name, 'create_collation');
      const db = self.open();
      if (f !== None && !isCallable(f)) throw typeError('parameter must be callable');
      const id = register(self, `collation ${isStr(name) ? toJS(name).toLowerCase() : ''}`, f);
      const rc = sqlite.createCollation(db, addressOf(text), UTF8, id, when(id, 'collation'), 0);
      if (rc !== OK) throw databaseError(db);
    },
    'set_authorizer(authorizer_callback)': (self: PySqliteConnection, f: PyValue) => {
      const db = self.open();
      const id = register(self, 'authorizer', f);
      if (sqlite.setAuthorizer(db, when(id, 'authorizer'), id) !== OK)
        throw operationalError('Error setting authorizer callback');
    },
    'set_progress_handler(progress_handler, n)': (self: PySqliteConnection, f: PyValue, n: PyValue) => {
      const db = self.open();
      const id = register(self, 'progress', f);
      sqlite.progressHandler(db, cInt(n), when(id, 'progress'), id);
    },
    'set_trace_callback(trace_callback)': (self: PySqliteConnection, f: PyValue) => {
      const db = self.open();
      const id = register(self, 'trace', f);
      sqlite.trace(db, id === 0n ? 0 : 1, when(id, 'trace'), id);
    },
  },
});
