# Complex numbers: repr, arithmetic, parsing, errors.
# requires: 3.14
print(1 + 2j, -1j, complex(1, -0.0), complex('1+2j'), complex(' -3.5e2j '), 3j * 3j, (1 + 2j) / (3 - 4j), (1 + 2j) ** 2, abs(3 + 4j), (1 + 2j).conjugate(), (1 + 2j).real, 2j ** 0, 1j ** 2)
print(complex('inf'), complex('nan+1j'), complex(0, float('inf')), -(0j), complex(-0.0, 1), 1 - 0j, repr(1e20j), (1j == 1j), 1 + 0j == 1, hash(1 + 0j), hash(1j), bool(0j))
for e in ('1j < 2j', '1j // 1', '1j % 2', 'int(1j)', 'complex("x")', 'complex("1", 2)', '1j / 0', '0j ** -1', 'float(1j)', 'complex(1, "2")', 'divmod(1j, 1)', 'round(1j)'):
    try:
        print(eval(e))
    except (TypeError, ValueError, ArithmeticError) as x:
        print(e, type(x).__name__, x)
print(f'{1 + 2j:.2f} {3.14159j:10.3f}| {1j!r:>6}', complex(5), complex(2.5, 1))
import cmath
print(cmath.sqrt(-1), cmath.phase(-1), cmath.polar(1j), cmath.exp(0))

# expect: (1+2j) (-0-1j) (1-0j) (1+2j) -350j (-9+0j) (-0.2+0.4j) (-3+4j) 5.0 (1-2j) 1.0 (1+0j) (-1+0j)
# expect: (inf+0j) (nan+1j) infj (-0-0j) (-0+1j) (1-0j) 1e+20j True True 1 1000003 False
# expect: 1j < 2j TypeError '<' not supported between instances of 'complex' and 'complex'
# expect: 1j // 1 TypeError unsupported operand type(s) for //: 'complex' and 'int'
# expect: 1j % 2 TypeError unsupported operand type(s) for %: 'complex' and 'int'
# expect: int(1j) TypeError int() argument must be a string, a bytes-like object or a real number, not 'complex'
# expect: complex("x") ValueError complex() arg is a malformed string
# expect: complex("1", 2) TypeError complex() argument 'real' must be a real number, not str
# expect: 1j / 0 ZeroDivisionError division by zero
# expect: 0j ** -1 ZeroDivisionError zero to a negative or complex power
# expect: float(1j) TypeError float() argument must be a string or a real number, not 'complex'
# expect: complex(1, "2") TypeError complex() argument 'imag' must be a real number, not str
# expect: divmod(1j, 1) TypeError unsupported operand type(s) for divmod(): 'complex' and 'int'
# expect: round(1j) TypeError type complex doesn't define __round__ method
# expect: 1.00+2.00j 0.000+3.142j|     1j (5+0j) (2.5+1j)
# expect: 1j 3.141592653589793 (1.0, 1.5707963267948966) (1+0j)
