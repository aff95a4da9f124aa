# A Future gets its outcome once; each wrong use has the C module's error and message.
import asyncio

loop = asyncio.new_event_loop()


def attempt(f, *args):
    try:
        print(f(*args))
    except BaseException as e:
        print(type(e).__name__, e)


blank = asyncio.Future.__new__(asyncio.Future)
attempt(repr, blank)
attempt(blank.result)
attempt(blank.add_done_callback, print)
print(blank.done(), blank.cancelled(), blank._loop)

f = loop.create_future()
attempt(f.result)
attempt(f.exception)
attempt(f.set_exception, 1)
attempt(f.set_exception, int)
attempt(f.set_exception, StopIteration)
print(type(f.exception()).__name__, type(f.exception().__cause__).__name__)
attempt(f.set_exception, ValueError)
attempt(f.set_result, 1)

f = loop.create_future()
print(f.cancel('why'), f.cancel(), f._cancel_message)
attempt(f.result)
attempt(f.exception)
print(f)

f = loop.create_future()
f.add_done_callback(print, context=None)
print(f._callbacks)
print(f.remove_done_callback(print), f._callbacks)
attempt(setattr, f, '_log_traceback', 1)
attempt(delattr, f, '_cancel_message')
loop.close()
# expect: RuntimeError Future object is not initialized.
# expect: InvalidStateError Future object is not initialized.
# expect: RuntimeError uninitialized Future object
# expect: False False None
# expect: InvalidStateError Result is not set.
# expect: InvalidStateError Exception is not set.
# expect: TypeError invalid exception object
# expect: TypeError invalid exception object
# expect: None
# expect: RuntimeError StopIteration
# expect: InvalidStateError invalid state
# expect: InvalidStateError invalid state
# expect: True False why
# expect: CancelledError why
# expect: CancelledError why
# expect: <Future cancelled>
# expect: [(<built-in function print>, None)]
# expect: 1 None
# expect: ValueError _log_traceback can only be set to False
# expect: AttributeError cannot delete attribute
