# tracemalloc: objects are traced to the line that made them, counted while they live, and the peak is remembered.
import sys
import tracemalloc

before = b"y" * 10
print(tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback(before))
tracemalloc.start(2)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())


def make(n):
    return b"x" * n


data = make(1_000_000)
t = tracemalloc.get_object_traceback(data)
print([f.lineno for f in t], tracemalloc.get_object_traceback(before))
size, peak = tracemalloc.get_traced_memory()
print(1_000_000 <= size < 1_100_000, peak >= size)

first = tracemalloc.take_snapshot()
rows = [[str(i) * 3, i] for i in range(1000, 3000)]
second = tracemalloc.take_snapshot()
top = second.compare_to(first, "lineno")[0]
print(top.traceback[0].lineno, top.size_diff > 200_000)
only = second.filter_traces([tracemalloc.Filter(True, __file__, 12)])
print([s.size for s in only.statistics("lineno")] == [sys.getsizeof(data)])

data = rows = None
size, later = tracemalloc.get_traced_memory()
print(size < 200_000, later >= 1_000_000)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < 200_000)
tracemalloc.stop()
print(tracemalloc.get_traced_memory(), tracemalloc.is_tracing())


# expect: (0, 0) None
# expect: True 2
# expect: [15, 12] None
# expect: True True
# expect: 22 True
# expect: True
# expect: True True
# expect: True
# expect: (0, 0) False
