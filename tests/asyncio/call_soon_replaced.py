# A task's steps go through call_soon as the loop has it: overridden, shadowed on the instance, or the library's.
import asyncio

class Loop(asyncio.SelectorEventLoop):
    seen = 0
    def call_soon(self, callback, *args, context=None):
        Loop.seen += 1
        return super().call_soon(callback, *args, context=context)

async def main(n):
    for _ in range(n):
        await asyncio.sleep(0)
    return n

def run(loop):
    try:
        return loop.run_until_complete(main(3))
    finally:
        loop.close()

print(run(asyncio.SelectorEventLoop()))  # expect: 3
print(run(Loop()), Loop.seen >= 4)  # expect: 3 True
loop = asyncio.SelectorEventLoop()
calls = []
original = loop.call_soon
loop.call_soon = lambda f, *a, context=None: (calls.append(f), original(f, *a, context=context))[1]
print(run(loop), len(calls) >= 4)  # expect: 3 True
