// Starting Python threads, and what is known of those that run. Invariant: a thread that was started ends by calling
// `done`, however its function ended; an exception of it never leaves it.

import { None, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import type { PyFrame } from '../objects/frame.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { isException, runtimeError } from '../objects/exceptions/raise.ts';
import { callR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { repr } from '../objects/protocol/text.ts';
import { joinKeywords } from '../objects/type/call.ts';
import { toJS } from '../objects/str/text.ts';
import type { ThreadState } from '../vm/thread.ts';
import type { RuntimeInterpreter } from './interpreter.ts';
import type { GilCounters } from './gil.ts';
import { unraisableR } from './unraisable.ts';

function* body(f: PyValue, args: PyValue[], kwargs: PyDict | null): NativeGenerator<PyValue> {
  try {
    const [values, names] = kwargs === null ? [args, null] : joinKeywords(args, kwargs);
    yield callR(f, values, names);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    if (!isException(e, 'SystemExit')) {
      yield unraisableR(e, `Exception ignored in thread started by ${toJS(repr(f))}`, null);
    }
  }
  return None;
}

/** Starts a Python thread that calls `f`. `done` is called when it has ended. */
export function startThread(
  i: RuntimeInterpreter,
  f: PyValue,
  args: PyValue[],
  kwargs: PyDict | null,
  done: () => void,
): ThreadState {
  if (i.finalizing) throw runtimeError("can't create new thread at interpreter shutdown");
  const ts = i.newThread();
  ts.started = kwargs === null ? [f, ...args] : [f, ...args, kwargs];
  i.scheduler.start(ts, body(f, args, kwargs), () => {
    i.startedThreads--;
    done();
  });
  i.startedThreads++;
  return ts;
}

/** What each thread has had of the GIL so far; the running one up to now. */
export function gilCounters(i: RuntimeInterpreter): Map<ThreadState, GilCounters> {
  const { gil, threads } = i.scheduler;
  const now = i.scheduler.now();
  const out = new Map<ThreadState, GilCounters>();
  for (const [ts, t] of threads) {
    const held = t === gil.holder ? now - gil.since : 0;
    const waited = t.queued ? now - t.readySince : 0;
    out.set(ts, { ...t.counters, heldMs: t.counters.heldMs + held, waitedMs: t.counters.waitedMs + waited });
  }
  return out;
}

/** The threads of an interpreter with the frame each of them is in, oldest first. */
export function* runningThreads(i: RuntimeInterpreter): Generator<[ThreadState, PyFrame | null]> {
  for (const ts of i.scheduler.threads.keys()) yield [ts, ts.frame];
}
