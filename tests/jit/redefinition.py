# What compiled code took for constant may change: functions, globals, builtins, class attributes, methods.
def f(x):
    return x + K

K = 1

def loop(n):
    t = 0
    for i in range(n):
        t += f(i)
    return t

print(loop(3000))  # expect: 4501500
K = 2
print(loop(3000))  # expect: 4504500

def f(x):
    return -x
print(loop(3000))  # expect: -4498500


class C:
    step = 1
    def __init__(self, n):
        self.n = n
    def go(self):
        return self.n + self.step

def drive(o, n):
    t = 0
    for _ in range(n):
        t += o.go()
    return t

c = C(1)
print(drive(c, 3000))  # expect: 6000
C.step = 5
print(drive(c, 3000))  # expect: 18000
c.step = 0
print(drive(c, 3000))  # expect: 3000
C.go = lambda self: 7
print(drive(c, 3000))  # expect: 21000
c.go = lambda: 1
print(drive(c, 3000))  # expect: 3000

def lengths(v, n):
    t = 0
    for _ in range(n):
        t += len(v)
    return t
print(lengths('abc', 3000))  # expect: 9000
len = lambda v: 100
print(lengths('abc', 3000))  # expect: 300000
del len
print(lengths([1], 3000))  # expect: 3000
