"""Dictionary-like files: opens whichever of the formats a file is in.

Typhon's own: the packaged library has no dbm. Of CPython's formats there are those whose modules can be imported;
`dbm.dumb` always can.
"""

import io
import os
import struct
from importlib import import_module

__all__ = ['open', 'whichdb', 'error']


class error(Exception):
    pass


_names = ['dbm.sqlite3', 'dbm.gnu', 'dbm.ndbm', 'dbm.dumb']
_modules = {}
_defaultmod = None
_own_error = error


def _load():
    """Imports the formats there are; `error` becomes the tuple of all their exceptions."""
    global _defaultmod, error
    for name in _names:
        try:
            module = import_module(name)
        except ImportError:
            continue
        _modules[name] = module
        _defaultmod = _defaultmod or module
    error = (_own_error, *(m.error for m in _modules.values()), OSError)


# Until a format has been imported: what callers can catch already.
error = (error, OSError)


def open(file, flag='r', mode=0o666):
    """Opens or creates the database at `file`. flag: 'r' read, 'w' write, 'c' create if need be, 'n' always new."""
    if _defaultmod is None:
        _load()
    kind = None if 'n' in flag else whichdb(file)
    if kind is None:
        if 'c' not in flag and 'n' not in flag:
            raise _own_error("db file doesn't exist; use 'c' or 'n' flag to create a new db")
        module = _defaultmod
    elif kind == '':
        raise _own_error('db type could not be determined')
    elif kind not in _modules:
        raise _own_error(f'db type is {kind}, but the module is not available')
    else:
        module = _modules[kind]
    return module.open(file, flag, mode)


def whichdb(filename):
    """The name of the module for a database; '' if it cannot be told, None if the file is not there or not readable."""
    filename = os.fsencode(filename)
    for ends in ((b'.pag', b'.dir'), (b'.db',)):
        # ndbm: a pair of files, or one where Berkeley DB stands in for it.
        if all(os.path.isfile(filename + end) for end in ends):
            if len(ends) == 2:
                return 'dbm.ndbm'
            try:
                if 'dbm.ndbm' in _modules:
                    _modules['dbm.ndbm'].open(filename).close()
                    return 'dbm.ndbm'
            except OSError:
                pass
    try:
        os.stat(filename + b'.dat')
        size = os.stat(filename + b'.dir').st_size
        if size == 0:
            return 'dbm.dumb'
        with io.open(filename + b'.dir', 'rb') as f:
            if f.read(1) in (b"'", b'"'):
                return 'dbm.dumb'
    except OSError:
        pass
    try:
        with io.open(filename, 'rb') as f:
            start = f.read(16)
    except OSError:
        return None
    if start == b'SQLite format 3\0':
        return 'dbm.sqlite3'
    if len(start) < 4:
        return ''
    (magic,) = struct.unpack('=l', start[:4])
    if magic in (0x13579ACE, 0x13579ACD, 0x13579ACF):
        return 'dbm.gnu'
    return ''


if __name__ == '__main__':
    import sys

    for name in sys.argv[1:]:
        print(whichdb(name) or 'UNKNOWN', name)
