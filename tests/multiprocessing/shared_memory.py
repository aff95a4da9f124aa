# Shared memory by name: two attachments show the same bytes, and the name goes with unlink().
from multiprocessing import shared_memory
a = shared_memory.SharedMemory(create=True, size=100)
b = shared_memory.SharedMemory(a.name)
a.buf[:5] = b'hello'
print(bytes(b.buf[:5]), a.size == b.size, a.name == b.name, a.name.startswith('psm_'))
b.buf[0] = ord('J')
print(bytes(a.buf[:5]))
b.close()
a.close()
a.unlink()
try:
    shared_memory.SharedMemory(a.name)
except FileNotFoundError as e:
    print(type(e).__name__, e.errno)
l = shared_memory.ShareableList(['spam', 3, 2.5, None, True, b'bytes'])
print(list(l), len(l), l.format)
l[0] = 'eggs'
l[1] = 10
m = shared_memory.ShareableList(name=l.shm.name)
print(m[0], m[1], m.count(True), m.index(None))
try:
    m[0] = 'much too long for it'
except ValueError as e:
    print(e)
m.shm.close()
l.shm.close()
l.shm.unlink()

# expect: b'hello' True True True
# expect: b'Jello'
# expect: FileNotFoundError 2
# expect: ['spam', 3, 2.5, None, True, b'bytes'] 6 8sqdxxxxxx?xxxxxxxx?8s
# expect: eggs 10 1 3
# expect: bytes/str item exceeds available storage
