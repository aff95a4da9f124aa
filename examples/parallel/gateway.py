"""A gateway: an asyncio HTTP server whose heavy step (tokenise and hash) runs in a pool of interpreters.

    gateway.py [requests [workers...]]

Starts a load generator in a process of its own and prints requests per second and the 50th and 99th percentile.
"""

import asyncio
import hashlib
import json
import multiprocessing as mp
import os
import re
import socket
import sys
import time
from concurrent.futures import InterpreterPoolExecutor

TEXT = 'the quick brown fox jumps over the lazy dog ' * 50


def tokenise(text):
    import hashlib
    import re
    counts = {}
    for word in re.findall(r'\w+', text):
        counts[word] = counts.get(word, 0) + 1
    return hashlib.sha256(repr(sorted(counts.items())).encode()).hexdigest()


async def serve(pool, ready, requests):
    loop = asyncio.get_running_loop()
    served = 0
    finished = asyncio.Event()

    async def handle(reader, writer):
        nonlocal served
        try:
            while head := await reader.readuntil(b'\r\n\r\n'):
                length = int(re.search(rb'content-length: (\d+)', head.lower())[1])
                text = (await reader.readexactly(length)).decode()
                body = json.dumps({'hash': await loop.run_in_executor(pool, tokenise, text)}).encode()
                writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n' % len(body) + body)
                await writer.drain()
                served += 1
        except asyncio.IncompleteReadError:
            pass
        writer.close()
        if served >= requests:
            finished.set()
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    ready(server.sockets[0].getsockname()[1])
    await finished.wait()
    server.close()


def load(port, requests, clients, result):
    """The outside world: a few clients, each one request after the other."""
    import threading
    body = TEXT.encode()
    request = b'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: %d\r\n\r\n' % len(body) + body
    times = []

    def client(count):
        with socket.create_connection(('127.0.0.1', port)) as s:
            for _ in range(count):
                begin = time.perf_counter()
                s.sendall(request)
                answer = s.recv(65536)
                assert answer.startswith(b'HTTP/1.1 200'), answer
                times.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    threads = [threading.Thread(target=client, args=(requests // clients,)) for _ in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    result.put((time.perf_counter() - begin, sorted(times)))


def measure(workers, requests, clients=8):
    ctx = mp.get_context('spawn')
    result = ctx.Queue()
    with InterpreterPoolExecutor(workers) as pool:
        list(pool.map(tokenise, [TEXT] * workers * 2))
        process = None

        def ready(port):
            nonlocal process
            process = ctx.Process(target=load, args=(port, requests, clients, result))
            process.start()
        asyncio.run(serve(pool, ready, requests // clients * clients))
        seconds, times = result.get()
        process.join()
    n = len(times)
    print(f'{workers} interpreter{"s" if workers > 1 else " "}: {n / seconds:6.0f} requests/s, '
          f'p50 {times[n // 2] * 1000:.1f} ms, p99 {times[n * 99 // 100] * 1000:.1f} ms', flush=True)


if __name__ == '__main__':
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for workers in map(int, sys.argv[2:] or [1, os.cpu_count()]):
        measure(workers, requests)
