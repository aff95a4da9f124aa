// _csv: readers, writers and the registry of dialects. Invariant: registry, field limit and the Error class belong to
// the interpreter's module.

import type { PyObject, PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { type PyType, typeType } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { newException, typeError } from '../objects/exceptions/raise.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { lookupAttrR } from '../objects/protocol/attribute.ts';
import { isCallable } from '../objects/protocol/call.ts';
import { iterR } from '../objects/protocol/iteration.ts';
import { intValue, ssize } from '../objects/protocol/operators.ts';
import { sync, type NativeGenerator } from '../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { typeNew } from '../objects/type/new.ts';
import { keysOf } from '../objects/set.ts';
import { defineModule } from '../runtime/modules.ts';
import { dialectType, makeDialect, type Parameters, PARAMETERS, PyDialect } from './_csv/dialect.ts';
import { type CsvState, PyReader, readerType } from './_csv/reader.ts';
import { PyWriter, writerType } from './_csv/writer.ts';

defineModule('_csv', (m) => {
  const dialects = new PyDict();
  const ns = new PyDict();
  ns.setStr('__module__', '_csv');
  const errorType = sync<PyValue>(
    typeNew(typeType, ['Error', new PyTuple([exceptionTypes.Exception]), ns], new PyDict()),
  ) as PyType;
  const error = (message: string): PyObject => newException(errorType, fromJS(message));
  const state: CsvState = { fieldLimit: 128 * 1024, error };

  const registered = (name: PyValue): PyValue => {
    const d = dialects.get(name);
    if (d === undefined) throw error('unknown dialect');
    return d;
  };
  /** The dialect a call means: a name, a dialect object or class, and parameters on top. */
  const dialectOf = (cls: PyType, given: PyValue | undefined, kw: PyDict): PyDialect => {
    const parameters: Parameters = {};
    for (const [k, v] of kw.entries()) {
      const name = isStr(k) ? toJS(k) : '';
      if (!PARAMETERS.some((p) => p === name))
        throw typeError(`this function got an unexpected keyword argument '${name}'`);
      parameters[name as keyof Parameters] = v;
    }
    let base = given;
    if (base !== undefined && isStr(base)) base = registered(base);
    if (base instanceof PyDialect && kw.size === 0) return base;
    return makeDialect(cls, base, parameters);
  };
  const takeDialect = (args: PyValue[], at: number, kw: PyDict, name: string): [PyValue | undefined, PyDict] => {
    if (args.length > at + 1) throw typeError(`${name} expected at most ${at + 1} arguments, got ${args.length}`);
    const rest = new PyDict();
    let dialect = args[at] as PyValue | undefined;
    for (const [k, v] of kw.entries()) {
      if (k === 'dialect') dialect = v;
      else rest.set(k, v);
    }
    return [dialect, rest];
  };

  defineType(dialectType, {
    new: [
      '(dialect=?, delimiter=?, doublequote=?, escapechar=?, lineterminator=?, quotechar=?, quoting=?, skipinitialspace=?, strict=?)',
      (cls: PyType, dialect: PyValue | undefined, ...values: (PyValue | undefined)[]) => {
        const kw = new PyDict();
        PARAMETERS.forEach((name, i) => {
          const v = values[i];
          if (v !== undefined) kw.setStr(name, v);
        });
        return dialectOf(cls, dialect, kw);
      },
    ],
  });
  m.type(dialectType);
  m.set('Reader', readerType);
  m.set('Writer', writerType);
  m.set('Error', errorType);
  m.set('__version__', '1.0');
  m.set('_dialects', dialects);
  ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'QUOTE_STRINGS', 'QUOTE_NOTNULL'].forEach(
    (name, i) => m.set(name, i),
  );

  m.funcs({
    *'reader(*args, **kwargs)'(args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      if (args.length === 0) throw typeError('reader expected at least 1 argument, got 0');
      const [dialect, rest] = takeDialect(args, 1, kw, 'reader');
      const it = (yield iterR(args[0])) as PyValue;
      return new PyReader(it, dialectOf(dialectType, dialect, rest), state);
    },
    *'writer(*args, **kwargs)'(args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      if (args.length === 0) throw typeError('writer expected at least 1 argument, got 0');
      const [dialect, rest] = takeDialect(args, 1, kw, 'writer');
      const d = dialectOf(dialectType, dialect, rest);
      const write = (yield lookupAttrR(args[0], 'write')) as PyValue | undefined;
      if (write === undefined || !isCallable(write)) throw typeError('argument 1 must have a "write" method');
      return new PyWriter(write, d, state);
    },
    'register_dialect(*args, **kwargs)': (args: PyValue[], kw: PyDict) => {
      if (args.length === 0) throw typeError('register_dialect expected at least 1 argument, got 0');
      const [dialect, rest] = takeDialect(args, 1, kw, 'register_dialect');
      if (!isStr(args[0])) throw typeError('dialect name must be a string');
      dialects.set(args[0], dialectOf(dialectType, dialect, rest));
    },
    'unregister_dialect(name)': (name: PyValue) => {
      if (dialects.delete(name) === undefined) throw error('unknown dialect');
    },
    'get_dialect(name)': registered,
    'list_dialects()': () => new PyList(keysOf(dialects)),
    'field_size_limit(new_limit=?)': (limit: PyValue | undefined) => {
      const old = state.fieldLimit;
      if (limit !== undefined) {
        if (intValue(limit) === undefined) throw typeError('limit must be an integer');
        state.fieldLimit = ssize(limit);
      }
      return old;
    },
  });
});
