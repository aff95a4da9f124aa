# close() ends an interpreter in an endless loop; who waits for it is told, and nobody else notices.
# requires: 3.14
import threading
import time
from concurrent import interpreters

i = interpreters.create()
i.exec('pass')
told = []

def run():
    try:
        i.exec('while True: pass')
    except interpreters.InterpreterError as e:
        told.append(str(e))

t = threading.Thread(target=run)
t.start()
while not i.is_running():
    time.sleep(0.01)
i.close()
t.join()
print(told)                                # expect: ['interpreter 1 was closed while it was running']
print(interpreters.list_all())             # expect: [Interpreter(0)]
j = interpreters.create()
j.exec('print("next")')                    # expect: next
