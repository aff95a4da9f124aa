"""Two locks taken in opposite order. Press Ctrl-C: every thread's traceback, and out."""

import faulthandler
import threading
import time

a, b = threading.Lock(), threading.Lock()


def first_a_then_b():
    with a:
        time.sleep(0.1)
        with b:
            print('never')


threading.Thread(target=first_a_then_b, name='a then b', daemon=True).start()
try:
    with b:
        time.sleep(0.1)
        print('deadlocked; press Ctrl-C', flush=True)
        with a:
            print('never')
except KeyboardInterrupt:
    faulthandler.dump_traceback()
    print('out of it')
