// _sqlite3: the system's SQLite for sqlite3, as CPython 3.14 has it. Invariant: importing it loads the library (it says its
// version); where there is none that is an ImportError.

import { PyObject, type PyValue } from '../../objects/object.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { PyTuple } from '../../objects/shapes.ts';
import {
  bytearrayType,
  floatType,
  intType,
  makeBuiltinType,
  type PyType,
  strType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
} from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { importError, isException, typeError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { truth } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { str } from '../../objects/protocol/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { hooks } from '../../objects/hooks.ts';
import { typeName } from '../support/arguments.ts';
import { addressOf } from '../support/shared-library.ts';
import { blobType } from './blob.ts';
import './callbacks.ts';
import { connectionType, type PySqliteConnection } from './connection.ts';
import { CONSTANTS } from './constants.ts';
import { cursorType } from './cursor.ts';
import { cText, errors, programmingError, sqlite } from './libsqlite.ts';
import { rowType } from './row.ts';
import { adapt, state, textOf } from './values.ts';

class PyPrepareProtocol extends PyObject {}
const prepareProtocolType = makeBuiltinType('PrepareProtocol', PyPrepareProtocol, {
  module: 'sqlite3',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT,
});
defineType(prepareProtocolType, { new: ['()', (cls: PyType) => new cls.ctor()] });

defineType(connectionType, {
  methods: {
    *'iterdump(*, filter=None)'(self: PySqliteConnection, filter: PyValue): NativeGenerator<PyValue> {
      self.check();
      const dump = (yield hooks.importR('sqlite3.dump')) as PyValue;
      const f = (yield getattrR(dump, '_iterdump')) as PyValue;
      return (yield callR(f, [self, filter], ['filter'])) as PyValue;
    },
  },
});

const BASE_TYPES = new Set<PyValue>([intType, floatType, strType, bytearrayType]);

function version(): string {
  try {
    return textOf(BigInt(sqlite.libversion()));
  } catch (e) {
    if (isException(e, 'OSError')) throw importError(`sqlite3 needs the system's SQLite: ${str(e)}`, '_sqlite3');
    throw e;
  }
}

defineModule('_sqlite3', (m) => {
  const { adapters, converters } = state();
  state().prepareProtocol = prepareProtocolType;
  m.set('sqlite_version', version());
  m.set('threadsafety', { 0: 0, 1: 3, 2: 1 }[sqlite.threadsafe()] ?? 0);
  m.set('PARSE_DECLTYPES', 1);
  m.set('PARSE_COLNAMES', 2);
  m.set('LEGACY_TRANSACTION_CONTROL', -1);
  for (const [name, value] of CONSTANTS) m.set(`SQLITE_${name}`, value);
  for (const [name, type] of Object.entries(errors)) m.set(name, type);
  for (const t of [connectionType, cursorType, rowType, blobType, prepareProtocolType]) m.type(t);
  m.set('adapters', adapters);
  m.set('converters', converters);
  m.funcs({
    *'connect(*args, **kwargs)'(args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      if (args.length > 1) {
        yield hooks.warnR(
          exceptionTypes.DeprecationWarning,
          "Passing more than 1 positional argument to sqlite3.connect() is deprecated. Parameters 'timeout', 'detect_types', 'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and 'uri' will become keyword-only parameters in Python 3.15.",
        );
      }
      const names: string[] = [];
      const values: PyValue[] = [];
      let factory: PyValue = args.length > 5 ? args[5] : connectionType;
      for (const [key, value] of kw.entries()) {
        const name = isStr(key) ? toJS(key) : '';
        if (name === 'factory') factory = value;
        names.push(name);
        values.push(value);
      }
      return (yield callR(factory, [...args, ...values], names.length > 0 ? names : null)) as PyValue;
    },
    'complete_statement(statement)': (statement: PyValue) => {
      if (!isStr(statement))
        throw typeError(`complete_statement() argument 'statement' must be str, not ${typeName(statement)}`);
      return sqlite.complete(addressOf(cText(toJS(statement)))) !== 0;
    },
    'enable_callback_tracebacks(enable, /)': (enable: PyValue) => {
      state().callbackTracebacks = truth(enable);
    },
    'register_adapter(type, adapter, /)': (type: PyValue, adapter: PyValue) => {
      if (BASE_TYPES.has(type)) state().baseTypeAdapted = true;
      state().adapters.set(new PyTuple([type, prepareProtocolType]), adapter);
    },
    *'register_converter(typename, converter, /)'(name: PyValue, converter: PyValue): NativeGenerator {
      if (!isStr(name)) throw typeError(`register_converter() argument 1 must be str, not ${typeName(name)}`);
      const upper = (yield callMethodR(name, 'upper')) as PyValue;
      state().converters.set(upper, converter);
      return undefined;
    },
    'adapt(obj, proto=?, alt=?, /)': (v: PyValue, protocol: PyValue | undefined, alt: PyValue | undefined) => {
      const r = adapt(v, protocol ?? prepareProtocolType) ?? alt;
      if (r === undefined) throw programmingError("can't adapt");
      return r;
    },
  });
});
