# Interpreters come and go, and are ended while they compute, put and wait: nothing is left, nothing hangs.
# requires: 3.14
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'scripts'))
stress = __import__('stress-interpreters')
early, late = stress.cycles(6, show=False)
print(len(stress.interpreters.list_all()))
worst = stress.faults(0)
print(sorted(worst))
print(all(ms < 3000 for ms in worst.values()))
# expect: 1
# expect: ['allocating', 'computing', 'in a lock', 'putting', 'sleeping']
# expect: True
