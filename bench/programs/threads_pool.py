"""ThreadPoolExecutor: submit small calls and collect their results."""
from concurrent.futures import ThreadPoolExecutor

GROUP = 'threads'
EXPECTED = sum(i * i for i in range(10_000))


def run():
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(pow, i, 2) for i in range(10_000)]
        return sum(f.result() for f in futures)
