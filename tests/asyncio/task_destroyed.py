# What is told when nobody can finish a task any more, or ask a future for its exception.
# flags: -X finalise
import asyncio
import gc


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context['message'], sorted(context)))

    async def forever():
        await loop.create_future()

    t = asyncio.Task(forever(), name='dropped')
    await asyncio.sleep(0)
    del t
    gc.collect()
    print('task gone')

    async def fails():
        raise ValueError

    t = asyncio.Task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del t
    print('failed task gone')

    f = loop.create_future()
    f.set_exception(KeyError(1))
    del f
    print('future gone')

    f = loop.create_future()
    f.set_exception(KeyError(1))
    f.exception()
    del f
    t = asyncio.Task(fails())
    try:
        await t
    except ValueError:
        pass
    del t
    print('nothing to tell of those')


asyncio.run(main())
# expect: Task was destroyed but it is pending! ['message', 'task']
# expect: task gone
# expect: Task exception was never retrieved ['exception', 'future', 'message']
# expect: failed task gone
# expect: Future exception was never retrieved ['exception', 'future', 'message']
# expect: future gone
# expect: nothing to tell of those
