# Methods of int.
print((1000).bit_length(), (-5).bit_count(), (5).as_integer_ratio(), (7).conjugate(), (7).real, (7).imag, (7).numerator, (7).denominator, (7).is_integer())
print((258).to_bytes(2, 'big'), (258).to_bytes(4, 'little'), (-2).to_bytes(2, signed=True), int.from_bytes(b'\x01\x02'), int.from_bytes(b'\xff\xfe', 'little', signed=True), (2**80).to_bytes(11), int.from_bytes([1, 2]))
for f in (lambda: (256).to_bytes(1), lambda: (-1).to_bytes(1), lambda: (1).to_bytes(-1), lambda: (1).to_bytes(1, 'x')):
    try:
        f()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
print((5).__add__('x'), (5).__floordiv__(2), int.__mul__(3, 4), (3).__rsub__(10), bin(-10), oct(64), hex(-255), hash(2**61 - 1), hash(2**61), hash(-1), hash(10**30))
print(1 == 1.0 == True, {1: 'a', 1.0: 'b', True: 'c'}, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 10**400 > 1e308, 10**400 < float('inf'), 3 < 3.5 < 4)

# expect: 10 2 (5, 1) 7 7 0 7 1 True
# expect: b'\x01\x02' b'\x02\x01\x00\x00' b'\xff\xfe' 258 -257 b'\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00' 258
# expect: OverflowError int too big to convert
# expect: OverflowError can't convert negative int to unsigned
# expect: ValueError length argument must be non-negative
# expect: ValueError byteorder must be either 'little' or 'big'
# expect: NotImplemented 2 12 7 -0b1010 0o100 -0xff 0 1 -2 465258685558744706
# expect: True {1: 'c'} True False True True True
