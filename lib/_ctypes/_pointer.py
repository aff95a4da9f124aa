"""Pointers to C objects."""

import _ctypes_native as native
from ._data import CArgObject, CType_Type, Info, _CData, addressof, assign, info, need_info, on_memory, keep
from ._aggregate import Array, assign_field
from ._simple import _address, _put_address, value_or_object


class PyCPointerType(CType_Type):
    """The metaclass of pointer types."""

    def __new__(meta, name, bases, namespace, **kwargs):
        cls = super().__new__(meta, name, bases, namespace, **kwargs)
        cls._c_info_ = Info(8, 8, '&B', (), True, 'P')
        target = namespace.get('_type_')
        if target is not None:
            cls.set_type(target)
        return cls

    def set_type(cls, target, /):
        if not isinstance(target, CType_Type):
            raise TypeError('_type_ must have storage info')
        type.__setattr__(cls, '_type_', target)
        of = info(target)
        cls._c_info_.format = '&' + (of.format if of is not None and of.format else 'B')
        if '_c_pointer_' not in target.__dict__:
            target.__pointer_type__ = cls

    def from_param(cls, value, /):
        if value is None:
            return value
        target = getattr(cls, '_type_', None)
        if target is not None and isinstance(value, target):
            return CArgObject(value, 0)
        if isinstance(value, CArgObject) and target is not None and isinstance(value.obj, target):
            return value
        if isinstance(value, (_Pointer, Array)) and target is not None:
            item = getattr(type(value), '_type_', None)
            if isinstance(item, type) and issubclass(item, target):
                return value
        return CType_Type.from_param(cls, value)


class _Pointer(_CData, metaclass=PyCPointerType):
    """The base of pointer types."""

    __slots__ = ()
    __module__ = '_ctypes'

    def __new__(cls, *args):
        if getattr(cls, '_type_', None) is None:
            raise TypeError('Cannot create instance: has no _type_')
        return _CData.__new__(cls)

    def __init__(self, target=None, /):
        if target is not None:
            self.contents = target

    @property
    def contents(self):
        address = _address(self._mem)
        if address == 0:
            raise ValueError('NULL pointer access')
        kept = (self._keep or {}).get('1')
        if kept is not None and addressof(kept) == address:
            return kept if type(kept) is type(self)._type_ else on_memory(type(self)._type_, kept._mem, kept)
        return on_memory(type(self)._type_, native.at(address, need_info(type(self)._type_).size), self)

    @contents.setter
    def contents(self, target):
        wanted = type(self)._type_
        if not isinstance(target, wanted):
            if not (isinstance(target, Array) and issubclass(type(target)._type_, wanted)):
                raise TypeError(f'expected {wanted.__name__} instead of {type(target).__name__}')
        _put_address(self._mem, addressof(target))
        keep(self, 1, target)

    @staticmethod
    def _store_(mem, value, owner, index):
        _store_pointer(mem, value, owner, index)

    def _part(self, i):
        address = _address(self._mem)
        if address == 0:
            raise ValueError('NULL pointer access')
        size = need_info(type(self)._type_).size
        return native.at(address + i * size, size)

    def __getitem__(self, key):
        if isinstance(key, slice):
            step = 1 if key.step is None else key.step
            if step == 0:
                raise ValueError('slice step cannot be zero')
            if key.start is None and step < 0:
                raise ValueError('slice start is required for step < 0')
            if key.stop is None:
                raise ValueError('slice stop is required')
            values = [self[i] for i in range(key.start or 0, key.stop, step)]
            letter = getattr(type(self)._type_, '_type_', None)
            return b''.join(values) if letter == 'c' else ''.join(values) if letter == 'u' else values
        if not hasattr(key, '__index__'):
            raise TypeError('Pointer indices must be integer')
        return value_or_object(type(self)._type_, self._part(key.__index__()), self)

    def __setitem__(self, key, value):
        if not hasattr(key, '__index__'):
            raise TypeError('Pointer indices must be integer')
        assign_field(type(self)._type_, self._part(key.__index__()), value, self, 0)

    def __delitem__(self, key):
        raise TypeError('Pointer does not support item deletion')

    def __bool__(self):
        return _address(self._mem) != 0


def _store_pointer(mem, value, owner, index):
    if value is None:
        _put_address(mem, 0)
    elif isinstance(value, Array):
        _put_address(mem, addressof(value))
        keep(owner, index, value)
    else:
        raise TypeError(f'incompatible types, {type(value).__name__} instance instead of pointer instance')


def POINTER(cls):
    import ctypes
    return ctypes.POINTER(cls)


def pointer(obj):
    import ctypes
    return ctypes.pointer(obj)
