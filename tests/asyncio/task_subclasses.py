# Subclasses of Future and Task, awaited by native tasks and by the Python half's; names and representations.
import asyncio


class MyFuture(asyncio.Future):
    def result(self):
        print('result asked for')
        return super().result()


class MyTask(asyncio.Task):
    pass


class Name:
    def __str__(self):
        return 'named'


async def main():
    loop = asyncio.get_running_loop()
    for task in asyncio.Task, MyTask, asyncio.tasks._PyTask:
        f = MyFuture()
        loop.call_later(0.01, f.set_result, 1)

        async def waits():
            return await f

        print(await task(waits(), loop=loop))
    t = MyTask(waits(), name=Name())
    print(t.get_name(), repr(t).split(' coro')[0])
    t.set_name(3)
    print(repr(t.get_name()))
    await t
    print(asyncio.Task[int], asyncio.Task.__mro__)


asyncio.run(main())
# expect: result asked for
# expect: 1
# expect: result asked for
# expect: 1
# expect: result asked for
# expect: 1
# expect: named <MyTask pending name='named'
# expect: '3'
# expect: _asyncio.Task[int] (<class '_asyncio.Task'>, <class '_asyncio.Future'>, <class 'object'>)
