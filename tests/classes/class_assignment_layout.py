# `__class__` may be assigned when both classes add the same fields to the same base.


class AB:
    __slots__ = ("a", "b")


class BA:
    __slots__ = ("b", "a")


class FromAB(AB):
    __slots__ = ("e",)


class FromBA(BA):
    __slots__ = ("e",)


class Names(list):
    pass


class Ages(list):
    pass


class Bad(ValueError):
    pass


class Worse(TypeError):
    pass


for old, new in (AB, BA), (FromAB, FromBA), (Names, Ages), (Bad, Worse), (Names, list):
    try:
        old().__class__ = new
        print("assigned")
    except TypeError as error:
        print(error)

# expect: assigned
# expect: __class__ assignment: 'FromBA' object layout differs from 'FromAB'
# expect: assigned
# expect: __class__ assignment: 'Worse' object layout differs from 'Bad'
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
