"""Two channels: raw items in, processed items out; the worker interpreter runs in a thread of its own."""

import interpreters

raw, done = interpreters.create_channel(), interpreters.create_channel()
worker = interpreters.create()
thread = worker.run_in_thread(f'''
import interpreters
raw, done = interpreters.RecvChannel({raw.id}), interpreters.SendChannel({done.id})
while (item := raw.recv()) is not None:
    done.send((item, item[::-1].upper()))
''')
for word in 'spam', 'eggs', 'ham':
    raw.send(word)
    print(*done.recv())
raw.send(None)
thread.join()
worker.close()
