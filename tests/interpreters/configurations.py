# new_config() takes True and False and nothing else, and create() says when CPython makes no such interpreter.
# requires: 3.14
import _interpreters

for overrides in ({'allow_fork': 1}, {'allow_fork': None}, {'gil': 3}, {'gil': 'x'}, {'spam': 1}, {'a': 1, 'b': 2}):
    try:
        _interpreters.new_config(**overrides)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
# expect: TypeError invalid config type: allow_fork
# expect: TypeError invalid config type: allow_fork
# expect: TypeError invalid config type: gil
# expect: ValueError unsupported interpreter config .gil value 'x'
# expect: ValueError config dict has 1 extra item ({'spam': 1})
# expect: ValueError config dict has 2 extra items ({'a': 1, 'b': 2})
try:
    _interpreters.create('empty')
except _interpreters.InterpreterError as e:
    print(e)                               # expect: interpreter creation failed
config = _interpreters.new_config()
del config.allow_fork
try:
    _interpreters.create(config)
except ValueError as e:
    print(e)                               # expect: missing config key: allow_fork
