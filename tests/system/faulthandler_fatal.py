# faulthandler.enable(): a signal that ends the process is reported with the place of every thread; register() dumps and goes on.
import os
import re
import signal
import subprocess
import sys

def run(text, *options):
    p = subprocess.run([sys.executable, *options, '-c', text], capture_output=True, text=True)
    print(p.returncode)
    print(re.sub('0x[0-9a-f]+', '0x…', p.stderr).split('\nCurrent thread\'s C stack')[0])

run('''import faulthandler, os, signal
def end():
    os.kill(os.getpid(), signal.SIGSEGV)
faulthandler.enable()
end()
''')
# expect: -11
# expect: Fatal Python error: Segmentation fault
# expect:
# expect: Current thread 0x… (most recent call first):
# expect:   File "<string>", line 3 in end
# expect:   File "<string>", line 5 in <module>
# expect:
run('import os; os.abort()', '-X', 'faulthandler')
# expect: -6
# expect: Fatal Python error: Aborted
# expect:
# expect: Current thread 0x… (most recent call first):
# expect:   File "<string>", line 1 in <module>
# expect:
run('''import faulthandler, signal
faulthandler.register(signal.SIGUSR1, all_threads=False)
def here():
    signal.raise_signal(signal.SIGUSR1)
here()
''')
# expect: 0
# expect: Stack (most recent call first):
# expect:   File "<string>", line 4 in here
# expect:   File "<string>", line 5 in <module>
# expect:
