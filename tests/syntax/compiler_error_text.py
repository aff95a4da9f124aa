# What the compiler refuses shows the line of the file, if there is one; columns count UTF-8 bytes.
import os, tempfile
path = os.path.join(tempfile.mkdtemp(), "prog.py")
with open(path, "wb") as f:
    f.write(b"x\r\nreturn 1\r\n")
for source, name in (("é = 1; return 1", "nofile"), ("x\nreturn 1", path), ("\n" * 20 + "return", path)):
    try:
        compile(source, name, "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.end_offset, repr(e.text))
# expect: 'return' outside function 1 9 17 None
# expect: 'return' outside function 2 1 9 'return 1\n'
# expect: 'return' outside function 21 1 7 None
