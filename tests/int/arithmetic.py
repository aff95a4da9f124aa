# Integer arithmetic of any size: floor division, modulo, shifts, powers, bit operations.
# requires: 3.14
print(7 // 2, -7 // 2, 7 // -2, -7 % 3, 7 % -3, divmod(-7, 2), 2**100, (-2)**3, 2**-1, 0**0)
print(10**30 // 7, -10**30 % 13, 10**18 * 10**18, 2**53 + 1, 2**64 - 2**63, 9007199254740993 - 9007199254740992)
print(1 << 70, -1 >> 5, (1 << 70) >> 68, 5 & -2, 5 | -8, 5 ^ -1, ~10**20, -10**20 & 0xFFFF, 3 & 2**70)
print(pow(3, 1000, 7), pow(3, -1, 7), pow(2, 10), abs(-10**25), +True, -True, ~5, round(15, -1), round(25, -1), round(10**20 + 5, -1))
for e in ('1 // 0', '1 % 0', '1 / 0', 'pow(2, -1, 4)', '1 << -1', 'pow(1, 1, 0)', '0 ** -1', '10**400 / 1', '1 << 10**20'):
    try:
        print(eval(e))
    except (ArithmeticError, ValueError, MemoryError) as x:
        print(e, type(x).__name__, x)
print(10**400 / 10**399, 2**1000 / 3**600, (2**53 + 1) / 1, 10**22 / 3)

# expect: 3 -4 -4 2 -2 (-4, 1) 1267650600228229401496703205376 -8 0.5 1
# expect: 142857142857142857142857142857 12 1000000000000000000000000000000000000 9007199254740993 9223372036854775808 1
# expect: 1180591620717411303424 -1 4 4 -3 -6 -100000000000000000001 0 0
# expect: 4 5 1024 10000000000000000000000000 1 -1 -6 20 20 100000000000000000000
# expect: 1 // 0 ZeroDivisionError division by zero
# expect: 1 % 0 ZeroDivisionError division by zero
# expect: 1 / 0 ZeroDivisionError division by zero
# expect: pow(2, -1, 4) ValueError base is not invertible for the given modulus
# expect: 1 << -1 ValueError negative shift count
# expect: pow(1, 1, 0) ValueError pow() 3rd argument cannot be 0
# expect: 0 ** -1 ZeroDivisionError zero to a negative power
# expect: 10**400 / 1 OverflowError integer division result too large for a float
# expect: 1 << 10**20 OverflowError too many digits in integer
# expect: 10.0 571798263596268.4 9007199254740992.0 3.3333333333333335e+21
