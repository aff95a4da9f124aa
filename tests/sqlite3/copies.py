# Blobs are read and written in pieces; databases are backed up, serialised and dumped.
import sqlite3

c = sqlite3.connect(':memory:')
c.execute('create table t(b)')
c.execute('insert into t values (zeroblob(10))')
with c.blobopen('t', 'b', 1) as blob:
    blob.write(b'hello')
    blob[5] = 33
    blob[-2:] = b'xy'
    print(len(blob), blob.tell(), blob[0], blob[1:4], blob[1::3])
    blob.seek(-3, 2)
    print(blob.read(), blob.read())
    for f in (lambda: blob.write(b'1'), lambda: blob[10], lambda: blob.seek(11), lambda: blob.__setitem__(0, 256)):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)
try:
    blob.read()
except sqlite3.ProgrammingError as e:
    print(e)
print(c.execute('select b from t').fetchone())
c.commit()
d = sqlite3.connect(':memory:')
c.backup(d, pages=1, progress=lambda status, left, all: print(status, left, all))
print(d.execute('select count(*) from t').fetchone())
e = sqlite3.connect(':memory:')
e.deserialize(c.serialize())
print(list(e.iterdump()))
print(sqlite3.complete_statement('select 1;'), sqlite3.complete_statement("select '"))
print(c.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) > 100, c.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 50) > 50)
try:
    c.execute('select 1' + ' ' * 60)
except sqlite3.DataError as x:
    print(x)


# expect: 10 5 104 b'ell' b'eo\x00'
# expect: b'\x00xy' b''
# expect: ValueError data longer than blob length
# expect: IndexError Blob index out of range
# expect: ValueError offset out of blob range
# expect: ValueError byte must be in range(0, 256)
# expect: Cannot operate on a closed blob.
# expect: (b'hello!\x00\x00xy',)
# expect: 0 1 2
# expect: 101 0 2
# expect: (1,)
# expect: ['BEGIN TRANSACTION;', 'CREATE TABLE t(b);', 'INSERT INTO "t" VALUES(X\'68656C6C6F2100007879\');', 'COMMIT;']
# expect: True False
# expect: True True
# expect: query string is too large
