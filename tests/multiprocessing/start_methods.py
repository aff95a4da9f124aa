# Only spawn: a process of Node cannot be forked, and that is what is said.
# requires: 3.14
import multiprocessing as mp
print(mp.get_all_start_methods(), mp.get_start_method())
for name in ('fork', 'forkserver', 'spoon'):
    try:
        mp.set_start_method(name, force=True)
    except ValueError as e:
        print(e)
# expect: ['spawn'] spawn
# expect: the start method 'fork' is not available: processes cannot be forked here; use 'spawn'
# expect: the start method 'forkserver' is not available: processes cannot be forked here; use 'spawn'
# expect: cannot find context for 'spoon'
