# What a coroutine may yield to its task, and what the task raises in it otherwise.
import asyncio
import re
import types


@types.coroutine
def give(v):
    return (yield v)


async def run(v):
    try:
        return await give(v)
    except RuntimeError as e:
        print(re.sub(r' at 0x\w+|coro=<.*?>>?', '', str(e)))


def generator():
    yield


class Duck:
    _asyncio_future_blocking = True

    def __init__(self, loop):
        self._loop = loop

    def add_done_callback(self, callback, *, context):
        print('callback', callback.__qualname__, context is not None)
        self._loop.call_soon(callback, self, context=context)

    def result(self):
        return 'quack'


async def main():
    loop = asyncio.get_running_loop()
    other = asyncio.new_event_loop()
    for v in 1, generator(), other.create_future(), loop.create_future(), None, Duck(loop):
        await asyncio.Task(run(v), name='t')
    other.close()

    async def on_itself():
        try:
            await asyncio.current_task()
        except RuntimeError as e:
            print(str(e)[:30])

    await asyncio.Task(on_itself())


asyncio.run(main())
# expect: Task got bad yield: 1
# expect: yield was used instead of yield from for generator in task <Task pending name='t'  cb=[Task.task_wakeup()]> with <generator object generator>
# expect: Task <Task pending name='t'  cb=[Task.task_wakeup()]> got Future <Future pending> attached to a different loop
# expect: yield was used instead of yield from in task <Task pending name='t'  cb=[Task.task_wakeup()]> with <Future pending>
# expect: callback Task.task_wakeup True
# expect: Task cannot await on itself: <
