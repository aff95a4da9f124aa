# Five requests to a server that answers after 200 ms: one after the other they take a second, in five threads one answer's time.
import http.server
import threading
import time
import urllib.request


class Slow(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.2)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"


def get():
    with urllib.request.urlopen(url) as r:
        return r.read()


get()
start = time.perf_counter()
for _ in range(5):
    assert get() == b"ok"
serial = time.perf_counter() - start

start = time.perf_counter()
threads = [threading.Thread(target=get) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
threaded = time.perf_counter() - start
print(serial >= 1.0)  # expect: True
print(threaded < serial / 2)  # expect: True
server.shutdown()
server.server_close()
