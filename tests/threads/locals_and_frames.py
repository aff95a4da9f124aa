# threading.local and contextvars belong to a thread; sys shows where every thread is.
import contextvars
import sys
import threading

data = threading.local()
data.x = 'main'
var = contextvars.ContextVar('var', default='unset')
var.set('main')
seen = []
ready, go = threading.Event(), threading.Event()
def work():
    seen.append((hasattr(data, 'x'), var.get()))
    data.x = 'worker'
    var.set('worker')
    ready.set()
    go.wait()
t = threading.Thread(target=work, name='worker')
t.start()
ready.wait()
print(seen, data.x, var.get())      # expect: [(False, 'unset')] main main
frames = sys._current_frames()
names = []
f = frames[t.ident]
while f is not None:
    names.append(f.f_code.co_name)
    f = f.f_back
print(names[-3:], frames[threading.get_ident()].f_code.co_name)     # expect: ['run', '_bootstrap_inner', '_bootstrap'] <module>
print('work' in names, sys._current_exceptions()[t.ident])          # expect: True None
go.set()
t.join()
print(t.ident in sys._current_frames())                             # expect: False
print(threading.get_native_id() > 0, sys._is_gil_enabled())         # expect: True True
