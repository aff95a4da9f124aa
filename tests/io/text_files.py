# Text files: modes, newlines, encodings, seek, iteration, errors.
import os, tempfile, io
path = os.path.join(tempfile.mkdtemp(), 'f.txt')
with open(path, 'w', encoding='utf-8') as f:
    print(f.write('é line\n'), f.writelines(['b\n', 'c']), f.tell(), f.name == path, f.mode, f.encoding, f.writable(), f.readable())
with open(path, encoding='utf-8') as f:
    print(f.readline(), f.read(1), f.read(), repr(f.read()), f.seek(0), f.readlines(), list(f), f.closed)
print(f.closed)
with open(path, 'a+', encoding='utf-8') as f:
    f.write('\r\nwin\r')
    f.seek(0)
    print(repr(f.read()))
for nl in (None, '', '\n', '\r\n'):
    with open(path, newline=nl, encoding='utf-8') as f:
        print(nl and repr(nl), f.readlines(), f.newlines if nl in (None, '') else '')
with open(path, 'r+', encoding='utf-8') as f:
    f.seek(3)
    f.write('XX')
    f.truncate(9)
print(open(path, 'rb').read())
for args in (('/no/such',), (path, 'x'), (path, 'rw'), (path, 'b'), (path, 'rb', -1, 'utf-8'), (os.path.dirname(path),)):
    try:
        open(*args)
    except (OSError, ValueError) as e:
        print(type(e).__name__, str(e).split(':')[0])
try:
    f.read()
except ValueError as e:
    print(e)
with open(path, 'wb') as f: f.write(b'\xff')
try:
    open(path, encoding='utf-8').read()
except UnicodeDecodeError as e:
    print(e)

# expect: 7 None 11 True w utf-8 True False
# expect: é line
# expect:  b 
# expect: c '' 0 ['é line\n', 'b\n', 'c'] [] False
# expect: True
# expect: 'é line\nb\nc\nwin\n'
# expect: None ['é line\n', 'b\n', 'c\n', 'win\n'] ('\r', '\n', '\r\n')
# expect:  ['é line\n', 'b\n', 'c\r\n', 'win\r'] ('\r', '\n', '\r\n')
# expect: '\n' ['é line\n', 'b\n', 'c\r\n', 'win\r'] 
# expect: '\r\n' ['é line\nb\nc\r\n', 'win\r'] 
# expect: b'\xc3\xa9 XXne\nb'
# expect: FileNotFoundError [Errno 2] No such file or directory
# expect: FileExistsError [Errno 17] File exists
# expect: ValueError must have exactly one of create/read/write/append mode
# expect: ValueError Must have exactly one of create/read/write/append mode and at most one plus
# expect: ValueError binary mode doesn't take an encoding argument
# expect: IsADirectoryError [Errno 21] Is a directory
# expect: I/O operation on closed file.
# expect: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
