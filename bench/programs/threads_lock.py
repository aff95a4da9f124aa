# Uncontended locks: acquire and release, with and without a with statement.
import threading

lock, rlock = threading.Lock(), threading.RLock()
n = 0
for _ in range(400000):
    lock.acquire()
    n += 1
    lock.release()
for _ in range(400000):
    with rlock:
        n += 1
print(n)
