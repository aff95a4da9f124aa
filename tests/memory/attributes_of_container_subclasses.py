# What only an attribute of an instance of list, dict or set holds lives as long as that.
class D:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('del', self.name)

class L(list): pass
class M(dict): pass
class S(set): pass

def attribute(cls):
    c = cls()
    x = D(cls.__name__)
    c.held = x
    del x
    print('held', c.held.name)
    c.held = None
    print('dropped')

for cls in L, M, S:
    attribute(cls)

def moved(cls):
    c = cls()
    x = D('moved ' + cls.__name__)
    box = [x]
    c.held = x
    del x
    box.pop()
    print('popped')
    c.clear()
    print('cleared')
    del c
    print('end')

for cls in L, M, S:
    moved(cls)

# expect: held L
# expect: del L
# expect: dropped
# expect: held M
# expect: del M
# expect: dropped
# expect: held S
# expect: del S
# expect: dropped
# expect: popped
# expect: cleared
# expect: del moved L
# expect: end
# expect: popped
# expect: cleared
# expect: del moved M
# expect: end
# expect: popped
# expect: cleared
# expect: del moved S
# expect: end
