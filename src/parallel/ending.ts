// What has to be done with shared things when an interpreter is no more: queues and channels say so here. Invariant: called
// once for an interpreter, when none of its code can run any more.

import type { Agent } from './agent.ts';

type Ending = (agent: Agent, id: number, slot: number) => void;
const endings: Ending[] = [];

/** `f` is called for every interpreter that has ended. */
export function atEndOfInterpreter(f: Ending): void {
  endings.push(f);
}
export function endOfInterpreter(agent: Agent, id: number, slot: number): void {
  for (const f of endings) f(agent, id, slot);
}
