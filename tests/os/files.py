# os: files and directories, stat, scandir, errors with file names.
import os, stat, tempfile, errno

d = tempfile.mkdtemp()
os.chdir(d)
fd = os.open('a.txt', os.O_RDWR | os.O_CREAT, 0o600)
print(os.write(fd, b'hello world'), os.lseek(fd, 6, os.SEEK_SET), os.read(fd, 100), os.lseek(fd, 0, os.SEEK_CUR))
print(os.pread(fd, 3, 1), os.pwrite(fd, b'H', 0), os.fstat(fd).st_size, os.isatty(fd))
os.ftruncate(fd, 5)
st = os.fstat(fd)
print(st.st_size, stat.S_ISREG(st.st_mode), stat.filemode(st.st_mode), st[6], len(st), abs(st.st_mtime - st.st_mtime_ns / 1e9) < 1e-6)
copy = os.dup(fd)
os.lseek(fd, 1, 0)
print(os.read(copy, 2))
os.close(copy)
os.close(fd)
os.mkdir('sub')
os.symlink('a.txt', 'link')
os.link('a.txt', 'hard')
print(sorted(os.listdir()), os.readlink('link'), os.stat('hard').st_nlink, os.path.samefile('a.txt', 'link'))
for e in sorted(os.scandir('.'), key=lambda e: e.name):
    print(e.name, e.path, e.is_dir(), e.is_file(), e.is_file(follow_symlinks=False), e.is_symlink(), e)
print(sorted(os.listdir(b'.')))
os.rename('hard', 'sub/moved')
os.replace('sub/moved', 'back')
print(os.path.exists('sub/moved'), os.access('back', os.R_OK), os.access('nope', os.F_OK))
os.utime('back', (1, 2))
print(os.stat('back').st_atime, os.stat('back').st_mtime_ns)
os.utime('back', ns=(10**9 + 5 * 10**6, 3 * 10**9))
print(os.stat('back').st_mtime)
os.chmod('back', 0o444)
print(oct(os.stat('back').st_mode))
for f in (lambda: os.open('nope', os.O_RDONLY), lambda: os.mkdir('sub'), lambda: os.rmdir('nope'), lambda: os.listdir('a.txt'), lambda: os.close(9999),
          lambda: os.rename('nope', 'x'), lambda: os.stat(3.5), lambda: os.stat('a\0b'), lambda: os.rmdir(b'nope'), lambda: os.unlink('sub/none'),
          lambda: os.open('a.txt', 'r'), lambda: os.listdir(None and 1 or 'zz'), lambda: os.readlink('a.txt')):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
r, w = os.pipe()
os.write(w, b'through')
print(os.read(r, 100))
os.close(w)
print(os.read(r, 1))
os.close(r)
for root, dirs, files in os.walk('.'):
    print(root, sorted(dirs), sorted(files))
os.makedirs('p/q/r', exist_ok=True)
os.removedirs('p/q/r')
print(os.path.isdir('p'), os.path.realpath('link') == os.path.realpath('a.txt'), os.path.normpath('/a/./b/../c//'), os.path.splitroot('//x/y'))
print(os.fspath(os.path), 1) if False else None
print(os.strerror(2), errno.errorcode[13], os.stat_result((1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).st_atime)
for n in os.listdir():
    if os.path.isdir(n):
        os.rmdir(n)
    else:
        os.unlink(n)
os.chdir('/')
os.rmdir(d)

# expect: 11 6 b'world' 11
# expect: b'ell' 1 11 False
# expect: 5 True -rw------- 5 10 True
# expect: b'el'
# expect: ['a.txt', 'hard', 'link', 'sub'] a.txt 2 True
# expect: a.txt ./a.txt False True True False <DirEntry 'a.txt'>
# expect: hard ./hard False True True False <DirEntry 'hard'>
# expect: link ./link False True False True <DirEntry 'link'>
# expect: sub ./sub True False False False <DirEntry 'sub'>
# expect: [b'a.txt', b'hard', b'link', b'sub']
# expect: False True False
# expect: 1.0 2000000000
# expect: 3.0
# expect: 0o100444
# expect: FileNotFoundError [Errno 2] No such file or directory: 'nope'
# expect: FileExistsError [Errno 17] File exists: 'sub'
# expect: FileNotFoundError [Errno 2] No such file or directory: 'nope'
# expect: NotADirectoryError [Errno 20] Not a directory: 'a.txt'
# expect: OSError [Errno 9] Bad file descriptor
# expect: FileNotFoundError [Errno 2] No such file or directory: 'nope' -> 'x'
# expect: TypeError stat: path should be string, bytes, os.PathLike or integer, not float
# expect: ValueError stat: embedded null character in path
# expect: FileNotFoundError [Errno 2] No such file or directory: b'nope'
# expect: FileNotFoundError [Errno 2] No such file or directory: 'sub/none'
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: FileNotFoundError [Errno 2] No such file or directory: 'zz'
# expect: OSError [Errno 22] Invalid argument: 'a.txt'
# expect: b'through'
# expect: b''
# expect: . ['sub'] ['a.txt', 'back', 'link']
# expect: ./sub [] []
# expect: False True /a/c ('', '//', 'x/y')
# expect: No such file or directory EACCES 8
