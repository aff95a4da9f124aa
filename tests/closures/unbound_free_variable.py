# An empty cell: messages of NameError and ValueError.
def outer():
    def inner():
        return later
    try:
        inner()
    except NameError as e:
        print(e)
    try:
        inner.__closure__[0].cell_contents
    except ValueError as e:
        print(e)
    later = 1
    print(inner())
    del later
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
outer()

# expect: cannot access free variable 'later' where it is not associated with a value in enclosing scope
# expect: Cell is empty
# expect: 1
# expect: NameError cannot access free variable 'later' where it is not associated with a value in enclosing scope
