# _thread's locks and thread-local data, queue.SimpleQueue, signals, atexit.
import _thread, threading, queue, signal, os, atexit, time

l = _thread.allocate_lock()
print(l.acquire(), l.locked(), l.acquire(False), l.acquire(timeout=0.01), l.release(), l.locked())
with l:
    print(repr(l).split(' at ')[0])
try:
    l.release()
except RuntimeError as e:
    print(e)
r = threading.RLock()
with r, r:
    print(r._is_owned(), repr(r).split(' at ')[0].replace(str(_thread.get_ident()), 'ME'))
for args in ((False, 1), (True, -2), (True, 1e20)):
    try:
        l.acquire(*args)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
class L(threading.local):
    def __init__(self, n):
        self.n = n
x = L(3)
x.y = 4
print(x.n, x.__dict__, threading.current_thread().name, threading.active_count(), threading.main_thread() is threading.current_thread())
c = threading.Condition()
with c:
    print(c.wait(0.01))
e = threading.Event()
print(e.wait(0.01), e.set(), e.wait())
q = queue.SimpleQueue()
q.put(1); q.put(2)
print(q.get(), q.qsize(), q.get_nowait(), q.empty())
try:
    q.get(timeout=0.01)
except queue.Empty as e:
    print(type(e).__name__)
got = []
old = signal.signal(signal.SIGUSR1, lambda n, f: got.append((n, f is not None)))
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
print(got, old, signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.Signals(15), signal.strsignal(2))
signal.signal(signal.SIGALRM, lambda n, f: got.append('alarm'))
signal.setitimer(signal.ITIMER_REAL, 0.02)
time.sleep(0.1)
print(got[-1])
def boom(n, f):
    raise KeyError('from handler')
signal.signal(signal.SIGALRM, boom)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    time.sleep(5)
except KeyError as e:
    print('interrupted', e)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True:
        pass
except KeyError as e:
    print('interrupted', e)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print('KeyboardInterrupt')
atexit.register(print, 'last', end='!\n')
atexit.register(lambda: print('first'))

# expect: True True False False None False
# expect: <locked _thread.lock object
# expect: release unlocked lock
# expect: True <locked _thread.RLock object owner=ME count=2
# expect: ValueError can't specify a timeout for a non-blocking call
# expect: ValueError timeout value must be a non-negative number
# expect: OverflowError timestamp out of range for platform time_t
# expect: 3 {'n': 3, 'y': 4} MainThread 1 True
# expect: False
# expect: False None True
# expect: 1 1 2 True
# expect: Empty
# expect: [(10, True), (10, True)] 0 True 15 Interrupt
# expect: alarm
# expect: interrupted 'from handler'
# expect: interrupted 'from handler'
# expect: KeyboardInterrupt
# expect: first
# expect: last!
