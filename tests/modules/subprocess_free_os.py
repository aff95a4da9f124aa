# os, pathlib, shutil, glob, fnmatch without other processes.
import os, pathlib, shutil, glob, fnmatch, tempfile
root = pathlib.Path(tempfile.mkdtemp())
(root / 'a' / 'b').mkdir(parents=True)
(root / 'a' / 'x.txt').write_text('1')
(root / 'a' / 'b' / 'y.py').write_bytes(b'22')
for d, dirs, files in sorted(os.walk(root)):
    print(os.path.relpath(d, root), sorted(dirs), files)
print(sorted(p.name for p in root.rglob('*')), sorted(os.listdir(root / 'a')), [os.path.basename(p) for p in glob.glob(str(root / '*/*.txt'))], sorted((e.name, e.is_dir()) for e in os.scandir(root / 'a')), fnmatch.filter(['a.py', 'b.txt'], '*.py'))
shutil.copytree(root / 'a', root / 'copy')
os.rename(root / 'copy' / 'x.txt', root / 'copy' / 'z.txt')
(root / 'copy' / 'z.txt').unlink()
print(sorted(p.relative_to(root).as_posix() for p in root.rglob('*')), (root / 'nope').exists(), (root / 'a').is_dir())
shutil.rmtree(root / 'copy')
p = pathlib.PurePosixPath('/a/b/c.tar.gz')
print(p.parent, p.name, p.stem, p.suffixes, p.parts, p / '../d', p.with_suffix('.zip'), p.relative_to('/a'), p.is_absolute(), p.match('*.gz'), pathlib.PurePosixPath('a//b/./c'))
print(os.path.join('a', '/b', 'c'), os.path.split('/x/y'), os.path.splitext('a.b.c'), os.path.normpath('a/../b//c'), os.path.commonpath(['/a/b', '/a/c']), os.sep, os.environ.get('NOPE'), os.path.expandvars('$NOPE/x'))
for f in (lambda: os.mkdir(root / 'a'), lambda: os.rmdir(root / 'a'), lambda: os.remove(root / 'q'), lambda: os.listdir(root / 'a' / 'x.txt')):
    try:
        f()
    except OSError as e:
        print(type(e).__name__, e.errno)


# expect: . ['a'] []
# expect: a ['b'] ['x.txt']
# expect: a/b [] ['y.py']
# expect: ['a', 'b', 'x.txt', 'y.py'] ['b', 'x.txt'] ['x.txt'] [('b', True), ('x.txt', False)] ['a.py']
# expect: ['a', 'a/b', 'a/b/y.py', 'a/x.txt', 'copy', 'copy/b', 'copy/b/y.py'] False True
# expect: /a/b c.tar.gz c.tar ['.tar', '.gz'] ('/', 'a', 'b', 'c.tar.gz') /a/b/c.tar.gz/../d /a/b/c.tar.zip b/c.tar.gz True True a/b/c
# expect: /b/c ('/x', 'y') ('a.b', '.c') b/c /a / None $NOPE/x
# expect: FileExistsError 17
# expect: OSError 39
# expect: FileNotFoundError 2
# expect: NotADirectoryError 20
