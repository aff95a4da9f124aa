# Signals that arrive before the handler of an earlier one has begun are one signal, as in any Unix.
# skip-mode: suspend   (every handler begins at the safepoint after its signal there, so none is one with the next)
import signal
import threading

calls = []
signal.signal(signal.SIGUSR1, lambda n, f: calls.append(n))
started = threading.Event()
def storm():
    for _ in range(100_000):
        signal.raise_signal(signal.SIGUSR1)
t = threading.Thread(target=storm)
t.start()
t.join()
print(0 < len(calls) < 100_000)
# expect: True
