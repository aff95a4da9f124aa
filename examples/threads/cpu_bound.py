"""Two CPU-bound tasks, one after the other and in two threads: under a GIL threads do not make them faster."""

import threading
import time

N = 10**7


def task():
    for i in range(N):
        _ = i * i


start = time.perf_counter()
task()
task()
serial = time.perf_counter() - start

start = time.perf_counter()
threads = [threading.Thread(target=task) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
threaded = time.perf_counter() - start

print(f'one after the other: {serial:.2f} s')
print(f'in two threads:      {threaded:.2f} s  ({threaded / serial:.2f} times)')
