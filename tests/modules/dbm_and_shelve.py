# dbm and shelve: keys that stay, what is written again, an unknown format, a database that is not there.
import dbm
import dbm.dumb
import os
import shelve
import tempfile

with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "data")
    try:
        dbm.open(name)
    except dbm.error as e:
        print(e)
    with dbm.dumb.open(name, "c") as db:
        db["a"] = b"one"
        db[b"b"] = "two"
        db["a"] = b"x" * 600
        db["b"] = "2"
        del db["a"]
        print(len(db), list(db), db["b"], b"a" in db, db.get("zz", 0))
    print(dbm.whichdb(name), sorted(os.listdir(folder)))
    with dbm.open(name, "r") as db:
        print(db.items())
        try:
            db["c"] = b""
        except dbm.error as e:
            print(e)
    try:
        db["b"]
    except dbm.error as e:
        print(e)
    with shelve.open(os.path.join(folder, "shelf"), writeback=True) as shelf:
        shelf["list"] = [1, 2]
        shelf["list"].append({"three": 3})
    with shelve.open(os.path.join(folder, "shelf")) as shelf:
        print(dict(shelf))
    with open(os.path.join(folder, "other"), "w") as f:
        f.write("something else")
    print(repr(dbm.whichdb(os.path.join(folder, "other"))), dbm.whichdb(os.path.join(folder, "none")))
# expect: db file doesn't exist; use 'c' or 'n' flag to create a new db
# expect: 1 [b'b'] b'2' False 0
# expect: dbm.dumb ['data.bak', 'data.dat', 'data.dir']
# expect: [(b'b', b'2')]
# expect: The database is opened for reading only
# expect: DBM object has already been closed
# expect: {'list': [1, 2, {'three': 3}]}
# expect: '' None
