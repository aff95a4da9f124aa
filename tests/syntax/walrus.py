# := binds in the enclosing function, also from inside a comprehension.
def f():
    values = [last := n * 2 for n in range(4)]
    if (size := len(values)) > 3:
        print(size, last)
    print([y := 1, y**2, y + 3])
    while (size := size - 1) > 1:
        print('loop', size)
f()
try:
    compile('[i := 0 for i in range(3)]', 'x', 'exec')
except SyntaxError as e:
    print(e.msg)

# expect: 4 6
# expect: [1, 1, 4]
# expect: loop 3
# expect: loop 2
# expect: assignment expression cannot rebind comprehension iteration variable 'i'
