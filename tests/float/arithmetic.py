# Float arithmetic and its errors.
# requires: 3.14
print(7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2, divmod(-7.5, 2), 2.0 ** 0.5, (-8.0) ** (1 / 3), 2 ** -1.0, 0.0 ** 0, -0.0 + 0.0, 1e308 * 10, 5.0 % float('inf'), -5.0 % float('inf'))
for e in ('1.0 / 0', '1.0 // 0', '1.0 % 0', '0.0 ** -1', '10.0 ** 400', 'int(1e400)', 'round(float("nan"))', 'divmod(1.0, 0.0)', 'float("x")', 'float("")', 'float("1_")', 'float(10**400)', 'float([])', '1.0 << 1', '1.5 & 1'):
    try:
        print(eval(e))
    except (ArithmeticError, ValueError, TypeError) as x:
        print(e, type(x).__name__, x)
nan = float('nan')
print(nan == nan, nan != nan, nan < 1, [nan] == [nan], nan in [nan], max(nan, 1), max(1, nan))

# expect: 3.0 -4.0 -0.5 0.5 (-4.0, 0.5) 1.4142135623730951 (1.0000000000000002+1.7320508075688772j) 0.5 1.0 0.0 inf 5.0 inf
# expect: 1.0 / 0 ZeroDivisionError division by zero
# expect: 1.0 // 0 ZeroDivisionError division by zero
# expect: 1.0 % 0 ZeroDivisionError division by zero
# expect: 0.0 ** -1 ZeroDivisionError zero to a negative power
# expect: 10.0 ** 400 OverflowError (34, 'Numerical result out of range')
# expect: int(1e400) OverflowError cannot convert float infinity to integer
# expect: round(float("nan")) ValueError cannot convert float NaN to integer
# expect: divmod(1.0, 0.0) ZeroDivisionError division by zero
# expect: float("x") ValueError could not convert string to float: 'x'
# expect: float("") ValueError could not convert string to float: ''
# expect: float("1_") ValueError could not convert string to float: '1_'
# expect: float(10**400) OverflowError int too large to convert to float
# expect: float([]) TypeError float() argument must be a string or a real number, not 'list'
# expect: 1.0 << 1 TypeError unsupported operand type(s) for <<: 'float' and 'int'
# expect: 1.5 & 1 TypeError unsupported operand type(s) for &: 'float' and 'int'
# expect: False True False True True nan 1
