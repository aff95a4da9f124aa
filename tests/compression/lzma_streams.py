# lzma reads and writes .xz, .lzma and raw streams, with any chain of filters.
import io
import lzma
import pickle

data = bytes(range(256)) * 40 + b'abc' * 100000
FILTERS = [{'id': lzma.FILTER_DELTA, 'dist': 5}, {'id': lzma.FILTER_X86}, {'id': lzma.FILTER_LZMA2, 'preset': 1, 'lc': 2, 'dict_size': 65536}]
for kw in ({}, {'check': lzma.CHECK_NONE}, {'check': lzma.CHECK_SHA256, 'preset': 1}, {'format': lzma.FORMAT_ALONE},
           {'filters': FILTERS}, {'preset': 2 | lzma.PRESET_EXTREME}, {'format': lzma.FORMAT_ALONE, 'filters': [{'id': lzma.FILTER_LZMA1}]}):
    c = lzma.compress(data, **kw)
    d = lzma.LZMADecompressor()
    print(len(c) < len(data) // 50, d.check, d.decompress(c + b'tail') == data, d.check, d.unused_data, d.eof)
raw = lzma.compress(data, format=lzma.FORMAT_RAW, filters=FILTERS)
print(lzma.decompress(raw, format=lzma.FORMAT_RAW, filters=FILTERS) == data)
c = lzma.compress(data)
d = lzma.LZMADecompressor(memlimit=1 << 26)
out = d.decompress(c, 10)
print(out, d.needs_input, d.eof)
while not d.eof:
    out += d.decompress(b'', 9999)
print(out == data, d.needs_input)
print(lzma._encode_filter_properties(FILTERS[0]), lzma._encode_filter_properties({'id': lzma.FILTER_LZMA1}))
print(lzma._decode_filter_properties(lzma.FILTER_LZMA1, b']\0\0\x80\0'), lzma._decode_filter_properties(lzma.FILTER_DELTA, b'\4'))
print(lzma.is_check_supported(lzma.CHECK_CRC64), lzma.is_check_supported(7))
comp = lzma.LZMACompressor()
comp.flush()
for f in (lambda: lzma.decompress(b'nonsense'), lambda: lzma.decompress(c[:-4]), lambda: lzma.compress(b'', preset=10),
          lambda: lzma.decompress(c[:40] + b'xxxx' + c[44:]), lambda: lzma.LZMADecompressor(memlimit=1000).decompress(c),
          lambda: lzma.compress(b'', format=lzma.FORMAT_RAW), lambda: lzma.compress(b'', filters=[{'id': 99}]),
          lambda: lzma.compress(b'', filters=[{}]), lambda: lzma.compress(b'', filters=['x']),
          lambda: lzma.compress(b'', filters=[{'id': lzma.FILTER_LZMA2, 'foo': 1}]),
          lambda: lzma.compress(b'', filters=[{'id': lzma.FILTER_DELTA, 'foo': 1}]), lambda: lzma.compress(b'', format=9),
          lambda: lzma.compress(b'', format=lzma.FORMAT_ALONE, check=1), lambda: lzma.compress(b'', preset=1, filters=FILTERS),
          comp.flush, lambda: comp.compress(b'x'), lambda: d.decompress(b'x'), lambda: pickle.dumps(comp)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
b = io.BytesIO()
with lzma.open(b, 'wt') as f:
    print('line one\nline two', file=f)
b.seek(0)
with lzma.open(b, 'rt') as f:
    print(f.readlines(), f.read())

# expect: True 16 True 4 b'tail' True
# expect: True 16 True 0 b'tail' True
# expect: True 16 True 10 b'tail' True
# expect: True 16 True 0 b'tail' True
# expect: True 16 True 4 b'tail' True
# expect: True 16 True 4 b'tail' True
# expect: True 16 True 0 b'tail' True
# expect: True
# expect: b'\x00\x01\x02\x03\x04\x05\x06\x07\x08\t' False False
# expect: True False
# expect: b'\x04' b']\x00\x00\x80\x00'
# expect: {'id': 4611686018427387905, 'lc': 3, 'lp': 0, 'pb': 2, 'dict_size': 8388608} {'id': 3, 'dist': 5}
# expect: True False
# expect: LZMAError Input format not supported by decoder
# expect: LZMAError Compressed data ended before the end-of-stream marker was reached
# expect: LZMAError Invalid or unsupported options
# expect: LZMAError Corrupt input data
# expect: LZMAError Memory usage limit exceeded
# expect: ValueError Must specify filters for FORMAT_RAW
# expect: ValueError Invalid filter ID: 99
# expect: ValueError Filter specifier must have an "id" entry
# expect: TypeError string indices must be integers, not 'str'
# expect: ValueError Invalid filter specifier for LZMA filter
# expect: ValueError Invalid filter specifier for delta filter
# expect: ValueError Invalid container format: 9
# expect: ValueError Integrity checks are only supported by FORMAT_XZ
# expect: ValueError Cannot specify both preset and filter chain
# expect: ValueError Repeated call to flush()
# expect: ValueError Compressor has been flushed
# expect: EOFError Already at end of stream
# expect: TypeError cannot pickle '_lzma.LZMACompressor' object
# expect: ['line one\n', 'line two\n'] 
