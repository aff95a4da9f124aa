# What is dropped open is reported, closed and written out where its last reference goes, while a filter shows it.
import io, os, socket, tempfile, warnings

path = os.path.join(tempfile.mkdtemp(), 'f')


def report(action):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        action()
        return [(w.category.__name__, str(w.message).replace(path, 'PATH').split(' fd=')[0]) for w in seen]


def write():
    f = open(path, 'w')
    f.write('text')


def rebind():
    f = open(path)
    f = None
    print('after rebinding')


def a_buffer_outlives_its_text():
    b = open(path).buffer
    print(b.closed)


def through_a_container():
    files = [open(path, 'rb'), io.FileIO(path)]
    files.pop()
    print('popped')
    del files[0]


def closed_in_time():
    with open(path) as f:
        f.read()
    f = open(path, 'rb')
    f.close()
    socket.socket().close()
    with os.scandir(os.path.dirname(path)) as it:
        next(it)
    list(os.scandir(os.path.dirname(path)))


print(report(write))  # expect: [('ResourceWarning', "unclosed file <_io.TextIOWrapper name='PATH' mode='w' encoding='UTF-8'>")]
print(open(path).read())  # expect: text
print(report(rebind))
# expect: after rebinding
# expect: [('ResourceWarning', "unclosed file <_io.TextIOWrapper name='PATH' mode='r' encoding='UTF-8'>")]
print(report(a_buffer_outlives_its_text))
# expect: True
# expect: [('ResourceWarning', "unclosed file <_io.TextIOWrapper name='PATH' mode='r' encoding='UTF-8'>")]
print(report(through_a_container))
# expect: popped
# expect: [('ResourceWarning', "unclosed file <_io.FileIO name='PATH' mode='rb' closefd=True>"), ('ResourceWarning', "unclosed file <_io.BufferedReader name='PATH'>")]
print(report(lambda: socket.socket()))  # expect: [('ResourceWarning', 'unclosed <socket.socket')]
print([r[1].split(' <')[0] for r in report(lambda: os.scandir(os.path.dirname(path)))])  # expect: ['unclosed scandir iterator']
print(report(closed_in_time))  # expect: []
print(report(lambda: io.TextIOWrapper(io.BytesIO(b'x')).read()))  # expect: []
