# The name after `as` is unbound afterwards, also when it was deleted or the handler raises.
def f():
    e = 'before'
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        print(e)
    except UnboundLocalError as x:
        print(x)
    try:
        raise ValueError
    except ValueError as e:
        del e
    print('fine')
f()

# expect: cannot access local variable 'e' where it is not associated with a value
# expect: fine
