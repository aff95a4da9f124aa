# del of names, items, slices, attributes and targets in parentheses.
a = [0, 1, 2, 3, 4, 5]
del a[0], a[1:3]
print(a)
class C: pass
c = C()
c.x = 1
del c.x
print(hasattr(c, 'x'))
x = y = 1
del (x, y)
try:
    x
except NameError as e:
    print(e)
def f():
    z = 1
    del z
    z
try:
    f()
except UnboundLocalError as e:
    print(e)
d = {'k': 1}
del d['k']
print(d)

# expect: [1, 4, 5]
# expect: False
# expect: name 'x' is not defined
# expect: cannot access local variable 'z' where it is not associated with a value
# expect: {}
