# A chained comparison evaluates each operand once and stops at the first false one.
def v(n):
    print('v', n, end=' ')
    return n
print(v(1) < v(2) < v(3))
print(v(3) < v(2) < v(1))
print(1 < 2 in [2] == [2], 1 == 1.0 != None)
x = 5
print(0 < x <= 5 != 4)

# expect: v 1 v 2 v 3 True
# expect: v 3 v 2 False
# expect: True True
# expect: True
