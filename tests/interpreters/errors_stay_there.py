# An error in one interpreter, or sys.exit, leaves the others alive and tells the caller what happened.
# requires: 3.14
from concurrent import interpreters

i = interpreters.create()
try:
    i.exec('def f():\n    raise ValueError("boo")\nf()')
except interpreters.ExecutionFailed as e:
    print(e.excinfo.type.__name__, e.excinfo.msg, '|', e.excinfo.formatted)  # expect: ValueError boo | ValueError: boo
    for line in str(e).splitlines():
        print(line)
    # expect: ValueError: boo
    # expect:
    # expect: Uncaught in the interpreter:
    # expect:
    # expect: Traceback (most recent call last):
    # expect:   File "<script>", line 3, in <module>
    # expect:   File "<script>", line 2, in f
    # expect: ValueError: boo
try:
    i.exec('import sys; sys.exit(3)')
except interpreters.ExecutionFailed as e:
    print(e.excinfo.formatted)             # expect: SystemExit: 3
i.exec('print("alive")')                   # expect: alive
