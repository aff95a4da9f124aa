"""Interpreters that come and go, and are ended in the middle of everything: nothing may leak, nothing may hang.

    bin/typhon scripts/stress-interpreters.py [cycles [seconds of faults]]

Prints memory while it cycles through create, exec and close, then ends running interpreters while they compute, put
into a queue, hold a lock of it, or sleep, and says how long close() took.
"""

import random
import sys
import threading
import time

from concurrent import interpreters


def megabytes():
    with open('/proc/self/statm') as f:
        return int(f.read().split()[1]) * 4096 / 1e6


def cycles(count, show=True):
    """Memory after the first third, when every worker has been used, and at the end."""
    started = time.perf_counter()
    early = None
    for k in range(1, count + 1):
        interp = interpreters.create()
        interp.exec(f'x = {k}')
        interp.close()
        if k == max(1, count // 3):
            early = megabytes()
        if show and k % max(1, count // 10) == 0:
            ms = (time.perf_counter() - started) * 1000 / k
            print(f'{k:6} cycles  {megabytes():7.0f} MB  {ms:6.0f} ms a cycle', flush=True)
    return early, megabytes()


FAULTS = {
    'computing': 'while True: pass',
    'sleeping': 'import time; time.sleep(1000)',
    'putting': 'while True:\n    q.put(b"x" * 1000)\n    q.get()',
    'in a lock': 'import threading; l = threading.Lock(); l.acquire(); l.acquire()',
    'allocating': 'l = []\nwhile True: l.append([0] * 100)',
}


def faults(seconds):
    """Worst time of close() by what the interpreter was doing."""
    worst = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(worst) < len(FAULTS):
        what = random.choice(list(FAULTS)) if len(worst) == len(FAULTS) else list(FAULTS)[len(worst)]
        q = interpreters.create_queue()
        interp = interpreters.create()
        interp.prepare_main(q=q)
        outcome = []

        def run():
            try:
                interp.exec(FAULTS[what])
            except interpreters.InterpreterError:
                outcome.append('ended')
        t = threading.Thread(target=run)
        t.start()
        time.sleep(random.uniform(0.05, 0.2))
        begin = time.perf_counter()
        interp.close()
        worst[what] = max(worst.get(what, 0), (time.perf_counter() - begin) * 1000)
        t.join(10)
        assert outcome == ['ended'], (what, outcome)
        # What it shared is as usable as before.
        while q.qsize():
            q.get_nowait()
        q.put('after')
        assert q.get() == 'after'
    return worst


if __name__ == '__main__':
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    early, late = cycles(count)
    print(f'{late - early:+.0f} MB in the last two thirds; {len(interpreters.list_all())} interpreter left')
    for what, ms in faults(float(sys.argv[2]) if len(sys.argv) > 2 else 10).items():
        print(f'close() while {what}: {ms:.0f} ms at worst')
