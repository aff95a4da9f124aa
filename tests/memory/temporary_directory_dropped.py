# A TemporaryDirectory that is dropped removes its files at once: the library's own weakref.finalize runs.
import os
import tempfile
import warnings

warnings.simplefilter("ignore")
d = tempfile.TemporaryDirectory()
name = d.name
print(os.path.exists(name))
del d
print(os.path.exists(name))

# expect: True
# expect: False
