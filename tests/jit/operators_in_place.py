# Operators of classes in compiled code: the method is called in place, and the protocol goes on where it knows nothing.
import time


class Num:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        if isinstance(other, Num):
            return Num(self.n + other.n)
        if type(other) is int:
            return Num(self.n + other)
        return NotImplemented

    def __radd__(self, other):
        return ("radd", other)

    def __isub__(self, other):
        self.n -= other
        return self

    def __eq__(self, other):
        if not isinstance(other, Num):
            return NotImplemented
        return self.n == other.n

    __hash__ = None

    def __lt__(self, other):
        return [] if self.n == 3 else self.n < other.n  # the truth of what comes back is asked for

    def __neg__(self):
        return -self.n

    def __abs__(self):
        return abs(self.n)

    def __bool__(self):
        return self.n != 0

    def __getitem__(self, i):
        if i > 5:
            raise IndexError(i)
        return self.n * i

    def __setitem__(self, i, v):
        self.n = i + v

    def __contains__(self, x):
        return x - self.n  # not a bool

    def __repr__(self):
        return f"Num({self.n})"


class Sub(Num):
    def __radd__(self, other):
        return "the subclass first"

    def __gt__(self, other):
        return "gt"


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Waits:
    def __add__(self, other):
        time.sleep(0)
        return NotImplemented

    def __eq__(self, other):
        time.sleep(0)
        return 1

    def __ne__(self, other):
        time.sleep(0)
        return NotImplemented

    def __bool__(self):
        time.sleep(0)
        return False

    def __contains__(self, x):
        time.sleep(0)
        return x


class Other:
    def __radd__(self, other):
        time.sleep(0)
        return "other"

    def __ne__(self, other):
        time.sleep(0)
        return "ne"


class Equal:
    def __eq__(self, other):
        time.sleep(0)
        return NotImplemented if other is None else 1


class Plain:
    def __repr__(self):
        return "Plain()"


def arithmetic(a, b):
    return a + b, a + 1, 1 + a, 2.5 + a, -a, abs(a)


def in_place(a):
    a -= 2
    return a


def compare(a, b):
    return a == b, a != b, "<" if a < b else ">=", ">" if b > a else "<=", not a, bool(b)


def items(a):
    a[3] = 4
    return a[2], 7 in a, 8 in a, 8 not in a


def truth(x):
    return "yes" if x else "no"


def waits(w, o, e):
    r = w + o, "eq" if w == o else "not eq", w != o, not w, 5 in w, 0 not in w
    return r + (e != w, "same" if e != e else "differs", e == 5)


def plain(p, q):
    return p == q, p == p, p != q, truth(p)


def numbers(z, w, b, s, t):
    return z * w, z + 1.5, z == w, abs(z), -z, b[1], b + b, b == b, s | t, s & t, s - t, s == t, s <= t


def error(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def both(a, b):
    return a + b


def third(a):
    return a[9]


def show(r):
    print(r)


for round in range(60):
    r = arithmetic(Num(1), Num(2)), in_place(Num(9)), compare(Num(1), Num(2)), compare(Num(3), Num(4)), items(Num(3))
    s = compare(Num(1), Sub(1)), truth(Sized(0)), truth(Sized(3)), truth(Num(0)), plain(Plain(), Plain())
    w = waits(Waits(), Other(), Equal())
    n = numbers(1 + 2j, 2 - 1j, b"ab", {1, 2}, {2, 3})
    e = error(both, Num(1), "x"), error(both, Num(1), None), error(third, Num(1)), error(both, Plain(), Num(1))
    f = both(Num(1), Sub(2)), error(both, Num(1), 1.5)
    if round in (0, 59):
        for x in (r, s, w, n, e, f):
            show(x)

# The class changes under compiled code.
Num.__add__ = lambda self, other: "replaced"
del Num.__eq__
Num.__bool__ = lambda self: 1
print(error(arithmetic, Num(1), Num(2)), both(Num(1), 2))
print(error(compare, Num(1), Num(2)))
del Num.__bool__
print(truth(Num(0)))
Num.__eq__ = lambda self, other: 1 / 0
print(error(compare, Num(1), Num(2)))


# A traceback goes through the method.
def deep(a, n):
    return a == n


class Deep:
    def __eq__(self, n):
        return True if n == 0 else deep(self, n - 1)


for _ in range(50):
    deep(Deep(), 3)
print(deep(Deep(), 50))
try:
    deep(Deep(), 100_000)
except RecursionError as e:
    print(type(e).__name__, e.__traceback__.tb_next.tb_frame.f_code.co_name)

# expect: ((Num(3), Num(2), ('radd', 1), ('radd', 2.5), -1, 1), Num(7), (False, True, '<', '>', False, True), (False, True, '>=', '<=', False, True), (14, False, True, False))
# expect: ((True, False, '<', '>', False, True), 'no', 'yes', 'no', (False, True, True, 'yes'))
# expect: ('other', 'eq', 'ne', True, True, True, False, 'differs', 1)
# expect: ((4+3j), (2.5+2j), False, 2.23606797749979, (-1-2j), 98, b'abab', True, {1, 2, 3}, {2}, {1}, False, False)
# expect: (('TypeError', "unsupported operand type(s) for +: 'Num' and 'str'"), ('TypeError', "unsupported operand type(s) for +: 'Num' and 'NoneType'"), ('IndexError', '9'), ('radd', Plain()))
# expect: ('the subclass first', ('TypeError', "unsupported operand type(s) for +: 'Num' and 'float'"))
# expect: ((Num(3), Num(2), ('radd', 1), ('radd', 2.5), -1, 1), Num(7), (False, True, '<', '>', False, True), (False, True, '>=', '<=', False, True), (14, False, True, False))
# expect: ((True, False, '<', '>', False, True), 'no', 'yes', 'no', (False, True, True, 'yes'))
# expect: ('other', 'eq', 'ne', True, True, True, False, 'differs', 1)
# expect: ((4+3j), (2.5+2j), False, 2.23606797749979, (-1-2j), 98, b'abab', True, {1, 2, 3}, {2}, {1}, False, False)
# expect: (('TypeError', "unsupported operand type(s) for +: 'Num' and 'str'"), ('TypeError', "unsupported operand type(s) for +: 'Num' and 'NoneType'"), ('IndexError', '9'), ('radd', Plain()))
# expect: ('the subclass first', ('TypeError', "unsupported operand type(s) for +: 'Num' and 'float'"))
# expect: ('replaced', 'replaced', ('radd', 1), ('radd', 2.5), -1, 1) replaced
# expect: ('TypeError', '__bool__ should return bool, returned int')
# expect: yes
# expect: ('ZeroDivisionError', 'division by zero')
# expect: True
# expect: RecursionError deep
