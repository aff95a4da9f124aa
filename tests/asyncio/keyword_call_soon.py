# Natives call Python methods with keywords: a loop's own call_soon sees the context, whatever its signature.
import asyncio
import contextvars

seen = []


class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, callback, *args, context=None, **more):
        seen.append((context is not None, len(args), more))
        return super().call_soon(callback, *args, context=context)


async def main():
    for _ in range(400):  # long enough for the method to be compiled
        await asyncio.sleep(0)
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, 'done', context=contextvars.copy_context())
    return await future


with asyncio.Runner(loop_factory=Loop) as runner:
    print(runner.run(main()))  # expect: done
print(set((known, n) for known, n, _ in seen) >= {(True, 0), (True, 1)})  # expect: True
print(any(more for *_, more in seen))  # expect: False


class Bad(asyncio.SelectorEventLoop):
    def call_soon(self, callback):
        raise AssertionError


loop = Bad()
future = loop.create_future()
future.add_done_callback(print)
try:
    future.set_result(None)
except TypeError as e:
    print(e)  # expect: Bad.call_soon() got an unexpected keyword argument 'context'
loop.close()
