# A finder on sys.meta_path, a module's __getattr__, and importing from a zip file.
import sys, importlib.abc, importlib.util, types, zipfile, tempfile, os
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name.startswith('virtual_') else None
    def create_module(self, spec): return None
    def exec_module(self, module): module.value = module.__name__.upper()
sys.meta_path.insert(0, Finder())
import virtual_x
print(virtual_x.value, virtual_x.__loader__.__class__.__name__)
m = types.ModuleType('dynamic')
m.__getattr__ = lambda name: f'computed {name}'
m.__dir__ = lambda: ['b', 'a']
sys.modules['dynamic'] = m
from dynamic import anything
print(anything, m.other, dir(m))
path = os.path.join(tempfile.mkdtemp(), 'lib.zip')
with zipfile.ZipFile(path, 'w') as z:
    z.writestr('zipped/__init__.py', 'x = "from zip"\n')
sys.path.append(path)
import zipped
print(zipped.x, type(zipped.__loader__).__name__)
sys.modules['blocked'] = None
try:
    import blocked
except ImportError as e:
    print(e)

# expect: VIRTUAL_X Finder
# expect: computed anything computed other ['a', 'b']
# expect: from zip zipimporter
# expect: import of blocked halted; None in sys.modules
