# A profiler comes and goes while the end of objects is noticed: instructions tell of both, once, and then of neither.
import sys


class Watched:
    def __del__(self):
        print("end of", self.name)


def work(name):
    w = Watched()
    w.name = name
    total = 0
    for i in range(3):
        total += i if i != 1 else -i
    return total


def count(frame, event, argument):
    seen.append(event)


seen = []
work("first")
for i in range(3):
    sys.setprofile(count)
    work(f"profiled {i}")
    sys.setprofile(None)
    work(f"not profiled {i}")
print(len(seen) > 10)
# expect: end of first
# expect: end of profiled 0
# expect: end of not profiled 0
# expect: end of profiled 1
# expect: end of not profiled 1
# expect: end of profiled 2
# expect: end of not profiled 2
# expect: True
