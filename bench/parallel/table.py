"""The same work serial, in threads, interpreters and processes, and what each kind of worker costs: one JSON object.

Runs in Typhon and in CPython 3.13 (whose interpreters are in test.support); scripts/parallel-table.ts runs both.
"""

import json
import multiprocessing as mp
import os
import statistics
import sys
import threading
import time
from multiprocessing import shared_memory

try:
    from concurrent import interpreters
    create_queue, SYNC = interpreters.create_queue, {}
    QUEUE = 'from concurrent.interpreters import Queue'
except ImportError:
    from test.support import interpreters
    from test.support.interpreters import queues
    create_queue, SYNC = queues.create, {'syncobj': True}
    QUEUE = 'from test.support.interpreters.queues import Queue'

WORKERS = 2
SIZE = 80_000_000
JOB = '''
def job(n):
    h = 17
    for i in range(n):
        h = (h * 31 + i) % 1000003
    return h
'''
exec(JOB)


def clock(f):
    start = time.perf_counter()
    f()
    return (time.perf_counter() - start) * 1000


def together(run):
    threads = [threading.Thread(target=run, args=(k,)) for k in range(WORKERS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def rss(pid='self'):
    """Resident megabytes of a process, shared pages divided among those that share them."""
    with open(f'/proc/{pid}/smaps_rollup') as f:
        return next(int(line.split()[1]) for line in f if line.startswith('Pss:')) / 1000


def nothing():
    pass


def echo(inbox, outbox):
    while (item := inbox.get()) is not None:
        outbox.put(item)


def echo_pipe(conn):
    while item := conn.recv_bytes():
        conn.send_bytes(item if len(item) < 1000 else b'ok')


def wait_for(event):
    event.wait()


def main():
    ctx = mp.get_context('spawn')
    result = {'python': sys.implementation.name + ' ' + '.'.join(map(str, sys.version_info[:2]))}
    job(300_000)  # compiled, where there is a compiler
    n = int(300_000 * 800 / min(clock(lambda: job(300_000)) for _ in range(3)))

    # Start-up and memory.
    before = rss()
    result['interpreter: first start'] = clock(lambda: interpreters.create().exec('pass'))
    time.sleep(2)
    first = interpreters.create()
    result['interpreter: create'] = clock(lambda: interpreters.create())
    time.sleep(2)
    interps = []

    def start():
        interps.append(interpreters.create())
        interps[-1].exec('pass')
    result['interpreter: create and exec'] = clock(start)
    result["exec('pass')"] = statistics.median(clock(lambda: interps[0].exec('pass')) for _ in range(50))
    while len(interps) < 4:
        start()
    time.sleep(1)
    result['memory of an interpreter (MB)'] = (rss() - before) / len(interpreters.list_all()[1:])

    def process():
        p = ctx.Process(target=nothing)
        p.start()
        p.join()
    process()  # the resource tracker is one more, once
    result['process: start to end'] = statistics.median(clock(process) for _ in range(5))
    event = ctx.Event()
    p = ctx.Process(target=wait_for, args=(event,))
    p.start()
    time.sleep(2)
    result['memory of a process (MB)'] = rss(p.pid)
    event.set()
    p.join()

    # The job.
    result['job: serial'] = clock(lambda: [job(n) for _ in range(WORKERS)])
    result['job: threads'] = clock(lambda: together(lambda k: job(n)))
    for i in interps[:WORKERS]:
        i.exec(JOB + '\njob(300_000)')
    result['job: interpreters'] = clock(lambda: together(lambda k: interps[k].exec(f'job({n})')))
    with ctx.Pool(WORKERS) as pool:
        pool.map(job, [300_000] * WORKERS * 2, chunksize=1)
        result['job: processes'] = clock(lambda: pool.map(job, [n] * WORKERS, chunksize=1))

    # 100 bytes there and back.
    data = bytes(100)
    inbox, outbox = create_queue(), create_queue()
    worker = interpreters.create()
    worker.exec(f'{QUEUE}; inbox, outbox = Queue({inbox.id}), Queue({outbox.id})')
    t = threading.Thread(target=worker.exec, args=(
        f'while (x := inbox.get()) is not None: outbox.put(x, **{SYNC})',))
    t.start()

    def trip():
        inbox.put(data, **SYNC)
        outbox.get()
    trip()
    result['100 bytes: interpreters, queues'] = statistics.median(clock(trip) for _ in range(200))
    inbox.put(None, **SYNC)
    t.join()
    qs = ctx.Queue(), ctx.Queue()
    p = ctx.Process(target=echo, args=qs)
    p.start()

    def trip():
        qs[0].put(data)
        qs[1].get()
    trip()
    result['100 bytes: processes, queues'] = statistics.median(clock(trip) for _ in range(200))
    qs[0].put(None)
    p.join()
    here, there = ctx.Pipe()
    p = ctx.Process(target=echo_pipe, args=(there,))
    p.start()

    def trip():
        here.send_bytes(data)
        here.recv_bytes()
    trip()
    result['100 bytes: processes, pipe'] = statistics.median(clock(trip) for _ in range(200))

    # 80 MB handed over.
    big = bytearray(SIZE)
    q = create_queue()

    def view():
        q.put(memoryview(big), **SYNC)
        q.get().release()
    result['80 MB: memoryview, first'] = clock(view)
    result['80 MB: memoryview, again'] = min(clock(view) for _ in range(5))
    memory = shared_memory.SharedMemory(create=True, size=SIZE)
    memory.buf[:5] = b'hello'

    def attach():
        m = shared_memory.SharedMemory(memory.name)
        assert bytes(m.buf[:5]) == b'hello'
        m.close()
    attach()
    result['80 MB: shared memory by name'] = min(clock(attach) for _ in range(5))
    memory.close()
    memory.unlink()

    def pipe():
        here.send_bytes(big)
        here.recv_bytes()
    result['80 MB: pipe to a process'] = min(clock(pipe) for _ in range(2))
    here.send_bytes(b'')
    p.join()
    print(json.dumps(result))
    sys.stdout.flush()


if __name__ == '__main__':
    main()
