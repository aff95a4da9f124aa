"""What all C data have in common: a type's size and alignment, an object's memory and what it must keep alive."""

import _ctypes_native as native


class ArgumentError(Exception):
    __module__ = 'ctypes'


class Info:
    """What is known of a complete C type. `format` is that of the buffer protocol, `shape` an array's."""

    __slots__ = ('size', 'align', 'format', 'shape', 'final', 'pointers', 'code')

    def __init__(self, size, align, format, shape=(), pointers=False, code='V'):
        self.size = size
        self.align = align
        self.format = format
        self.shape = shape
        self.final = False
        # Whether it holds pointers, so that copies must keep alive what the original keeps.
        self.pointers = pointers
        # How a call passes it.
        self.code = code


def info(cls):
    """The Info of a type; TypeError when it is abstract or no C type."""
    found = cls.__dict__.get('_c_info_')
    if found is None:
        for base in cls.__mro__[1:]:
            found = base.__dict__.get('_c_info_')
            if found is not None:
                break
    return found


def need_info(cls):
    found = info(cls)
    if found is None:
        raise TypeError('abstract class')
    return found


class CType_Type(type):
    """The metaclass of all C types."""

    def __mul__(cls, length):
        from ._aggregate import array_type
        if not isinstance(length, int):
            return NotImplemented
        if length < 0:
            raise ValueError(f'Array length must be >= 0, not {length}')
        return array_type(cls, length)

    __rmul__ = __mul__

    @property
    def __pointer_type__(cls):
        try:
            return cls.__dict__['_c_pointer_']
        except KeyError:
            raise AttributeError(f"type {cls.__name__!r} has no attribute '__pointer_type__'") from None

    @__pointer_type__.setter
    def __pointer_type__(cls, value):
        type.__setattr__(cls, '_c_pointer_', value)

    def from_address(cls, address, /):
        """Make an object whose memory is at an address."""
        if not isinstance(address, int):
            raise TypeError('integer expected')
        return on_memory(cls, native.at(address, need_info(cls).size), None)

    def from_buffer(cls, source, offset=0, /):
        """Make an object that shares a writable buffer's memory."""
        size = need_info(cls).size
        view = memoryview(source)
        if view.readonly:
            raise TypeError('underlying buffer is not writable')
        if not view.c_contiguous:
            raise TypeError('underlying buffer is not C contiguous')
        part = _part(view, offset, size, 'Buffer size too small')
        self = on_memory(cls, part, None)
        self._keep = {'ffffffff': view}
        return self

    def from_buffer_copy(cls, source, offset=0, /):
        """Make an object with a copy of a buffer's memory."""
        size = need_info(cls).size
        part = _part(memoryview(source), offset, size, 'Buffer size too small')
        return on_memory(cls, memoryview(bytearray(part)), None)

    def in_dll(cls, dll, name, /):
        """Make an object of a variable that a library exports."""
        need_info(cls)
        try:
            address = native.dlsym(dll._handle, name)
        except OSError as e:
            raise ValueError(str(e)) from None
        return cls.from_address(address)

    def from_param(cls, value, /):
        """Convert an argument of a call."""
        if isinstance(value, cls):
            return value
        as_parameter = getattr(value, '_as_parameter_', None)
        if as_parameter is not None:
            return cls.from_param(as_parameter)
        raise TypeError(f'expected {cls.__name__} instance instead of {type(value).__name__}')


def _part(view, offset, size, message):
    if offset < 0:
        raise ValueError('offset cannot be negative')
    if view.nbytes < size + offset:
        raise ValueError(f'{message} ({view.nbytes} instead of at least {size + offset} bytes)')
    if view.format != 'B' or view.ndim != 1:
        view = view.cast('B')
    return view[offset:offset + size]


class _CData(metaclass=CType_Type):
    """An object in C's memory: `_mem` is a memoryview of its bytes."""

    __slots__ = ('_mem', '_typed', '_base', '_keep', '__weakref__')
    __module__ = '_ctypes'
    __hash__ = object.__hash__

    def __new__(cls, *args, **kwargs):
        found = need_info(cls)
        found.final = True
        return on_memory(cls, memoryview(bytearray(found.size)), None)

    @property
    def _b_base_(self):
        return self._base

    @property
    def _b_needsfree_(self):
        return 1 if self._base is None else 0

    @property
    def _objects(self):
        return self._keep

    def __buffer__(self, flags):
        found = need_info(type(self))
        return native.view(self._mem, found.format, found.shape)

    def __reduce__(self):
        if need_info(type(self)).pointers:
            raise ValueError('ctypes objects containing pointers cannot be pickled')
        return _unpickle, (type(self), (getattr(self, '__dict__', {}), bytes(self._mem)))

    def __setstate__(self, state):
        attributes, data = state
        n = min(len(data), len(self._mem))
        self._mem[:n] = data[:n]
        if attributes:
            self.__dict__.update(attributes)

    def __ctypes_from_outparam__(self):
        return self


def _unpickle(cls, state):
    self = cls.__new__(cls)
    self.__setstate__(state)
    return self


def on_memory(cls, mem, base):
    """An object of a type on given memory, without calling __init__."""
    self = object.__new__(cls)
    self._mem = mem
    self._typed = None
    self._base = base
    self._keep = None
    return self


def keep(self, index, what):
    """Remember what an object's pointer at `index` points to."""
    if what is None:
        return
    key = format(index, 'x')
    while self._base is not None:
        # The outermost object lives as long as the memory does.
        key += ':0'
        self = self._base
    if self._keep is None:
        self._keep = {}
    self._keep[key] = what


def assign(target_type, mem, value, owner, index):
    """Store a value in the memory of a field or item of some C type."""
    if isinstance(value, target_type):
        mem[:] = value._mem
        if value._keep:
            keep(owner, index, value._keep)
        elif need_info(target_type).pointers:
            keep(owner, index, value)
        return
    store = getattr(target_type, '_store_', None)
    if store is None:
        raise_incompatible(target_type, value)
    store(mem, value, owner, index)


def raise_incompatible(target_type, value):
    raise TypeError(f'expected {target_type.__name__} instance, got {type(value).__name__}')


def _type_or_object(v, what):
    cls = v if isinstance(v, type) else type(v)
    found = info(cls) if isinstance(cls, CType_Type) else None
    if found is None:
        raise TypeError(what)
    return found


def sizeof(v, /):
    """The size in bytes of a C type or object."""
    if isinstance(v, _CData):
        return len(v._mem)
    return _type_or_object(v, 'this type has no size').size


def alignment(v, /):
    """The alignment in bytes of a C type or object."""
    return _type_or_object(v, 'no alignment info').align


def addressof(v, /):
    """Where a C object is in memory."""
    if not isinstance(v, _CData):
        raise TypeError('invalid type')
    return native.address(v._mem)


def resize(v, size, /):
    """Give an object more memory than its type needs."""
    if not isinstance(v, _CData):
        raise TypeError('excepted ctypes instance')
    least = need_info(type(v)).size
    if size < least:
        raise ValueError(f'minimum size is {least}')
    if v._base is not None or v._keep is not None and 'ffffffff' in v._keep:
        raise ValueError("Memory cannot be resized because this object doesn't own it")
    if size > len(v._mem):
        bigger = memoryview(bytearray(size))
        bigger[:len(v._mem)] = v._mem
        v._mem = bigger
        v._typed = None


class CArgObject:
    """A pointer made by byref()."""

    __slots__ = ('obj', 'offset')

    def __init__(self, obj, offset):
        self.obj = obj
        self.offset = offset

    @property
    def _obj(self):
        return self.obj

    def address(self):
        return addressof(self.obj) + self.offset

    def __repr__(self):
        return f"<cparam 'P' ({self.address():#x})>"


def byref(v, offset=0, /):
    """A pointer to a C object, for an argument of a call."""
    if not isinstance(v, _CData):
        raise TypeError(f'byref() argument must be a ctypes instance, not {type(v).__name__!r}')
    return CArgObject(v, offset)


def buffer_info(v, /):
    """(format, number of dimensions, shape) of a C type or object as a buffer."""
    found = _type_or_object(v, 'not a ctypes type or object')
    return found.format, len(found.shape), found.shape
