# ast.parse(feature_version=…) refuses newer syntax, where the parser had read to.
# requires: 3.14
import ast

for version, source in [
    (7, "(x := 3)"),
    (8, "(x := 3)"),
    (7, "def f(a, /): pass"),
    (7, "lambda a, /: a"),
    (10, "try: pass\nexcept* A: pass"),
    (11, "type X = 3"),
    (11, "def f[T](): pass"),
    (12, "class C[T=3]: pass"),
    (9, "match x:\n case 1: pass"),
    (13, 't"{a}"'),
    (13, "try: pass\nexcept A, B: pass"),
    (4, "a @ b"),
    (4, "a @= b"),
    (4, "async def f(): pass"),
    (5, "x: int"),
    (5, "1_000"),
]:
    try:
        ast.parse(source, feature_version=(3, version))
        print(version, "fine")
    except SyntaxError as e:
        print(version, e.msg, e.lineno, e.offset)
# expect: 7 Assignment expressions are only supported in Python 3.8 and greater 1 8
# expect: 8 fine
# expect: 7 Positional-only parameters are only supported in Python 3.8 and greater 1 11
# expect: 7 Positional-only parameters are only supported in Python 3.8 and greater 1 12
# expect: 10 Exception groups are only supported in Python 3.11 and greater 2 16
# expect: 11 Type statement is only supported in Python 3.12 and greater 1 11
# expect: 11 Type parameter lists are only supported in Python 3.12 and greater 1 8
# expect: 12 Type parameter defaults are only supported in Python 3.13 and greater 1 12
# expect: 9 Pattern matching is only supported in Python 3.10 and greater 2 14
# expect: 13 t-strings are only supported in Python 3.14 and greater 1 6
# expect: 13 except expressions without parentheses are only supported in Python 3.14 and greater 2 18
# expect: 4 The '@' operator is only supported in Python 3.5 and greater 1 6
# expect: 4 The '@' operator is only supported in Python 3.5 and greater 1 3
# expect: 4 Async functions are only supported in Python 3.5 and greater 1 20
# expect: 5 Variable annotation syntax is only supported in Python 3.6 and greater 1 7
# expect: 5 Underscores in numeric literals are only supported in Python 3.6 and greater 1 1
