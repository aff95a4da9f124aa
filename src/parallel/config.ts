// Interpreter configurations (PyInterpreterConfig) as `_interpreters` shows them. Invariant: a configuration fits a 32-bit
// word, so it lives in the interpreter's record. Every interpreter here has its own GIL, whatever it says.

import type { PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { runtimeError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { attributesOf } from './namespaces.ts';
import { repr } from '../objects/protocol/text.ts';
import { simpleNamespace } from '../objects/simplenamespace.ts';
import { isStr, toJS } from '../objects/str/text.ts';

const FLAGS = [
  'use_main_obmalloc',
  'allow_fork',
  'allow_exec',
  'allow_threads',
  'allow_daemon_threads',
  'check_multi_interp_extensions',
] as const;
const GILS = ['default', 'shared', 'own'] as const;
const GIL_SHIFT = FLAGS.length;

/** The named configurations. */
const NAMED: { readonly [name: string]: number } = {
  isolated: 0b101000 | (2 << GIL_SHIFT),
  legacy: 0b011111 | (1 << GIL_SHIFT),
  empty: 0,
};
/** What the main interpreter has. */
export const MAIN_CONFIG = 0b011111 | (2 << GIL_SHIFT);

export function namedConfig(name: string): number {
  if (name === '' || name === 'default') return NAMED.isolated;
  const config = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (config === undefined) throw valueError(`unsupported config name '${name}'`);
  return config;
}

export function configNamespace(config: number): PyValue {
  const values: { [name: string]: PyValue } = {};
  FLAGS.forEach((name, bit) => {
    values[name] = (config & (1 << bit)) !== 0;
  });
  values.gil = GILS[(config >> GIL_SHIFT) & 3];
  return simpleNamespace(values);
}

/** Changes fields of a configuration, as strictly as CPython: a flag is True or False, nothing else. */
export function overrideConfig(config: number, overrides: PyDict): number {
  const extra = new PyDict();
  for (const [key, value] of overrides.entries()) {
    const name = isStr(key) ? toJS(key) : '';
    const bit = (FLAGS as readonly string[]).indexOf(name);
    if (name === 'gil') {
      if (!isStr(value)) throw typeError('invalid config type: gil');
      const gil = (GILS as readonly string[]).indexOf(toJS(value));
      if (gil < 0) throw valueError(`unsupported interpreter config .gil value '${toJS(value)}'`);
      config = (config & ((1 << GIL_SHIFT) - 1)) | (gil << GIL_SHIFT);
    } else if (bit < 0) extra.set(key, value);
    else if (typeof value !== 'boolean') throw typeError(`invalid config type: ${name}`);
    else config = value ? config | (1 << bit) : config & ~(1 << bit);
  }
  if (extra.size > 0)
    throw valueError(`config dict has ${extra.size} extra item${extra.size === 1 ? '' : 's'} (${repr(extra)})`);
  return config;
}

/** The configuration that an argument of create() means. */
export function configOf(v: PyValue): number {
  if (isStr(v)) return namedConfig(toJS(v));
  const fields = attributesOf(v);
  if (fields === undefined) throw typeError(`bad config ${repr(v)}`);
  for (const name of [...FLAGS, 'gil'])
    if (fields.getStr(name) === undefined) throw valueError(`missing config key: ${name}`);
  return overrideConfig(0, fields);
}

/** Why CPython makes no interpreter with a configuration. */
export function whyNoInterpreter(config: number): PyBaseException | undefined {
  if ((config & 0b100001) !== 0) return undefined;
  return runtimeError('per-interpreter obmalloc does not support single-phase init extension modules');
}
