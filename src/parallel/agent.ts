// One JavaScript agent among those that run interpreters: its bell, its letters, and the Python threads here that wait for
// something in shared memory. Invariant: a wait is registered in shared memory before it looks once more, so no wake-up is
// lost; a bell means "look", never more. What letters mean is the business of whoever sets `onLetter`.

import { None, type PyValue } from '../objects/object.ts';
import { runtimeError } from '../objects/exceptions/raise.ts';
import { Wait } from '../objects/protocol/pending.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { Timer } from '../runtime/timers.ts';
import { Buffers } from './buffers.ts';
import { DEATHS, Heap, LARGEST } from './heap.ts';
import { BELL, GENERATION, MAIL, Registry } from './registry.ts';

/** Words of a letter after the link: what it is, who sent it, which question, where its bytes are and how many. */
const KIND = 1;
const SENDER = 2;
const TOKEN = 3;
const PAYLOAD = 4;
const LENGTH = 5;

/** What a letter is about. */
export const ANSWER = 0;
export const RUN = 1;
export const END = 2;
/** To the main agent: give entry TOKEN a worker. */
export const START_WORKER = 3;
/** To the main agent: end the worker of entry TOKEN, whatever it does. */
export const KILL_WORKER = 4;
/** To the main agent: the process is to end with this status. */
export const EXIT = 5;

/** Words of a waiter after the link: who waits, and whether it has been called. */
const WAITER_AGENT = 1;
const CALLED = 2;

/** Bytes in the shared heap, or (negative) a buffer of their own. */
export interface Stored {
  readonly at: number;
  readonly length: number;
}

/** A question that has not been answered. */
interface Question {
  readonly slot: number;
  readonly generation: number;
  answered(bytes: Uint8Array): void;
  lost(): void;
}

/** ES2024, in Node 20. */
type WaitAsync = (
  w: Int32Array,
  at: number,
  value: number,
) => { readonly async: boolean; readonly value: PromiseLike<unknown> };
/** Not looked up at load: while a start-up snapshot is built there are no Atomics. */
const atomicsWaitAsync = (): WaitAsync => (Atomics as unknown as { waitAsync: WaitAsync }).waitAsync;

/** How long an agent with nothing to do waits without its event loop, in milliseconds. */
const REST_MAIN = 1;
const REST_WORKER = 20;

export class Agent {
  readonly heap: Heap;
  readonly registry: Registry;
  readonly buffers: Buffers;
  /** Waiting threads of this agent that look for something when the bell rings. */
  private readonly lookers = new Set<(everybody: boolean) => void>();
  private deaths = 0;
  private readonly questions = new Map<number, Question>();
  private seen = 0;
  private armed = false;
  /** Python threads here that wait for another agent. */
  waiting = 0;
  onLetter: (kind: number, sender: number, token: number, bytes: Uint8Array) => void = () => undefined;

  constructor(
    memory: SharedArrayBuffer,
    readonly slot: number,
    name: string,
    known?: ReadonlyMap<number, SharedArrayBuffer>,
  ) {
    this.heap = new Heap(memory, slot);
    this.registry = new Registry(this.heap);
    this.buffers = new Buffers(this.heap, name, known);
  }
  /** Attends to the bell from now on. */
  begin(): void {
    this.look();
    this.listen();
  }

  // ------------------------------------------------------------------------------------------------------------- bells

  private get bell(): number {
    return this.registry.word(this.slot, BELL);
  }
  ring(slot: number): void {
    const { w } = this.heap;
    const at = this.registry.word(slot, BELL);
    Atomics.add(w, at, 1);
    Atomics.notify(w, at);
  }
  /** Everybody looks: an agent has ended. */
  ringAll(slots: Iterable<number>): void {
    for (const slot of slots) if (slot !== this.slot) this.ring(slot);
    this.look();
  }

  /** Looks when the bell rings, from the event loop. */
  private listen(): void {
    if (this.armed) return;
    const r = atomicsWaitAsync()(this.heap.w, this.bell, this.seen);
    if (!r.async) {
      this.look();
      queueMicrotask(() => this.listen());
      return;
    }
    this.armed = true;
    void r.value.then(() => {
      this.armed = false;
      this.look();
      this.listen();
    });
  }

  /** Takes letters and lets the waiting threads look. */
  look(): void {
    const { heap } = this;
    this.buffers.look();
    for (;;) {
      const bell = Atomics.load(heap.w, this.bell);
      this.seen = bell;
      for (const letter of this.takeLetters()) this.open(letter);
      this.checkQuestions();
      // An agent that has ended may have taken a call with it.
      const deaths = Atomics.load(heap.w, DEATHS);
      const everybody = deaths !== this.deaths;
      this.deaths = deaths;
      for (const looker of [...this.lookers]) looker(everybody);
      if (Atomics.load(heap.w, this.bell) === bell) return;
    }
  }

  /** Waits without the event loop, which costs less to wake up from, when only other agents can bring something. */
  rest(hostWaits: number, due: number): boolean {
    if (hostWaits !== this.waiting) return false;
    const { w } = this.heap;
    if (Atomics.load(w, this.bell) === this.seen) {
      const limit = Math.min(due, this.slot === 0 ? REST_MAIN : REST_WORKER);
      if (limit > 0) Atomics.wait(w, this.bell, this.seen, limit);
    }
    if (Atomics.load(w, this.bell) !== this.seen) this.look();
    return true;
  }

  // ----------------------------------------------------------------------------------------------------------- letters

  /** Puts bytes where every agent can read them. */
  store(bytes: Uint8Array): Stored {
    if (bytes.length > LARGEST) {
      const memory = new SharedArrayBuffer(bytes.length);
      new Uint8Array(memory).set(bytes);
      return { at: -this.buffers.share(memory), length: bytes.length };
    }
    const at = this.heap.alloc(bytes.length);
    this.heap.bytes.set(bytes, at * 4);
    return { at, length: bytes.length };
  }
  /** The stored bytes; they are no longer stored after that. Undefined when their buffer has not arrived. */
  take(s: Stored): Uint8Array | undefined {
    if (s.at < 0) {
      const memory = this.buffers.get(-s.at);
      if (memory === undefined) return undefined;
      this.buffers.uncount(-s.at);
      return new Uint8Array(memory, 0, s.length);
    }
    const bytes = this.heap.bytes.slice(s.at * 4, s.at * 4 + s.length);
    this.heap.free(s.at);
    return bytes;
  }
  drop(s: Stored): void {
    if (s.at < 0) this.buffers.uncount(-s.at);
    else this.heap.free(s.at);
  }

  send(slot: number, kind: number, token: number, bytes: Uint8Array = new Uint8Array(0)): void {
    const { heap } = this;
    const letter = heap.alloc(24);
    const stored = this.store(bytes);
    heap.w[letter + KIND] = kind;
    heap.w[letter + SENDER] = this.slot;
    heap.w[letter + TOKEN] = token;
    heap.w[letter + PAYLOAD] = stored.at;
    heap.w[letter + LENGTH] = stored.length;
    heap.locked(() => heap.push(this.registry.word(slot, MAIL), letter));
    this.ring(slot);
  }
  private takeLetters(): number[] {
    const { heap } = this;
    const head = this.registry.word(this.slot, MAIL);
    if (Atomics.load(heap.w, head) === 0) return [];
    return heap.locked(() => {
      const letters = [...heap.list(head)];
      heap.w[head] = 0;
      return letters;
    });
  }
  /** Forgets what an ended agent has not read. */
  dropLetters(slot: number): void {
    const { heap } = this;
    const { w } = heap;
    heap.locked(() => {
      const head = this.registry.word(slot, MAIL);
      for (const letter of [...heap.list(head)]) {
        this.drop({ at: w[letter + PAYLOAD], length: w[letter + LENGTH] });
        heap.free(letter);
      }
      w[head] = 0;
    });
  }
  private open(letter: number): void {
    const { heap } = this;
    const { w } = heap;
    const kind = w[letter + KIND];
    const sender = w[letter + SENDER];
    const token = w[letter + TOKEN];
    const bytes = this.take({ at: w[letter + PAYLOAD], length: w[letter + LENGTH] }) ?? new Uint8Array(0);
    heap.free(letter);
    if (kind !== ANSWER) {
      this.onLetter(kind, sender, token, bytes);
      return;
    }
    const q = this.questions.get(token);
    this.questions.delete(token);
    q?.answered(bytes);
  }
  /** Those that an ended agent was asked will not be answered. */
  private checkQuestions(): void {
    for (const [token, q] of this.questions) {
      if (this.registry.get(q.slot, GENERATION) === q.generation) continue;
      this.questions.delete(token);
      q.lost();
    }
  }

  /** Asks another agent and waits for its answer's bytes, which `take` is given. */
  ask(slot: number, kind: number, bytes: Uint8Array, take: (answer: Uint8Array | null) => PyValue): Wait {
    let token = 0;
    return new Wait(
      (wake) => {
        token = this.registry.token();
        this.waiting++;
        const over = (answer: Uint8Array | null): void => {
          this.waiting--;
          wake(take(answer));
        };
        this.questions.set(token, {
          slot,
          generation: this.registry.get(slot, GENERATION),
          answered: over,
          lost: () => over(null),
        });
        this.send(slot, kind, token, bytes);
      },
      () => {
        if (this.questions.delete(token)) this.waiting--;
      },
    );
  }

  // ------------------------------------------------------------------------------------------------------------- waits

  /** Calls the first that waits in a list; for whoever has made something available there. */
  wakeOne(list: number): void {
    const { heap } = this;
    const slot = heap.locked(() => {
      const waiter = heap.w[list];
      if (waiter === 0) return -1;
      heap.w[list] = heap.w[waiter];
      Atomics.store(heap.w, waiter + CALLED, 1);
      return heap.w[waiter + WAITER_AGENT];
    });
    if (slot === this.slot) for (const looker of [...this.lookers]) looker(false);
    else if (slot >= 0) this.ring(slot);
  }
  wakeAll(list: number): void {
    while (this.heap.w[list] !== 0) this.wakeOne(list);
  }

  /**
   * Waits until `claim` gives a value, or for so many milliseconds (< 0: for ever); then the value is false. `list` is
   * where those that wait for the same thing queue: a word of the shared heap, valid while one waits.
   */
  wait(scheduler: Scheduler, list: number, claim: () => PyValue | undefined, ms: number): Wait {
    const { heap } = this;
    const { w } = heap;
    let waiter = 0;
    let timer: Timer | null = null;
    let looker: ((everybody: boolean) => void) | null = null;
    const leave = (): void => {
      if (looker === null) return;
      if (timer !== null) scheduler.timers.cancel(timer);
      this.lookers.delete(looker);
      looker = null;
      this.waiting--;
      heap.locked(() => {
        // Who has been called is out of the list, and the list itself may be gone.
        if (w[waiter + CALLED] === 0) heap.remove(list, waiter);
        heap.free(waiter);
      });
    };
    const attempt = (): PyValue | undefined => {
      if (looker === null) return undefined;
      let value = claim();
      if (value === undefined && Atomics.load(w, waiter + CALLED) !== 0) {
        // Somebody was faster: it is this one's turn next. In the list first, then another look.
        heap.locked(() => {
          w[waiter + CALLED] = 0;
          heap.pushFirst(list, waiter);
        });
        value = claim();
      }
      if (value !== undefined) leave();
      return value;
    };
    /** Called, but it goes: the next one is called instead. */
    const abandon = (): void => {
      const called = looker !== null && w[waiter + CALLED] !== 0;
      leave();
      if (called) this.wakeOne(list);
    };
    return new Wait(
      (wake, _fail, poke) => {
        waiter = heap.alloc(12);
        w[waiter + WAITER_AGENT] = this.slot;
        this.waiting++;
        looker = (everybody) => {
          if (everybody) {
            heap.locked(() => {
              if (w[waiter + CALLED] !== 0) return;
              heap.remove(list, waiter);
              w[waiter + CALLED] = 1;
            });
          }
          if (Atomics.load(w, waiter + CALLED) !== 0) poke();
        };
        this.lookers.add(looker);
        heap.locked(() => heap.push(list, waiter));
        if (ms >= 0) {
          timer = scheduler.timers.set(scheduler.now() + ms, () => {
            abandon();
            wake(false);
          });
        }
        poke();
      },
      abandon,
      { claim: attempt },
    );
  }

  /** Waits until a buffer's message has arrived. */
  arrived(id: number): Wait {
    return new Wait((wake) => {
      this.waiting++;
      const looker = (): void => {
        if (this.buffers.get(id) === undefined) return;
        this.lookers.delete(looker);
        clearInterval(again);
        this.waiting--;
        wake(None);
      };
      this.lookers.add(looker);
      this.buffers.want(id);
      this.ring(0);
      // Only for a buffer that crossed with the start of this agent; the main agent answers at its next look.
      const again = setInterval(looker, 1);
    });
  }

  /** A list's waiters that belong to an ended agent. */
  forgetWaiters(list: number, slot: number): void {
    const { heap } = this;
    heap.locked(() => {
      for (const waiter of [...heap.list(list)]) {
        if (heap.w[waiter + WAITER_AGENT] !== slot) continue;
        heap.remove(list, waiter);
        heap.free(waiter);
      }
    });
  }
}

let mine: Agent | null = null;
/** The agent of this JavaScript realm, once interpreters are in use. */
export function agentIfAny(): Agent | null {
  return mine;
}
export function setAgent(a: Agent): void {
  mine = a;
}
let start: () => Agent = () => {
  throw runtimeError('interpreters are not available here');
};
/** pool.ts: how the first use begins. */
export function setStart(f: () => Agent): void {
  start = f;
}
/** The agent of this realm; the first use makes it. */
export function agent(): Agent {
  return mine ?? start();
}
