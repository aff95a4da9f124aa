# A failed import shows the program's frames, not importlib's: none for ImportError, the module's own for its errors.
import sys, traceback, tempfile, pathlib
with tempfile.TemporaryDirectory() as d:
    (pathlib.Path(d) / 'broken_by_zero.py').write_text('def f():\n    return 1/0\nf()\n')
    (pathlib.Path(d) / 'imports_nothing.py').write_text('import no_such_module\n')
    sys.path.insert(0, d)
    for name in ('broken_by_zero', 'imports_nothing', 'no_such_module'):
        try:
            __import__(name)
        except Exception as e:
            print(type(e).__name__, [(pathlib.Path(f.filename).name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])

# expect: ZeroDivisionError [('tracebacks.py', 9), ('broken_by_zero.py', 3), ('broken_by_zero.py', 2)]
# expect: ModuleNotFoundError [('tracebacks.py', 9), ('imports_nothing.py', 1)]
# expect: ModuleNotFoundError [('tracebacks.py', 9)]
