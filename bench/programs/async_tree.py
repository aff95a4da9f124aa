"""A tree of coroutines run by asyncio: gather at every node, some leaves wait, some are found in a cache."""
import asyncio

GROUP = 'control'
EXPECTED = (51227500, 5313)


class Tree:
    def __init__(self, width, depth):
        self.width = width
        self.depth = depth
        self.cache = {}
        self.waited = 0

    async def leaf(self, number):
        key = number % 100
        if key % 3 == 0:
            await asyncio.sleep(0)
            self.waited += 1
        if key not in self.cache:
            self.cache[key] = key * key
        return self.cache[key]

    async def node(self, depth, number):
        if depth == 0:
            return await self.leaf(number)
        children = [self.node(depth - 1, number * self.width + i) for i in range(self.width)]
        return sum(await asyncio.gather(*children))


def run():
    tree = Tree(5, 6)
    return asyncio.run(tree.node(tree.depth, 0)), tree.waited
