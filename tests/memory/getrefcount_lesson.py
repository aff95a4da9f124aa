# The classic lesson: a list bound to two names, counts after each bind and del.
# requires: 3.14
import sys
a = [1, 2, 3]
print(sys.getrefcount(a) - 1)
b = a
print(sys.getrefcount(a) - 1)
c = [a, a]
print(sys.getrefcount(a) - 1)
del b
print(sys.getrefcount(a) - 1)
c.pop()
print(sys.getrefcount(a) - 1)
c.clear()
print(sys.getrefcount(a) - 1)

# expect: 1
# expect: 2
# expect: 4
# expect: 3
# expect: 2
# expect: 1
