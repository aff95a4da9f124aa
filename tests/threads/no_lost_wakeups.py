# Several items put, or a waiter that gives up, before the first waiter has run: nobody is forgotten.
import queue
import threading
import time

q = queue.SimpleQueue()
got = []
threads = [threading.Thread(target=lambda: got.append(q.get())) for _ in range(5)]
for t in threads:
    t.start()
time.sleep(0.01)
for i in range(5):
    q.put(i)
for t in threads:
    t.join()
print(sorted(got))                      # expect: [0, 1, 2, 3, 4]
lock = threading.Lock()
for _ in range(20):
    lock.acquire()
    log = []
    def timed():
        if lock.acquire(timeout=0.002):
            lock.release()
    def patient():
        with lock:
            log.append('has it')
    threads = [threading.Thread(target=timed), threading.Thread(target=patient)]
    for t in threads:
        t.start()
    end = time.perf_counter() + 0.002
    while time.perf_counter() < end:
        pass
    lock.release()
    for t in threads:
        t.join()
print(log, lock.locked())               # expect: ['has it'] False
