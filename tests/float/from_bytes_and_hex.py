# float() of buffers; float.fromhex() with white space; subclasses given by __float__; the sign of a NaN.
import array
import math
import warnings

print(float(memoryview(b"12.3")), float(array.array("B", b"12")))  # expect: 12.3 12.0
try:
    float(b"123\xa0")
except ValueError as e:
    print(e)  # expect: could not convert string to float: b'123\xa0'
print(float.fromhex(" 0x1p3\n"), float.fromhex("\tinf"), float.fromhex("-INF"))  # expect: 8.0 inf -inf


class Sub(float):
    pass


class Gives:
    def __float__(self):
        return Sub(3)


with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(float(Gives()), str(seen[0].message).partition(".  ")[0])  # expect: 3.0 Gives.__float__ returned non-float (type Sub)
print([math.copysign(1, float(s)) for s in ("nan", "-nan")])  # expect: [1.0, -1.0]
