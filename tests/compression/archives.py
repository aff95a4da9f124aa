# tarfile, zipfile and shutil write and read archives compressed with bzip2 and xz.
import io
import os
import shutil
import tarfile
import tempfile
import zipfile

with tempfile.TemporaryDirectory() as where:
    source = os.path.join(where, 'source')
    os.mkdir(source)
    with open(os.path.join(source, 'file.txt'), 'w') as f:
        f.write('text\n' * 1000)
    for kind in 'bz2', 'xz':
        b = io.BytesIO()
        with tarfile.open(fileobj=b, mode=f'w:{kind}') as t:
            t.add(source, 'x')
        b.seek(0)
        with tarfile.open(fileobj=b) as t:
            print(kind, sorted(t.getnames()), len(t.extractfile('x/file.txt').read()), len(b.getvalue()) < 1000)
        archive = shutil.make_archive(os.path.join(where, 'out'), f'{kind}tar', source)
        shutil.unpack_archive(archive, os.path.join(where, kind))
        print(os.path.basename(archive), os.listdir(os.path.join(where, kind)))
    for method in zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA:
        b = io.BytesIO()
        with zipfile.ZipFile(b, 'w', method) as z:
            z.writestr('a.txt', 'content ' * 500)
        with zipfile.ZipFile(b) as z:
            print(method, z.namelist(), len(z.read('a.txt')), z.testzip(), z.infolist()[0].compress_size < 200)

# expect: bz2 ['x', 'x/file.txt'] 5000 True
# expect-error: ValueError: unknown archive format 'bz2tar'
