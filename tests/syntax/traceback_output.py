# An uncaught error: the whole traceback, with carets.
def f(x):
    return 1 / x

def g(values):
    return [f(v) for v in values]

g([1, 0])
# expect-stderr: Traceback (most recent call last):
# expect-stderr:   File "FILE", line 8, in <module>
# expect-stderr:     g([1, 0])
# expect-stderr:     ~^^^^^^^^
# expect-stderr:   File "FILE", line 6, in g
# expect-stderr:     return [f(v) for v in values]
# expect-stderr:             ~^^^
# expect-stderr:   File "FILE", line 3, in f
# expect-stderr:     return 1 / x
# expect-stderr:            ~~^~~
# expect-stderr: ZeroDivisionError: division by zero
# exit: 1
