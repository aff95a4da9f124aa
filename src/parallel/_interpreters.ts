// The module `_interpreters`: interpreters as numbers. Invariant: an interpreter's record says who may run code in it; a call
// into another interpreter suspends the Python thread that makes it, and no other.

import { None, type PyValue } from '../objects/object.ts';
import { PyBytes, PyCode, PyFunction, PyTuple, PyList } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { typeOf } from '../objects/type.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { hooks } from '../objects/hooks.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import { index, truth } from '../objects/protocol/operators.ts';
import { isIndex } from '../objects/sequence-index.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { repr } from '../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { agent, END, RUN } from './agent.ts';
import { configNamespace, configOf, MAIN_CONFIG, namedConfig, overrideConfig, whyNoInterpreter } from './config.ts';
import { decodeR, encodeR, type Fallback, isShareable, needShareable, SUPPORT } from './data.ts';
import {
  interpreterError,
  interpreterErrorType,
  interpreterNotFoundErrorType,
  notShareableErrorType,
} from './errors.ts';
import { endOfInterpreter } from './ending.ts';
import { exceptionInfoR, exceptionNamespace } from './exception-info.ts';
import { killWorker, wantWorker } from './pool.ts';
import { type InterpreterRecord, SERVES, WHENCE_RUNTIME, WHENCE_STDLIB } from './registry.ts';
import { whyNot } from './stateless.ts';
import { NOT_SHAREABLE, RAISED } from './worker.ts';

/** The number of the running interpreter. */
export function currentId(): number {
  const a = agent();
  return a.registry.get(a.slot, SERVES) - 1;
}

function idOf(v: PyValue): number {
  if (!isIndex(v)) throw typeError(`interpreter ID must be an int, got ${typeOf(v).name}`);
  const n = index(v);
  if (n < 0) throw valueError(`interpreter ID must be a non-negative int, got ${repr(v)}`);
  return Number(n);
}

/** The interpreter with a number. `restrict`: only one that `create` has made. */
function find(v: PyValue, restrict: PyValue = false, doing = ''): InterpreterRecord {
  const id = idOf(v);
  const r = agent().registry.find(id);
  if (r === undefined) throw newException(interpreterNotFoundErrorType, fromJS(`unrecognized interpreter ID ${id}`));
  if (truth(restrict) && r.whence !== WHENCE_STDLIB)
    throw interpreterError(
      doing === '' ? `unrecognized interpreter ${id}` : `cannot ${doing} unrecognized interpreter ${id}`,
    );
  return r;
}

/** Makes an interpreter: its number. The worker may still be starting. */
function create(config: number, counted: boolean): number {
  const why = whyNoInterpreter(config);
  if (why !== undefined) {
    const e = interpreterError('interpreter creation failed');
    e.context = why;
    throw e;
  }
  const a = agent();
  const { id, agent: slot } = a.registry.create(WHENCE_STDLIB, config);
  if (counted) a.registry.countReferences(id);
  wantWorker(a, slot);
  return id;
}

const outputPrepared = new WeakSet<object>();
/** From the first interpreter on, standard output goes out in whole lines: that is what keeps those of several apart. */
function* wholeLines(): NativeGenerator<void> {
  for (const name of ['stdout', 'stderr']) {
    const s = hooks.sysAttr(name);
    if (typeof s !== 'object' || s === None || outputPrepared.has(s)) continue;
    outputPrepared.add(s);
    try {
      yield callMethodR(s, 'reconfigure', [true], ['line_buffering']);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e; // a stream of the program's own
    }
  }
}

/** Names and values as pairs; the names must be str. */
function pairsOf(v: PyValue | undefined, what: string): PyTuple {
  if (v === undefined || v === None) return new PyTuple([]);
  if (!(v instanceof PyDict)) throw typeError(`${what} must be dict, not ${typeOf(v).name}`);
  return new PyTuple([...v.entries()].map(([key, value]) => new PyTuple([key, value])));
}

/** What `__main__` is given: values that cross by themselves, as in CPython; nothing is pickled for it. */
function namesFor(v: PyValue | undefined, what: string): PyTuple {
  const pairs = pairsOf(v, what);
  needShareable(pairs);
  return pairs;
}

/** Runs a request in an interpreter: (result, excinfo or None). */
function* request(r: InterpreterRecord, items: PyValue[], fallback: Fallback): NativeGenerator<[PyValue, PyValue]> {
  const a = agent();
  const bytes: Uint8Array = yield* encodeR(new PyTuple(items), fallback);
  if (!a.registry.enter(r.id)) throw interpreterError('interpreter already running');
  // The interpreter itself says when it has finished: whoever asks may be gone by then.
  const answer: PyValue = yield a.ask(r.agent, RUN, bytes, (b) => (b === null ? None : new PyBytes(b)));
  if (answer === None) throw interpreterError(`interpreter ${r.id} was closed while it was running`);
  const [status, value] = ((yield* decodeR((answer as PyBytes).b)) as PyTuple).items; // what worker.ts sends
  if (status === RAISED) return [None, exceptionNamespace(value)];
  if (status === NOT_SHAREABLE) throw newException(notShareableErrorType, value);
  return [value, None];
}

/** The code of a function that needs no arguments, or of a code object, for exec(). */
function scriptOf(v: PyValue, caller: string): PyCode {
  const bad = (why: string): PyBaseException => valueError(`${caller}: bad func (${why})`);
  if (v instanceof PyFunction) {
    const why = whyNot(v);
    if (why !== null && why !== 'globals not supported') throw bad(why);
  }
  const code = v instanceof PyFunction ? v.code : (v as PyCode); // the callers have looked
  const { argcount, kwonlyargcount, flags, localsplusKinds } = code.code;
  if (argcount > 0 || kwonlyargcount > 0 || (flags & 0x0c) !== 0) throw bad('arguments not supported');
  if (localsplusKinds.some((k) => (k & 0x80) !== 0)) throw bad('closures not supported');
  if ((flags & 0x2a0) !== 0) throw bad('generators not supported');
  return code;
}

function* run(id: PyValue, subject: PyValue, shared: PyValue, restrict: PyValue): NativeGenerator<PyValue> {
  const r = find(id, restrict, 'exec code for');
  yield* wholeLines();
  const [, excinfo] = yield* request(r, ['exec', subject, namesFor(shared, 'shared')], 'full');
  return excinfo;
}

/** Ends an interpreter, a running one at once; resumable because one that is idle ends its threads and exit handlers first. */
function* destroy(r: InterpreterRecord): NativeGenerator<PyValue> {
  const a = agent();
  if (r.id === currentId()) throw interpreterError('cannot destroy the current interpreter');
  if (r.whence === WHENCE_RUNTIME) throw interpreterError('cannot destroy the main interpreter');
  if (!a.registry.closing(r.id)) return None;
  if (a.registry.running(r.id)) {
    killWorker(a, r.agent);
    // Nobody answers; the worker's end does.
    yield a.ask(r.agent, ENDED, new Uint8Array(0), () => None);
    return None;
  }
  yield a.ask(r.agent, END, new Uint8Array(0), () => None);
  return None;
}
/** A letter that is never answered: its sender waits for the agent's end. */
const ENDED = 99;

function dispose(r: InterpreterRecord): void {
  const a = agent();
  if (!a.registry.closing(r.id)) return;
  if (a.registry.running(r.id)) {
    killWorker(a, r.agent);
    return;
  }
  a.send(r.agent, END, a.registry.token());
  // What it has put into queues and channels is unbound at once; its waiting threads are its own business (no agent is -1).
  endOfInterpreter(a, r.id, -1);
}

defineModule('_interpreters', (m) => {
  m.type(interpreterErrorType);
  m.type(interpreterNotFoundErrorType);
  m.type(notShareableErrorType);
  for (const [i, name] of ['UNKNOWN', 'RUNTIME', 'LEGACY_CAPI', 'CAPI', 'XI', 'STDLIB'].entries())
    m.set(`WHENCE_${name}`, i);
  m.funcs({
    "new_config(name='isolated', /, **overrides)": (name: PyValue, overrides: PyDict) => {
      if (!isStr(name)) throw typeError(`new_config() argument 1 must be str, not ${typeOf(name).name}`);
      return configNamespace(overrideConfig(namedConfig(toJS(name)), overrides));
    },
    *"create(config='isolated', *, reqrefs=False)"(config: PyValue, counted: PyValue): NativeGenerator<PyValue> {
      const word = config === None ? namedConfig('isolated') : configOf(config);
      const id = create(word, truth(counted));
      const support: PyValue = yield hooks.importR(SUPPORT);
      return yield callMethodR(support, 'InterpreterID', [id]);
    },
    *'destroy(id, *, restrict=False)'(id: PyValue, restrict: PyValue): NativeGenerator<PyValue> {
      return yield* destroy(find(id, restrict, 'destroy'));
    },
    'list_all(*, require_ready=False)': () =>
      new PyList(
        agent()
          .registry.list()
          .map((r) => new PyTuple([r.id, r.whence])),
      ),
    'get_current()': () => new PyTuple([currentId(), find(currentId()).whence]),
    'get_main()': () => new PyTuple([0, WHENCE_RUNTIME]),
    *'set___main___attrs(id, updates, *, restrict=False)'(
      id: PyValue,
      updates: PyValue,
      restrict: PyValue,
    ): NativeGenerator<PyValue> {
      const r = find(id, restrict, 'update __main__ for');
      if (!(updates instanceof PyDict))
        throw typeError(`set___main___attrs() argument 'updates' must be dict, not ${typeOf(updates).name}`);
      if (updates.size === 0) throw valueError('arg 2 must be a non-empty mapping');
      const [, excinfo] = yield* request(r, ['exec', None, namesFor(updates, 'updates')], 'full');
      void excinfo;
      return None;
    },
    *'exec(id, code, shared=None, *, restrict=False)'(
      id: PyValue,
      code: PyValue,
      shared: PyValue,
      restrict: PyValue,
    ): NativeGenerator<PyValue> {
      if (!isStr(code) && !(code instanceof PyFunction) && !(code instanceof PyCode)) {
        find(id, restrict);
        throw typeError(
          `_interpreters.exec() argument 2 must be a string, a function, or a code object, not ${typeOf(code).name}`,
        );
      }
      return yield* run(id, isStr(code) ? code : scriptOf(code, '_interpreters.exec()'), shared, restrict);
    },
    *'run_string(id, script, shared=None, *, restrict=False)'(
      id: PyValue,
      script: PyValue,
      shared: PyValue,
      restrict: PyValue,
    ): NativeGenerator<PyValue> {
      if (!isStr(script)) {
        find(id, restrict);
        throw typeError(`_interpreters.run_string() argument 2 must be a string, not ${typeOf(script).name}`);
      }
      return yield* run(id, script, shared, restrict);
    },
    *'run_func(id, func, shared=None, *, restrict=False)'(
      id: PyValue,
      func: PyValue,
      shared: PyValue,
      restrict: PyValue,
    ): NativeGenerator<PyValue> {
      if (!(func instanceof PyFunction) && !(func instanceof PyCode))
        throw typeError(`_interpreters.run_func() argument 2 must be a function, not ${typeOf(func).name}`);
      return yield* run(id, scriptOf(func, '_interpreters.run_func()'), shared, restrict);
    },
    *'call(id, callable, args=None, kwargs=None, *, preserve_exc=False, restrict=False)'(
      id: PyValue,
      callable: PyValue,
      args: PyValue,
      kwargs: PyValue,
      _preserve: PyValue,
      restrict: PyValue,
    ): NativeGenerator<PyValue> {
      const r = find(id, restrict, 'make a call in');
      if (args !== None && !(args instanceof PyTuple)) throw typeError(`expected tuple, got ${repr(args)}`);
      yield* wholeLines();
      const [result, excinfo] = yield* request(
        r,
        ['call', callable, args === None ? new PyTuple([]) : args, pairsOf(kwargs, 'kwargs')],
        'full',
      );
      return new PyTuple([result, excinfo]);
    },
    'is_shareable(obj)': (v: PyValue) => isShareable(v),
    'is_running(id, *, restrict=False)': (id: PyValue, restrict: PyValue) =>
      agent().registry.running(find(id, restrict, 'check if running for').id),
    'get_config(id, *, restrict=False)': (id: PyValue, restrict: PyValue) => {
      const r = find(id, restrict, 'get config of');
      return configNamespace(r.id === 0 ? MAIN_CONFIG : agent().registry.config(r.id));
    },
    'whence(id)': (id: PyValue) => find(id).whence,
    'incref(id, *, implieslink=False, restrict=False)': (id: PyValue, link: PyValue, restrict: PyValue) => {
      const r = find(id, restrict, 'incref');
      if (truth(link)) agent().registry.countReferences(r.id);
      agent().registry.reference(r.id, 1);
    },
    'decref(id, *, restrict=False)': (id: PyValue, restrict: PyValue) => {
      const r = find(id, restrict, 'decref');
      if (agent().registry.reference(r.id, -1) && r.id !== currentId()) dispose(r);
    },
    *'capture_exception(exc=None)'(exc: PyValue): NativeGenerator<PyValue> {
      let e = exc;
      if (e === None) {
        const sys: PyValue = yield hooks.importR('sys');
        e = yield callMethodR(sys, 'exception', []);
        if (e === None) return None;
      }
      if (!(e instanceof PyBaseException)) throw typeError(`expected exception, got ${repr(e)}`);
      return exceptionNamespace(yield* exceptionInfoR(e));
    },
  });
});
