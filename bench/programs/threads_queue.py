# Four producers, four consumers and a bounded queue.Queue.
import queue
import threading

ITEMS = 100000
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
print(sum(sums))
