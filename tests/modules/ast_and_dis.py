# ast.parse, dump, unparse, NodeTransformer; literal_eval; dis runs.
import ast, dis, io
t = ast.parse('x = [a + 1 for a in b if a]\ndef f(p, /, q=2, *r, **s): return f"{p!r:>5}"')
print(ast.dump(t.body[0]))
print(ast.unparse(t))
class R(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 10), n)
print(eval(compile(ast.fix_missing_locations(R().visit(ast.parse('1 + 2', mode='eval'))), 'f', 'eval')))
print(ast.literal_eval("{'a': [1, (2.5, None)], 'b': {1, -2}}"), [type(n).__name__ for n in ast.walk(ast.parse('a.b(c)'))])
try:
    ast.literal_eval('f()')
except ValueError as e:
    print(str(e)[:30])
out = io.StringIO()
dis.dis('a + 1', file=out)
print('BINARY_OP' in out.getvalue(), 'RETURN_VALUE' in out.getvalue())

# expect: Assign(targets=[Name(id='x', ctx=Store())], value=ListComp(elt=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=Constant(value=1)), generators=[comprehension(target=Name(id='a', ctx=Store()), iter=Name(id='b', ctx=Load()), ifs=[Name(id='a', ctx=Load())], is_async=0)]))
# expect: x = [a + 1 for a in b if a]
# expect:
# expect: def f(p, /, q=2, *r, **s):
# expect:     return f'{p!r:>5}'
# expect: 30
# expect: {'a': [1, (2.5, None)], 'b': {1, -2}} ['Module', 'Expr', 'Call', 'Attribute', 'Name', 'Name', 'Load', 'Load', 'Load']
# expect: malformed node or string on li
# expect: True True
