# Traceback objects: frames, line numbers, chains; the traceback module.
import sys, traceback
def a(): b()
def b(): raise ValueError('deep')
try:
    a()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print(sys.exc_info()[1] is e, sys.exception() is e)
    print(traceback.format_exc().splitlines()[-1])
print(sys.exc_info())

# expect: <module> 6
# expect: a 3
# expect: b 4
# expect: [('<module>', 6, 'a()'), ('a', 3, 'def a(): b()'), ('b', 4, "def b(): raise ValueError('deep')")]
# expect: True True
# expect: ValueError: deep
# expect: (None, None, None)
