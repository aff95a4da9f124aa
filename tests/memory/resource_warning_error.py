# An error that a filter makes of a ResourceWarning goes to sys.unraisablehook: nobody can catch it.
# flags: -W error::ResourceWarning
# requires: 3.14
import io, sys

sys.unraisablehook = lambda u: print(u.exc_type.__name__, u.err_msg, u.object)
try:
    open('/dev/null')
except ResourceWarning:
    print('caught')
# expect: ResourceWarning Exception ignored while finalizing file <_io.FileIO name='/dev/null' mode='rb' closefd=True> None


class CannotClose(io.RawIOBase):
    def close(self):
        raise ZeroDivisionError

    def __repr__(self):
        return 'it'


CannotClose()  # expect: ZeroDivisionError Exception ignored while finalizing file it None
with open('/dev/null') as f:
    pass
print('end')  # expect: end
