# tell() and seek() of text files, with multi-byte characters and newline translation.
import io, os, tempfile

fd, p = tempfile.mkstemp()
os.close(fd)
with open(p, 'w', encoding='utf-8', newline='') as f:
    for i in range(50):
        f.write('liné %d 🎈\r\n' % i)
with open(p, encoding='utf-8') as f:
    places = []
    while True:
        at = f.tell()
        line = f.readline()
        if not line:
            break
        places.append((at, line))
    print(len(places), places[3], places[49])
    ok = True
    for at, line in reversed(places):
        f.seek(at)
        ok = ok and f.readline() == line
    print(ok)
    f.seek(0)
    f.read(7)
    at = f.tell()
    rest = f.read(4)
    f.seek(at)
    print(f.read(4) == rest, repr(rest))
    print(f.seek(0, 2) == os.path.getsize(p))
    f.seek(0)
    next(f)
    try:
        f.tell()
    except OSError as e:
        print(e)
    for args in ((1, 1), (1, 2), (0, 9), (-1,)):
        try:
            f.seek(*args)
        except (ValueError, OSError) as e:
            print(type(e).__name__, e)
b = io.BytesIO()
t = io.TextIOWrapper(b, encoding='utf-16-le', newline='\n')
t.write('héllo\nworld')
t.flush()
t.seek(0)
print(repr(t.readline()), t.tell(), repr(t.read()))
t.seek(12)
print(repr(t.read()))
t.reconfigure(line_buffering=True)
print(t.line_buffering, t.encoding, t.errors)
raw = t.detach()
print(raw is b)
try:
    t.read()
except ValueError as e:
    print(e)
os.remove(p)

# expect: 50 (42, 'liné 3 🎈\n') (725, 'liné 49 🎈\n')
# expect: True
# expect: True '🎈\nli'
# expect: True
# expect: telling position disabled by next() call
# expect: UnsupportedOperation can't do nonzero cur-relative seeks
# expect: UnsupportedOperation can't do nonzero end-relative seeks
# expect: ValueError invalid whence (9, should be 0, 1 or 2)
# expect: ValueError negative seek position -1
# expect: 'héllo\n' 12 'world'
# expect: 'world'
# expect: True utf-16-le strict
# expect: True
# expect: underlying buffer has been detached
