# Locks and their kin within one process: who has them, time-outs, too many releases.
import multiprocessing as mp
import threading, time
ctx = mp.get_context('spawn')
l = ctx.Lock()
print(l.acquire(), l.acquire(False), l.acquire(timeout=0.05), l)
l.release()
try:
    l.release()
except ValueError as e:
    print(e)
r = ctx.RLock()
print(r.acquire(), r.acquire(), r)
r.release(), r.release()
try:
    r.release()
except AssertionError as e:
    print(e)
s = ctx.BoundedSemaphore(2)
print(s.acquire(), s.acquire(), s.acquire(block=False), s.get_value())
s.release(), s.release()
try:
    s.release()
except ValueError as e:
    print(e)
# A thread that waits leaves the others running, and gets the lock when it is free.
l.acquire()
order = []
t = threading.Thread(target=lambda: (l.acquire(), order.append('got'), l.release()))
t.start()
time.sleep(0.1)
order.append('release')
l.release()
t.join()
print(order)
e = ctx.Event()
threading.Timer(0.05, e.set).start()
print(e.wait(0.001), e.wait(30), e.is_set())
c = ctx.Condition()
with c:
    print(c.wait(0.01))
b = ctx.Barrier(2)
t = threading.Thread(target=b.wait)
t.start()
print(b.wait() in (0, 1))
t.join()

# expect: True False False <Lock(owner=MainProcess)>
# expect: semaphore or lock released too many times
# expect: True True <RLock(MainProcess, 2)>
# expect: attempt to release recursive lock not owned by thread
# expect: True True False 0
# expect: semaphore or lock released too many times
# expect: ['release', 'got']
# expect: False True True
# expect: False
# expect: True
