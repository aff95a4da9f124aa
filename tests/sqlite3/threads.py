# A thread waits for a database that another thread has locked; connections belong to their threads.
import os
import sqlite3
import tempfile
import threading

with tempfile.TemporaryDirectory() as where:
    path = os.path.join(where, 'x.db')
    c = sqlite3.connect(path)
    c.execute('create table t(x)')
    c.execute('insert into t values (0)')
    started = threading.Event()
    done = []

    def other():
        mine = sqlite3.connect(path)
        started.set()
        mine.execute('insert into t values (1)')
        mine.commit()
        done.append(mine.execute('select count(*) from t').fetchone())
        mine.close()
        try:
            c.execute('select 1')
        except sqlite3.ProgrammingError as e:
            print(str(e).split('.')[0])

    t = threading.Thread(target=other)
    t.start()
    started.wait()
    threading.Event().wait(0.05)
    print(done)
    c.commit()
    t.join()
    print(done)
    c.close()

# expect: []
# expect: SQLite objects created in a thread can only be used in that same thread
# expect: [(2,)]
