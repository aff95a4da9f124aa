# persistent_id, reducer_override, dispatch_table, persistent_load, find_class: by a subclass or on the instance.
import io
import pickle


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f'Thing({self.name!r})'


class Saver(pickle.Pickler):
    def persistent_id(self, obj):
        return ('thing', obj.name) if isinstance(obj, Thing) else None

    def reducer_override(self, obj):
        return (complex, (7, 7)) if obj is Saver else NotImplemented


class Loader(pickle.Unpickler):
    def persistent_load(self, pid):
        return Thing(pid[1].upper())

    def find_class(self, module, name):
        print('find', module, name)
        return super().find_class(module, name)


out = io.BytesIO()
Saver(out).dump([Thing('a'), {'k': Thing('b')}, Saver])
print(Loader(io.BytesIO(out.getvalue())).load())
# expect: find builtins complex
# expect: [Thing('A'), {'k': Thing('B')}, (7+7j)]
out = io.BytesIO()
pickler = pickle.Pickler(out)
pickler.dispatch_table = {Thing: lambda thing: (str.title, (thing.name,))}
pickler.dump([Thing('one')])
print(pickle.loads(out.getvalue()))
# expect: ['One']
try:
    pickle.dumps([1, {'k': iter(lambda: 0, 1)}])
except Exception as error:
    print(type(error).__name__, error.__notes__[-1])
# expect: PicklingError when serializing list item 1
try:
    pickle.loads(b'\x80\x04\x8c\x05hello')
except Exception as error:
    print(type(error).__name__, error)
# expect: EOFError Ran out of input
