# Natives that call each other without Python code between them end in RecursionError, not in endless work.
import functools
import pickle

f = functools.partial(print)
f.__setstate__((f, (), {}, {}))
try:
    pickle.dumps(f)
except RecursionError:
    print('a partial of itself')
# expect: a partial of itself

nested = []
for _ in range(50_000):
    nested = [nested]
try:
    pickle.dumps(nested)
except RecursionError:
    print('a deep list')
# expect: a deep list

shallow = []
for _ in range(400):
    shallow = [shallow]
print(pickle.loads(pickle.dumps(shallow)) == shallow)
# expect: True
