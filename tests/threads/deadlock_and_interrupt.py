# Two threads that wait for each other's lock: Ctrl-C gets out, as it does of any wait and of a busy loop.
import _thread
import os
import threading
import time

def control_c_soon():
    threading.Timer(0.3, os.kill, [os.getpid(), 2]).start()

a, b, have_a = threading.Lock(), threading.Lock(), threading.Event()
def one():
    with a:
        have_a.set()
        with b:
            pass
try:
    with b:
        threading.Thread(target=one, daemon=True).start()
        have_a.wait()
        control_c_soon()
        with a:
            print('never')
except KeyboardInterrupt:
    print('interrupted')                    # expect: interrupted
held = threading.Lock()
held.acquire()
def busy():
    while True:
        pass
for what in (lambda: time.sleep(10), threading.Event().wait, held.acquire, busy):
    try:
        control_c_soon()
        what()
    except KeyboardInterrupt:
        print('interrupted')
# expect: interrupted
# expect: interrupted
# expect: interrupted
# expect: interrupted
try:
    _thread.interrupt_main()
    print('not reached')
except KeyboardInterrupt:
    print('at once')                        # expect: at once
