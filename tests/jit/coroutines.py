# Compiled coroutines: awaited values, exceptions from below, and what a frame shows while it waits.
import types


@types.coroutine
def switch(v):
    return (yield v)


async def leaf(i):
    if i % 100 == 99:
        raise LookupError(i)
    return i if i % 3 else await switch(i)


async def middle(n):
    total = 0
    for i in range(n):
        try:
            total += await leaf(i)
        except LookupError as e:
            total -= e.args[0]
    return total


def run(c):
    asked = 0
    value = None
    try:
        while True:
            value = c.send(value)
            asked += 1
            value += 0.5 if asked % 50 == 0 else 0
    except StopIteration as e:
        return e.value, asked


for _ in range(5):
    print(run(middle(1000)))
c = middle(10)
print(c.send(None), c.cr_frame.f_locals, c.cr_await.__name__, c.cr_running, c.cr_suspended)
try:
    c.throw(ValueError('thrown'))
except ValueError as e:
    tb = e.__traceback__
    names = []
    while tb is not None:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(names[1:])
print(c.cr_frame)
# expect: (488523.0, 330)
# expect: (488523.0, 330)
# expect: (488523.0, 330)
# expect: (488523.0, 330)
# expect: (488523.0, 330)
# expect: 0 {'n': 10, 'total': 0, 'i': 0} leaf False True
# expect: [('middle', 20), ('leaf', 13), ('switch', 7)]
# expect: None
