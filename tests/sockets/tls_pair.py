# TLS over MemoryBIOs: client and server shake hands without a socket; an unknown certificate is refused.
import ssl


def pump(*sides):
    """Runs the handshakes until both are done."""
    todo = list(sides)
    while todo:
        for side in list(todo):
            try:
                side.do_handshake()
                todo.remove(side)
            except ssl.SSLWantReadError:
                pass


def pair(client, server, name="localhost"):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    return (
        client.wrap_bio(a, b, server_hostname=name),
        server.wrap_bio(b, a, server_side=True),
    )


client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
print(client.verify_mode, client.check_hostname, client.minimum_version)  # expect: 2 True 771
client.check_hostname = False
client.verify_mode = ssl.CERT_NONE
server.set_ciphers("AECDH-AES256-SHA:@SECLEVEL=0")  # anonymous: no certificate needed
client.set_ciphers("AECDH-AES256-SHA:@SECLEVEL=0")
client.maximum_version = ssl.TLSVersion.TLSv1_2
server.set_alpn_protocols(["spam", "eggs"])
client.set_alpn_protocols(["eggs"])
c, s = pair(client, server)
print(c.version())  # expect: None
pump(c, s)
print(c.version(), c.cipher()[0])  # expect: TLSv1.2 AECDH-AES256-SHA
print(c.selected_alpn_protocol(), s.selected_alpn_protocol())  # expect: eggs eggs
c.write(b"hello")
print(s.read())  # expect: b'hello'
try:
    s.read()
except ssl.SSLWantReadError as e:
    print(e.errno)  # expect: 2
try:
    c.unwrap()
except ssl.SSLWantReadError:
    pass
print(s.read())  # expect: b''

# A server without a certificate has nothing to offer to a client that wants one.
c, s = pair(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
try:
    pump(c, s)
except ssl.SSLError as e:
    print(e.library, e.reason)  # expect: SSL NO_SHARED_CIPHER
