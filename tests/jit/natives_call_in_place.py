# Natives call compiled code in place; what waits, ends its time slice, raises or looks at frames there goes on as ever.
import sys
import threading
import time


class Number:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v < other.v
    def __eq__(self, other):
        return self.v == other.v
    def __hash__(self):
        return hash(self.v)
    def __add__(self, other):
        return Number(self.v + (other.v if isinstance(other, Number) else other))
    __radd__ = __add__


lock = threading.Lock()
names = []

def key(v):
    if v == 1990:
        time.sleep(0.001)
    if v == 1995:
        names.append(sys._getframe(1).f_code.co_name)
    with lock:
        return -v

def refuse(v):
    if v == 1999:
        raise KeyError(v)
    return v

def work():
    first = sorted(range(2000), key=key)[0]
    total = sum(v * 2 for v in range(2000))
    most = max(map(Number, range(2000))).v
    added = sum([Number(i) for i in range(2000)], Number(0)).v
    found = {Number(i % 50) for i in range(2000)}
    try:
        list(map(refuse, range(2000)))
    except KeyError as e:
        refused = e.args
    return first, total, most, added, len(found), refused

results = []
threads = [threading.Thread(target=lambda: results.append(work())) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(set(results))
# expect: {(1999, 3998000, 1999, 1999000, 50, (1999,))}
print(set(names))
# expect: {'work'}

def endless():
    n = 0
    while True:
        yield n
        n += 1

def stop():
    time.sleep(0.05)
    done.append(1)

done = []
threading.Thread(target=stop).start()
def until():
    for v in endless():
        if done:
            return v
print(any(done for _ in endless()))
# expect: True
