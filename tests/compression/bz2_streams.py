# bz2 compresses and decompresses, whole or piece by piece.
import bz2
import io
import pickle

data = bytes(range(256)) * 40 + b'abc' * 100000
c = bz2.compress(data)
print(len(c) < len(data) // 50, bz2.decompress(c) == data, bz2.decompress(c + bz2.compress(b'more')) == data + b'more')
for level in 1, 9:
    print(bz2.decompress(bz2.compress(data, level)) == data)
comp = bz2.BZ2Compressor()
parts = [comp.compress(data[i:i + 70000]) for i in range(0, len(data), 70000)] + [comp.flush()]
print(bz2.decompress(b''.join(parts)) == data)
d = bz2.BZ2Decompressor()
out = d.decompress(c + b'tail', 10)
print(out, d.needs_input, d.eof, d.unused_data)
while not d.eof:
    out += d.decompress(b'', 9999)
print(out == data, d.needs_input, d.eof, d.unused_data)
d = bz2.BZ2Decompressor()
out = b''.join(d.decompress(c[i:i + 1]) for i in range(len(c)))
print(out == data, d.eof)
for f in (lambda: bz2.decompress(b'nonsense'), lambda: bz2.decompress(c[:-4]), lambda: bz2.BZ2Compressor(10), lambda: d.decompress(b'x'),
          lambda: comp.compress(b''), comp.flush, lambda: bz2.compress('text'), lambda: pickle.dumps(bz2.BZ2Compressor()),
          lambda: d.decompress()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
b = io.BytesIO()
with bz2.open(b, 'wt') as f:
    print('line one\nline two', file=f)
b.seek(0)
with bz2.open(b, 'rt') as f:
    print(f.readlines(), f.read())

# expect: True True True
# expect: True
# expect: True
# expect: True
# expect: b'\x00\x01\x02\x03\x04\x05\x06\x07\x08\t' False False b''
# expect: True False True b'tail'
# expect: True True
# expect: OSError Invalid data stream
# expect: ValueError Compressed data ended before the end-of-stream marker was reached
# expect: ValueError compresslevel must be between 1 and 9
# expect: EOFError End of stream already reached
# expect: ValueError Compressor has been flushed
# expect: ValueError Repeated call to flush()
# expect: TypeError a bytes-like object is required, not 'str'
# expect: TypeError cannot pickle '_bz2.BZ2Compressor' object
# expect: TypeError decompress() missing required argument 'data' (pos 1)
# expect: ['line one\n', 'line two\n'] 
