# A function made over a module's code binds globals when it is called.
import types
ns = {}
types.FunctionType(compile("a = 1\ndef f(): return a", "m", "exec"), ns)()
print(ns["a"], ns["f"]())
# expect: 1 1
