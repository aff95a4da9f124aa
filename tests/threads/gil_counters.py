# sys._gil_stats(): what every thread has had of the GIL (our own; CPython has nothing like it).
# requires: 3.14
import sys
import threading
import time

def work():
    for _ in range(3):
        time.sleep(0.001)
    ready.set()
    go.wait()
ready, go = threading.Event(), threading.Event()
t = threading.Thread(target=work)
t.start()
ready.wait()
stats = sys._gil_stats()
mine, other = stats[threading.get_ident()], stats[t.ident]
print(other.waits >= 3, other.acquisitions >= 4, other.held >= 0)   # expect: True True True
print(mine.acquisitions >= 1, mine.held > 0)                        # expect: True True
go.set()
t.join()
print(t.ident in sys._gil_stats())                                  # expect: False
