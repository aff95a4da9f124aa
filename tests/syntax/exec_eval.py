# exec and eval with namespaces, compile modes.
ns = {}
exec('a = 1\ndef f(): return a + 1', ns)
print(ns['f'](), eval('a * 10', ns), eval('x + y', {'x': 1}, {'y': 2}))
code = compile('1 + 2', '<s>', 'eval')
print(eval(code), code.co_filename)
exec(compile('print("single")\n', '<s>', 'single'))
exec(compile('40 + 2', '<s>', 'single'))
def g():
    loc = 5
    return eval('loc + 1'), sorted(locals())
print(g())
try:
    eval('a = 1')
except SyntaxError as e:
    print(e.msg)
print(eval(' 3 '), eval(b'4'))

# expect: 2 10 3
# expect: 3 <s>
# expect: single
# expect: 42
# expect: (6, ['loc'])
# expect: invalid syntax
# expect: 3 4
