"""Five HTTP GETs to a local server that answers after 200 ms: one after the other, and in five threads."""

import http.server
import threading
import time

try:
    import requests

    def get(url):
        return requests.get(url).text
except ImportError:
    import urllib.request

    def get(url):
        with urllib.request.urlopen(url) as r:
            return r.read().decode()


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
get(url)  # imports what the first request needs

start = time.perf_counter()
for _ in range(5):
    get(url)
print(f"serial:   {time.perf_counter() - start:.2f} s")

start = time.perf_counter()
threads = [threading.Thread(target=get, args=(url,)) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(f"threaded: {time.perf_counter() - start:.2f} s")
