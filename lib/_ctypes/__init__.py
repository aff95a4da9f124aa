"""The lower half of ctypes: C's data types on memory, and calls of C functions.

Typhon's own, in Python as PyPy's is; CPython has it in C (Modules/_ctypes). Memory and calls come from the native
module _ctypes_native. Gaps: structures by value in calls, complex numbers, functions of the Python C API; a call
does not let other threads run.
"""

from _ctypes._data import (ArgumentError, CType_Type, _CData, addressof, alignment, buffer_info, byref, resize, sizeof,
                           _unpickle)
from _ctypes._simple import _SimpleCData, PyCSimpleType
from _ctypes._aggregate import Array, CField, PyCArrayType, PyCStructType, Structure, Union, UnionType
from _ctypes._pointer import _Pointer, PyCPointerType, POINTER, pointer
from _ctypes._function import (CFuncPtr, PyCFuncPtrType, call_function, call_cdeclfunction, dlclose, dlopen, dlsym,
                               get_errno, set_errno, _cast_addr, _memmove_addr, _memoryview_at_addr, _memset_addr,
                               _string_at_addr, _wstring_at_addr)

__version__ = '1.1.0'
RTLD_LOCAL = 0
RTLD_GLOBAL = 256
FUNCFLAG_CDECL = 1
FUNCFLAG_PYTHONAPI = 4
FUNCFLAG_USE_ERRNO = 8
FUNCFLAG_USE_LASTERROR = 16
CTYPES_MAX_ARGCOUNT = 1024
SIZEOF_TIME_T = 8
