# An interpreter made and used in a threading.Thread.
# requires: 3.14
import threading
from concurrent import interpreters

def work(n):
    i = interpreters.create()
    i.exec(f'print("hello from", {n})')
    i.close()

for n in range(2):
    t = threading.Thread(target=work, args=(n,))
    t.start()
    t.join()
# expect: hello from 0
# expect: hello from 1
