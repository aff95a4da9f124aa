# symtable shows the compiler's own tables.
# requires: 3.14
import symtable


def show(table, depth=0):
    print("  " * depth, table.get_type(), table.get_name(), table.get_lineno(), table.is_nested())
    for s in table.get_symbols():
        what = [n for n in dir(s) if n.startswith("is_") and n != "is_namespace" and getattr(s, n)()]
        print("  " * depth, " ", s.get_name(), what)
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable("""
def f(a, *, b: int = 3):
    global z
    x = a
    def g():
        nonlocal x
        return x
class A[T: int]:
    y = 1
    l = [q for q in y]
    def m(self): return super().m
import os.path
type X = T
""", "<t>", "exec"))
try:
    symtable.symtable("def f(x): global x", "<t>", "exec")
except SyntaxError as e:
    print(e)
# expect:  module top 0 False
# expect:    f ['is_assigned', 'is_global', 'is_local']
# expect:    z ['is_declared_global', 'is_global']
# expect:    A ['is_assigned', 'is_global', 'is_local']
# expect:    os ['is_global', 'is_imported', 'is_local']
# expect:    X ['is_assigned', 'is_global', 'is_local']
# expect:    annotation __annotate__ 2 False
# expect:      .format ['is_local', 'is_parameter', 'is_referenced']
# expect:      int ['is_global', 'is_referenced']
# expect:    function f 2 False
# expect:      a ['is_local', 'is_parameter', 'is_referenced']
# expect:      b ['is_local', 'is_parameter']
# expect:      z ['is_declared_global', 'is_global']
# expect:      x ['is_assigned', 'is_local']
# expect:      g ['is_assigned', 'is_local']
# expect:      annotation __annotate__ 5 True
# expect:        .format ['is_local', 'is_parameter', 'is_referenced']
# expect:      function g 5 True
# expect:        x ['is_free', 'is_nonlocal', 'is_referenced']
# expect:    type parameters A 8 False
# expect:      .type_params ['is_assigned', 'is_local', 'is_referenced']
# expect:      .generic_base ['is_assigned', 'is_local', 'is_referenced']
# expect:      T ['is_assigned', 'is_local', 'is_type_parameter']
# expect:      type variable T 8 True
# expect:        .format ['is_local', 'is_parameter', 'is_referenced']
# expect:        int ['is_global', 'is_referenced']
# expect:      class A 8 True
# expect:        __type_params__ ['is_assigned', 'is_local']
# expect:        .type_params ['is_free', 'is_referenced']
# expect:        y ['is_assigned', 'is_local', 'is_referenced']
# expect:        l ['is_assigned', 'is_local']
# expect:        m ['is_assigned', 'is_local']
# expect:        q ['is_assigned', 'is_comp_iter', 'is_local', 'is_referenced']
# expect:        annotation __annotate__ 11 True
# expect:          .format ['is_local', 'is_parameter', 'is_referenced']
# expect:          __classdict__ ['is_free', 'is_referenced']
# expect:        function m 11 True
# expect:          self ['is_local', 'is_parameter']
# expect:          super ['is_global', 'is_referenced']
# expect:          __class__ ['is_free', 'is_referenced']
# expect:    type alias X 13 False
# expect:      .format ['is_local', 'is_parameter', 'is_referenced']
# expect:      T ['is_global', 'is_referenced']
# expect: name 'x' is parameter and global (<t>, line 1)
