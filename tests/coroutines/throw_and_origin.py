# throw() with more than the exception warns; what fails while it is made is raised inside; cr_origin; anext's errors.
import asyncio
import sys
import warnings

warnings.simplefilter("error")


def gen():
    yield


g = gen()
next(g)
try:
    g.throw(ValueError, "a", None)
except DeprecationWarning as e:
    print(e)  # expect: the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.


class Bad(Exception):
    def __new__(cls):
        return cls


def catches():
    try:
        yield
    except TypeError as e:
        print("inside:", str(e)[:7])  # expect: inside: calling


g = catches()
next(g)
try:
    g.throw(Bad)
except StopIteration:
    print("stopped")  # expect: stopped


async def coro():
    pass


sys.set_coroutine_origin_tracking_depth(1)
c = coro()
sys.set_coroutine_origin_tracking_depth(0)
c.close()
print(c.cr_origin[0][2], len(c.cr_origin))  # expect: <module> 1


class Odd:
    def __aiter__(self):
        return self

    def __anext__(self):
        yield


async def main():
    for args in ((Odd(),), (Odd(), "default")):
        try:
            await anext(*args)
        except TypeError as e:
            print(e)
    # expect: 'generator' object can't be awaited
    # expect: 'generator' object can't be awaited


asyncio.run(main())
