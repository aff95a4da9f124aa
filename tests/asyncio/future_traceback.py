# result() raises the exception with the traceback it was set with, however often it was raised before.
import asyncio
import traceback


def fails():
    1 / 0


async def main():
    f = asyncio.get_running_loop().create_future()
    try:
        fails()
    except ZeroDivisionError as e:
        f.set_exception(e)
    for _ in range(3):
        try:
            await f
        except ZeroDivisionError as e:
            print([x.name for x in traceback.extract_tb(e.__traceback__)])


asyncio.run(main())
# expect: ['main', 'main', 'fails']
# expect: ['main']
# expect: ['main']
