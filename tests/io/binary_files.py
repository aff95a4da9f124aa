# Binary and buffered files.
import os, tempfile, io
path = os.path.join(tempfile.mkdtemp(), 'f.bin')
with open(path, 'wb', buffering=0) as f:
    print(type(f).__name__, f.write(b'0123456789'), f.fileno() > 2, f.mode)
with open(path, 'r+b') as f:
    print(type(f).__name__, f.peek(2)[:2], f.read(3), f.seek(2, 1), f.read(2), f.write(b'AB'), f.seek(0), f.read(), type(f.raw).__name__)
with open(path, 'rb') as f:
    print(type(f).__name__, f.readinto(bytearray(4)), f.tell(), f.readline(), f.read(), f.seekable(), f.truncate if False else '')
    try:
        f.write(b'x')
    except io.UnsupportedOperation as e:
        print(e)
fd = os.open(path, os.O_RDONLY)
with os.fdopen(fd, 'rb') as f: print(f.read(2))
print(os.path.getsize(path), os.stat(path).st_size)
r, w = os.pipe()
os.write(w, b'piped')
os.close(w)
with open(r, 'rb') as f: print(f.read())

# expect: FileIO 10 True wb
# expect: BufferedRandom b'01' b'012' 5 b'56' 2 0 b'0123456AB9' FileIO
# expect: BufferedReader 4 4 b'456AB9' b'' True 
# expect: write
# expect: b'01'
# expect: 10 10
# expect: b'piped'
