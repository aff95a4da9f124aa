# int() from text, floats, bytes; bases; underscores; errors.
print(int(), int('  42\n'), int('-0x1f', 16), int('0b101', 0), int('z', 36), int('1_000'), int(3.99), int(-3.99), int(b'12'), int(True), int('٣'), int(1e20))
for args in (('',), ('a',), ('1', 1), ('1', 37), ('0x1',), ('1__0',), (None,), ('9', 8), (float('nan'),), (float('inf'),), (1, 2), ('١a',), ([],), ('01', 0)):
    try:
        print(int(*args))
    except (ValueError, TypeError, OverflowError) as e:
        print(args, type(e).__name__, e)
try:
    int('9' * 5000)
except ValueError as e:
    print(e)
try:
    str(10**5000)
except ValueError as e:
    print(e)
print(len(hex(10**5000)), int('f' * 5000, 16) > 0)

# expect: 0 42 -31 5 35 1000 3 -3 12 1 3 100000000000000000000
# expect: ('',) ValueError invalid literal for int() with base 10: ''
# expect: ('a',) ValueError invalid literal for int() with base 10: 'a'
# expect: ('1', 1) ValueError int() base must be >= 2 and <= 36, or 0
# expect: ('1', 37) ValueError int() base must be >= 2 and <= 36, or 0
# expect: ('0x1',) ValueError invalid literal for int() with base 10: '0x1'
# expect: ('1__0',) ValueError invalid literal for int() with base 10: '1__0'
# expect: (None,) TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
# expect: ('9', 8) ValueError invalid literal for int() with base 8: '9'
# expect: (nan,) ValueError cannot convert float NaN to integer
# expect: (inf,) OverflowError cannot convert float infinity to integer
# expect: (1, 2) TypeError int() can't convert non-string with explicit base
# expect: ('١a',) ValueError invalid literal for int() with base 10: '١a'
# expect: ([],) TypeError int() argument must be a string, a bytes-like object or a real number, not 'list'
# expect: ('01', 0) ValueError invalid literal for int() with base 0: '01'
# expect: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit
# expect: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
# expect: 4155 True
