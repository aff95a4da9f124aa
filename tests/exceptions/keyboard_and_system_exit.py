# SystemExit and KeyboardInterrupt are not Exceptions; finally and atexit run at exit.
import atexit, sys
atexit.register(print, 'atexit 1')
atexit.register(print, 'atexit 2')
try:
    try:
        sys.exit('text')
    except Exception:
        print('never')
except SystemExit as e:
    print('code', e.code)
try:
    raise KeyboardInterrupt
except Exception:
    print('never')
except BaseException as e:
    print(type(e).__name__)
try:
    sys.exit(4)
finally:
    print('finally')

# expect: code text
# expect: KeyboardInterrupt
# expect: finally
# expect: atexit 2
# expect: atexit 1
# exit: 4
