// The command line and the PYTHON* variables, as `python3 --help` describes them.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { stdlibDirectory } from '../host/stdlib.ts';
import type { Config } from '../runtime/interpreter.ts';
import { HELP, HELP_ENVIRONMENT, HELP_XOPTIONS, USAGE } from './help.ts';
import { type Environment, SettingError, settings } from './settings.ts';

export type Run =
  | { readonly kind: 'command'; readonly source: string }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string /** -x */; readonly skipFirstLine: boolean }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'print'; readonly text: string; readonly code: number; readonly error?: boolean };

export interface CommandLine {
  readonly run: Run;
  readonly config: Config;
  /** JIT mode and test modes: our own options. */
  readonly own: { readonly [name: string]: string };
}

const VERSION = 'Python 3.14.2\n';
const VERSION_LONG = 'Python 3.14.2 (Typhon 0.1.0) [JavaScript]\n';
const HELPS: { readonly [option: string]: string } = {
  '--help': HELP,
  '--help-env': HELP_ENVIRONMENT,
  '--help-xoptions': HELP_XOPTIONS,
  '--help-all': `${HELP}\n${HELP_ENVIRONMENT}\n${HELP_XOPTIONS}`,
  '--version': VERSION,
};

/** What the arguments and the environment ask for. Options are CPython's, then ours (`--jit`, `--schedule` …). */
export function parseCommandLine(args: readonly string[], env: Environment, config: Config): CommandLine {
  const f = config.flags;
  const own: { [name: string]: string } = {};
  const fail = (text: string): CommandLine => ({
    run: { kind: 'print', text: `${text}\n${USAGE}\nTry \`typhon -h' for more information.\n`, code: 2, error: true },
    config,
    own,
  });
  const print = (text: string): CommandLine => ({ run: { kind: 'print', text, code: 0 }, config, own });
  let run: Run | null = null;
  let versions = 0;
  let skipFirstLine = false;
  let rest: string[] = [];
  let i = 0;
  const warn: string[] = [];
  scan: for (; i < args.length; i++) {
    const a = args[i];
    if (a === '-' || !a.startsWith('-')) break;
    if (a === '--') {
      i++;
      break;
    }
    const asked = HELPS[a];
    if (asked !== undefined) return print(asked);
    const long = /^--(?:(jit|suspend|gc|jit-report|jit-dump)(?:=(.*))?|(schedule)=(.*))$/.exec(a);
    if (long !== null) {
      own[long[1] ?? long[3]] = long[2] ?? long[4] ?? '';
      if (long[1] === 'gc' && long[2] !== 'stress') return fail(`--gc=${long[2] ?? ''}: there is --gc=stress`);
      continue;
    }
    if (a === '--schedule') {
      own.schedule = args[++i] ?? '';
      continue;
    }
    if (a.startsWith('--check-hash-based-pycs')) {
      if (!a.includes('=')) i++;
      continue;
    }
    if (a.startsWith('--')) return fail(`unknown option ${a}`);
    for (let k = 1; k < a.length; k++) {
      const o = a[k];
      const value = (): string | undefined => {
        const v = k + 1 < a.length ? a.slice(k + 1) : args[++i];
        k = a.length;
        return v;
      };
      switch (o) {
        case 'b':
          f.bytesWarning++;
          break;
        case 'B':
          f.dontWriteBytecode = 1;
          break;
        case 'd':
          f.debug++;
          break;
        case 'E':
          f.ignoreEnvironment = 1;
          break;
        case 'h':
        case '?':
          return print(HELP);
        case 'i':
          f.inspect = 1;
          f.interactive = 1;
          break;
        case 'I':
          f.isolated = 1;
          f.ignoreEnvironment = 1;
          f.noUserSite = 1;
          f.safePath = true;
          break;
        case 'O':
          f.optimize++;
          break;
        case 'P':
          f.safePath = true;
          break;
        case 'q':
          f.quiet++;
          break;
        case 'R':
          break;
        case 's':
          f.noUserSite = 1;
          break;
        case 'S':
          f.noSite = 1;
          break;
        case 'u':
          f.unbuffered = true;
          break;
        case 'v':
          f.verbose++;
          break;
        case 'V':
          versions++;
          break;
        case 'x':
          skipFirstLine = true;
          break;
        case 'W': {
          const v = value();
          if (v === undefined) return fail('Argument expected for the -W option');
          warn.push(v);
          break;
        }
        case 'X': {
          const v = value();
          if (v === undefined) return fail('Argument expected for the -X option');
          const eq = v.indexOf('=');
          config.xOptions[eq < 0 ? v : v.slice(0, eq)] = eq < 0 ? true : v.slice(eq + 1);
          break;
        }
        case 'c': {
          const v = value();
          if (v === undefined) return fail('Argument expected for the -c option');
          run = { kind: 'command', source: v };
          i++;
          break scan;
        }
        case 'm': {
          const v = value();
          if (v === undefined) return fail('Argument expected for the -m option');
          run = { kind: 'module', name: v };
          i++;
          break scan;
        }
        default:
          return fail(`Unknown option: -${o}`);
      }
    }
  }
  if (versions > 0) return print(versions === 1 ? VERSION : VERSION_LONG);
  rest = args.slice(i);
  if (run === null) {
    if (rest.length === 0) run = { kind: 'stdin' };
    else if (rest[0] === '-') run = { kind: 'stdin' };
    else run = { kind: 'file', path: rest[0], skipFirstLine };
  }
  const e = f.ignoreEnvironment ? {} : env;
  try {
    settings(config, e);
  } catch (problem) {
    if (!(problem instanceof SettingError)) throw problem;
    const text = `Fatal Python error: ${problem.message}\nPython runtime state: preinitialized\n\n`;
    return { run: { kind: 'print', text, code: 1, error: true }, config, own };
  }
  if (e.PYTHONWARNINGS) config.warnOptions.push(...e.PYTHONWARNINGS.split(','));
  if (f.devMode) config.warnOptions.unshift('default');
  config.warnOptions.push(...warn);
  if (f.bytesWarning > 0) config.warnOptions.push(f.bytesWarning > 1 ? 'error::BytesWarning' : 'default::BytesWarning');
  config.stdlib = stdlibDirectory();
  config.installSignalHandlers = true;
  const pythonPath = e.PYTHONPATH ? e.PYTHONPATH.split(path.delimiter) : [];
  config.path = [...pythonPath.map((p) => (p === '' ? process.cwd() : p)), config.stdlib];
  config.executable = executable(process.argv[1]);
  config.prefix = virtualEnvironment(config.executable);
  config.origArgv = [config.executable, ...args];
  config.argv =
    run.kind === 'command'
      ? ['-c', ...rest]
      : run.kind === 'module'
        ? ['-m', ...rest]
        : rest.length > 0
          ? [...rest]
          : [''];
  return { run, config, own };
}

/** What sys.executable says: a program that starts another Typhon, the faster launcher if it is there. */
function executable(launcher: string | undefined): string {
  if (launcher === undefined) return 'typhon';
  const file = path.resolve(launcher);
  const faster = file.replace(/\.cjs$/, '');
  return faster !== file && existsSync(faster) ? faster : file;
}

/** The virtual environment a launcher lies in (PEP 405: a `pyvenv.cfg` beside it or one folder up), or null. */
function virtualEnvironment(launcher: string): string | null {
  const bin = path.dirname(launcher);
  const found = [bin, path.dirname(bin)].some((dir) => existsSync(path.join(dir, 'pyvenv.cfg')));
  return found ? path.dirname(bin) : null;
}
