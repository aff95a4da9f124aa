# In dev mode encodings and error handlers are checked even where nothing needs them.
# flags: -X dev
for f in (lambda: str(b"", errors="nope"), lambda: b"".decode("nope"), lambda: "".encode("utf-8", "nope"), lambda: "".encode("nope")):
    try:
        f()
    except LookupError as e:
        print(e)
# expect: unknown error handler name 'nope'
# expect: unknown encoding: nope
# expect: unknown error handler name 'nope'
# expect: unknown encoding: nope
