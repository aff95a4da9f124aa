# An interpreter runs code in a __main__ of its own; functions that need nothing around them cross as code.
# requires: 3.14
from concurrent import interpreters

i = interpreters.create()
print(interpreters.list_all())             # expect: [Interpreter(0), Interpreter(1)]
print(i.id, i.whence, i.is_running())      # expect: 1 _interpreters module False
i.exec('x = 6 * 7')
i.exec('print(__name__, x)')               # expect: __main__ 42
i.prepare_main(y=(1, 'zwei', 3.0, None, b'4'))
i.exec('print(y)')                         # expect: (1, 'zwei', 3.0, None, b'4')
print(i.call(lambda a, b: (a, b), 1, 2))     # expect: (1, 2)
print(i.call(pow, 2, 10))                  # expect: 1024
print('x' in globals())                    # expect: False
i.close()
print(interpreters.list_all())             # expect: [Interpreter(0)]
try:
    i.exec('1')
except interpreters.InterpreterNotFoundError as e:
    print(e)                               # expect: unrecognized interpreter ID 1
