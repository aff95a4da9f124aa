# What one interpreter sets on its modules is never seen in another.
# requires: 3.14
import sys
from concurrent import interpreters

i, j = interpreters.create(), interpreters.create()
i.exec('import sys; sys.flag = True; import builtins; builtins.extra = 1')
print(hasattr(sys, 'flag'))                # expect: False
j.exec('import sys; print(hasattr(sys, "flag"))')   # expect: False
j.exec('try: extra\nexcept NameError as e: print(e)')   # expect: name 'extra' is not defined
i.exec('print(sys.flag, extra)')           # expect: True 1
