# close() ends an interpreter at once that is in a compiled loop, in a native function, or waits for the system.
# requires: 3.14
import os
import threading
import time
from concurrent import interpreters

SCRIPTS = {
    'compiled': 'def f():\n    n = 0\n    while True:\n        n += 1\nstarted.put(1)\nf()',
    'native': 'import re\nstarted.put(1)\nre.match("(a+)+$", "a" * 40 + "b")',
    'callback': 'started.put(1)\nx = list(range(10**5))\nwhile True: sorted(x, key=lambda v: -v)',
    'threads': 'import threading\ndef spin():\n    while True: pass\n'
               'ts = [threading.Thread(target=spin) for _ in range(2)]\n'
               'for t in ts: t.start()\nstarted.put(1)\nfor t in ts: t.join()',
    'reading': 'import os\nr, w = os.pipe()\nstarted.put(1)\nos.read(r, 1)',
    'lock': 'import threading\nl = threading.Lock()\nl.acquire()\nstarted.put(1)\nl.acquire()',
    'waiting': 'started.put(1)\nnever.get()',
}
started = interpreters.create_queue()
never = interpreters.create_queue()
slow = []
for name, script in SCRIPTS.items():
    interp = interpreters.create()
    interp.prepare_main(started=started, never=never)
    outcome = []

    def run():
        try:
            interp.exec(script)
        except interpreters.InterpreterError as e:
            outcome.append('closed' in str(e))

    t = threading.Thread(target=run)
    t.start()
    started.get()
    time.sleep(0.2)
    begin = time.perf_counter()
    interp.close()
    took = time.perf_counter() - begin
    t.join()
    # 5 to 15 ms here; ten times the 100 ms it may take, for machines with other things to do.
    if took > 1:
        slow.append((name, took))
    print(name, outcome)
print(slow)
# expect: compiled [True]
# expect: native [True]
# expect: callback [True]
# expect: threads [True]
# expect: reading [True]
# expect: lock [True]
# expect: waiting [True]
# expect: []
