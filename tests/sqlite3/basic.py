# sqlite3 runs statements, reads rows, calls functions of the program, dumps and copies databases.
import sqlite3
c = sqlite3.connect(':memory:')
c.execute('create table t(a integer primary key, b text, c real, d blob)')
c.executemany('insert into t(b,c,d) values (?,?,?)', [('é🐍', 1.5, b'x\0y'), (None, None, b''), ('z', 2, bytearray(b'q'))])
print(c.in_transaction, c.total_changes)
c.commit()
for r in c.execute('select * from t where a > :x', {'x': 0}): print(r)
c.row_factory = sqlite3.Row
r = c.execute('select a, b as BB from t').fetchone()
print(r.keys(), r['bb'], r[0], tuple(r), len(r))
c.create_function('twice', 1, lambda x: x * 2)
print(c.execute('select twice(21)').fetchone()[0])
class Sum:
    def __init__(self): self.n = 0
    def step(self, x): self.n += x
    def finalize(self): return self.n
c.create_aggregate('mysum', 1, Sum)
print(tuple(c.execute('select mysum(a), count(*) from t').fetchone()))
for f in ('select * from nope', 'insert into t(a) values (1)', 'selekt', 'select ?', 'select 1; select 2'):
    try: c.execute(f)
    except sqlite3.Error as e: print(type(e).__name__, e, getattr(e, 'sqlite_errorname', None))
c.create_function('boom', 0, lambda: 1/0)
try: c.execute('select boom()')
except sqlite3.OperationalError as e: print(e)
print('\n'.join(c.iterdump()))
with c: c.execute('delete from t')
print(c.execute('select count(*) from t').fetchone()[0])
cur = c.execute("insert into t(b) values ('a') returning a"); print(tuple(cur.fetchone()), cur.lastrowid)
c.create_collation('rev', lambda a, b: (a < b) - (a > b))
print([r[0] for r in c.execute("select column1 from (values ('a'),('c'),('b')) order by column1 collate rev")])
d = sqlite3.connect(':memory:'); c.commit(); c.backup(d); print(d.execute('select b from t').fetchall(), len(c.serialize()))
c.close()
try: c.execute('select 1')
except sqlite3.ProgrammingError as e: print(e)

# expect: True 3
# expect: (1, 'é🐍', 1.5, b'x\x00y')
# expect: (2, None, None, b'')
# expect: (3, 'z', 2.0, b'q')
# expect: ['a', 'BB'] é🐍 1 (1, 'é🐍') 2
# expect: 42
# expect: (6, 3)
# expect: OperationalError no such table: nope SQLITE_ERROR
# expect: IntegrityError UNIQUE constraint failed: t.a SQLITE_CONSTRAINT_PRIMARYKEY
# expect: OperationalError near "selekt": syntax error SQLITE_ERROR
# expect: ProgrammingError Incorrect number of bindings supplied. The current statement uses 1, and there are 0 supplied. None
# expect: ProgrammingError You can only execute one statement at a time. None
# expect: user-defined function raised exception
# expect: BEGIN TRANSACTION;
# expect: CREATE TABLE t(a integer primary key, b text, c real, d blob);
# expect: INSERT INTO "t" VALUES(1,'é🐍',1.5,X'780079');
# expect: INSERT INTO "t" VALUES(2,NULL,NULL,X'');
# expect: INSERT INTO "t" VALUES(3,'z',2.0,X'71');
# expect: COMMIT;
# expect: 0
# expect: (1,) 1
# expect: ['c', 'b', 'a']
# expect: [('a',)] 8192
# expect: Cannot operate on a closed database.
