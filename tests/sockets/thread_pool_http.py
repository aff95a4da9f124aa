# A pool of 32 threads against a threaded HTTP server: no request is lost.
import http.server
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor


class Count(http.server.BaseHTTPRequestHandler):
    seen = 0
    lock = threading.Lock()

    def do_GET(self):
        with Count.lock:
            Count.seen += 1
        body = self.path[1:].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


N = 100
server = Server(("127.0.0.1", 0), Count)
threading.Thread(target=server.serve_forever, daemon=True).start()


def get(i):
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/{i}") as r:
        return int(r.read())


with ThreadPoolExecutor(32) as pool:
    answers = list(pool.map(get, range(N)))
print(answers == list(range(N)))  # expect: True
print(Count.seen)  # expect: 100
server.shutdown()
server.server_close()
