"""Arrays, structures and unions. How a structure is laid out is computed by the library (ctypes/_layout.py)."""

import sys

from ._data import CType_Type, Info, _CData, assign, info, need_info, on_memory
from ._simple import TYPED, PyCSimpleType, _SimpleCData, value_or_object

# ------------------------------------------------------------------------------------------------------------- arrays

_arrays = {}


def array_type(item, length):
    """The array type of an item type and a length; always the same one."""
    key = item, length
    found = _arrays.get(key)
    if found is None:
        name = f'{item.__name__}_Array_{length}'
        found = _arrays[key] = PyCArrayType(name, (Array,), {
            '_length_': length, '_type_': item, '__module__': sys._getframemodulename(2)})
    return found


class PyCArrayType(CType_Type):
    """The metaclass of array types."""

    def __new__(meta, name, bases, namespace, **kwargs):
        cls = super().__new__(meta, name, bases, namespace, **kwargs)
        if bases == (_CData,):
            return cls
        length = getattr(cls, '_length_', None)
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(length, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if length < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        item = getattr(cls, '_type_', None)
        if item is None:
            raise AttributeError("class must define a '_type_' attribute")
        of = info(item) if isinstance(item, CType_Type) else None
        if of is None:
            raise TypeError('_type_ must have storage info')
        if of.size * length > 0x7fffffffffffffff:
            raise OverflowError('array too large')
        cls._c_info_ = Info(of.size * length, of.align, of.format, (length, *of.shape), of.pointers, 'P')
        of.final = True
        if item.__dict__.get('_type_') == 'c':
            cls.value, cls.raw = _text_value, _raw
        elif item.__dict__.get('_type_') == 'u':
            cls.value = _wide_value
        return cls

    def from_param(cls, value, /):
        if not isinstance(value, cls):
            letter = getattr(cls._type_, '_type_', None)
            if letter == 'c' and isinstance(value, bytes) or letter == 'u' and isinstance(value, str):
                if len(value) > cls._length_:
                    raise ValueError('Invalid length')
                value = cls(*value)
            elif isinstance(value, tuple):
                value = cls(*value)
        return CType_Type.from_param(cls, value)


def _get_text(self):
    raw = bytes(self._mem)
    end = raw.find(b'\0')
    return raw if end < 0 else raw[:end]


def _set_text(self, value):
    if not isinstance(value, bytes):
        raise TypeError(f'bytes expected instead of {type(value).__name__} instance')
    if len(value) > len(self._mem):
        raise ValueError('byte string too long')
    self._mem[:len(value)] = value
    if len(value) < len(self._mem):
        self._mem[len(value)] = 0


def _set_raw(self, value):
    data = memoryview(value).cast('B')
    if len(data) > len(self._mem):
        raise ValueError('byte string too long')
    self._mem[:len(data)] = data


def _get_wide(self):
    text = self._mem.tobytes().decode('utf-32-le', 'surrogatepass')
    end = text.find('\0')
    return text if end < 0 else text[:end]


def _set_wide(self, value):
    if not isinstance(value, str):
        raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
    data = value.encode('utf-32-le', 'surrogatepass')
    if len(data) > len(self._mem):
        raise ValueError('string too long')
    data = (data + b'\0\0\0\0')[:len(self._mem)]
    self._mem[:len(data)] = data


_text_value = property(_get_text, _set_text, doc='string value')
_raw = property(lambda self: bytes(self._mem), _set_raw, doc='value')
_wide_value = property(_get_wide, _set_wide, doc='string value')


class Array(_CData, metaclass=PyCArrayType):
    """The base of array types."""

    __slots__ = ()
    __module__ = '_ctypes'

    def __init__(self, *values):
        if len(values) > type(self)._length_:
            raise RuntimeError('invalid index') if type(self)._length_ == 0 else IndexError('invalid index')
        for i, value in enumerate(values):
            self[i] = value

    def __len__(self):
        return type(self)._length_

    def _items(self):
        """The items of a plain number type as a typed view; None for others."""
        if self._typed is None:
            item = type(self)._type_
            code = getattr(item, '_type_', None)
            plain = (isinstance(item, PyCSimpleType) and item.__bases__ == (_SimpleCData,) and code in TYPED
                     and need_info(item).format[0] == '<')
            self._typed = self._mem.cast(code) if plain and len(self._mem) else False
        return self._typed or None

    def _index(self, key):
        try:
            i = key.__index__()
        except AttributeError:
            raise TypeError('indices must be integers') from None
        if i < 0:
            i += type(self)._length_
        if not 0 <= i < type(self)._length_:
            raise IndexError('invalid index')
        return i

    def _part(self, i):
        size = need_info(type(self)._type_).size
        return self._mem[i * size:(i + 1) * size]

    def __getitem__(self, key):
        if isinstance(key, slice):
            positions = range(*key.indices(type(self)._length_))
            letter = getattr(type(self)._type_, '_type_', None)
            if letter == 'c':
                return bytes(self._mem[i] for i in positions)
            if letter == 'u':
                return ''.join(self[i] for i in positions)
            return [self[i] for i in positions]
        i = self._index(key)
        items = self._items()
        return items[i] if items is not None else value_or_object(type(self)._type_, self._part(i), self)

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            positions = range(*key.indices(type(self)._length_))
            if len(value) != len(positions):
                raise ValueError('Can only assign sequence of same size')
            for i, v in zip(positions, value):
                self[i] = v
            return
        i = self._index(key)
        assign_field(type(self)._type_, self._part(i), value, self, i)

    def __delitem__(self, key):
        raise TypeError('Array does not support item deletion')

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


# ------------------------------------------------------------------------------------------------ structures and unions

class CField:
    """A field of a structure or union."""

    __slots__ = ('name', 'type', 'byte_size', 'byte_offset', 'bit_size', 'bit_offset', 'index', 'is_bitfield',
                 'is_anonymous')
    __module__ = 'ctypes'

    def __init__(self, *, name, type, byte_size, byte_offset, bit_size, bit_offset, index, _internal_use=False):
        if not isinstance(name, str):
            raise TypeError(f'field name must be a string, not {name.__class__.__name__}')
        if not isinstance(type, CType_Type) or info(type) is None:
            raise TypeError(f'type of field {name!r} must be a C type')
        self.name, self.type, self.index = name, type, index
        self.byte_size, self.byte_offset = byte_size, byte_offset
        self.is_bitfield, self.is_anonymous = bit_size is not None, False
        self.bit_size = byte_size * 8 if bit_size is None else bit_size
        self.bit_offset = bit_offset or 0
        if self.is_bitfield and getattr(type, '_type_', None) not in tuple('bBhHiIlLqQ?cu'):
            raise TypeError(f'bit fields not allowed for type {type.__name__}')

    @property
    def size(self):
        return self.bit_size << 16 | self.bit_offset if self.is_bitfield else self.byte_size

    @property
    def offset(self):
        return self.byte_offset

    def __repr__(self):
        what = (f', bit_size={self.bit_size}, bit_offset={self.bit_offset}' if self.is_bitfield else '')
        return f'<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.byte_offset}{what}>'

    def _bits(self, mem):
        big = need_info(self.type).format[0] == '>'
        return int.from_bytes(mem, 'big' if big else 'little'), 'big' if big else 'little'

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        start = self.byte_offset
        mem = instance._mem[start:start + self.byte_size]
        if not self.is_bitfield:
            if isinstance(self.type, PyCArrayType) and getattr(self.type._type_, '_type_', None) in ('c', 'u'):
                return on_memory(self.type, mem, instance).value
            return value_or_object(self.type, mem, instance)
        word, _ = self._bits(mem)
        value = word >> self.bit_offset & (1 << self.bit_size) - 1
        letter = self.type._type_
        if letter == '?':
            return bool(value)
        if letter.islower() and letter not in 'cu' and value >> self.bit_size - 1:
            value -= 1 << self.bit_size
        return value

    def __set__(self, instance, value):
        if not isinstance(instance, _CData):
            raise TypeError('not a ctype instance')
        start = self.byte_offset
        mem = instance._mem[start:start + self.byte_size]
        if not self.is_bitfield:
            assign_field(self.type, mem, value, instance, self.index)
            return
        word, order = self._bits(mem)
        mask = (1 << self.bit_size) - 1
        if isinstance(value, _SimpleCData):
            value = value.value
        bits = (int(value) if self.type._type_ != '?' else bool(value)) & mask
        word = word & ~(mask << self.bit_offset) | bits << self.bit_offset
        mem[:] = (word & (1 << 8 * self.byte_size) - 1).to_bytes(self.byte_size, order)


def assign_field(target, mem, value, owner, index):
    """Store a value where a type is wanted; arrays and structures take tuples, character arrays text."""
    if not isinstance(value, target) and isinstance(target, PyCArrayType):
        letter = getattr(target._type_, '_type_', None)
        if letter in ('c', 'u') and isinstance(value, (bytes, str)):
            on_memory(target, mem, owner).value = value
            return
        if isinstance(value, tuple):
            whole = target.__new__(target)
            whole.__init__(*value)
            value = whole
    elif not isinstance(value, target) and isinstance(target, (PyCStructType, UnionType)) and isinstance(value, tuple):
        value = target(*value)
    assign(target, mem, value, owner, index)


def _set_fields(cls, fields, is_struct):
    if info(cls) is not None and '_fields_' in cls.__dict__ or '_c_info_' in cls.__dict__ and cls._c_info_.final:
        raise AttributeError('_fields_ is final')
    from ctypes._layout import get_layout
    base = next((b for b in cls.__mro__[1:] if isinstance(b, type(cls)) and info(b) is not None), None)
    if base is not None:
        info(base).final = True
    if not isinstance(fields, (list, tuple)) and not hasattr(fields, '__len__'):
        raise TypeError('_fields_ must be a sequence of pairs')
    layout = get_layout(cls, fields, is_struct, base)
    pointers = base is not None and info(base).pointers
    for field in layout.fields:
        of = need_info(field.type)
        of.final = True
        pointers = pointers or of.pointers
        type.__setattr__(cls, field.name, field)
    # A type that becomes final by containing itself has been made so meanwhile.
    if '_c_info_' in cls.__dict__ and cls._c_info_.final:
        raise AttributeError('_fields_ is final')
    type.__setattr__(cls, '_c_info_', Info(layout.size, layout.align, layout.format_spec, (), pointers))
    _make_anonymous(cls, layout.fields)


def _make_anonymous(cls, fields):
    names = cls.__dict__.get('_anonymous_')
    if names is None:
        return
    if not isinstance(names, (list, tuple)):
        raise TypeError('_anonymous_ must be a sequence')
    for name in names:
        field = cls.__dict__.get(name)
        if not isinstance(field, CField):
            raise AttributeError(name) if field is None else AttributeError(
                f"'{name}' is specified in _anonymous_ but not in _fields_")
        field.is_anonymous = True
        for inner in getattr(field.type, '_fields_', ()):
            part = getattr(field.type, inner[0])
            copy = CField(name=part.name, type=part.type, byte_size=part.byte_size,
                          byte_offset=part.byte_offset + field.byte_offset,
                          bit_size=part.bit_size if part.is_bitfield else None,
                          bit_offset=part.bit_offset if part.is_bitfield else None, index=field.index)
            type.__setattr__(cls, inner[0], copy)


class _AggregateType(CType_Type):
    _is_struct = True

    def __new__(meta, name, bases, namespace, **kwargs):
        cls = super().__new__(meta, name, bases, namespace, **kwargs)
        if not any(isinstance(base, _AggregateType) for base in bases):
            return cls
        if '_fields_' in namespace:
            fields = namespace['_fields_']
            type.__delattr__(cls, '_fields_')
            cls._fields_ = fields
        elif namespace.get('_abstract_', 0) == 0 and not any(info(b) for b in cls.__mro__[1:]):
            type.__setattr__(cls, '_c_info_', Info(0, 1, 'T{}' if meta._is_struct else 'B'))
        elif '_c_info_' not in cls.__dict__:
            base = info(cls)
            type.__setattr__(cls, '_c_info_', Info(base.size, base.align, base.format, (), base.pointers))
        return cls

    def __setattr__(cls, name, value):
        if name == '_fields_':
            _set_fields(cls, value, cls._is_struct)
        super().__setattr__(name, value)

    def from_param(cls, value, /):
        if not isinstance(value, cls) and isinstance(value, tuple):
            try:
                value = cls(*value)
            except Exception as e:
                raise TypeError(f'({cls.__name__}) {e.__class__}: {e}') from None
        return CType_Type.from_param(cls, value)


class PyCStructType(_AggregateType):
    """The metaclass of structure types."""


class UnionType(_AggregateType):
    """The metaclass of union types."""

    _is_struct = False


def _field_names(cls):
    for base in reversed(cls.__mro__):
        for field in base.__dict__.get('_fields_', ()):
            yield field[0]


class _Aggregate:
    __slots__ = ()

    def __init__(self, *args, **kwargs):
        if args:
            names = list(_field_names(type(self)))
            if len(args) > len(names):
                raise TypeError('too many initializers')
            for name, value in zip(names, args):
                if name in kwargs:
                    raise TypeError(f'duplicate values for field {name!r}')
                setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)


class Structure(_Aggregate, _CData, metaclass=PyCStructType):
    """The base of structure types."""

    __slots__ = ()
    __module__ = '_ctypes'


class Union(_Aggregate, _CData, metaclass=UnionType):
    """The base of union types."""

    __slots__ = ()
    __module__ = '_ctypes'
