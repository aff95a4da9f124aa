# An interpreter that is ended while it runs code in another one: the other finishes, and can be used again.
# requires: 3.14
import threading
import time
from concurrent import interpreters

inner = interpreters.create()
outer = interpreters.create()
started = interpreters.create_queue()
go_on = interpreters.create_queue()
inner.prepare_main(started=started, go_on=go_on)


def run():
    try:
        outer.exec(f'''
from concurrent import interpreters
inner = [i for i in interpreters.list_all() if i.id == {inner.id}][0]
inner.exec("started.put(None); go_on.get(); done = True")
''')
    except interpreters.InterpreterError as e:
        print(e)                       # expect: interpreter 2 was closed while it was running


t = threading.Thread(target=run)
t.start()
started.get()
outer.close()
t.join()
print(inner.is_running())              # expect: True
go_on.put(None)
while inner.is_running():
    time.sleep(0.01)
inner.exec('print(done)')              # expect: True
inner.close()
