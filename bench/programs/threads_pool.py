# ThreadPoolExecutor: submit small calls and collect their results.
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(8) as pool:
    futures = [pool.submit(pow, i, 2) for i in range(20000)]
    print(sum(f.result() for f in futures))
