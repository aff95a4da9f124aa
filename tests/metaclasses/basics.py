# __prepare__, __new__, __init__, __call__ of a metaclass, in order.
class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print('prepare', name, kw)
        return {'injected': 1}
    def __new__(mcls, name, bases, ns, **kw):
        print('new', sorted(k for k in ns if not k.startswith('__')))
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print('init', kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args):
        print('call', args)
        return super().__call__(*args)
class A(metaclass=Meta, opt=3):
    x = injected + 1
    def __init__(self, *a): print('instance init', a)
A(1)
class B(A): pass
print(type(B).__name__, B.x)

# expect: prepare A {'opt': 3}
# expect: new ['injected', 'x']
# expect: init {'opt': 3}
# expect: call (1,)
# expect: instance init (1,)
# expect: prepare B {}
# expect: new ['injected']
# expect: init {}
# expect: Meta 2
