# Coroutines driven by hand; awaitables; errors.
import sys
class Future:
    def __await__(self):
        got = yield 'waiting'
        return ('resolved', got)
async def inner(): return await Future()
async def main():
    r = await inner()
    print(r)
    return 'main done'
c = main()
print(c.send(None), c.cr_await is not None)
try:
    c.send(42)
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
async def bad(): await 5
try:
    bad().send(None)
except TypeError as e:
    print(type(e).__name__)
async def twice():
    x = inner()
    await_once = x.__await__()
    next(await_once)
    await x
try:
    twice().send(None)
except RuntimeError as e:
    print(e)
try:
    iter(c)
except TypeError as e:
    print(e)
print(type(c), c.__name__, c.close())

# expect: waiting True
# expect: ('resolved', 42)
# expect: main done
# expect: cannot reuse already awaited coroutine
# expect: TypeError
# expect: coroutine is being awaited already
# expect: 'coroutine' object is not iterable
# expect: <class 'coroutine'> main None
