"""A thread that loops for ever does not keep the main thread from waking on time and ending it."""

import threading
import time

running = True


def loop():
    while running:
        pass


t = threading.Thread(target=loop)
t.start()
start = time.perf_counter()
time.sleep(0.1)
late = time.perf_counter() - start - 0.1
running = False
t.join()
print('on time' if late < 0.02 else f'late by {late * 1000:.1f} ms')
