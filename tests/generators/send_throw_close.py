# send, throw and close.
def g():
    try:
        while True:
            try:
                got = yield 'ready'
                print('got', got)
            except ValueError as e:
                print('caught', e)
    finally:
        print('cleanup')
x = g()
try:
    x.send(1)
except TypeError as e:
    print(e)
print(next(x), x.send('a'), x.throw(ValueError('v')), x.throw(ValueError))
try:
    x.throw(KeyError('k'))
except KeyError as e:
    print('escaped', e)
print(list(x))
y = g()
next(y)
print(y.close(), y.close())
z = g()
z.close()
print(list(z))

# expect: can't send non-None value to a just-started generator
# expect: got a
# expect: caught v
# expect: caught 
# expect: ready ready ready ready
# expect: cleanup
# expect: escaped 'k'
# expect: []
# expect: cleanup
# expect: None None
# expect: []
