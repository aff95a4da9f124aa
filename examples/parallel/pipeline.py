"""Two queues: raw items in, processed items out; a worker interpreter in a thread of its own."""

import threading
from concurrent import interpreters

raw, done = interpreters.create_queue(), interpreters.create_queue()
worker = interpreters.create()
worker.prepare_main(raw=raw, done=done)
thread = threading.Thread(target=worker.exec, args=('''
while (item := raw.get()) is not None:
    done.put((item, sum(map(ord, item))))
''',))
thread.start()
for word in 'spam', 'eggs', 'ham':
    raw.put(word)
for _ in range(3):
    print(*done.get())
raw.put(None)
thread.join()
