# Values go in and come out as SQLite types them; adapters and converters change them.
import sqlite3


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return f'{self.x};{self.y}'


c = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
for v in (0, -1, 2**63 - 1, -2**63, 1.5, float('inf'), '', 'é\0🐍', b'', b'\0\xff', bytearray(b'x'), memoryview(b'yz'), None, True):
    print(repr(v) if not isinstance(v, memoryview) else 'view', c.execute('select ?, typeof(?)', (v, v)).fetchone())
for v in (2**63, object, 1j, '\ud800'):
    try:
        c.execute('select ?', (v,))
    except Exception as e:
        print(type(e).__name__, e)
for args in (('select ?, ?', (1,)), ('select :a', {'b': 1}), ('select ?', {'a': 1}), ('select ?', 5)):
    try:
        c.execute(*args)
    except sqlite3.ProgrammingError as e:
        print(e)
print(c.execute('select :a, @b, $c', {'a': 1, 'b': 'two', 'c': None}).fetchone())
c.execute('create table p(at point, n number(10))')
sqlite3.register_converter('point', lambda b: Point(*map(int, b.split(b';'))))
c.execute('insert into p values (?, ?)', (Point(3, 4), 5))
got = c.execute('select at, n, at as "other [point]" from p')
row = got.fetchone()
print(row[0].x, row[0].y, row[1], row[2].y, [d[0] for d in got.description])
c.text_factory = bytes
print(c.execute("select 'text'").fetchone())
c.text_factory = lambda b: b.decode().upper()
print(c.execute("select 'text'").fetchone())
c.row_factory = lambda cursor, row: dict(zip([d[0] for d in cursor.description], row))
print(c.execute('select 1 as a, 2 as b').fetchall())
cur = c.cursor()
cur.arraysize = 2
cur.execute('select column1 from (values (1), (2), (3), (4), (5))')
print(cur.fetchmany(), cur.fetchmany(1), cur.fetchall(), cur.fetchone(), cur.rowcount)

# expect: 0 (0, 'integer')
# expect: -1 (-1, 'integer')
# expect: 9223372036854775807 (9223372036854775807, 'integer')
# expect: -9223372036854775808 (-9223372036854775808, 'integer')
# expect: 1.5 (1.5, 'real')
# expect: inf (inf, 'real')
# expect: '' ('', 'text')
# expect: 'é\x00🐍' ('é\x00🐍', 'text')
# expect: b'' (b'', 'blob')
# expect: b'\x00\xff' (b'\x00\xff', 'blob')
# expect: bytearray(b'x') (b'x', 'blob')
# expect: view (b'yz', 'blob')
# expect: None (None, 'null')
# expect: True (1, 'integer')
# expect: OverflowError Python int too large to convert to SQLite INTEGER
# expect: ProgrammingError Error binding parameter 1: type 'type' is not supported
# expect: ProgrammingError Error binding parameter 1: type 'complex' is not supported
# expect: UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
# expect: Incorrect number of bindings supplied. The current statement uses 2, and there are 1 supplied.
# expect: You did not supply a value for binding parameter :a.
# expect: Binding 1 has no name, but you supplied a dictionary (which has only names).
# expect: parameters are of unsupported type
# expect: (1, 'two', None)
# expect: 3 4 5 4 ['at', 'n', 'other']
# expect: (b'text',)
# expect: ('TEXT',)
# expect: [{'a': 1, 'b': 2}]
# expect: [{'column1': 1}, {'column1': 2}] [{'column1': 3}] [{'column1': 4}, {'column1': 5}] None -1
