// A thread of the laboratory: a worker that changes counts when it is told to and says what it did. Invariant: it starts no
// interpreter. Its script is the launcher, as that of interpreters' workers is; `workerData.lab` tells them apart.

import type { MessagePort } from 'node:worker_threads';
import { type Done, type Phase, type Regime, work } from './counting.ts';

/** What a worker is told at its start. */
export interface LabOrders {
  readonly me: number;
}

/** One measurement. */
export interface Order {
  readonly memory: SharedArrayBuffer;
  readonly regime: Regime;
  readonly phase: Phase;
  readonly threads: number;
}

/** Answers every order with what this thread did. */
export function serveLab(orders: LabOrders, port: MessagePort): void {
  port.on('message', (order: Order) => {
    const done: Done = work(new Int32Array(order.memory), order.regime, order.phase, orders.me, order.threads);
    port.postMessage(done);
  });
  port.postMessage('ready');
}
