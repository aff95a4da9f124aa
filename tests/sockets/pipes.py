# Pipes between threads: reads and writes wait, ends and errors arrive; epoll and poll know them.
import os
import select
import threading

r, w = os.pipe()
print(os.get_inheritable(r), os.get_blocking(r))  # expect: False True
threading.Timer(0.05, os.write, [w, b"hello"]).start()
print(os.read(r, 100))  # expect: b'hello'

data = bytes(1000) * 1000
writer = threading.Thread(target=lambda: (os.write(w, data), os.close(w)))
writer.start()
with open(r, "rb") as f:
    print(f.read() == data)  # expect: True
writer.join()

r, w = os.pipe()
os.set_blocking(r, False)
try:
    os.read(r, 1)
except BlockingIOError as e:
    print(e.strerror)  # expect: Resource temporarily unavailable
p = select.poll()
p.register(r, select.POLLIN)
print(p.poll(0))  # expect: []
with select.epoll() as e:
    e.register(r, select.EPOLLIN)
    threading.Timer(0.05, os.write, [w, b"x"]).start()
    print(e.poll(5) == [(r, select.EPOLLIN)])  # expect: True
copy = os.dup(r)
os.close(r)
print(os.read(copy, 10))  # expect: b'x'
os.close(copy)
try:
    os.write(w, b"y")
except BrokenPipeError as e:
    print(e)  # expect: [Errno 32] Broken pipe
