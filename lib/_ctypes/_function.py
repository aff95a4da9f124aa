"""C functions: calling them, and giving Python functions to C."""

import _ctypes_native as native
from ._data import ArgumentError, CArgObject, CType_Type, Info, _CData, addressof, info, need_info
from ._aggregate import Array, Structure, Union
from ._pointer import _Pointer
from ._simple import (PyCSimpleType, _SimpleCData, _address, _put_address, c_bytes, c_text, string_at, value_or_object,
                      wstring_at)

FUNCFLAG_USE_ERRNO = 8


# --------------------------------------------------------------------------------- functions that CPython has in C itself

def _memmove(target, source, count):
    if count:
        native.at(target, count)[:] = bytes(native.at(source, count))
    return target


def _memset(target, value, count):
    if count:
        native.at(target, count)[:] = bytes([value & 255]) * count
    return target


def _cast(address, source, target):
    if not isinstance(target, CType_Type) or info(target) is None or info(target).code not in 'PzZ':
        raise TypeError(f'cast() argument 2 must be a pointer, not {getattr(target, "__name__", target)}')
    result = target.__new__(target)
    _put_address(result._mem, address)
    result._keep = {'source': source} if not isinstance(source, _CData) else {
        'source': source, **(source._keep or {})}
    if isinstance(source, _CData) and isinstance(source, Array):
        result._keep['1:array'] = source
    return result


def _memoryview_at(address, size, readonly):
    if size < 0:
        raise ValueError('memoryview_at: size must be >= 0')
    view = native.at(address, size)
    return view.toreadonly() if readonly else view


# Small numbers stand for them where ctypes asks for addresses: no system has code there.
_memmove_addr, _memset_addr, _cast_addr, _string_at_addr, _wstring_at_addr, _memoryview_at_addr = range(1, 7)
_OWN = {_memmove_addr: _memmove, _memset_addr: _memset, _cast_addr: _cast, _string_at_addr: string_at,
        _wstring_at_addr: wstring_at, _memoryview_at_addr: _memoryview_at}


# -------------------------------------------------------------------------------------------------------------- libraries

def dlopen(name, mode=2, /):
    """Load a library."""
    return native.dlopen(name, mode)


def dlsym(handle, name, /):
    return native.dlsym(handle, name)


def dlclose(handle, /):
    native.dlclose(handle)


_errno = 0


def get_errno():
    return _errno


def set_errno(value, /):
    global _errno
    before, _errno = _errno, value
    return before


# ------------------------------------------------------------------------------------------------------------------ calls

def _argument(value, keeping):
    """A value for a call without declared types: (code, number)."""
    if value is None:
        return 'P', 0
    if isinstance(value, CArgObject):
        return 'P', value.address()
    if isinstance(value, _CData):
        code = need_info(type(value)).code
        if isinstance(value, Array):
            return 'P', addressof(value)
        if isinstance(value, (Structure, Union)):
            raise TypeError('structures by value are not supported in calls')
        if code in 'PzZO':
            return 'P', _address(value._mem)
        if code == 'c':
            return 'b', value._mem[0]
        if code == 'u':
            return 'i', ord(value.value)
        if code == 'g':
            raise TypeError('long double is not supported in calls')
        return code, value.value
    if isinstance(value, int):
        return 'i', (value + 0x80000000 & 0xffffffff) - 0x80000000
    if isinstance(value, bytes):
        copy = c_bytes(value)
        keeping.append(copy)
        return 'P', native.address(copy)
    if isinstance(value, str):
        copy = c_text(value)
        keeping.append(copy)
        return 'P', native.address(copy)
    as_parameter = getattr(value, '_as_parameter_', None)
    if as_parameter is not None:
        return _argument(as_parameter, keeping)
    raise TypeError(f"Don't know how to convert parameter {len(keeping) + 1}")


def _convert(args, argtypes):
    """Arguments as the declared types want them."""
    out = []
    for i, value in enumerate(args):
        if i < len(argtypes):
            try:
                value = argtypes[i].from_param(value)
            except Exception as e:
                raise ArgumentError(f'argument {i + 1}: {type(e).__name__}: {e}') from None
        out.append(value)
    return out


def _plain(value, keeping):
    """An argument for one of the functions that are Python here."""
    if isinstance(value, _CData) and need_info(type(value)).code == 'O':
        return value.value
    return _argument(value, keeping)[1]


def _call(address, restype, args, flags):
    keeping = []
    if address in _OWN:
        return _OWN[address](*(_plain(a, keeping) for a in args))
    if address == 0:
        raise ValueError('attempt to call a NULL function pointer')
    passed = []
    for i, value in enumerate(args):
        try:
            passed.append(_argument(value, keeping))
        except TypeError as e:
            raise ArgumentError(f'argument {i + 1}: {type(e).__name__}: {e}') from None
    if restype is None:
        code = 'v'
    elif isinstance(restype, CType_Type):
        code = need_info(restype).code
        if code in 'Vg':
            raise TypeError(f'results of type {restype.__name__} are not supported in calls')
    else:
        code = 'i'
    value, error = native.call(address, 'P' if code in 'zZO' else 'b' if code == 'c' else 'i' if code == 'u' else code,
                               ''.join(c for c, _ in passed), [n for _, n in passed], _errno)
    if flags & FUNCFLAG_USE_ERRNO:
        set_errno(error)
    if restype is None:
        return None
    if not isinstance(restype, CType_Type):
        return restype(value)
    result = restype.__new__(restype)
    if code in 'PzZ' or code == 'O':
        _put_address(result._mem, value or 0)
    elif code == 'c':
        result._mem[0] = value & 255
    elif code == 'u':
        result.value = chr(value & 0x1fffff)
    else:
        result.value = value
    value = result.value if isinstance(restype, PyCSimpleType) and _SimpleCData in restype.__bases__ else result
    check = getattr(restype, '_check_retval_', None)
    return value if check is None else check(value)


def call_function(address, arguments, /):
    import ctypes
    return _call(address, ctypes.c_int, arguments, 0)


call_cdeclfunction = call_function


class PyCFuncPtrType(CType_Type):
    """The metaclass of function types."""

    def __new__(meta, name, bases, namespace, **kwargs):
        cls = super().__new__(meta, name, bases, namespace, **kwargs)
        cls._c_info_ = Info(8, 8, 'X{}', (), True, 'P')
        if bases != (_CData,) and not hasattr(cls, '_flags_'):
            raise TypeError("class must define _flags_ which must be an integer")
        return cls


class CFuncPtr(_CData, metaclass=PyCFuncPtrType):
    """The base of function types; an instance can be called."""

    __module__ = '_ctypes'
    _restype_ = None
    _argtypes_ = None

    def __new__(cls, *args):
        self = _CData.__new__(cls)
        self.__dict__.update(_result=cls._restype_, _arguments=cls._argtypes_, _check=None, _callable=None, _flags=None)
        return self

    def __init__(self, what=None, flags=None, /):
        if what is None:
            return
        if isinstance(what, int):
            _put_address(self._mem, what)
        elif isinstance(what, tuple):
            name, library = what
            if not isinstance(name, str):
                raise TypeError('the _handle attribute of the second argument must be an integer')
            try:
                _put_address(self._mem, native.dlsym(library._handle, name))
            except OSError as e:
                raise AttributeError(str(e)) from None
            self._keep = {'0': library}
            self._flags = flags
        elif callable(what):
            self._callable = what
            _put_address(self._mem, self._register(what))
        else:
            raise TypeError('argument must be callable or integer function address')

    def _register(self, function):
        argtypes = self._arguments or ()
        restype = self._result
        codes = ''.join(need_info(t).code for t in argtypes)
        if 'V' in codes or restype is not None and need_info(restype).code in 'Vzg':
            raise TypeError('invalid result type for callback function')

        def called(*numbers):
            values = []
            for t, n in zip(argtypes, numbers):
                item = t.__new__(t)
                if need_info(t).code in 'PzZO':
                    _put_address(item._mem, n)
                else:
                    item.value = n
                values.append(value_or_object(t, item._mem, None))
            result = function(*values)
            if restype is None:
                return None
            holder = restype.__new__(restype)
            if result is not None:
                holder._set(result) if isinstance(holder, _SimpleCData) else _put_address(holder._mem,
                                                                                          addressof(result))
            return _argument(holder, [])[1]
        code = 'v' if restype is None else need_info(restype).code
        return native.callback(called, 'P' if code in 'ZO' else code,
                               ''.join('P' if c in 'zZO' else c for c in codes))

    @property
    def argtypes(self):
        return self._arguments

    @argtypes.setter
    def argtypes(self, types):
        if types is not None:
            types = tuple(types)
            for i, t in enumerate(types):
                if not hasattr(t, 'from_param'):
                    raise TypeError(f'item {i + 1} in _argtypes_ has no from_param method')
        self._arguments = types

    @argtypes.deleter
    def argtypes(self):
        self._arguments = type(self)._argtypes_

    @property
    def restype(self):
        return self._result

    @restype.setter
    def restype(self, restype):
        if restype is not None and not callable(restype):
            raise TypeError('restype must be a type, a callable, or None')
        self._result = restype

    @restype.deleter
    def restype(self):
        self._result = type(self)._restype_

    @property
    def errcheck(self):
        return self._check

    @errcheck.setter
    def errcheck(self, function):
        if not callable(function):
            raise TypeError('the errcheck attribute must be callable')
        self._check = function

    def __bool__(self):
        return _address(self._mem) != 0

    def __call__(self, *args, **kwargs):
        argtypes = self._arguments
        if self._flags and argtypes is not None:
            args = self._by_flags(args, kwargs, argtypes)
        elif kwargs:
            raise TypeError('call takes no keyword arguments')
        if argtypes is not None:
            if len(args) < len(argtypes):
                raise TypeError(f'this function takes at least {len(argtypes)} argument'
                                f'{"" if len(argtypes) == 1 else "s"} ({len(args)} given)')
            passed = _convert(args, argtypes)
        else:
            passed = list(args)
        result = _call(_address(self._mem), self._result, passed, type(self)._flags_)
        if self._check is not None:
            result = self._check(result, self, tuple(args))
        return result if not self._flags else self._outputs(result, args)

    def _by_flags(self, args, kwargs, argtypes):
        """Arguments by parameter flags: 1 in, 2 out, 4 in with 0 for default."""
        given = list(args)
        out = []
        for flag, t in zip(self._flags, argtypes):
            direction, name, default = (*flag, None, None)[:3]
            if direction & 2 and not direction & 1:
                out.append(t._type_())
            elif given:
                out.append(given.pop(0))
            elif name in kwargs:
                out.append(kwargs[name])
            elif len(flag) > 2:
                out.append(default)
            elif direction & 4:
                out.append(0)
            else:
                raise TypeError(f"required argument '{name}' missing")
        return out

    def _outputs(self, result, args):
        found = [a.__ctypes_from_outparam__() for flag, a in zip(self._flags, args)
                 if flag[0] & 2 and isinstance(a, _CData)]
        return result if not found else found[0] if len(found) == 1 else tuple(found)

    def __repr__(self):
        return f'<{type(self).__name__} object at {id(self):#x}>'
