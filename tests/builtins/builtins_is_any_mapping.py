# `__builtins__` may be any mapping; names, import and class statements ask it.
import types


class Only:
    def __getitem__(self, name):
        if name == "greet":
            return lambda: "hello"
        raise KeyError(name)


class Broken(dict):
    def __getitem__(self, name):
        raise ZeroDivisionError(name)


def run(source, builtins):
    try:
        exec(source, {"__builtins__": builtins, "out": print})
    except Exception as e:
        print(type(e).__name__, e)


run("out(greet())", Only())
run("def f(): return greet()\nout(f())", Only())
run("def f(): return abs\nf()", Only())
run("class C: pass", Only())
run("import json", Only())
run("import json\nout('imported')", types.MappingProxyType({"__import__": __import__}))
run("x", Broken())
run("x", 123)
run("def f(): pass\nout(f.__builtins__)", types.MappingProxyType({}))
# expect: hello
# expect: hello
# expect: NameError name 'abs' is not defined
# expect: NameError __build_class__ not found
# expect: ImportError __import__ not found
# expect: imported
# expect: ZeroDivisionError x
# expect: TypeError 'int' object is not subscriptable
# expect: {}
