# What appending to a long list costs does not depend on its length, while something is watched whose holders are not all
# known; and what is watched still ends at its last reference.
import time
import weakref


class Watched:
    pass


def ended(ref):
    print("ended")


holder = []
watched = Watched()
ref = weakref.ref(watched, ended)
holder.append({"a": [watched]})
x = []
times = []
for n in (0, 100_000):
    x = [bytes(10) for i in range(n)]
    start = time.perf_counter()
    for i in range(2000):
        x.append(bytes(10))
        holder.append(holder.pop())
    times.append(time.perf_counter() - start)
print(times[1] < 0.1 + 20 * times[0] or times)
del watched
holder.clear()
print("over")
# expect: True
# expect: ended
# expect: over
