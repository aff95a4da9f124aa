# What `await future` iterates: the future while it is pending, its result as the value of StopIteration.
# requires: 3.14
import asyncio
import warnings

loop = asyncio.new_event_loop()


def attempt(f, *args):
    try:
        print(f(*args))
    except BaseException as e:
        print(type(e).__name__, e.args)


f = loop.create_future()
it = iter(f)
print(type(it), next(it) is f, f._asyncio_future_blocking)
attempt(next, it)
f.set_result((1, 2))
attempt(next, it)
attempt(it.send, None)
attempt(f.__await__().throw, ValueError(1))
attempt(f.__await__().throw, 1)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    attempt(f.__await__().throw, ValueError, 2)
    attempt(f.__await__().throw, ValueError, None, 3)
    print([str(w.message)[:45] for w in caught])
it = f.__await__()
attempt(it.throw, KeyError)
attempt(next, it)


class Awaits:
    def __await__(self):
        return (yield from f)


async def main():
    return await Awaits(), await f


attempt(loop.run_until_complete, main())
loop.close()
# expect: <class '_asyncio.FutureIter'> True True
# expect: RuntimeError ("await wasn't used with future",)
# expect: StopIteration ((1, 2),)
# expect: StopIteration ((1, 2),)
# expect: ValueError (1,)
# expect: TypeError ('exceptions must be classes deriving BaseException or instances of such a class',)
# expect: ValueError (2,)
# expect: TypeError ('throw() third argument must be a traceback',)
# expect: ['the (type, exc, tb) signature of throw() is d', 'the (type, exc, tb) signature of throw() is d']
# expect: KeyError ()
# expect: StopIteration ()
# expect: ((1, 2), (1, 2))
