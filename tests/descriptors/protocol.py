# Data descriptors win over instance attributes, non-data descriptors lose.
class Data:
    def __get__(self, obj, owner=None): return ('data', obj is None, owner.__name__)
    def __set__(self, obj, value): print('set', value)
    def __delete__(self, obj): print('delete')
class NonData:
    def __get__(self, obj, owner=None): return 'nondata'
class C:
    d = Data()
    n = NonData()
c = C()
c.__dict__.update(d='inst d', n='inst n')
print(c.d, c.n, C.d, C.n)
c.d = 5
del c.d
del c.__dict__['n']
print(c.n)
C.d = 'replaced on the class'
print(c.d)
class SetOnly:
    def __set__(self, obj, value): obj.__dict__['s'] = value * 2
class E:
    s = SetOnly()
e = E()
print(type(e.s).__name__)
e.s = 4
print(e.s)

# expect: ('data', False, 'C') inst n ('data', True, 'C') nondata
# expect: set 5
# expect: delete
# expect: nondata
# expect: inst d
# expect: SetOnly
# expect: 8
