# A handler runs on top of a wait, which then goes on for the rest of its time; one that raises ends it.
import signal
import threading
import time

calls = []
def handler(signum, frame):
    calls.append(frame.f_code.co_name)
    time.sleep(0.01)        # a handler may wait itself
signal.signal(signal.SIGALRM, handler)
def sleeper():
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    start = time.perf_counter()
    time.sleep(0.08)
    return time.perf_counter() - start
print(sleeper() >= 0.08, calls)         # expect: True ['sleeper']
lock = threading.Lock()
lock.acquire()
signal.setitimer(signal.ITIMER_REAL, 0.01)
print(lock.acquire(timeout=0.05), len(calls))   # expect: False 2
threading.Timer(0.04, lock.release).start()
signal.setitimer(signal.ITIMER_REAL, 0.01)
print(lock.acquire(), len(calls))       # expect: True 3
def raising(signum, frame):
    raise KeyError(signum)
signal.signal(signal.SIGALRM, raising)
signal.setitimer(signal.ITIMER_REAL, 0.01)
try:
    lock.acquire()
except KeyError as e:
    print('out', e)                     # expect: out 14
lock.release()
print(lock.acquire(blocking=False))     # expect: True
