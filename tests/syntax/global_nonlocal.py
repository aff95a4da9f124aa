# global and nonlocal.
x = 'module'
def outer():
    x = 'outer'
    def inner():
        nonlocal x
        x = 'changed'
        def innermost():
            global x
            x = 'module changed'
        innermost()
    inner()
    return x
print(outer(), x)
class C:
    x = 'class'
    def f(self):
        return x
    y = [x for _ in range(1)]
print(C().f(), C.y)
def make():
    global created
    created = 1
make()
print(created)

# expect: changed module changed
# expect: module changed ['module changed']
# expect: 1
