# all_tasks() has the pending tasks of a loop, native or registered by others; done ones leave however they ended.
# requires: 3.14
import _asyncio
import asyncio


class Foreign:
    def __init__(self, loop):
        self._loop = loop

    def done(self):
        return False


async def main():
    loop = asyncio.get_running_loop()
    me = asyncio.current_task()

    async def ok():
        return 1

    async def fails():
        raise ValueError

    async def waits():
        await asyncio.sleep(10)

    tasks = [asyncio.create_task(f()) for f in (ok, fails, waits)]
    print(asyncio.all_tasks() == {me, *tasks})
    tasks[2].cancel()
    await asyncio.wait(tasks)
    tasks[1].exception()
    print(asyncio.all_tasks() == {me})

    foreign = Foreign(loop)
    asyncio.tasks._register_task(foreign)
    print(foreign in asyncio.all_tasks())
    asyncio.tasks._unregister_task(foreign)
    print(foreign in asyncio.all_tasks())
    asyncio.tasks._register_eager_task(foreign)
    print(foreign in asyncio.all_tasks())
    asyncio.tasks._unregister_eager_task(foreign)
    print(foreign in asyncio.all_tasks())

    other = asyncio.new_event_loop()
    print(asyncio.all_tasks(other))
    other.close()

    async def eager():
        print(asyncio.current_task() in asyncio.all_tasks(), len(asyncio.all_tasks()))
        await asyncio.sleep(0)

    t = asyncio.Task(eager(), loop=loop, eager_start=True)
    print(t in asyncio.all_tasks(), asyncio.current_task() is me)
    await t
    print(asyncio.all_tasks() == {me})


asyncio.run(main())
try:
    _asyncio.all_tasks()
except RuntimeError as e:
    print(e)
# expect: True
# expect: True
# expect: True
# expect: False
# expect: True
# expect: False
# expect: set()
# expect: True 2
# expect: True True
# expect: True
# expect: no running event loop
