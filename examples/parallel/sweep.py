"""A hyper-parameter sweep: every learning rate is tried in an interpreter of its own, all cores at work."""

import os
from concurrent.futures import InterpreterPoolExecutor


def train(rate):
    """Fits y = 3x + 2 by gradient descent and gives the error."""
    w = b = 0.0
    points = [(x / 10, 3 * x / 10 + 2) for x in range(-20, 21)]
    for _ in range(300):
        gw = gb = 0.0
        for x, y in points:
            e = w * x + b - y
            gw += e * x
            gb += e
        w -= rate * gw / len(points)
        b -= rate * gb / len(points)
    return rate, sum((w * x + b - y) ** 2 for x, y in points)


if __name__ == '__main__':
    with InterpreterPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(train, [0.001, 0.01, 0.05, 0.1]))
    for rate, error in results:
        print(f'rate {rate}: error {error:.6f}')
    print('best:', min(results, key=lambda r: r[1])[0])
