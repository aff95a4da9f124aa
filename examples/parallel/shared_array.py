"""A 1000 x 1000 array of doubles in shared memory: an interpreter attaches it by name, averages it and writes back."""

import math
from concurrent import interpreters
from multiprocessing import shared_memory

N = 1000
memory = shared_memory.SharedMemory(create=True, size=N * N * 8)
array = memory.buf.cast('d', (N, N))
flat = memory.buf.cast('d')
for i in range(N * N):
    flat[i] = i % 7

interp = interpreters.create()
interp.prepare_main(name=memory.name, n=N)
interp.exec('''
import math
from multiprocessing import shared_memory
there = shared_memory.SharedMemory(name, track=False)   # whoever made it cleans it up
values = there.buf.cast('d')
print('mean there', math.fsum(values) / (n * n))
values[0] = 1e6        # no copy: the other side sees it
values.release()
there.close()
''')
interp.close()
print('mean here ', math.fsum(flat) / (N * N), 'first', array[0, 0])
array.release()
flat.release()
memory.close()
memory.unlink()
