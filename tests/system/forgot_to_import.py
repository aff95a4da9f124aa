# A name that is a module of the standard library: traceback says what was forgotten.
import sys, traceback
for name in ("colorsys", "_io", "spam"):
    try:
        eval(name)
    except NameError as e:
        print(traceback.format_exception_only(e)[-1].strip())
print("os" in sys.stdlib_module_names, "numpy" in sys.stdlib_module_names)
for f in (None, 3):
    try:
        f(*3)
    except TypeError as e:
        print(e)
# expect: NameError: name 'colorsys' is not defined. Did you forget to import 'colorsys'?
# expect: NameError: name '_io' is not defined. Did you forget to import '_io'?
# expect: NameError: name 'spam' is not defined
# expect: True False
# expect: None argument after * must be an iterable, not int
# expect: 3 argument after * must be an iterable, not int
