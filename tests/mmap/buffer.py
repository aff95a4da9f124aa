# A map's memory is a buffer like any other: memoryview, struct, array; it cannot go while it is borrowed.
import mmap, struct, array
m = mmap.mmap(-1, 4096)
v = memoryview(m)
print(v.format, v.nbytes, v.readonly, v.contiguous)
struct.pack_into('<id', m, 8, 77, 2.5)
print(struct.unpack_from('<id', v, 8))
ints = v[:16].cast('i')
ints[0] = -5
print(m[:4], ints.tolist())
m[100:108] = array.array('q', [1 << 40])
print(array.array('q', m[100:108])[0] == 1 << 40)
for f in (m.close, lambda: m.resize(8192)):
    try:
        f()
    except BufferError as e:
        print(e)
ints.release()
v.release()
m.close()
class Sub(mmap.mmap):
    tag = 1
s = Sub(-1, 10)
s.tag = 2
print(s.tag, bytes(s)[:2], isinstance(s, mmap.mmap))
print(bytes(memoryview(mmap.mmap(-1, 3, prot=mmap.PROT_READ))), memoryview(mmap.mmap(-1, 3, prot=mmap.PROT_READ)).readonly)

# expect: B 4096 False True
# expect: (77, 2.5)
# expect: b'\xfb\xff\xff\xff' [-5, 0, 77, 0]
# expect: True
# expect: cannot close exported pointers exist
# expect: mmap can't resize with extant buffers exported.
# expect: 2 b'\x00\x00' True
# expect: b'\x00\x00\x00' True
