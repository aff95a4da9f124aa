"""What the embedding API does in Python: promises under asyncio, and the asyncio loop that the host's coroutines run on.

Typhon's own.
"""

import asyncio


def wait_for(promise):
    """The iterator of `await promise`: suspends the running asyncio task until the JSPromise is settled."""
    if not promise.done():
        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def wake():
            if not future.done():
                future.set_result(None)

        def settled():
            # On top of whatever the loop's thread does; the loop may be over.
            if not loop.is_closed():
                loop.call_soon_threadsafe(wake)

        promise._when_settled(settled)
        yield from future
    return promise.result()


async def step(iterator):
    """The next value of an asynchronous iterator in a tuple; an empty one at the end."""
    try:
        return (await anext(iterator),)
    except StopAsyncIteration:
        return ()


class Host:
    """The asyncio loop of an interpreter: runs as long as the host has coroutines in it."""

    def __init__(self, take):
        # take() gives the next job, (awaitable, started, settle), (None, call, None), or None
        self.take = take
        self.loop = None
        self.tasks = {}
        self.calls = 0

    def look(self):
        while (job := self.take()) is not None:
            awaitable, started, settle = job
            if settle is None:
                self.calls += 1
                self.loop.call_soon(self.call, started)
                continue
            try:
                task = asyncio.ensure_future(awaitable, loop=self.loop)
            except BaseException as e:
                settle(None, e)
                continue
            self.tasks[task] = settle
            started(task)
            task.add_done_callback(self.finish)
        self.rest()

    def rest(self):
        if not self.tasks and not self.calls:
            self.loop.stop()

    def call(self, function):
        try:
            function()
        finally:
            self.calls -= 1
            self.rest()

    def finish(self, task):
        settle = self.tasks.pop(task, None)
        if settle is None:
            return
        try:
            value = task.result()
        except BaseException as e:
            settle(None, e)
        else:
            settle(value, None)
        self.rest()

    def run(self):
        if self.loop is None or self.loop.is_closed():
            # A loop whose frames were dropped has not said that it is over.
            asyncio._set_running_loop(None)
            self.loop = asyncio.new_event_loop()
        self.look()
        while self.tasks or self.calls:
            try:
                self.loop.run_forever()
            except BaseException as e:
                # SystemExit and KeyboardInterrupt end the task they were raised in. What was raised in the loop itself
                # belongs to nobody: all that runs in it is over.
                ended = [task for task in self.tasks if task.done()]
                if not ended:
                    for task, settle in list(self.tasks.items()):
                        del self.tasks[task]
                        task.cancel()
                        settle(None, e)
                for task in ended:
                    self.finish(task)

    def wake(self):
        self.loop.call_soon_threadsafe(self.look)

    def cancel(self, task):
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(task.cancel)

    def close(self):
        if self.loop is None or self.loop.is_closed():
            return
        try:
            self.loop.run_until_complete(self.end())
        finally:
            self.loop.close()

    async def end(self):
        loop = self.loop
        tasks = asyncio.all_tasks(loop) - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=0.5)  # one that does not let itself be cancelled is left
        await loop.shutdown_asyncgens()
        await loop.shutdown_default_executor()
