# sys.settrace: call, line, return and exception events with their lines.
import sys


def f(x):
    y = x + 1
    for i in range(2):
        y += i
    try:
        1 / 0
    except ZeroDivisionError:
        y = 0
    return y


def trace(frame, event, arg):
    if frame.f_code.co_name != 'f':
        return None
    print(event, frame.f_lineno - frame.f_code.co_firstlineno, type(arg).__name__)
    return trace


sys.settrace(trace)
f(1)
sys.settrace(None)
f(2)
# expect: call 0 NoneType
# expect: line 1 NoneType
# expect: line 2 NoneType
# expect: line 3 NoneType
# expect: line 2 NoneType
# expect: line 3 NoneType
# expect: line 2 NoneType
# expect: line 4 NoneType
# expect: line 5 NoneType
# expect: exception 5 tuple
# expect: line 6 NoneType
# expect: line 7 NoneType
# expect: line 8 NoneType
# expect: return 8 int
