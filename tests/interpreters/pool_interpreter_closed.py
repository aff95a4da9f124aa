# An interpreter of a pool that is closed in the middle of a task: that task is lost, the pool goes on.
# requires: 3.14
import threading
import time
from concurrent import interpreters
from concurrent.futures import BrokenExecutor, InterpreterPoolExecutor


def spin():
    n = 0
    while True:
        n += 1


def ident():
    from concurrent import interpreters
    return interpreters.get_current().id


with InterpreterPoolExecutor(1) as pool:
    first = pool.submit(ident).result()
    future = pool.submit(spin)
    after = pool.submit(ident)
    interp = interpreters.list_all()[1]
    while not interp.is_running():
        time.sleep(0.01)
    interp.close()
    try:
        future.result(100)
    except BrokenExecutor as e:
        print(type(e).__name__, e)     # expect: BrokenInterpreterPool The interpreter was closed while it ran the task
        print(type(e.__cause__).__name__)                      # expect: InterpreterError
    second = after.result(100)
    print(second > first)                                      # expect: True

    # Closed while it has nothing to do: nobody notices.
    interpreters.list_all()[1].close()
    print(pool.submit(ident).result(100) > second)             # expect: True
print(interpreters.list_all())                                 # expect: [Interpreter(0)]
