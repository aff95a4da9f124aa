"""Decompression of DEFLATE data in Python: bits out of bytes, Huffman tables, a sliding window, a checksum."""
import zlib

GROUP = 'numeric'
EXPECTED = (357901, True, 3089586299)
LENGTH_BASE, LENGTH_EXTRA = [], []
for code in range(29):
    extra = max(0, code // 4 - 1) if code < 28 else 0
    LENGTH_EXTRA.append(extra)
    LENGTH_BASE.append(3 + code if code < 8 else 258 if code == 28 else ((4 + code % 4) << extra) + 3)
DISTANCE_BASE, DISTANCE_EXTRA = [], []
for code in range(30):
    extra = max(0, code // 2 - 1)
    DISTANCE_EXTRA.append(extra)
    DISTANCE_BASE.append(1 + code if code < 4 else ((2 + code % 2) << extra) + 1)
ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)


class BitReader:
    def __init__(self, data):
        self.data = data
        self.position = 0
        self.bits = 0
        self.count = 0

    def read(self, n):
        while self.count < n:
            self.bits |= self.data[self.position] << self.count
            self.position += 1
            self.count += 8
        value = self.bits & (1 << n) - 1
        self.bits >>= n
        self.count -= n
        return value

    def align(self):
        self.bits = self.count = 0


class Huffman:
    def __init__(self, lengths):
        self.counts = [0] * 16
        for length in lengths:
            self.counts[length] += 1
        self.counts[0] = 0
        offsets = [0] * 16
        for i in range(1, 16):
            offsets[i] = offsets[i - 1] + self.counts[i - 1]
        self.symbols = [0] * sum(self.counts)
        for symbol, length in enumerate(lengths):
            if length:
                self.symbols[offsets[length]] = symbol
                offsets[length] += 1

    def decode(self, reader):
        code = first = index = 0
        for length in range(1, 16):
            code |= reader.read(1)
            count = self.counts[length]
            if code - count < first:
                return self.symbols[index + code - first]
            index += count
            first = first + count << 1
            code <<= 1
        raise ValueError('bad code')


def tables(reader):
    literals, distances, codes = reader.read(5) + 257, reader.read(5) + 1, reader.read(4) + 4
    lengths = [0] * 19
    for i in range(codes):
        lengths[ORDER[i]] = reader.read(3)
    huffman = Huffman(lengths)
    lengths = []
    while len(lengths) < literals + distances:
        symbol = huffman.decode(reader)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            lengths += [lengths[-1]] * (3 + reader.read(2))
        elif symbol == 17:
            lengths += [0] * (3 + reader.read(3))
        else:
            lengths += [0] * (11 + reader.read(7))
    return Huffman(lengths[:literals]), Huffman(lengths[literals:])


def inflate(data):
    reader = BitReader(data)
    out = bytearray()
    last = 0
    while not last:
        last, kind = reader.read(1), reader.read(2)
        if kind == 0:
            reader.align()
            n = data[reader.position] | data[reader.position + 1] << 8
            start = reader.position + 4
            out += data[start:start + n]
            reader.position = start + n
            continue
        if kind == 1:
            literals = Huffman([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8)
            distances = Huffman([5] * 30)
        else:
            literals, distances = tables(reader)
        while True:
            symbol = literals.decode(reader)
            if symbol < 256:
                out.append(symbol)
            elif symbol == 256:
                break
            else:
                length = LENGTH_BASE[symbol - 257] + reader.read(LENGTH_EXTRA[symbol - 257])
                symbol = distances.decode(reader)
                distance = DISTANCE_BASE[symbol] + reader.read(DISTANCE_EXTRA[symbol])
                start = len(out) - distance
                for i in range(start, start + length):
                    out.append(out[i])
    return bytes(out)


def adler32(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


TEXT = ' '.join(f'{i * i % 1009} bottles and {i} boxes of {i % 7 * "tea"}' for i in range(9000)).encode()
DATA = zlib.compress(TEXT)[2:-4]


def run():
    out = inflate(DATA)
    return len(out), out == TEXT, adler32(out)
