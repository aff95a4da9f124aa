# What raise accepts.
for code in ('raise', 'raise 5', 'raise int', 'raise ValueError', 'raise ValueError("a", 1)', 'raise KeyError("k")', 'raise None'):
    try:
        exec(code)
    except BaseException as e:
        print(code, '->', type(e).__name__, e, e.args)
class New(Exception):
    def __new__(cls): return 5
try:
    raise New
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ZeroDivisionError as e:
    print('again', e)
try:
    try:
        x
    except 5:
        pass
except TypeError as e:
    print(e)

# expect: raise -> RuntimeError No active exception to reraise ('No active exception to reraise',)
# expect: raise 5 -> TypeError exceptions must derive from BaseException ('exceptions must derive from BaseException',)
# expect: raise int -> TypeError exceptions must derive from BaseException ('exceptions must derive from BaseException',)
# expect: raise ValueError -> ValueError  ()
# expect: raise ValueError("a", 1) -> ValueError ('a', 1) ('a', 1)
# expect: raise KeyError("k") -> KeyError 'k' ('k',)
# expect: raise None -> TypeError exceptions must derive from BaseException ('exceptions must derive from BaseException',)
# expect: calling <class '__main__.New'> should have returned an instance of BaseException, not <class 'int'>
# expect: again division by zero
# expect: catching classes that do not inherit from BaseException is not allowed
