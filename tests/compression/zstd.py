# compression.zstd compresses, decompresses, uses dictionaries and tells of frames.
# requires: 3.14
import io
import pickle
from compression import zstd
from compression.zstd import CompressionParameter as C, DecompressionParameter as D, Strategy

data = bytes(range(256)) * 40 + b'abc' * 100000
c = zstd.compress(data)
print(len(c) < len(data) // 50, zstd.decompress(c) == data, zstd.decompress(c + zstd.compress(b'more', 19)) == data + b'more')  # expect: True True True
comp = zstd.ZstdCompressor(options={C.compression_level: 5, C.checksum_flag: 1, C.strategy: Strategy.btopt})
print(comp.last_mode)  # expect: 2
parts = [comp.compress(data[i:i + 70000]) for i in range(0, len(data), 70000)]
parts.append(comp.flush(comp.FLUSH_BLOCK))
print(comp.last_mode, zstd.ZstdDecompressor().decompress(b''.join(parts)) == data)  # expect: 1 True
parts.append(comp.flush())
print(zstd.decompress(b''.join(parts)) == data)  # expect: True
d = zstd.ZstdDecompressor()
out = d.decompress(c + b'tail', 10)
print(out == data[:10], d.needs_input, d.eof, d.unused_data)  # expect: True False False b''
while not d.eof:
    out += d.decompress(b'', 9999)
print(out == data, d.needs_input, d.unused_data)  # expect: True False b'tail'
d = zstd.ZstdDecompressor(options={D.window_log_max: 25})
print(b''.join(d.decompress(c[i:i + 1]) for i in range(len(c))) == data, d.eof)  # expect: True True
print(zstd.get_frame_info(c), zstd.get_frame_size(c + b'x') == len(c))  # expect: FrameInfo(decompressed_size=310240, dictionary_id=0) True
comp = zstd.ZstdCompressor()
comp.set_pledged_input_size(5)
print(zstd.get_frame_info(comp.compress(b'12345') + comp.flush()))  # expect: FrameInfo(decompressed_size=5, dictionary_id=0)

samples = [b'{"id": %d, "name": "user %d", "mail": "user%d@example.com"}' % (i, i, i * 7) for i in range(2000)]
trained = zstd.train_dict(samples, 4096)
print(len(trained) <= 4096, trained.dict_id != 0, trained == eval('trained'))  # expect: True True True
one = zstd.compress(samples[5], zstd_dict=trained)
print(len(one) < len(zstd.compress(samples[5])), zstd.get_frame_info(one).dictionary_id == trained.dict_id)  # expect: True True
print(zstd.decompress(one, trained) == samples[5], zstd.decompress(one, trained.as_undigested_dict) == samples[5])  # expect: True True
raw = zstd.ZstdDict(b'some raw content of a dictionary', is_raw=True)
print(raw, len(raw), raw.dict_content[:8])  # expect: <ZstdDict dict_id=0 dict_size=32> 32 b'some raw'
one = zstd.compress(b'raw content of a dictionary', zstd_dict=raw.as_prefix)
print(zstd.decompress(one, raw.as_prefix))  # expect: b'raw content of a dictionary'
final = zstd.finalize_dict(raw, samples, 2048, 3)
print(final.dict_id != 0, len(final) <= 2048)  # expect: True True
print(C.window_log.bounds(), D.window_log_max.bounds(), zstd.zstd_version_info >= (1, 4))  # expect: (10, 31) (10, 31) True
for f in (lambda: zstd.decompress(b'nonsense!'), lambda: zstd.decompress(c[:-4]), lambda: zstd.compress(b'', 1000),
          lambda: zstd.compress(b'', options={C.window_log: 5}), lambda: zstd.compress(b'', options={D.window_log_max: 11}),
          lambda: zstd.compress(b'', 1, {C.window_log: 10}), lambda: d.decompress(b''), lambda: zstd.ZstdDict(b'short'),
          lambda: zstd.ZstdDict(b'not a dictionary'), lambda: pickle.dumps(comp)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, str(e)[:60])
# expect: ZstdError Unable to decompress Zstandard data: Unknown frame descripto
# expect: ZstdError Compressed data ended before the end-of-stream marker was re
# expect: ValueError illegal compression level 1000; the valid range is [-131072,
# expect: ValueError compression parameter 'window_log' received an illegal value
# expect: TypeError compression options dictionary key must not be a Decompressi
# expect: TypeError Only one of level or options should be used.
# expect: EOFError Already at the end of a Zstandard frame.
# expect: ValueError Zstandard dictionary content too short (must have at least e
# expect: ValueError invalid Zstandard dictionary
# expect: TypeError cannot pickle 'compression.zstd.ZstdCompressor' object
b = io.BytesIO()
with zstd.open(b, 'wt') as f:
    print('line one\nline two', file=f)
b.seek(0)
with zstd.open(b, 'rt') as f:
    print(f.readlines(), repr(f.read()))  # expect: ['line one\n', 'line two\n'] ''
