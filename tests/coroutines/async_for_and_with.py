# async for, async with, async comprehensions, with the protocol in full.
# requires: 3.14
def run(c):
    try:
        while True:
            c.send(None)
    except StopIteration as e:
        return e.value
class Pause:
    def __await__(self): yield
class Count:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        await Pause()
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        return self.n
class Ctx:
    async def __aenter__(self):
        await Pause(); print('enter'); return 'value'
    async def __aexit__(self, *exc):
        print('exit', exc[0] and exc[0].__name__); return True
async def main():
    async for x in Count(3):
        print(x)
    else:
        print('else')
    async with Ctx() as v, Ctx():
        print(v)
        raise KeyError
    print([x async for x in Count(4) if x % 2], {x: y async for x in Count(2) for y in 'a'}, [await one(i) for i in range(3)])
    g = (x async for x in Count(2))
    print(type(g).__name__, [x async for x in g])
async def one(i):
    await Pause()
    return i + 1
run(main())
async def bad():
    async for x in [1]: pass
async def bad2():
    async with open: pass
for f in (bad, bad2):
    try:
        run(f())
    except TypeError as e:
        print(e)

# expect: 2
# expect: 1
# expect: 0
# expect: else
# expect: enter
# expect: enter
# expect: value
# expect: exit KeyError
# expect: exit None
# expect: [3, 1] {1: 'a', 0: 'a'} [1, 2, 3]
# expect: async_generator [1, 0]
# expect: 'async for' requires an object with __aiter__ method, got list
# expect: 'builtin_function_or_method' object does not support the asynchronous context manager protocol (missed __aexit__ method)
