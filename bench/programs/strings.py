"""Building, splitting, searching and formatting text."""
GROUP = 'text'
EXPECTED = (639999, 479994, 6153, 'pqrstuvwxyzabcdefghijklmno', 239992, 2239999, 10)


def build(n):
    parts = []
    for i in range(n):
        parts.append(f'{i:05d}:{i * 7 % 13:x}')
    text = ','.join(parts)
    joined = ''
    for i in range(n // 4):
        joined += chr(97 + i % 26)
    return text, joined


def caesar(text, shift):
    return ''.join(chr((ord(c) - 97 + shift) % 26 + 97) if c.islower() else c for c in text)


def run():
    text, letters = build(80_000)
    fields = text.split(',')
    total = sum(int(field.partition(':')[2], 16) for field in fields)
    upper = text.upper().replace(':', ' ').title()
    rotated = caesar(letters, 3)
    for _ in range(4):
        rotated = caesar(rotated, 3)
    lines = '\n'.join('%-10s|%8.3f|%s' % (field, len(field) / 3, field[::-1]) for field in fields)
    count = sum(line.startswith('0001') or line.endswith('|0') for line in lines.splitlines())
    return len(text), total, upper.count('C'), rotated[:26], text.find('29999'), len(lines), count
