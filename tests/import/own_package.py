# A package made on the fly: relative imports, __init__, __all__, submodules, circular imports, reload.
import sys, tempfile, pathlib, importlib
root = pathlib.Path(tempfile.mkdtemp())
pkg = root / 'shop'
(pkg / 'sub').mkdir(parents=True)
(pkg / '__init__.py').write_text('print("init shop", __name__, __package__)\n__all__ = ["cart", "price"]\nprice = 5\n')
(pkg / 'cart.py').write_text('from . import price\nfrom .sub.deep import value\nfrom .. import x if False else None\n' if False else 'from . import price\nfrom .sub.deep import value\ntotal = price * value\n')
(pkg / 'sub' / '__init__.py').write_text('')
(pkg / 'sub' / 'deep.py').write_text('from ... import nothing\n' if False else 'from ..util import helper\nvalue = helper(3)\n')
(pkg / 'util.py').write_text('def helper(x): return x * 2\n')
(pkg / 'a.py').write_text('from . import b\nx = 1\ndef f(): return b.y\n')
(pkg / 'b.py').write_text('from . import a\ny = 2\ndef g(): return a.x\n')
(pkg / 'bad.py').write_text('1 / 0\n')
(root / 'space' / 'inner').mkdir(parents=True)
(root / 'space' / 'inner' / 'mod.py').write_text('here = __name__\n')
sys.path.insert(0, str(root))
import shop.cart
print(shop.cart.total, shop.sub.deep.value, sorted(n for n in sys.modules if n.startswith('shop')))
from shop import *
print(cart is shop.cart, price)
from shop.a import f
from shop.b import g
print(f(), g())
try:
    import shop.bad
except ZeroDivisionError:
    print('bad', 'shop.bad' in sys.modules)
from space.inner.mod import here
import space
print(here, type(space.__path__).__name__, space.__spec__.origin)
(pkg / 'util.py').write_text('def helper(x): return x * 1000\n')
importlib.invalidate_caches()
importlib.reload(shop.util)
print(shop.util.helper(1))
try:
    exec('from .x import y', {'__name__': 'shop.q', '__package__': 'nowhere'})
except ImportError as e:
    print(type(e).__name__, e)
(root / '__main__.py').write_text('')
(root / 'main_guard.py').write_text('print("running", __name__, __file__.rsplit("/", 1)[1])\n')
import runpy
runpy.run_path(str(root / 'main_guard.py'), run_name='__main__')
print(importlib.import_module('.util', 'shop').__name__)

# expect: init shop shop shop
# expect: 30 6 ['shop', 'shop.cart', 'shop.sub', 'shop.sub.deep', 'shop.util']
# expect: True 5
# expect: 2 1
# expect: bad False
# expect: space.inner.mod _NamespacePath None
# expect: 1000
# expect: ModuleNotFoundError No module named 'nowhere'
# expect: running __main__ main_guard.py
# expect: shop.util
