# An uncaught exception group prints as a tree.
import traceback
def f(): raise ValueError('one')
try:
    f()
except ValueError as e:
    one = e
try:
    raise ExceptionGroup('top', [one, ExceptionGroup('inner', [KeyError('two')])])
except ExceptionGroup as e:
    for line in traceback.format_exception(e):
        for part in line.rstrip('\n').split('\n'):
            print(part if 'File' not in part else part.split(',', 1)[1])

# expect:   + Exception Group Traceback (most recent call last):
# expect:  line 9, in <module>
# expect:   |     raise ExceptionGroup('top', [one, ExceptionGroup('inner', [KeyError('two')])])
# expect:   | ExceptionGroup: top (2 sub-exceptions)
# expect:   +-+---------------- 1 ----------------
# expect:     | Traceback (most recent call last):
# expect:  line 5, in <module>
# expect:     |     f()
# expect:     |     ~^^
# expect:  line 3, in f
# expect:     |     def f(): raise ValueError('one')
# expect:     |              ^^^^^^^^^^^^^^^^^^^^^^^
# expect:     | ValueError: one
# expect:     +---------------- 2 ----------------
# expect:     | ExceptionGroup: inner (1 sub-exception)
# expect:     +-+---------------- 1 ----------------
# expect:       | KeyError: 'two'
# expect:       +------------------------------------
