# _enter_task, _leave_task and _swap_current_task keep one current task for the running loop.
# requires: 3.14
import _asyncio


class Loop:
    def __repr__(self):
        return '<loop>'


def attempt(f, *args):
    try:
        print(f(*args))
    except RuntimeError as e:
        print(e)


loop = Loop()
attempt(_asyncio._enter_task, loop, 1)
attempt(_asyncio.current_task)
print(_asyncio.current_task(loop))
_asyncio._set_running_loop(loop)
attempt(_asyncio._enter_task, loop, 1)
attempt(_asyncio._enter_task, loop, 2)
attempt(_asyncio._leave_task, loop, 2)
print(_asyncio.current_task(), _asyncio.current_task(loop))
attempt(_asyncio._swap_current_task, loop, 3)
attempt(_asyncio._leave_task, loop, 3)
attempt(_asyncio._leave_task, loop, None)
_asyncio._set_running_loop(None)
# expect: loop <loop> is not the running loop
# expect: no running event loop
# expect: None
# expect: None
# expect: Cannot enter into task 2 while another task 1 is being executed.
# expect: Invalid attempt to leave task 2 while task 1 is entered.
# expect: 1 1
# expect: 1
# expect: None
# expect: Invalid attempt to leave task None while task None is entered.
