# What makes a list of an iterable asks for its length first: `__len__`, then `__length_hint__` (PEP 424), whose errors show.


class Counting:
    def __init__(self, **methods):
        self.left = 2

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left


class Sized(Counting):
    def __len__(self):
        print("len", end=" ")
        return 1


class Hinted(Counting):
    def __length_hint__(self):
        print("hint", end=" ")
        return NotImplemented


def extend(values):
    numbers = []
    numbers.extend(values)
    return numbers


def unpack(values):
    return [*values]


def assign_slice(values):
    numbers = [1]
    numbers[0:1] = values
    return numbers


for consumer in list, sorted, bytes, extend, unpack, assign_slice, sum:
    for kind in Sized, Hinted:
        print(consumer.__name__, consumer(kind()))

# expect: len list [1, 0]
# expect: hint list [1, 0]
# expect: len sorted [0, 1]
# expect: hint sorted [0, 1]
# expect: len bytes b'\x01\x00'
# expect: hint bytes b'\x01\x00'
# expect: len extend [1, 0]
# expect: hint extend [1, 0]
# expect: len unpack [1, 0]
# expect: hint unpack [1, 0]
# expect: len assign_slice [1, 0]
# expect: hint assign_slice [1, 0]
# expect: sum 1
# expect: sum 1
