# inspect.signature and co_flags.
import inspect
def f(a, b: int = 1, /, c='x', *args: str, d, e=None, **kw) -> bool: pass
print(inspect.signature(f))
print(inspect.signature(lambda x, *, y: 0), inspect.signature(len), inspect.signature(str.upper) if False else '')
print([p.kind.name for p in inspect.signature(f).parameters.values()])
def gen(): yield
async def co(): pass
async def agen(): yield
print(inspect.isgeneratorfunction(gen), inspect.iscoroutinefunction(co), inspect.isasyncgenfunction(agen))
bound = inspect.signature(f).bind(1, 2, 3, 4, d=5, z=6)
print(bound.arguments)

# expect: (a, b: int = 1, /, c='x', *args: str, d, e=None, **kw) -> bool
# expect: (x, *, y) (obj, /) 
# expect: ['POSITIONAL_ONLY', 'POSITIONAL_ONLY', 'POSITIONAL_OR_KEYWORD', 'VAR_POSITIONAL', 'KEYWORD_ONLY', 'KEYWORD_ONLY', 'VAR_KEYWORD']
# expect: True True True
# expect: {'a': 1, 'b': 2, 'c': 3, 'args': (4,), 'd': 5, 'kw': {'z': 6}}
