# Dunder methods of the metaclass apply to the class itself.
class Meta(type):
    def __len__(cls): return 3
    def __getitem__(cls, k): return f'{cls.__name__}[{k}]'
    def __iter__(cls): return iter('abc')
    def __contains__(cls, x): return x == 1
    def __add__(cls, o): return 'added'
    def __repr__(cls): return f'<{cls.__name__}!>'
    def __getattr__(cls, name): return 'meta ' + name
    def __bool__(cls): return False
    def __eq__(cls, o): return True
    __hash__ = type.__hash__
class A(metaclass=Meta): pass
print(len(A), A['x'], list(A), 1 in A, A + 1, A, A.attr, bool(A), A == 5)
try:
    A().attr
except AttributeError as e:
    print(e)

# expect: 3 A[x] ['a', 'b', 'c'] True added <A!> meta attr False True
# expect: 'A' object has no attribute 'attr'
