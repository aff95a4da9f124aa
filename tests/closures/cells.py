# Closures see later assignments; each call has its own cells.
def make():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get():
        return n
    return inc, get
inc, get = make()
inc2, get2 = make()
inc(); inc(5); inc2()
print(get(), get2(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars, make.__code__.co_cellvars)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
inc.__closure__[0].cell_contents = 100
print(get())

# expect: 6 1 6 ('n',) ('n',)
# expect: [2, 2, 2]
# expect: 100
