# PyCF_OPTIMIZED_AST shows what is decided before code is generated.
# requires: 3.14
import ast


def show(source, optimize):
    tree = compile(source, "<s>", "exec", ast.PyCF_OPTIMIZED_AST, optimize=optimize)
    print(ast.unparse(tree).replace("\n", " | "))


for level in (0, 2):
    show("'doc'\n__debug__\n", level)
    show("def f():\n  'doc'\nclass A:\n  'doc'\n  'next'", level)
show("'%s and %5r' % (a, b)\n'%d' % (a,)", 0)
show("match x:\n case -1: pass\n case 1-2j: pass\n case {-3: y}: pass", 0)
show("1 + 2", 0)
print(ast.dump(compile(ast.parse("__debug__"), "<s>", "exec", ast.PyCF_OPTIMIZED_AST, optimize=1)))
# expect: """doc""" | True
# expect: def f(): |     """doc""" |  | class A: |     """doc""" |     'next'
# expect: False
# expect: def f(): |     pass |  | class A: |     f'next'
# expect: f'{a!s} and {b!r:>5}' | '%d' % (a,)
# expect: match x: |     case -1: |         pass |     case (1-2j): |         pass |     case {-3: y}: |         pass
# expect: 1 + 2
# expect: Module(body=[Expr(value=Constant(value=False))])
