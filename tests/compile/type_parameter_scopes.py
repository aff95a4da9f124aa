# Type parameters: private names in a class, defaults and bounds with scopes of their own.
# requires: 3.14
class Foo[__T]:
    param = __T

    def meth[__U](self, arg: __T, arg2: __U):
        return __T, __U

    type Alias[__V] = (__T, __V)


print(Foo.__type_params__, Foo.param, Foo().meth(1, 2), Foo.Alias.__value__)
type X[T: [T for T in "ab"] = [T for T in [T]]] = T
(T,) = X.__type_params__
print(T.__default__, T.__bound__)
# expect: (__T,) __T (__T, __U) (__T, __V)
# expect: [T] ['a', 'b']
