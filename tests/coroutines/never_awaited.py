# A coroutine that is never awaited warns.
async def f(): pass
f()
# expect-stderr: FILE:3: RuntimeWarning: coroutine 'f' was never awaited
# expect-stderr:   f()
# expect-stderr: RuntimeWarning: Enable tracemalloc to get the object allocation traceback
