# What does not fit is a MemoryError or OverflowError, at once.
for e in ('"x" * 10**12', '[0] * 10**15', '[0] * (2 * 10**8)', '1 << 10**15', 'bytes(10**15)', 'range(10**30)[10**29]', '[None] * -5', '"a" * -1', '2 ** (2 ** 70)' if False else '0'):
    try:
        print(e, len(str(eval(e))))
    except (MemoryError, OverflowError, ValueError) as x:
        print(e, type(x).__name__)

# expect: "x" * 10**12 MemoryError
# expect: [0] * 10**15 MemoryError
# expect: [0] * (2 * 10**8) MemoryError
# expect: 1 << 10**15 MemoryError
# expect: bytes(10**15) MemoryError
# expect: range(10**30)[10**29] 30
# expect: [None] * -5 2
# expect: "a" * -1 0
# expect: 0 1
