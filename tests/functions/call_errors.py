# TypeErrors of wrong calls.
def f(a, b, /, c, *, d): pass
def g(a, b=1, *args): pass
def h(): pass
def k(*, x, y): pass
class C:
    def m(self, x): pass
calls = ['f()', 'f(1)', 'f(1, 2, 3)', 'f(1, 2, 3, 4)', 'f(1, 2, 3, 4, d=5)', 'f(1, 2, 3, d=4, e=5)', 'f(a=1, b=2, c=3, d=4)',
         'f(1, 2, 3, c=4, d=5)', 'g()', 'h(1)', 'h(1, x=2)', 'h(x=1)', 'k()', 'k(x=1)', 'k(1)', 'C().m()', 'C().m(1, 2)', 'C.m()',
         'f(**{1: 2})', 'f(*5)', 'f(**5)', 'h(**{"x": 1}, **{"x": 2})', 'len()', 'len(1, 2)', 'int(1, 2, 3)', 'print(x=1)',
         '"a".join()', '[].append()', '{}.get()', 'C(1)', 'object(1)', 'sorted()', 'isinstance(1)']
for c in calls:
    try:
        eval(c)
    except TypeError as e:
        print(c, '->', e)

# expect: f() -> f() missing 3 required positional arguments: 'a', 'b', and 'c'
# expect: f(1) -> f() missing 2 required positional arguments: 'b' and 'c'
# expect: f(1, 2, 3) -> f() missing 1 required keyword-only argument: 'd'
# expect: f(1, 2, 3, 4) -> f() takes 3 positional arguments but 4 were given
# expect: f(1, 2, 3, 4, d=5) -> f() takes 3 positional arguments but 4 positional arguments (and 1 keyword-only argument) were given
# expect: f(1, 2, 3, d=4, e=5) -> f() got an unexpected keyword argument 'e'
# expect: f(a=1, b=2, c=3, d=4) -> f() got some positional-only arguments passed as keyword arguments: 'a, b'
# expect: f(1, 2, 3, c=4, d=5) -> f() got multiple values for argument 'c'
# expect: g() -> g() missing 1 required positional argument: 'a'
# expect: h(1) -> h() takes 0 positional arguments but 1 was given
# expect: h(1, x=2) -> h() got an unexpected keyword argument 'x'
# expect: h(x=1) -> h() got an unexpected keyword argument 'x'
# expect: k() -> k() missing 2 required keyword-only arguments: 'x' and 'y'
# expect: k(x=1) -> k() missing 1 required keyword-only argument: 'y'
# expect: k(1) -> k() takes 0 positional arguments but 1 was given
# expect: C().m() -> C.m() missing 1 required positional argument: 'x'
# expect: C().m(1, 2) -> C.m() takes 2 positional arguments but 3 were given
# expect: C.m() -> C.m() missing 2 required positional arguments: 'self' and 'x'
# expect: f(**{1: 2}) -> keywords must be strings
# expect: f(*5) -> __main__.f() argument after * must be an iterable, not int
# expect: f(**5) -> __main__.f() argument after ** must be a mapping, not int
# expect: h(**{"x": 1}, **{"x": 2}) -> __main__.h() got multiple values for keyword argument 'x'
# expect: len() -> len() takes exactly one argument (0 given)
# expect: len(1, 2) -> len() takes exactly one argument (2 given)
# expect: int(1, 2, 3) -> int expected at most 2 arguments, got 3
# expect: print(x=1) -> print() got an unexpected keyword argument 'x'
# expect: "a".join() -> str.join() takes exactly one argument (0 given)
# expect: [].append() -> list.append() takes exactly one argument (0 given)
# expect: {}.get() -> get expected at least 1 argument, got 0
# expect: C(1) -> C() takes no arguments
# expect: object(1) -> object() takes no arguments
# expect: sorted() -> sorted expected 1 argument, got 0
# expect: isinstance(1) -> isinstance expected 2 arguments, got 1
