# requires: 3.14
# A syntax error in the program itself.
x = (1 +
y = 2
# expect-stderr:   File "FILE", line 3
# expect-stderr:     x = (1 +
# expect-stderr:         ^
# expect-stderr: SyntaxError: '(' was never closed
# exit: 1
