"""asyncio: eight tasks that do nothing but sleep(0), a task switch each time."""
import asyncio

GROUP = 'threads'
EXPECTED = 80_000


async def worker(n):
    for _ in range(n):
        await asyncio.sleep(0)
    return n


async def main():
    return sum(await asyncio.gather(*[worker(10_000) for _ in range(8)]))


def run():
    return asyncio.run(main())
