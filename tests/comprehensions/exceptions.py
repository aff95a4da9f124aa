# An error inside a comprehension leaves variables of the function alone.
# requires: 3.14
def f():
    x = 'kept'
    try:
        [1 // x for x in (1, 0)]
    except ZeroDivisionError as e:
        print(x, e)
    return x
print(f())
def g():
    try:
        {k: 1 for k in [[]]}
    except TypeError as e:
        print(e)
g()

# expect: kept division by zero
# expect: kept
# expect: cannot use 'list' as a dict key (unhashable type: 'list')
