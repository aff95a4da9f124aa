# Cancelling a task: the message, the saved exception, refused and repeated requests.
import asyncio


async def main():
    async def waits():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            print('inside', e.args, asyncio.current_task().cancelling())
            raise

    t = asyncio.create_task(waits())
    await asyncio.sleep(0)
    print(t.cancel('first'), t.cancel('second'), t.cancelling(), t._must_cancel)
    try:
        await t
    except asyncio.CancelledError as e:
        print('outside', e.args)
    print(t.cancelled(), t.cancel(), t._cancel_message)
    try:
        t.result()
    except asyncio.CancelledError as e:
        print(e.args)

    async def refuses():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print(asyncio.current_task().uncancel(), asyncio.current_task().uncancel())
        await asyncio.sleep(0)
        return 'survived'

    t = asyncio.create_task(refuses())
    await asyncio.sleep(0)
    t.cancel()
    print(await t)

    t = asyncio.create_task(refuses())
    t.cancel('before its first step')
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args)

    async def at_the_end():
        asyncio.current_task().cancel('late')
        return 1

    t = asyncio.create_task(at_the_end())
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args, t.cancelled())
    try:
        t.set_result(1)
    except RuntimeError as e:
        print(e)


asyncio.run(main())
# expect: True True 2 True
# expect: inside ('first',) 2
# expect: outside ('first',)
# expect: True False None
# expect: ()
# expect: 0 0
# expect: survived
# expect: ('before its first step',)
# expect: ('late',) True
# expect: Task does not support set_result operation
