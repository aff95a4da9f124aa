// Which interpreters there are and which agent (worker thread) each runs on: records in the shared heap, so every agent
// knows them all without asking. Invariant: a number is never used twice; an interpreter is in the list until its agent
// has ended or serves another one. Knows nothing of Python objects.

import { AGENT_WORDS, AGENTS, type Heap, INTERPRETERS, MAX_AGENTS, NEXT_INTERPRETER, NEXT_TOKEN } from './heap.ts';

/** Words of an agent's entry in the table. */
export const STATE = 0;
/** Rises whenever somebody wants the agent's attention; it waits for that. */
export const BELL = 1;
/** The list of messages for it. */
export const MAIL = 2;
/** Rises when the agent ends: what was asked of it before will not be answered. */
export const GENERATION = 3;
/** The interpreter it serves, plus 1. */
export const SERVES = 4;

export const FREE_AGENT = 0;
/** Its worker is starting, or ready; it serves nobody. */
export const WARM = 1;
export const SERVING = 2;
/** Its worker is ending; it serves nobody and cannot be used again before that. */
export const ENDING = 3;
/** Its worker is between two interpreters: it will be warm in a moment. */
export const RENEWING = 4;

/** Words of an interpreter's record after the link. */
const ID = 1;
const WHENCE = 2;
const AGENT = 3;
const REFERENCES = 4;
const RUNNING = 5;
const COUNTED = 6;
const CONFIG = 7;
const CLOSING = 8;

/** Where an interpreter comes from (_interpreters.WHENCE_…). */
export const WHENCE_RUNTIME = 1;
export const WHENCE_STDLIB = 5;

export interface InterpreterRecord {
  readonly id: number;
  readonly whence: number;
  readonly agent: number;
}

export class Registry {
  constructor(private readonly heap: Heap) {}

  word(slot: number, which: number): number {
    return AGENTS + slot * AGENT_WORDS + which;
  }
  get(slot: number, which: number): number {
    return Atomics.load(this.heap.w, this.word(slot, which));
  }

  /** Makes an interpreter on an agent: a warm one if there is one, else a free entry that needs a worker. */
  create(whence: number, config: number): { id: number; agent: number; fresh: boolean } {
    const { heap } = this;
    return heap.locked(() => {
      let agent = -1;
      let fresh = false;
      // The agent of the main interpreter is number 0.
      for (const state of [WARM, RENEWING]) {
        for (let slot = 1; slot < MAX_AGENTS && agent < 0; slot++) {
          if (heap.w[this.word(slot, STATE)] === state) agent = slot;
        }
      }
      if (agent < 0) {
        agent = this.freeSlot();
        fresh = true;
      }
      const id = this.add(whence, agent, config);
      heap.w[this.word(agent, STATE)] = SERVING;
      return { id, agent, fresh };
    });
  }
  /** Takes an entry for a worker that is to be warm. */
  reserve(): number {
    const { heap } = this;
    return heap.locked(() => {
      const slot = this.freeSlot();
      heap.w[this.word(slot, STATE)] = WARM;
      return slot;
    });
  }
  /** How many workers are ready for an interpreter, or will be soon. */
  warm(): number {
    let n = 0;
    for (let slot = 1; slot < MAX_AGENTS; slot++) if ([WARM, RENEWING].includes(this.get(slot, STATE))) n++;
    return n;
  }
  /** A worker that was between two interpreters is ready, unless it has been taken meanwhile. */
  renewed(slot: number): void {
    Atomics.compareExchange(this.heap.w, this.word(slot, STATE), RENEWING, WARM);
  }
  private freeSlot(): number {
    for (let slot = 1; slot < MAX_AGENTS; slot++) {
      if (this.heap.w[this.word(slot, STATE)] === FREE_AGENT) return slot;
    }
    throw new RangeError('too many interpreters');
  }

  /** Adds the record of an interpreter. */
  add(whence: number, agent: number, config: number): number {
    const { heap } = this;
    return heap.locked(() => {
      const record = heap.alloc(40);
      const id = heap.w[NEXT_INTERPRETER]++;
      heap.w[record + ID] = id;
      heap.w[record + WHENCE] = whence;
      heap.w[record + AGENT] = agent;
      heap.w[record + CONFIG] = config;
      heap.push(INTERPRETERS, record);
      heap.w[this.word(agent, SERVES)] = id + 1;
      return id;
    });
  }
  /** The interpreter is no more; its agent may be `WARM` again or `FREE_AGENT`. */
  remove(id: number, state: number): void {
    const { heap } = this;
    heap.locked(() => {
      const record = heap.find(INTERPRETERS, id);
      if (record === 0) return;
      const agent = heap.w[record + AGENT];
      heap.remove(INTERPRETERS, record);
      heap.free(record);
      this.release(agent, state);
    });
  }

  /** An agent serves nobody any more. */
  release(slot: number, state: number): void {
    Atomics.store(this.heap.w, this.word(slot, SERVES), 0);
    Atomics.add(this.heap.w, this.word(slot, GENERATION), 1);
    Atomics.store(this.heap.w, this.word(slot, STATE), state);
  }

  find(id: number): InterpreterRecord | undefined {
    const { heap } = this;
    return heap.locked(() => {
      const r = heap.find(INTERPRETERS, id);
      if (r === 0 || heap.w[r + CLOSING] !== 0) return undefined;
      return { id, whence: heap.w[r + WHENCE], agent: heap.w[r + AGENT] };
    });
  }
  list(): InterpreterRecord[] {
    const { heap } = this;
    const { w } = heap;
    return heap.locked(() =>
      [...heap.list(INTERPRETERS)]
        .filter((r) => w[r + CLOSING] === 0)
        .map((r) => ({ id: w[r + ID], whence: w[r + WHENCE], agent: w[r + AGENT] })),
    );
  }
  private field(id: number, which: number): number {
    const r = this.heap.find(INTERPRETERS, id);
    return r === 0 ? 0 : this.heap.w[r + which];
  }
  config(id: number): number {
    return this.heap.locked(() => this.field(id, CONFIG));
  }
  running(id: number): boolean {
    return this.heap.locked(() => this.field(id, RUNNING) !== 0);
  }
  /** Takes the right to run something in `__main__`; false when somebody else has it. */
  enter(id: number): boolean {
    return this.heap.locked(() => {
      const r = this.heap.find(INTERPRETERS, id);
      if (r === 0 || this.heap.w[r + RUNNING] !== 0) return false;
      this.heap.w[r + RUNNING] = 1;
      return true;
    });
  }
  leave(id: number): void {
    this.heap.locked(() => {
      const r = this.heap.find(INTERPRETERS, id);
      if (r !== 0) this.heap.w[r + RUNNING] = 0;
    });
  }
  /** From now on nobody finds it; false when somebody was faster. */
  closing(id: number): boolean {
    return this.heap.locked(() => {
      const r = this.heap.find(INTERPRETERS, id);
      if (r === 0 || this.heap.w[r + CLOSING] !== 0) return false;
      this.heap.w[r + CLOSING] = 1;
      return true;
    });
  }
  /** Lets the last reference end the interpreter (create(reqrefs=True)). */
  countReferences(id: number): void {
    this.heap.locked(() => {
      const r = this.heap.find(INTERPRETERS, id);
      if (r !== 0) this.heap.w[r + COUNTED] = 1;
    });
  }
  /** Changes the number of references; true when the interpreter is to end. */
  reference(id: number, by: number): boolean {
    return this.heap.locked(() => {
      const r = this.heap.find(INTERPRETERS, id);
      if (r === 0) return false;
      const { w } = this.heap;
      w[r + REFERENCES] = Math.max(0, w[r + REFERENCES] + by);
      return by < 0 && w[r + REFERENCES] === 0 && w[r + COUNTED] !== 0;
    });
  }
  token(): number {
    return Atomics.add(this.heap.w, NEXT_TOKEN, 1);
  }
}
