// What lib/_ctypes is made of: memory by address, libraries, calls of C functions and callbacks for them. Invariant: a type is
// a code letter of ctypes; numbers go in and out as Python ints and floats. What an address points to is the program's
// business, as in C.

import { None, type PyValue } from '../objects/object.ts';
import { PyBytes, PyFloat, PyTuple } from '../objects/shapes.ts';
import { borrow, plainBuffer } from '../objects/buffer.ts';
import { newException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { PyMemoryView, viewOfBuffer } from '../objects/memoryview.ts';
import { call } from '../objects/protocol/call.ts';
import { index } from '../objects/protocol/operators.ts';
import { sync } from '../objects/protocol/pending.ts';
import { collect } from '../objects/protocol/iteration.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { defineModule } from '../runtime/modules.ts';
import type { ForeignNumber } from '../runtime/system.ts';
import { HostError } from '../runtime/host.ts';
import { unraisableR } from '../runtime/unraisable.ts';
import { cInt, pyInt } from './support/arguments.ts';
import { system } from './support/blocking.ts';
import { fsEncode, fspath } from './support/fs.ts';

const address = (v: PyValue): bigint => BigInt.asUintN(64, BigInt(index(v)));

function toForeign(v: PyValue): ForeignNumber {
  if (v === None) return 0;
  return v instanceof PyFloat ? v.v : index(v);
}
function toPython(v: ForeignNumber, code: string): PyValue {
  if (code === 'v') return None;
  if (code === 'f' || code === 'd') return new PyFloat(Number(v));
  if (code === '?') return v !== 0;
  return typeof v === 'bigint' ? pyInt(v) : v;
}

/** Library functions' failures are texts of the loader. */
function loading<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof HostError) throw newException(exceptionTypes.OSError, fromJS(e.message));
    throw e;
  }
}

/**
 * Functions of the C library that are given a thread. Programs (trio among them) give them `threading.get_ident()`, which
 * is a pthread_t in CPython; our threads are none of the system's, and the C library reads what is at that address. So
 * there are no such functions: who looks for them is prepared for systems without.
 */
const TAKES_THREAD =
  /^pthread_((get|set)(name|affinity|attr|attr_default)_np|(get|set)sched(param|prio)|kill|sigqueue|cancel|join|(try|timed|clock)join_np|detach|getcpuclockid)$/;

defineModule('_ctypes_native', (m) => {
  m.funcs({
    'address(buffer, /)': (v: PyValue) => {
      const b = borrow(v);
      if (b === undefined) throw typeError('a buffer is needed');
      return pyInt(system().addressOf(b));
    },
    'at(address, size, /)': (where: PyValue, size: PyValue) => {
      const n = Number(index(size));
      const at = address(where);
      if (n < 0) throw valueError('negative size');
      if (at === 0n && n > 0) throw valueError('NULL pointer access');
      const memory = n === 0 ? new Uint8Array(0) : system().memoryAt(at, n);
      return viewOfBuffer(plainBuffer(None, memory, false));
    },
    'text(address, /)': (where: PyValue) => new PyBytes(system().textAt(address(where))),
    'view(memory, format, shape, /)': (memory: PyValue, format: PyValue, shape: PyValue) => {
      if (!(memory instanceof PyMemoryView)) throw typeError('a memoryview is needed');
      const dimensions = (shape as PyTuple).items.map(Number); // _ctypes' own
      return memory.reshaped(toJS(format as string), dimensions);
    },
    'dlopen(name, mode, /)': (name: PyValue, mode: PyValue) => {
      const path = name === None ? null : fspath(name);
      const bytes = path === null ? null : isStr(path) ? fsEncode(path) : (path as PyBytes).b; // fspath gives these
      const flags = cInt(mode) | 2; // RTLD_NOW
      return loading(() => pyInt(system().loadLibrary(bytes, flags)));
    },
    'dlsym(handle, name, /)': (handle: PyValue, name: PyValue) => {
      const text = toJS(name as string); // _ctypes' own
      if (TAKES_THREAD.test(text)) throw newException(exceptionTypes.OSError, `undefined symbol: ${text}`);
      return loading(() => pyInt(system().findSymbol(address(handle), text)));
    },
    'dlclose(handle, /)': (handle: PyValue) => {
      loading(() => system().closeLibrary(address(handle)));
    },
    'call(address, result, codes, args, errno, /)': (
      where: PyValue,
      result: PyValue,
      codes: PyValue,
      args: PyValue,
      errno: PyValue,
    ) => {
      const code = toJS(result as string); // _ctypes' own
      const numbers = collect(args).map(toForeign);
      const r = system().callFunction(address(where), code, toJS(codes as string), numbers, cInt(errno)); // as above
      return new PyTuple([toPython(r.value, code), r.errno]);
    },
    'callback(function, result, codes, /)': (f: PyValue, result: PyValue, codes: PyValue) => {
      const code = toJS(result as string); // _ctypes' own
      const parameters = toJS(codes as string); // as above
      const at = system().makeCallback(code, parameters, (numbers) => {
        try {
          return toForeign(
            call(
              f,
              numbers.map((n, i) => toPython(n, parameters[i])),
            ),
          );
        } catch (e) {
          if (!(e instanceof PyBaseException)) throw e;
          sync(unraisableR(e, 'Exception ignored on calling ctypes callback function', f));
          return 0;
        }
      });
      return pyInt(at);
    },
  });
});
