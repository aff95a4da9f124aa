# warnings: filters, catch_warnings, the line printed.
import warnings, sys, io
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    warnings.warn('careful')
    warnings.warn('old', DeprecationWarning)
print([(w.category.__name__, str(w.message), w.lineno) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try:
        warnings.warn('boom', RuntimeWarning)
    except RuntimeWarning as e:
        print('raised', e)
sys.stderr = io.StringIO()
warnings.warn('shown', UserWarning)
warnings.warn('shown', UserWarning)
print(sys.stderr.getvalue().replace(__file__, 'FILE'), end='')

# expect: [('UserWarning', 'careful', 5), ('DeprecationWarning', 'old', 6)]
# expect: raised boom
# expect: FILE:15: UserWarning: shown
# expect:   warnings.warn('shown', UserWarning)
# expect: FILE:16: UserWarning: shown
# expect:   warnings.warn('shown', UserWarning)
