# The program ends when its non-daemon threads have; daemon threads are left behind.
import threading
import time

def slow():
    time.sleep(0.05)
    print('slow thread ends')
def forever():
    while True:
        time.sleep(0.01)

threading.Thread(target=forever, daemon=True).start()
threading.Thread(target=slow).start()
threading._register_atexit(print, 'threading atexit')
print('main ends')
# expect: main ends
# expect: threading atexit
# expect: slow thread ends
