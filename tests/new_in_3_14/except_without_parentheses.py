# requires: 3.14
# except A, B: without parentheses (PEP 758), also except*.
try:
    1 / 0
except ValueError, ZeroDivisionError:
    print('caught')
try:
    raise ExceptionGroup('g', [KeyError('k'), OSError('o')])
except* KeyError, OSError:
    print('both')
try:
    compile('try: pass\nexcept A, B as e: pass', 'f', 'exec')
except SyntaxError as e:
    print(e.msg)
# expect: caught
# expect: both
# expect: multiple exception types must be parenthesized when using 'as'
