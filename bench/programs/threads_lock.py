"""Uncontended locks: acquire and release, with and without a with statement."""
import threading

GROUP = 'threads'
EXPECTED = 800_000


def run():
    lock, rlock = threading.Lock(), threading.RLock()
    n = 0
    for _ in range(400_000):
        lock.acquire()
        n += 1
        lock.release()
    for _ in range(400_000):
        with rlock:
            n += 1
    return n
