// Calling C functions whose types are known only when the program runs (ctypes), and giving C functions of ours. Invariant: a
// signature is bound once; addresses are 64-bit integers, which C takes in the same registers as pointers.

import { HostError } from '../runtime/host.ts';
import type { ForeignNumber, HostSystem } from '../runtime/system.ts';
import { foreign, type Libc } from './libc.ts';
import { terminated } from './spawn.ts';

const TYPES: { readonly [code: string]: string } = {
  v: 'void',
  b: 'int8_t',
  B: 'uint8_t',
  '?': 'uint8_t',
  h: 'int16_t',
  H: 'uint16_t',
  i: 'int32_t',
  I: 'uint32_t',
  l: 'int64_t',
  q: 'int64_t',
  L: 'uint64_t',
  Q: 'uint64_t',
  P: 'uint64_t',
  f: 'float',
  d: 'double',
};

type Proto = ReturnType<ReturnType<typeof foreign>['proto']>;
const protos = new Map<string, Proto>();
function proto(result: string, parameters: string): Proto {
  const key = `${result}:${parameters}`;
  let p = protos.get(key);
  if (p === undefined) {
    p = foreign().proto(
      TYPES[result],
      [...parameters].map((c) => TYPES[c]),
    );
    protos.set(key, p);
  }
  return p;
}

type Part = Pick<
  HostSystem,
  | 'addressOf'
  | 'memoryAt'
  | 'textAt'
  | 'copyAt'
  | 'loadLibrary'
  | 'findSymbol'
  | 'closeLibrary'
  | 'callFunction'
  | 'bindFunction'
  | 'makeCallback'
>;

/** The part of HostSystem that is C's own. */
export function foreignFunctions(c: Libc): Part {
  const pointer = (p: unknown): bigint => (p === null ? 0n : (p as bigint)); // koffi's void *
  const failed = (): never => {
    throw new HostError(0, (c.dlerror() as unknown as string | null) ?? 'unknown dlopen error');
  };
  const k = foreign();
  void c.dlerror; // binding it later would clear the error it is to tell
  return {
    addressOf: (memory) => {
      // A small typed array lives in V8's heap, which moves things, until its buffer has been asked for.
      void memory.buffer;
      return memory.length === 0 ? 0n : c.address(memory);
    },
    memoryAt: (address, length) => new Uint8Array(k.view(address, length)),
    textAt: (address) => c.copy(address, Number(c.strlen(address))),
    loadLibrary: (path, flags) => {
      const handle = pointer(c.dlopen(path === null ? null : terminated(path), flags));
      return handle === 0n ? failed() : handle;
    },
    findSymbol: (library, name) => {
      const p = pointer(c.dlsym(library, name));
      return p === 0n ? failed() : p;
    },
    closeLibrary: (library) => {
      if (c.dlclose(library) !== 0) failed();
    },
    callFunction: (address, result, parameters, values, errno) => {
      k.errno(errno);
      const value = k.call(address, proto(result, parameters), ...values) as ForeignNumber | undefined; // by its type
      return { value: value ?? 0, errno: k.errno() };
    },
    copyAt: (address, length) => c.copy(address, length),
    bindFunction: (address, result, parameters) => {
      const f = k.decode(address, proto(result, parameters)) as (
        ...values: ForeignNumber[]
      ) => ForeignNumber | undefined;
      return result === 'v' ? (...values) => f(...values) ?? 0 : (f as (...values: ForeignNumber[]) => ForeignNumber); // by its type
    },
    makeCallback: (result, parameters, run) =>
      k.register(
        (...values: ForeignNumber[]) => {
          const r = run(values);
          return result === 'v' ? undefined : r;
        },
        k.pointer(proto(result, parameters)),
      ),
  };
}
