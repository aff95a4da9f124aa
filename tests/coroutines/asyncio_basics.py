# asyncio: run, gather, tasks, cancellation, time-outs, queues, locks.
import asyncio
async def work(name, delay):
    await asyncio.sleep(delay)
    return name
async def main():
    print(await asyncio.gather(work('a', 0.02), work('b', 0.01), return_exceptions=True))
    t = asyncio.create_task(work('never', 10))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('cancelled', t.cancelled())
    try:
        await asyncio.wait_for(work('slow', 10), 0.01)
    except TimeoutError:
        print('timeout')
    q = asyncio.Queue(maxsize=1)
    async def producer():
        for i in range(3):
            await q.put(i)
        await q.put(None)
    p = asyncio.create_task(producer())
    while (item := await q.get()) is not None:
        print('item', item)
    lock = asyncio.Lock()
    order = []
    async def locked(n):
        async with lock:
            await asyncio.sleep(0)
            order.append(n)
    await asyncio.gather(*(locked(n) for n in range(3)))
    print(order)
    done, pending = await asyncio.wait([asyncio.create_task(work(n, n / 100)) for n in (1, 50)], timeout=0.1)
    print(len(done), len(pending))
    for t in pending: t.cancel()
asyncio.run(main())

# expect: ['a', 'b']
# expect: cancelled True
# expect: timeout
# expect: item 0
# expect: item 1
# expect: item 2
# expect: [0, 1, 2]
# expect: 1 1
