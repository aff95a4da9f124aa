# Ten fetches at once in asyncio take as long as one.
import asyncio
import time


async def answer(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(0.2)
    writer.write(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")
    await writer.drain()
    writer.close()


async def fetch(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    data = await reader.read()
    writer.close()
    return data.rpartition(b"\r\n")[2]


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    start = time.perf_counter()
    answers = await asyncio.gather(*(fetch(port) for _ in range(10)))
    print(answers == [b"ok"] * 10)  # expect: True
    print(0.2 <= time.perf_counter() - start < 1.9)  # expect: True
    server.close()


asyncio.run(main())
