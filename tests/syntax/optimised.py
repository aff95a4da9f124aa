# -O drops assert and __debug__ blocks; docstrings stay.
# flags: -O
assert False
if __debug__:
    print('never')
def f():
    """doc"""
print(__debug__, f.__doc__)

# expect: False doc
