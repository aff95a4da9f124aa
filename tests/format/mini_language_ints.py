# The format mini-language for integers.
for spec in ('d', '5', '<5', '^5', '>05', '05', '+', ' ', '-', 'x', '#x', '#o', '#b', 'X', ',', '_', '_x', '_b', '#_x', '010,', 'c', 'n', 'e', '.2f', '%', '*^+9,d', '=+6', '0=6', '𝄞>4'):
    print(spec, '|' + format(1234, spec) + '|', '|' + format(-65, spec) + '|' if spec != 'c' else '')
for spec in ('.2d', 's', ',x', '_c', '+c', ',n', 'z', '5.', 'dd', '99999999999999999999', ',_', '=5c'):
    try:
        print(format(65, spec))
    except (ValueError, OverflowError) as e:
        print(spec, '->', e)
print(format(10**25, ','), format(True, 'd'), format(2**70, 'x'), format(-5, '08b'), format(0, '+d'))

# expect: d |1234| |-65|
# expect: 5 | 1234| |  -65|
# expect: <5 |1234 | |-65  |
# expect: ^5 |1234 | | -65 |
# expect: >05 |01234| |00-65|
# expect: 05 |01234| |-0065|
# expect: + |+1234| |-65|
# expect:   | 1234| |-65|
# expect: - |1234| |-65|
# expect: x |4d2| |-41|
# expect: #x |0x4d2| |-0x41|
# expect: #o |0o2322| |-0o101|
# expect: #b |0b10011010010| |-0b1000001|
# expect: X |4D2| |-41|
# expect: , |1,234| |-65|
# expect: _ |1_234| |-65|
# expect: _x |4d2| |-41|
# expect: _b |100_1101_0010| |-100_0001|
# expect: #_x |0x4d2| |-0x41|
# expect: 010, |00,001,234| |-0,000,065|
# expect: c |Ӓ| 
# expect: n |1234| |-65|
# expect: e |1.234000e+03| |-6.500000e+01|
# expect: .2f |1234.00| |-65.00|
# expect: % |123400.000000%| |-6500.000000%|
# expect: *^+9,d |*+1,234**| |***-65***|
# expect: =+6 |+ 1234| |-   65|
# expect: 0=6 |001234| |-00065|
# expect: 𝄞>4 |1234| |𝄞-65|
# expect: .2d -> Precision not allowed in integer format specifier
# expect: s -> Unknown format code 's' for object of type 'int'
# expect: ,x -> Cannot specify ',' with 'x'.
# expect: _c -> Cannot specify '_' with 'c'.
# expect: +c -> Sign not allowed with integer format specifier 'c'
# expect: ,n -> Cannot specify ',' with 'n'.
# expect: z -> Negative zero coercion (z) not allowed in integer format specifier
# expect: 5. -> Format specifier missing precision
# expect: dd -> Invalid format specifier 'dd' for object of type 'int'
# expect: 99999999999999999999 -> Too many decimal digits in format string
# expect: ,_ -> Cannot specify both ',' and '_'.
# expect:     A
# expect: 10,000,000,000,000,000,000,000,000 1 400000000000000000 -0000101 +0
