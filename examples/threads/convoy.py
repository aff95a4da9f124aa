"""The convoy: how long an I/O-bound thread waits for the GIL beside a CPU-bound one, at two switch intervals."""

import os
import statistics
import sys
import threading
import time

stop = False


def spin():
    while not stop:
        pass


def latencies(n=50):
    """Times from a byte being written to a pipe until the reading thread has it and the GIL."""
    r, w = os.pipe()
    sent = [0.0]
    taken = []

    def read():
        for _ in range(n):
            os.read(r, 1)
            taken.append(time.perf_counter() - sent[0])
            done.set()

    done = threading.Event()
    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(n):
        time.sleep(0.002)
        done.clear()
        sent[0] = time.perf_counter()
        os.write(w, b'x')
        done.wait()
    reader.join()
    os.close(r)
    os.close(w)
    return taken


for interval in (0.005, 0.0005):
    sys.setswitchinterval(interval)
    stop = False
    busy = threading.Thread(target=spin)
    busy.start()
    times = latencies()
    stop = True
    busy.join()
    print(f'switch interval {interval * 1000:g} ms: median {statistics.median(times) * 1000:.2f} ms')
