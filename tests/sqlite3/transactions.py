# Transactions open and end as the isolation level and autocommit say.
import os
import sqlite3
import tempfile

with tempfile.TemporaryDirectory() as where:
    path = os.path.join(where, 'x.db')
    a = sqlite3.connect(path)
    b = sqlite3.connect(path, timeout=0)
    a.execute('create table t(x)')
    a.execute('insert into t values (1)')
    print(a.in_transaction, b.execute('select count(*) from t').fetchone())
    try:
        b.execute('insert into t values (2)')
    except sqlite3.OperationalError as e:
        print(e, e.sqlite_errorname)
    a.commit()
    print(a.in_transaction, b.execute('select count(*) from t').fetchone())
    with a:
        a.executemany('insert into t values (?)', [(i,) for i in range(10)])
    try:
        with a:
            a.execute('delete from t')
            1 / 0
    except ZeroDivisionError:
        print(a.execute('select count(*) from t').fetchone())
    a.isolation_level = None
    a.execute('insert into t values (1)')
    print(a.in_transaction, a.isolation_level)
    try:
        a.isolation_level = 'sometimes'
    except ValueError as e:
        print(e)
    a.isolation_level = 'IMMEDIATE'
    a.execute('delete from t where x = 1')
    print(a.in_transaction, a.execute('select changes()').fetchone())
    a.rollback()
    a.executescript('begin; insert into t values (99); commit; select 1;')
    print(a.execute('select x from t where x > 50').fetchall())
    a.close()
    b.close()
    c = sqlite3.connect(path, autocommit=False)
    print(c.autocommit, c.in_transaction)
    c.execute('delete from t')
    c.rollback()
    print(c.execute('select count(*) from t').fetchone())
    c.autocommit = True
    print(c.in_transaction, c.autocommit)
    c.close()

# expect: True (0,)
# expect: database is locked SQLITE_BUSY
# expect: False (1,)
# expect-error: sqlite3.OperationalError: database is locked
