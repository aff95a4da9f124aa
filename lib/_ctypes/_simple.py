"""Simple C types: numbers, characters, and pointers to text. A table by type code says how each is read and written."""

import math
import operator
import struct

import _ctypes_native as native
from ._data import CArgObject, CType_Type, Info, _CData, info, keep, on_memory

LETTERS = 'cbBhHiIlLdfuzZqQPXOv?g'
_SIZES = {'c': 1, 'b': 1, 'B': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4, 'd': 8,
          '?': 1, 'u': 4, 'g': 16, 'P': 8, 'z': 8, 'Z': 8, 'O': 8}
_INTEGERS = 'bBhHiIlLqQ'
#: Types whose memory a memoryview of that format reads and writes.
TYPED = _INTEGERS + 'fd?'

#: Objects that py_object memory refers to, by the number that stands there.
_handles = {}


def _int(value):
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        raise TypeError(f'int expected instead of {type(value).__name__} instance')
    return operator.index(value)


def _wrap(code):
    bits = 8 * _SIZES[code]
    mask = (1 << bits) - 1
    if code.isupper():
        return lambda value: _int(value) & mask
    sign = 1 << bits - 1
    return lambda value: ((_int(value) + sign) & mask) - sign


_CONVERT = {code: _wrap(code) for code in _INTEGERS}
_CONVERT['?'] = bool


def _real(value):
    try:
        return float(value) if not isinstance(value, (str, bytes, bytearray)) else math.fabs(value)
    except OverflowError:
        raise
    except TypeError:
        raise TypeError(f'must be real number, not {type(value).__name__}') from None


_CONVERT['d'] = _real
_CONVERT['f'] = _real


def _store_char(mem, value, owner, index):
    if isinstance(value, (bytes, bytearray)) and len(value) == 1:
        mem[0] = value[0]
    elif isinstance(value, int) and 0 <= value < 256:
        mem[0] = value
    else:
        raise TypeError('one character bytes, bytearray, or an integer in range(256) expected')


def _store_wchar(mem, value, owner, index):
    if not isinstance(value, str):
        raise TypeError(f'a unicode character expected, not instance of {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'a unicode character expected, not a string of length {len(value)}')
    mem[:] = value.encode('utf-32-le', 'surrogatepass')


def _load_longdouble(mem):
    mantissa, exponent = struct.unpack('<QH', mem[:10])
    sign = -1.0 if exponent & 0x8000 else 1.0
    exponent &= 0x7fff
    if exponent == 0x7fff:
        return sign * (math.inf if mantissa == 1 << 63 else math.nan)
    return sign * math.ldexp(mantissa, exponent - 16446)


def _store_longdouble(mem, value, owner, index):
    value = _real(value)
    sign = 0x8000 if math.copysign(1.0, value) < 0 else 0
    if math.isinf(value) or math.isnan(value):
        mantissa, exponent = (1 << 63) | (0 if math.isinf(value) else 1 << 62), 0x7fff
    elif value == 0:
        mantissa = exponent = 0
    else:
        fraction, exponent = math.frexp(abs(value))
        mantissa, exponent = int(math.ldexp(fraction, 64)), exponent + 16382
    mem[:10] = struct.pack('<QH', mantissa, sign | exponent)


def _put_address(mem, address):
    mem[:8] = (address & 0xffffffffffffffff).to_bytes(8, 'little')


def _address(mem):
    return int.from_bytes(mem[:8], 'little')


def _store_pointer(mem, value, owner, index):
    if value is None:
        _put_address(mem, 0)
    elif isinstance(value, int):
        _put_address(mem, value)
    else:
        raise TypeError('cannot be converted to pointer')


def c_bytes(value):
    """A zero-terminated copy of bytes, in memory that stays where it is."""
    return memoryview(bytearray(value) + b'\0')


def c_text(value):
    return memoryview(bytearray(value.encode('utf-32-le', 'surrogatepass') + b'\0\0\0\0'))


def _store_string(mem, value, owner, index):
    if isinstance(value, bytes):
        copy = c_bytes(value)
        _put_address(mem, native.address(copy))
        keep(owner, index, copy)
    elif value is None or isinstance(value, int):
        _store_pointer(mem, value, owner, index)
    else:
        raise TypeError(f'bytes or integer address expected instead of {type(value).__name__} instance')


def _store_wstring(mem, value, owner, index):
    if isinstance(value, str):
        copy = c_text(value)
        _put_address(mem, native.address(copy))
        keep(owner, index, copy)
    elif value is None or isinstance(value, int):
        _store_pointer(mem, value, owner, index)
    else:
        raise TypeError(f'unicode string or integer address expected instead of {type(value).__name__} instance')


def string_at(address, size=-1):
    return native.text(address) if size < 0 else bytes(native.at(address, size))


def wstring_at(address, size=-1):
    if size < 0:
        size = 0
        while native.at(address + 4 * size, 4).tobytes() != b'\0\0\0\0':
            size += 1
    return native.at(address, 4 * size).tobytes().decode('utf-32-le', 'surrogatepass')


def _store_object(mem, value, owner, index):
    _put_address(mem, object_handle(value))
    keep(owner, index, value)


def object_handle(value):
    number = id(value)
    _handles[number] = value
    return number


def _load_object(mem):
    number = _address(mem)
    if number == 0:
        raise ValueError('PyObject is NULL')
    return _handles[number]


_LOAD = {
    'c': lambda mem: bytes(mem),
    'u': lambda mem: mem.tobytes().decode('utf-32-le', 'surrogatepass'),
    'g': _load_longdouble,
    'P': lambda mem: _address(mem) or None,
    'z': lambda mem: native.text(_address(mem)) if _address(mem) else None,
    'Z': lambda mem: wstring_at(_address(mem)) if _address(mem) else None,
    'O': _load_object,
}
_STORE = {'c': _store_char, 'u': _store_wchar, 'g': _store_longdouble, 'P': _store_pointer, 'z': _store_string,
          'Z': _store_wstring, 'O': _store_object}


def _swapped(code):
    """How a number of the other byte order is read and written."""
    form = '>' + code

    def load(mem):
        return struct.unpack(form, mem)[0]

    def store(mem, value, owner, index):
        mem[:] = struct.pack(form, _CONVERT[code](value))
    return load, store


def _plain(code):
    def load(mem):
        return mem.cast(code)[0]

    def store(mem, value, owner, index):
        mem.cast(code)[0] = _CONVERT[code](value)
    return load, store


class PyCSimpleType(CType_Type):
    """The metaclass of simple types."""

    def __new__(meta, name, bases, namespace, **kwargs):
        cls = super().__new__(meta, name, bases, namespace, **kwargs)
        if bases == (_CData,):
            return cls
        if '_type_' not in namespace:
            if info(cls) is None:
                raise AttributeError("class must define a '_type_' attribute")
            return cls
        code = namespace['_type_']
        if not isinstance(code, str):
            raise TypeError("class must define a '_type_' string attribute")
        if len(code) != 1:
            raise ValueError("class must define a '_type_' attribute which must be a string of length 1")
        if code not in LETTERS or code not in _SIZES:
            raise AttributeError("class must define a '_type_' attribute which must be\n"
                                 f"a single character string containing one of '{LETTERS}'.")
        size = _SIZES[code]
        cls._c_info_ = Info(size, size, '<' + ('w' if code == 'u' else code), pointers=code in 'PzZO', code=code)
        if code in TYPED:
            load, store = _plain(code)
        else:
            load, store = _LOAD[code], _STORE[code]
        cls._load_, cls._store_ = staticmethod(load), staticmethod(store)
        if bases == (_SimpleCData,) and code in 'hHiIlLqQfd':
            other = type.__new__(meta, name, bases, dict(namespace))
            other._c_info_ = Info(size, size, '>' + code, code=code)
            load, store = _swapped(code)
            other._load_, other._store_ = staticmethod(load), staticmethod(store)
            cls.__ctype_le__, cls.__ctype_be__ = cls, other
            other.__ctype_le__, other.__ctype_be__ = cls, other
        return cls

    def from_param(cls, value, /):
        if isinstance(value, cls):
            return value
        code = info(cls).code
        if code in 'zZP' and isinstance(value, (CArgObject,)):
            return value
        if code in 'zZP':
            converted = _pointer_param(cls, code, value)
            if converted is not NotImplemented:
                return converted
        else:
            try:
                self = cls.__new__(cls)
                self._set(value)
                return self
            except TypeError:
                if getattr(value, '_as_parameter_', None) is None:
                    raise
        as_parameter = getattr(value, '_as_parameter_', None)
        if as_parameter is not None:
            return cls.from_param(as_parameter)
        if code in 'zZ':
            kind = 'bytes' if code == 'z' else 'unicode string'
            raise TypeError(f'{kind} or integer address expected instead of {type(value).__name__} instance')
        raise TypeError('wrong type')


def _pointer_param(cls, code, value):
    """An argument for a parameter that is some pointer."""
    from ._aggregate import Array
    from ._function import CFuncPtr
    from ._pointer import _Pointer
    if value is None:
        return value
    if isinstance(value, bytes) and code in 'zP' or isinstance(value, str) and code in 'ZP':
        self = cls.__new__(cls)
        copy = c_bytes(value) if isinstance(value, bytes) else c_text(value)
        _put_address(self._mem, native.address(copy))
        self._keep = {'0': copy}
        return self
    if isinstance(value, int) and code == 'P':
        return cls(value)
    if isinstance(value, (Array, _Pointer)):
        item = getattr(type(value), '_type_', None)
        letter = getattr(item, '_type_', None)
        if code == 'P' or {'z': 'c', 'Z': 'u'}[code] == letter:
            return value
    if code == 'P' and (isinstance(value, CFuncPtr) or isinstance(value, _SimpleCData)
                        and info(type(value)).code in 'zZP'):
        return value
    return NotImplemented


class _SimpleCData(_CData, metaclass=PyCSimpleType):
    """The base of simple types; its direct subclasses name the C type."""

    __slots__ = ()
    __module__ = '_ctypes'

    def __init__(self, value=None, /):
        if value is not None:
            self._set(value)

    def _set(self, value):
        type(self)._store_(self._mem, value, self, 0)

    @property
    def value(self):
        return type(self)._load_(self._mem)

    @value.setter
    def value(self, value):
        self._set(value)

    def __bool__(self):
        return any(self._mem)

    def __repr__(self):
        cls = type(self)
        if cls.__bases__ != (_SimpleCData,):
            return f'<{cls.__name__} object at {id(self):#x}>'
        return f'{cls.__name__}({self.value!r})'

    def __ctypes_from_outparam__(self):
        return self.value if type(self).__bases__ == (_SimpleCData,) else self


def value_or_object(cls, mem, base):
    """What reading a field or item of a type gives: a simple type's value, else an object on that memory."""
    if isinstance(cls, PyCSimpleType) and _SimpleCData in cls.__bases__:
        return cls._load_(mem)
    return on_memory(cls, mem, base)
