# A descriptor that one interpreter closes while another one waits for it: that one is told, and does not wait for ever.
# requires: 3.14
import os
import threading
import time
from concurrent import interpreters

r, w = os.pipe()
interp = interpreters.create()
started = interpreters.create_queue()
interp.prepare_main(started=started)
t = threading.Thread(target=interp.exec, args=(f'''
import os
started.put(None)
try:
    os.read({r}, 1)
except OSError as e:
    print(e.strerror)
''',))
t.start()
started.get()
time.sleep(0.2)
os.close(r)
t.join()                       # expect: Bad file descriptor
os.close(w)
interp.close()
