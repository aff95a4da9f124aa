"""A pool of 32 threads sends 10,000 requests (or as many as the argument says) to a threaded HTTP server."""

import http.client
import http.server
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.path[1:].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
server = Server(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
local = threading.local()


def get(i):
    if not hasattr(local, "connection"):
        local.connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    local.connection.request("GET", f"/{i}")
    return int(local.connection.getresponse().read())


start = time.perf_counter()
with ThreadPoolExecutor(32) as pool:
    lost = sum(a != i for i, a in enumerate(pool.map(get, range(n))))
seconds = time.perf_counter() - start
print(f"{n} requests, {lost} lost, {n / seconds:.0f} a second")
