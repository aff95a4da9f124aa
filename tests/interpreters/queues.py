# Queues carry values both ways; who waits is woken; items of an ended interpreter are unbound.
# requires: 3.14
import threading
from concurrent import interpreters

i = interpreters.create()
there, back = interpreters.create_queue(), interpreters.create_queue(2)
i.prepare_main(there=there, back=back)
t = threading.Thread(target=i.exec, args=('''
while (x := there.get()) is not None:
    back.put((type(x).__name__, x))
''',))
t.start()
for v in [1, 2**62, 10**30, 1.5, 'é', '\N{SNAKE}', '\ud800', b'\0\xff', True, (), (1, ('a',)), [1, {'k': {2}}]]:
    there.put(v)
    name, same = back.get()
    print(name, same == v)
there.put(there)
print(back.get()[1] is there)
there.put('x' * 1_000_000)
print(len(back.get()[1]))
there.put(None)
t.join()
# expect: int True
# expect: int True
# expect: int True
# expect: float True
# expect: str True
# expect: str True
# expect: str True
# expect: bytes True
# expect: bool True
# expect: tuple True
# expect: tuple True
# expect: list True
# expect: True
# expect: 1000000
back.put(1)
back.put(2)
print(back.full(), back.qsize())           # expect: True 2
try:
    back.put(3, timeout=0)
except interpreters.QueueFull as e:
    print(e)                               # expect: queue 2 is full
print(back.get(), back.get())              # expect: 1 2
try:
    back.get_nowait()
except interpreters.QueueEmpty as e:
    print(e)                               # expect: queue 2 is empty
i.exec('back.put([1, 2])')
i.close()
print(back.get())                          # expect: concurrent.interpreters._queues.UNBOUND
