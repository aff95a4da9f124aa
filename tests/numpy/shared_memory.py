# An array lies in shared memory: another interpreter sees the same numbers by name and writes back, without a copy.
from concurrent import interpreters
from multiprocessing import shared_memory
import numpy as np

shm = shared_memory.SharedMemory(create=True, size=1000 * 1000 * 8)
a = np.ndarray((1000, 1000), dtype=np.float64, buffer=shm.buf)
a[:] = np.arange(1_000_000, dtype=np.float64).reshape(1000, 1000)
interp = interpreters.create()
interp.prepare_main(name=shm.name)
interp.exec("""
from multiprocessing import shared_memory
import numpy as np
shm = shared_memory.SharedMemory(name, track=False)
b = np.ndarray((1000, 1000), dtype=np.float64, buffer=shm.buf)
print(np.mean(b), b.shape, b[999, 999])
b[0, 0] = -1
b[:, 1] *= 2
del b
shm.close()
""")
print(a[0, 0], a[3, 1])
interp.close()
del a
shm.close()
shm.unlink()

# Memory of other objects is used as it is.
raw = bytearray(16)
v = np.frombuffer(raw, dtype=np.int32)
v[:] = [1, 2, 3, 4]
print(raw.hex(), v.flags.writeable, np.frombuffer(b"\x01\x00\x02\x00", dtype=np.uint16).flags.writeable)
m = memoryview(np.arange(6, dtype=np.float64).reshape(2, 3))
print(m.format, m.shape, m.strides, m.tolist())

# expect: 499999.5 (1000, 1000) 999999.0
# expect: -1.0 6002.0
# expect: 01000000020000000300000004000000 True False
# expect: d (2, 3) (24, 8) [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
