# Compiled functions take keywords, keyword-only parameters, *args and **kwargs from compiled code.
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


def g(*, x, y=1):
    return x - y


def many():
    total = 0
    for i in range(2000):
        a, b, args, c, d, kw = f(i, c=1)
        total += a + b + c + d
        a, b, args, c, d, kw = f(i, 1, 2, 3, d=0, c=5, z=i)
        total += len(args) + d + kw['z']
        total += g(x=i) + g(y=2, x=3)
    return total


print(many())  # expect: 6015000
class Method:
    def m(self, one, /, *rest, two=2):
        return one, rest, two


m = Method().m
def bound():
    last = None
    for i in range(2000):
        last = m(*(i, i), two=i), m(i)
    return last


print(bound())  # expect: ((1999, (1999,), 1999), (1999, (), 2))
def wrong(call):
    for _ in range(600):
        try:
            call()
        except TypeError as e:
            message = str(e)
    return message


print(wrong(lambda: g()))  # expect: g() missing 1 required keyword-only argument: 'x'
print(wrong(lambda: g(x=1, z=2)))  # expect: g() got an unexpected keyword argument 'z'
print(wrong(lambda: f(1, a=1, c=1)))  # expect: f() got multiple values for argument 'a'
f.__kwdefaults__['d'] = 40
print(f(1, c=2))  # expect: (1, 2, (), 2, 40, {})
