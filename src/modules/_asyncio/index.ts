// The module _asyncio: what Lib/asyncio takes from it. Invariant: tasks that are no _asyncio.Task are kept apart, in a
// WeakSet and a set of their own.

import { None, type PyValue } from '../../objects/object.ts';
import { newSet } from '../../objects/set.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import type { NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { forEachR, thenR } from '../../objects/iterator.ts';
import { defineModule } from '../../runtime/modules.ts';
import { thread } from '../../vm/thread.ts';
import { addAwaitedBy, discardAwaitedBy, futureType } from './future.ts';
import './iterator.ts';
import {
  currentLoopR,
  currentTask,
  enterTaskR,
  leaveTaskR,
  needRunningLoop,
  setRunningLoop,
  swapTaskR,
} from './running-loop.ts';
import { foreignTasksR, libraryR, state } from './state.ts';
import { pendingTasks, PyTask, register, taskType, unregister } from './task.ts';

function* allTasks(loop: PyValue): NativeGenerator<PyValue> {
  if (loop === None) loop = needRunningLoop();
  const found: PyValue[] = pendingTasks(loop);
  const others: PyValue[] = [];
  for (const set of [(yield foreignTasksR()) as PyValue, state().foreignEager])
    yield forEachR(set, (v) => {
      others.push(v);
    });
  const getLoop: PyValue = yield libraryR('asyncio.futures', '_get_loop');
  for (const task of others) {
    if ((yield truthR((yield callMethodR(task, 'done')) as PyValue)) as boolean) continue;
    if ((yield callR(getLoop, [task])) === loop) found.push(task);
  }
  return newSet(found);
}
/** Calls `method` of the set of other tasks; None. */
const amongForeign = (set: Resumable, method: string, task: PyValue): Resumable =>
  thenR(set, (s: PyValue) => callMethodR(s, method, [task]));

defineModule('_asyncio', (m) => {
  m.set('__doc__', 'Futures, tasks and the running event loop of asyncio.');
  m.type(futureType);
  m.type(taskType);
  m.func('_get_running_loop()', (): PyValue => thread().runningLoop);
  m.func('_set_running_loop(loop, /)', setRunningLoop);
  m.func('get_running_loop()', needRunningLoop);
  m.func('get_event_loop()', currentLoopR);
  m.func('current_task(loop=None)', currentTask);
  m.func('_enter_task(loop, task)', enterTaskR);
  m.func('_leave_task(loop, task)', leaveTaskR);
  m.func('_swap_current_task(loop, task)', swapTaskR);
  m.func('_register_task(task)', (task: PyValue): Resumable => {
    if (!(task instanceof PyTask)) return amongForeign(foreignTasksR(), 'add', task);
    register(task);
    return None;
  });
  m.func('_unregister_task(task)', (task: PyValue): Resumable => {
    if (!(task instanceof PyTask)) return amongForeign(foreignTasksR(), 'discard', task);
    unregister(task);
    return None;
  });
  m.func('_register_eager_task(task)', (task: PyValue): Resumable => {
    if (!(task instanceof PyTask)) return amongForeign(state().foreignEager, 'add', task);
    register(task);
    return None;
  });
  m.func('_unregister_eager_task(task)', (task: PyValue): Resumable => {
    if (!(task instanceof PyTask)) return amongForeign(state().foreignEager, 'discard', task);
    unregister(task);
    return None;
  });
  m.func('all_tasks(loop=None)', allTasks);
  m.func('future_add_to_awaited_by(fut, waiter, /)', addAwaitedBy);
  m.func('future_discard_from_awaited_by(fut, waiter, /)', discardAwaitedBy);
});
