# An empty format specification is str() of the value: a subclass's `__str__` counts.


class Text(str):
    def __str__(self):
        return "text"


class Whole(int):
    def __str__(self):
        return "whole"


class Real(float):
    def __str__(self):
        return "real"


class Pair(complex):
    def __str__(self):
        return "pair"


for value in Text("a"), Whole(1), Real(1.5), Pair(1j):
    print(format(value), f"{value}", "{}".format(value))
try:
    "{0.}".format()
except IndexError as error:
    print(error)
try:
    "{0.}".format(1)
except ValueError as error:
    print(error)

# expect: text text text
# expect: whole whole whole
# expect: real real real
# expect: pair pair pair
# expect: Replacement index 0 out of range for positional args tuple
# expect: Empty attribute in format string
