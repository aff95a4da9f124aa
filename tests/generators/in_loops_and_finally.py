# Generators closed by break and by collection run their finally blocks.
# flags: -X finalise
def g(name):
    try:
        yield 1
        yield 2
    finally:
        print('closing', name)
for x in g('exhausted'): pass
def f():
    for x in g('left by break'):
        break
    print('after break')
f()
it = g('deleted')
next(it)
del it
print('end')

# expect: closing exhausted
# expect: closing left by break
# expect: after break
# expect: closing deleted
# expect: end
