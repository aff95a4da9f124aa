# A thread can be suspended within a handler: two parsers in two threads take turns.
import threading
import time
from xml.parsers import expat

turns = []


def work(name):
    p = expat.ParserCreate()

    def start(tag, attrs):
        turns.append((name, tag))
        time.sleep(0.01)

    p.StartElementHandler = start
    p.Parse(b'<a><b/><c/></a>', True)


threads = [threading.Thread(target=work, args=(n,)) for n in 'xy']
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(turns))
print({n for n, _ in turns[:3]} == {'x', 'y'})


def numbers():
    p = expat.ParserCreate()
    p.CharacterDataHandler = lambda s: 1 / 0
    p.Parse('<a>x</a>')


try:
    numbers()
except ZeroDivisionError as e:
    print('raised', e)

# expect: [('x', 'a'), ('x', 'b'), ('x', 'c'), ('y', 'a'), ('y', 'b'), ('y', 'c')]
# expect: True
# expect: raised division by zero
