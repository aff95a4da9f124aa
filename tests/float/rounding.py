# round(): half to even, negative digits, exactness.
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999999999999996)], round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(0.1 + 0.2, 15), round(1e300, 2), round(5.015, 2), round(-2.5), round(1.0, 0), type(round(1.5)).__name__, type(round(1.5, 0)).__name__)
import math
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.9), math.fmod(-7, 3), math.remainder(7, 4), math.modf(-1.25), math.frexp(10.0), math.ldexp(0.5, 5), math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.nextafter(1, 2), math.ulp(1.0))

# expect: [0, 2, 2, 0, -2, 2] 2.67 1.0 1200.0 0.3 1e+300 5.01 -2 1.0 int float
# expect: -2 -1 -1 -1.0 -1.0 (-0.25, -1.0) (0.625, 4) 16.0 -1.0 True 1.0000000000000002 2.220446049250313e-16
