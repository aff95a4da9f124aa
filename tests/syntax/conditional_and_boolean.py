# and/or return an operand; not returns a bool; conditional expressions are lazy.
print(0 or [] or 'x' or 1, 1 and 'a' and [] and 2, not '', not [0])
def boom():
    raise RuntimeError
print('a' if True else boom(), boom() if 0 else 'b')
print(None or 0, 0 and boom(), (1 or boom()) and 3)

# expect: x [] True False
# expect: a b
# expect: 0 0 3
