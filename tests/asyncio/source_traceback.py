# In debug mode a future and a task know where they were made.
import asyncio


async def child():
    pass


def make(loop):
    return loop.create_future(), asyncio.Future(loop=loop), asyncio.Task(child(), loop=loop)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 60  # nothing is to be told of a slow machine
    a, b, c = make(loop)
    print([s.name for s in a._source_traceback][-3:])
    print([s.name for s in b._source_traceback][-2:], b._source_traceback[-1].line)
    print([s.name for s in c._source_traceback][-2:])
    await c
    loop.set_debug(False)
    print(make(loop)[0]._source_traceback)


asyncio.run(main())
# expect: ['main', 'make', 'create_future']
# expect: ['main', 'make'] return loop.create_future(), asyncio.Future(loop=loop), asyncio.Task(child(), loop=loop)
# expect: ['main', 'make']
# expect: None
