# str(), eval() and repetition name their own argument errors; bytes() gives what __bytes__ gives.


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: eval(" '\U0001d120' "))
show(lambda: eval(b" 'x' "))
for n in (-(2**100), 2**100):
    for seq in ("a", b"a", [1], (1,)):
        show(lambda: seq * n)
show(lambda: str(1, 2))
show(lambda: str(b"", 1))
show(lambda: str(b"a", "ascii", 3))
show(lambda: str("a", "ascii"))
show(lambda: str(object="a", errors="x"))
show(lambda: str(1, 2, 3, 4))
show(lambda: str(foo=1))
show(lambda: "{0:{1:{2}}}".format("abc", "s", ""))


class Sub(bytes):
    pass


class Gives:
    def __bytes__(self):
        return Sub(b"a")


print(type(bytes(Gives())).__name__, type(Sub(Gives())).__name__)


class Bad:
    def __anext__(self):
        return self

    def __aiter__(self):
        return self

    def __await__(self):
        1 / 0


async def main():
    async for _ in Bad():
        pass


try:
    main().send(None)
except TypeError as e:
    print(e, repr(e.__cause__))
# expect: 𝄠
# expect: x
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: OverflowError cannot fit 'int' into an index-sized integer
# expect: TypeError str() argument 'encoding' must be str, not int
# expect: TypeError str() argument 'encoding' must be str, not int
# expect: TypeError str() argument 'errors' must be str, not int
# expect: TypeError decoding str is not supported
# expect: TypeError decoding str is not supported
# expect: TypeError str expected at most 3 arguments, got 4
# expect: TypeError str() got an unexpected keyword argument 'foo'
# expect: ValueError Max string recursion exceeded
# expect: Sub Sub
# expect: 'async for' received an invalid object from __anext__: Bad ZeroDivisionError('division by zero')
