# Functions, aggregates, window functions, collations, authorizer, progress and trace are called by SQLite.
import sqlite3

c = sqlite3.connect(':memory:')
c.execute('create table t(a, b)')
c.executemany('insert into t values (?, ?)', [(i, 'xyz'[i % 3]) for i in range(6)])


class Window:
    def __init__(self):
        self.n = 0

    def step(self, x):
        self.n += x

    def inverse(self, x):
        self.n -= x

    def value(self):
        return self.n

    finalize = value


c.create_window_function('wsum', 1, Window)
print(c.execute('select a, wsum(a) over (order by a rows between 1 preceding and current row) from t').fetchall())
c.create_function('f', -1, lambda *a: repr(a), deterministic=True)
print(c.execute("select f(1, 'é', null, 2.5, x'00')").fetchone())


class Bad:
    def __init__(self):
        pass

    def step(self, x):
        raise ValueError(x)

    def finalize(self):
        return 1


class NoFinalize:
    def step(self, x):
        pass


c.create_aggregate('bad', 1, Bad)
c.create_aggregate('nofinalize', 1, NoFinalize)
c.create_function('toobig', 0, lambda: 2**70)
c.create_function('strange', 0, lambda: object())
for q in ('select bad(a) from t', 'select nofinalize(a) from t', 'select toobig()', 'select strange()', 'select gone()'):
    try:
        c.execute(q).fetchone()
    except sqlite3.Error as e:
        print(type(e).__name__, e)
c.create_collation('nocase2', lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
print(c.execute("select 'ÀB' = 'àb' collate nocase2").fetchone())
log = []
c.set_authorizer(lambda *a: log.append(a) or sqlite3.SQLITE_OK)
c.execute('select a from t')
c.set_authorizer(None)
print(log)
c.set_authorizer(lambda action, *a: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_READ else sqlite3.SQLITE_OK)
try:
    c.execute('select b from t')
except sqlite3.DatabaseError as e:
    print(e)
c.set_authorizer(None)
traced = []
c.set_trace_callback(traced.append)
c.execute('update t set b = ? where a = ?', ('new', 1))
c.commit()
c.set_trace_callback(None)
print(traced)
c.set_progress_handler(lambda: 1, 1)
try:
    c.execute('select count(*) from t, t, t').fetchone()
except sqlite3.OperationalError as e:
    print(e)
c.set_progress_handler(None, 0)
print(c.execute('select count(*) from t').fetchone())

# expect: [(0, 0), (1, 1), (2, 3), (3, 5), (4, 7), (5, 9)]
# expect: ("(1, 'é', None, 2.5, b'\\x00')",)
# expect: OperationalError user-defined aggregate's 'step' method raised error
# expect: OperationalError user-defined aggregate's 'finalize' method not defined
# expect: DataError string or blob too big
# expect: OperationalError user-defined function raised exception
# expect: OperationalError no such function: gone
# expect: (1,)
# expect: [(21, None, None, None, None), (20, 't', 'a', 'main', None)]
# expect: access to t.b is prohibited
# expect: ["update t set b = 'new' where a = 1", 'COMMIT']
# expect: interrupted
# expect: (6,)
