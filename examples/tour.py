"""A tour of Python 3.14 as Typhon runs it.

    npx typhon examples/tour.py                 everything
    npx typhon examples/tour.py --only text     one stop
    npx typhon examples/tour.py --list          the stops

Every stop is an ordinary function with plain Python in it; nothing here knows what runs it, and CPython prints the
same, character for character.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime
import enum
import functools
import heapq
import io
import itertools
import json
import math
import operator
import re
import string
import sys
import tempfile
import textwrap
import time
from collections import ChainMap, Counter, defaultdict, deque, namedtuple
from fractions import Fraction
from pathlib import Path, PurePosixPath
from statistics import fmean, median, stdev
from typing import NamedTuple, Protocol, get_type_hints, runtime_checkable

STOPS = {}


def stop(function):
    """Register one stop of the tour under its function's name."""
    STOPS[function.__name__] = function
    return function


def show(label, value):
    print(f'  {label:<26} {value}')


# --- numbers and text ------------------------------------------------------------------------------------------------


@stop
def numbers():
    """Integers of any size, floats that print back exactly, complex numbers, fractions."""
    show('2 ** 200', 2**200)
    show('0.1 + 0.2', 0.1 + 0.2)
    show('round half to even', [round(x) for x in (0.5, 1.5, 2.5, -0.5)])
    show('divmod of negatives', (divmod(-7, 3), divmod(7, -3), -7 // 3, -7 % 3))
    show('float.hex', (math.pi.hex(), float.fromhex('0x1.8p+1')))
    show('complex', (3 + 4j) * (1 - 2j) / 2)
    show('Fraction', sum((Fraction(1, n) for n in range(1, 11)), Fraction()))
    show('gcd, lcm, comb, isqrt', (math.gcd(84, 36), math.lcm(4, 6, 10), math.comb(10, 3), math.isqrt(10**20 + 1)))
    show('formats', f'{255:#x} {255:08b} {1234567.891:,.2f} {0.000123:.2e} {0.75:.1%} {42:+d} {10**15:_}')
    show('bit_length and to_bytes', ((1000).bit_length(), (1000).to_bytes(4, 'big')))


@stop
def text():
    """Unicode strings, bytes, f-strings with everything in them, regular expressions, wrapping, templates."""
    word = 'naïve café — 東京 🐍'
    show('length, upper, bytes', (len(word), word.upper(), len(word.encode())))
    show('slices', (word[:5], word[-1], word[::-1]))
    value, width = 3.14159, 12
    show('nested f-string', f'{value:>{width}.{2}f}|{"quoted"!r:^{width}}|{value=:.3f}|{f"{width:{"0>4"}}"}')
    show('translate and title', 'hello world'.translate(str.maketrans('lo', '01')) + ' / ' + "they're bill's".title())
    log = 'GET /index.html 200 12ms; POST /api/users 201 45ms; GET /missing 404 3ms'
    pattern = re.compile(r'(?P<method>GET|POST) (?P<path>/\S*) (?P<status>\d{3}) (?P<ms>\d+)ms')
    for match in pattern.finditer(log):
        show(match['path'], match.groupdict())
    show('sub with a function', re.sub(r'\d+', lambda m: str(int(m[0]) * 2), 'a1 b22 c333'))
    show('look-around', re.findall(r'(?<=\$)\d+(?:\.\d\d)?(?!\d)', 'cost $15.99, $7 or 20'))
    print(textwrap.indent(textwrap.fill('Typhon is the C half of CPython, in TypeScript; ' * 3, 60), '  | '))
    show('Template', string.Template('$who owes ${amount} €').substitute(who='Ada', amount=12))


# --- data ------------------------------------------------------------------------------------------------------------


class Suit(enum.Enum):
    CLUBS = '♣'
    DIAMONDS = '♦'
    HEARTS = '♥'
    SPADES = '♠'

    @property
    def red(self):
        return self in (Suit.DIAMONDS, Suit.HEARTS)


class Permission(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    EXECUTE = enum.auto()


@dataclasses.dataclass(order=True, frozen=True)
class Card:
    rank: int
    suit: Suit = dataclasses.field(compare=False)
    tags: tuple[str, ...] = dataclasses.field(default=(), repr=False, compare=False)

    def __post_init__(self):
        if not 2 <= self.rank <= 14:
            raise ValueError(f'no such rank: {self.rank}')

    def __str__(self):
        return f'{" J Q K A".split()[self.rank - 11] if self.rank > 10 else self.rank}{self.suit.value}'


class Employee(NamedTuple):
    name: str
    department: str
    salary: int = 1000


@stop
def classes():
    """Data classes, enums, flags, named tuples."""
    hand = [Card(14, Suit.SPADES), Card(10, Suit.HEARTS), Card(12, Suit.DIAMONDS), Card(2, Suit.CLUBS)]
    show('sorted hand', ' '.join(map(str, sorted(hand))))
    show('repr and replace', repr(dataclasses.replace(hand[3], rank=3)))
    show('red ones', [str(card) for card in hand if card.suit.red])
    with contextlib.suppress(ValueError):
        Card(99, Suit.CLUBS)
    try:
        hand[0].rank = 5
    except dataclasses.FrozenInstanceError as error:
        show('frozen', error)
    access = Permission.READ | Permission.EXECUTE
    show('flags', (access, Permission.WRITE in access, ~access))
    show('enum look-up', (Suit('♥'), Suit['CLUBS'], [s.name for s in Suit]))
    show('type hints', sorted(get_type_hints(Employee)))
    show('as dict', json.dumps(dataclasses.asdict(Card(4, Suit.CLUBS, ('low',))), default=lambda s: s.name))


@stop
def containers():
    """Dictionaries, sets, deques, counters, and the itertools that join them."""
    staff = [Employee('Ada', 'engines', 3000), Employee('Grace', 'compilers', 3200),
             Employee('Edsger', 'engines', 2800), Employee('Barbara', 'compilers', 3100), Employee('Guido', 'snakes')]
    by_department = defaultdict(list)
    for person in staff:
        by_department[person.department].append(person.name)
    show('defaultdict', dict(by_department))
    show('Counter', Counter('mississippi').most_common(2))
    show('merge', {'a': 1, 'b': 2} | {'b': 3} | {'c': 4})
    show('set algebra', sorted({1, 2, 3, 4} & {3, 4, 5} | {9} - {1}))
    recent = deque(range(8), maxlen=4)
    recent.rotate(1)
    show('deque', recent)
    show('ChainMap', ChainMap({'x': 1}, {'x': 2, 'y': 3})['y'])
    show('namedtuple', namedtuple('Point', 'x y')(1, y=2)._replace(x=5))
    key = operator.attrgetter('department')
    show('groupby', {k: max(p.salary for p in g) for k, g in itertools.groupby(sorted(staff, key=key), key)})
    show('batched', list(itertools.batched('ABCDEFG', 3)))
    show('pairwise, accumulate', (list(itertools.pairwise([1, 4, 9])), list(itertools.accumulate([1, 2, 3, 4], operator.mul))))
    show('product', [''.join(p) for p in itertools.product('ab', repeat=2)])
    first, *middle, last = sorted(p.salary for p in staff)
    show('statistics', (first, last, round(fmean(middle), 2), median(middle), round(stdev(middle), 3)))


# --- the language ----------------------------------------------------------------------------------------------------


def describe(value):
    match value:
        case bool() | None:
            return f'constant {value}'
        case int(n) if n < 0:
            return f'negative {n}'
        case int() | float():
            return f'number {value}'
        case str() as s:
            return f'text of {len(s)}'
        case Employee(name, salary=s):
            return f'{name} earns {s}'
        case []:
            return 'empty list'
        case [x, *rest]:
            return f'list: {describe(x)}, then {len(rest)} more'
        case {'kind': 'circle', 'r': r}:
            return f'circle of area {math.pi * r * r:.2f}'
        case {'kind': kind, **others}:
            return f'{kind} with {sorted(others)}'
        case _:
            return f'something else: {type(value).__name__}'


@stop
def patterns():
    """Structural pattern matching."""
    values = [None, -5, 2.5, 'hello', [], [1, 'x', 'y'], {'kind': 'circle', 'r': 2}, {'kind': 'box', 'w': 1, 'h': 2},
              Employee('Ada', 'engines'), {1}]
    for value in values:
        show(repr(value)[:24], describe(value))


class Validated:
    """A descriptor that checks what is assigned."""

    def __init__(self, check, message):
        self.check, self.message = check, message

    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if not self.check(value):
            raise ValueError(f'{self.name[1:]} {self.message}, not {value!r}')
        setattr(instance, self.name, value)


class Plugin:
    registry = {}

    def __init_subclass__(cls, /, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[name or cls.__name__.lower()] = cls


class Heater(Plugin, name='heat'):
    target = Validated(lambda t: 5 <= t <= 30, 'must be between 5 and 30')

    def __init__(self, target):
        self.target = target


class Vector:
    """Operators, including reflected ones."""

    def __init__(self, *parts):
        self.parts = parts

    def __repr__(self):
        return f'Vector{self.parts}'

    def __add__(self, other):
        return Vector(*map(operator.add, self.parts, other.parts))

    def __mul__(self, factor):
        return Vector(*(p * factor for p in self.parts)) if isinstance(factor, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return sum(map(operator.mul, self.parts, other.parts))

    def __getitem__(self, index):
        return self.parts[index]

    def __len__(self):
        return len(self.parts)

    def __abs__(self):
        return math.hypot(*self)


@runtime_checkable
class HasLength(Protocol):
    def __len__(self): ...


class Meta(type):
    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        cls.made.append(instance)
        return instance


class Tracked(metaclass=Meta):
    made = []


@stop
def objects():
    """Descriptors, hooks, operators, metaclasses, multiple inheritance."""
    heater = Heater(21)
    try:
        heater.target = 99
    except ValueError as error:
        show('descriptor', error)
    show('__init_subclass__', Plugin.registry)
    v = Vector(3, 4)
    show('operators', (v + Vector(1, 1), 2 * v, v @ v, abs(v), [*v], v[::-1]))
    try:
        v * None
    except TypeError as error:
        show('NotImplemented', error)
    show('protocol', (isinstance(v, HasLength), isinstance(5, HasLength)))
    Tracked(), Tracked()
    show('metaclass', len(Tracked.made))

    class A:
        def hello(self): return ['A']

    class B(A):
        def hello(self): return ['B', *super().hello()]

    class C(A):
        def hello(self): return ['C', *super().hello()]

    class D(B, C):
        def hello(self): return ['D', *super().hello()]

    show('MRO', ' → '.join(cls.__name__ for cls in D.__mro__))
    show('cooperative super()', D().hello())


@functools.cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def compose(*functions):
    return functools.reduce(lambda f, g: lambda x: g(f(x)), functions)


@functools.singledispatch
def size(value):
    return 1


@size.register(list)
@size.register(tuple)
def _(value):
    return sum(map(size, value))


def stack[T](*items: T) -> list[T]:
    """A generic function (PEP 695)."""
    return [*items]


@stop
def functions():
    """Closures, decorators, generics, keyword-only and positional-only parameters."""
    show('cached fibonacci', (fibonacci(90), fibonacci.cache_info().hits))
    show('compose', compose(str.strip, str.title, len)('  hello there '))
    show('singledispatch', size([1, (2, 3), [4, [5]]]))
    show('partial', functools.partial(int, base=2)('101010'))
    show('type parameters', (stack(1, 2), stack.__type_params__))

    def strict(a, /, b, *rest, c, d=4, **others):
        return a, b, rest, c, d, others

    show('parameters', strict(1, 2, 3, c=5, a=6))
    try:
        strict(1, b=2)
    except TypeError as error:
        show('missing', error)
    counters = [lambda step, n=n: n + step for n in range(3)]
    show('lambdas', [f(10) for f in counters])
    if any((found := n) > 3 and n * n > 20 for n in range(10)):
        show('walrus', found)


def primes():
    composites = {}
    for n in itertools.count(2):
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)


def running_mean():
    total, count, mean = 0, 0, None
    while True:
        try:
            total += yield mean
        except LookupError:
            total, count, mean = 0, 0, None
            continue
        count += 1
        mean = total / count


def flatten(nested):
    for item in nested:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


@stop
def generators():
    """Generators: endless, driven by send() and throw(), delegating."""
    show('primes', list(itertools.islice(primes(), 12)))
    mean = running_mean()
    next(mean)
    show('send', [mean.send(x) for x in (10, 20, 60)])
    mean.throw(LookupError())
    show('after throw', mean.send(7))
    show('yield from', list(flatten([1, [2, [3, [4]], 5]])))
    lines = (line.split('#')[0].strip() for line in io.StringIO('a = 1  # one\n# nothing\nb = 2\n'))
    show('lazy pipeline', [line for line in lines if line])


# --- errors ----------------------------------------------------------------------------------------------------------


class TransferError(Exception):
    """A domain's own error."""


@contextlib.contextmanager
def section(name, events):
    events.append(f'enter {name}')
    try:
        yield name.upper()
    except KeyError as error:
        events.append(f'swallowed {error!r}')
    finally:
        events.append(f'leave {name}')


@stop
def errors():
    """Exceptions: chains, notes, groups, finally, context managers."""
    try:
        try:
            {}['balance']
        except KeyError as error:
            raise TransferError('no balance') from error
    except TransferError as error:
        error.add_note('account 12')
        show('cause and notes', (repr(error.__cause__), error.__notes__))
    try:
        raise ExceptionGroup('batch', [ValueError('bad 1'), TypeError('bad 2'), ExceptionGroup('inner', [ValueError('bad 3')])])
    except* ValueError as group:
        show('except* ValueError', [str(e) for e in group.exceptions])
    except* TypeError as group:
        show('except* TypeError', group.exceptions)
    events = []
    with section('outer', events) as name, section('inner', events):
        events.append(name)
        {}['missing']
    show('with', ', '.join(events))

    def order():
        try:
            return 'try'
        finally:
            events.append('finally ran')

    show('finally', (order(), events[-1]))
    with contextlib.ExitStack() as exits:
        for n in range(3):
            exits.callback(events.append, n)
    show('ExitStack', events[-3:])
    try:
        compile('if True\n    pass', 'tour', 'exec')
    except SyntaxError as error:
        show('SyntaxError', f'{error.msg} (line {error.lineno})')


# --- the world around ------------------------------------------------------------------------------------------------


@stop
def files():
    """Paths, files, JSON, dates."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / 'data').mkdir()
        notes = root / 'data' / 'notes.txt'
        notes.write_text('première ligne\nsecond line\n', encoding='utf-8')
        with notes.open('a', encoding='utf-8') as out:
            print('third', 'line', sep='-', file=out)
        with open(notes, encoding='utf-8') as lines:
            show('lines', [line.rstrip() for line in lines])
        (root / 'config.json').write_text(json.dumps({'b': [1, 2.5, None], 'a': {'nested': True}}, indent=1, sort_keys=True))
        show('json', json.loads((root / 'config.json').read_bytes()))
        show('glob', sorted(p.relative_to(root).as_posix() for p in root.rglob('*.*')))
        show('suffix and size', (notes.suffix, notes.stat().st_size))
    show('PurePosixPath', PurePosixPath('/usr/lib/../bin/python3.14').with_name('typhon'))
    launch = datetime.datetime(2026, 10, 7, 12, 30, tzinfo=datetime.timezone.utc)
    show('dates', (launch.isoformat(), (launch + datetime.timedelta(days=100, hours=-13)).strftime('%a %d %b %Y %H:%M')))
    show('differences', datetime.date(2028, 3, 1) - datetime.date(2028, 2, 1))


class Sleep:
    """What a coroutine awaits to hand control back to the loop below."""

    def __init__(self, delay):
        self.delay = delay

    def __await__(self):
        return (yield self.delay)


class Loop:
    """A complete event loop: a heap of coroutines by the (virtual) time at which they go on."""

    def __init__(self):
        self.now, self.queue, self.order = 0, [], itertools.count()

    def spawn(self, coroutine, delay=0):
        heapq.heappush(self.queue, (self.now + delay, next(self.order), coroutine))

    def run(self):
        while self.queue:
            self.now, _, coroutine = heapq.heappop(self.queue)
            with contextlib.suppress(StopIteration):
                self.spawn(coroutine, coroutine.send(None))


class Door:
    """An asynchronous context manager."""

    async def __aenter__(self):
        await Sleep(1)
        return 'open'

    async def __aexit__(self, kind, error, traceback):
        await Sleep(1)
        return kind is KeyError


async def countdown(n):
    while n:
        yield n
        await Sleep(1)
        n -= 1


@stop
def concurrency():
    """async and await, with an event loop of twenty lines; asynchronous generators and context managers."""
    loop, events = Loop(), []

    async def worker(name, delay):
        for step in range(2):
            await Sleep(delay)
            events.append(f'{name}{step}@{loop.now}')

    async def visitor():
        async with Door() as door:
            events.append(f'{door}@{loop.now}')
            raise KeyError('forgotten')
        events.append(f'closed@{loop.now}')

    async def counter():
        events.append([n * n async for n in countdown(4) if n % 2])

    for coroutine in (worker('slow', 5), worker('quick', 2), visitor(), counter()):
        loop.spawn(coroutine)
    loop.run()
    show('in order', ' '.join(map(str, events)))


@stop
def new():
    """What is new in 3.14 (compiled at run time, so that an older Python can still run the rest)."""
    if sys.version_info < (3, 14):
        show('Python 3.14', 'needed for this stop')
        return
    namespace = {}
    source = textwrap.dedent("""
        from string.templatelib import Interpolation

        def html(template):
            escaped = {'<': '&lt;', '>': '&gt;', '&': '&amp;'}
            return ''.join(part if isinstance(part, str) else ''.join(escaped.get(c, c) for c in str(part.value))
                           for part in template)

        def first_problem(*functions):
            for function in functions:
                try:
                    function()
                except ValueError, ZeroDivisionError:
                    return function.__name__

        class Node:
            next: Node | None = None
    """)
    exec(compile(source, 'new', 'exec', dont_inherit=True), namespace)
    user = '<script>'
    page = eval("t'<b>{user}</b>'", {'user': user})
    show('template string', namespace['html'](page))
    show('its parts', (page.strings, page.values))

    def divide():
        return 1 // 0

    show('except without parentheses', namespace['first_problem'](divide))
    show('lazy annotations', namespace['Node'].__annotations__)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--list', action='store_true', help='name the stops')
    parser.add_argument('--only', choices=STOPS, metavar='STOP', help='run one stop')
    parser.add_argument('--time', action='store_true', help='say how long each stop took')
    options = parser.parse_args()
    for name, function in STOPS.items():
        if options.only not in (None, name):
            continue
        print(f'{name}: {function.__doc__}')
        if options.list:
            continue
        started = time.perf_counter()
        function()
        if options.time:
            print(f'  ({(time.perf_counter() - started) * 1000:.0f} ms)')
        print()


if __name__ == '__main__':
    main()
