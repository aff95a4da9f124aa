# A Python thread is no thread of the C library: what names, kills or joins one by its ident is not to be found.
import ctypes
import threading

libc = ctypes.CDLL(None)
print(getattr(libc, 'pthread_setname_np', None), getattr(libc, 'pthread_kill', None))  # expect: None None
try:
    libc.pthread_getname_np
except AttributeError as e:
    print(e)  # expect: undefined symbol: pthread_getname_np
print(libc.getpid() > 0, threading.get_ident() != 0)  # expect: True True
