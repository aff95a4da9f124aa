# gc.get_objects(generation): what survives a collection is a generation older; atomic objects and static types are untracked.
import gc

gc.disable()
gc.collect()
l = []
l.append(l)


def where():
    return [any(l is e for e in gc.get_objects(generation=i)) for i in range(3)]


print(where())
gc.collect(generation=0)
print(where())
gc.collect(generation=1)
print(where())
gc.collect()
print(where())

print(gc.get_referents(1, "a", 4j), gc.get_referents(int))
print(gc.get_referents((1, 2), [3]) in ([1, 2, 3], [2, 1, 3]))
print([gc.is_tracked(x) for x in (type, int, object, object())])


class C:
    pass


print(gc.is_tracked(C), gc.is_tracked(C()))

# expect: [True, False, False]
# expect: [False, True, False]
# expect: [False, False, True]
# expect: [False, False, True]
# expect: [] []
# expect: True
# expect: [False, False, False, False]
# expect: True True
