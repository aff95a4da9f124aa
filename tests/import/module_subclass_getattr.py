# A class of modules may have __getattr__: it is asked for what neither the module nor its own __getattr__ has.
import sys
import types


class Lazy(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith('no'):
            raise AttributeError(f'never {name}')
        value = f'made {name}'
        if name == 'kept':
            setattr(self, name, value)
        return value


m = Lazy('m')
print(m.x, m.kept, 'kept' in vars(m))  # expect: made x made kept True
print(hasattr(m, 'nothing'), getattr(m, 'none', 5))  # expect: False 5
try:
    m.nope
except AttributeError as e:
    print(e)  # expect: never nope


def get():
    return m.y


print([get() for _ in range(3)])  # expect: ['made y', 'made y', 'made y']
m.y = 1
print([get() for _ in range(3)])  # expect: [1, 1, 1]

# The module's own function comes first.
m.__getattr__ = lambda name: f'own {name}' if name == 'a' else (_ for _ in ()).throw(AttributeError(name))
print(m.a, m.b)  # expect: own a made b

sys.modules['m'] = m
from m import q, a

print(q, a)  # expect: made q own a
import m as again

print(again.z)  # expect: made z
