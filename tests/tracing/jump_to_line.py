# frame.f_lineno can be set from a line event; jumps into a block are refused.
import sys


def f(out, i=0):
    out.append(1)
    out.append(2)
    out.append(3)
    for i in range(2):
        out.append(i)
    return out


def jump(frame, to):
    try:
        frame.f_lineno = frame.f_code.co_firstlineno + to
    except ValueError as error:
        print(error)


def tracer(at, to):
    def trace(frame, event, arg):
        if frame.f_code is not f.__code__:
            return None
        if event == 'line' and frame.f_lineno - frame.f_code.co_firstlineno == at:
            jump(frame, to)
        return trace

    return trace


for at, to in ((2, 3), (3, 6), (2, 5), (1, 99), (1, -1)):
    sys.settrace(tracer(at, to))
    out = f([])
    sys.settrace(None)
    print(at, to, out)
# expect: 2 3 [1, 3, 0, 1]
# expect: 3 6 [1, 2]
# expect: can't jump into the body of a for loop
# expect: 2 5 [1, 2, 3, 0, 1]
# expect: line 104 comes after the current code block
# expect: 1 99 [1, 2, 3, 0, 1]
# expect: line 4 comes before the current code block
# expect: 1 -1 [1, 2, 3, 0, 1]
