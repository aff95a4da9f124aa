# Asynchronous generators: asend, athrow, aclose, finally.
def run(c):
    try:
        while True:
            c.send(None)
    except StopIteration as e:
        return e.value
async def g():
    try:
        got = yield 1
        print('got', got)
        try:
            yield 2
        except ValueError:
            yield 'caught'
        yield 3
    finally:
        print('cleanup')
async def main():
    a = g()
    print(await a.asend(None), await a.asend('x'), await a.athrow(ValueError), await anext(a))
    print(await anext(a, 'default'))
    b = g()
    await anext(b)
    await b.aclose()
    try:
        await b.__anext__()
    except StopAsyncIteration:
        print('closed')
    print([x async for x in g()])
run(main())

# expect: got x
# expect: 1 2 caught 3
# expect: cleanup
# expect: default
# expect: cleanup
# expect: closed
# expect: got None
# expect: cleanup
# expect: [1, 2, 3]
