# A thread that never waits does not keep others from running, and a sleeper wakes on time.
import threading
import time
import sys

stop = False
def spin():
    global count
    count = 0
    while not stop:
        count += 1
t = threading.Thread(target=spin)
t.start()
start = time.perf_counter()
time.sleep(0.1)
late = time.perf_counter() - start - 0.1
stop = True
t.join()
print(late < 0.1, count > 0)            # expect: True True
print(sys.getswitchinterval())          # expect: 0.005
sys.setswitchinterval(0.0005)
print(round(sys.getswitchinterval(), 6))    # expect: 0.0005
order = []
def alternate(name):
    for _ in range(20):
        end = time.perf_counter() + 0.002
        while time.perf_counter() < end:
            pass
        order.append(name)
threads = [threading.Thread(target=alternate, args=(n,)) for n in 'ab']
for t in threads:
    t.start()
for t in threads:
    t.join()
text = ''.join(order)
print(text.count('a'), text.count('b'), text not in ('a' * 20 + 'b' * 20, 'b' * 20 + 'a' * 20))   # expect: 20 20 True
