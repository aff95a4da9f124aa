"""Four producers, four consumers, a bounded queue, 100,000 items: nothing is lost, everybody goes home."""

import queue
import threading
import time

ITEMS = 10**5
q = queue.Queue(maxsize=1000)
sums = []


def produce(k):
    for i in range(k, ITEMS, 4):
        q.put(i)


def consume():
    total = 0
    while (item := q.get()) is not None:
        total += item
    sums.append(total)


start = time.perf_counter()
consumers = [threading.Thread(target=consume) for _ in range(4)]
producers = [threading.Thread(target=produce, args=(k,)) for k in range(4)]
for t in consumers + producers:
    t.start()
for t in producers:
    t.join()
for _ in consumers:
    q.put(None)
for t in consumers:
    t.join()
print('nothing lost' if sum(sums) == ITEMS * (ITEMS - 1) // 2 else 'LOST', 'in', len(sums), 'consumers')
print(f'{ITEMS / (time.perf_counter() - start):,.0f} items per second')
