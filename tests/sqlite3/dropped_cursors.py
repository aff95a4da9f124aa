# A cursor dropped in the middle of its rows holds no lock.
import os
import sqlite3
import tempfile

c = sqlite3.connect(':memory:')
c.execute('create table t(x)')
c.executemany('insert into t values (?)', [(i,) for i in range(100)])
c.commit()
print(c.execute('select x from t').fetchone())
c.execute('drop table t')
c.execute('create table t(x)')
c.executemany('insert into t values (?)', [(i,) for i in range(100)])
c.commit()
kept = c.execute('select x from t')
print(kept.fetchone())
try:
    c.execute('drop table t')
except sqlite3.OperationalError as e:
    print(e)
print(kept.fetchone(), len(kept.fetchall()))
c.execute('drop table t')
with tempfile.TemporaryDirectory() as where:
    a = sqlite3.connect(os.path.join(where, 'x.db'))
    b = sqlite3.connect(os.path.join(where, 'x.db'), timeout=0)
    a.execute('create table t(x)')
    a.executemany('insert into t values (?)', [(i,) for i in range(100)])
    a.commit()
    print(a.execute('select x from t').fetchone())
    b.execute('delete from t')
    b.commit()
    print(a.execute('select count(*) from t').fetchone())

# expect: (0,)
# expect: (0,)
# expect: database table is locked
# expect: (1,) 98
# expect: (0,)
# expect: (0,)
