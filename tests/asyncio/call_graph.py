# Who awaits whom: future_add_to_awaited_by, capture_call_graph, format_call_graph.
# requires: 3.14
import asyncio
import re


async def deep():
    await asyncio.sleep(0)
    print(re.sub(r"File .*/(\w+.py)'", r"File \1", re.sub(r"0x\w+", "0x", asyncio.format_call_graph())))
    graph = asyncio.capture_call_graph()
    print([e.frame.f_code.co_name for e in graph.call_stack], [g.future.get_name() for g in graph.awaited_by])


async def middle():
    await deep()


async def main():
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(middle(), name='inner')
        print([w.get_name() for w in t._asyncio_awaited_by])
    print(t._asyncio_awaited_by)
    a, b = asyncio.Future(), asyncio.Future()
    asyncio.future_add_to_awaited_by(a, b)
    print(a._asyncio_awaited_by == {b}, b._asyncio_awaited_by)
    asyncio.future_discard_from_awaited_by(a, b)
    print(a._asyncio_awaited_by)
    asyncio.future_add_to_awaited_by(1, b)


t = asyncio.new_event_loop()
t.run_until_complete(asyncio.Task(main(), loop=t, name='outer'))
t.close()
# expect: ['outer']
# expect: * Task(name='inner', id=0x)
# expect:   + Call stack:
# expect:   |   File call_graph.py, line 9, in async deep()
# expect:   |   File call_graph.py, line 15, in async middle()
# expect:   + Awaited by:
# expect:     * Task(name='outer', id=0x)
# expect:       + Call stack:
# expect:       |   File taskgroups.py, line 121, in async TaskGroup._aexit()
# expect:       |   File taskgroups.py, line 72, in async TaskGroup.__aexit__()
# expect:       |   File call_graph.py, line 19, in async main()
# expect: ['deep', 'middle'] ['outer']
# expect: None
# expect: True None
# expect: None
