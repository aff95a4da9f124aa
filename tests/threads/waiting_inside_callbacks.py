# A native function that called back into Python cannot be put down; while that code waits, other threads run.
import queue
import threading
import time

class Key:
    def __init__(self, what):
        self.what = what
    def __hash__(self):
        self.what()
        return 1
    def __eq__(self, other):
        return self is other

lock = threading.Lock()
lock.acquire()
log = []
def other():
    for i in range(3):
        log.append(i)
        time.sleep(0.002)
    lock.release()
t = threading.Thread(target=other)
t.start()
d = {Key(lock.acquire): 1}
print(log, lock.locked())           # expect: [0, 1, 2] True
start = time.perf_counter()
d[Key(lambda: time.sleep(0.02))] = 2
print(time.perf_counter() - start >= 0.02, len(d))      # expect: True 2
q = queue.SimpleQueue()
t = threading.Timer(0.005, q.put, ['item'])
t.start()
d[Key(lambda: log.append(q.get()))] = 3
print(log[-1])                      # expect: item
done = threading.Event()
t = threading.Timer(0.005, done.set)
t.start()
print(sorted([3, 1, 2], key=lambda x: done.wait() and x))   # expect: [1, 2, 3]
