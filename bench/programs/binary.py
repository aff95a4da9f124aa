"""Bytes: struct records, slices, int.from_bytes, a checksum by table, hex, translate, splitting, memoryview."""
import struct

GROUP = 'text'
EXPECTED = ((729116667, 10000), (90000, 506670), 2370162546, 75000, 90001, 98999)
RECORD = struct.Struct('<IHhd8s')


def make_table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ 0xEDB88320 if i & 1 else i >> 1
        table.append(i)
    return table


TABLE = make_table()


def crc32(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def pack(n):
    out = bytearray()
    for i in range(n):
        out += RECORD.pack(i, i & 0xFFFF, i % 1000 - 500, i / 3, b'name%04d' % (i % 10_000))
    return bytes(out)


def unpack(data):
    total = 0
    names = set()
    for number, low, signed, value, name in RECORD.iter_unpack(data):
        total += number + low + signed + int(value)
        names.add(name.rstrip(b'\0'))
    return total, len(names)


def frames(n):
    """Length-prefixed messages in one buffer."""
    out = bytearray()
    for i in range(n):
        body = (b'%d:' % i) * (i % 5 + 1)
        out += len(body).to_bytes(2, 'big') + body
    return bytes(out)


def read_frames(data):
    view = memoryview(data)
    position = count = size = 0
    while position < len(view):
        n = int.from_bytes(view[position:position + 2], 'big')
        body = bytes(view[position + 2:position + 2 + n])
        count += body.count(b':')
        size += n
        position += 2 + n
    return count, size


def run():
    data = pack(25_000)
    framed = frames(30_000)
    shifted = data.translate(bytes((i + 1) % 256 for i in range(256)))
    lines = data.hex(' ', 8).split(' ')
    parts = framed.split(b':')
    return unpack(data), read_frames(framed), crc32(data[:250_000]), len(lines), len(parts), shifted.count(b'\1')
