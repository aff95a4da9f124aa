# Exceptions of C modules can be referred to weakly, as any class's instances; the built-in ones cannot.
import _pickle
import _queue
import binascii
import io
import socket
import struct
import weakref
import zlib

for cls in (
    _queue.Empty,
    _pickle.PicklingError,
    binascii.Error,
    io.UnsupportedOperation,
    socket.gaierror,
    struct.error,
    zlib.error,
):
    e = cls('x')
    print(cls.__module__, cls.__name__, weakref.ref(e)() is e)
for cls in Exception, OSError:
    try:
        weakref.ref(cls())
    except TypeError as e:
        print(e)
# expect: _queue Empty True
# expect: _pickle PicklingError True
# expect: binascii Error True
# expect: io UnsupportedOperation True
# expect: socket gaierror True
# expect: struct error True
# expect: zlib error True
# expect: cannot create weak reference to 'Exception' object
# expect: cannot create weak reference to 'OSError' object
