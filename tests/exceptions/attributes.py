# Attributes of the built-in exceptions.
def grab(f):
    try:
        f()
    except Exception as e:
        return e
e = grab(lambda: open('/nonexistent/x'))
print(type(e).__name__, e.errno, e.strerror, e.filename, e)
e = grab(lambda: undefined)
print(e.name, e)
e = grab(lambda: 'é'.encode('ascii'))
print(e.encoding, e.start, e.end, e.reason, e.object, e)
e = grab(lambda: b'\xff'.decode())
print(e, e.args)
e = grab(lambda: {}['k'])
print(repr(e), e.args)
e = grab(lambda: __import__('no_such_module'))
print(type(e).__name__, e.name, e)
e = grab(lambda: exec('from os import nope'))
print(type(e).__name__, e.name, str(e).split(' (')[0])
print(OSError(2, 'No such file', 'f').__class__.__name__, OSError(13, 'x').__class__.__name__, OSError('just text').errno)
print(SystemExit(3).code, StopIteration(1).value, KeyError('a', 'b'), Exception(), repr(Exception('a', 1)), Exception('x').with_traceback(None))

# expect: FileNotFoundError 2 No such file or directory /nonexistent/x [Errno 2] No such file or directory: '/nonexistent/x'
# expect: undefined name 'undefined' is not defined
# expect: ascii 0 1 ordinal not in range(128) é 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
# expect: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte ('utf-8', b'\xff', 0, 1, 'invalid start byte')
# expect: KeyError('k') ('k',)
# expect: ModuleNotFoundError no_such_module No module named 'no_such_module'
# expect: ImportError os cannot import name 'nope' from 'os'
# expect: FileNotFoundError PermissionError None
# expect: 3 1 ('a', 'b')  Exception('a', 1) x
