# A coroutine that is never awaited warns.
# gap: finalisation at the last reference is not built yet (docs/architecture.md, section 6)
async def f(): pass
f()
# expect-stderr: FILE:3: RuntimeWarning: coroutine 'f' was never awaited
# expect-stderr:   f()
# expect-stderr: RuntimeWarning: Enable tracemalloc to get the object allocation traceback
