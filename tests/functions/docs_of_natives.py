# Built-in functions, methods, slots and attributes have docstrings.
for f in (len, print, open, list.append, [].append, dict.fromkeys, str.join, int.__add__, int.__rsub__, object.__init__, (1).__lt__):
    assert isinstance(f.__doc__, str) and f.__doc__, f
print(list.append.__doc__)  # expect: Adds an item at the end.
print(int.__add__.__doc__)  # expect: The value of self+value.
print(max.__doc__.startswith("max("), int.real.__doc__)  # expect: True The real part.
