# Calls of C functions: declared and undeclared arguments, results, callbacks, errno.
from ctypes import *
import errno
libc = CDLL(None, use_errno=True)
print(libc.strlen(b'four'), libc.abs(-4))
libc.strtod.restype = c_double
libc.strtod.argtypes = [c_char_p, c_void_p]
print(libc.strtod(b'2.5', None))
arr = (c_int * 5)(5, 1, 4, 2, 3)
CMP = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
libc.qsort(arr, 5, sizeof(c_int), CMP(lambda x, y: x[0] - y[0]))
print(list(arr))
n = c_int()
libc.sscanf(b'42', b'%d', byref(n))
print(n.value)
print(libc.close(-1), get_errno() == errno.EBADF)
libc.getenv.restype = c_char_p
print(libc.getenv(b'NO_SUCH_VARIABLE'))
try:
    libc.strtod(1.5, None)
except ArgumentError as e:
    print(str(e)[:23])
try:
    libc.no_such_function
except AttributeError as e:
    print(str(e)[-35:])

# expect-error: NameError: name 'c_int' is not defined
