# next, StopIteration with a value, exhaustion, state.
import inspect
def g(n):
    print('start')
    for i in range(n):
        yield i
    return 'result'
x = g(2)
print(inspect.getgeneratorstate(x), next(x), inspect.getgeneratorstate(x), next(x))
try:
    next(x)
except StopIteration as e:
    print('value', e.value)
print(next(x, 'default'), list(x), inspect.getgeneratorstate(x))
print(list(g(1)), x.gi_frame, x.gi_code.co_name, x.__name__, x.__qualname__, x.gi_running, x.gi_yieldfrom)

# expect: start
# expect: GEN_CREATED 0 GEN_SUSPENDED 1
# expect: value result
# expect: default [] GEN_CLOSED
# expect: start
# expect: [0] None g g g False None
