# lru_cache asks an argument for its hash once; partial's repr shows odd keywords by str().
import functools


class Counted:
    asked = 0

    def __hash__(self):
        Counted.asked += 1
        return 999


@functools.lru_cache(maxsize=1)
def f(x, y):
    return y


c = Counted()
f(c, 1), f(c, 1), f(6, 2), f(c, 1)
print(Counted.asked, f.cache_info())  # expect: 3 CacheInfo(hits=1, misses=3, maxsize=1, currsize=1)


class Name:
    def __str__(self):
        return "astr"


p = functools.partial(len)
p.keywords[Name()] = ["sth"]
print(repr(p))  # expect: functools.partial(<built-in function len>, astr=['sth'])
