"""An interpreter is created and run from inside a thread."""

import threading
from concurrent import interpreters


def work():
    interp = interpreters.create()
    interp.exec("print('hello from an interpreter of its own')")
    interp.close()


thread = threading.Thread(target=work)
thread.start()
thread.join()
print('interpreters left:', len(interpreters.list_all()))
