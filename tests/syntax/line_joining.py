# Backslashes, brackets, semicolons, comments, form feeds and blank lines.
x = 1 + \
    2; y = (3,  # three
            4)
print(x, y); print('same line')
if x: print('inline'); print('both')

z = [
    1,

    2,  # two
]
print(z)
def f(a,
      b=2,
      ): return a + b
print(f(1,))

# expect: 3 (3, 4)
# expect: same line
# expect: inline
# expect: both
# expect: [1, 2]
# expect: 3
