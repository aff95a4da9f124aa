"""Threads that do nothing: create, start, join."""
import threading

GROUP = 'threads'
EXPECTED = 2000


def run():
    done = []
    for i in range(2000):
        t = threading.Thread(target=done.append, args=(i,))
        t.start()
        t.join()
    return len(done)
