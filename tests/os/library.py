# What the library builds on os: pathlib, shutil, tempfile, glob, fileinput.
import glob, os, pathlib, shutil, tempfile, filecmp

with tempfile.TemporaryDirectory() as d:
    p = pathlib.Path(d)
    (p / 'a').mkdir()
    (p / 'a' / 'b').mkdir(parents=True)
    (p / 'a' / 'x.py').write_text('print(1)\n')
    (p / 'a' / 'b' / 'y.py').write_bytes(b'data')
    print(sorted(str(q.relative_to(p)) for q in p.rglob('*.py')))
    print(sorted(os.path.basename(g) for g in glob.glob(os.path.join(d, '**', '*.py'), recursive=True)))
    shutil.copytree(p / 'a', p / 'c')
    print(sorted(str(q.relative_to(p)) for q in p.glob('c/**/*')))
    print(filecmp.cmp(p / 'a' / 'x.py', p / 'c' / 'x.py'), (p / 'c' / 'x.py').stat().st_size)
    shutil.move(p / 'c' / 'x.py', p / 'moved.py')
    print((p / 'moved.py').read_text(), (p / 'c' / 'x.py').exists(), (p / 'a').is_dir())
    shutil.rmtree(p / 'c')
    print((p / 'c').exists(), sorted(x.name for x in p.iterdir()))
    with tempfile.NamedTemporaryFile('w+', dir=d) as t:
        t.write('temp')
        t.flush()
        print(os.path.exists(t.name), open(t.name).read())
    print(os.path.exists(t.name))
    with tempfile.SpooledTemporaryFile(max_size=10) as t:
        t.write(b'0123456789abcdef')
        t.seek(3)
        print(t.read(4))
    print(shutil.which('sh') is not None, shutil.disk_usage(d).total > 0)
    shutil.make_archive(os.path.join(d, 'arch'), 'zip', p / 'a')
    shutil.unpack_archive(os.path.join(d, 'arch.zip'), p / 'out')
    print(sorted(str(q.relative_to(p)) for q in (p / 'out').rglob('*')))
print(os.path.exists(d))

# expect: ['a/b/y.py', 'a/x.py']
# expect: ['x.py', 'y.py']
# expect: ['c/b', 'c/b/y.py', 'c/x.py']
# expect: True 9
# expect: print(1)
# expect:  False True
# expect: False ['a', 'moved.py']
# expect: True temp
# expect: False
# expect: b'3456'
# expect: True True
# expect: ['out/b', 'out/b/y.py', 'out/x.py']
# expect: False
