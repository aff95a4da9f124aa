# A frame left through a cleanup handler (finally, with, the end of `except … as`) keeps the line that raised.


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        return False


def in_finally():
    try:
        1 / 0
    finally:
        pass


def in_named_except():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError from error


def in_with():
    with Manager():
        1 / 0


for f in in_finally, in_named_except, in_with:
    try:
        f()
    except Exception as error:
        frame = error.__traceback__.tb_next.tb_frame
        print(f.__name__, frame.f_lineno - f.__code__.co_firstlineno)

# expect: in_finally 4
# expect: in_named_except 4
# expect: in_with 2
