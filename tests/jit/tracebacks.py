# An exception in compiled code has the lines, columns and locals it has in tier 0.
import sys, traceback

def inner(x):
    y = x * 2
    return 10 // (x - 500)

def outer(n):
    t = 0
    for i in range(n):
        t += inner(i)
    return t

try:
    outer(1000)
except ZeroDivisionError as e:
    tb = e.__traceback__.tb_next
    frames = []
    while tb is not None:
        frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, sorted(tb.tb_frame.f_locals)))
        last = tb.tb_frame.f_locals
        tb = tb.tb_next
    print(frames)  # expect: [('outer', 11, ['i', 'n', 't']), ('inner', 6, ['x', 'y'])]
    print(last['x'], last['y'])  # expect: 500 1000

def handled(n):
    count = 0
    for i in range(n):
        try:
            inner(500 if i % 3 else i)
        except ZeroDivisionError:
            count += 1
        finally:
            count += 1
    return count
print(handled(900))  # expect: 1500

def who(depth):
    if depth == 0:
        return [sys._getframe(i).f_code.co_name for i in range(4)]
    return who(depth - 1)

def asks(n):
    for i in range(n):
        r = who(2)
    return r
print(asks(500))  # expect: ['who', 'who', 'who', 'asks']
