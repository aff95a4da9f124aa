# A worker's queues come by pickle: while that is read, nobody but the load under way holds them, and their connections
# must not be closed as garbage.
import os
import subprocess
import sys
import tempfile

FUNCTIONS = 'def mul(x, y):\n    return x * y\n'
TEST = '''
import multiprocessing
import unittest
from concurrent.futures import ProcessPoolExecutor
from functions_of_the_test import mul

class Test(unittest.TestCase):
    def test(self):
        with ProcessPoolExecutor(5, mp_context=multiprocessing.get_context('spawn')) as pool:
            for k in range(6):
                self.assertEqual(pool.submit(mul, k, 2).result(), 2 * k)
'''

if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (('functions_of_the_test.py', FUNCTIONS), ('the_test.py', TEST)):
            with open(os.path.join(folder, name), 'w') as f:
                f.write(text)
        r = subprocess.run([sys.executable, '-m', 'unittest', 'the_test'], cwd=folder, capture_output=True, text=True)
        print(r.returncode, r.stderr[-3:].strip())     # expect: 0 OK
