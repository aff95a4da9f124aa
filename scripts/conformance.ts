// Runs CPython's own test files under Typhon and keeps the table in docs/conformance.md.
// The test files stay where a CPython installed them: a temporary folder `test` full of links to them goes on
// PYTHONPATH, so that the `test` package is CPython's and everything else Typhon's.
// Usage: npm run conformance [-- --only=test_dict,test_list] [--test-dir=DIR] [--timeout=SECONDS] [--jobs=N]
//        [--flags=--jit=off] [--no-table] [--from-logs]     Logs: /tmp/conformance/<file>.log

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { inParallel, run, TYPHON } from './lib/process.ts';
import { inRoot } from './lib/root.ts';

/** The language, its built-in types and the modules everything stands on; then threads and what waits. */
const FILES = `
test_grammar test_syntax test_exceptions test_builtin test_types test_dict test_list test_tuple test_set test_str
test_bytes test_int test_long test_float test_complex test_bool test_slice test_range test_iter test_enumerate
test_generators test_genexps test_listcomps test_coroutines test_asyncgen test_raise test_baseexception
test_exception_group test_except_star test_with test_contextlib test_class test_descr test_super test_property
test_scope test_keywordonlyarg test_positional_only_arg test_named_expressions test_patma test_fstring test_format
test_unpack test_unpack_ex test_augassign test_compare test_contains test_decorators test_extcall test_funcattrs
test_hash test_index test_isinstance test_metaclass test_opcodes test_operator test_pow test_richcmp
test_string_literals test_subclassinit test_traceback test_type_params test_typechecks test_itertools test_functools
test_collections test_re test_json test_struct test_math test_random test_heapq test_bisect test_copy test_enum
test_dataclasses test_typing test_abc test_io test_ast test_dis test_unittest
test_symtable test_compile test_code test_future_stmt
test_thread test_threading test_threading_local test_threadsignals test_queue test_sched test_signal test_time
test_socket test_socketserver test_select test_selectors test_poll test_epoll test_subprocess test_context
test_httplib test_httpservers test_urllib test_urllib2 test_urllib2_localnet test_ssl test_smtplib test_faulthandler
test_concurrent_futures.test_thread_pool test_concurrent_futures.test_future test_concurrent_futures.test_wait
test_concurrent_futures.test_as_completed test_concurrent_futures.test_shutdown test_concurrent_futures.test_init
test_datetime test_zoneinfo test_calendar test_strptime test_zipfile.test_core
test_multibytecodec test_codecencodings_cn test_codecencodings_jp test_codecencodings_kr test_codecencodings_tw
test_codecencodings_iso2022
test_pyexpat test_xml_etree test_minidom test_sax test_plistlib test_xmlrpc test_bz2 test_lzma test_tarfile
test_asyncio.test_base_events test_asyncio.test_buffered_proto test_asyncio.test_context
test_asyncio.test_eager_task_factory test_asyncio.test_events test_asyncio.test_futures test_asyncio.test_futures2
test_asyncio.test_locks test_asyncio.test_pep492 test_asyncio.test_protocols test_asyncio.test_queues
test_asyncio.test_runners test_asyncio.test_selector_events test_asyncio.test_sendfile test_asyncio.test_server
test_asyncio.test_sock_lowlevel test_asyncio.test_ssl test_asyncio.test_sslproto test_asyncio.test_staggered
test_asyncio.test_streams test_asyncio.test_subprocess test_asyncio.test_taskgroups test_asyncio.test_tasks
test_asyncio.test_threads test_asyncio.test_timeouts test_asyncio.test_transports test_asyncio.test_unix_events
test_asyncio.test_waitfor
test_sqlite3.test_dbapi test_sqlite3.test_types test_sqlite3.test_transactions test_sqlite3.test_userfunctions
test_sqlite3.test_factory test_sqlite3.test_hooks test_sqlite3.test_regression test_sqlite3.test_backup test_sqlite3.test_dump
`
  .trim()
  .split(/\s+/);

/**
 * docs/conformance-3.13-only.json: file → method (or Class.method) → what 3.14 changed. A method of the list that fails
 * is counted as skipped: it asks for what 3.14 itself no longer does (checked against a CPython 3.14).
 */
type OnlyIn313 = Readonly<Record<string, Readonly<Record<string, string>>>>;
function readOnlyIn313(): OnlyIn313 {
  const file = inRoot('docs/conformance-3.13-only.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
const onlyIn313 = readOnlyIn313();

/** docs/conformance-excluded.json: file → Class.method or Cla* → why it is not run; counted as skipped. */
type Excluded = Readonly<Record<string, Readonly<Record<string, string>>>>;
const excluded: Excluded = JSON.parse(readFileSync(inRoot('docs/conformance-excluded.json'), 'utf8'));

/** `python -m unittest -v` of a file some of whose methods are not run. */
const RUN_WITHOUT = `import importlib, json, sys, unittest
name, excluded = sys.argv[1], json.loads(sys.argv[2])
module = importlib.import_module(name)
for path, reason in excluded.items():
    if path.endswith('*'):
        for cls in [c for c in vars(module) if c.startswith(path[:-1])]:
            setattr(module, cls, unittest.skip(reason)(getattr(module, cls)))
        continue
    cls, method = path.split('.')
    cls = getattr(module, cls)
    setattr(cls, method, unittest.skip(reason)(getattr(cls, method)))
unittest.main(module=None, argv=['python -m unittest', '-v', name])
`;

type Outcome = 'ok' | 'fail' | 'error' | 'skip' | 'expected failure';

/** One row of the table. */
interface Row {
  readonly file: string;
  methods: number;
  passed: number;
  failed: number;
  skipped: number;
  /** Why the file as a whole did not get through: a time-out, a crash, an import error. */
  note: string;
}

function option(name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

function findTestDir(): string | undefined {
  const given = option('test-dir');
  if (given !== undefined) return given;
  const versions = path.join(homedir(), '.pyenv/versions');
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .filter((name) => /^3\.1[34]/.test(name))
    .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }))
    .map((name) => path.join(versions, name, 'lib', `python${name.split('.').slice(0, 2).join('.')}`, 'test'))
    .find((dir) => existsSync(dir));
}

/** unittest -v names each method, perhaps a doc line, perhaps what the test printed, and ends with the outcome. */
const STARTED = /^(\w+) \(([\w.<>]+)\)/;
const OUTCOME =
  / \.\.\. (?:.*?)(ok|FAIL|ERROR|skipped .*|expected failure|unexpected success)$|^(?:.*?)(ok|FAIL|ERROR)$/;
const REPORT = /^(FAIL|ERROR): (\S+) \(([\w.<>]+)\)?/;

interface Parsed {
  readonly outcomes: Map<string, Outcome>;
  /** The last line of the traceback, by method. */
  readonly reasons: Map<string, string>;
  readonly ran: number | undefined;
  readonly skipped: number;
}

function parse(stderr: string): Parsed {
  const outcomes = new Map<string, Outcome>();
  const reasons = new Map<string, string>();
  let current: string | undefined;
  let reported: string | undefined;
  let lastLine = '';
  let ran: number | undefined;
  let skipped = 0;
  const settle = (name: string, outcome: Outcome): void => {
    const before = outcomes.get(name);
    if (before === 'fail' || before === 'error') return; // a failing subtest decides
    outcomes.set(name, outcome);
  };
  for (const line of stderr.split('\n')) {
    const report = REPORT.exec(line);
    if (report !== null) {
      reported = `${report[3]}${report[3].endsWith(`.${report[2]}`) ? '' : `.${report[2]}`}`;
      settle(reported, report[1] === 'FAIL' ? 'fail' : 'error');
      continue;
    }
    const total = /^Ran (\d+) tests? in/.exec(line);
    if (total !== null) {
      ran = Number(total[1]);
      reported = undefined;
    }
    const skips = /skipped=(\d+)/.exec(line);
    if (skips !== null && ran !== undefined) skipped = Number(skips[1]);
    if (reported !== undefined) {
      if (/^(=|-){20,}$/.test(line)) {
        if (lastLine !== '') reasons.set(reported, lastLine);
        if (line.startsWith('=')) reported = undefined;
        lastLine = '';
      } else if (/^\S/.test(line)) lastLine = line;
      continue;
    }
    const start = STARTED.exec(line);
    if (start !== null) current = `${start[2]}${start[2].endsWith(`.${start[1]}`) ? '' : `.${start[1]}`}`;
    const outcome = OUTCOME.exec(line);
    if (outcome === null || current === undefined) continue;
    const word = outcome[1] ?? outcome[2];
    if (word === 'ok') settle(current, 'ok');
    else if (word === 'FAIL' || word === 'unexpected success') settle(current, 'fail');
    else if (word === 'ERROR') settle(current, 'error');
    else if (word.startsWith('skipped')) settle(current, 'skip');
    else settle(current, 'expected failure');
  }
  return { outcomes, reasons, ran, skipped };
}

/** What stops a whole 3.13 file from loading under 3.14: the lines are gone from 3.14's own version of the file. */
const GONE_IN_3_14: Readonly<Record<string, RegExp>> = {
  'typinganndata/ann_module.py': /^ *__annotations__\[.*$/gm,
  'typinganndata/ann_module3.py': /^ *__annotations__\[.*$/gm,
};

/** A test that sets a child watcher of asyncio for a process that it starts: 3.14 has none, and needs none. */
const NO_WATCHER: readonly (readonly [RegExp, string])[] = [
  [/asyncio\.SafeChildWatcher\(\)/g, 'mock.Mock()'],
  [/asyncio\.set_child_watcher\(\w+\)/g, 'pass'],
];

/** What 3.14 calls otherwise: where the files of 3.13 ask for it, they get 3.14's. And which systems cannot fork. */
const MOVED_IN_3_14: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  // The interpreters module and its queues left the test package for the library.
  'support/interpreters/__init__.py': [
    [
      /^[\s\S]*$/,
      'import sys\n' +
        'from concurrent.interpreters import *\n' +
        'from concurrent.interpreters import _crossinterp, _queues as queues\n' +
        "sys.modules[__name__ + '.queues'] = queues\n" +
        "sys.modules[__name__ + '._crossinterp'] = _crossinterp\n",
    ],
  ],
  // _compression is compression._common._streams now.
  'test_bz2.py': [[/^import _compression$/m, 'from compression._common import _streams as _compression']],
  'test_lzma.py': [[/^import _compression$/m, 'from compression._common import _streams as _compression']],
  // Channels and queues have a fall-back for what is not shareable.
  'support/interpreters/channels.py': [
    [/for cid, unbound in/, 'for cid, unbound, _ in'],
    [/op = _channels\.get_channel_defaults/, 'op, _ = _channels.get_channel_defaults'],
  ],
  'test__interpchannels.py': [[/for cid, _ in/g, 'for cid, *_ in']],
  // These skip fork and forkserver on Windows, by name; a process of Node cannot be forked either.
  'test_concurrent_futures/util.py': [[/sys\.platform == "win32"/g, "not hasattr(__import__('os'), 'fork')"]],
  // Whether a queue takes only what is shareable is the fall-back's business now.
  'test_interpreters/test_queues.py': [
    [/,? ?syncobj=(True|False)/g, ''],
    [/dict\(syncobj=syncobj\)/g, '{}'],
    [/_queues\.create\((\w+), 0, (\{?REPLACE)/g, '_queues.create($1, $2'],
    [/(_queues\.put\([^()]*), 0, REPLACE\)/g, '$1, REPLACE)'],
  ],
  'test_interpreters/test_channels.py': [[/for cid, _ in/g, 'for cid, *_ in']],
  // Child watchers are gone: what waited for one has nothing to wait for. (The tests of the watchers are not run.)
  'test_asyncio/utils.py': [
    [/^ {8}policy = support\.maybe_get_event_loop_policy\(\)\n {8}if policy[\s\S]*?still running"\)\n/m, ''],
  ],
  'test_asyncio/test_subprocess.py': [
    [/^ {12}watcher = self\._get_watcher\(\)\n[\s\S]*?set_child_watcher\(watcher\)\n/m, ''],
    [/^ {12}policy = asyncio\.get_event_loop_policy\(\)\n {12}with warnings[\s\S]*?watcher\.close\(\)\n/m, ''],
    [
      /^ {8}def _get_watcher\(self\):\n {12}return unix_events\.ThreadedChildWatcher\(\)\n/m,
      '        def setUp(self):\n' +
        "            self.enterContext(mock.patch.object(unix_events, 'can_use_pidfd', lambda: False))\n" +
        '            super().setUp()\n',
    ],
    [/^ {12}with self\.assertWarns\(DeprecationWarning\):\n {16}asyncio\.set_child_watcher\(.*\n/gm, ''],
    [
      /^ {12}finally:\n {16}with self.*\n {20}asyncio\.set_child_watcher\(None\)\n/m,
      '            finally:\n                pass\n',
    ],
  ],
  'test_asyncio/test_streams.py': NO_WATCHER,
  'test_asyncio/test_events.py': NO_WATCHER,
  // It imports the C half of datetime for one method about capsules, which fails; the others run.
  'test_types.py': [[/^import _datetime$/m, 'import datetime as _datetime']],
};

const ADAPTED = [...Object.keys(GONE_IN_3_14), ...Object.keys(MOVED_IN_3_14)];

/** C test helpers that files import at their top: what asks them for anything is skipped, the rest of the file runs. */
const ABSENT = ['_testsinglephase', '_testmultiphase', '_testlimitedcapi'];
const absentModule = (name: string): string => `import unittest
def __getattr__(name):
    if name.startswith('__'):
        raise AttributeError(name)
    raise unittest.SkipTest('needs ${name} (C-API test helper)')
`;

/** Files that do not load without _testinternalcapi, though few of their methods look into CPython's insides. */
const NEED_INTERNALS = new Set([
  'test__interpchannels',
  'test__interpreters',
  'test_class',
  'test_code',
  'test_compile',
  'test_dis',
  'test_traceback',
]);

/** Stands in for it there: a method that calls any of it is skipped. What test.support asks has plain answers. */
const ABSENT_INTERNALS = `
import sys, unittest

def get_config():
    return {'code_debug_ranges': 'no_debug_ranges' not in sys._xoptions}

def suppress_immortalization(suppress):
    pass

def get_immortalize_deferred():
    return False

def get_recursion_depth():
    raise ImportError('test.support counts frames itself then')

def __getattr__(name):
    if name.startswith('__'):
        raise AttributeError(name)
    def absent(*args, **kwargs):
        raise unittest.SkipTest(f'_testinternalcapi.{name} looks into the insides of CPython')
    return absent
`;

/**
 * A folder for PYTHONPATH whose `test` is the given one, through links. It is a virtual environment too: children that tests
 * start in isolated mode (-I) find `test` all the same, as they do in a CPython that has its tests installed.
 */
function makeOverlay(testDir: string): string {
  const overlay = mkdtempSync(path.join(tmpdir(), 'conformance-path-'));
  const link = (dir: string): void => {
    mkdirSync(path.join(overlay, 'test', dir), { recursive: true });
    for (const name of readdirSync(path.join(testDir, dir))) {
      const inner = path.join(dir, name);
      if (name === '__pycache__') continue;
      const gone = GONE_IN_3_14[inner];
      const moved = MOVED_IN_3_14[inner];
      if (gone !== undefined) {
        const text = readFileSync(path.join(testDir, inner), 'utf8');
        writeFileSync(
          path.join(overlay, 'test', inner),
          text.replace(gone, (line) => line.replace(/__.*/, 'pass')),
        );
      } else if (moved !== undefined) {
        const text = readFileSync(path.join(testDir, inner), 'utf8');
        writeFileSync(
          path.join(overlay, 'test', inner),
          moved.reduce((t, [what, by]) => t.replace(what, by), text),
        );
      } else if (ADAPTED.some((file) => file.startsWith(`${inner}/`))) link(inner);
      else symlinkSync(path.join(testDir, inner), path.join(overlay, 'test', inner));
    }
  };
  link('');
  for (const name of ABSENT) writeFileSync(path.join(overlay, `${name}.py`), absentModule(name));
  mkdirSync(path.join(overlay, 'internals'));
  writeFileSync(path.join(overlay, 'internals', '_testinternalcapi.py'), ABSENT_INTERNALS);
  const sitePackages = path.join(overlay, 'lib/python3.14/site-packages');
  mkdirSync(sitePackages, { recursive: true });
  writeFileSync(path.join(sitePackages, 'conformance.pth'), `${overlay}\n`);
  writeFileSync(path.join(overlay, 'pyvenv.cfg'), `home = ${path.dirname(TYPHON.at(-1)!)}\n`); // a command has words
  mkdirSync(path.join(overlay, 'bin'));
  symlinkSync(TYPHON.at(-1)!, path.join(overlay, 'bin/python')); // as above
  return overlay;
}

/** How Typhon is started there. */
function launcher(overlay: string): readonly string[] {
  return TYPHON.length > 1 ? TYPHON : [path.join(overlay, 'bin/python')];
}

async function runFile(file: string, pythonPath: string, timeout: number, logDir: string): Promise<Row> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  const interpreter = option('python')?.split(' ') ?? launcher(pythonPath);
  const internals = path.join(pythonPath, 'internals');
  const searchPath = NEED_INTERNALS.has(file) ? `${pythonPath}${path.delimiter}${internals}` : pythonPath;
  const flags = (option('flags') ?? '').split(' ').filter((flag) => flag !== '');
  const without = excluded[file];
  const program =
    without === undefined
      ? ['-m', 'unittest', '-v', `test.${file}`]
      : ['-c', RUN_WITHOUT, `test.${file}`, JSON.stringify(without)];
  const result = await run([...interpreter, ...flags, ...program], {
    cwd: scratch,
    env: { ...process.env, PYTHONPATH: searchPath, PYTHONDONTWRITEBYTECODE: '1', NO_COLOR: '1' },
    timeout: timeout * 1000,
    maxOutput: 30_000_000,
  });
  rmSync(scratch, { recursive: true, force: true });
  const parsed = parse(result.stderr);
  for (const [name, outcome] of parsed.outcomes) {
    if (outcome !== 'fail' && outcome !== 'error') continue;
    const only = onlyIn313[file];
    const parts = name.split('.');
    if (only?.[parts.slice(-1).join('.')] ?? only?.[parts.slice(-2).join('.')]) parsed.outcomes.set(name, 'skip');
  }
  const values = [...parsed.outcomes.values()];
  const failed = values.filter((value) => value === 'fail' || value === 'error').length;
  const skipped = values.filter((value) => value === 'skip').length;
  const passed = values.filter((value) => value === 'ok' || value === 'expected failure').length;
  const row: Row = { file, methods: passed + failed, passed, failed, skipped, note: '' };
  const lastLine = result.stderr.trimEnd().split('\n').at(-1) ?? '';
  if (result.exit === undefined) row.note = `timed out after ${timeout} s`;
  else if (parsed.ran === undefined) row.note = `did not finish: ${lastLine.slice(0, 120)}`;
  const bad = [...parsed.outcomes].filter(([, value]) => value === 'fail' || value === 'error');
  const log = [
    `${file}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${(result.milliseconds / 1000).toFixed(1)} s ${row.note}`,
    ...bad.map(([name, value]) => `${value.toUpperCase()} ${name}: ${parsed.reasons.get(name) ?? '?'}`),
    '',
    '--- stderr ---',
    result.stderr,
    '--- stdout ---',
    result.stdout,
  ];
  writeFileSync(path.join(logDir, `${file}.log`), log.join('\n'));
  console.log(log[0]);
  return row;
}

const TABLE_ROW = /^\| (test_[\w.]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|[^|]*\| (.*) \|$/;

/** Rows of the table as it is, so that a run of a few files updates only those. */
function readTable(file: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  if (!existsSync(file)) return rows;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const match = TABLE_ROW.exec(line);
    if (match === null) continue;
    const [methods, passed, failed, skipped] = match.slice(2, 6).map(Number);
    // What the last run of the file said stays; what docs/conformance-notes.json adds is added again.
    const note = /^(timed out after \d+ s|did not finish: [^;]*)/.exec(match[6])?.[0] ?? '';
    rows.set(match[1], { file: match[1], methods, passed, failed, skipped, note });
  }
  return rows;
}

/** Rows of earlier runs, from the first lines of their logs. */
function rowsFromLogs(logDir: string): Row[] {
  return readdirSync(logDir).flatMap((name) => {
    const line = readFileSync(path.join(logDir, name), 'utf8').split('\n', 1)[0];
    const match = /^(test_[\w.]+): (\d+) passed, (\d+) failed, (\d+) skipped, [\d.]+ s (.*)$/.exec(line);
    if (match === null) return [];
    const [passed, failed, skipped] = match.slice(2, 5).map(Number);
    return [{ file: match[1], methods: passed + failed, passed, failed, skipped, note: match[5] }];
  });
}

function writeTable(file: string, rows: ReadonlyMap<string, Row>): void {
  const notesFile = inRoot('docs/conformance-notes.json');
  const notes: Record<string, string> = existsSync(notesFile) ? JSON.parse(readFileSync(notesFile, 'utf8')) : {};
  const sorted = [...rows.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const sum = (key: 'methods' | 'passed' | 'failed' | 'skipped'): number =>
    sorted.reduce((total, row) => total + row[key], 0);
  const rate = (passed: number, methods: number): string =>
    methods === 0 ? '–' : `${((100 * passed) / methods).toFixed(1)} %`;
  const cells = sorted.map((row) => {
    const note = [row.note, notes[row.file] ?? ''].filter((text) => text !== '').join('; ');
    return `| ${row.file} | ${row.methods} | ${row.passed} | ${row.failed} | ${row.skipped} | ${rate(row.passed, row.methods)} | ${note.replaceAll('|', '\\|')} |`;
  });
  writeFileSync(
    file,
    `# Conformance

CPython's own test files under Typhon, method by method. The files are those of CPython 3.13 (where 3.14 behaves
otherwise, 3.14 is right and the method fails here; the note says so). They are not part of this project:
\`npm run conformance\` runs them from an installed CPython and writes this table. "Methods" are those that ran;
skipped ones are counted apart: those the test file skips itself, with its own reason, those that need C test helpers,
those that ask for what 3.14 changed or fail there with the same words ([which and why](conformance-3.13-only.json)), and those that would never
end or need \`fork\` ([which and why](conformance-excluded.json)).

**${sum('passed')} of ${sum('methods')} methods pass (${rate(sum('passed'), sum('methods'))}); ${sum('skipped')} are skipped.**

| file | methods | passed | failed | skipped | rate | notes |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
${cells.join('\n')}
`,
  );
}

const testDir = findTestDir();
if (testDir === undefined || !existsSync(testDir)) {
  console.log('conformance: no CPython 3.13 test directory here (~/.pyenv/versions/3.13*, or --test-dir=DIR); skipped');
} else {
  const logDir = option('log-dir') ?? '/tmp/conformance';
  mkdirSync(logDir, { recursive: true });
  const pythonPath = makeOverlay(testDir);
  const only = option('only')?.split(',');
  const timeout = Number(option('timeout') ?? '300');
  const jobs = Number(option('jobs') ?? '2');
  const table = inRoot('docs/conformance.md');
  const all = readTable(table);
  if (process.argv.includes('--from-logs')) for (const row of rowsFromLogs(logDir)) all.set(row.file, row);
  const rows = await inParallel(
    only ?? FILES,
    async (file) => {
      const row = await runFile(file, pythonPath, timeout, logDir);
      all.set(file, row);
      if (!process.argv.includes('--no-table')) writeTable(table, all);
      return row;
    },
    jobs,
  );
  rmSync(pythonPath, { recursive: true, force: true });
  const passed = rows.reduce((total, row) => total + row.passed, 0);
  const methods = rows.reduce((total, row) => total + row.methods, 0);
  console.log(`${passed} of ${methods} methods pass (${((100 * passed) / Math.max(methods, 1)).toFixed(1)} %)`);
}
