"""What _interpreters does in Python: pickling between interpreters, and showing exceptions to another one.

Typhon's own; CPython has the same in C (Python/crossinterp.c).
"""

import sys


class InterpreterID(int):
    """The number of an interpreter, as _interpreters.create() gives it: an int that can run code."""

    __slots__ = ()

    def run(self, source, shared=None, /):
        """Run source code in the interpreter's __main__; an exception there raises RunFailedError's kin here."""
        import _interpreters
        excinfo = _interpreters.run_string(self, source, bind(self, shared))
        if excinfo is not None:
            from concurrent.interpreters import ExecutionFailed
            raise ExecutionFailed(excinfo)

    def __reduce__(self):
        return int, (int(self),)


def bind(id, values):
    """Bind those values in an interpreter's __main__ that have to be pickled for it; give back the others."""
    import _interpreters
    others = {name: value for name, value in (values or {}).items() if not _interpreters.is_shareable(value)}
    if others:
        _, excinfo = _interpreters.call(id, _update_main, (others,))
        if excinfo is not None:
            from concurrent.interpreters import ExecutionFailed
            raise ExecutionFailed(excinfo)
    return {name: value for name, value in (values or {}).items() if name not in others}


def _update_main(values):
    vars(sys.modules['__main__']).update(values)


def describe(exc):
    """Names and texts of an exception: (name, qualname, module, message, formatted, display)."""
    cls = type(exc)
    try:
        message = str(exc)
    except Exception:
        message = None
    name, qualname, module = cls.__name__, cls.__qualname__, cls.__module__
    shown = qualname if module in ('builtins', '__main__') else f'{module}.{qualname}'
    formatted = shown if message is None else f'{shown}: {message}'
    try:
        import traceback
        display = ''.join(traceback.format_exception(exc)).rstrip('\n')
    except Exception:
        display = None
    return name, qualname, module, message, formatted, display


def _main_file():
    return getattr(sys.modules.get('__main__'), '__file__', None)


def dumps(obj):
    """Pickle obj, with the file that defines what is pickled by name from __main__."""
    import pickle
    return pickle.dumps((_main_file(), pickle.dumps(obj)))


_fake_main = None


def loads(data):
    """Unpickle what dumps() made in another interpreter."""
    global _fake_main
    import pickle
    file, inner = pickle.loads(data)
    try:
        return pickle.loads(inner)
    except AttributeError:
        if file is None or b'__main__' not in inner:
            raise
    # A name of the sender's __main__: run its file once, not as the main program, and look there.
    main = sys.modules['__main__']
    if _fake_main is None or _fake_main.__file__ != file:
        import runpy
        import types
        module = types.ModuleType('<fake __main__>')
        module.__file__ = file
        sys.modules['__main__'] = module
        try:
            module.__dict__.update(runpy.run_path(file, run_name='<fake __main__>'))
        finally:
            sys.modules['__main__'] = main
        for name, value in module.__dict__.items():
            if getattr(value, '__module__', None) == '<fake __main__>':
                try:
                    value.__module__ = '__main__'
                except (AttributeError, TypeError):
                    pass
        _fake_main = module
    sys.modules['__main__'] = _fake_main
    try:
        return pickle.loads(inner)
    finally:
        sys.modules['__main__'] = main
