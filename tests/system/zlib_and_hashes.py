# zlib's streams and the hash modules.
import hashlib, hmac, zlib, gzip, io

data = b'some data to compress, ' * 200
c = zlib.compress(data)
print(len(c), zlib.decompress(c) == data, zlib.crc32(data), zlib.adler32(data), zlib.crc32(b'x', 5))
o = zlib.compressobj(9)
parts = o.compress(data[:1000]) + o.flush(zlib.Z_SYNC_FLUSH)
half = o.copy()
parts2 = parts + half.compress(b'other') + half.flush()
parts += o.compress(data[1000:]) + o.flush()
print(zlib.decompress(parts) == data, zlib.decompress(parts2)[-5:])
d = zlib.decompressobj()
out = d.decompress(c + b'trailing', 100)
print(len(out), len(d.unconsumed_tail) > 0, d.eof)
out += d.decompress(d.unconsumed_tail) + d.flush()
print(out == data, d.unused_data, d.eof)
raw = zlib.compressobj(6, zlib.DEFLATED, -15)
r = raw.compress(data) + raw.flush()
print(zlib.decompress(r, -15) == data)
z = zlib.compressobj(zdict=b'some data')
zz = z.compress(data) + z.flush()
print(zlib.decompressobj(zdict=b'some data').decompress(zz) == data)
for f in (lambda: zlib.decompress(b'nonsense'), lambda: zlib.decompress(c[:-5]), lambda: zlib.compress(data, 99), lambda: zlib.decompressobj().decompress(zz),
          lambda: zlib.compressobj(44), lambda: zlib.compress('str'), lambda: d.decompress(b'', -1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(gzip.decompress(gzip.compress(data)) == data)
with gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b'a\nb\n'))) as g:
    print(g.readlines())
for n in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_256', 'blake2b', 'blake2s'):
    h = hashlib.new(n, b'abc')
    k = h.copy()
    k.update(b'def')
    print(n, h.hexdigest()[:16], k.hexdigest()[-8:], h.digest_size, h.block_size, h.name)
print(hashlib.shake_128(b'x').hexdigest(8), hashlib.blake2b(b'm', digest_size=8, key=b'k', salt=b's', person=b'p').hexdigest())
print(hmac.new(b'key', b'msg', 'sha256').hexdigest()[:16], hmac.compare_digest('a', 'a'), hmac.digest(b'k', b'm', 'md5').hex())
print(hashlib.pbkdf2_hmac('sha1', b'password', b'salt', 2).hex(), hashlib.scrypt(b'', salt=b'', n=16, r=1, p=1, dklen=16).hex())

# expect: 57 True 700131174 1185184099 4239843852
# expect: True b'other'
# expect: 100 True False
# expect: True b'trailingtrailing' True
# expect: True
# expect: True
# expect: error Error -3 while decompressing data: incorrect header check
# expect: error Error -5 while decompressing data: incomplete or truncated stream
# expect: error Bad compression level
# expect: error Error 2 while decompressing data
# expect: ValueError Invalid initialization option
# expect: TypeError a bytes-like object is required, not 'str'
# expect: ValueError max_length must be non-negative
# expect: True
# expect: [b'a\n', b'b\n']
# expect: md5 900150983cd24fb0 8c14978e 16 64 md5
# expect: sha1 a9993e364706816a 057a77d2 20 64 sha1
# expect: sha224 23097d223405d822 a90b6a98 28 64 sha224
# expect: sha256 ba7816bf8f01cfea d93c4721 32 64 sha256
# expect: sha384 cb00753f45a35e8b 81aa11f5 48 128 sha384
# expect: sha512 ddaf35a193617aba 9aa920e7 64 128 sha512
# expect: sha3_256 3a985da74fe225b2 4bc9f5a5 32 136 sha3_256
# expect: blake2b ba80a53f981c4d0d 424d2b8a 64 128 blake2b
# expect: blake2s 508c5e8c327c14e2 ee57f335 32 64 blake2s
# expect: e472c5e394f30ff8 004d6bf947b98d79
# expect: 2d93cbc1be167bcb True ed7e724d3a91554aaa2043041d9c5305
# expect: ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957 77d6576238657b203b19ca42c18a0497
