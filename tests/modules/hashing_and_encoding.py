# hashlib, hmac, zlib, gzip, base64, binascii.
import hashlib, hmac, zlib, gzip, base64, binascii
for name in ('md5', 'sha1', 'sha256', 'sha512', 'sha3_256', 'blake2b', 'blake2s'):
    print(name, hashlib.new(name, b'abc').hexdigest()[:32])
h = hashlib.sha256(b'a')
g = h.copy()
h.update(b'b')
print(h.hexdigest() == hashlib.sha256(b'ab').hexdigest(), g.digest_size, g.block_size, g.name, hmac.new(b'k', b'm', 'sha256').hexdigest()[:16], hmac.compare_digest('a', 'a'), hashlib.blake2b(b'x', digest_size=8, key=b'k').hexdigest())
data = b'hello ' * 100
print(len(zlib.compress(data)) < 50, zlib.decompress(zlib.compress(data)) == data, gzip.decompress(gzip.compress(data)) == data, zlib.crc32(b'abc'), zlib.adler32(b'abc'), binascii.crc32(b'abc'))
print(base64.b64encode(b'\xff\xfe?'), base64.urlsafe_b64encode(b'\xff\xfe?'), base64.b32encode(b'hi'), base64.b85encode(b'hello'), base64.b64decode('aGk='), binascii.hexlify(b'\x01\xff'), binascii.unhexlify('01ff'), base64.b16encode(b'z'))
for f in (lambda: base64.b64decode('a'), lambda: binascii.unhexlify('0'), lambda: zlib.decompress(b'x')):
    try:
        print(f())
    except (binascii.Error, zlib.error) as e:
        print(type(e).__name__)

# expect: md5 900150983cd24fb0d6963f7d28e17f72
# expect: sha1 a9993e364706816aba3e25717850c26c
# expect: sha256 ba7816bf8f01cfea414140de5dae2223
# expect: sha512 ddaf35a193617abacc417349ae204131
# expect: sha3_256 3a985da74fe225b2045c172d6bd390bd
# expect: blake2b ba80a53f981c4d0d6a2797b69f12f6e9
# expect: blake2s 508c5e8c327c14e2e1a72ba34eeb452f
# expect: True 32 64 sha256 b60090e3052297ae True b0674c52e0690418
# expect: True True True 891568578 38600999 891568578
# expect: b'//4/' b'__4_' b'NBUQ====' b'Xk~0{Zv' b'hi' b'01ff' b'\x01\xff' b'7A'
# expect: Error
# expect: Error
# expect: error
