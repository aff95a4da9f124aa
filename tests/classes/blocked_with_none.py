# A method set to None is refused as 3.14 refuses it: each protocol with its own message.


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class NoBool:
    __bool__ = None

    def __len__(self):
        return 1


class NoLen:
    __len__ = None


class NoIter(list):
    __iter__ = None


class NoContains(list):
    __contains__ = None


class NoBytes(bytes):
    __bytes__ = None


class NoIadd(int):
    __iadd__ = None


class NoAdd(int):
    __add__ = None


class NoRadd(int):
    __radd__ = None


def in_place():
    e = NoIadd(1)
    e += 1
    return e


show(lambda: bool(NoBool()))
show(lambda: bool(NoLen()))
show(lambda: len(NoLen()))
show(lambda: list(NoIter([1])))
show(lambda: bytes(NoIter([1])))
show(lambda: bytearray(NoIter([1])))
show(lambda: 1 in NoContains([1]))
show(lambda: bytes(NoBytes(b"1")))
show(in_place)
show(lambda: NoAdd(1) + 1)
show(lambda: 1 + NoAdd(1))
show(lambda: 1 + NoRadd(1))


# A descriptor that fails while a comparison looks its method up is as if there were none.
class Fails:
    def booh(self):
        raise AttributeError("booh")

    __eq__ = property(booh)


show(lambda: Fails() == Fails())
# expect: TypeError 'NoBool' cannot be interpreted as a boolean
# expect: TypeError 'NoneType' object is not callable
# expect: TypeError 'NoneType' object is not callable
# expect: TypeError 'NoIter' object is not iterable
# expect: TypeError cannot convert 'NoIter' object to bytes
# expect: TypeError cannot convert 'NoIter' object to bytearray
# expect: TypeError 'NoContains' object is not a container
# expect: TypeError 'NoneType' object is not callable
# expect: TypeError 'NoneType' object is not callable
# expect: TypeError 'NoneType' object is not callable
# expect: 2
# expect: TypeError 'NoneType' object is not callable
# expect: False
