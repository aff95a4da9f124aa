# contextvars: set, reset, copy_context, Context.run.
import contextvars
v = contextvars.ContextVar('v', default='d')
print(v.get())
token = v.set(1)
ctx = contextvars.copy_context()
v.set(2)
print(v.get(), ctx[v], ctx.run(v.get), token.old_value is contextvars.Token.MISSING)
def f():
    v.set('inside')
    return v.get()
print(ctx.run(f), ctx[v], v.get())
v.reset(token)
print(v.get(), v.name, len(contextvars.Context()))
try:
    v.reset(token)
except RuntimeError as e:
    print(type(e).__name__)
try:
    contextvars.ContextVar('nodefault').get()
except LookupError as e:
    print('LookupError')

# expect: d
# expect: 2 1 1 True
# expect: inside inside 2
# expect: d v 0
# expect: RuntimeError
# expect: LookupError
