"""n += 1 in two threads without a lock: an update is lost when a thread is put down between its read and its write.

The clock puts threads down every 5 ms, so it hardly ever happens. A seed chooses the switch points instead, and the same
seed chooses the same ones: typhon --schedule seed=4 examples/threads/lost_update.py
"""

import sys
import threading

ROUNDS = 500
n = 0
switches = []


def work():
    global n
    for _ in range(ROUNDS):
        n += 1
    if hasattr(sys, "_gil_stats"):
        switches.append(sys._gil_stats()[threading.get_ident()].forced_switches)


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(f"{n} of {2 * ROUNDS}, {2 * ROUNDS - n} updates lost")
if switches:
    print(f"put down {switches[0]} and {switches[1]} times")
