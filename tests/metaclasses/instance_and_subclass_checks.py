# __instancecheck__, __subclasscheck__, ABCs with register and __subclasshook__.
from abc import ABC, abstractmethod
class Meta(type):
    def __instancecheck__(cls, obj): return obj == 42
    def __subclasscheck__(cls, sub): return sub is str
class A(metaclass=Meta): pass
print(isinstance(42, A), isinstance(1, A), issubclass(str, A), isinstance(A(), A))
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
try:
    Shape()
except TypeError as e:
    print(e)
class Half(Shape):
    def area(self): return 1
try:
    Half()
except TypeError as e:
    print(e)
@Shape.register
class Virtual: pass
print(isinstance(Virtual(), Shape), Shape in Virtual.__mro__, sorted(Shape.__abstractmethods__))
class Quacks(ABC):
    @classmethod
    def __subclasshook__(cls, c): return hasattr(c, 'quack') or NotImplemented
class Duck:
    def quack(self): pass
print(issubclass(Duck, Quacks), issubclass(int, Quacks))

# expect: True False True True
# expect: Can't instantiate abstract class Shape without an implementation for abstract methods 'area', 'name'
# expect: Can't instantiate abstract class Half without an implementation for abstract method 'name'
# expect: True False ['area', 'name']
# expect: True False
