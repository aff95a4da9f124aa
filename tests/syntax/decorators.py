# Decorators: any expression, applied bottom up, evaluated top down.
def d(name):
    print('eval', name)
    def deco(f):
        print('apply', name)
        return f
    return deco
@d('a')
@d('b')
def f(): pass
table = [d]
@table[0]('c')
@(lambda cls: (print('lambda', cls.__name__), cls)[1])
class C: pass
@(lambda f: print(f.__name__))
def g(): pass
print(g is None)

# expect: eval a
# expect: eval b
# expect: apply b
# expect: apply a
# expect: eval c
# expect: lambda C
# expect: apply c
# expect: g
# expect: True
