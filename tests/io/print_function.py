# print: sep, end, file, flush, non-strings.
import io, sys
out = io.StringIO()
print(1, 'a', None, [2], sep='|', end='.\n', file=out, flush=True)
print(file=out)
print(*range(3), sep='', file=out)
print(repr(out.getvalue()))
for f in (lambda: print(sep=5), lambda: print(end=b''), lambda: print(1, file=5)):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
sys.stdout.write('direct\n')
old, sys.stdout = sys.stdout, io.StringIO()
print('hidden')
sys.stdout, got = old, sys.stdout.getvalue()
print(got.upper(), end='')

# expect: '1|a|None|[2].\n\n012\n'
# expect: TypeError sep must be None or a string, not int
# expect: TypeError end must be None or a string, not bytes
# expect: AttributeError 'int' object has no attribute 'write'
# expect: direct
# expect: HIDDEN
