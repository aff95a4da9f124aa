# Immortal objects report CPython's constant.
# requires: 3.14
import sys
for o in (None, True, False, ..., NotImplemented, 0, 256, -5, '', 'x', int, object, (), ValueError):
    print(sys.getrefcount(o))

# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
# expect: 3221225472
