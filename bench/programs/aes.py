"""AES in Python: tables made by arithmetic in a finite field, key schedule, CTR mode over a few kilobytes."""
GROUP = 'numeric'
EXPECTED = ('69c4e0d86a7b0430d8cdb78070b4c55a', 'f47da91e439e7630f2f4c52a2fcfe0e4')


def times2(a):
    a <<= 1
    return a ^ 0x11B if a & 0x100 else a


def multiply(a, b):
    result = 0
    while b:
        if b & 1:
            result ^= a
        a = times2(a)
        b >>= 1
    return result


def make_sbox():
    box = [0] * 256
    p = q = 1
    while True:
        p = p ^ times2(p)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        x = q
        for shift in (1, 2, 3, 4):
            x ^= (q << shift | q >> 8 - shift) & 0xFF
        box[p] = x ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    return box


SBOX = make_sbox()
TWICE = [times2(i) for i in range(256)]
THRICE = [multiply(i, 3) for i in range(256)]
SHIFT = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]


class AES:
    def __init__(self, key):
        self.rounds = {16: 10, 24: 12, 32: 14}[len(key)]
        words = [list(key[i:i + 4]) for i in range(0, len(key), 4)]
        n = len(words)
        rcon = 1
        for i in range(n, 4 * (self.rounds + 1)):
            word = words[-1][:]
            if i % n == 0:
                word = [SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= rcon
                rcon = times2(rcon)
            elif n > 6 and i % n == 4:
                word = [SBOX[b] for b in word]
            words.append([a ^ b for a, b in zip(word, words[i - n])])
        self.keys = [sum(words[i:i + 4], []) for i in range(0, len(words), 4)]

    def encrypt(self, block):
        state = [a ^ b for a, b in zip(block, self.keys[0])]
        for key in self.keys[1:-1]:
            s = [SBOX[state[i]] for i in SHIFT]
            state = []
            for i in range(0, 16, 4):
                a, b, c, d = s[i], s[i + 1], s[i + 2], s[i + 3]
                state.append(TWICE[a] ^ THRICE[b] ^ c ^ d ^ key[i])
                state.append(a ^ TWICE[b] ^ THRICE[c] ^ d ^ key[i + 1])
                state.append(a ^ b ^ TWICE[c] ^ THRICE[d] ^ key[i + 2])
                state.append(THRICE[a] ^ b ^ c ^ TWICE[d] ^ key[i + 3])
        last = self.keys[-1]
        return bytes(SBOX[state[SHIFT[i]]] ^ last[i] for i in range(16))


def ctr(key, data):
    cipher = AES(key)
    out = bytearray()
    for counter in range((len(data) + 15) // 16):
        stream = cipher.encrypt(counter.to_bytes(16, 'big'))
        block = data[16 * counter:16 * counter + 16]
        out += bytes(a ^ b for a, b in zip(block, stream))
    return bytes(out)


def run():
    known = AES(bytes(range(16))).encrypt(bytes.fromhex('00112233445566778899aabbccddeeff')).hex()
    data = bytes(i * 7 & 0xFF for i in range(32 * 1024))
    secret = ctr(b'sixteen byte key', data)
    if ctr(b'sixteen byte key', secret) != data:
        raise AssertionError('not its own inverse')
    return known, secret[-16:].hex()
