"""What one interpreter sets in sys, another does not see."""

import sys
from concurrent import interpreters

sys.flag = 'main'
a, b = interpreters.create(), interpreters.create()
a.exec("import sys; sys.flag = 'a'; print('a:', sys.flag)")
b.exec("import sys; print('b:', getattr(sys, 'flag', 'not there'))")
print('main:', sys.flag)
a.close()
b.close()
