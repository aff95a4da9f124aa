# sys.setprofile sees Python and C functions come and go.
import sys


def g():
    yield 1
    yield 2


def h():
    return sum(g()) + len('abc')


def profile(frame, event, arg):
    print(event, frame.f_code.co_name, getattr(arg, '__name__', arg))


sys.setprofile(profile)
h()
sys.setprofile(None)
h()
# expect: call h None
# expect: c_call h sum
# expect: call g None
# expect: return g 1
# expect: call g None
# expect: return g 2
# expect: call g None
# expect: return g None
# expect: c_return h sum
# expect: c_call h len
# expect: c_return h len
# expect: return h 6
# expect: c_call <module> setprofile
