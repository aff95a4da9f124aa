# Code in an interpreter is compiled like the main one's: a loop takes about the same time in both.

from concurrent import interpreters

JOB = """
import time
def job(n):
    h = 17
    for i in range(n):
        h = (h * 31 + i) % 1000003
    return h
def best():
    times = []
    for _ in range(6):
        start = time.process_time()
        job(1_000_000)
        times.append(time.process_time() - start)
    return min(times)
"""
exec(JOB)
results = interpreters.create_queue()
other = interpreters.create()
other.prepare_main(results=results)
other.exec(JOB + "results.put(best())")
print(results.get() < 3 * best())
# expect: True
