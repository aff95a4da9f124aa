# Any text encoding may stand in a coding cookie.
for c in ("latin", "latin9", "iso8859-15", "koi8-r", "cp437", "mac_roman", "hex", "nope"):
    try:
        print(c, ascii(eval(compile(f"# coding: {c}\n'".encode() + b"\xa4\xb1'", c, "eval"))))
    except SyntaxError as e:
        print(c, e.msg)
# expect: latin '\xa4\xb1'
# expect: latin9 '\u20ac\xb1'
# expect: iso8859-15 '\u20ac\xb1'
# expect: koi8-r '\u2553\u2560'
# expect: cp437 '\xf1\u2592'
# expect: mac_roman '\xa7\xb1'
# expect: hex 'hex' is not a text encoding; use codecs.decode() to handle arbitrary codecs
# expect: nope unknown encoding: nope
