# prepare_main() takes what crosses by itself; nothing is pickled for it, and nothing is bound when one of them does not.
# requires: 3.14
from concurrent import interpreters

i = interpreters.create()
try:
    i.prepare_main(a=1, b=[1, 2])
except interpreters.NotShareableError as e:
    print(e)                               # expect: [1, 2] does not support cross-interpreter data
i.exec('print("a" in globals())')          # expect: False
i.prepare_main({'a': (1, ('b', None))}, c=2.5)
i.exec('print(a, c)')                      # expect: (1, ('b', None)) 2.5
i.close()
