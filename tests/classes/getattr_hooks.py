# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.
class A:
    real = 1
    def __getattr__(self, name):
        if name.startswith('dyn'): return name.upper()
        raise AttributeError(f'nope {name}')
    def __setattr__(self, name, value):
        print('set', name); object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print('del', name); super().__delattr__(name)
    def __dir__(self): return ['z', 'a']
a = A()
a.x = 5
print(a.x, a.real, a.dynamic, hasattr(a, 'other'), getattr(a, 'other', 'default'), dir(a))
del a.x
class B:
    def __getattribute__(self, name):
        if name == 'secret': raise AttributeError
        return super().__getattribute__(name) if name != 'magic' else 42
    def __getattr__(self, name): return 'fallback ' + name
b = B()
b.y = 1
print(b.magic, b.y, b.secret, b.unknown)
try:
    a.gone
except AttributeError as e:
    print(e)

# expect: set x
# expect: 5 1 DYNAMIC False default ['a', 'z']
# expect: del x
# expect: 42 1 fallback secret fallback unknown
# expect: nope gone
