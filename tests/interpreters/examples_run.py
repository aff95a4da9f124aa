# The examples of examples/parallel run: a shared array by name, channels, sys flags, an interpreter in a thread.
# requires: 3.14
import os, runpy
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'examples', 'parallel')
for name in 'shared_array', 'channels', 'flags', 'in_a_thread':
    runpy.run_path(os.path.join(folder, name + '.py'), run_name='__main__')
# expect: mean there 2.999997
# expect: mean here  3.999997 first 1000000.0
# expect: spam MAPS
# expect: eggs SGGE
# expect: ham MAH
# expect: a: a
# expect: b: not there
# expect: main: main
# expect: hello from an interpreter of its own
# expect: interpreters left: 1
