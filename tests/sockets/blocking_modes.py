# Blocking, time-out and non-blocking sockets, with CPython's errors.
import errno
import select
import socket
import threading
import time

server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
print(address[0], address[1] > 0)  # expect: 127.0.0.1 True

other = socket.socket()
try:
    other.bind(address)
except OSError as e:
    print(e.errno == errno.EADDRINUSE, e.strerror)  # expect: True Address already in use

client = socket.create_connection(address)
peer, peer_address = server.accept()
print(peer_address == client.getsockname(), peer.getpeername() == client.getsockname())  # expect: True True

peer.settimeout(0.05)
try:
    peer.recv(1)
except TimeoutError as e:
    print(repr(e))  # expect: TimeoutError('timed out')
peer.setblocking(False)
try:
    peer.recv(1)
except BlockingIOError as e:
    print(e.errno == errno.EAGAIN)  # expect: True
peer.setblocking(True)

print(select.select([peer], [peer], [], 0)[:2] == ([], [peer]))  # expect: True
threading.Timer(0.05, client.sendall, [b"late"]).start()
print(select.select([peer], [], [], 5)[0] == [peer])  # expect: True
print(peer.recv(2, socket.MSG_PEEK), peer.recv(10))  # expect: b'la' b'late'

# More than the buffers hold: the sender waits until somebody reads.
data = bytes(range(256)) * 16384
sender = threading.Thread(target=client.sendall, args=(data,))
sender.start()
got = bytearray()
while len(got) < len(data):
    got += peer.recv(65536)
sender.join()
print(got == data)  # expect: True

client.shutdown(socket.SHUT_WR)
print(peer.recv(1))  # expect: b''
for s in (client, peer, server, other):
    s.close()
try:
    client.send(b"x")
except OSError as e:
    print(e.errno == errno.EBADF)  # expect: True
try:
    socket.create_connection(address, timeout=5)
except ConnectionRefusedError as e:
    print(e)  # expect: [Errno 111] Connection refused

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
udp.sendto(b"to myself", udp.getsockname())
print(udp.recvfrom(100) == (b"to myself", udp.getsockname()))  # expect: True
udp.close()
print(socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, "2001:db8:0:0::1")))  # expect: 2001:db8::1
