# Four producers and four consumers share a bounded queue: nothing is lost, and all end.
import queue
import threading

ITEMS = 2000
q = queue.Queue(maxsize=50)
totals = []
def produce(k):
    for i in range(k, ITEMS, 4):
        q.put(i)
def consume():
    total = n = 0
    while (item := q.get()) is not None:
        total += item
        n += 1
        q.task_done()
    q.task_done()
    totals.append((n, total))
consumers = [threading.Thread(target=consume) for _ in range(4)]
producers = [threading.Thread(target=produce, args=(k,)) for k in range(4)]
for t in consumers + producers:
    t.start()
for t in producers:
    t.join()
for _ in consumers:
    q.put(None)
q.join()
for t in consumers:
    t.join()
print(sum(n for n, _ in totals), sum(s for _, s in totals))     # expect: 2000 1999000
print(threading.active_count(), q.qsize())                      # expect: 1 0
