# A program that can tell is collected by itself, when it has made as many objects as the threshold says.
import gc, weakref

class Cycle:
    def __init__(self):
        self.me = self

gone = []
def watched():
    c = Cycle()
    return weakref.ref(c, lambda r: gone.append('callback'))

def until(limit, happened):
    kept = []
    for n in range(limit):
        if happened():
            return True
        kept.append([])
    return False

gc.collect()
r = watched()
print(until(100_000, lambda: gone), r() is None)

class Finalised(Cycle):
    def __del__(self):
        gone.append('finalised')
gone.clear()
Finalised()
print(until(100_000, lambda: gone), gone)

gc.disable()
gone.clear()
Finalised()
print(until(20_000, lambda: gone))
gc.enable()

seen = []
gc.callbacks.append(lambda phase, info: seen.append((phase, info['generation'])))
print(until(100_000, lambda: len(seen) > 1), seen[:2])
gc.set_threshold(200, 2, 2)
print(until(300_000, lambda: ('stop', 1) in seen), ('start', 1) in seen)
gc.callbacks.clear()

gc.set_threshold(0)
gone.clear()
Finalised()
print(until(20_000, lambda: gone))
print(gc.collect() > 0, gone)
print([type(n) for n in gc.get_count()])

# expect: True True
# expect: True ['finalised']
# expect: False
# expect: True [('start', 0), ('stop', 0)]
# expect: True True
# expect: False
# expect: True ['finalised']
# expect: [<class 'int'>, <class 'int'>, <class 'int'>]
