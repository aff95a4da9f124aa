# A library module is executed with what the program has put in place before: a shadowing file, a patched dependency, a
# stand-in in sys.modules. (Start-up keeps some modules ready; that must not show.)
import sys, tempfile, pathlib
print([m for m in ('json', 'textwrap', 're', 'dataclasses', 'threading') if m in sys.modules and m not in ('re', 'threading')])
import importlib
print(hasattr(importlib, 'resources'))
with tempfile.TemporaryDirectory() as d:
    (pathlib.Path(d) / 'csv.py').write_text('mine = True\n')
    sys.path.insert(0, d)
    import csv
    print(csv.mine, hasattr(csv, 'reader'))
    sys.path.remove(d)
import re
real = re.compile
re.compile = lambda *args: real('patched')
import textwrap
re.compile = real
print(textwrap.TextWrapper.wordsep_re.pattern)
sys.modules['heapq'] = stand_in = type(sys)('heapq')
stand_in.heappush = stand_in.heappop = stand_in.heapify = None
import queue
print(queue.heappush)
del sys.modules['heapq']
import json.decoder
print(json.decoder.JSONDecoder.__module__, sys.modules['json.decoder'] is json.decoder)

# expect: []
# expect: False
# expect: True False
# expect: patched
# expect: None
# expect: json.decoder True
