// SharedArrayBuffers that several interpreters use, by number. A buffer cannot be written into shared memory, so it goes
// to all agents in a message before its number does. Invariant: whoever meets a number finds the buffer in its table, in
// a message that has arrived, or asks for it; a buffer leaves the tables when nobody counts it any more.

import type { BroadcastChannel } from 'node:worker_threads';
import { BUFFERS, type Heap, NEXT_BUFFER } from './heap.ts';
import { workerThreads } from './worker-threads.ts';

type Message =
  | { readonly id: number; readonly memory: SharedArrayBuffer }
  | { readonly drop: number }
  | { readonly want: number };

/** Words of a buffer's record after the link: its number, how many count it. */
const ID = 1;
const COUNT = 2;

export class Buffers {
  private readonly table = new Map<number, SharedArrayBuffer>();
  private readonly ids = new WeakMap<SharedArrayBuffer, number>();
  private readonly channel: BroadcastChannel;
  private readonly gone = new FinalizationRegistry<number>((id) => this.uncount(id));

  constructor(
    private readonly heap: Heap,
    name: string,
    known: ReadonlyMap<number, SharedArrayBuffer> = new Map(),
  ) {
    this.channel = new (workerThreads().BroadcastChannel)(name);
    // Node hands messages out from its event loop; `look` takes those that wait for that.
    this.channel.onmessage = (event) => this.open((event as { readonly data: Message }).data); // nobody else has the channel's name
    this.channel.unref();
    for (const [id, memory] of known) this.keep(id, memory);
  }

  /** What an agent that starts now has to know. */
  known(): Map<number, SharedArrayBuffer> {
    this.look();
    return new Map(this.table);
  }

  private keep(id: number, memory: SharedArrayBuffer): void {
    this.table.set(id, memory);
    this.ids.set(memory, id);
  }

  /** The number of a buffer, counted once more for whoever will receive it. */
  share(memory: SharedArrayBuffer): number {
    const { heap } = this;
    const known = this.ids.get(memory);
    if (known !== undefined) {
      const record = heap.find(BUFFERS, known);
      if (record !== 0) {
        heap.locked(() => heap.w[record + COUNT]++);
        return known;
      }
    }
    const id = Atomics.add(heap.w, NEXT_BUFFER, 1);
    const record = heap.alloc(12);
    heap.w[record + ID] = id;
    heap.w[record + COUNT] = 1;
    heap.locked(() => heap.pushFirst(BUFFERS, record));
    this.keep(id, memory);
    this.post({ id, memory });
    return id;
  }

  /** The buffer of a number; undefined when it has not arrived (then `want` it). */
  get(id: number): SharedArrayBuffer | undefined {
    if (!this.table.has(id)) this.look();
    return this.table.get(id);
  }
  want(id: number): void {
    this.post({ want: id });
  }

  /** The receiver keeps the buffer as long as `holder` lives. */
  countFor(holder: object, id: number): void {
    this.gone.register(holder, id);
  }

  /** One less uses it. */
  uncount(id: number): void {
    const { heap } = this;
    const last = heap.locked(() => {
      const record = heap.find(BUFFERS, id);
      if (record === 0 || --heap.w[record + COUNT] > 0) return false;
      heap.remove(BUFFERS, record);
      heap.free(record);
      return true;
    });
    if (!last) return;
    this.table.delete(id);
    this.post({ drop: id });
  }

  private post(m: Message): void {
    this.channel.postMessage(m);
  }

  /** Takes the messages that have arrived. */
  look(): void {
    const receive = workerThreads().receiveMessageOnPort;
    for (;;) {
      const m = receive(this.channel as unknown as Parameters<typeof receive>[0]); // documented to take both
      if (m === undefined) return;
      this.open(m.message as Message); // as above
    }
  }
  private open(message: Message): void {
    if ('memory' in message) this.keep(message.id, message.memory);
    else if ('drop' in message) this.table.delete(message.drop);
    else {
      const memory = this.table.get(message.want);
      if (memory !== undefined) this.post({ id: message.want, memory });
    }
  }

  close(): void {
    this.channel.close();
  }
}
