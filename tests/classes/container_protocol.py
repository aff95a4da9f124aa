# __len__, __getitem__, __setitem__, __delitem__, __contains__, __iter__, __reversed__, __missing__, __bool__.
class Seq:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): return len(self.items)
    def __getitem__(self, i):
        print('get', i, end='; ')
        return self.items[i]
s = Seq(1, 2, 3)
print(list(s), 2 in s, list(reversed(s)), bool(Seq()), s[1:], s[-1])
class D(dict):
    def __missing__(self, key): return f'no {key}'
print(D(a=1)['a'], D()['b'], D().get('c'))
class C:
    def __contains__(self, x): return 'truthy'
    def __len__(self): return -1
print(5 in C())
try:
    len(C())
except ValueError as e:
    print(e)
class L:
    def __len__(self): return 2.5
try:
    len(L())
except TypeError as e:
    print(e)
for e in ('iter(5)', 'len(5)', 'n = 5; n[0]', 'reversed({1})', 'del (1,)[0]', '(1,)[0:1] == 1; x = (1,); x[0] = 2'):
    try:
        exec(e)
    except TypeError as x:
        print(x)

# expect: get 0; get 1; get 2; get 3; get 0; get 1; get 2; get 1; get 0; get slice(1, None, None); get -1; [1, 2, 3] True [3, 2, 1] False [2, 3] 3
# expect: 1 no b None
# expect: True
# expect: __len__() should return >= 0
# expect: 'float' object cannot be interpreted as an integer
# expect: 'int' object is not iterable
# expect: object of type 'int' has no len()
# expect: 'int' object is not subscriptable
# expect: 'set' object is not reversible
# expect: 'tuple' object doesn't support item deletion
# expect: 'tuple' object does not support item assignment
