# Asynchronous generators, `async for`, `async with` and their ends in hot coroutines.
class Switch:
    def __await__(self):
        return (yield 'switch')

async def numbers(n):
    try:
        for i in range(n):
            if i % 7 == 3:
                await Switch()
            got = yield i
            if got is not None:
                yield got
    finally:
        ended.append(n)

class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Switch()
        return self.n

class Guard:
    async def __aenter__(self):
        await Switch()
        return self

    async def __aexit__(self, *exc):
        return exc[0] is ValueError

async def total(n):
    t = 0
    async for i in numbers(n):
        t += i
    else:
        t += 1000
    async for i in Countdown(n):
        t += i
    async with Guard():
        raise ValueError
    return t, [i async for i in numbers(4)], {i: i async for i in Countdown(2)}

async def sending():
    g = numbers(10)
    out = [await g.asend(None), await g.asend('x'), await anext(g)]
    await g.aclose()
    return out

async def failing():
    async for i in numbers(5):
        if i == 3:
            raise KeyError(i)

def run(coroutine):
    switches = 0
    while True:
        try:
            coroutine.send(None)
            switches += 1
        except StopIteration as e:
            return e.value, switches

for _ in range(300):
    ended = []
    r = run(total(20))
    s = run(sending())
    try:
        run(failing())
    except KeyError as e:
        t = repr(e)
print(r)  # expect: ((1380, [0, 1, 2, 3], {1: 1, 0: 0}), 27)
print(s, t, ended[:3])  # expect: ([0, 'x', 1], 0) KeyError(3) [20, 4, 10]
