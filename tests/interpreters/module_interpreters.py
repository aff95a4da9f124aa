# The module `interpreters` with the names of the drafts: two channels and a worker in run_in_thread.
# requires: 3.14
import interpreters

interp = interpreters.create()
raw, done = interpreters.create_channel(), interpreters.create_channel()
print(type(raw.id) is int, interp.id)      # expect: True 1
t = interp.run_in_thread(f'''
import interpreters
raw = interpreters.RecvChannel({raw.id})
done = interpreters.SendChannel({done.id})
while (item := raw.recv()) is not None:
    done.send(item.upper())
''')
for word in 'spam', 'eggs':
    raw.send(word)
    print(done.recv())
raw.send(None)
t.join()
# expect: SPAM
# expect: EGGS
recv, send = interpreters.create_channel()
send.send((1, 'two'))
print(recv.recv(), recv.recv_nowait(None)) # expect: (1, 'two') None
try:
    recv.recv_nowait()
except interpreters.ChannelEmptyError as e:
    print(e)                               # expect: channel 3 is empty
interp.run('print(ch.recv())', channels={'ch': interpreters.Channel(send.send(5) or send.id)})   # expect: 5
send.close()
try:
    recv.recv()
except interpreters.ChannelClosedError as e:
    print(e)                               # expect: channel 3 is closed
interp.close()

import _interpreters
i = _interpreters.create()
i.run('print("run by its number")')        # expect: run by its number
