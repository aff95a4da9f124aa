// _imp: built-in and frozen modules for importlib. Frozen are importlib's own two halves and zipimport, read from the
// standard library's compiled cache (or compiled) — CPython freezes them for the same reason: import needs them first.

import { None, type PyValue } from '../objects/object.ts';
import { PyBytes, PyCode, PyList, PyModule, PyTuple } from '../objects/shapes.ts';
import { importError } from '../objects/exceptions/raise.ts';
import { getattrR } from '../objects/protocol/attribute.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule, initBuiltinModule, isBuiltinModule, newModule } from '../runtime/modules.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { compileToCode } from '../runtime/execute.ts';
import { host } from '../runtime/host.ts';
import { loads } from './marshal.ts';

/** Little-endian magic of Typhon's .pyc files: CPython's form, a number of our own. Change it with the bytecode. */
export const MAGIC = 0x0a0d0000 + 31400 + 2;

const FROZEN: { readonly [name: string]: string } = {
  _frozen_importlib: 'importlib/_bootstrap',
  _frozen_importlib_external: 'importlib/_bootstrap_external',
  zipimport: 'zipimport',
};

/** The code of a frozen module. */
export function frozenCode(name: string): PyCode {
  const base = `${interpreter().config.stdlib}/${FROZEN[name]}`;
  const cut = base.lastIndexOf('/');
  try {
    const pyc = host().fs.readFile(`${base.slice(0, cut)}/__pycache__/${base.slice(cut + 1)}.typhon-314.pyc`);
    if (new DataView(pyc.buffer, pyc.byteOffset).getUint32(0, true) === MAGIC) {
      const code = loads(pyc.subarray(16));
      if (code instanceof PyCode) return code;
    }
  } catch {
    // No cache (or a damaged one): compile.
  }
  const shown = name.startsWith('_frozen') ? `<frozen ${FROZEN[name].replace('/', '.')}>` : `<frozen ${name}>`;
  return compileToCode(host().fs.readFile(`${base}.py`), shown, 'exec', { optimize: 0 });
}

function frozenError(name: string): PyValue {
  throw importError(`No such frozen object named ${name}`, name);
}

defineModule('_imp', (m) => {
  m.set('check_hash_based_pycs', 'default');
  m.set('pyc_magic_number_token', MAGIC);
  m.funcs({
    'lock_held()': () => false,
    'acquire_lock()': () => None,
    'release_lock()': () => None,
    'extension_suffixes()': () => new PyList([]),
    'is_builtin(name, /)': (n: PyValue) => (isStr(n) && isBuiltinModule(toJS(n)) ? 1 : 0),
    'is_frozen(name, /)': (n: PyValue) => isStr(n) && toJS(n) in FROZEN,
    'is_frozen_package(name, /)': (n: PyValue) =>
      isStr(n) && toJS(n) in FROZEN ? false : frozenError(isStr(n) ? toJS(n) : '?'),
    'find_frozen(name, /, *, withdata=False)': (n: PyValue) =>
      isStr(n) && toJS(n) in FROZEN ? new PyTuple([None, false, FROZEN[toJS(n)].replaceAll('/', '.')]) : None,
    'get_frozen_object(name, data=None, /)': (n: PyValue) =>
      isStr(n) && toJS(n) in FROZEN ? frozenCode(toJS(n)) : frozenError(isStr(n) ? toJS(n) : '?'),
    'init_frozen(name, /)': () => None,
    '_override_frozen_modules_for_tests(override, /)': () => None,
    '_override_multi_interp_extensions_check(override, /)': () => 0,
    '_frozen_module_names()': () => new PyList(Object.keys(FROZEN)),
    'create_builtin(spec, /)': function* (spec: PyValue): NativeGenerator<PyValue> {
      const name: PyValue = yield getattrR(spec, 'name');
      const text = isStr(name) ? toJS(name) : '';
      const known = interpreter().modules.getStr(text);
      if (known instanceof PyModule && (text === 'sys' || text === 'builtins')) return known;
      if (!isBuiltinModule(text)) return None;
      return newModule(text);
    },
    'exec_builtin(mod, /)': (mod: PyValue) => {
      const name = mod instanceof PyModule ? mod.dict.getStr('__name__') : undefined;
      if (
        mod instanceof PyModule &&
        name !== undefined &&
        isStr(name) &&
        toJS(name) !== 'sys' &&
        toJS(name) !== 'builtins'
      ) {
        initBuiltinModule(mod, toJS(name));
      }
      return 0;
    },
    'create_dynamic(spec, file=None, /)': () => {
      throw importError('Typhon has no dynamically loaded extension modules');
    },
    'exec_dynamic(mod, /)': () => 0,
    // A code object is immutable here and shows the name it was compiled with; importlib calls this for moved .pyc files.
    '_fix_co_filename(code, path, /)': () => None,
    'source_hash(key, source)': (key: PyValue, source: PyValue) =>
      new PyBytes(sipHash13(BigInt(key as number | bigint), (source as PyBytes).b)),
  });
});

/** SipHash-1-3 of the source, keyed as importlib asks (PEP 552). */
function sipHash13(key: bigint, data: Uint8Array): Uint8Array {
  const M = 0xffffffffffffffffn;
  const rotl = (x: bigint, b: bigint): bigint => ((x << b) | (x >> (64n - b))) & M;
  const k0 = key & M;
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = 0x646f72616e646f6dn;
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = 0x7465646279746573n;
  const round = (): void => {
    v0 = (v0 + v1) & M;
    v1 = rotl(v1, 13n) ^ v0;
    v0 = rotl(v0, 32n);
    v2 = (v2 + v3) & M;
    v3 = rotl(v3, 16n) ^ v2;
    v0 = (v0 + v3) & M;
    v3 = rotl(v3, 21n) ^ v0;
    v2 = (v2 + v1) & M;
    v1 = rotl(v1, 17n) ^ v2;
    v2 = rotl(v2, 32n);
  };
  const n = data.length;
  const view = new DataView(data.buffer, data.byteOffset, n);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const m = view.getBigUint64(i, true);
    v3 ^= m;
    round();
    v0 ^= m;
  }
  let last = BigInt(n & 255) << 56n;
  for (let j = 0; i + j < n; j++) last |= BigInt(data[i + j]) << BigInt(8 * j);
  v3 ^= last;
  round();
  v0 ^= last;
  v2 ^= 0xffn;
  round();
  round();
  round();
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, v0 ^ v1 ^ v2 ^ v3, true);
  return out;
}
