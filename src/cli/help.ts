// What --help and its relations print. Invariant: only options and variables that have an effect here are listed.

export const USAGE = `usage: typhon [option] ... [-c cmd | -m mod | file | -] [arg] ...`;
export const HELP = `${USAGE}
Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int (-bb: issue errors)
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
-x     : skip first line of source, allowing use of non-Unix forms of #!cmd
-X opt : set implementation-specific option
--help-env: print help about environment variables and exit
--help-xoptions: print help about implementation-specific -X options and exit
--help-all: print complete help information and exit
Typhon's own:
--jit=on|off|always         how code is compiled to JavaScript
--jit-dump[=NAME]           show the JavaScript of a function (of all)
--jit-report[=FILE]         say what was compiled, and what was left and why
--schedule seed=N           switch threads at points drawn from N: same program, same N, same run
--gc=stress                 look for what is gone wherever anything is dropped, and check what is found (a test mode)
--suspend=every             put the thread down at every safepoint (a test mode)
typhon lab                  experiments with what an interpreter stands on (typhon lab --help)
Arguments:
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
`;

export const HELP_XOPTIONS = `The following implementation-specific options are available:
-X cpu_count=N: override the return value of os.cpu_count();
         -X cpu_count=default cancels overriding; also PYTHON_CPU_COUNT
-X dev : enable Python Development Mode; also PYTHONDEVMODE
-X faulthandler: dump the Python traceback on fatal errors;
         also PYTHONFAULTHANDLER
-X finalise=off: no finaliser runs before the interpreter ends;
         -X finalise: each runs where CPython runs it, whatever that takes
-X int_max_str_digits=N: limit the size of int<->str conversions;
         0 disables the limit; also PYTHONINTMAXSTRDIGITS
-X no_debug_ranges: no column numbers in code objects and tracebacks;
         also PYTHONNODEBUGRANGES
-X utf8[=0|1]: sets sys.flags.utf8_mode (text is UTF-8 in any case);
         also PYTHONUTF8
-X warn_default_encoding: enable opt-in EncodingWarning for 'encoding=None';
         also PYTHONWARNDEFAULTENCODING
`;

export const HELP_ENVIRONMENT = `Environment variables that change behavior:
PYTHONSTARTUP   : file executed on interactive startup (no default)
PYTHONPATH      : ':'-separated list of directories prefixed to the
                  default module search path.  The result is sys.path.
PYTHONIOENCODING: encoding[:errors] used for stdin/stdout/stderr
PYTHONHASHSEED  : checked as CPython does; hashes of str and bytes are the
                  same in every run
PYTHONBREAKPOINT: if this variable is set to 0, it disables the default
                  debugger.  It can be set to the callable of your debugger
PYTHON_COLORS   : 1: colour output, 0: none
PYTHON_BASIC_REPL: if set, the prompt is the plain one
PYTHON_HISTORY  : the location of a .python_history file

These variables have equivalent command-line options (see --help for details):
PYTHON_CPU_COUNT (-X cpu_count), PYTHONDEVMODE (-X dev),
PYTHONDONTWRITEBYTECODE (-B), PYTHONFAULTHANDLER (-X faulthandler),
PYTHONINSPECT (-i), PYTHONINTMAXSTRDIGITS (-X int_max_str_digits),
PYTHONNODEBUGRANGES (-X no_debug_ranges), PYTHONNOUSERSITE (-s),
PYTHONOPTIMIZE (-O), PYTHONSAFEPATH (-P), PYTHONUNBUFFERED (-u),
PYTHONUTF8 (-X utf8), PYTHONVERBOSE (-v),
PYTHONWARNDEFAULTENCODING (-X warn_default_encoding), PYTHONWARNINGS (-W)
`;
