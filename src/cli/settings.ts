// The PYTHON* variables and -X options that set something in the configuration, with the checks CPython makes.
// Invariant: a setting that cannot be read is a fatal error with CPython's words, never ignored.

import type { Config } from '../runtime/interpreter.ts';

export type Environment = { readonly [name: string]: string | undefined };

/** A value CPython refuses to start with: the text after `Fatal Python error: `. */
export class SettingError extends Error {}

/** `-X name` (true), `-X name=value`, or the variable's value where the option was not given. */
function setting(config: Config, option: string, value: string | undefined): string | true | undefined {
  return config.xOptions[option] ?? (value === '' ? undefined : value);
}

const MAX_SEED = 0xffffffff;
const LEAST_DIGIT_LIMIT = 640;

/** Applies the environment (empty under -E) and the -X options to `config`. Throws SettingError. */
export function settings(config: Config, env: Environment): void {
  const f = config.flags;
  const on = (name: string): boolean => (env[name] ?? '') !== '';
  const level = (name: string): number => (on(name) ? Math.max(1, Number.parseInt(env[name] ?? '', 10) || 1) : 0);
  f.optimize = Math.max(f.optimize, level('PYTHONOPTIMIZE'));
  f.verbose = Math.max(f.verbose, level('PYTHONVERBOSE'));
  if (on('PYTHONINSPECT')) f.inspect = 1;
  if (on('PYTHONUNBUFFERED')) f.unbuffered = true;
  if (on('PYTHONDONTWRITEBYTECODE')) f.dontWriteBytecode = 1;
  if (on('PYTHONNOUSERSITE')) f.noUserSite = 1;
  if (on('PYTHONSAFEPATH')) f.safePath = true;
  if (setting(config, 'dev', env.PYTHONDEVMODE) !== undefined) f.devMode = true;
  if (f.devMode || setting(config, 'faulthandler', env.PYTHONFAULTHANDLER) !== undefined) config.faulthandler = true;
  if (setting(config, 'no_debug_ranges', env.PYTHONNODEBUGRANGES) !== undefined) config.noDebugRanges = true;
  if (setting(config, 'warn_default_encoding', env.PYTHONWARNDEFAULTENCODING) !== undefined) f.warnDefaultEncoding = 1;
  f.utf8Mode = utf8Mode(config, env);
  f.intMaxStrDigits = digitLimit(config, env) ?? f.intMaxStrDigits;
  config.cpuCount = cpuCount(config, env);
  checkHashSeed(env.PYTHONHASHSEED);
}

/** Text is UTF-8 here in any case; the flag says what CPython's would. */
function utf8Mode(config: Config, env: Environment): number {
  const option = config.xOptions.utf8;
  if (option !== undefined && option !== true && option !== '0' && option !== '1') {
    throw new SettingError('preconfig_init_utf8_mode: invalid -X utf8 option value');
  }
  if (option !== undefined) return option === '0' ? 0 : 1;
  const variable = env.PYTHONUTF8 ?? '';
  if (variable !== '' && variable !== '0' && variable !== '1') {
    throw new SettingError('preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value');
  }
  if (variable !== '') return Number(variable);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || 'C';
  return locale === 'C' || locale === 'POSIX' ? 1 : 0;
}

function digitLimit(config: Config, env: Environment): number | undefined {
  const limit = (text: string | true, from: string): number => {
    const n = text !== true && /^\d+$/.test(text) ? Number(text) : -1;
    if (n !== 0 && n < LEAST_DIGIT_LIMIT) {
      const words = `invalid limit; must be >= ${LEAST_DIGIT_LIMIT} or 0 for unlimited.`;
      throw new SettingError(`config_init_int_max_str_digits: ${from}: ${words}`);
    }
    return n;
  };
  const option = config.xOptions.int_max_str_digits;
  const variable = env.PYTHONINTMAXSTRDIGITS;
  const fromVariable = variable ? limit(variable, 'PYTHONINTMAXSTRDIGITS') : undefined;
  return option === undefined ? fromVariable : limit(option, '-X int_max_str_digits');
}

/** os.cpu_count() as the user wants it; null: the machine's. */
function cpuCount(config: Config, env: Environment): number | null {
  const option = config.xOptions.cpu_count;
  const text = option ?? (env.PYTHON_CPU_COUNT || 'default');
  if (text === 'default') return null;
  const n = text !== true && /^\d+$/.test(text) ? Number(text) : 0;
  if (n >= 1 && n <= 0x7fffffff) return n;
  const from = option === undefined ? 'PYTHON_CPU_COUNT' : '-X cpu_count=n option';
  throw new SettingError(`config_init_cpu_count: ${from}: n is missing or an invalid number, n must be greater than 0`);
}

/** Hashes of str and bytes are the same in every run, whatever the seed; a wrong one is refused all the same. */
function checkHashSeed(seed: string | undefined): void {
  if (!seed || seed === 'random' || (/^\d+$/.test(seed) && Number(seed) <= MAX_SEED)) return;
  const words = `must be "random" or an integer in range [0; ${MAX_SEED}]`;
  throw new SettingError(`config_init_hash_seed: PYTHONHASHSEED ${words}`);
}
