# Forms of import; sys.modules; attributes of modules.
import os.path
import os.path as p
import math as m, json
from os import path, sep as s
from math import *
print(os.path is p is path, m.pi == pi, s, json.__name__, 'math' in __import__('sys').modules)
import sys
print(__name__, sys.modules['__main__'].__name__, __file__.endswith('basics.py'), __spec__, math.__name__ if 'math' in dir() else 'math not bound')
print(type(json).__name__, json.__package__, json.__spec__.name, json.decoder.__name__, json.__path__ is not None)
for code in ('import no_such', 'from math import nope', 'import os.nope', 'from no.such import x', 'from . import x', 'import json.decoder.x'):
    try:
        exec(code)
    except ImportError as e:
        print(type(e).__name__, str(e).split(' (')[0])

# expect: True True / json True
# expect: __main__ __main__ True None math not bound
# expect: module json json json.decoder True
# expect: ModuleNotFoundError No module named 'no_such'
# expect: ImportError cannot import name 'nope' from 'math'
# expect: ModuleNotFoundError No module named 'os.nope'; 'os' is not a package
# expect: ModuleNotFoundError No module named 'no'
# expect: ImportError attempted relative import with no known parent package
# expect: ModuleNotFoundError No module named 'json.decoder.x'; 'json.decoder' is not a package
