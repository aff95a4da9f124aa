// How big the objects of every type are on 64-bit CPython 3.14, and where their attributes and weak references would lie:
// __basicsize__, __itemsize__, __dictoffset__, __weakrefoffset__, and whether the collector's header stands before them.
// Invariant: it describes CPython's objects, which programs measure, not V8's.

import { type PyType, TYPE_HAS_DICT, TYPE_HEAP, TYPE_WEAKREF } from '../type.ts';

/** CPython's layout of a type's objects. */
export interface Layout {
  readonly basicsize: number;
  readonly itemsize: number;
  /** -1: managed, in front of the object. */
  readonly dictoffset: number;
  /** MANAGED_WEAKREF: managed. */
  readonly weakrefoffset: number;
  readonly gc: boolean;
}

const MANAGED_DICT = -1;
const MANAGED_WEAKREF = -32;
const POINTER = 8;
/** The collector's header, and the pointers of managed attributes and weak references. */
const GC_HEADER = 16;
const MANAGED_HEADER = 16;

// Module, __basicsize__, __itemsize__, __dictoffset__, __weakrefoffset__, collected or not: the types.
const LAYOUTS = `
_abc 48 0 0 0 gc: _abc_data
_contextvars 48 0 0 0 gc: Token
_contextvars 48 0 0 32 gc: Context
_contextvars 64 0 0 0 gc: ContextVar
_io 24 0 0 0 gc: _BytesIOBuffer
_io 32 0 16 24 gc: _BufferedIOBase _IOBase _RawIOBase _TextIOBase
_io 40 0 0 0 gc: IncrementalNewlineDecoder
_io 48 0 32 40 gc: BufferedRWPair
_io 48 0 40 32 gc: FileIO
_io 64 0 40 48 gc: BytesIO
_io 152 0 136 144 gc: BufferedRandom BufferedReader BufferedWriter
_io 168 0 144 152 gc: StringIO
_io 200 0 184 176 gc: TextIOWrapper
_sre 40 16 0 0 gc: SRE_Template
_sre 248 0 0 0 gc: SRE_Scanner
_struct 56 0 0 48 gc: Struct
_struct 112 0 0 0 gc: unpack_iterator
_thread 24 0 0 0 gc: _ThreadHandle
_thread 24 0 0 16 -: _localdummy
_thread 24 8 0 0 gc: _ExceptHookArgs
_thread 40 0 0 24 gc: lock
_thread 48 0 0 40 gc: RLock
_thread 56 0 0 32 gc: _local
_tokenize 64 0 0 0 -: TokenizerIter
binascii 72 0 16 -32 gc: Error Incomplete
builtins 16 0 0 0 -: NoDefaultType NoneType NotImplementedType ellipsis object
builtins 24 0 0 0 -: float stderrprinter
builtins 24 0 0 0 gc: FrameLocalsProxy async_generator_wrapped_value cell coroutine_wrapper dict_items dict_keys
builtins 24 0 0 0 gc: dict_values generic_alias_iterator instancemethod mappingproxy odict_items odict_keys
builtins 24 0 0 0 gc: odict_values
builtins 24 4 0 0 -: bool int
builtins 24 8 0 0 gc: UnraisableHookArgs asyncgen_hooks
builtins 32 0 0 0 -: complex
builtins 32 0 0 0 gc: _buffer_wrapper anext_awaitable bytearray_iterator bytes_iterator callable_iterator filter
builtins 32 0 0 0 gc: iterator list_iterator list_reverseiterator method-wrapper reversed str_ascii_iterator
builtins 32 0 0 0 gc: str_iterator tuple_iterator
builtins 32 0 24 0 gc: classmethod staticmethod
builtins 32 8 0 0 gc: tuple
builtins 33 1 0 0 -: bytes
builtins 40 0 0 0 -: longrange_iterator range_iterator
builtins 40 0 0 0 gc: async_generator_asend async_generator_athrow list map slice super traceback
builtins 48 0 0 0 -: formatteriterator range
builtins 48 0 0 0 gc: dict getset_descriptor member_descriptor memory_iterator set_iterator zip
builtins 48 0 0 32 gc: method
builtins 56 0 0 0 -: bytearray fieldnameiterator
builtins 56 0 0 0 gc: classmethod_descriptor dict_itemiterator dict_keyiterator dict_reverseitemiterator
builtins 56 0 0 0 gc: dict_reversekeyiterator dict_reversevalueiterator dict_valueiterator enumerate method_descriptor
builtins 56 0 0 0 gc: wrapper_descriptor
builtins 56 0 0 40 gc: builtin_function_or_method
builtins 56 0 16 40 gc: module
builtins 64 0 0 0 -: str
builtins 64 0 0 0 gc: odict_iterator property
builtins 64 0 0 40 gc: builtin_method
builtins 72 0 16 0 gc: ArithmeticError AssertionError BaseException BufferError BytesWarning DeprecationWarning
builtins 72 0 16 0 gc: EOFError Exception FloatingPointError FutureWarning GeneratorExit ImportWarning IndexError
builtins 72 0 16 0 gc: KeyError KeyboardInterrupt LookupError MemoryError NotImplementedError OverflowError
builtins 72 0 16 0 gc: PendingDeprecationWarning PythonFinalizationError RecursionError ReferenceError ResourceWarning
builtins 72 0 16 0 gc: RuntimeError RuntimeWarning StopAsyncIteration SyntaxWarning SystemError TypeError UnicodeError
builtins 72 0 16 0 gc: UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
builtins 80 0 16 0 gc: NameError StopIteration SystemExit UnboundLocalError
builtins 88 0 16 -32 gc: ExceptionGroup
builtins 88 0 16 0 gc: AttributeError BaseExceptionGroup
builtins 104 0 0 0 -: moduledef
builtins 104 0 16 0 gc: ImportError ModuleNotFoundError
builtins 112 0 0 0 gc: managedbuffer
builtins 112 0 16 0 gc: BlockingIOError BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError
builtins 112 0 16 0 gc: ConnectionRefusedError ConnectionResetError FileExistsError FileNotFoundError InterruptedError
builtins 112 0 16 0 gc: IsADirectoryError NotADirectoryError OSError PermissionError ProcessLookupError TimeoutError
builtins 112 0 16 0 gc: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError
builtins 136 8 0 0 gc: frame
builtins 144 0 16 0 gc: IndentationError SyntaxError TabError _IncompleteInputError
builtins 152 0 88 96 gc: function
builtins 152 8 0 16 gc: async_generator coroutine generator
builtins 152 8 0 136 gc: memoryview
builtins 168 0 0 0 gc: items keys values
builtins 200 0 0 192 gc: frozenset set
builtins 200 2 0 144 -: code
builtins 928 40 264 368 gc: type
collections 32 0 0 0 gc: _tuplegetter
collections 56 0 0 0 gc: _deque_iterator _deque_reverse_iterator defaultdict
collections 112 0 96 104 gc: OrderedDict
collections 216 0 0 208 gc: deque
datetime 16 0 0 0 -: tzinfo
datetime 32 0 0 0 -: date timezone
datetime 32 8 0 0 gc: IsoCalendarDate
datetime 40 0 0 0 -: time timedelta
datetime 48 0 0 0 -: datetime
functools 32 0 0 0 gc: KeyWrapper
functools 64 0 40 48 gc: partial
functools 152 0 136 144 gc: _lru_cache_wrapper
interpreters 72 0 16 -32 gc: NotShareableError
interpreters 72 0 16 0 gc: InterpreterError InterpreterNotFoundError
itertools 32 0 0 0 gc: _grouper chain compress filterfalse repeat starmap
itertools 40 0 0 0 gc: batched count dropwhile pairwise takewhile
itertools 48 0 0 0 gc: cycle product
itertools 48 0 0 32 gc: _tee
itertools 56 0 0 0 gc: accumulate combinations combinations_with_replacement islice zip_longest
itertools 64 0 0 0 gc: permutations
itertools 72 0 0 0 gc: groupby
itertools 496 0 0 0 gc: _tee_dataobject
operator 40 0 0 0 gc: attrgetter
operator 48 0 0 0 gc: itemgetter
operator 64 0 0 0 gc: methodcaller
re 88 8 0 0 gc: Match
re 96 4 0 64 gc: Pattern
types 24 0 16 0 gc: SimpleNamespace
types 32 0 0 0 gc: UnionType
types 64 0 0 40 gc: GenericAlias
unicodedata 40 0 0 0 gc: UCD
weakref 64 0 0 0 gc: CallableProxyType ProxyType ReferenceType
xml.parsers.expat 72 0 16 -32 gc: ExpatError
`;

let natives: Map<string, Layout> | null = null;
function native(name: string): Layout | undefined {
  if (natives === null) {
    natives = new Map();
    for (const line of LAYOUTS.trim().split('\n')) {
      const [head, names] = line.split(': ');
      const [module, ...fields] = head.split(' ');
      const [basicsize, itemsize, dictoffset, weakrefoffset] = fields.map(Number);
      const layout: Layout = { basicsize, itemsize, dictoffset, weakrefoffset, gc: fields[4] === 'gc' };
      for (const type of names.split(' ')) natives.set(`${module}.${type}`, layout);
    }
  }
  return natives.get(name);
}

const known = new WeakMap<PyType, Layout>();

/** The layout of a type's objects. */
export function layoutOf(t: PyType): Layout {
  let layout = known.get(t);
  if (layout === undefined) {
    layout =
      (t.flags & TYPE_HEAP) === 0
        ? (native(`${t.module}.${t.name}`) ?? derived(t, 0))
        : derived(t, t.slotNames?.length ?? 0);
    known.set(t, layout);
  }
  return layout;
}
/** A type's that adds `slots` fields to its base, and what its flags say. */
function derived(t: PyType, slots: number): Layout {
  const base = t.base === null ? null : layoutOf(t.base);
  return {
    basicsize: (base?.basicsize ?? 16) + POINTER * slots,
    itemsize: base?.itemsize ?? 0,
    dictoffset: (t.flags & TYPE_HAS_DICT) !== 0 ? base?.dictoffset || MANAGED_DICT : 0,
    weakrefoffset: (t.flags & TYPE_WEAKREF) !== 0 ? base?.weakrefoffset || MANAGED_WEAKREF : 0,
    gc: true,
  };
}

/** What stands before an object of a type. */
export function headerSize(t: PyType): number {
  const { gc, dictoffset, weakrefoffset } = layoutOf(t);
  const managed = dictoffset === MANAGED_DICT || weakrefoffset === MANAGED_WEAKREF;
  return (gc ? GC_HEADER : 0) + (managed ? MANAGED_HEADER : 0);
}
