# A file and a map of it show the same bytes; a copy-on-write map keeps its changes to itself.
import mmap, os, tempfile
path = os.path.join(tempfile.mkdtemp(), 'f')
with open(path, 'wb') as f:
    f.write(b'0123456789' * 1000)
with open(path, 'r+b') as f:
    m = mmap.mmap(f.fileno(), 0)
    print(len(m), m.size(), m[9998:])
    m[0:4] = b'abcd'
    m.flush()
    print(f.read(6))
    c = mmap.mmap(f.fileno(), 10, access=mmap.ACCESS_COPY)
    c[:] = b'##########'
    print(m[:10], c[:10])
    r = mmap.mmap(f.fileno(), 10, access=mmap.ACCESS_READ)
    try:
        r[0] = 1
    except TypeError as e:
        print(e)
    o = mmap.mmap(f.fileno(), 10, offset=mmap.ALLOCATIONGRANULARITY)
    print(o[:], o)
    m.resize(20000)
    print(len(m), os.path.getsize(path), m[:5], m[10000:10003])
    m[19999] = 7
    m.resize(5000)
    print(len(m), os.path.getsize(path), m[-3:])
    for x in (m, c, r, o):
        x.close()
for args in ((-1, -1), (-1, 0), (1 << 20, 10)):
    try:
        mmap.mmap(*args)
    except (OverflowError, OSError) as e:
        print(type(e).__name__, e)
with open(path, 'rb') as f:
    for kw in ({'length': 99999}, {'length': 0, 'offset': 8192}, {'length': 0, 'access': 9}, {'length': 1, 'access': 1, 'prot': 1}):
        try:
            mmap.mmap(f.fileno(), **kw)
        except ValueError as e:
            print(e)

# expect: 10000 10000 b'89'
# expect: b'abcd45'
# expect: b'abcd456789' b'##########'
# expect: mmap can't modify a readonly memory map.
# expect: b'6789012345' <mmap.mmap closed=False, access=ACCESS_DEFAULT, length=10, pos=0, offset=4096>
# expect: 20000 20000 b'abcd4' b'\x00\x00\x00'
# expect: 5000 5000 b'789'
# expect: OverflowError memory mapped length must be positive
# expect: OSError [Errno 22] Invalid argument
# expect: OSError [Errno 9] Bad file descriptor
# expect: mmap length is greater than file size
# expect: mmap offset is greater than file size
# expect: mmap invalid access parameter.
# expect: mmap can't specify both access and flags, prot.
