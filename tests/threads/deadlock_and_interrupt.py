# Two threads that wait for each other's lock: Ctrl-C gets out, as it does of any wait and of a busy loop.
import os
import threading
import time

a, b = threading.Lock(), threading.Lock()
def one():
    with a:
        time.sleep(0.02)
        with b:
            pass
threading.Thread(target=one, daemon=True).start()
threading.Timer(0.1, os.kill, [os.getpid(), 2]).start()
try:
    with b:
        time.sleep(0.02)
        with a:
            print('never')
except KeyboardInterrupt:
    print('interrupted', a.locked())        # expect: interrupted True
held = threading.Lock()
held.acquire()
for what in (lambda: time.sleep(10), threading.Event().wait, held.acquire):
    threading.Timer(0.02, os.kill, [os.getpid(), 2]).start()
    try:
        what()
    except KeyboardInterrupt:
        print('interrupted')
# expect: interrupted
# expect: interrupted
# expect: interrupted
threading.Timer(0.02, os.kill, [os.getpid(), 2]).start()
try:
    while True:
        pass
except KeyboardInterrupt:
    print('interrupted')                    # expect: interrupted
try:
    import _thread
    _thread.interrupt_main()
    print('not reached')
except KeyboardInterrupt:
    print('at once')                        # expect: at once
