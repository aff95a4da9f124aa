# __set_name__ is called for each attribute, in order; errors carry a note.
class Field:
    def __set_name__(self, owner, name):
        self.name = name
        print('set_name', owner.__name__, name)
class Model:
    a = Field()
    b = Field()
    c = a
print(Model.a.name)
class Bad:
    def __set_name__(self, owner, name): raise RuntimeError('bad')
try:
    class M:
        x = Bad()
except RuntimeError as e:
    print(repr(e), e.__notes__)

# expect: set_name Model a
# expect: set_name Model b
# expect: set_name Model c
# expect: c
# expect: RuntimeError('bad') ["Error calling __set_name__ on 'Bad' instance 'x' in 'M'"]
