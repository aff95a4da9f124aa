# A launcher beside or below a pyvenv.cfg runs in that virtual environment (PEP 405), in isolated mode too.
import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    packages = os.path.join(folder, 'lib', 'python3.14', 'site-packages')
    os.makedirs(packages)
    os.mkdir(os.path.join(folder, 'bin'))
    with open(os.path.join(folder, 'pyvenv.cfg'), 'w') as f:
        f.write(f'home = {os.path.dirname(sys.executable)}\n')
    with open(os.path.join(packages, 'only_here.py'), 'w') as f:
        f.write('print("imported")\n')
    python = os.path.join(folder, 'bin', 'python')
    os.symlink(sys.executable, python)
    text = f'import sys, only_here; print(sys.prefix == {folder!r}, sys.base_prefix == {sys.base_prefix!r})'
    print(subprocess.run([python, '-I', '-c', text], capture_output=True, text=True).stdout, end='')
# expect: imported
# expect: True True
