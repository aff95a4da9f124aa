"""Four producers, four consumers and a bounded queue.Queue."""
import queue
import threading

GROUP = 'threads'
ITEMS = 80_000
EXPECTED = ITEMS * (ITEMS - 1) // 2


def run():
    q = queue.Queue(maxsize=1000)
    sums = []

    def produce(k):
        for i in range(k, ITEMS, 4):
            q.put(i)

    def consume():
        total = 0
        while True:
            item = q.get()
            if item is None:
                break
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
    return sum(sums)
