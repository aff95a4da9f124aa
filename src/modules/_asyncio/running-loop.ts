// _asyncio's event loops: which one a thread runs, and its current task. Invariant: both hang off the thread state, so
// reading them is one field. There is no fork, so no process id is compared as asyncio/events.py does.

import { None, type PyValue } from '../../objects/object.ts';
import { runtimeError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import type { NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { reprR } from '../../objects/protocol/text.ts';
import { toJS } from '../../objects/str/text.ts';
import { thread, type ThreadState } from '../../vm/thread.ts';
import { libraryR } from './state.ts';

/** Loop that runs → the thread that runs it. */
const runners = new WeakMap<object, ThreadState>();

function* policysLoop(): NativeGenerator<PyValue> {
  const getPolicy: PyValue = yield libraryR('asyncio.events', '_get_event_loop_policy');
  const policy: PyValue = yield callR(getPolicy, []);
  return (yield callMethodR(policy, 'get_event_loop')) as PyValue; // a call's value
}
/** get_event_loop(): the running loop, or the policy's. */
export function currentLoopR(): Resumable {
  const loop = thread().runningLoop;
  return loop === None ? policysLoop() : loop;
}
/** The running loop, or RuntimeError. */
export function needRunningLoop(): PyValue {
  const loop = thread().runningLoop;
  if (loop === None) throw runtimeError('no running event loop');
  return loop;
}
/** _set_running_loop. */
export function setRunningLoop(loop: PyValue): void {
  const ts = thread();
  if (typeof ts.runningLoop === 'object') runners.delete(ts.runningLoop);
  ts.runningLoop = loop;
  if (loop !== None && typeof loop === 'object') runners.set(loop, ts);
}
/** The task that `loop` executes now. */
export function currentTask(loop: PyValue): PyValue {
  const ts = thread();
  if (loop === None) loop = needRunningLoop();
  if (loop === ts.runningLoop) return ts.runningTask;
  return (typeof loop === 'object' ? runners.get(loop)?.runningTask : undefined) ?? None;
}

/** Raises RuntimeError of a text with `{}` for each value. */
function* fail(text: string, ...values: PyValue[]): NativeGenerator<never> {
  for (const v of values) {
    const shown: PyValue = yield reprR(v);
    text = text.replace('{}', () => toJS(shown as string)); // a str
  }
  throw runtimeError(text);
}
const notRunning = (loop: PyValue): Resumable => fail('loop {} is not the running loop', loop);

/** _enter_task. Resumable, as are the others: they show values in their errors. */
export function enterTaskR(loop: PyValue, task: PyValue): Resumable {
  const ts = thread();
  if (ts.runningLoop !== loop) return notRunning(loop);
  if (ts.runningTask !== None)
    return fail('Cannot enter into task {} while another task {} is being executed.', task, ts.runningTask);
  ts.runningTask = task;
  return None;
}
/** _leave_task. */
export function leaveTaskR(loop: PyValue, task: PyValue): Resumable {
  const ts = thread();
  if (ts.runningLoop !== loop) return notRunning(loop);
  if (ts.runningTask === None || ts.runningTask !== task)
    return fail('Invalid attempt to leave task {} while task {} is entered.', task, ts.runningTask);
  ts.runningTask = None;
  return None;
}
/** _swap_current_task: the task before. */
export function swapTaskR(loop: PyValue, task: PyValue): Resumable {
  const ts = thread();
  if (ts.runningLoop !== loop) return notRunning(loop);
  const before = ts.runningTask;
  ts.runningTask = task;
  return before;
}
