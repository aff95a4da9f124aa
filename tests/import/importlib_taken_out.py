# import works on when importlib's own module is hidden from sys.modules.
import sys
sys.modules["_frozen_importlib"] = None
try:
    import _frozen_importlib
except ImportError as e:
    print(e)
import colorsys
print(colorsys.__name__)
# expect: import of _frozen_importlib halted; None in sys.modules
# expect: colorsys
