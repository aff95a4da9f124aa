# Eager tasks: the first step is made by the constructor, in the task's context; errors leave the current task as it was.
# requires: 3.14
import asyncio
import contextvars

var = contextvars.ContextVar('var', default='outside')


async def main():
    loop = asyncio.get_running_loop()
    me = asyncio.current_task()

    async def at_once():
        print('step', var.get(), asyncio.current_task() is not me)
        var.set('inside')
        return 5

    t = asyncio.Task(at_once(), loop=loop, eager_start=True)
    print(t.done(), t.result(), t.get_coro(), var.get())

    context = contextvars.copy_context()
    t = asyncio.Task(at_once(), loop=loop, eager_start=True, context=context)
    print(context[var], t.get_context() is context)

    for bad in 1, context:
        coro = at_once()
        try:
            if bad is context:
                context.run(asyncio.Task, coro, loop=loop, eager_start=True, context=bad)
            else:
                asyncio.Task(coro, loop=loop, eager_start=True, context=bad)
        except (TypeError, RuntimeError) as e:
            print(type(e).__name__, str(e).split('<')[0], asyncio.current_task() is me)
        coro.close()

    async def exits():
        raise SystemExit(3)

    try:
        asyncio.Task(exits(), loop=loop, eager_start=True)
    except SystemExit as e:
        print('exit', e.code, asyncio.current_task() is me)

    async def nested():
        inner = asyncio.Task(at_once(), loop=loop, eager_start=True)
        return inner.done(), asyncio.current_task() is not me

    print(await asyncio.Task(nested(), loop=loop, eager_start=True))


asyncio.run(main())
# expect: step outside True
# expect: True 5 None outside
# expect: step outside True
# expect: inside True
# expect: TypeError an instance of Context was expected True
# expect: RuntimeError cannot enter context:  True
# expect: exit 3 True
# expect: step outside True
# expect: (True, True)
