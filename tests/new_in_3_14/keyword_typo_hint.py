# requires: 3.14
# A misspelled keyword is suggested in the uncaught error.
# exit: 1
x = 1
forr i in range(3):
    pass
# expect-error: SyntaxError: invalid syntax. Did you mean 'for'?
