"""Coroutines under a scheduler of forty lines: await of own awaitables, channels, async iteration, async with."""
from collections import deque

GROUP = 'control'
EXPECTED = (72000, 358841, [7200, 7200], 72909)


class Suspend:
    __slots__ = ('reason',)

    def __init__(self, reason):
        self.reason = reason

    def __await__(self):
        return (yield self.reason)


class Scheduler:
    def __init__(self):
        self.ready = deque()
        self.switches = 0

    def spawn(self, coroutine):
        self.ready.append((coroutine, None))

    def wake(self, coroutine, value=None):
        self.ready.append((coroutine, value))

    def run(self):
        while self.ready:
            coroutine, value = self.ready.popleft()
            self.switches += 1
            try:
                reason = coroutine.send(value)
            except StopIteration:
                continue
            if reason is None:
                self.ready.append((coroutine, None))
            else:
                reason.append(coroutine)


class Channel:
    def __init__(self, scheduler, capacity):
        self.scheduler = scheduler
        self.capacity = capacity
        self.items = deque()
        self.senders = deque()
        self.receivers = deque()

    async def put(self, item):
        while len(self.items) >= self.capacity:
            await Suspend(self.senders)
        self.items.append(item)
        if self.receivers:
            self.scheduler.wake(self.receivers.popleft())

    async def get(self):
        while not self.items:
            await Suspend(self.receivers)
        item = self.items.popleft()
        if self.senders:
            self.scheduler.wake(self.senders.popleft())
        return item

    def __aiter__(self):
        return self

    async def __anext__(self):
        item = await self.get()
        if item is None:
            raise StopAsyncIteration
        return item


class Guard:
    def __init__(self, log):
        self.log = log

    async def __aenter__(self):
        await Suspend(None)
        self.log[0] += 1

    async def __aexit__(self, *exc_info):
        self.log[1] += 1


async def numbers(n):
    for i in range(n):
        yield i
        if i % 16 == 0:
            await Suspend(None)


async def produce(out, n, log):
    async for i in numbers(n):
        if i % 10 == 0:
            async with Guard(log):
                await out.put(i)
        else:
            await out.put(i)
    await out.put(None)


async def square(source, out):
    async for i in source:
        await out.put(i * i)
    await out.put(None)


async def collect(source, totals):
    async for i in source:
        totals.append(i)


def run():
    scheduler = Scheduler()
    totals, log = [], [0, 0]
    for n in (18_000, 24_000, 30_000):
        first, second = Channel(scheduler, 4), Channel(scheduler, 4)
        scheduler.spawn(produce(first, n, log))
        scheduler.spawn(square(first, second))
        scheduler.spawn(collect(second, totals))
    scheduler.run()
    return len(totals), sum(totals) % 1_000_003, log, scheduler.switches
