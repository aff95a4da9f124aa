# A child that gets a descriptor goes on where the parent is in the file, and the parent where the child stopped.
import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryFile() as f:
    f.write(b'one\ntwo\n')
    f.seek(4)
    print(subprocess.run([sys.executable, '-c', 'print(repr(input()))'], stdin=f, capture_output=True).stdout)
    # expect: b"'two'\n"
    print(os.lseek(f.fileno(), 0, os.SEEK_CUR))
    # expect: 8
value = b'caf\xe9'
out = subprocess.run([sys.executable, '-c', 'import os; print(ascii(os.environ["X"]), os.environb[b"X"])'],
                     env={**os.environb, b'X': value}, capture_output=True).stdout
print(out)
# expect: b"'caf\\udce9' b'caf\\xe9'\n"
