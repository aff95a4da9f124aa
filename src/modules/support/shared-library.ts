// C libraries of the system that extension modules stand on (libbz2, liblzma, libzstd). Invariant: a library is loaded at the
// first call of one of its functions, never by importing a module; where it is not there, that call is an OSError with
// the loader's text.

import { HostError } from '../../runtime/host.ts';
import type { ForeignNumber, HostSystem } from '../../runtime/system.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { fromJS } from '../../objects/str/text.ts';
import { system } from './blocking.ts';
import { fromHostError, hostCall } from './fs.ts';

/** RTLD_NOW */
const NOW = 2;

/** What is loaded of each library: the process's own, and the same for all interpreters on a thread. */
const loaded = new Map<string, bigint>();

/** The system of an interpreter that was allowed to call libraries. */
let granted: HostSystem | null = null;
/** What was dropped is let go of now, by no interpreter. */
let releasing = false;

/** C's memory of objects that V8 has found gone: `release` may call the libraries whoever happens to run. */
export function whenDropped<T>(release: (held: T) => void): FinalizationRegistry<T> {
  return new FinalizationRegistry<T>((held) => {
    releasing = true;
    try {
      release(held);
    } finally {
      releasing = false;
    }
  });
}

export class SharedLibrary {
  constructor(
    /** File names to try; null: the program itself. */
    private readonly names: readonly (string | null)[],
  ) {}

  private symbol(s: HostSystem, name: string): bigint {
    const key = String(this.names[0]);
    let library = loaded.get(key);
    let failure: unknown;
    for (const file of library === undefined ? this.names : []) {
      try {
        const handle = s.loadLibrary(file === null ? null : Buffer.from(file), NOW);
        if (file === null) s.findSymbol(handle, name); // the program may have none of it
        library = handle;
        loaded.set(key, library);
        break;
      } catch (e) {
        if (!(e instanceof HostError)) throw e;
        if (e.errno !== 0) throw fromHostError(e); // not permitted
        failure ??= e;
      }
    }
    if (library === undefined)
      throw newException(exceptionTypes.OSError, fromJS(failure instanceof Error ? failure.message : ''));
    return s.findSymbol(library, name);
  }

  /** A function: types are ctypes' letters (see HostSystem.callFunction). */
  func(name: string, result: string, parameters: string): (...values: ForeignNumber[]) => ForeignNumber {
    let bound: (...values: ForeignNumber[]) => ForeignNumber = () => 0;
    let of: HostSystem | undefined;
    return (...values) => {
      // What another interpreter may call, this one may not: each is asked through its own system.
      const s = releasing && granted !== null ? granted : system();
      if (s !== of) {
        bound = hostCall(() => s.bindFunction(this.symbol(s, name), result, parameters));
        of = granted = s;
      }
      return bound(...values);
    };
  }
  /** The same for a function that returns an int. */
  int(name: string, parameters: string): (...values: ForeignNumber[]) => number {
    const f = this.func(name, 'i', parameters);
    return (...values) => Number(f(...values));
  }
}

/** Where memory is, for C: it must stay referenced while C may use it. */
export function addressOf(memory: Uint8Array): bigint {
  return hostCall(() => system().addressOf(memory));
}
/** A copy of memory that C has. */
export function copyAt(address: bigint, length: number): Uint8Array {
  return system().copyAt(address, length);
}
/** Memory that C has. */
export function memoryAt(address: bigint, length: number): Uint8Array {
  return system().memoryAt(address, length);
}
/** C's text at an address. */
export function textAt(address: bigint): string {
  return Buffer.from(system().textAt(address)).toString('utf8');
}
