// Waiting for descriptors without blocking the event loop. Linux's epoll set is itself a descriptor that can be waited
// for: Node's own loop watches it through one pipe handle, so there is no thread and no polling. Where Node keeps its
// handles to itself, one poll(2) in koffi's thread pool does the same (7 µs against 49 µs a wake-up, Node 20).
// Invariant: a watcher is called at most once, never from inside `watch`. A descriptor stays in the set, level-triggered,
// after its watchers have gone: who reads in a loop costs no epoll_ctl. It is silenced when it reports to nobody.

import { closeSync } from 'node:fs';
import { workerThreads } from '../parallel/worker-threads.ts';
import type { Libc } from './libc.ts';

const F_DUPFD_CLOEXEC = 1030;
const F_GETFD = 1;
/** How often a worker thread looks for watched descriptors that another thread has closed, in milliseconds. */
const LOOK_FOR_CLOSED = 200;
const IN = 1;
const ERR = 8;
const HUP = 16;
const ADD = 1;
const DEL = 2;
const MOD = 3;
const ENOENT = 2;
const EEXIST = 17;
const EPERM = 1;

interface Watcher {
  readonly events: number;
  readonly ready: () => void;
}
interface Watched {
  watchers: Watcher[];
  /** Events the kernel reports. */
  armed: number;
  known: boolean;
}

/** What is used of Node's pipe handle. */
interface PipeHandle {
  open(fd: number): number;
  readStart(): number;
  readStop(): number;
  onread: () => void;
}

const BATCH = 64;
/** struct epoll_event is packed on x86 only. */
const SIZE = process.arch === 'x64' ? 12 : 16;
export const EPOLL_EVENT = { size: SIZE, data: SIZE - 8 } as const;

export class Poller {
  private readonly epfd: number;
  private readonly table = new Map<number, Watched>();
  private readonly events = Buffer.alloc(BATCH * SIZE);
  private readonly event = Buffer.alloc(SIZE);
  private waiting = 0;
  /** Node's loop looks at the epoll set. */
  private listening = false;
  private restarting = false;
  private readonly handle: PipeHandle | null;
  private readonly inWorker = !workerThreads().isMainThread;
  private looking: NodeJS.Timeout | null = null;

  constructor(private readonly c: Libc) {
    // Not a number of the standard streams: libuv refuses those as handles.
    const epfd = c.check(c.epoll_create1(0o2000000));
    this.epfd = c.check(c.fcntl(epfd, F_DUPFD_CLOEXEC, 10));
    closeSync(epfd);
    this.handle = this.makeHandle();
  }

  private makeHandle(): PipeHandle | null {
    try {
      // Deprecated in the documentation only; where it is gone the thread pool does it.
      const binding = (process as unknown as { binding(name: string): unknown }).binding('pipe_wrap') as {
        Pipe: new (type: number) => PipeHandle;
        constants: { SOCKET: number };
      };
      const h = new binding.Pipe(binding.constants.SOCKET);
      if (h.open(this.epfd) !== 0) return null;
      h.onread = () => this.wakened();
      return h;
    } catch {
      return null;
    }
  }

  watch(fd: number, events: number, ready: () => void): () => void {
    let w = this.table.get(fd);
    if (w === undefined) {
      w = { watchers: [], armed: 0, known: false };
      this.table.set(fd, w);
    }
    const watcher: Watcher = { events, ready };
    w.watchers.push(watcher);
    this.waiting++;
    if ((w.armed & events) !== events || w.armed === 0) {
      const errno = this.arm(fd, w, w.armed | events | ERR);
      // A plain file is always ready, and whoever watches a closed descriptor finds out by using it.
      if (errno !== 0) setImmediate(() => this.fire(w, watcher));
    }
    this.listen();
    if (this.inWorker && this.looking === null) this.lookForClosed();
    return () => this.drop(w, watcher);
  }

  /**
   * The kernel drops a closed descriptor from the set without a word. Whoever closes one in this thread says so (`forget`);
   * of another interpreter's thread nothing is heard, and who waits here would wait for ever.
   */
  private lookForClosed(): void {
    this.looking = setInterval(() => {
      for (const [fd, w] of this.table) {
        if (w.watchers.length > 0 && this.c.fcntl(fd, F_GETFD, 0) < 0) this.forget(fd);
      }
      if (this.waiting > 0 || this.looking === null) return;
      clearInterval(this.looking);
      this.looking = null;
    }, LOOK_FOR_CLOSED);
    this.looking.unref();
  }

  forget(fd: number): void {
    const w = this.table.get(fd);
    if (w === undefined) return;
    this.table.delete(fd);
    if (w.known) this.c.epoll_ctl(this.epfd, DEL, fd, this.event);
    for (const x of [...w.watchers]) setImmediate(() => this.fire(w, x));
  }

  private arm(fd: number, w: Watched, events: number): number {
    this.event.writeUInt32LE(events >>> 0, 0);
    this.event.writeInt32LE(fd, SIZE - 8);
    let operation = w.known ? MOD : ADD;
    for (;;) {
      if (this.c.epoll_ctl(this.epfd, operation, fd, this.event) === 0) {
        w.known = true;
        w.armed = events;
        return 0;
      }
      const errno = this.c.errno();
      if (errno === ENOENT && operation === MOD) operation = ADD;
      else if (errno === EEXIST && operation === ADD) operation = MOD;
      else return errno === 0 ? EPERM : errno;
    }
  }

  private drop(w: Watched, x: Watcher): boolean {
    const at = w.watchers.indexOf(x);
    if (at < 0) return false;
    w.watchers.splice(at, 1);
    if (--this.waiting === 0 && this.listening) {
      this.listening = false;
      this.handle?.readStop();
    }
    return true;
  }
  private fire(w: Watched, x: Watcher): void {
    if (this.drop(w, x)) x.ready();
  }

  private listen(): void {
    if (this.listening || this.restarting || this.waiting === 0) return;
    this.listening = true;
    if (this.handle === null) {
      const set = new Int32Array([this.epfd, IN]);
      this.c.pollAsync(set, () => {
        this.listening = false;
        this.dispatch();
        this.listen();
      });
      return;
    }
    // After each report the handle counts as broken (an epoll set cannot be read); opening it again mends it.
    this.handle.open(this.epfd);
    this.handle.readStart();
  }

  private wakened(): void {
    this.listening = false;
    this.handle?.readStop();
    // Node ends the reading after this callback whatever happens in it: start again when it is over.
    this.restarting = true;
    setImmediate(() => {
      this.restarting = false;
      this.listen();
    });
    this.dispatch();
  }

  /** Reports what is ready without waiting for Node's loop to see it. */
  poll(): void {
    if (this.waiting > 0) this.dispatch();
  }

  private dispatch(): void {
    const n = this.c.epoll_wait(this.epfd, this.events, BATCH, 0);
    const due: [Watched, Watcher][] = [];
    for (let i = 0; i < n; i++) {
      const events = this.events.readUInt32LE(i * SIZE);
      const fd = this.events.readInt32LE(i * SIZE + SIZE - 8);
      const w = this.table.get(fd);
      if (w === undefined) continue;
      let told = false;
      let left = 0;
      for (const x of w.watchers) {
        left |= x.events;
        if ((events & (x.events | ERR | HUP)) !== 0) {
          told = true;
          due.push([w, x]);
        }
      }
      if (told) continue;
      if (left !== 0) this.arm(fd, w, left | ERR);
      else {
        this.c.epoll_ctl(this.epfd, DEL, fd, this.event);
        this.table.delete(fd);
      }
    }
    for (const [w, x] of due) this.fire(w, x);
  }
}
