// The `builtins` module: every built-in function, type and constant. Invariant: functions that call Python code are
// resumable; the namespace is filled afresh for each interpreter, types are shared.

import { Ellipsis, None, NotImplemented, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyList, type PyStr, PyTuple } from '../objects/shapes.ts';
import {
  boolType,
  bytearrayType,
  bytesType,
  classmethodType,
  complexType,
  dictType,
  floatType,
  intType,
  listType,
  objectType,
  propertyType,
  type PyType,
  sliceType,
  staticmethodType,
  strType,
  tupleType,
  typeOf,
  typeType,
} from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { exceptionAliases, exceptionTypes, PyStopIteration } from '../objects/exceptions/hierarchy.ts';
import {
  isException,
  newException,
  overflowError,
  stopIteration,
  typeError,
  valueError,
} from '../objects/exceptions/raise.ts';
import { attributeName, getattrR, lookupAttrR, setattrR } from '../objects/protocol/attribute.ts';
import { callMethodR, callR, callUnboundR, isCallable } from '../objects/protocol/call.ts';
import { collectListR, isIterator, iterR, nextR } from '../objects/protocol/iteration.ts';
import { binaryR, hashR, index, lengthR, OPERATOR, truthR } from '../objects/protocol/operators.ts';
import { formatR, reprR } from '../objects/protocol/text.ts';
import {
  isPending,
  type NativeGenerator,
  type Pending,
  Raise,
  type Resumable,
  thenR,
} from '../objects/protocol/pending.ts';
import { fromJS, fromPoints, isStr, strLength, toJS, toPoints } from '../objects/str/text.ts';
import { callableIterator } from '../objects/iterator.ts';
import { PyRange, rangeType } from '../objects/range.ts';
import { joinKeywords } from '../objects/type/call.ts';
import { isinstanceR, issubclassR } from '../objects/type/isinstance.ts';
import { superType } from '../objects/super.ts';
import { hooks, importAttrR } from '../objects/hooks.ts';
import { idOf } from '../objects/identity.ts';
import { defineModule, type ModuleBuilder } from '../runtime/modules.ts';
import { makeAnext } from './builtins/anext.ts';
import { buildClass } from './builtins/build-class.ts';
import { compile, dir, evaluate, exec, globals, locals, vars } from './builtins/execute.ts';
import { filterType, mapType } from './builtins/iterators.ts';
import { zipType } from '../objects/zip.ts';
import { absR, minMax, powR, radixText, roundR, sum } from './builtins/numbers.ts';
import { input, print } from './builtins/print.ts';

/** Types other files contribute to the builtins namespace (set, frozenset, range, enumerate, …). */
const moreTypes: PyType[] = [];
/** Adds a type to `builtins` under its own name. */
export function registerBuiltinType(...types: PyType[]): void {
  moreTypes.push(...types);
}

// ----------------------------------------------------------------------------------------------------------- iteration

function next(it: PyValue, fallback: PyValue | undefined): Resumable {
  if (!isIterator(it)) throw typeError(`'${typeOf(it).name}' object is not an iterator`);
  const t = typeOf(it);
  // Through the JS step where there is one: no StopIteration is made when there is a default.
  if (t.iternext !== undefined) {
    const v = nextR(it);
    return isPending(v)
      ? thenR(v, (value: PyValue | undefined) => nextOr(value, it, fallback))
      : nextOr(v, it, fallback);
  }
  const r = callUnboundR(t.slot(SLOT.__next__)!, it, []); // isIterator saw it
  if (!isPending(r) || fallback === undefined) return r;
  return (function* (): NativeGenerator<PyValue> {
    try {
      return (yield r) as PyValue;
    } catch (e) {
      if (isException(e, 'StopIteration')) return fallback;
      throw e;
    }
  })();
}
function nextOr(v: PyValue | undefined, it: PyValue, fallback: PyValue | undefined): Resumable {
  if (v !== undefined) return v;
  if (fallback !== undefined) return fallback;
  return new Raise(stopIteration(stopValue(it)));
}
/** The return value of a generator that has just ended. */
function stopValue(it: PyValue): PyValue | undefined {
  if (typeof it !== 'object') return undefined;
  const r = (it as { result?: PyValue }).result; // PyGenerator's field
  return r === None ? undefined : r;
}

function* anyAll(iterable: PyValue, wanted: boolean): NativeGenerator<PyValue> {
  const it = (yield iterR(iterable)) as PyValue;
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return !wanted;
    let t = truthR(v);
    if (isPending(t)) t = (yield t) as boolean;
    if (t === wanted) return wanted;
  }
}

function* sorted(args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  if (args.length !== 1) throw typeError(`sorted expected 1 argument, got ${args.length}`);
  const items = (yield collectListR(args[0])) as PyValue[];
  const list = new PyList(items);
  const [values, names] = joinKeywords([], kw);
  yield callMethodR(list, 'sort', values, names);
  return list;
}

// ---------------------------------------------------------------------------------------------------------- attributes

function getattr3(obj: PyValue, name: PyValue, fallback: PyValue | undefined): Resumable {
  const s = attributeName(name);
  if (fallback === undefined) return getattrR(obj, s);
  const r = lookupAttrR(obj, s);
  return thenR(r, (v: PyValue | undefined) => v ?? fallback);
}
function isPresent(v: PyValue | undefined): boolean {
  return v !== undefined;
}
function hasattr(obj: PyValue, name: PyValue): Resumable {
  return thenR(lookupAttrR(obj, attributeName(name)), isPresent);
}

// ---------------------------------------------------------------------------------------------------------- characters

function chr(v: PyValue): PyValue {
  const n = index(v);
  if (typeof n === 'bigint') {
    if (n > 2147483647n || n < -2147483648n) throw valueError('chr() arg not in range(0x110000)');
    throw valueError('chr() arg not in range(0x110000)');
  }
  if (n < 0 || n > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
  return n <= 0xffff && (n < 0xd800 || n > 0xdfff) ? String.fromCharCode(n) : fromPoints(Uint32Array.of(n));
}
function ord(v: PyValue): PyValue {
  if (typeof v === 'string') {
    if (v.length === 1) return v.charCodeAt(0);
    throw typeError(`ord() expected a character, but string of length ${v.length} found`);
  }
  if (isStr(v)) {
    const n = strLength(v);
    if (n === 1) return toPoints(v)[0];
    throw typeError(`ord() expected a character, but string of length ${n} found`);
  }
  if (v instanceof PyBytes) {
    if (v.b.length === 1) return v.b[0];
    throw typeError(`ord() expected a character, but string of length ${v.b.length} found`);
  }
  if (v instanceof PyByteArray) {
    if (v.len === 1) return v.b[0];
    throw typeError(`ord() expected a character, but string of length ${v.len} found`);
  }
  throw typeError(`ord() expected string of length 1, but ${typeOf(v).name} found`);
}

/** ascii(v): repr with every non-ASCII character escaped. */
export function asciiOf(text: string | PyStr): PyValue {
  const s = toJS(text);
  if (/^[\x00-\x7f]*$/.test(s)) return text;
  let out = '';
  for (const c of toPoints(text)) {
    if (c < 0x80) out += String.fromCharCode(c);
    else if (c < 0x100) out += '\\x' + c.toString(16).padStart(2, '0');
    else if (c < 0x10000) out += '\\u' + c.toString(16).padStart(4, '0');
    else out += '\\U' + c.toString(16).padStart(8, '0');
  }
  return out;
}

// ------------------------------------------------------------------------------------------------------------- module

function init(m: ModuleBuilder): void {
  m.set(
    '__doc__',
    "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not usually accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need the\noriginal builtin.\n",
  );
  m.set('None', None);
  m.set('Ellipsis', Ellipsis);
  m.set('NotImplemented', NotImplemented);
  m.set('True', true);
  m.set('False', false);
  m.set('__debug__', true);
  for (const t of [
    boolType,
    bytearrayType,
    bytesType,
    classmethodType,
    complexType,
    dictType,
    floatType,
    intType,
    listType,
    objectType,
    propertyType,
    sliceType,
    staticmethodType,
    strType,
    tupleType,
    typeType,
    superType,
    mapType,
    filterType,
    zipType,
    ...moreTypes,
  ]) {
    m.type(t);
  }
  for (const t of Object.values(exceptionTypes)) m.type(t);
  for (const [name, t] of Object.entries(exceptionAliases)) m.set(name, t);

  m.funcs({
    '__build_class__(*args, **kwargs)': buildClass,
    '__import__(name, globals=None, locals=None, fromlist=(), level=0)': (
      n: PyValue,
      g: PyValue,
      l: PyValue,
      f: PyValue,
      level: PyValue,
    ) => hooks.importNameR(n, g, l, f, level),
    'abs(number, /)': absR,
    'all(iterable, /)': (it: PyValue) => anyAll(it, false),
    'any(iterable, /)': (it: PyValue) => anyAll(it, true),
    'ascii(obj, /)': function* (v: PyValue): NativeGenerator<PyValue> {
      return asciiOf((yield reprR(v)) as string | PyStr);
    },
    'bin(number, /)': (v: PyValue) => radixText(v, 2, '0b'),
    'oct(number, /)': (v: PyValue) => radixText(v, 8, '0o'),
    'hex(number, /)': (v: PyValue) => radixText(v, 16, '0x'),
    'breakpoint(*args, **kws)': function* (args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      const hook = hooks.sysAttr('breakpointhook');
      if (hook === undefined) throw newException(exceptionTypes.RuntimeError, 'lost sys.breakpointhook');
      const [values, names] = joinKeywords(args, kw);
      return (yield callR(hook, values, names)) as PyValue;
    },
    'callable(obj, /)': (v: PyValue) => isCallable(v),
    'chr(i, /)': chr,
    'compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)': compile,
    'delattr(obj, name, /)': (o: PyValue, n: PyValue) =>
      setattrR(o, attributeName(n), undefined) as Pending | undefined,
    'dir(object=?, /)': dir,
    'divmod(x, y, /)': (x: PyValue, y: PyValue) => binaryR(x, y, OPERATOR.divmod),
    'eval(source, /, globals=None, locals=None)': evaluate,
    'exec(source, /, globals=None, locals=None, *, closure=None)': exec,
    "format(value, format_spec='', /)": (v: PyValue, spec: PyValue) => {
      if (!isStr(spec)) throw typeError(`format() argument 2 must be str, not ${typeOf(spec).name}`);
      return formatR(v, spec) as PyValue | Pending;
    },
    'getattr(object, name, default=?, /)': getattr3,
    'globals()': globals,
    'hasattr(obj, name, /)': hasattr,
    'hash(obj, /)': (v: PyValue) => hashR(v) as PyValue | Pending,
    'id(obj, /)': (v: PyValue) => idOf(v),
    'input(prompt=?, /)': input,
    'isinstance(obj, class_or_tuple, /)': (v: PyValue, c: PyValue) => isinstanceR(v, c) as PyValue | Pending,
    'issubclass(cls, class_or_tuple, /)': (v: PyValue, c: PyValue) => issubclassR(v, c) as PyValue | Pending,
    'iter(object, sentinel=?, /)': (v: PyValue, sentinel: PyValue | undefined) => {
      if (sentinel === undefined) return iterR(v);
      if (!isCallable(v)) throw typeError('iter(v, w): v must be callable');
      return callableIterator(v, sentinel);
    },
    // A range's length may be beyond 2^53; natives elsewhere make do with a rounded one.
    'len(obj, /)': (v: PyValue) =>
      v instanceof PyRange ? callUnboundR(rangeType.slot(SLOT.__len__)!, v, []) : (lengthR(v) as PyValue | Pending),
    'locals()': locals,
    'max(*args, key=None, default=?)': (args: PyValue[], key: PyValue, fallback: PyValue | undefined) =>
      minMax('max', args, key, fallback),
    'min(*args, key=None, default=?)': (args: PyValue[], key: PyValue, fallback: PyValue | undefined) =>
      minMax('min', args, key, fallback),
    'next(iterator, default=?, /)': next,
    'ord(c, /)': ord,
    'pow(base, exp, mod=None)': powR,
    "print(*args, sep=' ', end='\\n', file=None, flush=False)": (
      args: PyValue[],
      sep: PyValue,
      end: PyValue,
      file: PyValue,
      flush: PyValue,
    ) => print(args, sep, end, file, flush),
    'repr(obj, /)': (v: PyValue) => reprR(v) as PyValue | Pending,
    'round(number, ndigits=None)': roundR,
    'setattr(obj, name, value, /)': (o: PyValue, n: PyValue, v: PyValue) =>
      setattrR(o, attributeName(n), v) as Pending | undefined,
    'sorted(*args, **kwargs)': sorted,
    'sum(iterable, /, start=0)': sum,
    'vars(object=?, /)': vars,
    'aiter(async_iterable, /)': function* (v: PyValue): NativeGenerator<PyValue> {
      const f = typeOf(v).slot(SLOT.__aiter__);
      if (f === null || f === None) throw typeError(`'${typeOf(v).name}' object is not an async iterable`);
      const it = (yield callUnboundR(f, v, [])) as PyValue;
      if (typeOf(it).slot(SLOT.__anext__) === null)
        throw typeError(`aiter() returned not an async iterator of type '${typeOf(it).name}'`);
      return it;
    },
    'anext(aiterator, default=?, /)': function* (v: PyValue, fallback: PyValue | undefined): NativeGenerator<PyValue> {
      const f = typeOf(v).slot(SLOT.__anext__);
      if (f === null || f === None) throw typeError(`'${typeOf(v).name}' object is not an async iterator`);
      const awaitable = (yield callUnboundR(f, v, [])) as PyValue;
      return fallback === undefined ? awaitable : makeAnext(awaitable, fallback);
    },
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)":
      function* (...args: PyValue[]): NativeGenerator<PyValue> {
        const f = (yield* importAttrR('io', 'open')) as PyValue;
        return (yield callR(f, args)) as PyValue;
      },
  });
}

defineModule('builtins', init);

void [PyStopIteration, PyTuple, overflowError, fromJS];
