"""A portable database in two files: values in FILE.dat, where they are in FILE.dir (and FILE.bak, the one before).

Typhon's own; the files are as CPython's module writes them. A value begins at a multiple of 512 bytes and keeps its room
while what replaces it fits; the directory is written when the database is synced or closed.
"""

import ast
import collections.abc
import io
import os

__all__ = ['error', 'open']

_BLOCK = 512

error = OSError


def _room(size):
    return -(-size // _BLOCK) * _BLOCK


class _Database(collections.abc.MutableMapping):
    def __init__(self, filebasename, mode, flag='c'):
        filebasename = os.fsencode(filebasename)
        self._mode = mode
        self._readonly = flag == 'r'
        self._dirfile = filebasename + b'.dir'
        self._datfile = filebasename + b'.dat'
        self._bakfile = filebasename + b'.bak'
        self._index = None
        self._modified = False
        if flag == 'n':
            for name in (self._datfile, self._bakfile, self._dirfile):
                try:
                    os.remove(name)
                except FileNotFoundError:
                    pass
        try:
            io.open(self._datfile, 'rb').close()
        except FileNotFoundError:
            if flag not in ('c', 'n'):
                raise
            self._create(self._datfile, 'w').close()
        self._read_directory(flag)

    def _create(self, name, mode):
        f = io.open(name, mode, encoding='Latin-1', newline='')
        try:
            os.chmod(name, self._mode)
        except OSError:
            pass
        return f

    def _read_directory(self, flag):
        self._index = {}
        try:
            f = io.open(self._dirfile, 'r', encoding='Latin-1')
        except OSError:
            if flag not in ('c', 'n'):
                raise
            with self._create(self._dirfile, 'w'):
                return
        with f:
            for line in f:
                key, where = ast.literal_eval(line.rstrip())
                self._index[key.encode('Latin-1')] = where

    def sync(self):
        """Writes the directory, keeping the one before."""
        if self._index is None or not self._modified:
            return
        try:
            os.unlink(self._bakfile)
        except OSError:
            pass
        try:
            os.rename(self._dirfile, self._bakfile)
        except OSError:
            pass
        with self._create(self._dirfile, 'w') as f:
            for key, where in self._index.items():
                f.write(f'{key.decode("Latin-1")!r}, {where}\n')
        self._modified = False

    def _verify_open(self):
        if self._index is None:
            raise error('DBM object has already been closed')

    def _key(self, key):
        if isinstance(key, str):
            return key.encode('utf-8')
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError('keys must be bytes or strings')
        return bytes(key)

    def __getitem__(self, key):
        key = self._key(key)
        self._verify_open()
        at, size = self._index[key]
        with io.open(self._datfile, 'rb') as f:
            f.seek(at)
            return f.read(size)

    def __setitem__(self, key, value):
        if self._readonly:
            raise error('The database is opened for reading only')
        key = self._key(key)
        if isinstance(value, str):
            value = value.encode('utf-8')
        elif not isinstance(value, (bytes, bytearray)):
            raise TypeError('values must be bytes or strings')
        self._verify_open()
        self._modified = True
        old = self._index.get(key)
        with io.open(self._datfile, 'rb+') as f:
            if old is not None and len(value) <= _room(old[1]):
                at = old[0]
                f.seek(at)
            else:
                end = f.seek(0, os.SEEK_END)
                at = _room(end)
                f.write(b'\0' * (at - end))
            f.write(value)
        self._index[key] = (at, len(value))
        if old is None:
            # So that a crash loses no more than what was changed.
            with self._create(self._dirfile, 'a') as f:
                f.write(f'{key.decode("Latin-1")!r}, {self._index[key]}\n')

    def __delitem__(self, key):
        if self._readonly:
            raise error('The database is opened for reading only')
        key = self._key(key)
        self._verify_open()
        self._modified = True
        # Its room in the file is lost.
        del self._index[key]
        self.sync()

    def keys(self):
        self._verify_open()
        return list(self._index)

    def items(self):
        self._verify_open()
        return [(key, self[key]) for key in self._index]

    def __contains__(self, key):
        key = self._key(key)
        self._verify_open()
        return key in self._index

    def iterkeys(self):
        self._verify_open()
        return iter(self._index)

    __iter__ = iterkeys

    def __len__(self):
        self._verify_open()
        return len(self._index)

    def close(self):
        try:
            self.sync()
        finally:
            self._index = None

    def __del__(self):
        if getattr(self, '_index', None) is not None:
            self.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open(file, flag='c', mode=0o666):
    """Opens the database FILE.dat with FILE.dir. flag: 'r', 'w', 'c' or 'n' as in dbm.open()."""
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    # The process's mask applies to a chmod too.
    umask = os.umask(0)
    os.umask(umask)
    return _Database(file, mode & ~umask, flag)
