// _io.open() and the standard streams. Invariant: what open() gives is what its documentation's table says: FileIO,
// buffered by mode, wrapped in text unless binary.

import { None, type PyValue } from '../../objects/object.ts';
import { typeOf } from '../../objects/type.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { instanceSet } from '../../objects/protocol/attribute.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { repr } from '../../objects/protocol/text.ts';
import { AsCall, isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { resourceOpened } from '../../objects/memory/resources.ts';
import { hooks } from '../../objects/hooks.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { host, HostError } from '../../runtime/host.ts';
import { cInt } from '../support/arguments.ts';
import { fspath } from '../support/fs.ts';
import { DEFAULT_BUFFER_SIZE } from './base.ts';
import { bufferedInit, PyBufferedRandom, PyBufferedReader, PyBufferedWriter } from './buffered.ts';
import { fileIOInit, PyFileIO } from './fileio.ts';
import { flushText, PyTextIOWrapper, textIOInit, writeFlush } from './text.ts';
import { bufferedFlush, PyBuffered } from './buffered.ts';
import { dirtyStreams, setSettler } from './dirty.ts';

/** open(). Resumable: openers are Python code. */
export function* open(
  fileArg: PyValue,
  modeArg: PyValue,
  bufferingArg: PyValue,
  encoding: PyValue,
  errors: PyValue,
  newline: PyValue,
  closefdArg: PyValue,
  opener: PyValue,
): NativeGenerator<PyValue> {
  const file =
    typeof fileArg === 'number' || typeof fileArg === 'boolean' || typeof fileArg === 'bigint' || isIndex(fileArg)
      ? fileArg
      : fspath(fileArg);
  if (!isStr(modeArg)) throw typeError(`open() argument 'mode' must be str, not ${typeName(modeArg)}`);
  const mode = toJS(modeArg);
  let buffering = cInt(bufferingArg);
  for (const [name, v] of [
    ['encoding', encoding],
    ['errors', errors],
    ['newline', newline],
  ] as const) {
    if (v !== None && !isStr(v)) throw typeError(`open() argument '${name}' must be str or None, not ${typeName(v)}`);
  }
  const has = (c: string): boolean => mode.includes(c);
  if ([...mode].some((c, i) => !'axrwb+t'.includes(c) || mode.indexOf(c) !== i))
    throw valueError(`invalid mode: ${repr(modeArg)}`);
  const creating = has('x');
  const reading = has('r');
  const writing = has('w');
  const appending = has('a');
  const updating = has('+');
  const binary = has('b');
  if (has('t') && binary) throw valueError("can't have text and binary mode at once");
  if (Number(creating) + Number(reading) + Number(writing) + Number(appending) !== 1) {
    throw valueError('must have exactly one of create/read/write/append mode');
  }
  if (binary && encoding !== None) throw valueError("binary mode doesn't take an encoding argument");
  if (binary && errors !== None) throw valueError("binary mode doesn't take an errors argument");
  if (binary && newline !== None) throw valueError("binary mode doesn't take a newline argument");
  if (binary && buffering === 1) {
    yield hooks.warnR(
      exceptionTypes.RuntimeWarning,
      "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
      1,
    );
  }
  const rawMode = `${creating ? 'x' : reading ? 'r' : writing ? 'w' : 'a'}${updating ? '+' : ''}`;
  const raw = new PyFileIO();
  yield* fileIOInit(raw, file, rawMode, truth(closefdArg), opener);
  let result: PyValue = raw;
  try {
    let isatty = false;
    if (buffering < 0) {
      try {
        isatty = host().fs.isatty(raw.fd);
      } catch (e) {
        if (!(e instanceof HostError)) throw e;
      }
    }
    let lineBuffering = false;
    if (buffering === 1 || isatty) {
      buffering = -1;
      lineBuffering = !binary;
    }
    if (buffering < 0) buffering = Math.max(Math.min(raw.blksize, 8 << 20), DEFAULT_BUFFER_SIZE);
    if (buffering === 0) {
      if (!binary) throw valueError("can't have unbuffered text I/O");
      if (raw.closefd) resourceOpened(raw, true);
      return raw;
    }
    const buffer = updating
      ? new PyBufferedRandom()
      : creating || writing || appending
        ? new PyBufferedWriter()
        : new PyBufferedReader();
    yield* bufferedInit(buffer, raw, buffering, updating || reading, updating || !reading);
    result = buffer;
    if (binary) {
      if (raw.closefd) resourceOpened(buffer, true);
      return buffer;
    }
    const wrapper = new PyTextIOWrapper();
    yield* textIOInit(wrapper, buffer, encoding, errors, newline, lineBuffering, false);
    instanceSet(wrapper, 'mode', modeArg);
    if (raw.closefd) resourceOpened(wrapper, true);
    return wrapper;
  } catch (e) {
    try {
      yield callMethodR(result, 'close');
    } catch {
      // The first error counts.
    }
    throw e;
  }
}

function typeName(v: PyValue): string {
  return v === None ? 'None' : typeOf(v).name;
}
function isIndex(v: PyValue): boolean {
  const t = typeOf(v);
  return t.lookup('__index__') !== undefined && t.lookup('__fspath__') === undefined;
}

/** Runs natives that call only natives: there may be no evaluation loop yet. */
function run(p: unknown): unknown {
  if (p instanceof AsCall) return run(p.pending) ?? None;
  if (!isPending(p)) return p;
  const g = p as NativeGenerator<unknown>; // a native's own generator: no Python code is called
  let r = g.next();
  while (r.done !== true) r = g.next(run(r.value) as never);
  return r.value;
}

/** Which standard stream. */
export interface StandardOptions {
  readonly fd: 0 | 1 | 2;
  readonly encoding?: string;
  readonly errors?: string;
  /** -u: no buffering. */
  readonly unbuffered?: boolean;
}

/** sys.stdin, sys.stdout or sys.stderr; None when the descriptor is closed. */
export function makeStandardStream({ fd, encoding = 'utf-8', errors, unbuffered = false }: StandardOptions): PyValue {
  try {
    host().fs.fstat(fd);
  } catch {
    return None;
  }
  const raw = new PyFileIO();
  run(fileIOInit(raw, fd, fd === 0 ? 'rb' : 'wb', false, None));
  instanceSet(raw, 'name', ['<stdin>', '<stdout>', '<stderr>'][fd]);
  const isatty = ((): boolean => {
    try {
      return host().fs.isatty(fd);
    } catch {
      return false;
    }
  })();
  let buffer: PyValue = raw; // -u: every write goes straight out
  if (fd === 0 || !unbuffered) {
    const b = fd === 0 ? new PyBufferedReader() : new PyBufferedWriter();
    run(bufferedInit(b, raw, DEFAULT_BUFFER_SIZE, fd === 0, fd !== 0));
    buffer = b;
  }
  const text = new PyTextIOWrapper();
  const handler = errors ?? (fd === 2 ? 'backslashreplace' : 'strict');
  run(
    textIOInit(
      text,
      buffer,
      encoding,
      handler,
      fd === 0 ? None : '\n',
      !unbuffered && (isatty || fd === 2),
      unbuffered,
    ),
  );
  instanceSet(text, 'mode', fd === 0 ? 'r' : 'w');
  return text;
}

/** Flushes everything still held in buffers (at exit); errors are given to `report`. Resumable. */
export function* flushAll(report: (e: unknown) => void): NativeGenerator<undefined> {
  for (const s of [...dirtyStreams]) {
    if (!(s instanceof PyTextIOWrapper)) continue;
    try {
      if (s.ok) yield* s.pending.length > 0 ? writeFlush(s) : flushText(s);
    } catch (e) {
      report(e);
    }
  }
  for (const s of [...dirtyStreams]) {
    if (!(s instanceof PyBuffered)) continue;
    try {
      if (s.ok) yield* bufferedFlush(s);
    } catch (e) {
      report(e);
    }
  }
  return undefined;
}

/** The file below a stream whose parts are all native. */
function fileBelow(s: unknown): PyFileIO | null {
  if (s instanceof PyTextIOWrapper) s = s.ok ? s.buffer : null;
  if (s instanceof PyBuffered) s = s.ok ? s.raw : null;
  return s instanceof PyFileIO && s.fd > 2 ? s : null;
}

setSettler((path) => {
  const fs = host().fs;
  let target: { dev: bigint; ino: bigint } | null = null;
  for (const s of [...dirtyStreams]) {
    const file = fileBelow(s);
    if (file === null) continue;
    try {
      const st = fs.fstat(file.fd);
      if ((st.mode & 0o170000) !== 0o100000) continue;
      if (path !== null) {
        target ??= fs.stat(path);
        if (st.ino !== target.ino || st.dev !== target.dev) continue;
      }
      if (s instanceof PyTextIOWrapper) {
        run(writeFlush(s));
        s.buffer instanceof PyBuffered && run(bufferedFlush(s.buffer));
      } else run(bufferedFlush(s as PyBuffered)); // the set holds text and buffered streams
    } catch {
      // No such file, or a full disk: the program hears of it when it closes the stream.
      if (path !== null && target === null) return;
    }
  }
});
