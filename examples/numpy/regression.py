"""A line through noisy points, by least squares, and the matrix behind it in shared memory for another interpreter."""

from concurrent import interpreters
from multiprocessing import shared_memory

import numpy as np

rng = np.random.default_rng(7)
x = np.linspace(0, 10, 200)
y = 3.0 * x + 2.0 + rng.normal(0, 0.5, x.size)
slope, intercept = np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)[0]
print(f"y = {slope:.2f} x + {intercept:.2f}")

shm = shared_memory.SharedMemory(create=True, size=x.nbytes)
shared = np.ndarray(x.shape, x.dtype, buffer=shm.buf)
shared[:] = y - (slope * x + intercept)
worker = interpreters.create()
worker.prepare_main(name=shm.name, n=x.size)
worker.exec("""
from multiprocessing import shared_memory
import numpy as np
shm = shared_memory.SharedMemory(name, track=False)
residuals = np.ndarray((n,), np.float64, buffer=shm.buf)
print("standard deviation of the residuals:", residuals.std().round(2))
residuals[:] = np.sort(residuals)
del residuals
shm.close()
""")
print("sorted by the worker:", bool((np.diff(shared) >= 0).all()))
worker.close()
del shared
shm.close()
shm.unlink()
