// `__doc__` of built-in functions, methods and attributes, one line each, as `owner.name<TAB>text`. Invariant: the texts
// are this project's own; an entry without owner is for a built-in function, or for a method of any type (`*.name`).
// Read once, when the first docstring is asked for.

const TEXTS = `
abs	The absolute value of a number.
aiter	The asynchronous iterator of an asynchronous iterable.
all	True when no element of the iterable is false.
anext	An awaitable for the next item of an asynchronous iterator, or the default at its end.
any	True when some element of the iterable is true.
ascii	The text of repr() with everything outside of ASCII escaped.
bin	An integer in binary digits: bin(10) is '0b1010'.
breakpoint	Enters the debugger: calls sys.breakpointhook().
callable	True when the object can be called, as classes, functions and objects with __call__ can.
chr	The one-character string of a Unicode code point.
compile	Source text or a syntax tree as a code object that exec() and eval() run.
delattr	Removes an attribute: delattr(x, 'y') is del x.y.
dir	The names an object knows, sorted; without argument those of the current scope.
divmod	The pair (x // y, x % y).
eval	The value of an expression, given as text or code object, in the given namespaces.
exec	Runs statements, given as text or code object, in the given namespaces.
format	The value formatted by its type's __format__(format_spec).
getattr	getattr(object, name[, default]): the attribute of that name, or the default when there is none.
globals	The namespace of the current module.
hasattr	True when the object has an attribute of that name.
hash	The hash of an object; objects that compare equal have the same.
hex	An integer in hexadecimal digits: hex(255) is '0xff'.
id	The identity of an object: unique among the objects that live at the time.
input	Shows a prompt and reads a line from standard input, without its line end.
isinstance	True when the object is an instance of the class or of one of a tuple of classes.
issubclass	True when the class is derived from the other or from one of a tuple of classes.
iter	iter(iterable) or iter(callable, sentinel): an iterator over the items, or over results up to the sentinel.
len	The number of items in a container.
locals	The local namespace of the current scope.
max	max(iterable, *[, default=obj, key=func]) or max(a, b, *args, *[, key=func]): the largest item.
min	min(iterable, *[, default=obj, key=func]) or min(a, b, *args, *[, key=func]): the smallest item.
next	next(iterator[, default]): the next item, or the default when there is none left.
oct	An integer in octal digits: oct(8) is '0o10'.
ord	The Unicode code point of a one-character string.
pow	base ** exp, or base ** exp % mod when mod is given.
print	Prints the values to a text stream, sys.stdout by default.
repr	The text that shows an object, for most built-in values as source code would write it.
round	The number rounded to ndigits digits after the point; without ndigits an integer.
setattr	Sets an attribute: setattr(x, 'y', v) is x.y = v.
sorted	A new list of the items in ascending order, by key when one is given.
sum	The sum of start and all the numbers.
vars	The namespace of an object; without argument that of the current scope.
__build_class__	What the class statement calls.
__import__	What the import statement calls; importlib.import_module() is for programs.
open	Opens a file and returns a stream.
*.__reduce__	What pickle stores of this object.
*.__reduce_ex__	What pickle stores of this object in a protocol.
*.__setstate__	Takes the state that __reduce__ gave.
*.__getstate__	What of this object's attributes pickle stores.
*.__sizeof__	The size in memory, in bytes.
*.__class_getitem__	The type with type arguments, for annotations.
*.__length_hint__	About how many items are left.
*.__getnewargs__	The arguments that __new__ needs to make an equal object.
*.__format__	The value formatted as the format specification says.
*.__reversed__	An iterator from the last item to the first.
*.__dir__	The names of the attributes.
*.__trunc__	The integer part, towards zero.
*.__floor__	The largest integer that is not larger.
*.__ceil__	The smallest integer that is not smaller.
*.__round__	Rounded to the given number of digits after the point.
*.__subclasscheck__	What issubclass() asks.
*.__instancecheck__	What isinstance() asks.
*.__enter__	What the with statement calls at its start.
*.__exit__	What the with statement calls at its end.
*.__replace__	A copy with some fields replaced.
*.__name__	The name.
*.__qualname__	The name with those of the enclosing scopes before it.
*.__module__	The module that defines it.
*.__text_signature__	The parameters, as text.
*.__copy__	A shallow copy.
*.__deepcopy__	A deep copy.
object.__init_subclass__	Called with each new subclass; does nothing by itself.
object.__subclasshook__	What an abstract base class asks before its registry.
type.mro	The classes to search for an attribute, in that order.
type.__subclasses__	The direct subclasses that still exist.
type.__prepare__	The namespace that the body of a new class fills.
list.append	Adds an item at the end.
list.extend	Adds all items of an iterable at the end.
list.insert	Puts an item in front of the one at the index.
list.pop	Removes and returns the item at the index, the last one by default.
list.remove	Removes the first item equal to the value; ValueError when there is none.
list.clear	Removes all items.
list.copy	A new list of the same items.
list.reverse	Turns the order round, in place.
list.index	The index of the first item equal to the value; ValueError when there is none.
list.count	How many items equal the value.
list.sort	Sorts in place, ascending and stable, by key when one is given.
tuple.index	The index of the first item equal to the value; ValueError when there is none.
tuple.count	How many items equal the value.
dict.get	The value of a key, or the default.
dict.setdefault	The value of a key, which is set to the default when it has none.
dict.pop	Removes a key and returns its value, or the default; KeyError when there is neither.
dict.popitem	Removes and returns the pair that was put in last.
dict.keys	A set-like view of the keys.
dict.values	A view of the values.
dict.items	A set-like view of the (key, value) pairs.
dict.update	Takes over the entries of a mapping, of an iterable of pairs, and the keywords.
dict.clear	Removes all entries.
dict.copy	A new dict of the same entries.
dict.fromkeys	A dict with the keys of an iterable, all with the same value.
set.add	Adds an element.
set.discard	Removes an element if it is there.
set.remove	Removes an element; KeyError when it is not there.
set.pop	Removes and returns any element; KeyError when the set is empty.
set.clear	Removes all elements.
set.update	Adds the elements of all the iterables.
set.intersection_update	Keeps only what is in all the iterables, too.
set.difference_update	Removes what is in any of the iterables.
set.symmetric_difference_update	Keeps what is in exactly one of the two.
*.union	A new set of what is in this one or any of the others.
*.intersection	A new set of what is in this one and all of the others.
*.difference	A new set of what is in this one and in none of the others.
*.symmetric_difference	A new set of what is in exactly one of the two.
*.isdisjoint	True when the two have nothing in common.
*.issubset	True when the other contains all of this set.
*.issuperset	True when this set contains all of the other.
int.bit_length	How many bits the number takes without its sign: (37).bit_length() is 6.
int.bit_count	How many bits of the absolute value are one.
int.to_bytes	The number as bytes.
int.from_bytes	The number that bytes stand for.
*.is_integer	True when the value is integral.
*.as_integer_ratio	The pair of integers, in lowest terms, whose ratio is exactly the value.
*.conjugate	The complex conjugate.
*.real	The real part.
*.imag	The imaginary part.
int.numerator	The number itself.
int.denominator	One.
*.from_number	The number as this type; no text is taken.
float.hex	The exact value in hexadecimal: (0.1).hex() is '0x1.999999999999ap-4'.
float.fromhex	The float of a hexadecimal text.
float.__getformat__	How this machine keeps a 'float' or a 'double'.
range.start	The first value.
range.stop	The end, which is not part of it.
range.step	The distance of neighbours.
slice.start	The start, or None.
slice.stop	The end, or None.
slice.step	The step, or None.
slice.indices	The triple (start, stop, step) for a sequence of the given length.
range.count	How often the value occurs: 0 or 1.
range.index	Where the value is; ValueError when it is not there.
str.format	The text with its {} fields replaced by the arguments.
str.format_map	The text with its {} fields replaced from a mapping.
*.join	The parts of an iterable with this one between them.
*.split	The parts between the separators, from the left.
*.rsplit	The parts between the separators, from the right when there is a limit.
*.splitlines	The lines, without their ends unless keepends is true.
*.find	The lowest index where the part occurs, or -1.
*.rfind	The highest index where the part occurs, or -1.
*.index	The lowest index where it occurs; ValueError when it does not.
*.rindex	The highest index where it occurs; ValueError when it does not.
*.count	How often it occurs, without overlaps.
*.startswith	True when it begins with the prefix, or with one of a tuple of them.
*.endswith	True when it ends with the suffix, or with one of a tuple of them.
*.replace	A copy with one part replaced by another, at most count times.
*.strip	A copy without white space, or the given characters, at both ends.
*.lstrip	A copy without white space, or the given characters, at the start.
*.rstrip	A copy without white space, or the given characters, at the end.
*.lower	A copy in lower case.
*.upper	A copy in upper case.
*.title	A copy with each word in title case.
*.capitalize	A copy with the first character in title case, the rest in lower case.
*.swapcase	A copy with upper and lower case swapped.
str.casefold	A copy for comparisons that ignore case.
*.center	A copy in the middle of a field of that width.
*.ljust	A copy at the left of a field of that width.
*.rjust	A copy at the right of a field of that width.
*.zfill	A copy with zeros between the sign and the digits, up to that width.
*.expandtabs	A copy with tabs replaced by spaces.
*.partition	The triple of what is before the first separator, the separator and what is after it.
*.rpartition	The triple of what is before the last separator, the separator and what is after it.
*.removeprefix	A copy without the prefix, if it has it.
*.removesuffix	A copy without the suffix, if it has it.
*.translate	A copy with each character replaced by what the table has for it.
*.maketrans	A table for translate().
*.isalpha	True when there is a character and all are letters.
*.isalnum	True when there is a character and all are letters or digits.
*.isascii	True when all are ASCII.
*.isdecimal	True when there is a character and all are decimal digits.
*.isdigit	True when there is a character and all are digits.
*.isnumeric	True when there is a character and all are numeric.
*.isspace	True when there is a character and all are white space.
*.isprintable	True when repr() shows all of it as it is.
*.isidentifier	True for what can be a name in source code.
*.islower	True when there are cased characters and all of them are in lower case.
*.isupper	True when there are cased characters and all of them are in upper case.
*.istitle	True when each word is in title case.
str.encode	The text as bytes in an encoding.
*.decode	The bytes as text, by an encoding.
*.hex	The bytes as hexadecimal digits.
*.fromhex	The bytes of a text of hexadecimal digits.
bytearray.append	Adds a byte at the end.
bytearray.extend	Adds all bytes of an iterable at the end.
bytearray.insert	Puts a byte in front of the one at the index.
bytearray.pop	Removes and returns the byte at the index, the last one by default.
bytearray.remove	Removes the first such byte; ValueError when there is none.
bytearray.reverse	Turns the order round, in place.
bytearray.clear	Removes all bytes.
bytearray.copy	A copy.
bytearray.resize	Cuts it, or fills it up with zeros, to the given size.
bytearray.__alloc__	How many bytes are allocated.
bytes.__bytes__	The bytes themselves.
memoryview.release	Lets go of the memory; the view cannot be used after that.
memoryview.tobytes	The contents as bytes.
memoryview.tolist	The contents as a list.
memoryview.cast	The same memory with another format or shape.
memoryview.toreadonly	A view of the same memory that cannot write.
memoryview.obj	The object whose memory it is.
memoryview.nbytes	The size of the contents in bytes.
memoryview.readonly	True when the memory cannot be written.
memoryview.itemsize	The size of an item in bytes.
memoryview.format	The format of an item, as in the struct module.
memoryview.ndim	The number of dimensions.
memoryview.shape	The length of each dimension.
memoryview.strides	The distance in bytes between neighbours of each dimension.
memoryview.suboffsets	For arrays of pointers; always empty.
memoryview.c_contiguous	True when it lies in memory row by row.
memoryview.f_contiguous	True when it lies in memory column by column.
memoryview.contiguous	True when it lies in memory without gaps.
property.getter	The property with another getter.
property.setter	The property with another setter.
property.deleter	The property with another deleter.
property.__set_name__	Learns the name it has in its class.
*.send	Resumes it with a value; returns what it yields next.
coroutine.send	Sends a value into coroutine; returns what it awaits next.
*.throw	Raises an exception where it stopped; returns what it yields next.
*.close	Raises GeneratorExit where it stopped.
async_generator.asend	An awaitable that resumes it with a value.
async_generator.athrow	An awaitable that raises an exception where it stopped.
async_generator.aclose	An awaitable that raises GeneratorExit where it stopped.
generator.gi_yieldfrom	The iterator that yield from is working through, or None.
coroutine.cr_await	What is being awaited, or None.
coroutine.cr_origin	Where it was made, when sys.set_coroutine_origin_tracking_depth() asks for that.
async_generator.ag_await	What is being awaited, or None.
BaseException.with_traceback	Sets __traceback__ and returns the exception.
BaseException.add_note	Adds a line that is shown below the traceback.
FileIO.closed	True when the file is closed.
`;

let table: Map<string, string> | null = null;

/** The docstring of a native by the name of its type (null for a module's function), or undefined. */
export function nativeDoc(owner: string | null, name: string): string | undefined {
  if (table === null) {
    table = new Map();
    for (const line of TEXTS.split('\n')) {
      const tab = line.indexOf('\t');
      if (tab > 0) table.set(line.slice(0, tab), line.slice(tab + 1));
    }
  }
  if (owner === null) return table.get(name);
  return table.get(`${owner}.${name}`) ?? table.get(`*.${name}`) ?? slotDoc(name);
}

const BINARY: { readonly [stem: string]: string } = {
  add: '+',
  sub: '-',
  mul: '*',
  matmul: '@',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  lshift: '<<',
  rshift: '>>',
  and: '&',
  or: '|',
  xor: '^',
};
const COMPARE: { readonly [stem: string]: string } = { lt: '<', le: '<=', eq: '==', ne: '!=', gt: '>', ge: '>=' };
const SLOTS: { readonly [name: string]: string } = {
  __repr__: 'What repr(self) gives.',
  __str__: 'What str(self) gives.',
  __hash__: 'What hash(self) gives.',
  __call__: 'Calls self as a function.',
  __iter__: 'What iter(self) gives.',
  __next__: 'What next(self) gives.',
  __len__: 'What len(self) gives.',
  __getitem__: 'The value of self[key].',
  __setitem__: 'Does self[key] = value.',
  __delitem__: 'Does del self[key].',
  __contains__: 'The value of key in self.',
  __getattribute__: 'The value of self.name.',
  __setattr__: 'Does self.name = value.',
  __delattr__: 'Does del self.name.',
  __init__: 'Initializes self; see help(type(self)) for what it takes.',
  __new__: 'Makes a new object; see help(type) for what it takes.',
  __get__: 'What the attribute gives for an instance, or for the class.',
  __set__: 'Sets the attribute of an instance.',
  __delete__: 'Removes the attribute of an instance.',
  __neg__: 'The value of -self.',
  __pos__: 'The value of +self.',
  __abs__: 'What abs(self) gives.',
  __invert__: 'The value of ~self.',
  __bool__: 'The truth of self.',
  __int__: 'What int(self) gives.',
  __float__: 'What float(self) gives.',
  __index__: 'self as an integer, where only one will do.',
  __complex__: 'What complex(self) gives.',
  __pow__: 'The value of pow(self, value, mod).',
  __rpow__: 'The value of pow(value, self, mod).',
  __ipow__: 'Does self **= value.',
  __divmod__: 'The value of divmod(self, value).',
  __rdivmod__: 'The value of divmod(value, self).',
  __del__: 'Called when the object goes away.',
  __await__: 'The iterator that await works through.',
  __aiter__: 'What aiter(self) gives.',
  __anext__: 'What anext(self) gives.',
  __buffer__: 'The memory of the object as a memoryview.',
  __release_buffer__: 'Takes back what __buffer__ gave.',
};

/** A special method's docstring, by what the interpreter calls it for. */
function slotDoc(name: string): string | undefined {
  const known = SLOTS[name];
  if (known !== undefined) return known;
  const stem = /^__(.*)__$/.exec(name)?.[1];
  if (stem === undefined) return undefined;
  if (stem in COMPARE) return `The value of self${COMPARE[stem]}value.`;
  if (stem in BINARY) return `The value of self${BINARY[stem]}value.`;
  if (stem[0] === 'r' && stem.slice(1) in BINARY) return `The value of value${BINARY[stem.slice(1)]}self.`;
  if (stem[0] === 'i' && stem.slice(1) in BINARY) return `Does self${BINARY[stem.slice(1)]}=value.`;
  return undefined;
}
