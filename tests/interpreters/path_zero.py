# sys.path[0] is the main interpreter's in every interpreter: '' for a program given with -c, the folder of a file.
# requires: 3.14
import os
import subprocess
import sys

PROGRAM = '''
import sys
from concurrent import interpreters
i = interpreters.create()
i.prepare_main(zero=sys.path[0])
i.exec('import sys; print(repr(zero), sys.path[0] == zero)')
i.close()
'''
print(subprocess.run([sys.executable, '-c', PROGRAM], capture_output=True, text=True).stdout.strip())
# expect: '' True
from concurrent import interpreters

i = interpreters.create()
i.prepare_main(zero=sys.path[0])
i.exec('import sys; print(sys.path[0] == zero)')       # expect: True
i.close()
