# match, case, type and _ are ordinary names elsewhere.
match = 1
case = match + 1
type_ = type
_ = 3
print(match, case, _)
def type(x): return 'mine'
print(type(3))
match (match):
    case 1:
        print('matched', match)
case = [1]
match[0] if False else print(case)
print(*match) if isinstance(match, list) else print('no')
del type
type X = int
print(X.__value__)

# expect: 1 2 3
# expect: mine
# expect: matched 1
# expect: [1]
# expect: no
# expect: <class 'int'>
