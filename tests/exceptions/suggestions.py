# "Did you mean" for names, attributes and imports.
class Thing:
    colour = 1
try:
    Thing().color
except AttributeError as e:
    import traceback
    print(traceback.format_exception_only(e)[-1], end='')
def f():
    counter = 1
    try:
        countre
    except NameError as e:
        print(traceback.format_exception_only(e)[-1], end='')
f()
try:
    from collections import namedtupel
except ImportError as e:
    text = traceback.format_exception_only(e)[-1]
    print(text.split(' (')[0], text[-29:].strip())
class A:
    def __init__(self): self.blech = 1
    def m(self): return blech
A().m()

# expect: AttributeError: 'Thing' object has no attribute 'color'. Did you mean: 'colour'?
# expect: NameError: name 'countre' is not defined
# expect: ImportError: cannot import name 'namedtupel' from 'collections' Did you mean: 'namedtuple'?
# expect-error: NameError: name 'blech' is not defined. Did you mean: 'self.blech'?
