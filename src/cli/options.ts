// The command line and the PYTHON* variables, as `python3 --help` describes them.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { stdlibDirectory } from '../host/stdlib.ts';
import type { Config } from '../runtime/interpreter.ts';

export type Run =
  | { readonly kind: 'command'; readonly source: string }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'print'; readonly text: string; readonly code: number; readonly error?: boolean };

export interface CommandLine {
  readonly run: Run;
  readonly config: Config;
  /** JIT mode and test modes: our own options. */
  readonly own: { readonly [name: string]: string };
}

const USAGE = `usage: typhon [option] ... [-c cmd | -m mod | file | -] [arg] ...`;
const HELP = `${USAGE}
Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str (-bb: issue errors)
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-d     : turn on parser debugging output
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; also PYTHONOPTIMIZE=x
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path; also PYTHONSAFEPATH
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path; also PYTHONNOUSERSITE=x
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered; also PYTHONUNBUFFERED=x
-v     : verbose (trace import statements); also PYTHONVERBOSE=x
-V     : print the Python version number and exit (also --version)
-W arg : warning control; also PYTHONWARNINGS=arg
-X opt : set implementation-specific option
Typhon's own:
--jit=on|off|always         how code is compiled to JavaScript
--jit-dump[=NAME]           show the JavaScript of a function (of all)
--jit-report[=FILE]         say what was compiled, and what was left and why
--schedule seed=N           switch threads at points drawn from N: same program, same N, same run
--suspend=every             put the thread down at every safepoint (a test mode)
Arguments:
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
`;

export function parseCommandLine(
  args: readonly string[],
  env: { readonly [name: string]: string | undefined },
  config: Config,
): CommandLine {
  const f = config.flags;
  const own: { [name: string]: string } = {};
  const fail = (text: string): CommandLine => ({
    run: { kind: 'print', text: `${text}\n${USAGE}\nTry \`typhon -h' for more information.\n`, code: 2, error: true },
    config,
    own,
  });
  let run: Run | null = null;
  let rest: string[] = [];
  let i = 0;
  let inspect = 0;
  const warn: string[] = [];
  scan: for (; i < args.length; i++) {
    const a = args[i];
    if (a === '-' || !a.startsWith('-')) break;
    if (a === '--') {
      i++;
      break;
    }
    if (a === '--help') return { run: { kind: 'print', text: HELP, code: 0 }, config, own };
    if (a === '--version') return { run: { kind: 'print', text: 'Python 3.14.2\n', code: 0 }, config, own };
    const long = /^--(?:(jit|suspend|gc|jit-report|jit-dump)(?:=(.*))?|(schedule)=(.*))$/.exec(a);
    if (long !== null) {
      own[long[1] ?? long[3]] = long[2] ?? long[4] ?? '';
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
          return { run: { kind: 'print', text: HELP, code: 0 }, config, own };
        case 'i':
          inspect++;
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
          return { run: { kind: 'print', text: 'Python 3.14.2\n', code: 0 }, config, own };
        case 'x':
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
  rest = args.slice(i);
  if (run === null) {
    if (rest.length === 0) run = { kind: 'stdin' };
    else if (rest[0] === '-') run = { kind: 'stdin' };
    else run = { kind: 'file', path: rest[0] };
  }
  const e = f.ignoreEnvironment ? {} : env;
  const on = (name: string): boolean => (e[name] ?? '') !== '';
  const level = (name: string): number => (on(name) ? Math.max(1, Number.parseInt(e[name]!, 10) || 1) : 0);
  if (on('PYTHONOPTIMIZE')) f.optimize = Math.max(f.optimize, level('PYTHONOPTIMIZE'));
  if (on('PYTHONVERBOSE')) f.verbose = Math.max(f.verbose, level('PYTHONVERBOSE'));
  if (on('PYTHONINSPECT')) {
    f.inspect = 1;
    inspect = 1;
  }
  if (on('PYTHONUNBUFFERED')) f.unbuffered = true;
  if (on('PYTHONDONTWRITEBYTECODE')) f.dontWriteBytecode = 1;
  if (on('PYTHONNOUSERSITE')) f.noUserSite = 1;
  if (on('PYTHONSAFEPATH')) f.safePath = true;
  if (on('PYTHONDEVMODE') || config.xOptions.dev !== undefined) f.devMode = true;
  if (on('PYTHONFAULTHANDLER') || f.devMode || config.xOptions.faulthandler !== undefined) config.faulthandler = true;
  if (on('PYTHONWARNDEFAULTENCODING') || config.xOptions.warn_default_encoding !== undefined) f.warnDefaultEncoding = 1;
  const digits = config.xOptions.int_max_str_digits ?? e.PYTHONINTMAXSTRDIGITS;
  if (typeof digits === 'string') f.intMaxStrDigits = Number.parseInt(digits, 10);
  if (on('PYTHONWARNINGS')) config.warnOptions.push(...e.PYTHONWARNINGS!.split(','));
  if (f.devMode) config.warnOptions.unshift('default');
  config.warnOptions.push(...warn);
  if (f.bytesWarning > 0) config.warnOptions.push(f.bytesWarning > 1 ? 'error::BytesWarning' : 'default::BytesWarning');
  config.stdlib = stdlibDirectory();
  config.installSignalHandlers = true;
  const pythonPath = on('PYTHONPATH') ? e.PYTHONPATH!.split(path.delimiter) : [];
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
