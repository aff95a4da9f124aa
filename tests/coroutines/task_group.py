# TaskGroup cancels siblings and raises an exception group.
import asyncio
async def ok():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('sibling cancelled')
        raise
async def fail():
    await asyncio.sleep(0.001)
    raise ValueError('broken')
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(ok())
            tg.create_task(fail())
    except* ValueError as group:
        print(group.exceptions)
asyncio.run(main())

# expect: sibling cancelled
# expect: (ValueError('broken'),)
