# contextlib: contextmanager, closing, suppress, redirect_stdout, ExitStack, nullcontext, ContextDecorator.
import contextlib, io
@contextlib.contextmanager
def cm(name):
    print('in', name)
    try:
        yield name
    except ValueError as e:
        print('handled', e)
    finally:
        print('out', name)
with cm('x') as v:
    raise ValueError('boom')
@cm('deco')
def f(): print('body')
f()
with contextlib.suppress(KeyError): {}['x']
buf = io.StringIO()
with contextlib.redirect_stdout(buf):
    print('captured')
print(repr(buf.getvalue()))
class C:
    def close(self): print('closed')
with contextlib.closing(C()): pass
with contextlib.ExitStack() as s:
    s.enter_context(cm('1'))
    s.callback(print, 'callback')
    s.push(lambda *exc: print('pushed', exc[0]))
with contextlib.nullcontext(5) as n: print(n)
@contextlib.contextmanager
def none():
    if False: yield
try:
    with none(): pass
except RuntimeError as e:
    print(e)
@contextlib.contextmanager
def two():
    yield 1
    yield 2
try:
    with two(): pass
except RuntimeError as e:
    print(e)

# expect: in x
# expect: handled boom
# expect: out x
# expect: in deco
# expect: body
# expect: out deco
# expect: 'captured\n'
# expect: closed
# expect: in 1
# expect: pushed None
# expect: callback
# expect: out 1
# expect: 5
# expect: generator didn't yield
# expect: generator didn't stop
