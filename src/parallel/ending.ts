// What has to be done with shared things when an interpreter is no more: queues and channels say so here. Invariant: called
// once for an interpreter, when none of its code can run any more.

import type { Agent } from './agent.ts';
import type { Heap } from './heap.ts';

type Ending = (agent: Agent, id: number, slot: number) => void;
const endings: Ending[] = [];

/** `f` is called for every interpreter that has ended. */
export function atEndOfInterpreter(f: Ending): void {
  endings.push(f);
}
const mendings: ((heap: Heap) => void)[] = [];

/** `f` mends what an agent may have left half done that was stopped while it had the heap's lock. */
export function afterStopInLock(f: (heap: Heap) => void): void {
  mendings.push(f);
}
/** Hold the lock. */
export function mend(heap: Heap): void {
  for (const f of mendings) f(heap);
}

export function endOfInterpreter(agent: Agent, id: number, slot: number): void {
  for (const f of endings) f(agent, id, slot);
}
