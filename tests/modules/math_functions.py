# math: functions, special values, errors.
import math
print(math.sqrt(2), math.exp(1), math.log(10), math.log2(8), math.log10(1000), math.log(8, 2), math.sin(1), math.cos(1), math.tan(1), math.atan2(1, -1), math.sinh(1), math.degrees(math.pi), math.radians(180), math.hypot(3, 4), math.dist([1, 2], [4, 6]), math.fsum([0.1] * 10), math.prod([1, 2, 3]), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.gcd(12, 18), math.lcm(4, 6), math.isqrt(99), math.exp2(10), math.sumprod([1, 2], [3, 4]), math.fma(2, 3, 4))
print(math.log(10**400), math.inf, math.isnan(math.nan), math.isinf(-math.inf), math.floor(10**20 + 0.0), math.gamma(5), math.lgamma(10), math.erf(0.5), math.expm1(1e-10), math.log1p(1e-10))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.floor(math.nan), lambda: math.ceil(math.inf), lambda: math.gcd(1.5), lambda: math.comb(-1, 2), lambda: math.acos(2), lambda: math.sqrt('x'), lambda: math.isqrt(-1)):
    try:
        print(f())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__)

# expect: 1.4142135623730951 2.718281828459045 2.302585092994046 3.0 3.0 3.0 0.8414709848078965 0.5403023058681398 1.5574077246549023 2.356194490192345 1.1752011936438014 180.0 3.141592653589793 5.0 5.0 1.0 6 2432902008176640000 10 20 6 12 9 1024.0 11 10.0
# expect: 921.0340371976182 inf True True 100000000000000000000 24.0 12.801827480081467 0.5204998778130465 1.00000000005e-10 9.999999999500001e-11
# expect: ValueError
# expect: ValueError
# expect: OverflowError
# expect: ValueError
# expect: TypeError
# expect: ValueError
# expect: OverflowError
# expect: TypeError
# expect: ValueError
# expect: ValueError
# expect: TypeError
# expect: ValueError
