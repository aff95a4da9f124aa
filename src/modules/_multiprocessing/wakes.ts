// How an agent is told by another process, or another agent of this one, to look at the semaphores its threads wait for: a
// datagram to a socket of its own in the abstract namespace, which goes with the process. Invariant: a datagram means
// "look"; one that is lost because too many are there already says no more than those.

import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { HostError } from '../../runtime/host.ts';
import { POLLIN } from '../../runtime/system.ts';
import { system } from '../support/blocking.ts';

const AF_UNIX = 1;
const SOCK_DGRAM = 2;

/** The address of the agent with a number in a process: struct sockaddr_un. */
function addressOf(pid: number, number: number): Uint8Array {
  const name = new TextEncoder().encode(`\0typhon-${pid}-${number}`);
  const address = new Uint8Array(2 + name.length);
  address[0] = AF_UNIX;
  address.set(name, 2);
  return address;
}

/** One agent's socket. */
export class Wakes {
  readonly number = 1 + Math.floor(Math.random() * 0x7ffffffe);
  private readonly fd: number;
  private readonly lookers = new Set<() => void>();
  private unwatch: (() => void) | null = null;

  constructor(readonly pid: number) {
    this.fd = system().socket(AF_UNIX, SOCK_DGRAM, 0);
    system().bind(this.fd, addressOf(pid, this.number));
  }

  add(look: () => void): void {
    this.lookers.add(look);
    this.listen();
  }
  remove(look: () => void): void {
    this.lookers.delete(look);
    if (this.lookers.size > 0) return;
    this.unwatch?.();
    this.unwatch = null;
  }

  private listen(): void {
    this.unwatch ??= system().watch(this.fd, POLLIN, () => {
      this.unwatch = null;
      this.drain();
      for (const look of [...this.lookers]) look();
      if (this.lookers.size > 0) this.listen();
    });
  }
  private drain(): void {
    const scratch = new Uint8Array(1);
    while (system().recv(this.fd, scratch, 0) >= 0);
  }

  /** Blocks this agent until it is told to look or the time (-1: for ever) is over. */
  block(ms: number): void {
    system().poll(new Int32Array([this.fd, POLLIN]), ms < 0 ? -1 : Math.ceil(ms));
    this.drain();
  }

  /** Tells an agent to look; false when there is no such agent any more. */
  tell(pid: number, number: number): boolean {
    try {
      system().send(this.fd, new Uint8Array(1), 0, addressOf(pid, number));
      return true;
    } catch (e) {
      if (e instanceof HostError && (e.errno === ERRNO.ECONNREFUSED || e.errno === ERRNO.ENOENT)) return false;
      throw e;
    }
  }
}
