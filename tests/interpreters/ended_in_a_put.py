# Interpreters that are ended while they put into a queue that others use: the queue works on, its count is right, and nobody
# waits for a lock that went with them.
# requires: 3.14
import random
import threading
import time
from concurrent import interpreters

SCRIPT = '''
while True:
    q.put(b'x' * 200)
    q.put((1, 'two', 3.0))
    q.get()
'''


def run(interp, outcome):
    try:
        interp.exec(SCRIPT)
    except interpreters.InterpreterError as e:
        outcome.append('closed' in str(e))


q = interpreters.create_queue()
other = interpreters.create_queue()
outcome = []
for k in range(8):
    interp = interpreters.create()
    interp.prepare_main(q=q)
    t = threading.Thread(target=run, args=(interp, outcome))
    t.start()
    end = time.monotonic() + random.uniform(0.02, 0.06)
    while time.monotonic() < end:
        try:
            q.get(timeout=0.01)
        except interpreters.QueueEmpty:
            pass
        q.put(k)
    interp.close()
    t.join()
    while q.qsize():
        q.get_nowait()
    q.put(k)
    assert q.get() == k and q.empty()
print(outcome)              # expect: [True, True, True, True, True, True, True, True]

# Whoever waits for something that would have come from it gets what another one sends.
waiting = interpreters.create()
waiting.prepare_main(q=q, other=other)
t = threading.Thread(target=waiting.exec, args=('other.put("waits"); other.put(("got", q.get()))',))
t.start()
print(other.get())          # expect: waits
q.put('mine')
print(other.get())          # expect: ('got', 'mine')
t.join()
waiting.close()
print(len(interpreters.list_all()))    # expect: 1
