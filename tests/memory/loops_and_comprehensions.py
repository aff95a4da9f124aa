# What loops and comprehensions hold goes when they end.
# flags: -X finalise
# requires: 3.14
class D:
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)
for i in [D('loop0'), D('loop1')]:
    print('body', i.name)
del i
print('loop done')
for n in map(lambda v: v.name, [D('mp')]): print(n)
print('after map')
r = [v.name for v in (D('c0'), D('c1'))]
print(r)
class Box: pass
b = Box(); b.c = Box(); b.c.d = Box(); b.c.d.r = D('nested')
b.c = None
print('nested done')

# expect: body loop0
# expect: body loop1
# expect: del loop0
# expect: del loop1
# expect: loop done
# expect: mp
# expect: del mp
# expect: after map
# expect: del c0
# expect: del c1
# expect: ['c0', 'c1']
# expect: del nested
# expect: nested done
