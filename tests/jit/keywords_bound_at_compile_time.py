# Keyword arguments, keyword-only parameters, defaults and packed ones of known functions.
def f(a, b=2, *, c=3, d):
    return a, b, c, d

def g(a, /, b, *rest, c=0, **more):
    return a, b, rest, c, more

class P:
    def __init__(self, x, y=1, *, z=2):
        self.v = x, y, z

    def m(self, *, by=1, times=1):
        return by * times

class Q(P):
    def __init__(self, x, **more):
        super().__init__(x, **more)

    def m(self, *, by=1, times=1):
        return super().m(by=by + 1, times=times)

def calls(i):
    return (f(i, d=1), f(b=i, a=0, d=4, c=5), g(i, 2, 3, 4, e=5), g(1, b=i, c=7), P(i).v, P(y=i, x=0).v,
            P(1, z=i).v, Q(i, z=9).v, P(1).m(times=i), Q(1).m(times=i, by=3))

for i in range(600):
    r = calls(i)
print(r)  # expect: ((599, 2, 3, 1), (0, 599, 5, 4), (599, 2, (3, 4), 0, {'e': 5}), (1, 599, (), 7, {}), (599, 1, 2), (0, 599, 2), (1, 1, 599), (599, 1, 9), 599, 2396)
f.__defaults__ = ('new',)
f.__kwdefaults__['c'] = 'kw'
print(calls(1)[0])  # expect: (1, 'new', 'kw', 1)
f.__kwdefaults__ = {}
try:
    calls(1)
except TypeError as e:
    print(e)  # expect: f() missing 1 required keyword-only argument: 'c'
f.__kwdefaults__ = {'c': 1, 'd': 2}

def wrong(i):
    return f(i, d=1, x=2)

for i in range(600):
    try:
        wrong(i)
    except TypeError as e:
        message = str(e)
print(message)  # expect: f() got an unexpected keyword argument 'x'
try:
    g(a=1, b=2)
except TypeError as e:
    print(e)  # expect: g() missing 1 required positional argument: 'a'
