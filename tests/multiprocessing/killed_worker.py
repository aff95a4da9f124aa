# SIGKILL in the middle of a task: everything that was submitted raises BrokenProcessPool, and nothing hangs.
import os
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def wait():
    time.sleep(1000)


def outcome(future):
    try:
        return future.result(timeout=100)
    except BrokenProcessPool as e:
        return type(e).__name__


if __name__ == '__main__':
    pool = ProcessPoolExecutor(2)
    futures = [pool.submit(f) for f in (wait, die, wait, wait)]
    print([outcome(f) for f in futures])
    # expect: ['BrokenProcessPool', 'BrokenProcessPool', 'BrokenProcessPool', 'BrokenProcessPool']
    try:
        pool.submit(die)
    except BrokenProcessPool as e:
        print(e)
        # expect: A child process terminated abruptly, the process pool is not usable anymore
    pool.shutdown()

    # From outside, in the middle of a task; the other worker has nothing to do.
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(abs, -1).result())                   # expect: 1
        future = pool.submit(wait)
        while not future.running():
            time.sleep(0.01)
        os.kill(next(iter(pool._processes)), signal.SIGKILL)
        print(outcome(future))                                 # expect: BrokenProcessPool
