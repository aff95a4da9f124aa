# Threads at random: locks, conditions, queues, sleeps, exceptions, cancellations; then everything must add up and nobody
# be left.
# Run by scripts/stress-threads.ts under many schedule seeds; under CPython it must pass too.
import queue
import random
import sys
import threading
import time
from collections import deque
from concurrent.futures import Future

SEED, THREADS = int(sys.argv[1]), int(sys.argv[2])
top = random.Random(SEED)
LOCKS = [threading.Lock() for _ in range(5)]
RLOCK = threading.RLock()
CONDITION = threading.Condition()
SEMAPHORE = threading.Semaphore(3)
QUEUE = queue.Queue(maxsize=4)
SIMPLE = queue.SimpleQueue()
BARRIER = threading.Barrier(3)
OFFERED = deque()
CALLED = []

guarded = [0] * len(LOCKS)      # each changed under its lock only
expected = [0] * len(LOCKS)
nested = 0                      # under RLOCK
inside = 0                      # under SEMAPHORE
waiting = 0                     # under CONDITION
errors = []
raised = []


class Expected(Exception):
    pass


def locked_update(r):
    k = r.randrange(len(LOCKS))
    with LOCKS[k]:
        old = guarded[k]
        if r.random() < 0.3:
            time.sleep(r.random() / 1000)
        guarded[k] = old + 1
    with RLOCK:
        expected[k] += 1


def timed_update(r):
    k = r.randrange(len(LOCKS))
    if LOCKS[k].acquire(timeout=r.random() / 100):
        try:
            old = guarded[k]
            if r.random() < 0.2:
                raise Expected
            guarded[k] = old + 1
            with RLOCK:
                expected[k] += 1
        finally:
            LOCKS[k].release()


def reentrant(r):
    global nested
    with RLOCK:
        old = nested
        with RLOCK:
            if r.random() < 0.1:
                time.sleep(0)
            nested = old + 1
            if r.random() < 0.1:
                nested = old
                raise Expected
            nested = old


def limited(r):
    global inside
    with SEMAPHORE:
        with CONDITION:
            inside += 1
            if inside > 3:
                errors.append('semaphore let too many in')
        time.sleep(r.random() / 2000)
        with CONDITION:
            inside -= 1


def meet(r):
    global waiting
    with CONDITION:
        waiting += 1
        CONDITION.wait(timeout=r.random() / 100)
        waiting -= 1
        CONDITION.notify(2)


def pass_on(r):
    SIMPLE.put(1)
    try:
        QUEUE.put(r.random(), timeout=0.01)
    except queue.Full:
        pass
    else:
        QUEUE.get()             # somebody's: one for each that was put
        QUEUE.task_done()
    SIMPLE.get()


def serve():
    while True:
        try:
            future = OFFERED.popleft()
        except IndexError:
            return
        if future.set_running_or_notify_cancel():
            future.set_result(1)


def offer(r):
    # Cancelled by its owner or run by anybody: one of the two, and both sides agree which.
    future = Future()
    called = []
    future.add_done_callback(called.append)
    OFFERED.append(future)
    if r.random() < 0.5:
        time.sleep(r.random() / 2000)
    if r.random() < 0.5 and future.cancel():
        if not future.cancelled():
            errors.append('cancelled, but not cancelled')
    else:
        serve()
        if future.result(600) != 1:
            errors.append('a future has lost its result')
    CALLED.append((future, called))


def gather(r):
    try:
        BARRIER.wait(timeout=r.random() / 200)
    except threading.BrokenBarrierError:
        with RLOCK:
            if BARRIER.broken:
                BARRIER.reset()


ACTIONS = [locked_update, timed_update, reentrant, limited, meet, pass_on, offer, gather]


def worker(seed):
    r = random.Random(seed)
    for _ in range(r.randrange(1, 6)):
        try:
            r.choice(ACTIONS)(r)
        except Expected:
            raised.append(seed)
        except BaseException as e:
            errors.append(repr(e))
    if r.random() < 0.1:
        raise Expected


threading.excepthook = lambda a: None if a.exc_type is Expected else errors.append(repr(a.exc_value))
threads = [threading.Thread(target=worker, args=(top.random(),)) for _ in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join(600)
    if t.is_alive():
        errors.append('a thread does not end')
        break
if guarded != expected:
    errors.append(f'lost updates: {guarded} {expected}')
if nested or inside or waiting or QUEUE.qsize() or SIMPLE.qsize():
    errors.append(f'left behind: {nested} {inside} {waiting} {QUEUE.qsize()} {SIMPLE.qsize()}')
serve()                         # what was cancelled before anybody came
if OFFERED or BARRIER.n_waiting:
    errors.append('a future or a waiter at the barrier is left')
if any(called != [future] for future, called in CALLED):
    errors.append('not one callback for each future')
if any(lock.locked() for lock in LOCKS) or threading.active_count() > 1:
    errors.append('something is still held or running')
print('; '.join(errors) or 'ok')
