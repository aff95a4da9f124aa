# Threads start, are joined, have names and identities; an exception ends only its thread and is reported by the hook.
import sys
import threading
import _thread

results = []
def work(n, scale=1):
    results.append((threading.current_thread().name, n * scale))

threads = [threading.Thread(target=work, args=(i,), kwargs={'scale': 10}, name=f'w{i}') for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results))                  # expect: [('w0', 0), ('w1', 10), ('w2', 20)]
print([t.is_alive() for t in threads])  # expect: [False, False, False]
print(len({t.ident for t in threads} | {threading.get_ident()}) >= 2)   # expect: True
print(threading.active_count())         # expect: 1

def fail():
    raise ValueError('in a thread')
seen = []
threading.excepthook = lambda a: seen.append((a.exc_type.__name__, str(a.exc_value), a.thread.name))
t = threading.Thread(target=fail, name='failing')
t.start()
t.join()
print(seen)                             # expect: [('ValueError', 'in a thread', 'failing')]

t = threading.Thread(target=sys.exit, args=(3,))
t.start()
t.join()
print(seen[1:])     # expect: [('SystemExit', '3', 'Thread-1 (exit)')]

unraisable = []
sys.unraisablehook = lambda u: unraisable.append((u.err_msg.split(' <')[0], u.exc_type.__name__))
done = _thread.allocate_lock()
done.acquire()
class AtEnd:
    def __call__(self):
        try:
            1 / 0
        finally:
            done.release()
_thread.start_new_thread(AtEnd(), ())
done.acquire()
while not unraisable:
    pass
print(unraisable)   # expect: [('Exception ignored in thread started by', 'ZeroDivisionError')]
try:
    threads[0].start()
except RuntimeError as e:
    print(e)        # expect: threads can only be started once
try:
    threading.current_thread().join()
except RuntimeError as e:
    print(e)        # expect: cannot join current thread
