# ldexp, fma and fsum of negative numbers are exact, too.
import math

print(int(math.ldexp(-0.5714936956411375, 53)))  # expect: -5147557589468029
print(math.ldexp(-3.0, -1076), math.ldexp(-0.75, 1024))  # expect: -5e-324 -1.348269851146737e+308
print(math.fma(1e-300, -1e-300, 0.0), math.fma(2.0, -2.0, 4.0))  # expect: -0.0 0.0
try:
    math.fsum([1e308, 1e308, -1e308])
except OverflowError as e:
    print(e)  # expect: intermediate overflow in fsum
