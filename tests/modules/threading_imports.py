# threading: locks, events, local data and thread objects exist.
import threading, queue
lock = threading.Lock()
with lock: print(lock.locked())
print(lock.locked(), threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
r = threading.RLock()
with r, r: print('re-entered')
q = queue.Queue()
q.put(1)
print(q.get(), q.empty())
local = threading.local()
local.x = 5
print(local.x)

# expect: True
# expect: False MainThread True 1
# expect: re-entered
# expect: 1 True
# expect: 5
