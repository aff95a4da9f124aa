# with: order, suppression, several managers, targets.
# requires: 3.14
class M:
    def __init__(self, name, suppress=False): self.name, self.suppress = name, suppress
    def __enter__(self):
        print('enter', self.name)
        return self.name
    def __exit__(self, t, v, tb):
        print('exit', self.name, t and t.__name__, v)
        return self.suppress
with M('a') as a, M('b', True) as b:
    print(a, b)
    raise ValueError('boom')
print('after')
try:
    with M('c'):
        1 / 0
except ZeroDivisionError as e:
    print('escaped', e)
with (M('d') as (x), M('e') as y,):
    print(x, y)
def f():
    with M('r'):
        return 'returned'
print(f())
class Box: pass
box = Box()
with M('t') as box.attr: pass
print(box.attr)
for code in ('with 5: pass', 'with type("E", (), {"__enter__": lambda s: 1})(): pass'):
    try:
        exec(code)
    except TypeError as e:
        print(e)
for i in range(2):
    with M(i):
        continue

# expect: enter a
# expect: enter b
# expect: a b
# expect: exit b ValueError boom
# expect: exit a None None
# expect: after
# expect: enter c
# expect: exit c ZeroDivisionError division by zero
# expect: escaped division by zero
# expect: enter d
# expect: enter e
# expect: d e
# expect: exit e None None
# expect: exit d None None
# expect: enter r
# expect: exit r None None
# expect: returned
# expect: enter t
# expect: exit t None None
# expect: t
# expect: 'int' object does not support the context manager protocol (missed __exit__ method)
# expect: 'E' object does not support the context manager protocol (missed __exit__ method)
# expect: enter 0
# expect: exit 0 None None
# expect: enter 1
# expect: exit 1 None None
