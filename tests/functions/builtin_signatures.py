# Keyword arguments of built-ins.
print(sorted([3, 1, 2], reverse=True), sorted('bA', key=str.lower), int('ff', base=16), round(2.567, ndigits=1))
print(sum([1, 2], start=10), max([], default='none'), min(3, 1, 2, key=lambda v: -v), list(enumerate('ab', start=5)))
print(pow(2, 5, mod=7), pow(base=2, exp=3), 'a-b'.split(sep='-'), 'x'.encode(encoding='utf-8', errors='strict'))
print(1, 2, sep=':', end='!\n')
print(list(zip([1, 2], [3, 4], strict=True)), divmod(7, 2), abs(-3), bool([]), complex(real=1, imag=2))

# expect: [3, 2, 1] ['A', 'b'] 255 2.6
# expect: 13 none 3 [(5, 'a'), (6, 'b')]
# expect: 4 8 ['a', 'b'] b'x'
# expect: 1:2!
# expect: [(1, 3), (2, 4)] (3, 1) 3 False (1+2j)
