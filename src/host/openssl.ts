// OpenSSL's functions out of Node's own binary (it exports them for add-ons) through koffi. Invariant: a function is looked
// up at its first call. Where Node was built without OpenSSL there is none.

import v8 from 'node:v8';
import {
  INT_FUNCTIONS,
  type OpenSSL,
  type OpenSSLVersion,
  POINTER_FUNCTIONS,
  TEXT_FUNCTIONS,
} from '../runtime/openssl.ts';
import { foreign, libc } from './libc.ts';

let made: OpenSSL | null | undefined;

/** OpenSSL, or null where it cannot be had. */
export function nodeOpenSSL(): OpenSSL | null {
  if (made === undefined) {
    try {
      made = bindAll();
    } catch {
      made = null;
    }
  }
  return made;
}

/** Which OpenSSL it is. While the start-up snapshot is built nothing can be loaded: the build says it (`NUMBER TEXT`). */
export function nodeOpenSSLVersion(): OpenSSLVersion | null {
  if (v8.startupSnapshot?.isBuildingSnapshot?.()) {
    const told = /^(\d+) (.+)$/.exec(process.env.TYPHON_OPENSSL ?? '');
    return told === null ? null : { number: Number(told[1]), text: told[2] };
  }
  const s = nodeOpenSSL();
  return s === null ? null : { number: s.versionNumber, text: s.OpenSSL_version(0) ?? '' };
}

function bindAll(): OpenSSL {
  const k = foreign();
  const c = libc();
  const library = k.load(null);
  const versionNumber = Number(library.func('unsigned long OpenSSL_version_num()')());
  let serial = 0;
  const target: Record<string, unknown> = {
    versionNumber,
    callback: (type: string, f: (...args: never[]) => unknown) =>
      k.address(k.register(f, k.pointer(k.proto(`${type.replace('(', `typhon_callback_${serial++}(`)}`)))),
    copy: (pointer: bigint, length: number) => c.copy(pointer, length),
    poke: (pointer: bigint, data: Uint8Array) => c.memmove(pointer, data, data.length),
    address: (memory: Uint8Array) => k.address(memory),
    errno: () => k.errno(),
  };
  const bind = (name: string, declaration: string): void => {
    Object.defineProperty(target, name, {
      configurable: true,
      get() {
        const f = library.func(declaration);
        Object.defineProperty(target, name, { value: f });
        return f;
      },
    });
  };
  for (const [name, d] of Object.entries(INT_FUNCTIONS)) {
    // `int (…)`: the function's own name; with another name in front of the parenthesis: that one (a second signature).
    bind(name, d.includes(' (') ? d.replace(' (', ` ${name}(`) : d);
  }
  for (const [name, d] of Object.entries(POINTER_FUNCTIONS)) bind(name, `void *${name}${d}`);
  for (const [name, d] of Object.entries(TEXT_FUNCTIONS)) bind(name, `const char *${name}${d}`);
  return target as unknown as OpenSSL; // the tables are its type
}
